"""Goods on the way: damaged parcels are complained of, promises that are over are noticed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from crm.activity.door import Work
from crm.selling.claims.models import Claim
from crm.selling.deliveries.models import DeliveryNote
from crm.training.simulation import claiming
from crm.training.simulation.models import EventKind, ScheduledEvent
from crm.training.simulation.occasions import Occasion
from tests.builders import Stage
from tests.training.simulation.builders import a_shipped_order, an_order, pass_days


def complaint(work: Work, note: DeliveryNote, *, language: str) -> Claim:
    """Let the customer of a delivery complain in its language."""
    company = note.order.company
    company.language = language
    event = ScheduledEvent(kind_of_event=EventKind.DELIVERY, due_at=work.now, company_id=company.id, object_id=note.id)
    return claiming.complain(Occasion(work, 7, event), note)


class TestDamagedParcels:
    @pytest.mark.parametrize(("language", "word"), [("fr", "abîmé"), ("en", "damaged")])
    def test_the_customer_complains_of_one_unit_in_its_language(self, stage: Stage, language: str, word: str) -> None:
        note = stage.do(a_shipped_order, stage.petit)
        pass_days(stage, 2)
        claim = stage.do(complaint, note, language=language)
        assert (claim.lines[0].quantity, word in claim.text) == (Decimal(1), True)
        assert stage.last("claim.received")["actor"] == {
            "kind": "customer",
            "id": stage.petit.id,
            "name": "Boulangerie Petit",
        }


class TestPromisesThatAreOver:
    def test_the_house_notices_them_once(self, stage: Stage) -> None:
        stage.do(an_order, stage.petit)
        pass_days(stage, 2)
        assert stage.records("delay.noticed") == []
        pass_days(stage, 3)
        (fact,) = stage.records("delay.noticed")
        assert (fact["actor"]["kind"], fact["details"]["days_late"]) == ("house", 1)

    def test_what_left_in_time_is_not_noticed(self, stage: Stage) -> None:
        stage.do(a_shipped_order, stage.petit)
        pass_days(stage, 4)
        assert stage.records("delay.noticed") == []
