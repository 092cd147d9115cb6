"""Purchase orders that differ in article, place or day: the comparison finds it, and a question about it is answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from crm.activity.standing import PROCEDURES
from crm.desk.messages.models import Message, Topic
from crm.selling.purchase_orders.queries import compare
from crm.selling.purchase_orders.rules import Settled, Settlement
from crm.selling.purchase_orders.use_cases import settle_purchase_order
from crm.store.base import db
from crm.training.simulation import reactions
from crm.training.simulation.differing import sooner
from crm.training.simulation.reactions import Difference
from tests.builders import Stage
from tests.selling.catalogue.builders import a_product
from tests.training.simulation.builders import ALL, a_sent_quote, answering, become, pass_days

EXPECTED = {
    Difference.REFERENCE: {"reference"},
    Difference.ADDRESS: {"address"},
    Difference.DATE: {"date"},
    Difference.QUANTITY: {"quantity"},
    Difference.PRICE: {"price"},
    Difference.DISCOUNT: {"discount"},
}


def ordered(stage: Stage, monkeypatch: pytest.MonkeyPatch, difference: Difference) -> Message:
    """Let Petit accept a quote by a purchase order that differs in one way."""
    monkeypatch.setattr(reactions, "DIFFERS", ALL)
    monkeypatch.setattr(reactions, "MOST_CHANCE", ALL)
    monkeypatch.setattr(
        reactions,
        "answer_to_quote",
        lambda persona, luck, seen, real=reactions.answer_to_quote: replace(
            real(persona, luck, seen), difference=difference
        ),
    )
    stage.do(become, stage.petit, answering(acceptance=100))
    stage.do(a_product)
    stage.do(a_product, reference="PAP-102", name="Ramette A4 recyclée")
    stage.do(a_sent_quote, stage.petit)
    while True:
        found = db.session.scalar(select(Message).where(Message.topic == Topic.PURCHASE_ORDER))
        if found is not None:
            return found
        pass_days(stage)


@pytest.mark.parametrize("difference", list(Difference))
def test_the_comparison_finds_it_and_the_customer_answers_about_it(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, difference: Difference
) -> None:
    message = ordered(stage, monkeypatch, difference)
    found = compare(message, stage.petit, procedure=PROCEDURES.__getitem__)
    assert {each.what.value for each in found.differences} == EXPECTED[difference]
    asked = [Settled(each.what, Settlement.ASK, each.reference) for each in found.differences]
    stage.do(settle_purchase_order, stage.petit, message=message, settlements=asked, note="Est-ce bien cela ?")
    pass_days(stage, 2)
    reply = db.session.scalar(select(Message).order_by(Message.id.desc()).limit(1))
    assert reply is not None
    assert reply.content["answers"] == message.id
    assert set(reply.content["settlements"]) == {each.key for each in asked}  # type: ignore[arg-type]


def test_the_letter_says_in_words_what_differs(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    message = ordered(stage, monkeypatch, Difference.ADDRESS)
    address = str(message.content["delivery_address"])
    assert f"Adresse de livraison\u00a0: {address.splitlines()[0]}" in message.body


@pytest.mark.parametrize(("promised", "wanted"), [(0, date(2026, 3, 4)), (5, date(2026, 3, 4)), (10, date(2026, 3, 9))])
def test_an_earlier_day_than_promised(promised: int, wanted: date) -> None:
    assert sooner(date(2026, 3, 2), promised) == wanted
