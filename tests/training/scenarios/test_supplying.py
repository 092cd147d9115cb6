"""The suppliers and carriers of the first scenario."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from crm.kernel.currency import Currency
from crm.kernel.money import Money
from crm.selling.carriers import queries as carriers
from crm.selling.suppliers import queries as suppliers
from crm.store.base import db
from crm.training.counterparts.models import Language
from crm.training.counterparts.suppliers import Supply
from crm.training.files import BadEntry
from crm.training.scenarios.models import Scenario
from crm.training.scenarios.rules import read_scenario
from crm.training.scenarios.supplying import SUPPLIERS, enter_supply
from crm.training.simulation.models import CharacterAssignment
from tests.builders import Stage
from tests.selling.catalogue.builders import a_product

FOREIGN_PRICES = {Currency.GBP: Decimal("1.15"), Currency.USD: Decimal("0.92")}


@pytest.fixture(scope="session")
def shipped(nordbureau: Scenario) -> Supply:
    """Return the shipped suppliers."""
    return nordbureau.supply


class TestShipped:
    def test_every_stocked_article_has_a_supplier(self, nordbureau: Scenario, shipped: Supply) -> None:
        sold = {line.reference for each in shipped.suppliers for line in each.offers}
        assert {each.reference for each in nordbureau.products if each.on_hand is not None} <= sold

    def test_some_are_abroad_and_read_english(self, shipped: Supply) -> None:
        assert len(shipped.carriers) == 4
        abroad = [each for each in shipped.suppliers if each.country != "FR"]
        assert {each.language for each in abroad} == {Language.ENGLISH}
        assert {each.currency for each in abroad} == set(Currency)
        assert all(each.incoterm for each in abroad)

    def test_the_dearest_article_costs_less_than_it_is_sold_for(self, nordbureau: Scenario, shipped: Supply) -> None:
        for each in shipped.suppliers:
            rate = FOREIGN_PRICES.get(each.currency, Decimal(1))
            for line in each.offers:
                product = nordbureau.product_of[line.reference]
                assert Decimal(line.price.cents) * rate < product.price.cents

    def test_a_claim_has_somewhere_to_go(self, shipped: Supply) -> None:
        assert all(re.search(r"\n\d{5} ", each.claims_address) for each in shipped.carriers)


class TestRead:
    @pytest.mark.parametrize(
        ("was", "becomes", "reason"),
        [
            ("PAP-101×20@2.95", "XYZ-1×20@2.95", "« XYZ-1 » ne désigne rien de connu"),
            ("PAP-101×20@2.95", "PAP-101×20", "n’est pas une offre"),
            ('character = "punctual"', 'character = "angel"', "« angel » ne désigne rien de connu"),
            ('carrier = "plumerel"', 'carrier = "swift"', "« swift » ne désigne rien de connu"),
            ('incoterm = "DAP"\n', "", "un fournisseur étranger a un Incoterm"),
            ('name = "Classement Orbihan"', 'name = "Papeterie Brindelune"', "figure deux fois"),
            ("03 53 01 41 10", "03 20 11 22 33", "le numéro n’est pas dans une tranche"),
            ('answer_days = "1..1"', 'answer_days = "0..1"', "un fournisseur répond"),
        ],
    )
    def test_what_cannot_be_is_refused(self, copy: Path, was: str, becomes: str, reason: str) -> None:
        path = copy / SUPPLIERS
        text = path.read_text("utf-8")
        assert was in text
        path.write_text(text.replace(was, becomes, 1), "utf-8")
        with pytest.raises(BadEntry) as refused:
            read_scenario(copy)
        assert reason in str(refused.value.values["reason"])

    def test_a_scenario_may_buy_from_nobody(self, copy: Path) -> None:
        (copy / SUPPLIERS).write_text("", "utf-8")
        assert read_scenario(copy).supply == Supply()


def test_the_world_gets_carriers_suppliers_offers_and_characters(
    stage: Stage, nordbureau: Scenario, shipped: Supply
) -> None:
    for each in nordbureau.products:
        stage.do(a_product, each.reference, name=each.name)
    stage.do(enter_supply, nordbureau)
    assert len(carriers.carriers()) == 4
    found = suppliers.supplier_by_name("Wetherwick Seating Ltd")
    assert found is not None
    assert (found.language, found.currency, found.minimum) == ("en", Currency.GBP, Money.of(600))
    assert len(suppliers.offers_of(found)) == 7
    assert len(list(db.session.scalars(select(CharacterAssignment)))) == len(shipped.suppliers)
