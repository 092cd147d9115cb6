"""Derogations on screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.billing.dunning.test_routes import late
from tests.billing.invoices.builders import paper
from tests.builders import Cast, Stage
from tests.client import CheckingClient
from tests.selling.conftest import Backstage
from tests.selling.quotes.builders import a_draft

Open = Callable[[str], CheckingClient]


@pytest.fixture
def at(cast: Cast) -> str:
    """Where Lina's workspace begins."""
    return f"/w/{cast.workspace}"


def a_quote(stage: Stage) -> int:
    """Prepare a quote."""
    return stage.do(lambda work: a_draft(work, stage.petit, paper(work))).id


class TestAsking:
    def test_about_a_company_an_invoice_or_a_quote(
        self, backstage: Backstage, client: Open, cast: Cast, at: str
    ) -> None:
        places = {
            f"companies/{cast.petit}": "credit_limit",
            f"invoices/{backstage(late)}": "payment_plan",
            f"quotes/{backstage(a_quote)}": "discount",
        }
        browser = client("lina")
        for place, subject in places.items():
            form = browser.get(f"{at}/{place}/derogation")
            assert f'selected value="{subject}"' in form.html
            answer = browser.post(f"{at}/{place}/derogation", subject=subject, reason="Client de dix ans.")
            assert answer.status == 303
        assert browser.get(f"{at}/derogations/").text.count("Client de dix ans.") == 3

    def test_the_quotes_figures_stand_beside_the_request(self, backstage: Backstage, client: Open, at: str) -> None:
        quote_id, browser = backstage(a_quote), client("lina")
        assert "Remise permise" in browser.get(f"{at}/quotes/{quote_id}/derogation").text
        answer = browser.post(f"{at}/quotes/{quote_id}/derogation", subject="discount", reason="Concurrence.")
        assert answer.location.endswith(f"/quotes/{quote_id}")
        assert f"{at}/quotes/{quote_id}" in browser.get(f"{at}/derogations/").reader.links

    def test_says_why(self, client: Open, cast: Cast, at: str) -> None:
        answer = client("lina").post(f"{at}/companies/{cast.petit}/derogation", subject="credit_limit", reason=" ")
        assert answer.status == 422

    def test_nothing_is_asked_about_what_does_not_exist(self, client: Open, at: str) -> None:
        for kind in ("companies", "invoices", "quotes"):
            assert client("lina").get(f"{at}/{kind}/999/derogation").status == 404

    def test_noe_finds_nothing(self, client: Open, cast: Cast, at: str) -> None:
        for path in ("derogations/", f"companies/{cast.petit}/derogation"):
            assert client("noe").get(f"{at}/{path}").status == 404


class TestTheAnswer:
    @pytest.mark.parametrize("granted", [True, False], ids=["granted", "refused"])
    def test_is_the_trainers_if_the_simulation_gave_none(
        self, backstage: Backstage, client: Open, at: str, *, granted: bool
    ) -> None:
        place, words = f"{at}/companies/1/derogation", "Accordée" if granted else "Refusée"
        client("lina").post(place, subject="credit_limit", reason="Gros chantier.")
        derogation = backstage(lambda stage: stage.last("derogation.requested")["about"])
        trainer = client("roy")
        path = f"{at}/derogations/{derogation[0]['id']}/answer"
        assert trainer.post(path, granted=int(granted)).status == 303
        assert words in trainer.get(f"{at}/derogations/").text
        assert trainer.post(path, granted=int(granted)).status == 422
        assert f"Dérogation {words.lower()}" in client("lina").get(f"{at}/messages/").text

    def test_is_not_the_learners(self, client: Open, cast: Cast, at: str) -> None:
        client("lina").post(f"{at}/companies/{cast.petit}/derogation", subject="credit_limit", reason="Gros chantier.")
        assert client("lina").post(f"{at}/derogations/1/answer", granted="1").status == 403
        assert "Accorder" not in client("lina").get(f"{at}/derogations/").text

    def test_nobody_asked_yet(self, client: Open, at: str) -> None:
        assert "Aucune demande" in client("lina").get(f"{at}/derogations/").text
