"""Classes on screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from crm.people.accounts.models import User
from crm.people.workspaces.models import Workspace
from crm.people.workspaces.rules import names_of
from crm.store.base import db
from tests.builders import Cast
from tests.client import CheckingClient

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


class TestNamesOf:
    def test_it_reads_what_spreadsheets_paste(self) -> None:
        assert names_of("Nom\tPrénom\nDurand\tAya\n\nRobin\tMaëlys") == ["Aya Durand", "Maëlys Robin"]

    def test_pseudonyms_are_enough(self) -> None:
        assert names_of("Renard\nLynx, \n") == ["Renard", "Lynx"]
