"""From a file to records by the screens, step by step, and back."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from crm.prospecting.imports.jobs import STEPS
from tests.builders import Cast
from tests.client import CheckingClient, Page
from tests.journeys.screens import Form, Sheet
from tests.prospecting.imports.samples import DIRTY, a_bomb, a_csv, a_workbook

Open = Callable[[str], CheckingClient]
ROWS = ("Boulangerie Petit;100000009;;Lille;0320000001;;;", "Garage Benali;;62000;Arras;;;;", "Serre;123;;Douai;;;;")


def filled(form: Form | None, **changes: object) -> dict[str, Any]:
    """Return what a form sends with some values changed."""
    return {**(form.values if form else {}), **changes}


class Browser:
    """Lina at the imports' pages."""

    def __init__(self, app: Flask, client: CheckingClient, cast: Cast) -> None:
        """Stand at the list of imports."""
        self.app, self.client, self.root = app, client, f"/w/{cast.workspace}/imports"

    def send(self, content: bytes, name: str = "salon.csv") -> Page:
        """Send a file."""
        return self.client.post(f"{self.root}/new", file=(BytesIO(content), name))

    def bring(self, content: bytes) -> str:
        """Bring a file in and return the address of its import."""
        answer = self.send(content)
        assert answer.status == 303, answer.text
        return re.sub(r"/reading$", "", answer.location)

    def step(self, where: str, **changes: object) -> Page:
        """Send the form of a step as it is offered, wait for its job and return the job's page."""
        page = self.client.get(where)
        forms = [
            each for each in Sheet(page.html).forms if each.action.split("?")[0].endswith(where.rpartition("/")[2])
        ]
        answer = self.client.post(where, **(filled(forms[0], **changes) if forms else filled(None, **changes)))
        assert answer.status == 303, answer.text
        return self.wait(answer.location)

    def wait(self, where: str) -> Page:
        """Wait for a job and return its page."""
        job = STEPS.find(self.app, where.rpartition("/")[2])
        assert job is not None
        STEPS.wait_for(job)
        return self.client.get(where)


@pytest.fixture
def lina(app: Flask, client: Open, cast: Cast) -> Browser:
    """Lina at the imports' pages."""
    return Browser(app, client("lina"), cast)


class TestWay:
    def test_it_leads_from_the_file_to_the_records_and_back(self, lina: Browser, cast: Cast) -> None:
        where = lina.bring(a_csv(*ROWS))
        assert "Garage Benali" in lina.client.get(f"{where}/reading").text
        assert lina.client.get(where).status == 303
        page = lina.step(f"{where}/columns", **{"columns-3-collision": "overwrite"})
        assert "Toutes les lignes sont contrôlées" in page.text
        rows = lina.client.get(f"{where}/rows")
        assert "même SIREN" in rows.text
        assert "SIREN n’est pas valide" in rows.text
        page = lina.step(f"{where}/rows".replace("/rows", "/load"))
        assert "Toutes les lignes sont traitées" in page.text
        report = lina.client.get(where)
        assert "Créée" in report.text and "Rejetée" in report.text
        assert "Garage Benali" in lina.client.get(f"/w/{cast.workspace}/companies/").text
        rejected = lina.client.get(f"{where}/rejected.csv").answer
        assert rejected.mimetype == "text/csv"
        assert "Serre;123" in rejected.get_data(as_text=True)
        assert "Annuler tout l’import" in lina.client.get(f"{where}/undo").text
        refused = lina.client.post(f"{where}/undo")
        assert refused.status == 422
        page = lina.step(f"{where}/undo", sure="y")
        assert "L’import est annulé" in page.text
        assert "Garage Benali" not in lina.client.get(f"/w/{cast.workspace}/companies/").text
        assert "Annulé" in lina.client.get(f"{lina.root}/").text

    def test_a_workbook_goes_the_same_way(self, lina: Browser) -> None:
        where = lina.bring(a_workbook(["Company", "City", "Phone"], ["Harbour Freight", "Calais", 321000001]))
        assert "contrôlées" in lina.step(f"{where}/columns").text
        assert "03 21 00 00 01" in lina.client.get(f"{where}/rows").text


class TestReceive:
    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"", "vide"),
            (b"\x00\x01\x02\x03", "binaire"),
            (a_bomb(), "démesuré"),
            (a_workbook(["nom"], ["x"])[:300], "tronqué"),
            (b'nom\n"x', "tronqué"),
            (b"x" * (5 * 1024 * 1024 + 1), "5 Mo"),
        ],
    )
    def test_a_bad_file_is_said_at_the_field_and_nothing_is_kept(
        self, lina: Browser, content: bytes, words: str
    ) -> None:
        page = lina.send(content)
        assert page.status == 422
        assert words in page.text
        assert 'id="upload-file-error"' in page.html
        assert "Aucun import" in lina.client.get(f"{lina.root}/").text

    def test_no_file_is_said(self, lina: Browser) -> None:
        assert "Choisissez le fichier" in lina.client.post(f"{lina.root}/new").text

    def test_the_empty_form_and_list_are_there(self, lina: Browser) -> None:
        assert "5 Mo" in lina.client.get(f"{lina.root}/new").text


class TestReading:
    def test_another_encoding_shows_in_the_preview(self, lina: Browser) -> None:
        where = lina.bring("Société;Ville\nCœur;Nîmes\n".encode("cp1252"))
        assert "Nîmes" in lina.client.get(f"{where}/reading").text
        wrong: dict[str, Any] = {"separator": ";", "date_order": "dmy", "decimal_mark": ","}
        assert lina.client.post(f"{where}/reading", encoding="mac_roman", **wrong).status == 303
        assert "Nîmes" not in lina.client.get(f"{where}/reading").text
        page = lina.client.post(f"{where}/reading", encoding="utf-8", **wrong)
        assert page.status == 422
        assert "ne se lit pas dans cet encodage" in page.text


class TestColumns:
    def test_two_columns_for_one_field_are_refused_and_kept_as_chosen(self, lina: Browser) -> None:
        where = lina.bring(a_csv(*ROWS))
        form = next(f for f in Sheet(lina.client.get(f"{where}/columns").html).forms if f.action.endswith("/columns"))
        page = lina.client.post(f"{where}/columns", **filled(form, **{"columns-2-target": "city"}))
        assert page.status == 422
        assert "Deux colonnes remplissent le même champ" in page.text

    def test_a_saved_mapping_can_be_taken_up(self, lina: Browser) -> None:
        where = lina.bring(a_csv(*ROWS))
        lina.step(f"{where}/columns", **{"columns-3-target": "", "save_as": "Salon de Lille"})
        other = lina.bring(a_csv("Serre;;;;;;;", titles="Société;SIREN;CP;Ville;Téléphone;E-mail;Nom du contact;Autre"))
        page = lina.client.get(f"{other}/columns")
        assert "Salon de Lille" in page.text
        link = next(href for href, text in Sheet(page.html).links if text == "Salon de Lille")
        form = next(f for f in Sheet(lina.client.get(link).html).forms if f.action.endswith("/columns"))
        assert form.values["columns-3-target"] == [""]


class TestRows:
    def test_a_row_is_mended_in_its_place(self, lina: Browser) -> None:
        where = lina.bring(DIRTY.read_bytes())
        lina.step(f"{where}/columns")
        page = lina.client.get(f"{where}/rows?tab=wrong&edit=6")
        assert "Cabinet Trois-Compas" in page.text
        form = next(f for f in Sheet(page.html).forms if "/rows/6" in f.action)
        answer = lina.client.post(form.action, **filled(form, **{"texts-1": "200000008"}))
        assert answer.status == 303
        assert "Trois-Compas" not in lina.client.get(f"{where}/rows?tab=wrong").text
        assert "Plafond" in lina.client.get(f"{where}/rows?edit=15").text

    def test_the_second_page_follows(self, lina: Browser) -> None:
        where = lina.bring(a_csv(*(f"Société {number};;;;;;;" for number in range(60))))
        lina.step(f"{where}/columns")
        page = lina.client.get(f"{where}/rows")
        more = next(href for href, text in Sheet(page.html).links if text == "Charger la suite")
        assert "Société 59" in lina.client.get(more).text

    def test_an_import_is_abandoned(self, lina: Browser) -> None:
        where = lina.bring(a_csv(*ROWS))
        lina.step(f"{where}/columns")
        assert lina.client.post(f"{where}/abandon").status == 303
        assert "Abandonné" in lina.client.get(where).text
        assert lina.client.post(f"{where}/rows/1", texts="x").status == 404


class TestPlaces:
    def test_another_import_and_another_job_are_not_found(self, lina: Browser) -> None:
        where = lina.bring(a_csv(*ROWS))
        page = lina.step(f"{where}/columns")
        job = page.answer.request.path.rpartition("/")[2]
        assert lina.client.get(f"{lina.root}/99999/steps/{job}").status == 404
        assert lina.client.get(f"{where}/steps/{'0' * 32}").status == 404
        assert lina.client.post(f"{where}/steps/{job}/cancel").status == 303
        assert lina.client.get(f"{where}/rows?edit=999").status == 200

    def test_who_only_reads_sees_no_buttons(self, lina: Browser, client: Open, cast: Cast) -> None:
        where = lina.bring(a_csv(*ROWS))
        lina.step(f"{where}/columns")
        page = client("roy").get(f"{where}/rows")
        assert page.status == 200
        assert "Corriger" not in page.text
        assert client("noe").get(f"{where}/rows").status == 404
