"""Goods that customers send back: announced after they arrived, as much as they can, in their language."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import select

from crm.activity.door import Work
from crm.desk.messages.models import Message, Topic
from crm.kernel.money import Rate
from crm.prospecting.companies.models import Company
from crm.selling.claims.models import ClaimCause
from crm.selling.claims.use_cases import note_claim
from crm.selling.deliveries.models import DeliveryNote
from crm.selling.deliveries.use_cases import issue_return_note
from crm.store.base import db
from crm.training.counterparts.models import Persona
from crm.training.simulation import reactions
from crm.training.simulation.dice import Luck
from crm.training.simulation.personas import ORDINARY
from crm.training.simulation.returning import Why, how_many
from tests.builders import Stage
from tests.training.simulation.builders import ALL, NONE, a_shipped_order, become, pass_days


@pytest.fixture(autouse=True)
def careful_carrier(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no parcel suffer on the way: a damaged one is complained of at once."""
    monkeypatch.setattr(reactions, "CARRIER_DAMAGES", NONE)


def sending_back(share: Rate) -> Persona:
    """Return somebody who sends goods back so often."""
    return replace(ORDINARY, complaint=replace(ORDINARY.complaint, sends_back=share))


def news() -> list[Message]:
    """Return the announced returns."""
    return list(db.session.scalars(select(Message).where(Message.topic == Topic.GOODS_RETURN)))


def delivered(stage: Stage, *, share: Rate = ALL, days: int = 8) -> DeliveryNote:
    """Deliver ten reams to somebody who sends goods back so often, and let days pass."""
    stage.do(become, stage.petit, sending_back(share))
    note = stage.do(a_shipped_order, stage.petit)
    pass_days(stage, days)
    return note


def speak_english(work: Work, company: Company) -> None:
    """Let a company write in English."""
    company.language = "en"
    become(work, company, sending_back(ALL))


def test_the_customer_announces_it_by_a_message_about_the_delivery(stage: Stage) -> None:
    note = delivered(stage)
    (message,) = news()
    assert note.delivered_on is not None
    assert note.delivered_on < message.sent_on
    assert (message.content["note_id"], "PAP-101" in message.body) == (note.id, True)
    fact = stage.last("return.announced")
    assert (fact["actor"]["kind"], fact["actor"]["id"]) == ("customer", stage.petit.id)
    (item,) = fact["details"]["items"]
    assert item["reference"] == "PAP-101"
    assert 0 < Decimal(item["quantity"]) <= 10


def test_in_english_to_whom_one_writes_in_english(stage: Stage) -> None:
    stage.do(speak_english, stage.petit)
    stage.do(a_shipped_order, stage.petit)
    pass_days(stage, 8)
    (message,) = news()
    assert "We are sending back" in message.body


def test_whom_everything_suits_sends_nothing_back(stage: Stage) -> None:
    delivered(stage, share=NONE, days=10)
    assert news() == []


def test_it_leaves_the_tray_when_the_goods_are_taken_back(stage: Stage) -> None:
    note = delivered(stage)
    quantities = {note.lines[0].id: Decimal(1)}
    stage.do(issue_return_note, note, quantities=quantities, reason="Retour annoncé", restocked=True)
    assert news()[0].is_waiting
    pass_days(stage)
    assert not news()[0].is_waiting


def test_it_leaves_the_tray_when_a_claim_is_noted(stage: Stage) -> None:
    note = delivered(stage)
    stage.do(note_claim, note, cause=ClaimCause.WRONG, text="Erreur d’article")
    pass_days(stage)
    assert not news()[0].is_waiting


def test_what_came_back_before_is_not_announced(stage: Stage) -> None:
    note = delivered(stage, days=1)
    quantities = {note.lines[0].id: Decimal(10)}
    stage.do(issue_return_note, note, quantities=quantities, reason="Refusé à la livraison", restocked=True)
    pass_days(stage, 8)
    assert news() == []


@pytest.mark.parametrize("turn", range(12))
def test_never_more_comes_back_than_was_delivered(turn: int) -> None:
    luck = Luck(7, "Boulangerie Petit", turn)
    assert how_many(luck, Why.WRONG, Decimal(10)) == 10
    assert 1 <= how_many(luck, Why.UNWANTED, Decimal(10)) <= 5
    assert how_many(luck, Why.DAMAGED, Decimal("0.5")) == Decimal("0.5")
