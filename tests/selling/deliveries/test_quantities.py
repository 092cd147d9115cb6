"""Whatever is shipped, returned, replaced, split, given up and invoiced: the quantities of an order add up."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from crm.activity.door import Work
from crm.billing.invoices.queries import notes_to_invoice
from crm.billing.invoices.use_cases import draft_from_notes, issue_invoice
from crm.kernel.errors import Refused
from crm.selling.amendments.use_cases import cancel_backorder, split_order
from crm.selling.claims.models import ClaimCause, Settlement
from crm.selling.claims.use_cases import note_claim, settle_claim
from crm.selling.deliveries.queries import delivery_note_of, notes_of
from crm.selling.deliveries.use_cases import confirm_delivery, issue_return_note, ship_order
from crm.selling.orders.models import Order, OrderState
from crm.selling.orders.queries import orders_of
from crm.selling.stock.models import StockLevel, StockMovement
from crm.store.base import db
from tests.builders import Stage
from tests.selling.amendments.builders import a_confirmed_order, shelves
from tests.selling.catalogue.builders import a_catalogue
from tests.selling.quotes.builders import a_line

acts = st.lists(
    st.tuples(
        st.sampled_from(["ship", "arrive", "return", "replace", "split", "give_up", "invoice"]),
        st.integers(1, 8).map(Decimal),
    ),
    max_size=10,
)


def _ship(work: Work, order: Order, much: Decimal) -> None:
    ship_order(work, order, quantities={order.lines[0].id: much})


def _arrive(work: Work, order: Order, much: Decimal) -> None:
    for note in notes_of(order):
        if note.delivered_on is None:
            confirm_delivery(work, note)


def _return(work: Work, order: Order, much: Decimal) -> None:
    note = delivery_note_of(order)
    if note is not None:
        quantities = {note.lines[0].id: much}
        issue_return_note(work, note, quantities=quantities, reason="Erreur", restocked=True)


def _replace(work: Work, order: Order, much: Decimal) -> None:
    note = delivery_note_of(order)
    if note is not None:
        claim = note_claim(work, note, cause=ClaimCause.DAMAGED, text="Abîmé", quantities={note.lines[0].id: much})
        settle_claim(work, claim, settlement=Settlement.REPLACEMENT, answer="Nous relivrons.")


def _split(work: Work, order: Order, much: Decimal) -> None:
    split_order(work, order, quantities={order.lines[0].id: much})


def _give_up(work: Work, order: Order, much: Decimal) -> None:
    cancel_backorder(work, order, reason="Arrêté")


def _invoice(work: Work, order: Order, much: Decimal) -> None:
    if notes := notes_to_invoice(order=order):
        issue_invoice(work, draft_from_notes(work, notes))


DO: dict[str, Callable[[Work, Order, Decimal], None]] = {
    "ship": _ship,
    "arrive": _arrive,
    "return": _return,
    "replace": _replace,
    "split": _split,
    "give_up": _give_up,
    "invoice": _invoice,
}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts)
def test_quantities_add_up_after_any_sequence(stage: Stage, some: list[tuple[str, Decimal]]) -> None:
    goods = db.session.info.get("goods") or stage.do(a_catalogue)
    if "goods" not in db.session.info:
        stage.do(shelves, goods, PAP_101="400")
        db.session.info["goods"] = goods
    order_id = stage.do(a_confirmed_order, stage.petit, a_line(goods["PAP-101"], "12")).id
    for name, much in some:
        order = next(each for each in orders_of(stage.petit) if each.id == order_id)
        try:
            stage.do(DO[name], order, much)
        except Refused:
            continue
    family = [each for each in orders_of(stage.petit) if order_id in (each.id, each.splits_id)]
    assert sum(line.quantity for each in family for line in each.lines) == Decimal(12)
    for each in family:
        for line in each.lines:
            assert min(line.shipped, line.cancelled, line.reserved, line.invoiced, line.remaining) >= 0
            assert line.shipped + line.cancelled + line.remaining == line.quantity
            assert line.reserved <= line.remaining
            assert line.invoiced <= line.quantity - line.cancelled
        left = any(line.remaining for line in each.lines)
        assert not left or each.state in {OrderState.CONFIRMED, OrderState.PARTLY_SHIPPED}
    for level in db.session.scalars(select(StockLevel)):
        moved = db.session.scalars(select(StockMovement).where(StockMovement.product_id == level.product_id))
        assert sum(each.quantity for each in moved) == level.on_hand
        reserved = [line.reserved for each in orders_of(stage.petit) for line in each.lines]
        assert sum(reserved) == level.reserved <= level.on_hand
