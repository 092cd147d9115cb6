"""Deliveries: what changes, and what is recorded of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from crm.billing.invoices.queries import lines_of, notes_to_invoice
from crm.billing.invoices.use_cases import draft_invoice, issue_invoice
from crm.kernel.money import Money
from crm.selling.catalogue.models import Product
from crm.selling.deliveries import queries, use_cases
from crm.selling.deliveries.queries import DELIVERED, DeliveryFilter
from crm.selling.orders.models import Order, OrderState
from crm.selling.orders.queries import order_by_id, ordered_not_invoiced
from crm.selling.orders.use_cases import cancel_order
from crm.selling.stock.queries import level_of
from crm.selling.stock.use_cases import NotInStock
from tests.builders import Stage
from tests.selling.amendments.builders import a_confirmed_order, a_partial_delivery, shelves
from tests.selling.catalogue.builders import a_catalogue
from tests.selling.deliveries.builders import a_carrier, an_arrived_delivery
from tests.selling.orders.builders import a_shipped_order
from tests.selling.quotes.builders import a_line


@pytest.fixture
def goods(stage: Stage) -> dict[str, Product]:
    """The cast's catalogue."""
    return stage.do(a_catalogue)


def figures(product: Product) -> tuple[Decimal, Decimal]:
    """Return what is on hand and what of it is set aside."""
    level = level_of(product.id)
    assert level is not None
    return level.on_hand, level.reserved


def again(order: Order) -> Order:
    """Find an order after a refusal."""
    found = order_by_id(order.id)
    assert found is not None
    return found


class TestShipping:
    def test_what_is_confirmed_is_set_aside_and_leaves(self, stage: Stage, goods: dict[str, Product]) -> None:
        stage.do(shelves, goods, PAP_101="12")
        order = stage.do(a_confirmed_order, stage.petit, a_line(goods["PAP-101"], "10"))
        assert figures(goods["PAP-101"]) == (Decimal(12), Decimal(10))
        note = stage.do(use_cases.ship_order, order)
        assert figures(goods["PAP-101"]) == (Decimal(2), Decimal(0))
        assert [(line.reference, line.quantity) for line in note.lines] == [("PAP-101", Decimal(10))]
        assert (order.state, order.lines[0].remaining) == (OrderState.SHIPPED, Decimal(0))

    def test_a_part_leaves_and_the_rest_is_a_backorder(self, stage: Stage, goods: dict[str, Product]) -> None:
        stage.do(shelves, goods, PAP_101="6")
        order = stage.do(a_confirmed_order, stage.petit, a_line(goods["PAP-101"], "10"))
        assert stage.last("order.confirmed")["details"]["shortages"] == ["PAP-101"]
        first = stage.do(use_cases.ship_order, order, quantities={order.lines[0].id: Decimal(6)})
        assert (order.state, order.lines[0].remaining, order.is_backordered) == (
            OrderState.PARTLY_SHIPPED,
            Decimal(4),
            True,
        )
        details = stage.last("delivery_note.issued")["details"]
        assert (details["partial"], details["backorder"]) == (True, ["PAP-101"])
        stage.do(use_cases.confirm_delivery, first)
        assert order.state is OrderState.PARTLY_SHIPPED
        with pytest.raises(NotInStock):
            stage.do(use_cases.ship_order, order)
        assert figures(goods["PAP-101"]) == (Decimal(0), Decimal(0))

    def test_the_last_part_completes_the_order(self, stage: Stage, goods: dict[str, Product]) -> None:
        first = stage.do(a_partial_delivery, stage.petit, a_line(goods["PAP-101"], "10"))
        second = stage.do(use_cases.ship_order, first.order)
        states = [first.order.state]
        for note in (second, first):
            stage.do(use_cases.confirm_delivery, note)
            states.append(first.order.state)
        assert states == [OrderState.SHIPPED, OrderState.SHIPPED, OrderState.DELIVERED]
        assert [line.quantity for note in queries.notes_of(first.order) for line in note.lines] == [
            Decimal(6),
            Decimal(4),
        ]

    def test_nobody_sends_more_than_remains_nor_nothing(self, stage: Stage, goods: dict[str, Product]) -> None:
        order = stage.do(a_confirmed_order, stage.petit, a_line(goods["PAP-101"], "10"))
        line_id = order.lines[0].id
        with pytest.raises(use_cases.MoreThanRemains, match="10"):
            stage.do(use_cases.ship_order, order, quantities={line_id: Decimal(11)})
        with pytest.raises(use_cases.NothingToShip):
            stage.do(use_cases.ship_order, again(order), quantities={line_id: Decimal(0)})

    def test_what_is_set_aside_for_others_does_not_leave(self, stage: Stage, goods: dict[str, Product]) -> None:
        stage.do(shelves, goods, PAP_101="10")
        first = stage.do(a_confirmed_order, stage.petit, a_line(goods["PAP-101"], "8"))
        second = stage.do(a_confirmed_order, stage.petit, a_line(goods["PAP-101"], "4"))
        with pytest.raises(NotInStock):
            stage.do(use_cases.ship_order, second)
        stage.do(cancel_order, again(first), reason="Doublon")
        stage.do(use_cases.ship_order, again(second))
        assert figures(goods["PAP-101"]) == (Decimal(6), Decimal(0))


class TestDispatching:
    def test_a_carrier_takes_it_once(self, stage: Stage, goods: dict[str, Product]) -> None:
        carrier = stage.do(a_carrier)
        note = stage.do(a_shipped_order, stage.petit, a_line(goods["PAP-101"]))
        assert queries.undispatched_count() == 1
        stage.do(use_cases.dispatch, note, carrier=carrier, tracking="MN-77", parcels=2, weight_grams=25_500)
        assert (note.carrier_name, note.dispatched_on) == ("Messageries du Nord", date(2026, 3, 2))
        fact = stage.last("delivery.dispatched")
        assert [each["kind"] for each in fact["about"]] == ["delivery_note", "order", "company", "carrier"]
        assert fact["details"] == {"parcels": 2, "weight_grams": 25_500, "price_cents": 2100, "lead_days": 1}
        assert queries.undispatched_count() == 0
        with pytest.raises(use_cases.AlreadyDispatched):
            stage.do(use_cases.dispatch, note, carrier=carrier)


class TestArriving:
    def test_who_took_it_and_what_was_written_is_the_proof(self, stage: Stage, goods: dict[str, Product]) -> None:
        note = stage.do(a_shipped_order, stage.petit, a_line(goods["PAP-101"]))
        stage.do(use_cases.confirm_delivery, note, reservations="Un carton écrasé", received_by="Mme Petit")
        assert stage.last("delivery.confirmed")["details"] == {
            "reservations": "Un carton écrasé",
            "received_by": "Mme Petit",
        }
        assert queries.delivery_count(DeliveryFilter(tab=DELIVERED, with_reservations=True)) == 1
        assert queries.delivery_count(DeliveryFilter()) == 0


class TestReturning:
    def test_a_customer_announces_it(self, stage: Stage, goods: dict[str, Product]) -> None:
        note = stage.do(an_arrived_delivery, stage.petit, a_line(goods["PAP-101"]))
        stage.do(use_cases.announce_return, note, text="Nous vous renvoyons deux ramettes.")
        assert [each["kind"] for each in stage.last("return.announced")["about"]] == [
            "message",
            "company",
            "delivery_note",
            "order",
        ]

    def test_goods_come_back_onto_the_shelf(self, stage: Stage, goods: dict[str, Product]) -> None:
        stage.do(shelves, goods, PAP_101="10")
        note = stage.do(an_arrived_delivery, stage.petit, a_line(goods["PAP-101"]))
        line_id = note.lines[0].id
        back = stage.do(
            use_cases.issue_return_note, note, quantities={line_id: Decimal(3)}, reason="Erreur", restocked=True
        )
        assert (back.number, figures(goods["PAP-101"])) == ("BR-2026-0001", (Decimal(3), Decimal(0)))
        fact = stage.last("return_note.issued")
        assert fact["details"] == {
            "number": "BR-2026-0001",
            "reason": "Erreur",
            "restocked": True,
            "lines": [{"reference": "PAP-101", "quantity": "3"}],
        }
        assert stage.last("document.issued")["details"]["type"] == "return_note"
        assert queries.returns_of(note) == [back]

    def test_what_cannot_be_sold_is_thrown_away(self, stage: Stage, goods: dict[str, Product]) -> None:
        stage.do(shelves, goods, PAP_101="10")
        note = stage.do(an_arrived_delivery, stage.petit, a_line(goods["PAP-101"]))
        quantities = {note.lines[0].id: Decimal(3)}
        stage.do(use_cases.issue_return_note, note, quantities=quantities, reason="Abîmé", restocked=False)
        assert figures(goods["PAP-101"]) == (Decimal(0), Decimal(0))

    def test_what_came_back_before_the_invoice_is_not_charged(self, stage: Stage, goods: dict[str, Product]) -> None:
        note = stage.do(an_arrived_delivery, stage.petit, a_line(goods["PAP-101"]))
        quantities = {note.lines[0].id: Decimal(4)}
        stage.do(use_cases.issue_return_note, note, quantities=quantities, reason="Trop", restocked=True)
        assert [line.quantity for line in lines_of(note)] == [Decimal(6)]
        assert ordered_not_invoiced(stage.petit) == note.order.gross == Money.of("30.24")
        stage.do(issue_invoice, stage.do(draft_invoice, note.order))
        assert note.order.state is OrderState.INVOICED

    def test_what_came_back_whole_is_not_invoiced_at_all(self, stage: Stage, goods: dict[str, Product]) -> None:
        note = stage.do(an_arrived_delivery, stage.petit, a_line(goods["PAP-101"]))
        quantities = {note.lines[0].id: Decimal(10)}
        stage.do(use_cases.issue_return_note, note, quantities=quantities, reason="Refus", restocked=True)
        assert notes_to_invoice() == []
        assert ordered_not_invoiced(stage.petit) == Money()

    def test_what_came_back_after_the_invoice_is_for_a_credit_note(
        self, stage: Stage, goods: dict[str, Product]
    ) -> None:
        note = stage.do(an_arrived_delivery, stage.petit, a_line(goods["PAP-101"]))
        stage.do(issue_invoice, stage.do(draft_invoice, note.order))
        quantities = {note.lines[0].id: Decimal(4)}
        stage.do(use_cases.issue_return_note, note, quantities=quantities, reason="Trop", restocked=True)
        assert (note.order.state, note.order.lines[0].cancelled) == (OrderState.INVOICED, Decimal(0))

    def test_only_what_arrived_comes_back_at_most_once_and_for_a_reason(
        self, stage: Stage, goods: dict[str, Product]
    ) -> None:
        note = stage.do(a_shipped_order, stage.petit, a_line(goods["PAP-101"]))
        note_id, line_id = note.id, note.lines[0].id
        with pytest.raises(use_cases.NotDelivered):
            stage.do(use_cases.issue_return_note, note, quantities={line_id: Decimal(1)}, reason="Non", restocked=True)
        for refusal, quantity, reason in (
            (use_cases.ReasonMissing, "1", " "),
            (use_cases.MoreThanRemains, "11", "Trop"),
            (use_cases.NothingToShip, "0", "Rien"),
        ):
            found = queries.delivery_note_by_id(note_id)
            assert found is not None
            if found.delivered_on is None:
                stage.do(use_cases.confirm_delivery, found)
            with pytest.raises(refusal):
                stage.do(
                    use_cases.issue_return_note,
                    found,
                    quantities={line_id: Decimal(quantity)},
                    reason=reason,
                    restocked=True,
                )


class TestInvoicing:
    def test_each_part_is_charged_once(self, stage: Stage, goods: dict[str, Product]) -> None:
        first = stage.do(a_partial_delivery, stage.petit, a_line(goods["PAP-101"], "10"))
        order = stage.do(use_cases.confirm_delivery, first).order
        invoice = stage.do(issue_invoice, stage.do(draft_invoice, order))
        assert (order.state, order.lines[0].invoiced, first.invoice_id) == (
            OrderState.PARTLY_SHIPPED,
            Decimal(6),
            invoice.id,
        )
        assert ordered_not_invoiced(stage.petit) == Money.of("20.16")
        second = stage.do(use_cases.confirm_delivery, stage.do(use_cases.ship_order, order))
        stage.do(issue_invoice, stage.do(draft_invoice, order))
        assert (order.state, order.lines[0].invoiced, second.invoice_id is not None) == (
            OrderState.INVOICED,
            Decimal(10),
            True,
        )
        assert ordered_not_invoiced(stage.petit) == Money()
