"""Price lists and a discount schedule, built through the use cases."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from crm.activity.door import Work
from crm.kernel.currency import Currency
from crm.kernel.money import Money, Rate
from crm.prospecting.companies.models import Company, DueRule
from crm.selling.catalogue.models import Product
from crm.selling.pricing.models import DiscountStep, PriceList
from crm.selling.pricing.rules import PriceData, StepData
from crm.selling.pricing.use_cases import (
    PriceListData,
    define_discount_schedule,
    define_price_list,
    set_trade_terms,
)

TOWNS = "Collectivités"


def prices_of(product: Product, *said: tuple[str, str]) -> list[PriceData]:
    """Write prices of a product: `("1", "4.07")` is 4.07 € from one on."""
    return [PriceData(product.id, Money.of(price), Decimal(quantity)) for quantity, price in said]


def a_price_list(
    work: Work,
    /,
    prices: list[PriceData],
    code: str = "COL-2026",
    *,
    segment: str = TOWNS,
    currency: Currency = Currency.EUR,
    valid_from: date = date(2026, 1, 1),
    valid_until: date | None = None,
) -> PriceList:
    """Define a price list for towns, unless told otherwise."""
    data = PriceListData(
        code=code, name=code.title(), segment=segment, currency=currency, valid_from=valid_from, valid_until=valid_until
    )
    return define_price_list(work, data, prices=prices)


def a_schedule(work: Work) -> list[DiscountStep]:
    """Let an assistant grant 5 %, a manager 10 % and from 4,000 € on 20 %."""
    steps = [
        StepData("assistant", Money(), Rate.percent(5)),
        StepData("manager", Money.of(4000), Rate.percent(20)),
        StepData("manager", Money(), Rate.percent(10)),
    ]
    return define_discount_schedule(work, steps=steps)


def join_segment(work: Work, company: Company, segment: str = TOWNS, *, currency: Currency = Currency.EUR) -> Company:
    """Let a company buy at a segment's prices."""
    return set_trade_terms(
        work, company, payment_days=30, due_rule=DueRule.NET, currency=currency, pricing_segment=segment
    )
