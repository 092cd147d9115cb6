"""What can be done with goods that come in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.desk.messages.models import Topic
from crm.desk.messages.queries import message_by_id
from crm.selling.receipts import queries
from crm.selling.receipts.models import Grievance, Receipt, Remedy
from crm.selling.receipts.use_cases import (
    AlreadyEntered,
    AlreadyProtested,
    NoCarrier,
    NothingCounted,
    NothingReceived,
    WrongCount,
    announce_receipt,
    claim_from_supplier,
    record_receipt,
    send_carrier_reservations,
)
from crm.selling.stock.queries import level_of, moved
from crm.selling.supply.models import SupplyOrder, SupplyState, Way
from crm.selling.supply.use_cases import NothingExpected, NothingWritten, UnknownLanguage, cancel_supply_order
from tests.builders import Stage
from tests.selling.receipts.builders import a_troubled_receipt, an_arrival, another_order, counted, go_on_to
from tests.selling.supply.builders import a_confirmed_supply_order, a_sent_supply_order, again


def figures(order: SupplyOrder) -> tuple[Decimal, Decimal]:
    """Return what is on hand and on order of an order's first product."""
    level = level_of(order.lines[0].product_id)
    assert level is not None
    assert level.on_hand == moved(level.product_id)
    return level.on_hand, level.on_order


class TestAnnounce:
    def test_goods_wait_at_the_dock_and_a_message_says_so(self, stage: Stage) -> None:
        arrival = stage.do(an_arrival)
        assert [each.id for each in queries.at_the_dock()] == [arrival.id]
        message = message_by_id(arrival.message_id or 0)
        assert message is not None
        assert message.topic is Topic.SUPPLY
        assert "40 × PAP-101" in message.body
        assert stage.last("receipt.announced")["actor"]["kind"] == "supplier"

    def test_nothing_comes_for_what_is_cancelled(self, stage: Stage) -> None:
        order = stage.do(a_confirmed_supply_order)
        stage.do(cancel_supply_order, order, reason="Doublon")
        with pytest.raises(NothingExpected):
            stage.do(announce_receipt, order, lines=[])


class TestRecordReceipt:
    def test_all_that_was_ordered_closes_the_order(self, stage: Stage) -> None:
        arrival = stage.do(an_arrival)
        order = arrival.order
        receipt = stage.do(record_receipt, order, lines=counted(order, "40"), arrival=arrival)
        assert receipt.number == "REC-2026-0001"
        assert (order.state, order.closed_on) == (SupplyState.RECEIVED, date(2026, 3, 2))
        assert figures(order) == (Decimal(45), Decimal(0))
        assert queries.dock_count() == 0
        message = message_by_id(arrival.message_id or 0)
        assert message is not None
        assert not message.is_waiting
        details = stage.last("receipt.recorded")["details"]
        assert (details["complete"], details["trouble"], details["counted_right"]) == (True, False, True)

    def test_what_is_missing_or_damaged_is_still_to_come(self, stage: Stage) -> None:
        receipt = stage.do(a_troubled_receipt)
        order = receipt.order
        assert order.state is SupplyState.PARTLY_RECEIVED
        assert order.lines[0].remaining == Decimal(8)
        assert figures(order) == (Decimal(37), Decimal(8))
        assert receipt.has_trouble
        details = stage.last("receipt.recorded")["details"]
        assert details["lines"] == [
            {
                "reference": "PAP-101",
                "expected": "40",
                "announced": "40",
                "counted": "38",
                "damaged": "6",
                "accepted": "32",
            }
        ]
        assert details["last_protest_on"] == "2026-03-05"

    def test_whoever_believes_the_paper_has_not_counted(self, stage: Stage) -> None:
        arrival = stage.do(an_arrival, there="38", damaged="6")
        stage.do(record_receipt, arrival.order, lines=counted(arrival.order, "40"), arrival=arrival)
        assert stage.last("receipt.recorded")["details"]["counted_right"] is False

    def test_without_announcement_and_more_than_ordered_it_is_possible(self, stage: Stage) -> None:
        order = stage.do(a_sent_supply_order)
        stage.do(record_receipt, order, lines=counted(order, "50"))
        assert figures(order) == (Decimal(55), Decimal(0))
        assert stage.last("receipt.recorded")["details"]["counted_right"] is None

    def test_all_refused_leaves_the_order_where_it_was(self, stage: Stage) -> None:
        arrival = stage.do(an_arrival, damaged="40")
        order = arrival.order
        stage.do(record_receipt, order, lines=counted(order, "40", damaged="40"), arrival=arrival)
        assert order.state is SupplyState.CONFIRMED
        assert figures(order) == (Decimal(5), Decimal(40))

    def test_impossible_counts_are_refused(self, stage: Stage) -> None:
        arrival_id = stage.do(an_arrival).id

        def enter(quantity: str, accepted: str) -> None:
            arrival = queries.arrival_by_id(arrival_id)
            assert arrival is not None
            lines = counted(arrival.order, quantity, accepted=accepted)
            stage.do(record_receipt, arrival.order, lines=lines, arrival=arrival)

        with pytest.raises(NothingCounted):
            enter("0", "0")
        with pytest.raises(WrongCount):
            enter("10", "11")
        enter("10", "10")
        with pytest.raises(AlreadyEntered):
            enter("10", "10")

    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(parts=st.lists(st.tuples(st.integers(1, 30), st.integers(0, 30), st.integers(0, 30)), max_size=5))
    def test_stock_is_what_was_accepted_whatever_comes(self, stage: Stage, parts: list[tuple[int, int, int]]) -> None:
        """On hand is the opening and what was accepted; what remains on order is never below nothing."""
        order = stage.do(another_order, len(stage.records()))
        opening, _ = figures(order)
        taken = 0
        for there, damaged, accepted in parts:
            if not order.state.is_open:
                break
            damaged, accepted = min(damaged, there), min(accepted, there)  # noqa: PLW2901
            taken += accepted
            lines = counted(order, str(there), damaged=str(damaged), accepted=str(accepted))
            stage.do(record_receipt, order, lines=lines)
        assert figures(order) == (opening + taken, Decimal(max(0, 40 - taken)))
        assert (order.state is SupplyState.RECEIVED) == (taken >= 40)


class TestCarrierReservations:
    def test_registered_and_in_time_they_hold(self, stage: Stage) -> None:
        receipt = stage.do(a_troubled_receipt)
        assert queries.to_protest_about() == [receipt]
        protest = stage.do(send_carrier_reservations, receipt, text="Nous protestons.")
        assert protest.holds
        assert queries.to_protest_about() == []
        details = stage.last("carrier_reservations.sent")["details"]
        assert (details["in_time"], details["registered"], details["noted_on_delivery"]) == (True, True, True)

    def test_too_late_or_by_mail_they_are_worth_nothing(self, stage: Stage) -> None:
        receipt_id = stage.do(a_troubled_receipt).id
        stage.do(go_on_to, date(2026, 3, 6))
        protest = stage.do(send_carrier_reservations, _again(receipt_id), text="Nous protestons.", way=Way.EMAIL)
        assert not protest.in_time
        assert not protest.holds

    def test_they_go_once_in_words_to_somebody(self, stage: Stage) -> None:
        receipt = stage.do(a_troubled_receipt)
        with pytest.raises(NothingWritten):
            stage.do(send_carrier_reservations, receipt, text=" ")
        stage.do(send_carrier_reservations, _again(receipt.id), text="Nous protestons.")
        with pytest.raises(AlreadyProtested):
            stage.do(send_carrier_reservations, _again(receipt.id), text="Encore.")
        order = _again(receipt.id).order
        unknown = stage.do(record_receipt, order, lines=counted(order, "1"))
        with pytest.raises(NoCarrier):
            stage.do(send_carrier_reservations, unknown, text="Nous protestons.")


def _again(receipt_id: int) -> Receipt:
    found = queries.receipt_by_id(receipt_id)
    assert found is not None
    return found


class TestClaim:
    def test_a_replacement_keeps_the_goods_on_order(self, stage: Stage) -> None:
        receipt = stage.do(a_troubled_receipt)
        order = receipt.order
        claim = stage.do(
            claim_from_supplier,
            order,
            grievance=Grievance.DAMAGED,
            remedy=Remedy.REPLACEMENT,
            language="fr",
            text="Merci de remplacer.",
            receipt=receipt,
        )
        assert queries.claims_of(order) == [claim]
        assert order.state is SupplyState.PARTLY_RECEIVED
        assert stage.last("supplier.claimed")["details"]["in_their_language"] is True

    def test_a_credit_note_gives_up_what_is_missing(self, stage: Stage) -> None:
        order = stage.do(a_troubled_receipt).order
        stage.do(
            claim_from_supplier,
            order,
            grievance=Grievance.MISSING,
            remedy=Remedy.CREDIT,
            language="fr",
            text="Merci de nous créditer.",
        )
        assert order.state is SupplyState.RECEIVED
        assert figures(order) == (Decimal(37), Decimal(0))
        assert stage.last("supplier.claimed")["details"]["given_up"] == [{"reference": "PAP-101", "quantity": "8"}]

    def test_one_claims_in_words_about_what_was_sent(self, stage: Stage) -> None:
        order_id = stage.do(a_confirmed_supply_order).id

        def claim(language: str, text: str) -> None:
            stage.do(
                claim_from_supplier,
                again(order_id),
                grievance=Grievance.LATE,
                remedy=Remedy.CREDIT,
                language=language,
                text=text,
            )

        with pytest.raises(NothingReceived):
            claim("fr", "Retard.")
        with pytest.raises(NothingWritten):
            claim("fr", "")
        with pytest.raises(UnknownLanguage):
            claim("de", "Verspätet.")
        stage.do(cancel_supply_order, again(order_id), reason="Doublon")
        with pytest.raises(NothingExpected):
            claim("fr", "Retard.")
