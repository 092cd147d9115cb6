"""Keeping customers on screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from crm.aftersales.loyalty.use_cases import answer_offer, compute_segments
from tests.aftersales.loyalty.builders import an_offer
from tests.billing.invoices.builders import an_issued_invoice
from tests.builders import Cast, Stage
from tests.client import CheckingClient
from tests.offstage import Offstage

Open = Callable[[str], CheckingClient]
TYPED: dict[str, object] = {
    "type": "discount",
    "discount": "5",
    "valid_until": "2026-03-31",
    "channel": "email",
    "text": "Bonjour, revenez nous voir.",
}


@pytest.fixture
def stage(app: Flask, cast: Cast) -> Stage:
    """The stage while a browser is open."""
    return Offstage(app, cast)


@pytest.fixture
def base(cast: Cast) -> str:
    """The address of the room."""
    return f"/w/{cast.workspace}/loyalty"


class TestAccounts:
    def test_show_the_last_order_before_segments_are_computed(self, client: Open, stage: Stage, base: str) -> None:
        stage.do(an_issued_invoice, stage.petit)
        text = client("lina").get(f"{base}/").text
        assert "pas encore été calculés" in text
        assert "non calculé" in text
        assert "210,00" in text

    def test_computing_is_an_act_that_fills_the_list(self, client: Open, stage: Stage, base: str) -> None:
        browser = client("lina")
        assert browser.post(f"{base}/segments").status == 303
        assert stage.last("segments.computed")["details"]["accounts"] == 1
        assert "Perdus de vue" in browser.get(f"{base}/?segment=lost").text
        assert "Petit" in browser.get(f"{base}/?q=petit", part="rows_part").text

    @pytest.mark.parametrize("query", ["?segment=best", "?q=personne", "?segment=odd&after=zzz"])
    def test_answer_whatever_the_address_says(self, client: Open, stage: Stage, base: str, query: str) -> None:
        stage.do(compute_segments)
        assert client("lina").get(f"{base}/{query}").status == 200


class TestInactiveAccounts:
    def test_nobody_looked_yet(self, client: Open, base: str) -> None:
        assert "Aucune recherche" in client("lina").get(f"{base}/inactive").text

    def test_are_listed_with_a_button_for_an_offer(self, client: Open, stage: Stage, base: str) -> None:
        stage.do(an_issued_invoice, stage.petit, on=date(2025, 7, 1))
        stage.do(an_offer, stage.petit)
        browser = client("lina")
        assert browser.post(f"{base}/inactive", days=180).status == 303
        page = browser.get(f"{base}/inactive")
        assert "plus de 180 jours" in page.text
        assert f"{base}/companies/{stage.petit.id}/offer" in page.reader.links

    def test_may_be_none(self, client: Open, stage: Stage, base: str) -> None:
        stage.do(an_issued_invoice, stage.petit)
        browser = client("lina")
        browser.post(f"{base}/inactive", days=180)
        assert "Aucun compte inactif" in browser.get(f"{base}/inactive").text

    @pytest.mark.parametrize("days", ["", "0", "longtemps", "99999999999999999999"])
    def test_a_period_that_cannot_be_read_is_refused(self, client: Open, base: str, days: str) -> None:
        assert client("lina").post(f"{base}/inactive", days=days).status == 422


class TestOffers:
    def test_none_was_sent_yet(self, client: Open, base: str) -> None:
        assert "Aucune offre" in client("lina").get(f"{base}/offers").text

    def test_are_sent_from_the_record_and_listed(self, client: Open, cast: Cast, stage: Stage, base: str) -> None:
        browser, path = client("lina"), f"{base}/companies/{cast.petit}/offer"
        assert path in browser.get(f"/w/{cast.workspace}/companies/{cast.petit}").reader.links
        assert browser.get(path).status == 200
        assert browser.post(path, follow=False, **TYPED).status == 303
        assert "En attente" in browser.get(f"{base}/offers").text
        assert stage.last("offer.sent")["details"]["discount_bp"] == 500

    @pytest.mark.parametrize(("accepted", "words"), [(True, "Acceptée"), (False, "Refusée")])
    def test_show_their_answer(self, client: Open, stage: Stage, base: str, *, accepted: bool, words: str) -> None:
        stage.do(compute_segments)
        stage.do(an_issued_invoice, stage.petit)
        offer = stage.do(an_offer, stage.petit)
        stage.do(answer_offer, offer, accepted=accepted, reason="Voilà")
        browser = client("lina")
        assert words in browser.get(f"{base}/offers").text
        assert words in browser.get(f"{base}/companies/{stage.petit.id}/offer").text

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"valid_until": "2026-03-01"}, "Cette date est passée"),
            ({"valid_until": ""}, "obligatoire"),
            ({"discount": ""}, "Indiquez la remise"),
            ({"discount": "cent"}, "Taux illisible"),
        ],
    )
    def test_say_what_cannot_be_and_keep_what_was_typed(
        self, client: Open, cast: Cast, base: str, wrong: dict[str, str], words: str
    ) -> None:
        answer = client("lina").post(f"{base}/companies/{cast.petit}/offer", follow=False, **{**TYPED, **wrong})
        assert answer.status == 422
        assert words in answer.text
        assert "revenez nous voir" in answer.html

    def test_a_trainer_reads_but_sends_none(self, client: Open, cast: Cast, base: str) -> None:
        roy = client("roy")
        assert roy.get(f"{base}/").status == roy.get(f"{base}/inactive").status == 200
        assert roy.get(f"{base}/companies/{cast.petit}/offer").status == 403


class TestStrangers:
    def test_find_nothing(self, client: Open, cast: Cast, base: str) -> None:
        noe, offer = client("noe"), f"{base}/companies/{cast.petit}/offer"
        for path in (f"{base}/", f"{base}/inactive", f"{base}/offers", offer):
            assert noe.get(path).status == 404
        for path in (f"{base}/segments", f"{base}/inactive", offer):
            assert noe.post(path).status == 404
