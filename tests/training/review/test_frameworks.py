"""One exercise judged by several frameworks: the same acts, read by each, on every page and in the dossier."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from crm.activity.door import Work
from crm.activity.models import ActivityRecord
from crm.activity.vocabulary import Activity
from crm.people.workspaces.models import Exercise
from crm.store.base import db
from crm.store.scoping import enter
from crm.training.review.export import bundle
from crm.training.review.export.jobs import export_now
from crm.training.review.export.signing import fingerprint
from crm.training.review.models import Opinion
from crm.training.review.queries.judging import framework_in, watch
from tests.builders import Cast, Stage
from tests.client import CheckingClient
from tests.training.review.builders import work_with_care
from tests.training.review.conftest import Play
from tests.training.review.export.builders import read_back, saved

Browser = Callable[[str], CheckingClient]
OTHER = "TP-CC-2017"


def two_frameworks(stage: Stage) -> None:
    """Let the exercise be judged by a second framework, and Lina refuse to plan anything after a good visit."""

    def declare(work: Work) -> None:
        exercise = db.session.scalars(select(Exercise)).one()
        exercise.more_frameworks = OTHER
        work.record(Activity.EXERCISE_CREATED, exercise)

    def report(work: Work) -> None:
        work.record(Activity.VISIT_REPORTED, stage.petit, result="reached", next_step="none")

    stage.do(declare)
    work_with_care(stage)
    stage.do(report)


class TestJudging:
    def test_takes_the_first_unless_another_of_its_own_is_asked_for(self, stage: Stage) -> None:
        two_frameworks(stage)
        exercise = stage.workspace.exercise
        assert exercise is not None
        asked = {wanted: framework_in(exercise, wanted=wanted) for wanted in ("", OTHER, "TP-XX-1999")}
        assert [each.id for each in asked.values() if each] == ["TP-AC-2020", OTHER, "TP-AC-2020"]

    def test_reads_the_same_acts_by_each(self, stage: Stage) -> None:
        two_frameworks(stage)
        found = [watch(stage.workspace, wanted=wanted) for wanted in ("", OTHER)]
        lina = stage.cast.people["lina"]
        findings = [each.finding(stage.workspace.now, subject=lina) for each in found if each]
        assert [each.framework.id for each in findings] == ["TP-AC-2020", OTHER]
        first, second = (each.criterion(code) for each, code in zip(findings, ("CP4.1", "CP7.7"), strict=True))
        assert first is not None and (first.satisfied, first.violated) == (2, 0)
        assert second is not None and (second.satisfied, second.violated) == (0, 1)


class TestOnScreen:
    def test_the_class_is_shown_by_the_framework_that_one_chooses(
        self, cast: Cast, play: Play, client: Browser
    ) -> None:
        play(two_frameworks)
        trainer, path = client("roy"), f"/cohorts/{cast.cohort}/live"
        first = trainer.get(path)
        assert "Titre professionnel Conseiller commercial" in first.text and "CP9" not in first.text
        page = trainer.get(next(link for link in first.reader.links if f"framework={OTHER}" in link))
        assert "CP9" in page.text and OTHER in page.text
        assert any(f"framework={OTHER}" in link and "/review/" in link for link in page.reader.links)

    def test_a_learner_s_pages_stay_within_it(self, cast: Cast, play: Play, client: Browser) -> None:
        play(two_frameworks)
        trainer = client("roy")
        matrix = trainer.get(f"/w/{cast.workspace}/review/?framework={OTHER}")
        assert "Conduire un entretien de vente" in matrix.text
        link = next(each for each in matrix.reader.links if "/criteria/CP7.7" in each)
        assert f"framework={OTHER}" in link
        criterion = trainer.get(link)
        assert "Aucun compte rendu de visite sans prochaine action" in criterion.text
        assert "P-001 Non respecté" in criterion.text
        assert trainer.get(f"/w/{cast.workspace}/review/criteria/CP7.7").text.count("Aucun compte rendu") == 0
        own = client("lina").get(f"/w/{cast.workspace}/competencies?framework={OTHER}")
        assert "Conduire un entretien de vente" in own.text
        assert any(f"framework={OTHER}" in each and "CP7.7" in each for each in own.reader.links)

    def test_with_one_framework_there_is_nothing_to_choose(self, cast: Cast, client: Browser) -> None:
        trainer = client("roy")
        for path in (f"/cohorts/{cast.cohort}/live", f"/w/{cast.workspace}/review/"):
            assert "framework=" not in trainer.get(path).html
        strange = trainer.get(f"/w/{cast.workspace}/review/?framework={OTHER}")
        assert strange.status == 200 and "Conduire un entretien de vente" not in strange.text

    def test_an_opinion_is_on_the_framework_that_is_shown(
        self, cast: Cast, play: Play, client: Browser, app: Flask
    ) -> None:
        play(two_frameworks)
        path = f"/w/{cast.workspace}/review/opinions?framework={OTHER}"
        answer = client("roy").post(path, code="CP7.7", stance="to_work_on", text="Prévoir la suite avant de partir.")
        assert answer.status == 303 and f"framework={OTHER}" in answer.location
        with app.app_context():
            enter(cast.workspace)
            (opinion,) = db.session.scalars(select(Opinion))
            assert (opinion.framework, opinion.code) == (OTHER, "CP7.7")

    def test_an_assessor_s_view_names_it(self, cast: Cast, play: Play, client: Browser, app: Flask) -> None:
        play(two_frameworks)
        client("adam").get(f"/w/{cast.workspace}/review/?framework={OTHER}")
        with app.app_context():
            enter(0)
            statement = select(ActivityRecord.text).where(ActivityRecord.activity == "review.viewed")
            (seen,) = [json.loads(each)["details"] for each in db.session.scalars(statement)]
        assert (seen["page"], seen["framework"]) == ("findings", OTHER)


class TestTheDossier:
    def test_is_of_the_framework_that_was_asked_for(self, stage: Stage, tmp_path: Path) -> None:
        two_frameworks(stage)
        settings = stage.app.extensions["settings"]
        made = export_now(
            settings,
            stage.app.extensions["house"],
            workspace_id=stage.cast.workspace,
            learner_id=stage.cast.people["lina"],
            codes=("CP7",),
            framework=OTHER,
            actor=stage.standing("roy").actor,
        )
        path = saved(tmp_path, made.archive)
        assert bundle.verify_dossier(path, seal_key=settings.seal_key, fingerprint=fingerprint(settings)) == []
        files = read_back(made.archive)
        assert json.loads(files["framework.json"])["id"] == OTHER
        verdicts = {each["code"]: each for each in json.loads(files["verdicts.json"])["criteria"]}
        assert verdicts["CP7.7"]["violated"] == 1
        assert stage.last("dossier.exported")["details"]["framework"] == OTHER
