"""Quotes on screen."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from crm.selling.quotes.use_cases import draft_quote
from tests.builders import Cast, Stage
from tests.client import CheckingClient, Page
from tests.papers.reading import text_of
from tests.selling.catalogue.builders import a_catalogue, the_seller
from tests.selling.conftest import Backstage
from tests.selling.quotes.builders import a_draft, a_line, a_request, a_sent_quote

Open = Callable[[str], CheckingClient]
TERMS: dict[str, Any] = {"valid_until": "2026-04-01", "payment_days": "30", "delivery_terms": "Franco", "note": ""}


def a_shop(stage: Stage) -> int:
    """Lay out the catalogue; return the id of the ream of paper."""
    return stage.do(a_catalogue)["PAP-101"].id


def draft(stage: Stage) -> int:
    """Prepare a quote of ten reams."""
    return stage.do(a_draft, stage.petit, a_line(stage.do(a_catalogue)["PAP-101"])).id


def sent(stage: Stage) -> int:
    """Send a quote of ten reams."""
    return stage.do(a_sent_quote, stage.petit, a_line(stage.do(a_catalogue)["PAP-101"])).id


def request_of(stage: Stage) -> int:
    """Let Petit ask for forty reams."""
    stage.do(a_catalogue)
    return stage.do(a_request, stage.petit, ("PAP-101", "40")).id


def line(number: int, product: int, quantity: str, discount: str = "", unit_price: str = "") -> dict[str, Any]:
    """Return a row of the editor as a browser sends it."""
    row = {"product": product, "quantity": quantity, "discount": discount, "unit_price": unit_price}
    return {f"lines-{number}-{name}": value for name, value in row.items()}


def first(browser: CheckingClient, cast: Cast, **fields: Any) -> Page:
    """Send the form of a new quote for Petit."""
    return browser.post(f"/w/{cast.workspace}/companies/{cast.petit}/quotes/new", **(TERMS | fields))


class TestIndex:
    def test_it_lists_quotes_with_their_company(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        backstage(sent)
        text = client("lina").get(f"/w/{cast.workspace}/quotes/").text
        assert "DEV-2026-0001" in text
        assert "50,40 €" in text

    def test_it_is_narrowed_by_state_and_words(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        backstage(sent)
        browser = client("lina")
        assert "DEV-2026-0001" not in browser.get(f"/w/{cast.workspace}/quotes/?state=draft").text
        assert "DEV-2026-0001" in browser.get(f"/w/{cast.workspace}/quotes/?q=PETIT", part="rows_part").text

    def test_no_quote_yet(self, client: Open, cast: Cast) -> None:
        assert "Aucun devis" in client("lina").get(f"/w/{cast.workspace}/quotes/").text

    def test_it_does_not_ask_more_of_the_database_for_more_rows(
        self, client: Open, cast: Cast, backstage: Backstage
    ) -> None:
        backstage(lambda stage: [stage.do(draft_quote, stage.petit) for _ in range(55)] and None)
        page = client("lina").get(f"/w/{cast.workspace}/quotes/")
        assert "Charger la suite" in page.text


class TestOfCompany:
    def test_a_company_has_a_tab_of_quotes(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        browser = client("lina")
        assert "Aucun devis" in browser.get(f"/w/{cast.workspace}/companies/{cast.petit}/quotes").text
        backstage(sent)
        page = browser.get(f"/w/{cast.workspace}/companies/{cast.petit}/quotes")
        assert "DEV-2026-0001" in page.text
        assert f"/w/{cast.workspace}/companies/{cast.petit}/quotes/new" in page.reader.links


class TestNew:
    def test_without_a_company_it_asks_for_whom(self, client: Open, cast: Cast) -> None:
        browser = client("lina")
        assert "Boulangerie Petit" in browser.get(f"/w/{cast.workspace}/quotes/new").text
        chosen = browser.get(f"/w/{cast.workspace}/quotes/new?company_id={cast.petit}")
        assert "Boulangerie Petit · Lille" in chosen.text

    def test_a_request_fills_the_rows_and_stands_beside(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        message_id = backstage(request_of)
        page = client("lina").get(f"/w/{cast.workspace}/companies/{cast.petit}/quotes/new?message_id={message_id}")
        assert 'value="40"' in page.html
        assert "Demande de devis : papier" in page.text

    def test_an_unknown_company_is_not_found(self, client: Open, cast: Cast) -> None:
        assert client("lina").get(f"/w/{cast.workspace}/companies/999/quotes/new").status == 404


class TestCreate:
    def test_lines_become_a_draft(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        paper = backstage(a_shop)
        browser = client("lina")
        answer = first(browser, cast, **line(0, paper, "1 000", "2,5"), **line(1, "", "1"))  # type: ignore[arg-type]
        assert answer.status == 303
        page = browser.get(answer.location)
        assert "4 095,00 €" in page.text
        assert "2,5 %" in page.text

    def test_a_request_is_remembered(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        message_id = backstage(request_of)
        browser = client("lina")
        path = f"/w/{cast.workspace}/companies/{cast.petit}/quotes/new?message_id={message_id}"
        answer = browser.post(path, **TERMS)
        assert "Demande du client" in browser.get(answer.location).text

    @pytest.mark.parametrize(
        ("row", "message"),
        [
            ({"lines-0-product": "", "lines-0-quantity": "12"}, "Choisissez un article"),
            ({"lines-0-product": "PAPER", "lines-0-quantity": ""}, "Indiquez la quantité"),
            ({"lines-0-product": "PAPER", "lines-0-quantity": "-3"}, "Quantité illisible"),
            ({"lines-0-product": "PAPER", "lines-0-quantity": "3", "lines-0-discount": "120"}, "Taux illisible"),
        ],
    )
    def test_a_row_that_cannot_be_read_is_said_and_kept(
        self, client: Open, cast: Cast, backstage: Backstage, row: dict[str, str], message: str
    ) -> None:
        paper = backstage(a_shop)
        typed = {name: str(paper) if value == "PAPER" else value for name, value in row.items()}
        answer = first(client("lina"), cast, **typed)
        assert answer.status == 422
        assert message in answer.text

    def test_a_validity_that_is_over_is_refused_at_its_field(self, client: Open, cast: Cast) -> None:
        answer = first(client("lina"), cast, valid_until="2026-02-28")
        assert answer.status == 422
        assert "déjà passée" in answer.text
        assert "Franco" in answer.html

    def test_a_day_that_does_not_exist_is_refused(self, client: Open, cast: Cast) -> None:
        assert "Cette date n’existe pas" in first(client("lina"), cast, valid_until="31/02/2026").text

    def test_rows_come_and_go_without_scripts(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        paper = backstage(a_shop)
        browser = client("lina")
        more = first(browser, cast, add_line="1", **line(0, paper, "7"))
        assert more.status == 200
        assert "lines-1-product" in more.html
        assert 'value="7"' in more.html
        fewer = first(browser, cast, remove_line="0", **line(0, paper, "7"), **line(1, paper, "8"))
        assert 'value="7"' not in fewer.html
        assert 'value="8"' in fewer.html
        assert "lines-" in first(browser, cast, remove_line="0", **line(0, paper, "7")).html
        assert "Aucun devis" in browser.get(f"/w/{cast.workspace}/quotes/").text

    def test_sending_the_form_twice_prepares_one_quote(self, client: Open, cast: Cast) -> None:
        browser = client("lina")
        once, again = (first(browser, cast, submission="abc") for _ in range(2))
        assert once.location == again.location

    def test_a_trainer_does_not_prepare_quotes(self, client: Open, cast: Cast) -> None:
        assert first(client("roy"), cast).status == 403


class TestFigures:
    def test_the_margin_follows_what_is_typed(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        paper = backstage(a_shop)
        query = "&".join(f"{name}={value}" for name, value in line(0, paper, "10", "20").items())
        path = f"/w/{cast.workspace}/companies/{cast.petit}/quotes/figures?{query}"
        part = client("lina").get(path, part="figures_part")
        assert "33,60 €" in part.text
        assert "4,10 €" in part.text
        assert "Remise au-delà de votre délégation" in part.text


class TestUpdate:
    def test_a_draft_is_changed(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        quote_id = backstage(draft)
        browser = client("lina")
        form = browser.get(f"/w/{cast.workspace}/quotes/{quote_id}/edit")
        assert "PAP-101" in form.text
        answer = browser.post(f"/w/{cast.workspace}/quotes/{quote_id}/edit", **(TERMS | {"note": "Bonjour"}))
        assert answer.status == 303
        assert "Ce devis est vide" in browser.get(answer.location).text

    def test_a_clash_shows_what_the_other_saved(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        quote_id = backstage(draft)
        path = f"/w/{cast.workspace}/quotes/{quote_id}/edit"
        lina, karim = client("lina"), client("karim")
        found = re.search(r'name="version" value="(\d+)"', lina.get(path).html)
        assert found is not None
        assert karim.post(path, **(TERMS | {"note": "De Karim", "version": found[1]})).status == 303
        answer = lina.post(path, **(TERMS | {"note": "De Lina", "version": found[1]}))
        assert answer.status == 409
        assert "De Lina" in answer.html
        assert "De Karim" in answer.text

    def test_what_was_sent_is_only_shown(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        quote_id = backstage(sent)
        browser = client("lina")
        path = f"/w/{cast.workspace}/quotes/{quote_id}/edit"
        assert browser.get(path).status == 303
        assert "ne peut plus changer" in browser.post(path, **TERMS).text


class TestSend:
    def test_it_leaves_with_its_number(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        quote_id = backstage(draft)
        browser = client("lina")
        assert "Envoyer le devis" in browser.get(f"/w/{cast.workspace}/quotes/{quote_id}").text
        answer = browser.post(f"/w/{cast.workspace}/quotes/{quote_id}/send", channel="email")
        assert answer.status == 303
        text = browser.get(answer.location).text
        assert "Devis DEV-2026-0001" in text
        assert "Réponse du client" in text

    def test_an_empty_quote_is_refused(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        quote_id = backstage(lambda stage: stage.do(draft_quote, stage.petit).id)
        answer = client("lina").post(f"/w/{cast.workspace}/quotes/{quote_id}/send", channel="email")
        assert answer.status == 422

    def test_an_unknown_channel_is_refused(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        quote_id = backstage(draft)
        assert client("lina").post(f"/w/{cast.workspace}/quotes/{quote_id}/send", channel="pigeon").status == 422


class TestTheAnswer:
    def test_an_agreement_by_telephone_is_noted(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        quote_id = backstage(sent)
        browser = client("lina")
        answer = browser.post(f"/w/{cast.workspace}/quotes/{quote_id}/accept")
        assert "Accepté" in browser.get(answer.location).text
        assert browser.post(f"/w/{cast.workspace}/quotes/{quote_id}/accept").status == 422

    def test_a_refusal_is_noted_with_its_reason(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        quote_id = backstage(sent)
        browser = client("lina")
        assert browser.post(f"/w/{cast.workspace}/quotes/{quote_id}/decline", reason="").status == 422
        answer = browser.post(f"/w/{cast.workspace}/quotes/{quote_id}/decline", reason="Trop cher")
        assert "Trop cher" in browser.get(answer.location).text


class TestPaper:
    def test_it_is_a_pdf_with_the_sellers_identity(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        quote_id = backstage(sent)
        backstage(lambda stage: stage.do(the_seller) and None)
        answer = client("lina").get(f"/w/{cast.workspace}/quotes/{quote_id}/paper.pdf").answer
        assert answer.mimetype == "application/pdf"
        assert "DEV-2026-0001.pdf" in answer.headers["Content-Disposition"]
        text = text_of(answer.get_data())
        assert "DEV-2026-0001" in text
        assert "Roubaix" in text

    def test_a_draft_can_be_looked_at(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        quote_id = backstage(draft)
        answer = client("lina").get(f"/w/{cast.workspace}/quotes/{quote_id}/paper.pdf").answer
        assert answer.status_code == 200


class TestStrangers:
    def test_they_find_nothing(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        quote_id = backstage(sent)
        browser = client("noe")
        company = f"companies/{cast.petit}/quotes"
        gets = ("quotes/", "quotes/new", company, f"{company}/new", f"{company}/figures")
        own = (f"quotes/{quote_id}", f"quotes/{quote_id}/edit", f"quotes/{quote_id}/paper.pdf")
        for path in (*gets, *own):
            assert browser.get(f"/w/{cast.workspace}/{path}").status == 404, path
        for act in ("send", "accept", "decline", "edit"):
            assert browser.post(f"/w/{cast.workspace}/quotes/{quote_id}/{act}").status == 404, act
        assert first(browser, cast).status == 404
