"""What a scenario says of stock and prices: read, checked, and entered into its world."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from crm.activity.door import Work
from crm.kernel import wording
from crm.kernel.clock import opening_of
from crm.kernel.currency import Currency
from crm.kernel.errors import N_
from crm.kernel.money import NO_RATE
from crm.prospecting.companies.models import Company
from crm.prospecting.companies.queries import company_by_id
from crm.selling.catalogue import models as catalogue
from crm.selling.catalogue.queries import products_by_reference
from crm.selling.catalogue.use_cases import Particulars
from crm.selling.pricing.models import Role
from crm.selling.pricing.rules import PriceData, StepData
from crm.selling.pricing.use_cases import (
    PriceListData,
    define_discount_schedule,
    define_price_list,
    set_trade_terms,
)
from crm.selling.stock.use_cases import open_stock
from crm.training.counterparts.models import WHOLE
from crm.training.files import BadEntry, read_table
from crm.training.firms.models import Pricing
from crm.training.scenarios.models import Product, Scenario

PRICES = "prices.toml"
SERVICES = "services"


def read_pricing(directory: Path) -> Pricing:
    """Read the price lists, delegations and segments; all of them may be missing in the file."""
    return read_table(directory / PRICES, Pricing, {}).value


def check_pricing(scenario: Scenario) -> None:
    """Refuse (`BadEntry`) what names nothing known: articles, companies, roles, currencies; and impossible limits."""
    pricing = scenario.pricing
    named = [price.reference for listed in pricing.lists for price in listed.prices]
    keys = [key for segment in pricing.segments for key in segment.companies]
    for value, known in (
        *((each, scenario.product_of.keys()) for each in named),
        *((each, scenario.company_of.keys()) for each in keys),
        *((each.role, {role.value for role in Role}) for each in pricing.delegations),
        *((each.currency, {currency.code for currency in Currency}) for each in pricing.lists),
    ):
        if value not in known:
            raise _bad(N_("« %(value)s » ne désigne rien de connu") % {"value": value})
    if any(each.role == Role.ASSISTANT.value for each in pricing.delegations):
        raise _bad(N_("la remise qu’un assistant accorde seul se fixe dans les procédures (discount_limit_bp)"))
    if any(not NO_RATE <= each.limit < WHOLE for each in pricing.delegations):
        raise _bad(N_("une remise déléguée est entre 0 et 100 %"))


def particulars_of(product: Product) -> Particulars:
    """Return what the catalogue says of an article besides its prices; what weighs nothing is work."""
    is_service = product.family == SERVICES
    return {
        "description": product.description,
        "nature": catalogue.ProductNature.SERVICE if is_service else catalogue.ProductNature.GOODS,
        "weight_grams": product.weight_grams or None,
        "packaging": product.packaging,
        "reorder_point": Decimal(product.reorder_point),
        "reorder_quantity": Decimal(product.reorder_quantity),
    }


def earned_discounts(scenario: Scenario) -> str:
    """Say which discounts a customer earns, as the last clause of the terms of sale (in French: learners read them)."""
    families = {family.key: family.label for family in scenario.setting.families}
    lines = [
        f"{wording.rate(step.discount, 'fr')} à partir de {wording.money(step.from_net, 'fr')} HT "
        + (f"dans la famille « {families[step.family]} »" if step.family else "par commande")
        for step in scenario.setting.terms.discounts
    ]
    return "\n".join(["Barème des remises acquises au client", *lines])


def open_shelf(work: Work, product: catalogue.Product, said: Product, scenario: Scenario) -> None:
    """Open an article's stock so that, once all of the past is delivered, what the scenario says lies on the shelf."""
    if said.on_hand is None:
        return
    delivered = sum(
        (
            line.quantity
            for order in scenario.history
            if order.delivered_on
            for line in order.lines
            if line.reference == said.reference
        ),
        Decimal(0),
    )
    open_stock(work, product, quantity=said.on_hand + delivered)


def enter_prices(work: Work, scenario: Scenario, companies: dict[str, int]) -> None:
    """Define price lists, delegations and segments, on the eve of the exercise."""
    pricing = scenario.pricing
    with work.acting_as(work.actor, at=opening_of(scenario.setting.starts_on) - timedelta(hours=1)):
        if pricing.delegations:
            steps = [StepData(each.role, each.from_net, each.limit) for each in pricing.delegations]
            define_discount_schedule(work, steps=steps)
        goods = products_by_reference(scenario.product_of)
        for listed in pricing.lists:
            head = PriceListData(
                code=listed.code,
                name=listed.name,
                valid_from=listed.valid_from,
                segment=listed.segment,
                currency=Currency(listed.currency),
                valid_until=listed.valid_until,
            )
            prices = [PriceData(goods[each.reference].id, each.price, each.from_quantity) for each in listed.prices]
            define_price_list(work, head, prices=prices)
        for segment in pricing.segments:
            for key in segment.companies:
                if (company := company_by_id(companies[key])) is not None:
                    _join(work, company, segment.name)


def _join(work: Work, company: Company, segment: str) -> None:
    set_trade_terms(
        work,
        company,
        payment_days=company.payment_days,
        due_rule=company.due_rule,
        currency=company.currency,
        tax_regime=company.tax_regime,
        pricing_segment=segment,
    )


def _bad(reason: str) -> BadEntry:
    return BadEntry(file=PRICES, line=1, reason=reason)
