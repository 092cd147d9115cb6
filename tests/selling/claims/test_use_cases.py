"""Claims: what changes, and what is recorded of it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from crm.billing.invoices.queries import notes_to_invoice
from crm.kernel.actor import Actor, ActorKind
from crm.kernel.money import Money
from crm.selling.catalogue.models import Product
from crm.selling.claims import queries, use_cases
from crm.selling.claims.models import ClaimCause, Settlement
from crm.selling.claims.queries import ClaimFilter
from crm.selling.deliveries.queries import delivery_note_by_id, notes_on_the_way
from crm.selling.deliveries.use_cases import confirm_delivery
from crm.selling.orders.models import OrderState
from crm.selling.stock.queries import level_of
from crm.selling.stock.use_cases import NotInStock, open_stock
from tests.builders import Stage
from tests.selling.catalogue.builders import a_catalogue
from tests.selling.claims.builders import a_claim, a_delivery
from tests.selling.orders.builders import a_shipped_order
from tests.selling.quotes.builders import a_line


@pytest.fixture
def goods(stage: Stage) -> dict[str, Product]:
    """The cast's catalogue."""
    return stage.do(a_catalogue)


class TestReceiving:
    def test_a_customer_writes_and_the_message_leads_to_the_claim(
        self, stage: Stage, goods: dict[str, Product]
    ) -> None:
        note = stage.do(a_delivery, stage.petit, a_line(goods["PAP-101"], "40"))
        claim = stage.do_as(
            Actor(ActorKind.CUSTOMER, "Boulangerie Petit"),
            use_cases.receive_claim,
            note,
            cause=ClaimCause.DAMAGED,
            text="Deux cartons écrasés.",
            quantities={note.lines[0].id: Decimal(2)},
        )
        fact = stage.last("claim.received")
        assert fact["actor"]["kind"] == "customer"
        assert [each["kind"] for each in fact["about"]] == ["message", "company", "claim", "delivery_note", "order"]
        assert fact["details"] == {"cause": "damaged", "items": [{"reference": "PAP-101", "quantity": "2"}]}
        assert (claim.number, claim.is_open) == ("SAV-2026-0001", True)
        assert [each.id for each in queries.claims(ClaimFilter()).rows] == [claim.id]
        assert queries.open_count() == 1

    def test_one_made_by_phone_is_noted_without_a_message(self, stage: Stage, goods: dict[str, Product]) -> None:
        note = stage.do(a_delivery, stage.petit, a_line(goods["PAP-101"], "40"))
        claim = stage.do(use_cases.note_claim, note, cause=ClaimCause.QUALITY, text="Papier gondolé.")
        assert claim.message_id is None
        assert [each["kind"] for each in stage.last("claim.received")["about"]] == [
            "claim",
            "delivery_note",
            "order",
            "company",
        ]

    def test_nobody_complains_of_more_than_was_delivered(self, stage: Stage, goods: dict[str, Product]) -> None:
        note = stage.do(a_delivery, stage.petit, a_line(goods["PAP-101"], "4"))
        with pytest.raises(use_cases.MoreThanDelivered, match="4"):
            stage.do(
                use_cases.note_claim,
                note,
                cause=ClaimCause.DAMAGED,
                text="Tout est cassé.",
                quantities={note.lines[0].id: Decimal(5)},
            )

    def test_a_claim_says_something(self, stage: Stage, goods: dict[str, Product]) -> None:
        note = stage.do(a_delivery, stage.petit, a_line(goods["PAP-101"], "4"))
        with pytest.raises(use_cases.NothingClaimed):
            stage.do(use_cases.note_claim, note, cause=ClaimCause.DAMAGED, text="  ")

    def test_of_what_has_not_arrived_only_lateness_can_be_complained_of(
        self, stage: Stage, goods: dict[str, Product]
    ) -> None:
        note = stage.do(a_shipped_order, stage.petit, a_line(goods["PAP-101"], "4"))
        with pytest.raises(use_cases.NotArrived):
            stage.do(use_cases.note_claim, note, cause=ClaimCause.DAMAGED, text="Abîmé.")
        again = notes_on_the_way()[0]
        assert stage.do(use_cases.note_claim, again, cause=ClaimCause.LATE, text="Où est-ce ?").is_open


class TestSettling:
    def test_a_credit_note_is_promised_for_what_is_complained_of(self, stage: Stage, goods: dict[str, Product]) -> None:
        claim = stage.do(a_claim, stage.petit, a_line(goods["PAP-101"], "40"))
        stage.do(use_cases.settle_claim, claim, settlement=Settlement.CREDIT_NOTE, answer="Nous vous faisons un avoir.")
        assert (claim.is_open, claim.amount) == (False, claim.claimed)
        fact = stage.last("claim.settled")
        assert [each["kind"] for each in fact["about"]] == [
            "claim",
            "delivery_note",
            "order",
            "company",
            "message",
        ]
        assert fact["details"] == {
            "settlement": "credit_note",
            "text": "Nous vous faisons un avoir.",
            "days": 0,
            "with_reservations": False,
            "amount_cents": claim.claimed.cents,
        }

    def test_a_replacement_leaves_free_of_charge(self, stage: Stage, goods: dict[str, Product]) -> None:
        stage.do(open_stock, goods["PAP-101"], quantity=Decimal(50))
        claim = stage.do(a_claim, stage.petit, a_line(goods["PAP-101"], "40"))
        stage.do(use_cases.settle_claim, claim, settlement=Settlement.REPLACEMENT, answer="Nous vous relivrons.")
        sent = delivery_note_by_id(claim.replacement_id or 0)
        assert sent is not None
        assert [(line.reference, line.quantity) for line in sent.lines] == [("PAP-101", Decimal(2))]
        level = level_of(goods["PAP-101"].id)
        assert level is not None
        assert (level.on_hand, level.reserved) == (Decimal(8), Decimal(0))
        assert stage.last("delivery_note.issued")["details"]["replaces"] == claim.delivery_note.number
        stage.do(confirm_delivery, sent)
        assert sent.order.state is OrderState.DELIVERED
        assert [note.id for note in notes_to_invoice()] == [claim.delivery_note_id]

    def test_what_is_not_there_replaces_nothing(self, stage: Stage, goods: dict[str, Product]) -> None:
        stage.do(open_stock, goods["PAP-101"], quantity=Decimal(41))
        claim = stage.do(a_claim, stage.petit, a_line(goods["PAP-101"], "40"))
        with pytest.raises(NotInStock):
            stage.do(use_cases.settle_claim, claim, settlement=Settlement.REPLACEMENT, answer="Nous relivrons.")

    def test_a_claim_without_goods_has_nothing_to_replace(self, stage: Stage, goods: dict[str, Product]) -> None:
        note = stage.do(a_delivery, stage.petit, a_line(goods["PAP-101"], "4"))
        claim = stage.do(use_cases.note_claim, note, cause=ClaimCause.LATE, text="Trop tard.")
        with pytest.raises(use_cases.NothingToReplace):
            stage.do(use_cases.settle_claim, claim, settlement=Settlement.REPLACEMENT, answer="Nous relivrons.")

    def test_nobody_gives_back_more_than_the_delivery_cost(self, stage: Stage, goods: dict[str, Product]) -> None:
        claim = stage.do(a_claim, stage.petit, a_line(goods["PAP-101"], "4"))
        with pytest.raises(use_cases.AmountMissing):
            stage.do(
                use_cases.settle_claim,
                claim,
                settlement=Settlement.GOODWILL,
                answer="Voici.",
                amount=Money(99_900),
            )

    def test_a_refusal_needs_words_and_happens_once(self, stage: Stage, goods: dict[str, Product]) -> None:
        claim = stage.do(a_claim, stage.petit, a_line(goods["PAP-101"], "4"))
        with pytest.raises(use_cases.AnswerMissing):
            stage.do(use_cases.settle_claim, claim, settlement=Settlement.REFUSED, answer=" ")
        claim = queries.claims(ClaimFilter()).rows[0]
        stage.do(use_cases.settle_claim, claim, settlement=Settlement.REFUSED, answer="Le bon est signé sans réserve.")
        assert stage.last("claim.settled")["details"]["with_reservations"] is False
        with pytest.raises(use_cases.AlreadySettled):
            stage.do(use_cases.settle_claim, claim, settlement=Settlement.REFUSED, answer="Encore.")
