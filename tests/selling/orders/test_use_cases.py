"""Orders: what changes, and what is recorded of it."""

from __future__ import annotations

from datetime import date

import pytest

from crm.kernel.errors import ImpossibleMove
from crm.kernel.money import Money
from crm.prospecting.companies.models import Stage as CompanyStage
from crm.selling.catalogue.models import Product
from crm.selling.deliveries import queries as delivery_queries
from crm.selling.deliveries import use_cases as deliveries
from crm.selling.orders import queries, use_cases
from crm.selling.orders.models import OrderState
from crm.selling.orders.queries import OrderFilter
from crm.selling.quotes.models import QuoteState
from crm.selling.quotes.queries import quote_by_id
from crm.selling.quotes.use_cases import accept_quote, decline_quote, draft_quote
from tests.builders import Stage, a_company
from tests.selling.catalogue.builders import a_catalogue
from tests.selling.orders.builders import PROMISED, a_delivered_order, a_purchase_order, a_shipped_order, an_order
from tests.selling.quotes.builders import a_line, a_sent_quote


@pytest.fixture
def goods(stage: Stage) -> dict[str, Product]:
    """The cast's catalogue."""
    return stage.do(a_catalogue)


class TestChecking:
    def test_it_is_an_act_with_what_was_noticed(self, stage: Stage, goods: dict[str, Product]) -> None:
        quote = stage.do(a_sent_quote, stage.petit, a_line(goods["PAP-101"], "40"))
        message = stage.do(
            a_purchase_order,
            stage.petit,
            {"reference": "PAP-101", "quantity": "40", "unit_price_cents": 395},
            quote=quote,
            address="Quai arrière, 59000 Lille",
        )
        stage.do(
            use_cases.check_order,
            stage.petit,
            message=message,
            quote=quote,
            differences=["Prix de la ramette : 3,95 € au lieu de 4,20 €", "  "],
            decision="correct",
        )
        fact = stage.last("order.checked")
        assert [each["kind"] for each in fact["about"]] == ["message", "quote", "company"]
        assert fact["details"] == {
            "differences": ["Prix de la ramette : 3,95 € au lieu de 4,20 €"],
            "decision": "correct",
            "actual": 2,
        }

    def test_without_a_decision_nothing_is_checked(self, stage: Stage) -> None:
        with pytest.raises(use_cases.DecisionMissing):
            stage.do(use_cases.check_order, stage.petit, differences=[], decision=" ")


class TestRecordingFromAQuote:
    def test_an_accepted_quote_becomes_an_order(self, stage: Stage, goods: dict[str, Product]) -> None:
        order = stage.do(an_order, stage.petit, a_line(goods["PAP-101"], "40"), a_line(goods["LIV-002"], "2"))
        assert (order.number, order.state) == ("CMD-2026-0001", OrderState.RECORDED)
        assert [line.reference for line in order.lines] == ["PAP-101", "LIV-002"]
        assert order.delivery_address == "Lille"
        fact = stage.last("order.recorded")
        assert [each["kind"] for each in fact["about"]] == ["order", "company", "quote"]
        assert fact["details"] == {
            "total_cents": order.gross.cents,
            "matches_request": True,
            "differences": [],
            "quote_accepted": True,
            "new_customer": True,
            "large": False,
            "over_limit": False,
        }

    def test_a_purchase_order_in_hand_is_the_customers_agreement(self, stage: Stage, goods: dict[str, Product]) -> None:
        quote = stage.do(a_sent_quote, stage.petit, a_line(goods["PAP-101"], "40"))
        message = stage.do(a_purchase_order, stage.petit, {"reference": "PAP-101", "quantity": "40"}, quote=quote)
        order = stage.do(use_cases.order_from_quote, quote, message=message)
        assert quote.state is QuoteState.ACCEPTED
        assert order.customer_reference == "BC 7781"
        assert not message.is_waiting
        assert [each["kind"] for each in stage.last("order.recorded")["about"]] == [
            "order",
            "company",
            "quote",
            "message",
        ]

    def test_recording_before_the_customer_agreed_is_possible_and_seen(
        self, stage: Stage, goods: dict[str, Product]
    ) -> None:
        quote = stage.do(a_sent_quote, stage.petit, a_line(goods["PAP-101"]))
        stage.do(use_cases.order_from_quote, quote)
        assert quote.state is QuoteState.SENT
        assert stage.last("order.recorded")["details"]["quote_accepted"] is False

    def test_recording_the_quote_although_the_customer_changed_a_quantity_does_not_match(
        self, stage: Stage, goods: dict[str, Product]
    ) -> None:
        quote = stage.do(a_sent_quote, stage.petit, a_line(goods["PAP-101"], "40"))
        message = stage.do(a_purchase_order, stage.petit, {"reference": "PAP-101", "quantity": "45"}, quote=quote)
        stage.do(use_cases.order_from_quote, quote, message=message)
        details = stage.last("order.recorded")["details"]
        assert details["matches_request"] is False
        assert details["differences"] == [{"what": "quantity", "reference": "PAP-101", "expected": "45", "found": "40"}]

    def test_another_address_than_the_one_asked_for_does_not_match(
        self, stage: Stage, goods: dict[str, Product]
    ) -> None:
        quote = stage.do(a_sent_quote, stage.petit, a_line(goods["PAP-101"], "40"))
        message = stage.do(
            a_purchase_order,
            stage.petit,
            {"reference": "PAP-101", "quantity": "40"},
            quote=quote,
            address="Quai arrière\n59000 Lille",
        )
        stage.do(use_cases.order_from_quote, quote, message=message)
        details = stage.last("order.recorded")["details"]
        assert (details["matches_request"], details["differences"][0]["what"]) == (False, "address")

    def test_a_quote_is_ordered_once(self, stage: Stage, goods: dict[str, Product]) -> None:
        order = stage.do(an_order, stage.petit, a_line(goods["PAP-101"]))
        quote = quote_by_id(order.quote_id or 0)
        assert quote is not None
        with pytest.raises(use_cases.AlreadyOrdered, match="CMD-2026-0001"):
            stage.do(use_cases.order_from_quote, quote)

    def test_a_draft_and_a_declined_quote_cannot_be_ordered(self, stage: Stage, goods: dict[str, Product]) -> None:
        draft = stage.do(draft_quote, stage.petit)
        with pytest.raises(use_cases.NotOffered):
            stage.do(use_cases.order_from_quote, draft)
        declined = stage.do(a_sent_quote, stage.petit, a_line(goods["PAP-101"]))
        stage.do(decline_quote, declined, reason="Trop cher")
        with pytest.raises(use_cases.NotOffered):
            stage.do(use_cases.order_from_quote, declined)

    def test_a_large_order_above_the_limit_is_said_to_be_so(self, stage: Stage, goods: dict[str, Product]) -> None:
        quote = stage.do(a_sent_quote, stage.petit, a_line(goods["SIE-601"], "20"))
        stage.do(accept_quote, quote)
        stage.do(use_cases.order_from_quote, quote)
        details = stage.last("order.recorded")["details"]
        assert (details["large"], details["over_limit"]) == (True, True)

    def test_who_has_ordered_is_a_customer_and_no_longer_new(self, stage: Stage, goods: dict[str, Product]) -> None:
        prospect = stage.do(a_company, "Garage du Beffroi", stage=CompanyStage.PROSPECT)
        stage.do(an_order, prospect, a_line(goods["PAP-101"]))
        assert prospect.stage is CompanyStage.CUSTOMER
        stage.do(an_order, prospect, a_line(goods["PAP-101"]))
        assert stage.last("order.recorded")["details"]["new_customer"] is False


class TestRecordingFromAPurchaseOrder:
    def test_lines_as_asked_at_list_price_match(self, stage: Stage, goods: dict[str, Product]) -> None:
        message = stage.do(a_purchase_order, stage.petit, {"reference": "PAP-101", "quantity": "40"})
        order = stage.do(
            use_cases.order_from_purchase_order,
            stage.petit,
            message=message,
            lines=[a_line(goods["PAP-101"], "40")],
            customer_reference="BC 9",
            delivery_address="3 rue du Four\n59000 Lille",
        )
        assert order.quote_id is None
        assert order.customer_reference == "BC 9"
        assert stage.last("order.recorded")["details"]["matches_request"] is True

    def test_the_agreed_price_is_right_although_another_was_asked(
        self, stage: Stage, goods: dict[str, Product]
    ) -> None:
        quote = stage.do(a_sent_quote, stage.petit, a_line(goods["PAP-101"], "40"))
        message = stage.do(
            a_purchase_order,
            stage.petit,
            {"reference": "PAP-101", "quantity": "40", "unit_price_cents": 395},
            quote=quote,
        )
        order = stage.do(
            use_cases.order_from_purchase_order,
            stage.petit,
            message=message,
            lines=[a_line(goods["PAP-101"], "40")],
        )
        assert order.quote_id == quote.id
        assert quote.state is QuoteState.ACCEPTED
        details = stage.last("order.recorded")["details"]
        assert (details["matches_request"], [each["what"] for each in details["differences"]]) == (True, ["price"])

    def test_a_missing_line_does_not_match(self, stage: Stage, goods: dict[str, Product]) -> None:
        message = stage.do(
            a_purchase_order,
            stage.petit,
            {"reference": "PAP-101", "quantity": "40"},
            {"reference": "LIV-002", "quantity": "1"},
        )
        stage.do(
            use_cases.order_from_purchase_order, stage.petit, message=message, lines=[a_line(goods["PAP-101"], "40")]
        )
        assert stage.last("order.recorded")["details"]["matches_request"] is False

    def test_a_purchase_order_is_entered_once_and_never_empty(self, stage: Stage, goods: dict[str, Product]) -> None:
        message = stage.do(a_purchase_order, stage.petit, {"reference": "PAP-101", "quantity": "40"})
        with pytest.raises(use_cases.EmptyOrder):
            stage.do(use_cases.order_from_purchase_order, stage.petit, message=message, lines=[])
        lines = [a_line(goods["PAP-101"], "40")]
        stage.do(use_cases.order_from_purchase_order, stage.petit, message=message, lines=lines)
        with pytest.raises(use_cases.AlreadyOrdered):
            stage.do(use_cases.order_from_purchase_order, stage.petit, message=message, lines=lines)


class TestTheWayToTheCustomer:
    def test_it_is_confirmed_with_a_day_and_a_document(self, stage: Stage, goods: dict[str, Product]) -> None:
        order = stage.do(an_order, stage.petit, a_line(goods["PAP-101"]))
        stage.do(use_cases.confirm_order, order, promised_on=PROMISED)
        assert (order.state, order.promised_on, order.confirmed_on) == (
            OrderState.CONFIRMED,
            PROMISED,
            date(2026, 3, 2),
        )
        assert stage.last("order.confirmed")["details"] == {"promised_on": "2026-03-09"}
        assert stage.last("document.issued")["details"] == {"type": "order_confirmation", "number": "CMD-2026-0001"}

    def test_nobody_promises_yesterday(self, stage: Stage, goods: dict[str, Product]) -> None:
        order = stage.do(an_order, stage.petit, a_line(goods["PAP-101"]))
        with pytest.raises(use_cases.PastPromise):
            stage.do(use_cases.confirm_order, order, promised_on=date(2026, 3, 1))

    @pytest.mark.parametrize("name", ["shipping", "Expédition"])
    def test_it_is_handed_over_with_a_message_to_the_service(
        self, stage: Stage, goods: dict[str, Product], name: str
    ) -> None:
        order = stage.do(an_order, stage.petit, a_line(goods["PAP-101"]))
        stage.do(use_cases.hand_over_order, order, to=name)
        assert order.handed_over_at is not None
        assert stage.last("order.handed_over")["details"] == {"to": "shipping"}
        sent = stage.last("message.sent")
        assert sent["details"]["service"] == "shipping"
        assert [each["kind"] for each in sent["about"]] == ["message", "order", "company"]

    def test_it_is_handed_over_to_somebody(self, stage: Stage, goods: dict[str, Product]) -> None:
        order = stage.do(an_order, stage.petit, a_line(goods["PAP-101"]))
        with pytest.raises(use_cases.AddresseeMissing):
            stage.do(use_cases.hand_over_order, order, to=" ")

    def test_it_leaves_with_a_delivery_note(self, stage: Stage, goods: dict[str, Product]) -> None:
        note = stage.do(a_shipped_order, stage.petit, a_line(goods["PAP-101"]))
        assert (note.number, note.order.state) == ("BL-2026-0001", OrderState.SHIPPED)
        fact = stage.last("delivery_note.issued")
        assert [each["kind"] for each in fact["about"]] == ["delivery_note", "order", "company"]
        assert fact["details"] == {"number": "BL-2026-0001", "after_promise": False}
        assert stage.last("document.issued")["details"]["type"] == "delivery_note"
        assert delivery_queries.notes_on_the_way() == [note]

    def test_what_left_is_no_longer_to_be_handed_over(self, stage: Stage, goods: dict[str, Product]) -> None:
        note = stage.do(a_shipped_order, stage.petit, a_line(goods["PAP-101"]))
        with pytest.raises(use_cases.NothingToHandOver):
            stage.do(use_cases.hand_over_order, note.order, to="shipping")

    def test_it_cannot_leave_unconfirmed(self, stage: Stage, goods: dict[str, Product]) -> None:
        order = stage.do(an_order, stage.petit, a_line(goods["PAP-101"]))
        with pytest.raises(ImpossibleMove):
            stage.do(deliveries.ship_order, order)

    def test_it_arrives_with_reservations_once(self, stage: Stage, goods: dict[str, Product]) -> None:
        note = stage.do(a_shipped_order, stage.petit, a_line(goods["PAP-101"]))
        stage.do(deliveries.confirm_delivery, note, reservations="Un carton écrasé")
        assert (note.order.state, note.delivered_on) == (OrderState.DELIVERED, date(2026, 3, 2))
        assert stage.last("delivery.confirmed")["details"] == {"reservations": "Un carton écrasé"}
        with pytest.raises(deliveries.AlreadyDelivered):
            stage.do(deliveries.confirm_delivery, note)

    def test_it_can_be_cancelled_with_a_reason_until_it_leaves(self, stage: Stage, goods: dict[str, Product]) -> None:
        order = stage.do(an_order, stage.petit, a_line(goods["PAP-101"]))
        with pytest.raises(use_cases.ReasonMissing):
            stage.do(use_cases.cancel_order, order, reason="")
        again = queries.order_by_id(order.id)
        assert again is not None
        stage.do(use_cases.cancel_order, again, reason="Doublon")
        assert order.state is OrderState.CANCELLED
        assert stage.last("order.cancelled")["details"]["reason"] == "Doublon"
        note = stage.do(a_shipped_order, stage.petit, a_line(goods["PAP-101"]))
        with pytest.raises(ImpossibleMove):
            stage.do(use_cases.cancel_order, note.order, reason="Trop tard")


class TestQueries:
    def test_what_is_ordered_and_not_invoiced_counts(self, stage: Stage, goods: dict[str, Product]) -> None:
        assert queries.ordered_not_invoiced(stage.petit) == Money()
        stage.do(an_order, stage.petit, a_line(goods["PAP-101"]))
        gone = stage.do(an_order, stage.petit, a_line(goods["LIV-002"]))
        assert queries.ordered_not_invoiced(stage.petit) == Money.of("50.40") + gone.gross
        stage.do(use_cases.cancel_order, gone, reason="Doublon")
        assert queries.ordered_not_invoiced(stage.petit) == Money.of("50.40")

    def test_orders_are_found_by_number_reference_and_company(self, stage: Stage, goods: dict[str, Product]) -> None:
        delivered = stage.do(a_delivered_order, stage.petit, a_line(goods["PAP-101"]))
        recorded = stage.do(an_order, stage.petit, a_line(goods["PAP-101"]))
        assert [each.id for each in queries.orders(OrderFilter()).rows] == [recorded.id, delivered.id]
        assert queries.order_count(OrderFilter(search="cmd-2026-0002")) == 1
        assert queries.order_count(OrderFilter(state=OrderState.DELIVERED, company_id=stage.petit.id)) == 1
        assert queries.state_counts() == {OrderState.RECORDED: 1, OrderState.DELIVERED: 1}
        assert [each.id for each in queries.orders_of(stage.petit)] == [recorded.id, delivered.id]
        assert queries.order_by_number("CMD-2026-0001") is delivered
        note = delivery_queries.delivery_note_of(delivered)
        assert note is not None
        assert delivery_queries.delivery_note_by_id(note.id) is note
        assert delivery_queries.delivery_note_of(recorded) is None
