"""What a scenario lets go wrong: a payment of the past that the bank takes back, goods of the past that come back."""

from __future__ import annotations

from crm.activity.chain import Json
from crm.activity.door import Work
from crm.billing.invoices.queries import invoice_by_id
from crm.billing.payments.queries import payments_of
from crm.kernel.clock import add_working_days
from crm.kernel.errors import N_
from crm.selling.deliveries.queries import delivery_note_of
from crm.selling.orders.queries import order_by_id
from crm.training.counterparts.models import PaymentMethod
from crm.training.files import Entry
from crm.training.scenarios.entering import Entered
from crm.training.scenarios.models import Message, MessageKind, PastOrder, Scenario
from crm.training.simulation.models import EventKind
from crm.training.simulation.planning import schedule
from crm.training.simulation.reactions import post_of

RETURNABLE = {PaymentMethod.CHEQUE, PaymentMethod.DIRECT_DEBIT}
INCIDENTS = {MessageKind.PAYMENT_RETURNED, MessageKind.GOODS_RETURNED}


def check_incident(entry: Entry[Message], scenario: Scenario) -> None:
    """Refuse (`BadEntry`) the return of money that never came, or could not come back, and of goods never delivered."""
    message = entry.value
    if message.kind not in INCIDENTS:
        return
    order = next(each for each in scenario.history if each.key == message.order)
    if message.kind is MessageKind.PAYMENT_RETURNED:
        method = scenario.company_of[message.company].pays_by
        if order.paid_on is None or method not in RETURNABLE:
            raise entry.refusal(N_("seul un chèque ou un prélèvement reçu peut être rejeté"))
    elif not _had(order, message):
        raise entry.refusal(N_("seuls des articles livrés peuvent revenir, et pas plus qu’il n’en a été livré"))


def schedule_incident(work: Work, entered: Entered, message: Message) -> None:
    """Put it into the queue, under the payment or the delivery that it is about."""
    at = post_of(add_working_days(entered.scenario.setting.starts_on, message.working_day), message.at)
    told: dict[str, Json] = {"subject": message.subject, "body": message.body.strip()}
    company_id = entered.companies[message.company]
    if message.kind is MessageKind.PAYMENT_RETURNED:
        kind, object_id = EventKind.BOUNCE, _payment_id(entered, message)
        told["reason"] = message.reason or ""
    else:
        kind, object_id = EventKind.GOODS_RETURN, _note_id(entered, message)
        told["items"] = {line.reference: str(line.quantity) for line in message.lines}
    schedule(work, kind, at=at, company_id=company_id, object_id=object_id, payload=told)


def _had(order: PastOrder, message: Message) -> bool:
    """Tell whether an order brought what comes back."""
    brought = {line.reference: line.quantity for line in order.lines}
    fits = all(line.quantity <= brought.get(line.reference, 0) for line in message.lines)
    return order.delivered_on is not None and fits


def _payment_id(entered: Entered, message: Message) -> int | None:
    """Return the payment of a past order, the newest if there are several."""
    invoice = invoice_by_id(entered.invoices.get(message.order or "", 0))
    found = payments_of(invoice) if invoice is not None else []
    return max((each.id for each in found), default=None)


def _note_id(entered: Entered, message: Message) -> int | None:
    """Return the delivery note of a past order."""
    order = order_by_id(entered.orders.get(message.order or "", 0))
    note = delivery_note_of(order) if order is not None else None
    return note.id if note is not None else None
