"""What a customer pays: lists, currencies, regimes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.activity.standing import PROCEDURES
from crm.kernel.currency import Currency, in_euros
from crm.kernel.money import NO_RATE, Money
from crm.kernel.tax import TaxRegime
from crm.selling.catalogue.models import Product
from crm.selling.pricing.queries import PriceBook
from crm.selling.pricing.rules import PriceData
from crm.selling.pricing.use_cases import PriceListData, define_price_list
from crm.selling.tariffs import Tariff, exchange_of, listed_line, tariff_for, untaxed
from tests.builders import Stage
from tests.selling.catalogue.builders import a_catalogue

procedure = PROCEDURES.__getitem__
TODAY = date(2026, 3, 2)


@pytest.fixture
def paper(stage: Stage) -> Product:
    """A ream at 4.20."""
    return stage.do(a_catalogue)["PAP-101"]


class TestTariff:
    def test_without_list_the_catalogue_holds(self, stage: Stage, paper: Product) -> None:
        tariff = tariff_for(stage.petit, on=TODAY, procedure=procedure)
        assert tariff.line(paper, quantity=Decimal(3)) == listed_line(paper, Decimal(3), None)
        assert tariff.steps(paper) == [(Decimal(1), Money.of("4.20"))]

    def test_a_list_has_its_steps(self, stage: Stage, paper: Product) -> None:
        head = PriceListData(code="PRO", name="Professionnels", valid_from=TODAY)
        prices = [PriceData(paper.id, Money.of(4)), PriceData(paper.id, Money.of("3.50"), Decimal(50))]
        stage.do(define_price_list, head, prices=prices)
        tariff = tariff_for(stage.petit, on=TODAY, procedure=procedure)
        assert tariff.steps(paper) == [(Decimal(1), Money.of(4)), (Decimal(50), Money.of("3.50"))]

    def test_a_list_in_another_currency_than_the_documents_does_not_hold(self, stage: Stage, paper: Product) -> None:
        head = PriceListData(code="PRO", name="Professionnels", valid_from=TODAY)
        stage.do(define_price_list, head, prices=[PriceData(paper.id, Money.of(4))])
        tariff = tariff_for(stage.petit, on=TODAY, procedure=procedure, currency=Currency.GBP)
        assert tariff.price(paper) == Money.of("3.65")

    def test_a_regime_without_vat_bears_none(self, stage: Stage, paper: Product) -> None:
        tariff = tariff_for(stage.petit, on=TODAY, procedure=procedure, regime=TaxRegime.INTRA_EU)
        assert tariff.vat_rate(paper) == NO_RATE
        line = listed_line(paper, Decimal(1), None)
        assert untaxed([line], TaxRegime.DOMESTIC) == [line]
        assert untaxed([line], TaxRegime.EXPORT)[0].vat_rate == NO_RATE

    def test_the_euro_is_worth_itself(self) -> None:
        assert exchange_of(Currency.EUR, procedure) == 1_000_000
        assert exchange_of(Currency.GBP, procedure) == PROCEDURES["exchange_gbp_ppm"]


@given(st.integers(0, 10**9), st.integers(500_000, 2_000_000))
def test_a_converted_price_is_worth_the_same_to_the_rounding(cents: int, exchange_ppm: int) -> None:
    product = Product(
        reference="A", name="A", family="A", unit="A", cost=Money(), unit_price=Money(cents), vat_rate=NO_RATE
    )
    tariff = Tariff(PriceBook({}), Currency.USD, exchange_ppm)
    back = in_euros(tariff.price(product), exchange_ppm)
    # Half a cent of the other currency, and half a cent of euro, at most.
    assert abs(back.cents - cents) * 1_000_000 <= exchange_ppm // 2 + 500_000 + 1
