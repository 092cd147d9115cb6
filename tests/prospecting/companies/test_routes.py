"""The prospect file on screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, ClassVar

import pytest
from flask import Flask

from crm.places import geocoders
from crm.places.positions import Position, PositionSource, Precision
from tests.builders import Cast
from tests.client import CheckingClient
from tests.looking import value_of

Open = Callable[[str], CheckingClient]


class TestIndex:
    def test_it_lists_the_companies(self, client: Open, cast: Cast) -> None:
        page = client("lina").get(f"/w/{cast.workspace}/companies/")
        assert page.status == 200
        assert "Boulangerie Petit" in page.text

    def test_it_finds_without_accents_and_case(self, client: Open, cast: Cast) -> None:
        browser = client("lina")
        browser.post(
            f"/w/{cast.workspace}/companies/new",
            legal_name="Électricité Hérault",
            nature="business",
            source="website",
            legal_basis="contract",
            language="fr",
        )
        assert "Électricité" in browser.get(f"/w/{cast.workspace}/companies/?q=electricite").text
        assert "Électricité" not in browser.get(f"/w/{cast.workspace}/companies/?q=plomberie", part="rows_part").text


def typed(**fields: object) -> dict[str, Any]:
    return {
        "legal_name": "Garage Benali",
        "nature": "business",
        "source": "website",
        "legal_basis": "contract",
        "language": "fr",
    } | fields


class TestCreate:
    def test_it_leads_to_the_record(self, client: Open, cast: Cast) -> None:
        browser = client("lina")
        answer = browser.post(f"/w/{cast.workspace}/companies/new", **typed(siren="200000008"))
        assert answer.status == 303
        page = browser.get(answer.location)
        assert "Garage Benali" in page.text
        assert "Fiche créée" in page.text

    def test_a_wrong_siren_is_said_at_the_field_and_nothing_is_lost(self, client: Open, cast: Cast) -> None:
        browser = client("lina")
        page = browser.post(f"/w/{cast.workspace}/companies/new", **typed(siren="200000009", city="Douai"))
        assert page.status == 422
        assert "SIREN n’est pas valide" in page.text
        assert 'value="Douai"' in page.html
        assert "Garage" not in browser.get(f"/w/{cast.workspace}/companies/").text

    def test_an_empty_name_is_said(self, client: Open, cast: Cast) -> None:
        page = client("lina").post(f"/w/{cast.workspace}/companies/new", **typed(legal_name=""))
        assert page.status == 422
        assert "obligatoire" in page.text

    def test_sending_twice_makes_one_record(self, client: Open, cast: Cast) -> None:
        browser = client("lina")
        first = browser.post(f"/w/{cast.workspace}/companies/new", **typed(submission="s1"))
        second = browser.post(f"/w/{cast.workspace}/companies/new", **typed(submission="s1"))
        assert first.location == second.location


class TestEdit:
    def test_a_clash_shows_the_other_value_and_keeps_mine(self, client: Open, cast: Cast) -> None:
        where = f"/w/{cast.workspace}/companies/{cast.petit}/edit"
        lina, karim = client("lina"), client("karim")
        lina.get(where)
        assert karim.post(where, **typed(legal_name="Boulangerie Petit", city="Roubaix", version=1)).status == 303
        page = lina.post(where, **typed(legal_name="Boulangerie Petit", city="Arras", version=1))
        assert page.status == 409
        assert "Roubaix" in page.text
        assert 'value="Arras"' in page.html

    def test_a_company_abroad_is_entered_and_stays_there_when_something_else_changes(
        self, client: Open, cast: Cast
    ) -> None:
        browser = client("lina")
        abroad = {"legal_name": "Thistledown Ltd", "country": "GB", "city": "Dover"}
        where = browser.post(f"/w/{cast.workspace}/companies/new", **typed(**abroad)).location
        assert "Dover, Royaume-Uni" in browser.get(where).text
        form = browser.get(f"{where}/edit")
        assert '<option selected value="GB">Royaume-Uni</option>' in form.html
        again = typed(**abroad | {"city": "Deal"}, version=value_of(form, "version"))
        assert browser.post(f"{where}/edit", **again).status == 303
        assert "Deal, Royaume-Uni" in browser.get(where).text

    def test_a_country_that_is_none_is_refused_at_its_field(self, client: Open, cast: Cast) -> None:
        page = client("lina").post(f"/w/{cast.workspace}/companies/new", **typed(country="ZZ", city="Dover"))
        assert page.status == 422
        assert "Choisissez un pays de la liste." in page.text
        assert 'value="Dover"' in page.html

    def test_the_form_holds_what_is_stored(self, client: Open, cast: Cast) -> None:
        page = client("lina").get(f"/w/{cast.workspace}/companies/{cast.petit}/edit")
        assert 'value="100000009"' in page.html


class TestRecord:
    def test_acts_on_the_record_are_in_its_timeline(self, client: Open, cast: Cast) -> None:
        browser, where = client("lina"), f"/w/{cast.workspace}/companies/{cast.petit}"
        assert browser.post(f"{where}/notes", text="Rappeler jeudi").status == 303
        assert browser.post(f"{where}/opt-out/check").status == 303
        assert browser.post(f"{where}/opt-out", phone="y").status == 303
        assert browser.post(f"{where}/duplicates").status == 303
        assert browser.post(f"{where}/contacts", last_name="Moreau", role="decision_maker").status == 303
        text = browser.get(where).text
        for words in (
            "Rappeler jeudi",
            "Opposition vérifiée",
            "Opposition enregistrée",
            "Doublons contrôlés",
            "Moreau",
        ):
            assert words in text

    def test_an_empty_note_is_said_at_the_field(self, client: Open, cast: Cast) -> None:
        page = client("lina").post(f"/w/{cast.workspace}/companies/{cast.petit}/notes", text="")
        assert page.status == 422
        assert "obligatoire" in page.text

    def test_a_stranger_and_a_wrong_number_get_404(self, client: Open, cast: Cast) -> None:
        assert client("noe").get(f"/w/{cast.workspace}/companies/{cast.petit}").status == 404
        assert client("lina").get(f"/w/{cast.workspace}/companies/99999").status == 404

    def test_a_trainer_reads_but_does_not_act(self, client: Open, cast: Cast) -> None:
        browser = client("roy")
        page = browser.get(f"/w/{cast.workspace}/companies/{cast.petit}")
        assert page.status == 200
        assert "Ajouter la note" not in page.text
        assert browser.post(f"/w/{cast.workspace}/companies/{cast.petit}/notes", text="x").status == 403


class TestPalette:
    def test_it_finds_companies_and_pages(self, client: Open, cast: Cast) -> None:
        part = client("lina").get(f"/w/{cast.workspace}/companies/palette?q=bou", part="palette_options_part")
        assert "Boulangerie Petit" in part.text
        assert "Fichier clients" in client("lina").get(f"/w/{cast.workspace}/companies/palette?q=fichier").text


class TestPlacing:
    ADDRESS: ClassVar = {"street": "12 rue du Port", "postcode": "59100", "city": "Roubaix"}

    def test_asks_nothing_of_the_network_unless_a_centre_named_a_base(
        self, client: Open, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(geocoders, "ask", forbidden)
        browser = client("lina")
        answer = browser.post(f"/w/{cast.workspace}/companies/new", **typed(**self.ADDRESS))
        assert "Centre de la commune (Répertoire des communes)" in browser.get(answer.location).text

    def test_puts_a_record_where_the_base_finds_its_address_and_asks_again_when_it_moves(
        self, app: Flask, client: Open, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked = []

        def found(domain: str, **address: str) -> Position:
            asked.append((domain, address["street"]))
            return Position(50_700_000, 3_150_000, Precision.ADDRESS, PositionSource.ADDRESS_BASE)

        with_a_base(app, monkeypatch, found)
        browser = client("lina")
        record = browser.post(f"/w/{cast.workspace}/companies/new", **typed(**self.ADDRESS)).location
        assert "À l’adresse (Base Adresse Nationale)" in browser.get(record).text
        for street in ("12 rue du Port", "3 rue Basse"):
            version = value_of(browser.get(f"{record}/edit"), "version")
            moved = typed(**self.ADDRESS | {"street": street}, country="FR", version=version)
            assert browser.post(f"{record}/edit", **moved).status == 303
        assert asked == [("base.example", "12 rue du Port"), ("base.example", "3 rue Basse")]

    def test_falls_back_on_the_commune_and_says_so_when_the_base_is_silent(
        self, app: Flask, client: Open, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with_a_base(app, monkeypatch, forbidden)
        page = client("lina").post(f"/w/{cast.workspace}/companies/new", **typed(**self.ADDRESS), follow=True)
        assert "La Base Adresse Nationale ne répond pas" in page.text
        assert "Centre de la commune (Répertoire des communes)" in page.text


def forbidden(domain: str, **_: str) -> Position:
    """Be a service that is not there."""
    raise geocoders.NoAddressBase(domain)


def with_a_base(app: Flask, monkeypatch: pytest.MonkeyPatch, answer: Callable[..., Position]) -> None:
    """Let the centre name an address base that answers so."""
    settings = replace(app.extensions["settings"], geocoder="base.example")
    monkeypatch.setitem(app.extensions, "settings", settings)
    monkeypatch.setattr(geocoders, "ask", answer)
