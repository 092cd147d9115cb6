"""What a scenario says of stock and prices, read, checked and entered."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm.training.files import BadEntry
from crm.training.scenarios.models import MessageKind, Scenario
from crm.training.scenarios.rules import read_scenario
from crm.training.scenarios.stocking import earned_discounts, particulars_of

ASKING = {MessageKind.QUOTE_REQUEST, MessageKind.PURCHASE_ORDER}


def test_the_shipped_scenario_has_shelves_lists_and_delegations(nordbureau: Scenario) -> None:
    stocked = [each for each in nordbureau.products if each.on_hand is not None]
    assert len(stocked) == len(nordbureau.products) - 4
    assert 3 <= sum(each.on_hand == 0 for each in stocked) <= 8
    assert 3 <= len(nordbureau.pricing.lists) <= 5
    assert {each.role for each in nordbureau.pricing.delegations} == {"salesperson", "manager"}


def test_nobody_who_asks_for_goods_or_was_quoted_has_a_segment(nordbureau: Scenario) -> None:
    busy = {each.company for each in nordbureau.messages if each.kind in ASKING} | {
        each.company for each in nordbureau.quotes
    }
    assert not busy & {key for segment in nordbureau.pricing.segments for key in segment.companies}


def test_a_list_price_is_above_the_cost(nordbureau: Scenario) -> None:
    for listed in nordbureau.pricing.lists:
        for price in listed.prices:
            if listed.currency == "EUR":
                assert price.price > nordbureau.product_of[price.reference].cost, price


def test_work_is_a_service_and_what_weighs_nothing_has_no_weight(nordbureau: Scenario) -> None:
    hour = particulars_of(nordbureau.product_of["SRV-901"])
    assert (hour["nature"].value, hour["weight_grams"]) == ("service", None)
    assert particulars_of(nordbureau.product_of["PAP-101"])["weight_grams"] == 2490


def test_the_discounts_a_customer_earns_are_a_clause(nordbureau: Scenario) -> None:
    said = earned_discounts(nordbureau).splitlines()
    assert len(said) == 1 + len(nordbureau.setting.terms.discounts)
    assert said[1].endswith("par commande")
    assert said[4].endswith("dans la famille « Papier »")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("PAP-101×1@4.03", "PAP-999×1@4.03"),
        ('companies = "bulle-houppe"', 'companies = "personne"'),
        ('role = "salesperson"', 'role = "cashier"'),
        ('role = "salesperson"', 'role = "assistant"'),
        ('currency = "GBP"', 'currency = "XAU"'),
        ("limit = 20", "limit = 100"),
        ("PAP-101×1@4.03", "PAP-101×0@4.03"),
        ("PAP-101×1@4.03", "PAP-101×1"),
    ],
)
def test_what_cannot_be_true_is_refused(copy: Path, before: str, after: str) -> None:
    path = copy / "prices.toml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(BadEntry, match=r"prices\.toml"):
        read_scenario(copy)


def test_stock_below_nothing_is_refused(copy: Path) -> None:
    path = copy / "catalogue.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",680,160,240", ",-1,160,240"), encoding="utf-8")
    with pytest.raises(BadEntry, match="stock"):
        read_scenario(copy)
