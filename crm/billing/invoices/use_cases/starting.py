"""How a draft begins: its terms, its lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from crm.activity.door import Work
from crm.billing.invoices import rules
from crm.billing.invoices.models import Invoice, InvoiceLine, InvoiceType
from crm.kernel.currency import MILLION, Currency
from crm.kernel.incoterms import Incoterm
from crm.kernel.money import NO_RATE, Rate
from crm.kernel.tax import TaxRegime
from crm.prospecting.companies.models import Company
from crm.selling.lines import LineData, checked_lines, columns_of
from crm.selling.orders.models import Order
from crm.selling.parties import language_of


@dataclass(frozen=True)
class Terms:
    """Under what an invoice is drawn up; notes of different terms do not go on one invoice."""

    company_id: int
    payment_days: int
    currency: Currency
    exchange_ppm: int
    regime: TaxRegime
    discount: Rate
    incoterm: Incoterm | None


def terms_of(work: Work, order: Order) -> Terms:
    """Return the terms of an order, at the rate of exchange of the day (an invoice's own day sets it)."""
    return Terms(
        company_id=order.company_id,
        payment_days=order.payment_days,
        currency=order.currency,
        exchange_ppm=exchange_of(work, order.currency),
        regime=order.regime,
        discount=order.discount,
        incoterm=order.incoterm,
    )


def start_draft(
    work: Work,
    company: Company,
    terms: Terms,
    *,
    order: Order | None = None,
    type: InvoiceType = InvoiceType.INVOICE,  # noqa: A002
    delivered_on: date | None = None,
    delivery_note_id: int | None = None,
    period: tuple[date, date] | None = None,
) -> Invoice:
    """Begin a draft without lines."""
    first, last = period or (None, None)
    invoice = Invoice(
        company=company,
        order_id=order.id if order else None,
        delivery_note_id=delivery_note_id,
        type=type,
        drafted_on=work.today,
        delivered_on=delivered_on,
        due_on=rules.due_date(work.today, terms.payment_days, company.due_rule),
        payment_days=terms.payment_days,
        due_rule=company.due_rule,
        regime=terms.regime,
        currency=terms.currency,
        exchange_ppm=terms.exchange_ppm,
        language=language_of(company),
        incoterm=terms.incoterm,
        discount=terms.discount,
        period_from=first,
        period_to=last,
    )
    return work.add(invoice)


def copy_draft(work: Work, invoice: Invoice, *, type: InvoiceType) -> Invoice:  # noqa: A002
    """Begin a draft on the terms of another invoice, without its lines: to correct it or to come in its place."""
    return work.add(
        Invoice(
            company=invoice.company,
            order_id=invoice.order_id,
            delivery_note_id=invoice.delivery_note_id,
            type=type,
            drafted_on=work.today,
            delivered_on=invoice.delivered_on,
            due_on=rules.due_date(work.today, invoice.payment_days, invoice.due_rule),
            payment_days=invoice.payment_days,
            due_rule=invoice.due_rule,
            regime=invoice.regime,
            currency=invoice.currency,
            exchange_ppm=invoice.exchange_ppm,
            language=invoice.language,
            incoterm=invoice.incoterm,
            discount=invoice.discount,
            cash_discount=NO_RATE if type is InvoiceType.CREDIT_NOTE else invoice.cash_discount,
            cash_discount_days=0 if type is InvoiceType.CREDIT_NOTE else invoice.cash_discount_days,
            period_from=invoice.period_from,
            period_to=invoice.period_to,
        )
    )


def put_lines(work: Work, invoice: Invoice, lines: Iterable[LineData], *, details: Sequence[str] = ()) -> None:
    """Give an invoice its lines and the totals that lists show; where no VAT is borne, none is charged."""
    charged = [line if invoice.regime.bears_vat else replace(line, vat_rate=NO_RATE) for line in lines]
    beside = list(details) or [""] * len(charged)
    invoice.lines[:] = [
        InvoiceLine(**columns_of(line, rank), detail=beside[rank])  # type: ignore[arg-type]
        for rank, line in enumerate(checked_lines(charged))
    ]
    for line in invoice.lines:
        work.stamp(line)
    sums = invoice.totals
    invoice.net, invoice.gross = sums.net, sums.gross


def exchange_of(work: Work, currency: Currency) -> int:
    """Return what one unit of a currency is worth in millionths of a euro, by the company's procedure."""
    return MILLION if currency is Currency.EUR else work.procedure(f"exchange_{currency.code.lower()}_ppm")
