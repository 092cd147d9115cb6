"""Changing an order before it leaves, giving up what lacks after a first delivery."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from crm.activity.chain import Json
from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.desk.documents.models import DocumentType
from crm.desk.documents.use_cases import register_document
from crm.kernel.errors import N_, Refused
from crm.selling.amendments import queries
from crm.selling.amendments.queries import CHANGEABLE
from crm.selling.amendments.rules import Consequences, plain
from crm.selling.deliveries.use_cases import close
from crm.selling.lines import LineData, checked_lines, columns_of
from crm.selling.orders.models import Order, OrderLine, OrderState
from crm.selling.orders.use_cases import EmptyOrder, PastPromise, give_back, set_aside


class TooLate(Refused):
    """What has left is changed no more."""

    message = N_("Cette commande ne se modifie plus : elle est expédiée, en tout ou partie, ou annulée.")


class NothingChanged(Refused):
    """A change changes something."""

    message = N_("Rien n’a changé : modifiez au moins une ligne, une date ou l’adresse.")


class ReasonMissing(Refused):
    """A change has a reason."""

    message = N_("Indiquez le motif.")
    field = "reason"


class NoBackorder(Refused):
    """Only what still lacks after a first delivery is given up."""

    message = N_("Cette commande n’a pas de reliquat : rien n’est encore parti, ou tout est parti.")


def change_order(
    work: Work,
    order: Order,
    *,
    reason: str,
    lines: Sequence[LineData] | None = None,
    wanted_on: date | None = None,
    promised_on: date | None = None,
    delivery_address: str | None = None,
    version: int | None = None,
) -> Order:
    """Change an order before anything leaves: its lines, dates, address; None leaves a thing as it is.

    Goods are set aside anew, the customer gets a new confirmation if there was one.
    """
    if order.state not in CHANGEABLE:
        raise TooLate
    if not reason.strip():
        raise ReasonMissing
    typed = {"wanted_on": wanted_on, "promised_on": promised_on, "delivery_address": delivery_address}
    work.expect(order, version, {name: value for name, value in typed.items() if value is not None})
    kept = _kept(order, lines)
    follows = queries.consequences(order, kept, procedure=work.procedure)
    changed = _set_terms(work, order, typed)
    if not changed and not follows.changes:
        raise NothingChanged
    lacking = _set_lines(work, order, kept) if follows.changes else []
    work.record(
        Activity.ORDER_CHANGED,
        order,
        order.company,
        changes=changed,
        lines=[each.plain() for each in follows.changes],
        reason=reason,
        shortages=[*lacking],
        over_limit=follows.over_limit,
        **_money(order, follows),
    )
    confirm_anew(work, order)
    return order


def cancel_backorder(work: Work, order: Order, *, reason: str) -> Order:
    """Give up what has not left of an order, after a first delivery: the rest of it is complete by that."""
    if order.state is not OrderState.PARTLY_SHIPPED:
        raise NoBackorder
    if not reason.strip():
        raise ReasonMissing
    before = order.gross
    given_up: list[Json] = [
        {"reference": line.reference, "quantity": plain(line.remaining)} for line in order.lines if line.remaining
    ]
    give_back(work, order)
    for line in order.lines:
        line.cancelled += line.remaining
    order.net, order.gross = order.totals.net, order.totals.gross
    close(order)
    work.record(
        Activity.ORDER_CHANGED,
        order,
        order.company,
        changes={},
        cancelled=given_up,
        reason=reason,
        total_cents=order.gross.cents,
        before_cents=before.cents,
    )
    return order


def confirm_anew(work: Work, order: Order) -> None:
    """Enter the confirmation that the customer gets, if the order is confirmed."""
    if order.confirmed_on is None:
        return
    type_ = DocumentType.ORDER_CONFIRMATION
    register_document(work, type=type_, number=order.number, title=type_.label, company=order.company, about=order)


def _kept(order: Order, lines: Sequence[LineData] | None) -> list[LineData]:
    """Return the lines that an order will have; None keeps its own, none at all is refused."""
    kept = checked_lines([line.data for line in order.lines] if lines is None else lines)
    if not kept:
        raise EmptyOrder
    return kept


def _set_terms(work: Work, order: Order, typed: Mapping[str, date | str | None]) -> dict[str, Json]:
    """Set the terms that were typed; return those that changed, before and after."""
    day = typed["promised_on"]
    if isinstance(day, date) and day != order.promised_on and (day < work.today or order.promised_on is None):
        raise PastPromise
    changed: dict[str, Json] = {}
    for name, value in typed.items():
        before = getattr(order, name)
        if value is not None and value != before:
            setattr(order, name, value)
            changed[name] = [str(before) if before else "", str(value)]
    return changed


def _set_lines(work: Work, order: Order, lines: Sequence[LineData]) -> list[str]:
    """Give an order other lines; return the references of which something lacks."""
    give_back(work, order)
    order.lines[:] = [OrderLine(**columns_of(line, rank)) for rank, line in enumerate(lines)]  # type: ignore[arg-type]
    for line in order.lines:
        work.stamp(line)
    order.net, order.gross = order.totals.net, order.totals.gross
    return set_aside(work, order) if order.state is OrderState.CONFIRMED else []


def _money(order: Order, follows: Consequences) -> dict[str, Json]:
    """Return what an order costs after and before a change."""
    return {"total_cents": order.gross.cents, "before_cents": follows.before.cents}
