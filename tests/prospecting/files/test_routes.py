"""A company's file on screen."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask

from crm.desk.messages.models import Topic
from crm.desk.messages.use_cases import receive
from tests.builders import Cast, Stage
from tests.client import CheckingClient
from tests.desk.documents.builders import a_document
from tests.offstage import Offstage

Open = Callable[[str], CheckingClient]


@pytest.fixture
def stage(app: Flask, cast: Cast) -> Stage:
    """The stage while a browser is open."""
    return Offstage(app, cast)


class TestFile:
    def test_holds_what_was_sent_and_what_came(self, client: Open, cast: Cast, stage: Stage) -> None:
        browser, path = client("lina"), f"/w/{cast.workspace}/companies/{stage.petit.id}/documents/"
        assert "Aucun document" in browser.get(path).text
        stage.do(a_document, stage.petit)
        assert browser.get(f"{path}new").status == 200
        sent = browser.post(path, file=(BytesIO(b"Bon pour accord"), "bc.txt"), type="purchase_order", number="BC-77")
        assert sent.status == 303
        assert {"company", "document"} == {each["kind"] for each in stage.last("document.received")["about"]}
        shown = browser.get(path).text
        assert "BC-77" in shown
        assert "DEV-2026-0001" in shown
        assert "BC-77" in browser.get(f"{path}?q=accord", part="rows_part").text
        assert "DEV-2026-0001" not in browser.get(f"{path}?q=accord").text

    def test_a_wrong_file_is_said_at_the_field(self, client: Open, cast: Cast, stage: Stage) -> None:
        path = f"/w/{cast.workspace}/companies/{stage.petit.id}/documents/"
        refused = client("lina").post(path, file=(BytesIO(b""), "vide.pdf"), type="letter")
        assert refused.status == 422
        assert "vide" in refused.text

    def test_strangers_find_nothing(self, client: Open, cast: Cast, stage: Stage) -> None:
        path = f"/w/{cast.workspace}/companies/{stage.petit.id}/documents/"
        assert [client("noe").get(path).status, client("noe").get(f"{path}new").status] == [404, 404]
        assert client("noe").post(path, type="letter").status == 404
        assert client("lina").get(f"/w/{cast.workspace}/companies/999/documents/").status == 404


class TestMessage:
    def test_is_kept_once_as_the_text_that_it_is(self, client: Open, cast: Cast, stage: Stage) -> None:
        order = stage.do(
            receive,
            topic=Topic.PURCHASE_ORDER,
            sender="Mme Petit",
            subject="Commande BC-12",
            body="Veuillez livrer :",
            company=stage.petit,
            content={"lines": [{"reference": "PAP-A4", "quantity": "10"}]},
        )
        browser, path = client("lina"), f"/w/{cast.workspace}/messages/{order.id}"
        assert "Verser au classement" in browser.get(path).text
        assert 'selected value="purchase_order"' in browser.get(f"{path}/keep").html
        kept = browser.post(f"{path}/keep", type="purchase_order", number="BC-12", title="Commande BC-12")
        assert kept.status == 303
        assert browser.browser.get(f"{kept.location}/content").data.decode().endswith("- PAP-A4 x 10\n")
        assert {each["kind"] for each in stage.last("document.received")["about"]} == {"document", "message", "company"}
        assert browser.get(f"{path}/keep").location == kept.location

    def test_strangers_find_nothing_and_a_wrong_type_is_said(self, client: Open, cast: Cast, stage: Stage) -> None:
        letter = stage.do(receive, topic=Topic.INFORMATION, sender="A", subject="B", body="C", company=stage.petit)
        path = f"/w/{cast.workspace}/messages/{letter.id}/keep"
        assert [client("noe").get(path).status, client("noe").post(path).status] == [404, 404]
        assert client("lina").post(path, type="poem", title="B").status == 422
