"""What a commercial paper or a reminder shows: frozen values, already decided, that know no table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from crm.kernel.currency import MILLION, Currency
from crm.kernel.incoterms import Incoterm
from crm.kernel.money import NO_RATE, ZERO, Money, Rate, Totals, line_net, total, totals
from crm.kernel.tax import TaxRegime

Language = Literal["fr", "en"]
FORMAL_NOTICE = 3


class PaperKind(StrEnum):
    """The papers of a sale and of a purchase, in the order in which they are made."""

    QUOTE = "quote"
    ORDER_CONFIRMATION = "order_confirmation"
    DELIVERY_NOTE = "delivery_note"
    RETURN_NOTE = "return_note"
    INVOICE = "invoice"
    DEPOSIT_INVOICE = "deposit_invoice"
    FINAL_INVOICE = "final_invoice"
    CORRECTIVE_INVOICE = "corrective_invoice"
    CREDIT_NOTE = "credit_note"
    SUPPLY_ORDER = "supply_order"

    @property
    def bears_prices(self) -> bool:
        """Whether prices are shown: everywhere but on what travels with goods."""
        return self not in {PaperKind.DELIVERY_NOTE, PaperKind.RETURN_NOTE}

    @property
    def is_invoice(self) -> bool:
        """Whether it is an invoice in the sense of the law, a credit note included (CGI, article 289)."""
        return self.invoice_type != ""

    @property
    def invoice_type(self) -> str:
        """The document's type code (UNTDID 1001, EN 16931 BT-3); empty for what is no invoice."""
        return {
            "invoice": "380",
            "final_invoice": "380",
            "deposit_invoice": "386",
            "corrective_invoice": "384",
            "credit_note": "381",
        }.get(self.value, "")


class Operation(StrEnum):
    """The nature of what is sold, a mention of French invoices (CGI, annex II, article 242 nonies A)."""

    GOODS = "goods"
    SERVICES = "services"
    MIXED = "mixed"


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where a paper or a parcel goes; `street` may hold several lines."""

    street: str
    postcode: str
    city: str
    name: str = ""
    country: str = ""


@dataclass(frozen=True, kw_only=True)
class Party:
    """A seller or a customer, with what the law asks a paper to say of it.

    `siren`, `siret`, `vat_number` and `iban` are bare (no spaces); `rcs` is
    the town of the trade register. A consumer has `is_professional=False`.
    `mediator` is the seller's consumer mediator (Code de la consommation, L616-1).
    """

    name: str
    address: Address
    is_professional: bool = True
    contact: str = ""
    email: str = ""
    phone: str = ""
    legal_form: str = ""
    capital: Money | None = None
    siren: str = ""
    siret: str = ""
    vat_number: str = ""
    rcs: str = ""
    iban: str = ""
    bic: str = ""
    mediator: str = ""
    pays_vat_on_debits: bool = False


@dataclass(frozen=True, kw_only=True)
class PaperLine:
    """One line: prices are net of VAT; `quantity_ordered` matters on delivery notes only."""

    label: str
    quantity: Decimal
    unit_price: Money = ZERO
    vat_rate: Rate = NO_RATE
    discount: Rate = NO_RATE
    reference: str = ""
    detail: str = ""
    unit: str = ""
    quantity_ordered: Decimal | None = None

    @property
    def net(self) -> Money:
        """Net of the line, discount taken off."""
        return line_net(self.quantity, self.unit_price, self.discount)

    @property
    def remaining(self) -> Decimal:
        """What is still to be delivered; zero when the ordered quantity is not told."""
        return (self.quantity if self.quantity_ordered is None else self.quantity_ordered) - self.quantity


@dataclass(frozen=True, kw_only=True)
class Named:
    """Another document that a paper names: a deposit invoice taken off, the invoice that a credit note corrects."""

    number: str
    issued_on: date
    amount: Money = ZERO


@dataclass(frozen=True, kw_only=True)
class CommercialPaper:
    """A quote, an order confirmation, a delivery note, an invoice or credit note, an order to a supplier.

    A paper without a number is a draft and says so. Once numbered, a quote
    tells until when it holds and an invoice when it falls due (Code de
    commerce, L441-9), else ValueError. `late_rate` is the yearly rate of late
    fees; None means the rate that the law sets (L441-10). Sums are in
    `currency`; `exchange_ppm` is what one unit of it is worth in millionths of
    a euro. `discount` is taken off the whole. `deposits` are the deposit
    invoices that a final invoice takes off, `deposit` the share that a quote
    asks for with the order, `period` the first and last day of a summary
    invoice, `is_settled` says that it was paid when it was issued.
    """

    kind: PaperKind
    number: str
    issued_on: date
    seller: Party
    customer: Party
    lines: tuple[PaperLine, ...]
    language: Language = "fr"
    operation: Operation = Operation.GOODS
    valid_until: date | None = None
    promised_on: date | None = None
    delivered_on: date | None = None
    due_on: date | None = None
    payment_terms: str = ""
    delivery_terms: str = ""
    delivery_address: Address | None = None
    quote_number: str = ""
    order_number: str = ""
    delivery_note_number: str = ""
    customer_reference: str = ""
    followed_by: str = ""
    already_paid: Money = ZERO
    late_rate: Rate | None = None
    vat_note: str = ""
    note: str = ""
    currency: Currency = Currency.EUR
    exchange_ppm: int = MILLION
    regime: TaxRegime = TaxRegime.DOMESTIC
    discount: Rate = NO_RATE
    deposit: Rate = NO_RATE
    deposits: tuple[Named, ...] = ()
    corrects: tuple[Named, ...] = ()
    reason: str = ""
    period: tuple[date, date] | None = None
    incoterm: Incoterm | None = None
    cash_discount: Rate = NO_RATE
    cash_discount_days: int = 0
    carrier: str = ""
    is_settled: bool = False

    def __post_init__(self) -> None:
        """Refuse a numbered paper that lacks the date without which it means nothing."""
        if self.number and self.kind is PaperKind.QUOTE and self.valid_until is None:
            raise ValueError(self.number)
        asks = self.kind.is_invoice and self.kind is not PaperKind.CREDIT_NOTE
        if self.number and asks and self.due_on is None:
            raise ValueError(self.number)

    @property
    def totals(self) -> Totals:
        """Net, VAT per rate, gross."""
        return totals(((line.net, line.vat_rate) for line in self.lines), discount=self.discount)

    @property
    def prepaid(self) -> Money:
        """What the deposit invoices took already."""
        return total(each.amount for each in self.deposits)

    @property
    def amount_due(self) -> Money:
        """Gross less what has been paid and what deposits took."""
        return self.totals.gross - self.already_paid - self.prepaid


@dataclass(frozen=True, kw_only=True)
class OverdueItem:
    """An unpaid invoice as a reminder lists it."""

    number: str
    issued_on: date
    due_on: date
    amount_due: Money
    days_late: int


@dataclass(frozen=True, kw_only=True)
class ReminderLetter:
    """A reminder: level 1 courteous, 2 firm, 3 the formal notice (Code civil, articles 1231 and 1344).

    Late fees and the recovery fee exist between professionals only (Code de
    commerce, L441-10): asked of a consumer they are a ValueError.
    `earlier_on` are the dates of the reminders already sent, oldest first.
    `text` is what a person wrote, greeting and signature included; without it
    the house finds the words.
    """

    level: int
    written_on: date
    pay_by: date
    seller: Party
    customer: Party
    items: tuple[OverdueItem, ...]
    reference: str = ""
    signed_by: str = ""
    signed_as: str = ""
    late_fees: Money = ZERO
    recovery_fee: Money = ZERO
    late_rate: Rate | None = None
    earlier_on: tuple[date, ...] = ()
    text: str = ""
    language: Language = "fr"
    currency: Currency = Currency.EUR

    def __post_init__(self) -> None:
        """Refuse an unknown level, a letter about nothing and fees asked of a consumer."""
        if not 1 <= self.level <= FORMAL_NOTICE:
            raise ValueError(self.level)
        if not self.items:
            raise ValueError(self.items)
        if not self.customer.is_professional and (self.late_fees or self.recovery_fee or self.late_rate):
            raise ValueError(self.customer)

    @property
    def principal(self) -> Money:
        """What the invoices leave to pay, before any fee."""
        return sum((item.amount_due for item in self.items), ZERO)

    @property
    def amount_due(self) -> Money:
        """Everything asked for."""
        return self.principal + self.late_fees + self.recovery_fee


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A text file carried inside a PDF, UTF-8, byte for byte; `relationship` says what it is to the page (PDF/A-3)."""

    name: str
    text: str
    media_type: str
    description: str
    relationship: Literal["data", "alternative"] = "data"
