"""What can be done with suppliers."""

from __future__ import annotations

from decimal import Decimal

import pytest

from crm.kernel.money import Money
from crm.selling.suppliers import queries
from crm.selling.suppliers.use_cases import (
    AlreadyListed,
    NameMissing,
    UnknownLanguage,
    WrongOffer,
    create_supplier,
    offer_product,
)
from tests.builders import Stage
from tests.selling.catalogue.builders import a_product
from tests.selling.suppliers.builders import a_british_supplier, a_supplier


class TestCreateSupplier:
    def test_it_is_listed_and_recorded_with_its_terms(self, stage: Stage) -> None:
        supplier = stage.do(a_british_supplier)
        assert supplier.is_foreign
        details = stage.last("supplier.created")["details"]
        assert details["language"] == "en"
        assert details["currency"] == "GBP"
        assert details["incoterm"] == "FCA"

    def test_name_and_language_must_be_right(self, stage: Stage) -> None:
        with pytest.raises(NameMissing):
            stage.do(create_supplier, name=" ")
        with pytest.raises(UnknownLanguage):
            stage.do(create_supplier, name="Müller Papier", language="de")
        stage.do(a_supplier)
        with pytest.raises(AlreadyListed):
            stage.do(a_supplier)

    def test_it_is_found_by_words(self, stage: Stage) -> None:
        stage.do(a_supplier)
        stage.do(a_british_supplier)
        assert [each.name for each in queries.suppliers("leeds").rows] == ["Thornbury Seating Ltd"]
        assert queries.supplier_count() == 2


class TestOfferProduct:
    def test_an_offer_is_made_and_changed_in_place(self, stage: Stage) -> None:
        product = stage.do(a_product)
        supplier = stage.do(a_supplier, "Papeterie de la Lys", product)
        changed = stage.do(
            offer_product, supplier, product, supplier_reference="PL-9", unit_price=Money.of("2.80"), pack=Decimal(5)
        )
        assert [(each.supplier_reference, each.pack) for each in queries.offers_of(supplier)] == [("PL-9", Decimal(5))]
        assert queries.sellers_of([product.id]) == {product.id: [(supplier, changed)]}
        assert stage.last("supplier_offer.set")["details"]["price_cents"] == 280

    def test_nobody_sells_in_packs_of_none(self, stage: Stage) -> None:
        product = stage.do(a_product)
        supplier = stage.do(a_supplier)
        with pytest.raises(WrongOffer):
            stage.do(offer_product, supplier, product, supplier_reference="X", unit_price=Money.of(1), pack=Decimal(0))
