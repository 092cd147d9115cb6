"""Lateness: noticed by the house, announced to the customer."""

from __future__ import annotations

from datetime import date

from crm.activity.chain import Json
from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.kernel.errors import N_, Refused
from crm.selling.orders.models import Order, OrderState
from crm.selling.orders.queries import TO_SHIP
from crm.selling.quotes.models import Channel


class NotAwaited(Refused):
    """Nobody waits for what was never promised, or has left."""

    message = N_("Rien n’est attendu de cette commande : elle n’est pas confirmée, ou tout est parti.")


class NothingSaid(Refused):
    """A customer is told why."""

    message = N_("Écrivez ce que vous dites au client.")
    field = "text"


class NoDelay(Refused):
    """A delay is later than the promise."""

    message = N_("La nouvelle date doit suivre celle qui était promise.")
    field = "promised_on"


def announce_delay(work: Work, order: Order, *, promised_on: date, channel: Channel, text: str) -> Order:
    """Tell the customer a new day, later than the one promised: the promise moves."""
    if order.state not in TO_SHIP or order.promised_on is None:
        raise NotAwaited
    if not text.strip():
        raise NothingSaid
    if promised_on <= order.promised_on or promised_on < work.today:
        raise NoDelay
    before, order.promised_on = order.promised_on, promised_on
    noticed, order.noticed_late = order.noticed_late, False
    work.record(
        Activity.DELAY_ANNOUNCED,
        order,
        order.company,
        promised_on=promised_on.isoformat(),
        before=before.isoformat(),
        days=(promised_on - before).days,
        channel=channel.value,
        text=text,
        in_time=not noticed and work.today <= before,
    )
    return order


def notice_delay(work: Work, order: Order) -> Order:
    """Note, once for each promise, that its day is over and not all has left."""
    if order.noticed_late or order.promised_on is None or not order.is_late(on=work.today):
        return order
    order.noticed_late = True
    waiting: list[Json] = [line.reference for line in order.lines if line.remaining]
    work.record(
        Activity.DELAY_NOTICED,
        order,
        order.company,
        promised_on=order.promised_on.isoformat(),
        days_late=(work.today - order.promised_on).days,
        backorder=waiting,
        partial=order.state is OrderState.PARTLY_SHIPPED,
    )
    return order
