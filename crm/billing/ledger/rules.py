"""Double entry: what a document, a receipt, a discount are in the journals; the tax file: pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from crm.kernel.choices import Labelled
from crm.kernel.currency import MILLION, Currency, in_euros
from crm.kernel.errors import N_
from crm.kernel.money import ZERO, Money, total


class Journal(Labelled):
    """The journals in which one writes."""

    SALES = "VE", N_("Ventes")
    BANK = "BQ", N_("Banque")
    CASH = "CA", N_("Caisse")
    VARIOUS = "OD", N_("Opérations diverses")


class Account(Labelled):
    """The accounts that a sale moves (plan comptable général, ANC 2014-03)."""

    CUSTOMERS = "411000", N_("Clients")
    DEPOSITS = "419100", N_("Clients – avances et acomptes reçus")
    VAT = "445710", N_("TVA collectée")
    VAT_WAITING = "445800", N_("TVA à régulariser")
    BANK = "512000", N_("Banque")
    CASH = "530000", N_("Caisse")
    DISCOUNTS = "665000", N_("Escomptes accordés")
    EXCHANGE_LOSSES = "666000", N_("Pertes de change")
    SERVICES = "706000", N_("Prestations de services")
    GOODS = "707000", N_("Ventes de marchandises")
    EXCHANGE_GAINS = "766000", N_("Gains de change")


class Kind(Labelled):
    """What an entry tells of."""

    INVOICE = "invoice", N_("Facture")
    CREDIT_NOTE = "credit_note", N_("Avoir")
    CANCELLED = "cancelled", N_("Facture annulée et remplacée")
    PAYMENT = "payment", N_("Règlement")
    RETURN = "return", N_("Règlement rejeté")
    REFUND = "refund", N_("Remboursement")
    DISCOUNT = "discount", N_("Escompte")
    EXCHANGE = "exchange", N_("Écart de change")
    VAT = "vat", N_("TVA exigible")


@dataclass(frozen=True)
class Posting:
    """A line of an entry, in euros: a debit is positive, a credit negative; `foreign` is the sum in its currency."""

    account: Account
    amount: Money
    foreign: Money | None = None


@dataclass(frozen=True)
class Whose:
    """A customer's account in the auxiliary ledger: its number, the customer's name."""

    code: str
    name: str


@dataclass(frozen=True)
class Entry:
    """An entry of a journal on a customer's document; its postings add up to nothing.

    `piece` is the document's number, `letter` the one under which the
    customer's account is settled (capital when the letter balances).
    """

    journal: Journal
    kind: Kind
    on: date
    piece: str
    piece_on: date
    wording: str
    whose: Whose
    postings: tuple[Posting, ...]
    currency: Currency = Currency.EUR
    due_on: date | None = None
    letter: str = ""
    lettered_on: date | None = None
    rank: int = 0
    number: int = 0

    @property
    def debit(self) -> Money:
        """The sum of its debits, which is that of its credits."""
        return total(each.amount for each in self.postings if each.amount > ZERO)

    @property
    def on_account(self) -> Money:
        """What it changes on the customer's account."""
        return total(each.amount for each in self.postings if each.account is Account.CUSTOMERS)

    def reversed(self, on: date, *, wording: str, piece: str = "", kind: Kind | None = None) -> Entry:
        """Return the entry that takes this one back on another day."""
        back = tuple(
            replace(each, amount=-each.amount, foreign=-each.foreign if each.foreign is not None else None)
            for each in self.postings
        )
        return replace(self, on=on, postings=back, piece=piece or self.piece, wording=wording, kind=kind or self.kind)


@dataclass(frozen=True)
class Sold:
    """What an invoice charges, in its currency: net by account, VAT, what deposit invoices took (net and VAT)."""

    services: Money
    services_vat: Money
    net: Money
    vat: Money
    deposits_net: Money = ZERO
    deposits_vat: Money = ZERO
    is_deposit: bool = False

    @property
    def gross(self) -> Money:
        """What the customer owes for it, before deposits."""
        return self.net + self.vat


def sale(sold: Sold, *, signed: int, exchange_ppm: int, vat_on_debits: bool, currency: Currency) -> tuple[Posting, ...]:
    """Return the postings of an invoice (signed 1) or a credit note (-1).

    The customer owes all of it less what deposits took; a deposit is an
    advance (4191), net of its VAT. VAT on services falls due when they are
    paid (4458) unless the seller opted for debits (CGI, article 269, 2 and
    291; BOI-TVA-BASE-20). Each part is put into euros at the invoice's rate;
    sales take the cent that rounding leaves.
    """

    def euros(amount: Money) -> Money:
        return Money(signed * in_euros(amount, exchange_ppm).cents)

    waiting = ZERO if vat_on_debits or sold.is_deposit else sold.services_vat
    owed = sold.gross - sold.deposits_net - sold.deposits_vat
    services = ZERO if sold.is_deposit else sold.services
    parts = {
        Account.DEPOSITS: euros(sold.deposits_net),
        Account.VAT: euros(sold.deposits_vat) - euros(sold.vat - waiting),
        Account.VAT_WAITING: -euros(waiting),
        Account.SERVICES: -euros(services),
    }
    customers = Posting(
        Account.CUSTOMERS, euros(owed), Money(signed * owed.cents) if currency is not Currency.EUR else None
    )
    rest = -(customers.amount + total(parts.values()))
    goods = Account.DEPOSITS if sold.is_deposit else Account.GOODS
    if not sold.is_deposit and sold.services == sold.net:
        goods = Account.SERVICES
    parts[goods] = parts.get(goods, ZERO) + rest
    return (customers, *(Posting(account, amount) for account, amount in sorted(parts.items(), key=_by_code) if amount))


def receipt(amount: Money, *, exchange_ppm: int, currency: Currency, cash: bool) -> tuple[Posting, ...]:
    """Return the postings of money that came; the other way round for money given back or taken back."""
    euros = in_euros(amount, exchange_ppm)
    foreign = None if currency is Currency.EUR else -amount
    return (Posting(Account.CASH if cash else Account.BANK, euros), Posting(Account.CUSTOMERS, -euros, foreign))


def discount(amount: Money, vat: Money, *, exchange_ppm: int) -> tuple[Posting, ...]:
    """Return the postings of a cash discount: its VAT is given back (CGI, article 267, II-1°)."""
    gross, tax = in_euros(amount, exchange_ppm), in_euros(vat, exchange_ppm)
    parts = [Posting(Account.DISCOUNTS, gross - tax), Posting(Account.VAT, tax), Posting(Account.CUSTOMERS, -gross)]
    return tuple(each for each in parts if each.amount)


def exchange(difference: Money) -> tuple[Posting, ...]:
    """Return the postings of what rates made of a settled invoice: a gain if positive."""
    other = Account.EXCHANGE_GAINS if difference > ZERO else Account.EXCHANGE_LOSSES
    return (Posting(Account.CUSTOMERS, difference), Posting(other, -difference))


def vat_fallen_due(vat: Money, *, settled: Money, gross: Money, before: Money) -> Money:
    """Return the VAT on services that falls due when an invoice is settled this far: in proportion, all at the end."""
    if not gross or not vat:
        return ZERO
    return vat.times(Decimal(settled.cents) / gross.cents) - vat.times(Decimal(before.cents) / gross.cents)


def vat_transfer(vat: Money, *, exchange_ppm: int = MILLION) -> tuple[Posting, ...]:
    """Return the postings that move VAT from what waits to what is due to the State."""
    euros = in_euros(vat, exchange_ppm)
    return (Posting(Account.VAT_WAITING, euros), Posting(Account.VAT, -euros))


def numbered(entries: Iterable[Entry]) -> list[Entry]:
    """Return entries in the order of time, numbered without gaps from 1 (A47 A-1 LPF: EcritureNum is continuous)."""
    order = list(Journal)
    found = sorted(entries, key=lambda each: (each.on, order.index(each.journal), each.rank, each.piece))
    return [replace(each, number=at) for at, each in enumerate(found, 1)]


COLUMNS = (
    "JournalCode",
    "JournalLib",
    "EcritureNum",
    "EcritureDate",
    "CompteNum",
    "CompteLib",
    "CompAuxNum",
    "CompAuxLib",
    "PieceRef",
    "PieceDate",
    "EcritureLib",
    "Debit",
    "Credit",
    "EcritureLet",
    "DateLet",
    "ValidDate",
    "Montantdevise",
    "Idevise",
)


def fec(entries: Sequence[Entry]) -> str:
    """Return the tax file of entries: 18 columns, tabs, comma decimals, days as 20260302.

    Source: Livre des procédures fiscales, article A47 A-1, VII-1°. Only a
    letter that balances is one.
    """
    rows = ["\t".join(COLUMNS)]
    rows += ["\t".join(_row(entry, posting)) for entry in entries for posting in entry.postings]
    return "\r\n".join(rows) + "\r\n"


def fec_name(siren: str, closed_on: date) -> str:
    """Return the file's name: SIREN, FEC, the last day (A47 A-1 LPF, X)."""
    return f"{siren or '000000000'}FEC{closed_on:%Y%m%d}.txt"


def _row(entry: Entry, posting: Posting) -> list[str]:
    """Return the 18 fields of a posting."""
    on_account = posting.account is Account.CUSTOMERS
    letter = entry.letter if on_account and entry.letter.isupper() else ""
    return [
        str(entry.journal.value),
        entry.journal.label,
        str(entry.number),
        f"{entry.on:%Y%m%d}",
        str(posting.account.value),
        posting.account.label,
        entry.whose.code if on_account else "",
        _bare(entry.whose.name) if on_account else "",
        _bare(entry.piece),
        f"{entry.piece_on:%Y%m%d}",
        _bare(entry.wording),
        _sum(max(posting.amount, ZERO)),
        _sum(max(-posting.amount, ZERO)),
        letter,
        f"{entry.lettered_on:%Y%m%d}" if letter and entry.lettered_on else "",
        f"{entry.on:%Y%m%d}",
        _sum(posting.foreign) if posting.foreign is not None else "",
        entry.currency.code if posting.foreign is not None else "",
    ]


def _sum(amount: Money) -> str:
    """Write a sum as the tax file does."""
    return f"{amount.euros}".replace(".", ",")


def _bare(text: str) -> str:
    """Keep separators out of a field."""
    return " ".join(text.replace("|", " ").split())


def _by_code(part: tuple[Account, Money]) -> str:
    """Order postings by account."""
    return str(part[0].value)


def balances(entries: Iterable[Entry]) -> Mapping[Account, Money]:
    """Return the balance of each account: debits less credits."""
    found: dict[Account, Money] = {}
    for entry in entries:
        for posting in entry.postings:
            found[posting.account] = found.get(posting.account, ZERO) + posting.amount
    return found
