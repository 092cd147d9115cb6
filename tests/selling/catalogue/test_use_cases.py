"""The catalogue: what changes, and what is recorded of it."""

from __future__ import annotations

import pytest

from crm.kernel.money import Money, Rate
from crm.selling.catalogue import queries, use_cases
from crm.selling.catalogue.queries import ProductFilter
from tests.builders import Stage
from tests.selling.catalogue.builders import a_catalogue, a_product, the_seller


class TestCreatingAProduct:
    def test_it_is_in_the_catalogue_and_recorded(self, stage: Stage) -> None:
        product = stage.do(a_product)
        assert queries.product_by_id(product.id) is product
        assert queries.product_by_reference("PAP-101") is product
        fact = stage.last("product.created")
        assert fact["about"] == [{"kind": "product", "id": product.id, "label": "PAP-101 Ramette A4 blanc 80 g"}]
        assert fact["details"] == {
            "family": "Papier",
            "cost_cents": 295,
            "unit_price_cents": 420,
            "vat_rate_bp": 2000,
        }

    def test_a_reference_is_used_once(self, stage: Stage) -> None:
        stage.do(a_product)
        with pytest.raises(use_cases.ReferenceTaken):
            stage.do(a_product)

    def test_a_product_has_a_reference_and_a_name(self, stage: Stage) -> None:
        with pytest.raises(use_cases.ReferenceMissing):
            stage.do(a_product, " ")

    def test_selling_at_a_loss_is_possible(self, stage: Stage) -> None:
        product = stage.do(a_product, cost="5.00")
        assert product.margin.amount == Money.of("-0.80")


class TestTheSeller:
    def test_is_named_after_the_workspace_until_somebody_says_more(self, stage: Stage) -> None:
        assert queries.seller().name == "Nord Bureau"
        assert queries.seller().siren == ""

    def test_is_described_and_recorded(self, stage: Stage) -> None:
        stage.do(the_seller)
        found = queries.seller()
        assert (found.siren, found.rcs, found.capital) == ("100000009", "Lille Métropole", Money.of(120000))
        assert found.address.city == "Roubaix"
        assert stage.last("seller.described")["details"]["vat_number"] == "FR88100000009"
        identity = queries.seller_identity()
        assert identity is not None
        assert identity.late_rate == Rate.percent("12.15")

    def test_saying_it_again_replaces_it(self, stage: Stage) -> None:
        stage.do(the_seller)
        stage.do(use_cases.describe_seller, name="Nord Bureau et fils")
        assert queries.seller().name == "Nord Bureau et fils"
        assert queries.seller().siren == ""


class TestQueries:
    def test_search_ignores_case_and_accents(self, stage: Stage) -> None:
        stage.do(a_catalogue)
        assert [each.reference for each in queries.suggestions("SIEGE deule")] == ["SIE-601"]
        assert queries.product_count(ProductFilter(search="pap")) == 1

    def test_families_are_counted(self, stage: Stage) -> None:
        stage.do(a_catalogue)
        assert queries.families() == {"Livres": 1, "Papier": 1, "Sièges": 1}

    def test_the_catalogue_is_sorted_and_narrowed(self, stage: Stage) -> None:
        stage.do(a_catalogue)
        dearest = queries.catalogue(ProductFilter(sort="price", descending=True))
        assert [each.reference for each in dearest.rows] == ["SIE-601", "LIV-002", "PAP-101"]
        assert [each.reference for each in queries.catalogue(ProductFilter(family="Livres")).rows] == ["LIV-002"]

    def test_costs_are_found_by_id(self, stage: Stage) -> None:
        paper = stage.do(a_product)
        assert queries.costs_of([paper.id, None, 999_999]) == {paper.id: Money.of("2.95")}
        assert [each.id for each in queries.products()] == [paper.id]
