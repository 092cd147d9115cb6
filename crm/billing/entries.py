"""What the journals are made of: accounts, postings, entries. Every room that has something to enter knows them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from crm.kernel.choices import Labelled
from crm.kernel.currency import Currency
from crm.kernel.errors import N_
from crm.kernel.money import ZERO, Money, total


class Journal(Labelled):
    """The journals in which one writes."""

    SALES = "VE", N_("Ventes")
    BANK = "BQ", N_("Banque")
    CASH = "CA", N_("Caisse")
    VARIOUS = "OD", N_("Opérations diverses")


class Account(Labelled):
    """The accounts that a sale moves (plan comptable général, ANC 2014-03, list of accounts as of ANC 2022-06)."""

    CUSTOMERS = "411000", N_("Clients")
    DOUBTFUL = "416000", N_("Clients douteux ou litigieux")
    DEPOSITS = "419100", N_("Clients – avances et acomptes reçus")
    VAT = "445710", N_("TVA collectée")
    VAT_WAITING = "445800", N_("TVA à régulariser")
    ALLOWANCES = "491000", N_("Dépréciations des comptes de clients")
    BANK = "512000", N_("Banque")
    CASH = "530000", N_("Caisse")
    LOSSES = "654000", N_("Pertes sur créances irrécouvrables")
    DISCOUNTS = "665000", N_("Escomptes accordés")
    EXCHANGE_LOSSES = "666000", N_("Pertes de change")
    SET_ASIDE = "681740", N_("Dotations aux dépréciations des créances")
    SERVICES = "706000", N_("Prestations de services")
    GOODS = "707000", N_("Ventes de marchandises")
    RECOVERED = "758300", N_("Rentrées sur créances amorties")
    EXCHANGE_GAINS = "766000", N_("Gains de change")
    RELEASED = "781740", N_("Reprises sur dépréciations des créances")


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
    DOUBTFUL = "doubtful", N_("Créance douteuse")
    ALLOWANCE = "allowance", N_("Dépréciation de créance")
    LOSS = "loss", N_("Perte sur créance irrécouvrable")
    RECOVERED = "recovered", N_("Rentrée sur créance amortie")


# What of the books is a customer's own account: the auxiliary ledger bears its number and its letters.
OF_CUSTOMERS = frozenset({Account.CUSTOMERS, Account.DOUBTFUL})


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
    customer's account is settled (capital when the letter balances),
    `about` the id of the invoice that an operation is on, 0 for documents.
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
    about: int = 0
    number: int = 0

    @property
    def debit(self) -> Money:
        """The sum of its debits, which is that of its credits."""
        return total(each.amount for each in self.postings if each.amount > ZERO)

    @property
    def on_account(self) -> Money:
        """What it changes on the customer's account."""
        return total(each.amount for each in self.postings if each.account in OF_CUSTOMERS)

    def reversed(self, on: date, *, wording: str, piece: str = "", kind: Kind | None = None) -> Entry:
        """Return the entry that takes this one back on another day."""
        back = tuple(
            replace(each, amount=-each.amount, foreign=-each.foreign if each.foreign is not None else None)
            for each in self.postings
        )
        return replace(self, on=on, postings=back, piece=piece or self.piece, wording=wording, kind=kind or self.kind)
