"""Segments on screen."""

from __future__ import annotations

import html
from collections.abc import Callable
from io import BytesIO
from urllib.parse import unquote

import openpyxl
import pytest
from flask import Flask

from tests.builders import Cast, Stage, a_company
from tests.client import CheckingClient
from tests.looking import value_of
from tests.offstage import Offstage

Open = Callable[[str], CheckingClient]


@pytest.fixture
def stage(app: Flask, cast: Cast) -> Stage:
    """The stage while a browser is open."""
    return Offstage(app, cast)


@pytest.fixture
def base(cast: Cast) -> str:
    """The address of the list."""
    return f"/w/{cast.workspace}/prospects"


class TestList:
    @pytest.mark.parametrize(
        "query",
        [
            "",
            "?f=all(city.is.Lille)",
            "?f=any(city.is.Lille,all(score.min.40,no_phone.no))",
            "?add=city",
            "?add=last_contact&f=all(tag.is.vip)",
            "?add=nature&sort=-created",
            "?f=all(complete.min.10,last_activity.within.30,last_contact.empty,role.is.decision_maker)",
        ],
    )
    def test_answers_what_its_address_says(self, client: Open, base: str, query: str) -> None:
        assert client("lina").get(f"{base}/{query}").status == 200

    def test_narrows(self, client: Open, base: str) -> None:
        browser = client("lina")
        assert "Boulangerie Petit" in browser.get(f"{base}/?f=all(city.is.lille)").text
        assert "Aucune fiche" in browser.get(f"{base}/?f=all(city.is.Arras)").text

    def test_a_condition_goes_into_the_address(self, client: Open, base: str) -> None:
        answer = client("lina").get(f"{base}/?f=all(city.is.Lille)&field=score&op=min&value=40&into=new", follow=False)
        assert answer.status == 303
        assert unquote(answer.location).endswith("f=all(city.is.Lille,any(score.min.40))")

    def test_what_cannot_be_read_is_said_at_the_field(self, client: Open, base: str) -> None:
        answer = client("lina").get(f"{base}/?field=score&op=min&value=beaucoup")
        assert answer.status == 422
        assert "illisible" in answer.text and "beaucoup" in answer.html

    def test_a_forged_address_is_answered_plainly(self, client: Open, base: str) -> None:
        assert client("lina").get(f"{base}/?f=all(x.y.z").status == 400


class TestKeeping:
    def test_a_segment_is_everybodys_and_a_view_ones_own(self, client: Open, base: str, stage: Stage) -> None:
        lina = client("lina")
        lina.post(f"{base}/keep", name="Lillois", shared="y", expression="all(city.is.Lille)")
        assert stage.last("segment.defined")["details"]["count"] == 1
        lina.post(f"{base}/keep", name="Mes scores", expression="all(score.min.40)")
        assert stage.last("view.saved")["details"]["fields"] == ["score"]
        karim = client("karim").get(f"{base}/").text
        assert "Lillois" in karim and "Mes scores" not in karim

    def test_it_is_renamed_and_removed(self, client: Open, base: str, stage: Stage) -> None:
        lina = client("lina")
        lina.post(f"{base}/keep", name="Lillois", shared="y", expression="all(city.is.Lille)")
        kept = stage.last("segment.defined")["about"][0]["id"]
        lina.post(f"{base}/kept/{kept}", name="Lille", expression="all(city.is.Lille)")
        assert stage.last("segment.changed")["details"]["name"] == ["Lillois", "Lille"]
        assert "Lille" in lina.get(f"{base}/kept/{kept}").text
        lina.post(f"{base}/kept/{kept}/remove")
        assert lina.get(f"{base}/kept/{kept}").status == 404

    def test_without_a_name_nothing_is_kept(self, client: Open, base: str) -> None:
        answer = client("lina").post(f"{base}/keep", follow=False, name=" ", expression="all(city.is.Lille)")
        assert answer.status == 422


class TestChangingMany:
    def test_is_shown_done_and_undone(self, client: Open, base: str, stage: Stage, cast: Cast) -> None:
        stage.do(a_company, "Garage du Nord")
        lina = client("lina")
        preview = lina.get(f"{base}/bulk?deed=tag")
        assert "Garage du Nord" in preview.text and "Modifier 2 fiches" in preview.text
        lina.get(f"{base}/bulk?deed=next_step")
        for deed, value in (("tag", "salon"), ("owner", "Lina")):
            lina.post(f"{base}/bulk", deed=deed, value=value, ids=str(cast.petit), expression="")
            assert value in lina.get(f"{base}/").text
        change = stage.last("bulk_change.applied")["about"][0]["id"]
        lina.post(f"{base}/bulk/changes/{change}/undo")
        assert stage.last("bulk_change.undone")["details"]["count"] == 1
        assert "Annulée" in lina.get(f"{base}/bulk/changes").text

    def test_rows_ticked_in_either_list_are_shown_changed_and_given_back(
        self, client: Open, base: str, stage: Stage, cast: Cast
    ) -> None:
        garage = stage.do(a_company, "Garage du Nord").id
        stage.do(a_company, "Menuiserie Lys")
        lina = client("lina")
        for path in (f"/w/{cast.workspace}/companies/", f"{base}/"):
            page = lina.get(path)
            assert f'name="id" value="{garage}"' in page.html
            assert f'action="{base}/bulk"' in page.html
        preview = lina.get(f"{base}/bulk?id={garage}&id={cast.petit}&deed=tag")
        assert "Modifier 2 fiches" in preview.text and "Menuiserie Lys" not in preview.text
        refused = lina.post(f"{base}/bulk", follow=False, deed="tag", value="", ids=f"{garage}", expression="")
        assert refused.status == 422
        assert f"{base}/bulk?id={garage}&deed=owner" in [html.unescape(link) for link in refused.reader.links]
        lina.post(f"{base}/bulk", deed="tag", value="salon", ids=value_of(preview, "ids"), expression="")
        fact = stage.last("bulk_change.applied")
        assert fact["details"]["companies"] == sorted([garage, cast.petit])
        assert "fiches choisies" in lina.get(f"{base}/bulk/changes").text
        lina.post(f"{base}/bulk/changes/{fact['about'][0]['id']}/undo")
        assert stage.last("bulk_change.undone")["details"]["count"] == 2

    def test_who_only_reads_ticks_nothing(self, client: Open, base: str, cast: Cast) -> None:
        for path in (f"/w/{cast.workspace}/companies/", f"{base}/"):
            assert "data-select" not in client("roy").get(path).html

    def test_nobody_is_refused(self, client: Open, base: str) -> None:
        assert client("lina").post(f"{base}/bulk", follow=False, deed="tag", value="x", ids="").status == 422


class TestExport:
    def test_no_cell_is_a_formula(self, client: Open, base: str, stage: Stage) -> None:
        stage.do(a_company, "=HYPERLINK(1)", phone="+33 3 20 00 00 00")
        lina = client("lina").browser
        text = lina.post(f"{base}/export", data={"format": "csv", "expression": ""}).get_data(as_text=True)
        assert "'=HYPERLINK(1)" in text and "'+33 3 20 00 00 00" in text
        content = lina.post(f"{base}/export", data={"format": "xlsx", "expression": ""}).get_data()
        cells = [cell for row in openpyxl.load_workbook(BytesIO(content)).active.iter_rows() for cell in row]
        assert any(cell.value == "=HYPERLINK(1)" for cell in cells)
        assert {cell.data_type for cell in cells if cell.value} == {"s"}
        assert stage.last("prospects.exported")["details"]["format"] == "xlsx"


class TestStrangers:
    def test_find_nothing(self, client: Open, base: str) -> None:
        noe = client("noe")
        assert noe.get(f"{base}/").status == noe.post(f"{base}/export").status == 404
