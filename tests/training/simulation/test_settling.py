"""Customers who are asked about a purchase order that differs."""

from __future__ import annotations

import pytest

from crm.desk.messages.models import Message
from crm.kernel.money import Rate
from crm.selling.orders import queries as orders
from crm.selling.orders.rules import What
from crm.selling.orders.use_cases import order_from_quote
from crm.selling.purchase_orders import queries
from crm.selling.purchase_orders.rules import Settled, Settlement
from crm.selling.purchase_orders.use_cases import settle_purchase_order
from crm.training.simulation import settling
from tests.builders import Stage
from tests.selling.catalogue.builders import a_catalogue
from tests.selling.purchase_orders.builders import an_offer, differing
from tests.training.simulation.builders import pass_days


@pytest.fixture
def order(stage: Stage) -> Message:
    """An order that differs from the offer in everything."""
    return stage.do(differing, stage.petit, stage.do(an_offer, stage.petit, stage.do(a_catalogue)))


def ask(stage: Stage, order: Message, settlement: Settlement = Settlement.ASK) -> None:
    """Ask about the price and the date, or decide of them."""
    stage.do(
        settle_purchase_order,
        stage.petit,
        message=order,
        settlements=[Settled(What.PRICE, settlement, "PAP-101"), Settled(What.DATE, settlement)],
        note="Le prix convenu est de 4,20 €, livraison le 9 mars. Êtes-vous d’accord ?",
    )


def replies(stage: Stage, order: Message) -> list[Message]:
    """Return what came back."""
    return queries.replies_to(order)


class TestAQuestion:
    @pytest.mark.parametrize(
        ("chance", "word", "settlement"),
        [(Rate.percent(100), "d’accord avec ce qui était convenu", "keep"), (Rate(), "nous maintenons", "accept")],
    )
    def test_is_answered_on_the_next_day(
        self, stage: Stage, order: Message, monkeypatch: pytest.MonkeyPatch, *, chance: Rate, word: str, settlement: str
    ) -> None:
        monkeypatch.setattr(settling, "YIELDS", chance)
        ask(stage, order)
        pass_days(stage, 3)
        (reply,) = replies(stage, order)
        assert reply.body.count(word) == 2
        assert "Prix PAP-101" in reply.body
        assert reply.content["settlements"] == {"price:PAP-101": settlement, "date:": settlement}
        assert reply.sent_at.date().isoformat() == "2026-03-03"

    def test_each_is_answered_once(self, stage: Stage, order: Message) -> None:
        for _ in range(2):
            ask(stage, order)
        pass_days(stage, 5)
        assert len(replies(stage, order)) == 2

    def test_what_was_recorded_meanwhile_needs_no_answer(self, stage: Stage, order: Message) -> None:
        ask(stage, order)
        quote = orders.quote_of_message(order)
        assert quote is not None
        stage.do(order_from_quote, quote, message=order)
        pass_days(stage, 3)
        assert replies(stage, order) == []

    def test_a_decision_asks_nothing(self, stage: Stage, order: Message) -> None:
        ask(stage, order, Settlement.KEEP)
        pass_days(stage, 3)
        assert replies(stage, order) == []
