"""What customers will write whatever the learner does: the scenario's messages, put into the queue."""

from __future__ import annotations

from crm.activity.chain import Json
from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.desk.messages.models import Topic
from crm.kernel.clock import add_working_days
from crm.kernel.money import NO_RATE, Rate
from crm.training.scenarios.entering import Entered
from crm.training.scenarios.incidents import INCIDENTS, schedule_incident
from crm.training.scenarios.models import Changes, Line, Message, MessageKind, Trap
from crm.training.simulation.models import EventKind
from crm.training.simulation.planning import schedule
from crm.training.simulation.reactions import post_of

TOPICS = {
    MessageKind.QUOTE_REQUEST: (Topic.QUOTE_REQUEST, Activity.QUOTE_REQUESTED),
    MessageKind.PURCHASE_ORDER: (Topic.PURCHASE_ORDER, Activity.PURCHASE_ORDER_RECEIVED),
    MessageKind.DETAILS_ANNOUNCED: (Topic.NEW_DETAILS, Activity.COMPANY_DETAILS_ANNOUNCED),
}
OTHERWISE = (Topic.INFORMATION, Activity.MESSAGE_RECEIVED)
DISAGREEMENTS = {Trap.PRICE, Trap.QUANTITY, Trap.REFERENCE, Trap.DISCOUNT, Trap.EXPIRED_QUOTE}
SCRIPTED = "scripted"


def schedule_post(work: Work, entered: Entered) -> None:
    """Put every message into the queue; a quote whose order is written there is not decided by chance."""
    for message in entered.scenario.messages:
        if message.kind in INCIDENTS:
            schedule_incident(work, entered, message)
        else:
            _schedule(work, entered, message)


def _schedule(work: Work, entered: Entered, message: Message) -> None:
    starts_on = entered.scenario.setting.starts_on
    at = post_of(add_working_days(starts_on, message.working_day), message.at)
    quote_id = entered.quotes.get(message.quote or "")
    invoice_id = entered.invoices.get(message.order or "")
    company_id = entered.companies[message.company]
    schedule(
        work,
        EventKind.MESSAGE,
        at=at,
        company_id=company_id,
        object_id=quote_id or invoice_id,
        payload=_payload(entered, message, quote_id=quote_id, invoice_id=invoice_id),
    )
    if quote_id is not None:
        answer = schedule(work, EventKind.QUOTE_ANSWER, at=at, company_id=company_id, object_id=quote_id)
        answer.close(answer.due_at, SCRIPTED)


def _payload(entered: Entered, message: Message, *, quote_id: int | None, invoice_id: int | None) -> dict[str, Json]:
    topic, activity = TOPICS.get(message.kind, OTHERWISE)
    content = _content(message)
    if quote_id is not None:
        content["quote_id"] = quote_id
    elif invoice_id is not None:
        content["invoice_id"] = invoice_id
    return {
        "topic": topic.value,
        "activity": activity.word,
        "sender": _sender(entered, message),
        "subject": message.subject,
        "body": message.body.strip(),
        "content": content,
        "details": _details(entered, message),
        "agrees": quote_id is not None and not DISAGREEMENTS & set(message.traps),
    }


def _sender(entered: Entered, message: Message) -> str:
    company = entered.scenario.company_of[message.company].name
    people = {contact.key: contact.name for contact in entered.scenario.contacts}
    return f"{people[message.contact]}, {company}" if message.contact else company


def _content(message: Message) -> dict[str, Json]:
    """Return what the message asks for, as the rooms read it."""
    content: dict[str, Json] = {"channel": message.channel.value}
    if message.lines:
        content["lines"] = [_line(line) for line in message.lines]
    if message.discount is not None:
        content["discount_bp"] = message.discount.basis_points
    if message.deliver_to:
        content["delivery_address"] = message.deliver_to
    if message.payment_days is not None:
        content["payment_days"] = message.payment_days
    if message.instalments is not None:
        content["instalments"] = message.instalments
    if message.opt_outs:
        content["opt_outs"] = [channel.value for channel in message.opt_outs]
    if message.kind not in TOPICS:
        content["asks"] = message.kind.value
    return content | (_changes(message.changes) if message.changes else {})


def _line(line: Line) -> dict[str, Json]:
    asked: dict[str, Json] = {"reference": line.reference, "quantity": str(line.quantity)}
    return asked | ({"unit_price_cents": line.price.cents} if line.price is not None else {})


def _changes(changes: Changes) -> dict[str, Json]:
    said = {
        "legal_name": changes.name,
        "street": changes.street,
        "postcode": changes.postcode,
        "city": changes.town,
        "phone": changes.phone,
        "email": changes.email,
    }
    return {name: value for name, value in said.items() if value is not None}


def _details(entered: Entered, message: Message) -> dict[str, Json]:
    """Return what the record of its arrival says."""
    if message.kind is MessageKind.QUOTE_REQUEST:
        return {"items": len(message.lines), "channel": message.channel.value}
    if message.kind is MessageKind.PURCHASE_ORDER:
        gross = entered.scenario.totals(message.lines, message.discount or _agreed(entered, message)).gross
        return {"total_cents": gross.cents, "channel": message.channel.value}
    return _changes(message.changes) if message.changes else {}


def _agreed(entered: Entered, message: Message) -> Rate:
    quote = entered.scenario.quote_of.get(message.quote or "")
    return quote.discount if quote else NO_RATE
