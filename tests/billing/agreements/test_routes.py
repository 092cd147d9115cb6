"""Agreements on screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.billing.dunning.test_routes import late
from tests.builders import Cast
from tests.client import CheckingClient
from tests.papers.reading import text_of
from tests.selling.catalogue.builders import the_seller
from tests.selling.conftest import Backstage

Open = Callable[[str], CheckingClient]
LONG_AGO = date(2026, 1, 12)


@pytest.fixture
def at(cast: Cast) -> str:
    """Where Lina's workspace begins."""
    return f"/w/{cast.workspace}"


class TestAPromise:
    def test_is_noted_confirmed_and_listed(self, backstage: Backstage, client: Open, at: str) -> None:
        backstage(lambda stage: stage.do(the_seller))
        invoice_id = backstage(late)
        browser = client("lina")
        answer = browser.post(
            f"{at}/invoices/{invoice_id}/promises",
            due_on="2026-03-06",
            amount="",
            channel="phone",
            said_by="Mme Petit",
            confirm="y",
        )
        assert answer.status == 303
        page = browser.get(answer.location)
        assert "Confirmation (PDF)" in page.text
        assert "Mme Petit" in browser.get(f"{at}/agreements/").text
        promise_id = backstage(lambda stage: stage.last("promise.recorded")["about"][0]["id"])
        paper = browser.get(f"{at}/promises/{promise_id}/pdf").answer
        assert "vendredi 6 mars 2026" in text_of(paper.data)

    @pytest.mark.parametrize(
        ("typed", "message"),
        [
            ({"due_on": "2026-03-01"}, "ne peut pas être passé"),
            ({"due_on": ""}, "obligatoire"),
            ({"amount": "900"}, "au plus ce qui reste dû"),
        ],
    )
    def test_says_what_is_wrong(
        self, backstage: Backstage, client: Open, at: str, typed: dict[str, Any], message: str
    ) -> None:
        fields = {"due_on": "2026-03-06", "channel": "phone", "said_by": "M. Four"} | typed
        answer = client("lina").post(f"{at}/invoices/{backstage(late)}/promises", **fields)
        assert answer.status == 422
        assert message in answer.text
        assert "M. Four" in answer.html


class TestAPlan:
    def test_a_plan_is_granted_and_shown(self, backstage: Backstage, client: Open, at: str) -> None:
        invoice_id = backstage(late)
        browser = client("lina")
        answer = browser.post(f"{at}/invoices/{invoice_id}/plans", instalments="3", last_on="2026-04-30")
        assert answer.status == 303
        assert "30 avr. 2026 En cours 84,00" in browser.get(answer.location).text.replace("\xa0", " ")

    @pytest.mark.parametrize(
        ("typed", "message"),
        [
            ({"last_on": "2026-03-01"}, "à venir"),
            ({"last_on": "2026-02-30"}, "Cette date n’existe pas"),
            ({"instalments": "0"}, "au moins un versement"),
            ({"instalments": "99"}, "entre 0 et 36"),
        ],
    )
    def test_a_plan_must_be_possible(
        self, backstage: Backstage, client: Open, at: str, typed: dict[str, Any], message: str
    ) -> None:
        fields = {"instalments": "2", "last_on": "2026-04-30"} | typed
        answer = client("lina").post(f"{at}/invoices/{backstage(late)}/plans", **fields)
        assert answer.status == 422
        assert message in answer.text

    def test_is_printed_and_listed(self, backstage: Backstage, client: Open, at: str) -> None:
        backstage(lambda stage: stage.do(the_seller))
        browser = client("lina")
        browser.post(f"{at}/invoices/{backstage(late)}/plans", instalments="3", last_on="2026-04-30")
        assert "0 sur 3" in browser.get(f"{at}/agreements/").text
        plan_id = backstage(lambda stage: stage.last("payment_plan.granted")["about"][0]["id"])
        assert "Bon pour accord" in text_of(browser.get(f"{at}/plans/{plan_id}/pdf").answer.data)


class TestADispute:
    def test_is_opened_and_closed(self, backstage: Backstage, client: Open, at: str) -> None:
        invoice_id = backstage(late)
        browser = client("lina")
        fields: dict[str, Any] = {"cause": "quantity", "reason": "Deux cartons manquaient."}
        assert browser.post(f"{at}/invoices/{invoice_id}/disputes", **fields).status == 303
        assert "Deux cartons manquaient." in browser.get(f"{at}/agreements/").text
        again = browser.post(f"{at}/invoices/{invoice_id}/disputes", **fields)
        assert again.status == 422
        assert "déjà ouvert" in again.text
        dispute_id = backstage(lambda stage: stage.last("dispute.opened")["about"][0]["id"])
        answer = browser.post(f"{at}/disputes/{dispute_id}/close", outcome="unfounded", conclusion="BL signé.")
        assert answer.status == 303
        assert "BL signé." in browser.get(answer.location).text
        again = browser.post(f"{at}/disputes/{dispute_id}/close", outcome="founded", conclusion="")
        assert again.status == 422
        assert "déjà clos" in again.text


def test_the_trainer_only_reads(backstage: Backstage, client: Open, at: str) -> None:
    assert "lecture seule" in client("roy").get(f"{at}/invoices/{backstage(late)}/agreements").text


def test_nothing_runs(client: Open, at: str) -> None:
    assert "Aucune promesse en cours." in client("lina").get(f"{at}/agreements/").text


@pytest.mark.parametrize("path", ["agreements/", "invoices/{invoice}/agreements", "promises/1/pdf", "plans/1/pdf"])
def test_noe_finds_nothing(backstage: Backstage, client: Open, at: str, path: str) -> None:
    assert client("noe").get(f"{at}/{path.format(invoice=backstage(late))}").status == 404


@pytest.mark.parametrize("path", ["invoices/999/agreements", "promises/999/pdf", "plans/999/pdf"])
def test_what_does_not_exist_is_not_found(client: Open, at: str, path: str) -> None:
    assert client("lina").get(f"{at}/{path}").status == 404
