"""Filing on screen."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from io import BytesIO

import pytest
from flask import Flask

from crm.desk.documents.models import DocumentType
from crm.desk.documents.use_cases import receive_document
from crm.desk.printed import PRINTED
from tests.builders import Cast, Stage
from tests.client import CheckingClient
from tests.desk.documents.builders import a_document, a_plan
from tests.offstage import Offstage
from tests.selling.catalogue.builders import a_product
from tests.selling.quotes.builders import a_line, a_sent_quote

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


class TestDeposit:
    def test_a_file_is_kept_and_given_back_as_a_download(self, client: Open, cast: Cast, stage: Stage) -> None:
        browser, path = client("lina"), f"/w/{cast.workspace}/documents/"
        assert browser.get(f"{path}new").status == 200
        sent = browser.post(path, file=(BytesIO(b"%PDF-1.7 lettre"), "../../lettre.pdf"), type="letter", title="Lettre")
        assert sent.status == 303
        detail = str(sent.location)
        assert "À conserver jusqu’au" in browser.get(detail).text
        kept = browser.browser.get(f"{detail}/content")
        assert (kept.data, kept.mimetype) == (b"%PDF-1.7 lettre", "application/pdf")
        assert kept.headers["Content-Disposition"].startswith("attachment; filename=Lettre.pdf")
        assert "Lettre" in browser.get(f"{path}?way=received&from=2026-03-01&to=2026-03-31").text
        assert "Lettre" not in browser.get(f"{path}?way=issued").text
        assert "Lettre" not in browser.get(f"{path}?from=2026-04-01").text

    def test_what_cannot_be_kept_is_said_at_the_field(self, client: Open, cast: Cast, stage: Stage) -> None:
        browser, path = client("lina"), f"/w/{cast.workspace}/documents/"
        assert "Choisissez le fichier" in browser.post(path, type="letter", title="Rien").text
        refused = browser.post(path, file=(BytesIO(b"MZ\x90"), "facture.pdf"), type="invoice", title="Facture 12")
        assert (refused.status, "ni un PDF" in refused.text, "Facture 12" in refused.html) == (422, True, True)
        assert not stage.records("document.received")

    def test_nobody_else_reads_it(self, client: Open, cast: Cast, stage: Stage) -> None:
        kept = stage.do(receive_document, type=DocumentType.LETTER, title="Lettre", content=b"bonjour")
        assert client("noe").get(f"/w/{cast.workspace}/documents/{kept.id}/content").status == 404
        unkept = stage.do(a_document, stage.petit)
        assert client("lina").get(f"/w/{cast.workspace}/documents/{unkept.id}/content").status == 404


def test_filing_keeps_the_paper_that_was_printed(client: Open, cast: Cast, stage: Stage) -> None:
    stage.do(a_plan)
    quote = stage.do(a_sent_quote, stage.petit, a_line(stage.do(a_product)))
    filed = next(each for each in stage.records("document.issued")[-1]["about"] if each["kind"] == "document")
    browser, path = client("lina"), f"/w/{cast.workspace}/documents/{filed['id']}"
    printed = browser.browser.get(f"/w/{cast.workspace}/quotes/{quote.id}/paper.pdf").data
    assert browser.post(f"{path}/file", place="V-DEVIS").status == 303
    assert browser.browser.get(f"{path}/content").data == printed
    assert stage.records("document.filed")[-1]["details"]["sha256"] == sha256(printed).hexdigest()


def test_every_paper_has_its_address(app: Flask) -> None:
    assert [endpoint for endpoint, _ in PRINTED.values() if endpoint not in app.view_functions] == []
