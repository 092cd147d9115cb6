"""Duplicates on screen: while typing, at the form's end, side by side, and back."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from flask import Flask

from crm.activity.door import Work
from crm.prospecting.companies import queries as companies
from tests.billing.invoices.builders import an_issued_invoice
from tests.builders import Cast
from tests.client import CheckingClient
from tests.journeys.screens import Form, Sheet
from tests.offstage import Offstage

Open = Callable[[str], CheckingClient]
TYPED: dict[str, Any] = {"nature": "business", "source": "website", "legal_basis": "contract", "language": "fr"}


def filled(form: Form, **changes: object) -> dict[str, Any]:
    """Return what a form sends with some values changed."""
    return {**form.values, **changes}


def invoice_to(work: Work, company_id: int) -> None:
    """Issue an invoice to a company."""
    company = companies.company_by_id(company_id)
    assert company is not None
    an_issued_invoice(work, company)


class Browser:
    """Lina at the prospect file."""

    def __init__(self, client: CheckingClient, cast: Cast) -> None:
        """Stand in her workspace."""
        self.client, self.root, self.petit = client, f"/w/{cast.workspace}", cast.petit

    def enter(self, name: str, **values: object) -> int:
        """Enter a company and return its number."""
        answer = self.client.post(f"{self.root}/companies/new", **(TYPED | {"legal_name": name} | dict(values)))
        assert answer.status == 303, answer.text
        return int(answer.location.rpartition("/")[2])


@pytest.fixture
def lina(client: Open, cast: Cast) -> Browser:
    """Lina at the prospect file."""
    return Browser(client("lina"), cast)


class TestTyping:
    def test_look_alikes_show_while_one_types(self, lina: Browser) -> None:
        where = f"{lina.root}/companies/alike?legal_name=boulangerie+petit"
        assert "Boulangerie Petit" in lina.client.get(where, part="alike_part").text
        assert "même nom" in lina.client.get(where).text
        assert "Aucune fiche ressemblante" in lina.client.get(f"{lina.root}/companies/alike?legal_name=Zèbre").text
        assert "Petit" not in lina.client.get(f"{where}&besides={lina.petit}", part="alike_part").text

    def test_without_scripts_the_form_says_it_when_it_is_sent(self, lina: Browser) -> None:
        where = f"{lina.root}/companies/new"
        page = lina.client.post(where, **TYPED, legal_name="Boulangerie Petit", city="Lille")
        assert page.status == 422
        assert "fiche ressemblante existe déjà" in page.text
        assert 'value="Lille"' in page.html
        assert lina.client.post(where, **TYPED, legal_name="Boulangerie Petit", despite_likeness="y").status == 303

    def test_the_check_is_an_act_before_there_is_a_record(self, lina: Browser) -> None:
        where = f"{lina.root}/duplicates/check-new"
        page = lina.client.post(where, **TYPED, legal_name="Boulangerie Petit", submission="a")
        assert page.status == 200
        assert "Boulangerie Petit" in page.text
        form = next(f for f in Sheet(page.html).forms if f.action.endswith("/companies/new"))
        assert form.values["submission"] != ["a"]
        assert "ne ressemble à celle-ci" in lina.client.post(where, **TYPED, legal_name="Zèbre").text
        assert lina.client.post(where, **TYPED, legal_name="").status == 422


class TestFile:
    def test_a_search_shows_pairs_to_compare_or_to_tell_apart(self, lina: Browser) -> None:
        assert "Aucun doublon en attente" in lina.client.get(f"{lina.root}/duplicates/").text
        lina.enter("Boulangerie Petit", despite_likeness="y")
        assert lina.client.post(f"{lina.root}/duplicates/search").status == 303
        page = lina.client.get(f"{lina.root}/duplicates/")
        assert "même nom" in page.text
        form = next(f for f in Sheet(page.html).forms if f.action.endswith("/apart"))
        assert lina.client.post(form.action).status == 303
        assert "Aucun doublon en attente" in lina.client.get(f"{lina.root}/duplicates/").text

    def test_a_check_of_one_record_leads_to_its_look_alikes(self, lina: Browser) -> None:
        other = lina.enter("Boulangerie Petit", despite_likeness="y")
        answer = lina.client.post(f"{lina.root}/companies/{other}/duplicates")
        page = lina.client.get(answer.location)
        assert "même nom" in page.text
        assert "Comparer et fusionner" in page.text


class TestMerge:
    def test_side_by_side_value_by_value_and_back_in_one_click(self, lina: Browser) -> None:
        other = lina.enter("Boulangerie Petit SARL", city="Roubaix", phone="03 20 00 00 01", despite_likeness="y")
        lina.client.post(f"{lina.root}/companies/{other}/notes", text="Vu au salon")
        where = f"{lina.root}/companies/{lina.petit}/merge/{other}"
        page = lina.client.get(where)
        form = next(f for f in Sheet(page.html).forms if f.action == where)
        assert (form.values["phone"], form.values["city"]) == (["merged"], ["kept"])
        answer = lina.client.post(where, **filled(form, city="merged"))
        assert answer.status == 303
        record = lina.client.get(f"{lina.root}/companies/{lina.petit}")
        assert "Roubaix" in record.text and "Vu au salon" in record.text
        assert lina.client.get(f"{lina.root}/companies/{other}").location.endswith(f"/companies/{lina.petit}")
        assert "Boulangerie Petit SARL" in lina.client.get(f"{lina.root}/companies/{lina.petit}/duplicates").text
        merge = lina.client.get(answer.location)
        assert "Annuler la fusion" in merge.text
        assert lina.client.post(f"{answer.location}/undo").status == 303
        assert "Fusion annulée" in lina.client.get(answer.location).text
        assert "Roubaix" in lina.client.get(f"{lina.root}/companies/{other}").text
        assert lina.client.post(f"{answer.location}/undo").status == 422
        assert "Annulée" in lina.client.get(f"{lina.root}/duplicates/").text

    def test_two_customers_of_the_books_are_not_offered_to_be_merged(
        self, app: Flask, cast: Cast, lina: Browser
    ) -> None:
        other = lina.enter("Boulangerie Petit SARL", despite_likeness="y")
        stage = Offstage(app, cast)
        stage.do(an_issued_invoice, stage.petit)
        where = f"{lina.root}/companies/{other}/merge/{lina.petit}"
        assert "gardez plutôt cette fiche" in lina.client.get(where).text
        stage.do(invoice_to, other)
        page = lina.client.get(where)
        assert "ne peuvent pas être fusionnées" in page.text
        assert not any(form.action == where for form in Sheet(page.html).forms)
        assert f"{lina.root}/prospects/bulk?id={lina.petit}&deed=tag" in [unescape(each) for each in page.reader.links]

    def test_a_record_and_itself_are_not_merged(self, lina: Browser) -> None:
        page = lina.client.post(f"{lina.root}/companies/{lina.petit}/merge/{lina.petit}")
        assert page.status == 422
        assert "deux fiches différentes" in page.text
        assert lina.client.get(f"{lina.root}/companies/{lina.petit}/merge/99999").status == 404

    def test_a_side_that_does_not_exist_is_refused(self, lina: Browser) -> None:
        other = lina.enter("Boulangerie Petit", despite_likeness="y")
        where = f"{lina.root}/companies/{lina.petit}/merge/{other}"
        assert lina.client.post(where, city="both").status == 422
