"""Changes of an order: what changes, and what is recorded of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from crm.activity.door import Work
from crm.kernel.actor import HOUSE
from crm.kernel.clock import opening_of
from crm.selling.amendments import queries, use_cases
from crm.selling.catalogue.models import Product
from crm.selling.deliveries.use_cases import confirm_delivery, ship_order
from crm.selling.orders.models import Order, OrderState
from crm.selling.orders.queries import order_by_id
from crm.selling.orders.use_cases import EmptyOrder, PastPromise
from crm.selling.quotes.models import Channel
from crm.selling.stock.queries import level_of
from tests.builders import Stage
from tests.selling.amendments.builders import a_confirmed_order, a_partial_delivery, shelves
from tests.selling.catalogue.builders import a_catalogue
from tests.selling.orders.builders import PROMISED, a_shipped_order, an_order
from tests.selling.quotes.builders import a_line


@pytest.fixture
def goods(stage: Stage) -> dict[str, Product]:
    """The cast's catalogue."""
    return stage.do(a_catalogue)


def noticed(work: Work, order: Order, *, on: date) -> None:
    """Let the house look at an order on a later morning."""
    with work.acting_as(HOUSE, at=opening_of(on)):
        use_cases.notice_delay(work, order)


def figures(product: Product) -> tuple[Decimal, Decimal]:
    """Return what is on hand and what of it is set aside."""
    level = level_of(product.id)
    assert level is not None
    return level.on_hand, level.reserved


class TestChanging:
    def test_a_quantity_changes_with_what_is_set_aside(self, stage: Stage, goods: dict[str, Product]) -> None:
        stage.do(shelves, goods, PAP_101="12")
        order = stage.do(a_confirmed_order, stage.petit, a_line(goods["PAP-101"], "10"))
        before = order.gross
        stage.do(use_cases.change_order, order, lines=[a_line(goods["PAP-101"], "15")], reason="Le client en veut plus")
        assert figures(goods["PAP-101"]) == (Decimal(12), Decimal(12))
        assert order.lines[0].reserved == Decimal(12)
        fact = stage.last("order.changed")
        assert [each["kind"] for each in fact["about"]] == ["order", "company"]
        details = fact["details"]
        assert (details["before_cents"], details["total_cents"]) == (before.cents, order.gross.cents)
        assert details["lines"][0]["after"] == "15"
        assert details["shortages"] == ["PAP-101"]
        assert stage.last("document.issued")["details"]["type"] == "order_confirmation"

    def test_dates_and_address_change_by_themselves(self, stage: Stage, goods: dict[str, Product]) -> None:
        order = stage.do(a_confirmed_order, stage.petit, a_line(goods["PAP-101"]))
        stage.do(
            use_cases.change_order,
            order,
            promised_on=date(2026, 3, 12),
            delivery_address="Quai arrière\n59000 Lille",
            reason="Travaux",
        )
        assert stage.last("order.changed")["details"]["changes"] == {
            "promised_on": ["2026-03-09", "2026-03-12"],
            "delivery_address": ["Lille", "Quai arrière\n59000 Lille"],
        }

    def test_an_unconfirmed_order_sets_nothing_aside(self, stage: Stage, goods: dict[str, Product]) -> None:
        stage.do(shelves, goods, PAP_101="12")
        order = stage.do(an_order, stage.petit, a_line(goods["PAP-101"], "10"))
        stage.do(use_cases.change_order, order, lines=[a_line(goods["PAP-101"], "8")], reason="Moins")
        assert figures(goods["PAP-101"]) == (Decimal(12), Decimal(0))

    def test_what_has_left_is_changed_no_more(self, stage: Stage, goods: dict[str, Product]) -> None:
        note = stage.do(a_shipped_order, stage.petit, a_line(goods["PAP-101"]))
        with pytest.raises(use_cases.TooLate):
            stage.do(use_cases.change_order, note.order, lines=[a_line(goods["PAP-101"], "2")], reason="Trop tard")

    def test_a_change_changes_something_and_has_a_reason(self, stage: Stage, goods: dict[str, Product]) -> None:
        order_id = stage.do(a_confirmed_order, stage.petit, a_line(goods["PAP-101"])).id
        for refusal, values in (
            (use_cases.NothingChanged, {"reason": "Rien"}),
            (use_cases.ReasonMissing, {"reason": " ", "promised_on": date(2026, 3, 10)}),
            (PastPromise, {"reason": "Hier", "promised_on": date(2026, 3, 1)}),
            (EmptyOrder, {"reason": "Vide", "lines": []}),
        ):
            order = order_by_id(order_id)
            assert order is not None
            with pytest.raises(refusal):
                stage.do(use_cases.change_order, order, **values)


class TestSplitting:
    def test_what_lacks_goes_onto_an_order_of_its_own(self, stage: Stage, goods: dict[str, Product]) -> None:
        stage.do(shelves, goods, PAP_101="6")
        order = stage.do(a_confirmed_order, stage.petit, a_line(goods["PAP-101"], "10"))
        gross = order.gross
        new = stage.do(
            use_cases.split_order,
            order,
            quantities={order.lines[0].id: Decimal(4)},
            promised_on=date(2026, 3, 20),
        )
        assert [(line.quantity, line.reserved) for line in order.lines] == [(Decimal(6), Decimal(6))]
        assert [(line.quantity, line.reserved) for line in new.lines] == [(Decimal(4), Decimal(0))]
        assert (new.number, new.state, new.promised_on) == ("CMD-2026-0002", OrderState.CONFIRMED, date(2026, 3, 20))
        assert order.gross + new.gross == gross
        fact = stage.last("order.split")
        assert [each["label"] for each in fact["about"]] == ["CMD-2026-0001", "CMD-2026-0002", "Boulangerie Petit"]
        assert fact["details"] == {
            "number": "CMD-2026-0002",
            "lines": [{"reference": "PAP-101", "quantity": "4"}],
            "promised_on": "2026-03-20",
            "total_cents": new.gross.cents,
            "left_cents": order.gross.cents,
        }
        assert queries.parted_from(order) == [new]
        assert figures(goods["PAP-101"]) == (Decimal(6), Decimal(6))

    def test_a_whole_line_can_go(self, stage: Stage, goods: dict[str, Product]) -> None:
        order = stage.do(an_order, stage.petit, a_line(goods["PAP-101"], "4"), a_line(goods["LIV-002"], "1"))
        new = stage.do(use_cases.split_order, order, quantities={order.lines[1].id: Decimal(1)})
        assert [line.reference for line in order.lines] == ["PAP-101"]
        assert ([line.reference for line in new.lines], new.state) == (["LIV-002"], OrderState.RECORDED)

    def test_what_remains_after_a_delivery_can_go(self, stage: Stage, goods: dict[str, Product]) -> None:
        note = stage.do(a_partial_delivery, stage.petit, a_line(goods["PAP-101"], "10"))
        order = note.order
        stage.do(use_cases.split_order, order, quantities={order.lines[0].id: Decimal(4)})
        after_the_split = order.state
        assert after_the_split is OrderState.SHIPPED
        stage.do(confirm_delivery, note)
        assert order.state is OrderState.DELIVERED

    def test_both_orders_keep_something(self, stage: Stage, goods: dict[str, Product]) -> None:
        order_id = stage.do(an_order, stage.petit, a_line(goods["PAP-101"], "4")).id
        for refusal, wanted in (
            (use_cases.NothingToSplit, "4"),
            (use_cases.NothingToSplit, "0"),
            (use_cases.MoreThanRemains, "5"),
        ):
            order = order_by_id(order_id)
            assert order is not None
            with pytest.raises(refusal):
                stage.do(use_cases.split_order, order, quantities={order.lines[0].id: Decimal(wanted)})


class TestGivingUpTheBackorder:
    def test_the_rest_is_complete_by_that(self, stage: Stage, goods: dict[str, Product]) -> None:
        stage.do(shelves, goods, PAP_101="8")
        note = stage.do(a_partial_delivery, stage.petit, a_line(goods["PAP-101"], "10"))
        order = note.order
        assert figures(goods["PAP-101"]) == (Decimal(2), Decimal(2))
        stage.do(confirm_delivery, note)
        assert order.state is OrderState.PARTLY_SHIPPED
        stage.do(use_cases.cancel_backorder, order, reason="Article arrêté")
        assert (order.state, order.lines[0].cancelled) == (OrderState.DELIVERED, Decimal(4))
        assert figures(goods["PAP-101"]) == (Decimal(2), Decimal(0))
        details = stage.last("order.changed")["details"]
        assert details["cancelled"] == [{"reference": "PAP-101", "quantity": "4"}]
        assert details["total_cents"] == order.gross.cents < details["before_cents"]

    def test_before_anything_left_there_is_none(self, stage: Stage, goods: dict[str, Product]) -> None:
        order = stage.do(a_confirmed_order, stage.petit, a_line(goods["PAP-101"]))
        with pytest.raises(use_cases.NoBackorder):
            stage.do(use_cases.cancel_backorder, order, reason="Rien")

    def test_it_has_a_reason(self, stage: Stage, goods: dict[str, Product]) -> None:
        note = stage.do(a_partial_delivery, stage.petit, a_line(goods["PAP-101"], "10"))
        with pytest.raises(use_cases.ReasonMissing):
            stage.do(use_cases.cancel_backorder, note.order, reason=" ")


class TestBeingLate:
    def test_the_house_notices_once_for_each_promise(self, stage: Stage, goods: dict[str, Product]) -> None:
        order = stage.do(a_confirmed_order, stage.petit, a_line(goods["PAP-101"]))
        assert queries.newly_late(PROMISED) == []
        assert queries.newly_late(date(2026, 3, 10)) == [order]
        stage.do(noticed, order, on=date(2026, 3, 11))
        stage.do(noticed, order, on=date(2026, 3, 12))
        (fact,) = stage.records("delay.noticed")
        assert fact["actor"]["kind"] == "house"
        assert fact["details"] == {
            "promised_on": "2026-03-09",
            "days_late": 2,
            "backorder": ["PAP-101"],
            "partial": False,
        }
        assert queries.newly_late(date(2026, 3, 12)) == []

    def test_what_has_left_is_not_late(self, stage: Stage, goods: dict[str, Product]) -> None:
        order = stage.do(a_shipped_order, stage.petit, a_line(goods["PAP-101"])).order
        stage.do(noticed, order, on=date(2026, 3, 20))
        assert stage.records("delay.noticed") == []

    def test_the_customer_is_told_a_later_day(self, stage: Stage, goods: dict[str, Product]) -> None:
        order = stage.do(a_confirmed_order, stage.petit, a_line(goods["PAP-101"]))
        stage.do(
            use_cases.announce_delay,
            order,
            promised_on=date(2026, 3, 16),
            channel=Channel.PHONE,
            text="Notre fournisseur a une semaine de retard.",
        )
        assert order.promised_on == date(2026, 3, 16)
        assert stage.last("delay.announced")["details"] == {
            "promised_on": "2026-03-16",
            "before": "2026-03-09",
            "days": 7,
            "channel": "phone",
            "text": "Notre fournisseur a une semaine de retard.",
            "in_time": True,
        }

    def test_a_delay_is_later_and_explained(self, stage: Stage, goods: dict[str, Product]) -> None:
        order_id = stage.do(a_confirmed_order, stage.petit, a_line(goods["PAP-101"])).id
        for refusal, day, text in (
            (use_cases.NoDelay, date(2026, 3, 9), "Pareil."),
            (use_cases.NothingSaid, date(2026, 3, 19), " "),
        ):
            order = order_by_id(order_id)
            assert order is not None
            with pytest.raises(refusal):
                stage.do(use_cases.announce_delay, order, promised_on=day, channel=Channel.EMAIL, text=text)
        order = order_by_id(order_id)
        assert order is not None
        stage.do(ship_order, order)
        with pytest.raises(use_cases.NotAwaited):
            stage.do(
                use_cases.announce_delay, order, promised_on=date(2026, 3, 19), channel=Channel.EMAIL, text="Parti."
            )
