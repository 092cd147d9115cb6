"""Receivables on screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from crm.billing.agreements.use_cases import record_promise
from crm.billing.receivables import routes
from tests.billing.dunning.test_routes import late
from tests.billing.invoices.builders import an_issued_invoice
from tests.builders import Cast, Stage, a_company
from tests.client import CheckingClient
from tests.selling.conftest import Backstage

Open = Callable[[str], CheckingClient]
LONG_AGO = date(2026, 1, 12)


@pytest.fixture
def at(cast: Cast) -> str:
    """Where Lina's workspace begins."""
    return f"/w/{cast.workspace}"


class TestTheAgedBalance:
    def test_adds_up_per_company(self, backstage: Backstage, client: Open, at: str) -> None:
        backstage(late)
        page = client("lina").get(f"{at}/dunning/aged")
        assert "1 à 30 jours" in page.text
        assert "Boulangerie Petit" in page.text

    def test_of_nothing_says_so(self, client: Open, at: str) -> None:
        assert "Rien n’est dû" in client("lina").get(f"{at}/dunning/aged").text

    def test_goes_on_after_a_hundred(
        self, backstage: Backstage, client: Open, at: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(routes, "SHOWN", 1)
        backstage(late)
        backstage(lambda stage: stage.do(an_issued_invoice, stage.do(a_company, "Garage Roux")))
        browser = client("lina")
        assert "Charger la suite" in browser.get(f"{at}/dunning/aged").text
        assert "Garage Roux" in browser.get(f"{at}/dunning/aged?after=1").text


class TestReceipts:
    def test_are_shown_by_week(self, backstage: Backstage, client: Open, at: str) -> None:
        def promised(stage: Stage) -> None:
            stage.do(an_issued_invoice, stage.petit)
            stage.do(an_issued_invoice, stage.petit, on=LONG_AGO)
            invoice = stage.do(an_issued_invoice, stage.petit, on=LONG_AGO)
            stage.do(record_promise, invoice, due_on=date(2026, 3, 6))

        backstage(promised)
        page = client("lina").get(f"{at}/dunning/expected").text.replace("\xa0", " ")
        for words in ("2 mars 2026", "Échu, sans engagement", "756,00"):
            assert words in page


class TestExposure:
    def test_is_shown_beside_limit_and_cover(self, backstage: Backstage, client: Open, at: str) -> None:
        backstage(lambda stage: stage.do(an_issued_invoice, stage.petit, "500"))
        page = client("lina").get(f"{at}/dunning/exposure").text.replace("\u202f", " ").replace("\xa0", " ")
        for words in ("Boulangerie Petit", "2 520,00", "520,00"):
            assert words in page

    def test_of_nobody_says_so(self, client: Open, at: str) -> None:
        assert "Aucun encours" in client("lina").get(f"{at}/dunning/exposure").text
