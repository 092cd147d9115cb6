"""Double entry: what a document, a receipt, a discount are in the journals; the tax file: pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from crm.billing.entries import OF_CUSTOMERS, Account, Entry, Journal, Posting
from crm.billing.invoices.rules import vat_waiting
from crm.kernel.currency import MILLION, Currency, in_euros
from crm.kernel.money import ZERO, Money, total


@dataclass(frozen=True)
class Sold:
    """What an invoice charges, in its currency: net by account, VAT, what deposit invoices took (net and VAT).

    A credit note takes no deposit off; `corrected_gross` and
    `corrected_deposited` are those of the invoice that it corrects.
    """

    services: Money
    services_vat: Money
    net: Money
    vat: Money
    deposits_net: Money = ZERO
    deposits_vat: Money = ZERO
    is_deposit: bool = False
    corrected_gross: Money = ZERO
    corrected_deposited: Money = ZERO

    @property
    def gross(self) -> Money:
        """What the customer owes for it, before deposits."""
        return self.net + self.vat

    @property
    def waiting(self) -> Money:
        """The VAT on services that waits for money; a credit note takes it from where its invoice put it."""
        taken = self.corrected_deposited or self.deposits_net + self.deposits_vat
        return vat_waiting(self.services_vat, gross=self.corrected_gross or self.gross, deposited=taken)


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

    taken = sold.deposits_net + sold.deposits_vat
    waiting = ZERO if vat_on_debits or sold.is_deposit else sold.waiting
    owed = sold.gross - taken
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


def receipt(
    amount: Money, *, exchange_ppm: int, currency: Currency, cash: bool, doubtful: Money = ZERO
) -> tuple[Posting, ...]:
    """Return the postings of money that came; the other way round for money given back or taken back.

    `doubtful`, in euros, is what of it settles doubtful debts: it goes to their account.
    """
    euros = in_euros(amount, exchange_ppm)
    foreign = None if currency is Currency.EUR else -amount
    sound = Posting(Account.CUSTOMERS, doubtful - euros, foreign if not doubtful else None)
    came = (Posting(Account.CASH if cash else Account.BANK, euros),)
    if not doubtful:
        return (*came, sound)
    whole = foreign if doubtful == euros else None
    return (*came, *((sound,) if sound.amount else ()), Posting(Account.DOUBTFUL, -doubtful, whole))


def discount(amount: Money, vat: Money, *, exchange_ppm: int) -> tuple[Posting, ...]:
    """Return the postings of a cash discount: its VAT is given back (CGI, article 267, II-1°)."""
    gross, tax = in_euros(amount, exchange_ppm), in_euros(vat, exchange_ppm)
    parts = [Posting(Account.DISCOUNTS, gross - tax), Posting(Account.VAT, tax), Posting(Account.CUSTOMERS, -gross)]
    return tuple(each for each in parts if each.amount)


def exchange(difference: Money) -> tuple[Posting, ...]:
    """Return the postings of what rates made of a settled invoice: a gain if positive."""
    other = Account.EXCHANGE_GAINS if difference > ZERO else Account.EXCHANGE_LOSSES
    return (Posting(Account.CUSTOMERS, difference), Posting(other, -difference))


def turned_doubtful(moved: Money) -> tuple[Posting, ...]:
    """Return the postings that carry a debt as doubtful, VAT included; back among the sound ones if negative.

    Source: plan comptable général, 944-41 (accounts 411 and 416).
    """
    return (Posting(Account.DOUBTFUL, moved), Posting(Account.CUSTOMERS, -moved))


def set_aside(change: Money) -> tuple[Posting, ...]:
    """Return the postings of what is set aside for a debt, without VAT; of what is released if negative.

    Source: plan comptable général, 214-25 (accounts 68174, 491 and 78174).
    """
    return (
        Posting(Account.SET_ASIDE if change > ZERO else Account.RELEASED, change),
        Posting(Account.ALLOWANCES, -change),
    )


def given_up(amount: Money, *, vat: Money = ZERO, waiting: Money = ZERO, account: Account) -> tuple[Posting, ...]:
    """Return the postings of a debt given up: a loss, the VAT claimed back (CGI, article 272, 1), that which waited."""
    parts = [
        Posting(Account.LOSSES, amount - vat - waiting),
        Posting(Account.VAT, vat),
        Posting(Account.VAT_WAITING, waiting),
        Posting(account, -amount),
    ]
    return tuple(each for each in parts if each.amount)


def come_back(amount: Money, *, vat: Money) -> tuple[Posting, ...]:
    """Return the postings of money on a debt given up before: income, and the VAT is due again (CGI, article 272, 1).

    Source: plan comptable général as of ANC 2022-06, account 7583.
    """
    parts = [Posting(Account.CUSTOMERS, amount), Posting(Account.RECOVERED, vat - amount), Posting(Account.VAT, -vat)]
    return tuple(each for each in parts if each.amount)


def on_account(postings: tuple[Posting, ...], account: Account) -> tuple[Posting, ...]:
    """Return postings with the customer's account in another place."""
    return tuple(replace(each, account=account) if each.account in OF_CUSTOMERS else each for each in postings)


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
    on_account = posting.account in OF_CUSTOMERS
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
