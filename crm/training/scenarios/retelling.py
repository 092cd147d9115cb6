"""The past of a scenario, entered day by day by the predecessor through the use cases that people use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from crm.activity.chain import Json
from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.billing.dunning.use_cases import send_reminder
from crm.billing.invoices import queries as invoices
from crm.billing.invoices.models import Invoice
from crm.billing.invoices.use_cases import draft_invoice, issue_invoice, note_fell_due
from crm.billing.payments.models import Method
from crm.billing.payments.use_cases import receive_payment, record_payment
from crm.desk.documents import queries as documents
from crm.desk.documents.queries import DocumentFilter
from crm.desk.documents.use_cases import file_documents
from crm.desk.messages.models import Message, Topic
from crm.desk.messages.use_cases import receive
from crm.kernel.actor import Actor, ActorKind
from crm.kernel.clock import add_working_days, opening_of
from crm.kernel.errors import N_, Refused
from crm.prospecting.companies import models as file
from crm.prospecting.companies import queries as companies
from crm.selling.deliveries.use_cases import confirm_delivery, ship_order
from crm.selling.orders import queries as orders
from crm.selling.orders.models import Order
from crm.selling.orders.use_cases import confirm_order, hand_over_order, order_from_purchase_order, order_from_quote
from crm.selling.quotes import queries as quotes
from crm.selling.quotes.models import Channel
from crm.selling.quotes.use_cases import accept_quote, draft_quote, send_quote, set_lines
from crm.training.counterparts.models import Company
from crm.training.scenarios.entering import Entered, days_of_entry, enter_company
from crm.training.scenarios.models import OpenQuote, PastOrder, Scenario
from crm.training.scenarios.queries import Act, Event, past_events
from crm.training.simulation.letters import CARRIER
from crm.training.simulation.reactions import working_day_from

BETWEEN_ACTS = timedelta(minutes=2)
SHIPPING = "shipping"
FORMAL_NOTICE = 3
LONGEST_DELIVERY = 10
# What was issued in the last working days still lies on the desk.
LAST_DAYS_UNFILED = 2


class LostThread(Refused):
    """A step of the past without the one before it."""

    message = N_("L’historique du scénario ne peut pas être saisi : %(key)s n’a pas d’étape précédente.")


@dataclass(frozen=True)
class Overdue:
    """The day after which an unpaid order of the past counts as overdue."""

    on: date
    subject: PastOrder


@dataclass(frozen=True)
class Joined:
    """The day on which a company came into the file."""

    on: date
    subject: Company


Past = Event | Overdue | Joined


def months_of(scenario: Scenario) -> Iterator[list[Past]]:
    """Tell the past month by month, each day in its order: who is new and what fell due come before what is done."""
    days = days_of_entry(scenario)
    joined = [Joined(days[each.key], each) for each in scenario.companies]
    told: list[Past] = [*past_events(scenario), *_overdue(scenario), *joined]
    told.sort(key=_place)
    for _, month in groupby(told, key=lambda each: (each.on.year, each.on.month)):
        yield list(month)


def _place(each: Past) -> tuple[date, int, str]:
    rank = each.act.value if isinstance(each, Event) else -isinstance(each, Joined)
    return each.on, rank, each.subject.key


def _overdue(scenario: Scenario) -> Iterator[Overdue]:
    for order in scenario.history:
        if order.due_on is None:
            continue
        on = working_day_from(order.due_on + timedelta(days=1))
        if on < scenario.setting.starts_on and (order.paid_on is None or order.paid_on > on):
            yield Overdue(on, order)


def retell(work: Work, entered: Entered, events: Iterable[Past]) -> None:
    """Enter a stretch of the past; what it issues is filed the same day, but for the last days."""
    unfiled_from = _last_days(entered.scenario)
    for on, day in groupby(events, key=lambda each: each.on):
        at = opening_of(on)
        for event in day:
            at += BETWEEN_ACTS
            with work.acting_as(work.actor, at=at):
                _tell(work, entered, event)
        if on < unfiled_from:
            with work.acting_as(work.actor, at=at + BETWEEN_ACTS):
                _file(work)


def _last_days(scenario: Scenario) -> date:
    day, left = scenario.setting.starts_on, LAST_DAYS_UNFILED
    while left:
        day -= timedelta(days=1)
        left -= working_day_from(day) == day
    return day


def _tell(work: Work, entered: Entered, event: Past) -> None:
    if isinstance(event, Joined):
        enter_company(work, entered, event.subject)
    elif isinstance(event, Overdue):
        note_fell_due(work, _invoice(entered, event.subject))
    elif isinstance(event.subject, OpenQuote):
        _quote(work, entered, event.subject)
    elif event.act is Act.REMINDED:
        _remind(work, entered, event.subject, level=event.level)
    else:
        TELL[event.act](work, entered, event.subject)


def _quote(work: Work, entered: Entered, subject: PastOrder | OpenQuote) -> None:
    company = _company(entered, subject)
    quote = draft_quote(work, company)
    lines = entered.lines(subject.lines, subject.discount)
    set_lines(work, quote, lines=lines, valid_until=subject.valid_until if isinstance(subject, OpenQuote) else None)
    send_quote(work, quote, channel=Channel.EMAIL)
    entered.quotes[subject.key] = quote.id


def _order(work: Work, entered: Entered, subject: PastOrder) -> None:
    company = _company(entered, subject)
    if subject.key in entered.quotes:
        quote = quotes.quote_by_id(entered.quotes[subject.key])
        if quote is None:
            raise LostThread(key=subject.key)
        with work.acting_as(_customer(company)):
            accept_quote(work, quote)
        order = order_from_quote(work, quote)
    else:
        lines = entered.lines(subject.lines, subject.discount)
        order = order_from_purchase_order(work, company, message=_written(work, company, subject), lines=lines)
    confirm_order(work, order, promised_on=subject.delivered_on or add_working_days(work.today, LONGEST_DELIVERY))
    hand_over_order(work, order, to=SHIPPING)
    entered.orders[subject.key] = order.id


def _written(work: Work, company: file.Company, subject: PastOrder) -> Message:
    """Let the customer send its purchase order."""
    asked: list[Json] = [
        {"reference": line.reference, "quantity": str(line.quantity), "discount_bp": subject.discount.basis_points}
        for line in subject.lines
    ]
    written = "\n".join(f"{line.reference} × {line.quantity}" for line in subject.lines)
    with work.acting_as(_customer(company)):
        return receive(
            work,
            topic=Topic.PURCHASE_ORDER,
            sender=company.legal_name,
            subject="Bon de commande",
            body=f"Bonjour,\n\nMerci de nous livrer :\n{written}\n\n{company.legal_name}",
            company=company,
            content={"lines": asked},
            activity=Activity.PURCHASE_ORDER_RECEIVED,
            total_cents=subject.gross.cents,
        )


def _deliver(work: Work, entered: Entered, subject: PastOrder) -> None:
    note = ship_order(work, _past_order(entered, subject))
    with work.acting_as(Actor(ActorKind.HOUSE, CARRIER)):
        confirm_delivery(work, note)


def _bill(work: Work, entered: Entered, subject: PastOrder) -> None:
    invoice = issue_invoice(work, draft_invoice(work, _past_order(entered, subject)))
    entered.invoices[subject.key] = invoice.id


def _remind(work: Work, entered: Entered, subject: PastOrder, *, level: int) -> None:
    channel = Channel.POST if level == FORMAL_NOTICE else Channel.EMAIL
    send_reminder(work, _invoice(entered, subject), level=level, channel=channel)


def _pay(work: Work, entered: Entered, subject: PastOrder) -> None:
    invoice, company = _invoice(entered, subject), entered.scenario.company_of[subject.company]
    method = Method(company.pays_by.value)
    with work.acting_as(_customer(invoice.company)):
        reference = f"{method.label} {invoice.number}"
        payment = receive_payment(work, invoice, amount=invoice.amount_due, method=method, reference=reference)
    record_payment(work, payment)


TELL: Mapping[Act, Callable[[Work, Entered, PastOrder], None]] = {
    Act.QUOTED: _quote,
    Act.ORDERED: _order,
    Act.DELIVERED: _deliver,
    Act.INVOICED: _bill,
    Act.PAID: _pay,
}


def _file(work: Work) -> None:
    """File what was issued, each type at the first place of the plan that takes it."""
    waiting = documents.documents(DocumentFilter()).rows
    plan = documents.filing_plan()
    by_place = {
        place.code: [each for each in waiting if next((one for one in plan if one.takes(each.type)), None) is place]
        for place in plan
    }
    for code, found in by_place.items():
        if found:
            file_documents(work, sorted(found, key=lambda each: each.id), place=code)


def _company(entered: Entered, subject: PastOrder | OpenQuote) -> file.Company:
    company = companies.company_by_id(entered.companies[subject.company])
    if company is None:
        raise LostThread(key=subject.company)
    return company


def _past_order(entered: Entered, subject: PastOrder) -> Order:
    order = orders.order_by_id(entered.orders.get(subject.key, 0))
    if order is None:
        raise LostThread(key=subject.key)
    return order


def _invoice(entered: Entered, subject: PastOrder) -> Invoice:
    invoice = invoices.invoice_by_id(entered.invoices.get(subject.key, 0))
    if invoice is None:
        raise LostThread(key=subject.key)
    return invoice


def _customer(company: file.Company) -> Actor:
    return Actor(ActorKind.CUSTOMER, company.legal_name, company.id)
