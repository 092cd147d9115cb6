"""Prices and terms on screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from crm.selling.catalogue.use_cases import describe_seller
from crm.selling.pricing import queries
from tests.builders import Cast, Stage
from tests.client import CheckingClient
from tests.selling.catalogue.builders import a_product
from tests.selling.conftest import Backstage
from tests.selling.pricing.builders import a_price_list, a_schedule, join_segment, prices_of

Open = Callable[[str], CheckingClient]
TYPED: dict[str, Any] = {
    "code": "SAN-2026",
    "name": "Santé 2026",
    "segment": "Santé",
    "currency": "EUR",
    "valid_from": "2026-01-01",
    "valid_until": "31/12/2026",
    "prices": "PAP-101 ; 1 ; 4,07\n\nPAP-101\t50\t3,90 €",
}
TERMS: dict[str, Any] = {
    "payment_days": "45",
    "due_rule": "days_then_month_end",
    "currency": "EUR",
    "tax_regime": "",
    "pricing_segment": "Collectivités",
}


def _lists(stage: Stage) -> dict[str, int]:
    """Define a list for towns, one that is over, one to come, and a schedule."""
    paper = stage.do(a_product)
    prices = prices_of(paper, ("1", "4.07"), ("50", "3.90"))
    stage.do(a_price_list, prices, "OLD", valid_from=date(2025, 1, 1), valid_until=date(2026, 1, 31))
    stage.do(a_price_list, prices, "NEXT", segment="", valid_from=date(2026, 7, 1))
    stage.do(a_schedule)
    return {"paper": paper.id, "towns": stage.do(a_price_list, prices).id}


class TestIndex:
    def test_it_lists_the_price_lists_and_the_schedule(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        backstage(_lists)
        text = client("lina").get(f"/w/{cast.workspace}/prices/").text
        for words in ("En vigueur", "Expiré", "À venir", "Assistant commercial", "20 %"):
            assert words in text
        assert "Nouveau tarif" not in text
        assert "Nouveau tarif" in client("roy").get(f"/w/{cast.workspace}/prices/").text

    def test_it_shows_the_terms_of_sale_clause_by_clause(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        terms = "Prix\nHors taxes.\n\nRèglement\nTrente jours."
        backstage(lambda stage: stage.do(describe_seller, name="Nord Bureau", terms_of_sale=terms).id)
        text = client("lina").get(f"/w/{cast.workspace}/prices/").text
        assert "Conditions générales de vente Prix Hors taxes. Règlement Trente jours." in text

    def test_without_lists_the_catalogue_holds(self, client: Open, cast: Cast) -> None:
        text = client("lina").get(f"/w/{cast.workspace}/prices/").text
        assert "Aucun tarif" in text
        assert "Aucun barème" in text

    def test_strangers_find_nothing(self, client: Open, cast: Cast) -> None:
        noe, here = client("noe"), f"/w/{cast.workspace}"
        for path in ("prices/", "prices/new", "prices/1", "prices/1/edit", "prices/schedule", "products/1/prices"):
            assert noe.get(f"{here}/{path}").status == 404
        assert noe.get(f"{here}/companies/{cast.petit}/terms").status == 404
        for path in ("prices/new", "prices/1/edit", "prices/schedule"):
            assert noe.post(f"{here}/{path}").status == 404
        for path in ("terms", "terms/check"):
            assert noe.post(f"{here}/companies/{cast.petit}/{path}").status == 404


class TestAPriceList:
    def test_it_shows_each_price_beside_the_catalogues(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        ids = backstage(_lists)
        text = client("lina").get(f"/w/{cast.workspace}/prices/{ids['towns']}").text
        assert "3,90" in text
        assert "4,20" in text
        assert client("lina").get(f"/w/{cast.workspace}/prices/999").status == 404

    def test_a_product_shows_its_prices_list_by_list(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        ids = backstage(_lists)
        browser = client("lina")
        assert "3,90" in browser.get(f"/w/{cast.workspace}/products/{ids['paper']}/prices").text
        chair = backstage(lambda stage: stage.do(a_product, "SIE-601").id)
        assert "Aucun tarif pour cet article" in browser.get(f"/w/{cast.workspace}/products/{chair}/prices").text

    def test_the_trainer_defines_one_from_lines(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        backstage(_lists)
        browser, path = client("roy"), f"/w/{cast.workspace}/prices/new"
        assert browser.get(path).status == 200
        answer = browser.post(path, **TYPED)
        assert answer.status == 303
        text = browser.get(answer.location).text
        assert "Santé 2026" in text
        assert "3,90" in text

    def test_a_line_that_cannot_be_read_is_named_and_kept(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        backstage(_lists)
        browser, path = client("roy"), f"/w/{cast.workspace}/prices/new"
        for line in ("XXX ; 1 ; 2", "PAP-101", "PAP-101 ; 0 ; 2", "PAP-101 ; 1 ; -2", "PAP-101 ; 1 ; 2 ; 3"):
            wrong = browser.post(path, **(TYPED | {"prices": f"PAP-101 ; 1 ; 4,07\n{line}"}))
            assert wrong.status == 422
            assert "Ligne 2 illisible" in wrong.text
            assert line in wrong.html
        assert "désigne déjà un tarif" in browser.post(path, **(TYPED | {"code": "COL-2026"})).text

    def test_the_trainer_defines_one_anew_unless_another_was_quicker(
        self, client: Open, cast: Cast, backstage: Backstage
    ) -> None:
        towns = backstage(_lists)["towns"]
        browser, path = client("roy"), f"/w/{cast.workspace}/prices/{towns}/edit"
        assert "PAP-101 ; 50 ; 3,90" in browser.get(path).html
        assert browser.post(path, **TYPED, version="1").status == 303
        assert browser.post(path, **(TYPED | {"name": "Autre"}), version="1").status == 409
        assert browser.post(path, **(TYPED | {"name": ""})).status == 422

    def test_a_learner_reads_but_does_not_define(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        towns = backstage(_lists)["towns"]
        for path in ("prices/new", f"prices/{towns}/edit", "prices/schedule"):
            assert client("lina").get(f"/w/{cast.workspace}/{path}").status == 403
            assert client("lina").post(f"/w/{cast.workspace}/{path}", **TYPED).status == 403


class TestTheSchedule:
    def test_the_trainer_changes_it_and_blank_rows_are_left_out(
        self, client: Open, cast: Cast, backstage: Backstage
    ) -> None:
        backstage(_lists)
        browser, path = client("roy"), f"/w/{cast.workspace}/prices/schedule"
        assert "4000,00" in browser.get(path).html
        rows: dict[str, Any] = {
            "steps-0-role": "assistant",
            "steps-0-from_net": "",
            "steps-0-limit": "4",
            "steps-1-role": "manager",
            "steps-1-from_net": "100",
            "steps-1-limit": "",
        }
        assert browser.post(path, **rows).status == 303
        found = backstage(
            lambda stage: [
                (step.role.value, step.limit.basis_points)
                for steps in queries.discount_schedule().values()
                for step in steps
            ]
        )
        assert found == [("assistant", 400)]

    def test_what_cannot_be_is_said_and_kept(self, client: Open, cast: Cast) -> None:
        browser, path = client("roy"), f"/w/{cast.workspace}/prices/schedule"
        rows: dict[str, Any] = {"steps-0-role": "assistant", "steps-0-from_net": "", "steps-0-limit": "beaucoup"}
        wrong = browser.post(path, **rows)
        assert wrong.status == 422
        assert "beaucoup" in wrong.html
        twice = {"steps-0-role": "assistant", "steps-0-limit": "4", "steps-1-role": "assistant", "steps-1-limit": "5"}
        typed: dict[str, Any] = twice
        assert "palier non répété" in browser.post(path, **typed).text


class TestTerms:
    def test_a_company_shows_its_terms_lists_and_limits(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        browser, path = client("lina"), f"/w/{cast.workspace}/companies/{cast.petit}/terms"
        before = browser.get(path).text
        assert "Prix du catalogue" in before
        assert "5 % sans dérogation" in before
        backstage(_lists)
        backstage(lambda stage: stage.do(join_segment, stage.petit).id)
        after = browser.get(path).text
        assert "Col-2026" in after
        assert "Direction commerciale" in after
        assert "Modifier les conditions" not in client("roy").get(path).text
        assert browser.get(f"/w/{cast.workspace}/companies/999/terms").status == 404

    def test_terms_are_fixed(self, client: Open, cast: Cast) -> None:
        browser, path = client("lina"), f"/w/{cast.workspace}/companies/{cast.petit}/terms"
        assert browser.post(path, **TERMS).status == 303
        text = browser.get(path).text
        assert "45 jours" in text
        assert "Collectivités" in text
        assert "Délai au-delà du plafond légal" not in text

    def test_terms_beyond_the_law_are_possible_and_said(self, client: Open, cast: Cast) -> None:
        browser, path = client("lina"), f"/w/{cast.workspace}/companies/{cast.petit}/terms"
        assert browser.post(path, **(TERMS | {"payment_days": "60", "tax_regime": "export"})).status == 303
        assert "Délai au-delà du plafond légal" in browser.get(path).text

    def test_what_cannot_be_read_is_said_and_kept(self, client: Open, cast: Cast) -> None:
        browser, path = client("lina"), f"/w/{cast.workspace}/companies/{cast.petit}/terms"
        wrong = browser.post(path, **(TERMS | {"payment_days": "bientôt"}))
        assert wrong.status == 422
        assert "bientôt" in wrong.html
        assert browser.post(path, **(TERMS | {"tax_regime": "nowhere"})).status == 422

    def test_a_check_is_recorded_with_its_decision(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        browser, path = client("lina"), f"/w/{cast.workspace}/companies/{cast.petit}/terms/check"
        assert browser.post(path, decision="", message="").status == 422
        assert browser.post(path, decision="refuse", message="").status == 303
        details = backstage(lambda stage: stage.last("terms.checked"))["details"]
        assert details["decision"] == "refuse"
