"""The books on screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.billing.payments.use_cases import record_payment
from crm.prospecting.companies.models import Company
from crm.store.base import db
from tests.billing.invoices.builders import a_payment, an_issued_invoice
from tests.builders import Cast, Stage
from tests.client import CheckingClient
from tests.papers.reading import text_of
from tests.selling.catalogue.builders import the_seller
from tests.selling.conftest import Backstage

Open = Callable[[str], CheckingClient]


@pytest.fixture
def at(cast: Cast) -> str:
    """Where Lina's workspace begins."""
    return f"/w/{cast.workspace}"


def paid(stage: Stage) -> None:
    """Issue an invoice and settle it."""
    stage.do(the_seller)
    stage.do(record_payment, stage.do(a_payment, stage.do(an_issued_invoice, stage.petit)))


class TestTheJournals:
    def test_show_entries_and_balances(self, backstage: Backstage, client: Open, at: str) -> None:
        backstage(paid)
        browser = client("lina")
        page = browser.get(f"{at}/ledger/")
        for words in ("411000", "707000", "445710", "512000", "FA-2026-0001", "Balance des comptes"):
            assert words in page.text
        assert "512000" not in browser.get(f"{at}/ledger/?journal=VE", part="rows_part").text

    def test_of_a_year_without_business_are_empty(self, client: Open, at: str) -> None:
        assert "Aucune écriture" in client("lina").get(f"{at}/ledger/?year=2019").text

    def test_go_on_with_the_next_page(self, backstage: Backstage, client: Open, at: str) -> None:
        backstage(lambda stage: [stage.do(an_issued_invoice, stage.petit, "1") and None for _ in range(101)])
        browser = client("lina")
        assert "Charger la suite" in browser.get(f"{at}/ledger/").text
        assert "FA-2026-0101" in browser.get(f"{at}/ledger/?after=100").text

    def test_are_exported_for_the_tax_office(self, backstage: Backstage, client: Open, at: str) -> None:
        backstage(paid)
        browser = client("lina")
        answer = browser.post(f"{at}/ledger/export?year=2026").answer
        assert "100000009FEC20260302.txt" in answer.headers["Content-Disposition"]
        assert answer.data.decode().startswith("JournalCode\tJournalLib")
        assert browser.post(f"{at}/ledger/export?year=2019").status == 422


class TestTheStatement:
    def test_shows_the_account(self, backstage: Backstage, client: Open, cast: Cast, at: str) -> None:
        backstage(paid)
        page = client("lina").get(f"{at}/companies/{cast.petit}/statement")
        for words in ("FA-2026-0001", "252,00", "Règlement", "Solde"):
            assert words in page.text
        empty = client("lina").get(f"{at}/companies/{cast.petit}/statement?first=2020-01-01&last=2020-02-30")
        assert "FA-2026-0001" in empty.text

    def test_is_sent(self, backstage: Backstage, client: Open, cast: Cast, at: str) -> None:
        browser, place = client("lina"), f"{at}/companies/{cast.petit}/statement"
        fields: dict[str, Any] = {"first": "2026-01-01", "last": "2026-03-02", "channel": "email"}
        assert "Aucun mouvement" in browser.get(place).text
        assert browser.post(place, **fields).status == 303
        assert browser.post(place, **(fields | {"last": "2025-01-01"})).status == 422

    def test_is_printed_in_the_customers_language(
        self, backstage: Backstage, client: Open, cast: Cast, at: str
    ) -> None:
        backstage(paid)
        browser, place = client("lina"), f"{at}/companies/{cast.petit}/statement.pdf"
        text = text_of(browser.get(place).answer.data)
        for words in ("Relevé de compte", "FA-2026-0001", "Solde à nous régler"):
            assert words in text

        def write_english(stage: Stage) -> None:
            def change(work: Work) -> None:
                company = db.session.get(Company, (work.workspace_id, cast.petit))
                assert company is not None
                company.language = "en"
                work.record(Activity.NOTE_ADDED, company, text="English")

            stage.do(change)

        backstage(write_english)
        assert "Statement of account" in text_of(browser.get(place).answer.data)


@pytest.mark.parametrize("path", ["ledger/", "companies/{company}/statement", "companies/{company}/statement.pdf"])
def test_noe_finds_nothing(client: Open, cast: Cast, at: str, path: str) -> None:
    assert client("noe").get(f"{at}/{path.format(company=cast.petit)}").status == 404
