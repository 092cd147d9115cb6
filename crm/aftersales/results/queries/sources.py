"""The facts behind each indicator, read from the rooms that know them.

Revenue is what was invoiced, net, in euros: invoices, final and corrective ones, less credit notes. Deposit invoices
are left out because the final invoice states the whole, replaced ones because the corrective one does. Margin is
revenue less what the goods cost, of lines whose product is known; a credit note gives the cost back, a commercial one
brings no goods home. What was sold belongs to the salesperson to whom the company is entrusted, calls and appointments
to whoever made them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from crm.aftersales.results.rules import Fact, by_family
from crm.billing.invoices.models import CorrectionKind, Invoice, InvoiceState, InvoiceType
from crm.field.agenda.models import Appointment, AppointmentKind, AppointmentState
from crm.kernel.clock import PARIS, local_date
from crm.kernel.currency import in_euros
from crm.prospecting.campaigns.models import CallResult, CampaignCall
from crm.prospecting.companies.models import Company
from crm.prospecting.sales_actions.models import Indicator
from crm.selling.catalogue.models import Product
from crm.selling.orders.models import Order, OrderState
from crm.selling.quotes.models import Quote, QuoteState
from crm.store.base import db


def facts(indicator: Indicator, first: date, last: date) -> list[Fact]:
    """Return what counts for an indicator on some days, both ends included."""
    return SOURCES[indicator](first, last) if first <= last else []


def _revenue(first: date, last: date) -> list[Fact]:
    return _invoiced(first, last, margin=False)


def _margin(first: date, last: date) -> list[Fact]:
    return _invoiced(first, last, margin=True)


def _invoiced(first: date, last: date, *, margin: bool) -> list[Fact]:
    """Return what was invoiced, line by line."""
    statement = (
        select(Invoice)
        .options(joinedload(Invoice.company))
        .where(
            Invoice.issued_on.between(first, last),
            Invoice.state.not_in([InvoiceState.DRAFT, InvoiceState.REPLACED]),
            Invoice.type != InvoiceType.DEPOSIT,
        )
    )
    products = {each.id: each for each in db.session.scalars(select(Product))}
    found: list[Fact] = []
    for invoice in db.session.scalars(statement.order_by(Invoice.id)):
        found += _lines_of(invoice, products, margin=margin)
    return found


def _lines_of(invoice: Invoice, products: Mapping[int, Product], *, margin: bool) -> list[Fact]:
    """Return an invoice's lines in euros, less their cost if margin is asked for."""
    whole = in_euros(invoice.net, invoice.exchange_ppm).cents
    known = [products.get(line.product_id or 0) for line in invoice.lines]
    nets = [
        (product.family if product else "", line.net.cents) for product, line in zip(known, invoice.lines, strict=True)
    ]
    goods_move = invoice.correction is not CorrectionKind.COMMERCIAL
    found = []
    for (family, net), product, line in zip(by_family(nets, whole), known, invoice.lines, strict=True):
        if margin and product is None:
            continue
        cost = product.cost.times(line.quantity).cents if margin and product is not None and goods_move else 0
        found.append(
            Fact(
                invoice.issued_on or invoice.drafted_on,
                invoice.signed * (net - cost),
                company_id=invoice.company_id,
                person=invoice.company.owner,
                family=family,
            )
        )
    return found


def _orders(first: date, last: date) -> list[Fact]:
    return [_one(order.recorded_on, order.company) for order in _ordered(first, last)]


def _average_order(first: date, last: date) -> list[Fact]:
    return [
        _one(order.recorded_on, order.company, value=in_euros(order.net, order.exchange_ppm).cents)
        for order in _ordered(first, last)
    ]


def _ordered(first: date, last: date) -> list[Order]:
    """Return the orders of some days that stand."""
    statement = (
        select(Order)
        .options(joinedload(Order.company))
        .where(Order.recorded_on.between(first, last), Order.state != OrderState.CANCELLED)
    )
    return list(db.session.scalars(statement.order_by(Order.id)))


def _quotes(first: date, last: date) -> list[Fact]:
    return [
        _one(quote.sent_on, quote.company)
        for quote in _sent(first, last)
        if quote.sent_on is not None and quote.revises_id is None
    ]


def _conversion(first: date, last: date) -> list[Fact]:
    return [
        _one(quote.sent_on, quote.company, value=int(quote.state is QuoteState.ACCEPTED))
        for quote in _sent(first, last)
        if quote.sent_on is not None and quote.state is not QuoteState.SUPERSEDED
    ]


def _sent(first: date, last: date) -> list[Quote]:
    """Return the quotes sent on some days."""
    statement = select(Quote).options(joinedload(Quote.company)).where(Quote.sent_on.between(first, last))
    return list(db.session.scalars(statement.order_by(Quote.id)))


def _new_customers(first: date, last: date) -> list[Fact]:
    """Return the companies whose first order that stands was recorded on those days."""
    began = func.min(Order.recorded_on)
    statement = select(Order.company_id, began).where(Order.state != OrderState.CANCELLED)
    found = dict(db.session.execute(statement.group_by(Order.company_id).having(began.between(first, last))).all())
    companies = db.session.scalars(select(Company).where(Company.id.in_(found)).order_by(Company.id))
    return [_one(found[company.id], company) for company in companies]


def _useful_contacts(first: date, last: date) -> list[Fact]:
    """Return the people of campaigns to whom everything could be said, each once: by the first such call."""
    useful = [each for each in CallResult if each.is_useful]
    statement = select(CampaignCall).where(CampaignCall.result.in_(useful), CampaignCall.called_at <= _end(last))
    earliest: dict[int, CampaignCall] = {}
    for call in db.session.scalars(statement.order_by(CampaignCall.id)):
        earliest.setdefault(call.target_id, call)
    return [
        Fact(local_date(call.called_at), company_id=call.company_id, person=call.called_by)
        for call in earliest.values()
        if local_date(call.called_at) >= first
    ]


def _appointments(first: date, last: date) -> list[Fact]:
    """Return the appointments obtained on those days: those in the agenda, and those of calls not yet taken over."""
    booked = select(Appointment).where(
        Appointment.booked_at.between(_start(first), _end(last)), Appointment.state != AppointmentState.CANCELLED
    )
    found = [
        Fact(local_date(each.booked_at), company_id=each.company_id, person=each.salesperson)
        for each in db.session.scalars(booked.order_by(Appointment.id))
    ]
    taken = select(Appointment.call_id).where(Appointment.call_id.is_not(None))
    called = select(CampaignCall).where(
        CampaignCall.result == CallResult.APPOINTMENT,
        CampaignCall.called_at.between(_start(first), _end(last)),
        CampaignCall.id.not_in(taken),
    )
    return found + [
        Fact(local_date(each.called_at), company_id=each.company_id, person=each.called_by)
        for each in db.session.scalars(called.order_by(CampaignCall.id))
    ]


def _visits(first: date, last: date) -> list[Fact]:
    statement = select(Appointment).where(
        Appointment.starts_at.between(_start(first), _end(last)),
        Appointment.state == AppointmentState.HELD,
        Appointment.meeting == AppointmentKind.VISIT,
    )
    return [
        Fact(each.on, company_id=each.company_id, person=each.salesperson)
        for each in db.session.scalars(statement.order_by(Appointment.id))
    ]


def _one(on: date, company: Company, *, value: int = 1) -> Fact:
    """Return something sold to a company."""
    return Fact(on, value, company_id=company.id, person=company.owner)


def _start(day: date) -> datetime:
    """Return the first instant of a day in France."""
    return datetime.combine(day, time.min, PARIS)


def _end(day: date) -> datetime:
    """Return the last instant of a day in France."""
    return _start(day + timedelta(days=1)) - timedelta(microseconds=1)


SOURCES: Mapping[Indicator, Callable[[date, date], list[Fact]]] = {
    Indicator.REVENUE: _revenue,
    Indicator.MARGIN: _margin,
    Indicator.ORDERS: _orders,
    Indicator.AVERAGE_ORDER: _average_order,
    Indicator.QUOTES: _quotes,
    Indicator.CONVERSION: _conversion,
    Indicator.NEW_CUSTOMERS: _new_customers,
    Indicator.USEFUL_CONTACTS: _useful_contacts,
    Indicator.APPOINTMENTS: _appointments,
    Indicator.VISITS: _visits,
}
