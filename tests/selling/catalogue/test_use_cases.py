"""The catalogue: what changes, and what is recorded of it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from crm.kernel.errors import Stale
from crm.kernel.money import Money, Rate
from crm.selling.catalogue import queries, use_cases
from crm.selling.catalogue.models import ProductNature
from crm.selling.catalogue.queries import ProductFilter
from crm.selling.catalogue.use_cases import ProductData
from crm.selling.stock.use_cases import open_stock
from tests.builders import Stage
from tests.selling.catalogue.builders import a_catalogue, a_product, the_seller

DATA = ProductData(
    reference="PAP-101",
    name="Ramette A4 blanc 80 g",
    family="Papier",
    unit="ramette",
    cost=Money.of("2.95"),
    unit_price=Money.of("4.20"),
    vat_rate=Rate.percent(20),
    weight_grams=2490,
    reorder_point=Decimal("12.5"),
)


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


class TestUpdatingAProduct:
    def test_what_changed_is_recorded_and_found_again(self, stage: Stage) -> None:
        product = stage.do(a_product)
        said = replace(DATA, name="Ramette A4 ivoire", unit_price=Money.of("4.60"), vat_rate=Rate.percent("5.5"))
        stage.do(use_cases.update_product, product, said, version=product.version)
        assert stage.last("product.updated")["details"]["changes"] == {
            "name": ["Ramette A4 blanc 80 g", "Ramette A4 ivoire"],
            "unit_price": ["4.20", "4.60"],
            "vat_rate": ["20.00 %", "5.50 %"],
            "weight_grams": ["", "2490"],
            "reorder_point": ["0", "12.5"],
        }
        assert [each.reference for each in queries.suggestions("ivoire")] == ["PAP-101"]

    def test_nothing_changed_is_nothing_recorded(self, stage: Stage) -> None:
        product = stage.do(a_product)
        stage.do(use_cases.update_product, product, replace(DATA, weight_grams=None, reorder_point=Decimal(0)))
        assert stage.records("product.updated") == []

    def test_what_cannot_be_is_refused(self, stage: Stage) -> None:
        product, _other = stage.do(a_product), stage.do(a_product, "SIE-601")
        for refusal, said in (
            (use_cases.ReferenceMissing, replace(DATA, name=" ")),
            (use_cases.ReferenceTaken, replace(DATA, reference="SIE-601")),
            (use_cases.WrongReorder, replace(DATA, reorder_quantity=Decimal(-1))),
        ):
            with pytest.raises(refusal):
                stage.do(use_cases.update_product, product, said)

    def test_another_person_was_quicker(self, stage: Stage) -> None:
        product = stage.do(a_product)
        with pytest.raises(Stale) as clash:
            stage.do(use_cases.update_product, product, replace(DATA, name="Autre"), version=product.version - 1)
        assert clash.value.others["name"] == "Ramette A4 blanc 80 g"

    def test_what_lies_on_a_shelf_is_not_a_service(self, stage: Stage) -> None:
        product = stage.do(a_product)
        stage.do(open_stock, product, quantity=Decimal(1))
        with pytest.raises(use_cases.StillStocked):
            stage.do(use_cases.update_product, product, replace(DATA, nature=ProductNature.SERVICE))


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
