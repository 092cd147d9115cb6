"""Filing on screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.builders import Cast, Stage
from tests.client import CheckingClient
from tests.desk.documents.builders import a_document, a_plan
from tests.offstage import Offstage

Open = Callable[[str], CheckingClient]


@pytest.fixture
def stage(app: Flask, cast: Cast) -> Stage:
    """The stage while a browser is open."""
    return Offstage(app, cast)


class TestIndex:
    @pytest.mark.parametrize("query", ["", "?tab=filed", "?q=dev", "?type=invoice", "?tab=filed&place=V-DEVIS"])
    def test_answers_whatever_its_address_says(self, client: Open, cast: Cast, stage: Stage, query: str) -> None:
        stage.do(a_plan)
        stage.do(a_document, stage.petit)
        assert client("lina").get(f"/w/{cast.workspace}/documents/{query}").status == 200

    def test_lists_what_is_to_be_filed(self, client: Open, cast: Cast, stage: Stage) -> None:
        stage.do(a_plan)
        stage.do(a_document, stage.petit)
        browser = client("lina")
        assert "DEV-2026-0001" in browser.get(f"/w/{cast.workspace}/documents/").text
        assert "DEV-2026-0001" in browser.get(f"/w/{cast.workspace}/documents/?q=petit", part="rows_part").text

    def test_says_that_there_is_no_plan(self, client: Open, cast: Cast) -> None:
        assert "pas encore de plan" in client("lina").get(f"/w/{cast.workspace}/documents/").text

    def test_a_trainer_reads_it_without_boxes_to_tick(self, client: Open, cast: Cast, stage: Stage) -> None:
        stage.do(a_plan)
        stage.do(a_document, stage.petit)
        page = client("roy").get(f"/w/{cast.workspace}/documents/")
        assert not [field for field in page.reader.fields if field.get("name") == "documents"]


class TestFilingSeveral:
    def test_files_those_that_were_ticked(self, client: Open, cast: Cast, stage: Stage) -> None:
        stage.do(a_plan)
        ids = [stage.do(a_document, stage.petit, f"DEV-{number}").id for number in range(3)]
        answer = client("lina").post(f"/w/{cast.workspace}/documents/file", documents=ids[:2], place="V-DEVIS")
        assert answer.status == 303
        assert len(stage.records("document.filed")) == 2

    def test_without_a_tick_says_so(self, client: Open, cast: Cast, stage: Stage) -> None:
        stage.do(a_plan)
        stage.do(a_document, stage.petit)
        answer = client("lina").post(f"/w/{cast.workspace}/documents/file", place="V-DEVIS")
        assert answer.status == 422
        assert "Cochez au moins un document" in answer.text

    @pytest.mark.parametrize("place", ["", "NULLE-PART"])
    def test_without_a_place_keeps_the_ticks(self, client: Open, cast: Cast, stage: Stage, place: str) -> None:
        stage.do(a_plan)
        document = stage.do(a_document, stage.petit)
        answer = client("lina").post(f"/w/{cast.workspace}/documents/file", documents=[document.id], place=place)
        assert answer.status == 422
        assert "checked" in answer.html

    def test_what_is_not_a_number_is_refused(self, client: Open, cast: Cast, stage: Stage) -> None:
        stage.do(a_plan)
        answer = client("lina").post(f"/w/{cast.workspace}/documents/file", documents=["x"], place="V-DEVIS")
        assert answer.status == 422


class TestFilingOne:
    def test_the_plan_marks_the_proposed_place(self, client: Open, cast: Cast, stage: Stage) -> None:
        stage.do(a_plan)
        document = stage.do(a_document, stage.petit)
        page = client("lina").get(f"/w/{cast.workspace}/documents/{document.id}")
        assert "V-DEVIS Ventes / Devis Proposé par le plan" in page.text

    def test_the_learner_decides_and_may_correct(self, client: Open, cast: Cast, stage: Stage) -> None:
        stage.do(a_plan)
        document, browser = stage.do(a_document, stage.petit), client("lina")
        path = f"/w/{cast.workspace}/documents/{document.id}"
        assert browser.post(f"{path}/file", place="C-FACT").status == 303
        assert "Classer ailleurs" in browser.get(path).text
        assert browser.post(f"{path}/file", place="V-DEVIS").status == 303
        assert [fact["details"]["place"] for fact in stage.records("document.filed")] == ["C-FACT", "V-DEVIS"]

    @pytest.mark.parametrize("place", ["", "NULLE-PART"])
    def test_without_a_place_of_the_plan_is_refused(self, client: Open, cast: Cast, stage: Stage, place: str) -> None:
        stage.do(a_plan)
        document = stage.do(a_document, stage.petit)
        answer = client("lina").post(f"/w/{cast.workspace}/documents/{document.id}/file", place=place)
        assert answer.status == 422
        assert "Choisissez un emplacement" in answer.text

    def test_a_trainer_reads_the_plan(self, client: Open, cast: Cast, stage: Stage) -> None:
        stage.do(a_plan)
        document = stage.do(a_document, stage.petit)
        assert "V-DEVIS" in client("roy").get(f"/w/{cast.workspace}/documents/{document.id}").text

    def test_without_a_plan_there_is_nothing_to_choose(self, client: Open, cast: Cast, stage: Stage) -> None:
        document = stage.do(a_document, stage.petit)
        assert "Pas de plan" in client("lina").get(f"/w/{cast.workspace}/documents/{document.id}").text


class TestStrangers:
    def test_find_nothing(self, client: Open, cast: Cast, stage: Stage) -> None:
        document, noe = stage.do(a_document, stage.petit), client("noe")
        base = f"/w/{cast.workspace}/documents"
        assert noe.get(f"{base}/").status == noe.get(f"{base}/{document.id}").status == 404
        assert noe.post(f"{base}/file").status == noe.post(f"{base}/{document.id}/file").status == 404
        assert noe.get(f"/w/{cast.elsewhere}/documents/{document.id}").status == 404
