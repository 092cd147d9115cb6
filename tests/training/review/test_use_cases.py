"""Opinions are kept side by side, views stand on the house's chain."""

from __future__ import annotations

import json
from functools import partial

import pytest
from sqlalchemy import select

from crm.activity.models import ActivityRecord
from crm.activity.queries import verify_chain
from crm.kernel.actor import HOUSE
from crm.people.accounts import queries as accounts
from crm.store.base import db
from crm.training.review.models import Opinion, Stance
from crm.training.review.queries.opinions import last_views, latest_by_code, opinions_on
from crm.training.review.use_cases import EmptyOpinion, NobodysOpinion, give_opinion, note_export, record_view
from tests.builders import MONDAY, Stage
from tests.seeded import SECRET
from tests.training.review.builders import an_opinion


class TestGivingAnOpinion:
    def test_dates_it_signs_it_and_records_it(self, stage: Stage) -> None:
        given = an_opinion(stage)
        stored = db.session.scalars(select(Opinion)).one()
        assert (stored.stance, stored.trainer_name, stored.given_at) == (Stance.FAVOURABLE, "Mme Roy", MONDAY)
        record = stage.last("opinion.given")
        assert record["actor"]["name"] == "Mme Roy"
        assert record["details"] == {
            "learner": stage.cast.people["lina"],
            "framework": "TP-AC-2020",
            "code": "CP4",
            "stance": "favourable",
            "text": given.text,
        }

    def test_keeps_the_earlier_ones(self, stage: Stage) -> None:
        for words in ("Premier.", "Second."):
            an_opinion(stage, words)
        an_opinion(stage, "Critère.", code="CP4.1")
        found = opinions_on(stage.cast.people["lina"], framework="TP-AC-2020")
        assert [each.text for each in found] == ["Critère.", "Second.", "Premier."]
        assert latest_by_code(found)["CP4"].text == "Second."
        narrowed = opinions_on(stage.cast.people["lina"], framework="TP-AC-2020", codes=["CP4.1"])
        assert [each.text for each in narrowed] == ["Critère."]
        assert opinions_on(stage.cast.people["karim"], framework="TP-AC-2020") == []

    def test_without_a_word_is_refused(self, stage: Stage) -> None:
        with pytest.raises(EmptyOpinion):
            an_opinion(stage, "  ")

    def test_by_nobody_is_refused(self, stage: Stage) -> None:
        lina = accounts.user_by_id(stage.cast.people["lina"])
        assert lina is not None
        with pytest.raises(NobodysOpinion):
            stage.do_as(
                HOUSE,
                give_opinion,
                stage.workspace,
                lina,
                framework="TP-AC-2020",
                code="CP4",
                stance=Stance.FAVOURABLE,
                text="Bien.",
            )


class TestAView:
    def test_stands_on_the_house_s_chain_and_leaves_the_workspace_s_alone(self, stage: Stage) -> None:
        before = stage.records()
        stage.do_as("adam", record_view, stage.workspace, page="findings", code="CP4")
        assert stage.records() == before
        seen = json.loads(last_views(stage.cast.workspace)[0].text)
        assert (seen["actor"]["name"], seen["details"]) == (
            "M. Adam",
            {"page": "findings", "code": "CP4", "framework": ""},
        )
        assert verify_chain(0, key=SECRET.encode()).broken is None


def test_an_export_is_recorded_with_its_manifest(stage: Stage) -> None:
    lina = accounts.user_by_id(stage.cast.people["lina"])
    assert lina is not None
    made = partial(note_export, framework="TP-AC-2020", codes=["CP4"], manifest_sha256="a" * 64, position=9)
    stage.do_as("adam", made, stage.workspace, lina)
    assert stage.last("dossier.exported")["details"] == {
        "framework": "TP-AC-2020",
        "codes": ["CP4"],
        "manifest_sha256": "a" * 64,
        "up_to_position": 9,
    }
    statement = select(ActivityRecord.actor_id).where(ActivityRecord.activity == "dossier.exported")
    assert db.session.scalars(statement).one() == stage.cast.people["adam"]
