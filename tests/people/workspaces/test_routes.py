"""Classes on screen."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, ClassVar

import pytest
from flask import Flask
from sqlalchemy import select

from crm.people.accounts.models import User
from crm.people.workspaces.models import Exercise, Mode, Workspace
from crm.people.workspaces.rules import names_of
from crm.store.base import db
from tests.builders import Cast
from tests.client import PASSWORD, CheckingClient

Open = Callable[[str], CheckingClient]


class TestClass:
    def test_a_trainer_sees_the_class(self, client: Open, cast: Cast) -> None:
        page = client("roy").get(f"/cohorts/{cast.cohort}")
        assert page.status == 200
        assert "Lina" in page.text

    @pytest.mark.parametrize("who", ["lina", "noe"])
    def test_a_learner_is_a_stranger_there(self, client: Open, cast: Cast, who: str) -> None:
        assert client(who).get(f"/cohorts/{cast.cohort}").status == 404

    def test_an_assessor_may_look_but_not_manage(self, client: Open, cast: Cast) -> None:
        assert client("adam").get(f"/cohorts/{cast.cohort}").status == 403

    def test_a_pasted_list_makes_accounts_codes_and_workspaces(self, client: Open, cast: Cast, app: Flask) -> None:
        browser = client("roy")
        listing = "Nom;Prénom\nMartin;Chloé\nMartin;Chloé\nÉtoile"
        page = browser.post(f"/cohorts/{cast.cohort}/exercises/1/learners", names=listing, submission="k")
        assert page.status == 200
        assert "chloe.martin2" in page.text
        with app.app_context():
            logins = set(db.session.scalars(select(User.login)))
            assert {"chloe.martin", "chloe.martin2", "etoile"} <= logins
            assert len(db.session.scalars(select(Workspace).where(Workspace.name == "Chloé Martin")).all()) == 2
        again = browser.post(f"/cohorts/{cast.cohort}/exercises/1/learners", names=listing, submission="k")
        assert "déjà été traitée" in again.text

    def test_an_empty_list_is_said_at_the_field(self, client: Open, cast: Cast) -> None:
        page = client("roy").post(f"/cohorts/{cast.cohort}/exercises/1/learners", names=" ;; ")
        assert page.status == 422
        assert "obligatoire" in page.text or "aucun nom" in page.text


class TestIndex:
    def test_it_lists_the_classes_one_stands_beside(self, client: Open, cast: Cast) -> None:
        assert "AC-2026" in client("roy").get("/cohorts/").text
        assert "AC-2026" in client("chef").get("/cohorts/").text
        assert "AC-2026" not in client("lina").get("/cohorts/").text

    def test_a_class_is_created_once(self, client: Open, cast: Cast) -> None:
        browser = client("roy")
        first = browser.post("/cohorts/", name="AC-2027", submission="k")
        assert first.status == 303
        assert browser.post("/cohorts/", name="AC-2027", submission="k").location == first.location
        again = browser.post("/cohorts/", name="AC-2027")
        assert again.status == 422
        assert "existe déjà" in again.text
        assert browser.post("/cohorts/", name=" ").status == 422


class TestStaff:
    def test_an_assessor_is_let_in_until_a_day(self, client: Open, cast: Cast) -> None:
        browser = client("roy")
        path = f"/cohorts/{cast.cohort}/staff"
        assert browser.post(path, login="noe", role="assessor", until="15/03/2026").status == 303
        assert client("noe").get(f"/cohorts/{cast.cohort}").status == 403

    def test_what_cannot_be_is_said_at_the_field(self, client: Open, cast: Cast) -> None:
        browser = client("roy")
        path = f"/cohorts/{cast.cohort}/staff"
        unknown = browser.post(path, login="personne", role="trainer")
        assert unknown.status == 422
        assert "Aucun compte ne porte l’identifiant" in unknown.text
        assert browser.post(path, login="noe", role="director").status == 422
        assert browser.post(path, login="noe", role="trainer", until="31/02/2026").status == 422


class TestExercise:
    VALID: ClassVar[dict[str, Any]] = {
        "title": "Semaine 2",
        "scenario": "petit-monde",
        "framework": "TP-AC-2020",
        "mode": "assessment",
        "seed": "3",
        "discount_limit": "7,5",
        "credit_limit": "1 500",
        "large_order": "2 000,50",
        "payment_days": "45",
    }

    def test_it_is_set_with_the_companys_procedures(self, client: Open, cast: Cast, app: Flask) -> None:
        browser = client("roy")
        path = f"/cohorts/{cast.cohort}/exercises/new"
        assert 'value="500"' not in browser.get(path).html
        assert browser.post(path, **self.VALID).status == 303
        with app.app_context():
            exercise = db.session.scalars(select(Exercise).order_by(Exercise.id.desc())).first()
            assert exercise is not None
            assert (exercise.title, exercise.mode, exercise.seed) == ("Semaine 2", Mode.ASSESSMENT, 3)
            found = {
                name: exercise.procedures[name] for name in ("discount_limit_bp", "large_order_cents", "payment_days")
            }
            assert found == {"discount_limit_bp": 750, "large_order_cents": 200_050, "payment_days": 45}
            assert exercise.procedures["credit_limit_default_cents"] == 150_000
            assert exercise.procedures["quote_answer_hours"] == 24

    def test_it_may_be_judged_by_several_frameworks(self, client: Open, cast: Cast, app: Flask) -> None:
        browser = client("roy")
        path = f"/cohorts/{cast.cohort}/exercises/new"
        assert "Titre professionnel Conseiller commercial (TP-CC-2017)" in browser.get(path).text
        chosen = self.VALID | {"more_frameworks": ["TP-AC-2020", "TP-CC-2017"]}
        assert browser.post(path, **chosen).status == 303
        with app.app_context():
            exercise = db.session.scalars(select(Exercise).order_by(Exercise.id.desc())).first()
            assert exercise is not None
            assert exercise.frameworks == ("TP-AC-2020", "TP-CC-2017")
        assert "TP-AC-2020, TP-CC-2017" in browser.get(f"/cohorts/{cast.cohort}").text

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("scenario", "atlantide"),
            ("framework", "?"),
            ("more_frameworks", "?"),
            ("mode", "?"),
            ("seed", "0"),
            ("credit_limit", "x"),
            ("title", ""),
        ],
    )
    def test_what_cannot_be_read_stays_and_is_said(self, client: Open, cast: Cast, field: str, value: str) -> None:
        page = client("roy").post(f"/cohorts/{cast.cohort}/exercises/new", **(self.VALID | {field: value}))
        assert page.status == 422
        assert "Rien n’a été enregistré" in page.text
        assert field == "title" or "Semaine 2" in page.html


class TestCodes:
    def test_a_new_code_opens_the_door_and_the_old_one_does_not(self, client: Open, cast: Cast) -> None:
        trainer = client("roy")
        page = trainer.post(f"/cohorts/{cast.cohort}/learners/{cast.people['lina']}/code", submission="k")
        assert page.status == 200
        [code] = re.findall(r"\b[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}\b", page.text)
        assert client("").post("/sign-in", login="lina", password=PASSWORD).status == 422
        assert client("").post("/sign-in", login="lina", password=code).status == 303

    def test_codes_are_given_to_learners_of_the_class_only(self, client: Open, cast: Cast) -> None:
        trainer = client("roy")
        for name in ("chef", "roy", "adam"):
            assert trainer.post(f"/cohorts/{cast.cohort}/learners/{cast.people[name]}/code").status == 404

    def test_an_exercise_of_another_class_is_not_found(self, client: Open, cast: Cast) -> None:
        trainer = client("roy")
        other = trainer.post("/cohorts/", name="AC-2027").location
        assert trainer.post(f"{other}/exercises/1/learners", names="Zoé").status == 404
        assert trainer.post(f"{other}/learners/{cast.people['lina']}/code").status == 404


class TestNamesOf:
    def test_it_reads_what_spreadsheets_paste(self) -> None:
        assert names_of("Nom\tPrénom\nDurand\tAya\n\nRobin\tMaëlys") == ["Aya Durand", "Maëlys Robin"]

    def test_pseudonyms_are_enough(self) -> None:
        assert names_of("Renard\nLynx, \n") == ["Renard", "Lynx"]
