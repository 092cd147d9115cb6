"""Following: a supplier answers an order, is asked where the goods are; what will not come is cancelled."""

from __future__ import annotations

from datetime import date

from crm.activity.chain import Json
from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.kernel.errors import N_, Refused
from crm.selling.stock.use_cases import unexpect
from crm.selling.suppliers.models import LANGUAGES
from crm.selling.supply.models import FollowUp, SupplyOrder, SupplyState, Way
from crm.selling.supply.rules import plain
from crm.selling.supply.use_cases.ordering import wants_of


class UnknownLanguage(Refused):
    """We write in two languages."""

    message = N_("Choisissez le français ou l’anglais.")
    field = "language"


class NothingExpected(Refused):
    """One asks about what was sent and has not come."""

    message = N_("Cette commande n’attend plus rien : elle n’est pas envoyée, ou tout est reçu.")


class NothingWritten(Refused):
    """An empty letter asks nothing."""

    message = N_("Écrivez le texte avant de l’envoyer.")
    field = "text"


class ReasonMissing(Refused):
    """A cancellation has a reason."""

    message = N_("Indiquez le motif de l’annulation.")
    field = "reason"


def confirm_supply_order(
    work: Work, order: SupplyOrder, *, promised_on: date, supplier_number: str = ""
) -> SupplyOrder:
    """Let a supplier acknowledge an order and promise a day."""
    order.move(SupplyState.CONFIRMED)
    order.promised_on = order.first_promised_on = promised_on
    order.supplier_number = supplier_number or order.supplier_number
    wanted = order.wanted_on
    work.record(
        Activity.SUPPLY_ORDER_CONFIRMED,
        order,
        order.supplier,
        promised_on=promised_on.isoformat(),
        wanted_on=wanted.isoformat() if wanted else None,
        later_than_wanted=wanted is not None and promised_on > wanted,
    )
    return order


def announce_delay(work: Work, order: SupplyOrder, *, promised_on: date, reason: str = "") -> SupplyOrder:
    """Let a supplier put off the day it promised."""
    if not order.state.is_open:
        raise NothingExpected
    before, order.promised_on = order.due_on, promised_on
    work.record(
        Activity.SUPPLY_ORDER_DELAYED,
        order,
        order.supplier,
        before=before.isoformat() if before else None,
        promised_on=promised_on.isoformat(),
        days=(promised_on - before).days if before else 0,
        reason=reason,
    )
    return order


def note_promise(
    work: Work, order: SupplyOrder, *, promised_on: date, supplier_number: str = "", reason: str = ""
) -> SupplyOrder:
    """Note what a supplier said by telephone: it confirms the order, or puts off the day."""
    if order.can(SupplyState.CONFIRMED):
        return confirm_supply_order(work, order, promised_on=promised_on, supplier_number=supplier_number)
    return announce_delay(work, order, promised_on=promised_on, reason=reason)


def follow_up_supplier(work: Work, order: SupplyOrder, *, language: str, text: str, way: Way = Way.EMAIL) -> FollowUp:
    """Ask a supplier what became of an order, in French or English; whether that is its language is recorded."""
    if not order.state.is_open:
        raise NothingExpected
    if language not in LANGUAGES:
        raise UnknownLanguage
    if not text.strip():
        raise NothingWritten
    follow_up = FollowUp(order_id=order.id, sent_on=work.today, language=language, way=way, text=text)
    work.add(follow_up)
    work.record(
        Activity.SUPPLIER_FOLLOWED_UP,
        order,
        order.supplier,
        language=language,
        in_their_language=language == order.supplier.language,
        channel=way.value,
        days_late=order.days_late(work.today),
        confirmed=order.promised_on is not None,
        text=text,
    )
    return follow_up


def cancel_supply_order(work: Work, order: SupplyOrder, *, reason: str) -> SupplyOrder:
    """Cancel an order, or what of it has not come: the goods are no longer on order."""
    if not reason.strip():
        raise ReasonMissing
    partly = order.state is SupplyState.PARTLY_RECEIVED
    was_sent = order.state.is_open
    order.move(SupplyState.RECEIVED if partly else SupplyState.CANCELLED)
    given_up = give_up(work, order, was_sent=was_sent)
    order.closed_on = work.today
    work.record(
        Activity.SUPPLY_ORDER_CANCELLED,
        order,
        order.supplier,
        reason=reason,
        partly=partly,
        confirmed=order.promised_on is not None,
        lines=given_up,
    )
    return order


def give_up(work: Work, order: SupplyOrder, *, was_sent: bool = True) -> list[Json]:
    """Wait no longer for what has not come; the caller's act is the record, and tells these lines."""
    lines: list[Json] = [{"reference": line.reference, "quantity": plain(line.remaining)} for line in order.remaining]
    if was_sent:
        unexpect(work, wants_of(order))
    for line in order.remaining:
        line.cancelled += line.remaining
    return lines
