"""Prices and terms: what changes, what holds for whom, and what is recorded."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from crm.kernel.currency import Currency
from crm.kernel.money import Money, Rate
from crm.kernel.tax import TaxRegime
from crm.prospecting.companies.models import DueRule
from crm.selling.pricing import queries, use_cases
from crm.selling.pricing.models import Role
from crm.selling.pricing.rules import PriceData, StepData
from crm.selling.pricing.use_cases import PriceListData
from tests.builders import Stage
from tests.selling.catalogue.builders import a_product
from tests.selling.pricing.builders import a_price_list, a_schedule, join_segment, prices_of

TODAY = date(2026, 3, 2)
D = Decimal


class TestDefiningAPriceList:
    def test_its_prices_hold_for_the_segment_by_quantity(self, stage: Stage) -> None:
        paper = stage.do(a_product)
        stage.do_as("roy", a_price_list, prices_of(paper, ("1", "4.07"), ("50", "3.90")))
        assert queries.price_for(paper, stage.petit, quantity=D(60), on=TODAY) == Money.of("4.20")
        stage.do(join_segment, stage.petit)
        assert queries.price_for(paper, stage.petit, quantity=D(49), on=TODAY) == Money.of("4.07")
        assert queries.price_for(paper, stage.petit, quantity=D(50), on=TODAY) == Money.of("3.90")
        assert queries.price_for(paper, None, quantity=D(50), on=TODAY) == Money.of("4.20")
        details = stage.last("price_list.defined")["details"]
        assert details["code"] == "COL-2026"
        assert details["prices"] == 2
        assert details["price_changes"] == {}

    def test_it_holds_for_its_time_and_currency(self, stage: Stage) -> None:
        paper = stage.do(a_product)
        stage.do(join_segment, stage.petit)
        stage.do(
            a_price_list, prices_of(paper, ("1", "4.00")), valid_from=date(2026, 2, 1), valid_until=date(2026, 2, 28)
        )
        stage.do(a_price_list, prices_of(paper, ("1", "3.60")), "UK", segment="", currency=Currency.GBP)
        days = (date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 28), date(2026, 3, 1))
        prices = [queries.price_for(paper, stage.petit, quantity=D(1), on=day).cents for day in days]
        assert prices == [420, 400, 400, 420]
        stage.do(join_segment, stage.petit, "", currency=Currency.GBP)
        offer = queries.price_book(stage.petit, on=TODAY).offer(paper.id)
        assert offer is not None
        assert (offer.currency, offer.unit_price.cents, offer.list_code) == (Currency.GBP, 360, "UK")
        assert [each.code for each in queries.price_lists_of(stage.petit, on=TODAY)] == ["UK"]

    def test_defining_it_anew_replaces_its_prices_and_says_what_changed(self, stage: Stage) -> None:
        paper, chair = stage.do(a_product), stage.do(a_product, "SIE-601", name="Siège")
        first = stage.do(
            a_price_list, [*prices_of(paper, ("1", "4.07"), ("50", "3.90")), *prices_of(chair, ("1", "9"))]
        )
        data = PriceListData(code="COL-2026", name="Villes", segment="Villes", valid_from=TODAY)
        prices = [*prices_of(paper, ("1", "4.00"), ("60", "3.80")), *prices_of(chair, ("1", "9"))]
        stage.do(use_cases.define_price_list, data, prices=prices, price_list=first, version=first.version)
        kept = [(each.min_quantity, each.unit_price.cents) for each in queries.entries_of(first)]
        assert kept == [(D(1), 400), (D(60), 380), (D(1), 900)]
        assert (first.name, first.segment, first.label) == ("Villes", "Villes", "Villes")
        assert stage.last("price_list.defined")["details"]["price_changes"] == {
            "PAP-101 × 1": [407, 400],
            "PAP-101 × 50": [390, None],
            "PAP-101 × 60": [None, 380],
        }

    def test_what_cannot_be_is_refused(self, stage: Stage) -> None:
        paper = stage.do(a_product)
        good = prices_of(paper, ("1", "4.07"))
        stage.do(a_price_list, good)
        for refusal, data, prices in (
            (use_cases.CodeMissing, PriceListData(code=" ", name="x", valid_from=TODAY), good),
            (use_cases.CodeTaken, PriceListData(code="COL-2026", name="x", valid_from=TODAY), good),
            (
                use_cases.EndsBeforeItBegins,
                PriceListData(code="X", name="x", valid_from=TODAY, valid_until=date(2026, 3, 1)),
                good,
            ),
            (use_cases.WrongPrice, PriceListData(code="X", name="x", valid_from=TODAY), good + good),
            (
                use_cases.WrongPrice,
                PriceListData(code="X", name="x", valid_from=TODAY),
                [PriceData(999_999, Money.of(1))],
            ),
            (
                use_cases.WrongPrice,
                PriceListData(code="X", name="x", valid_from=TODAY),
                [PriceData(paper.id, Money.of(1), D(0))],
            ),
        ):
            with pytest.raises(refusal):
                stage.do(use_cases.define_price_list, data, prices=prices)


class TestTheDiscountSchedule:
    def test_says_how_far_each_role_may_go(self, stage: Stage) -> None:
        assert queries.delegated_discount(net=Money.of(100)) is None
        stage.do_as("roy", a_schedule)
        assert queries.delegated_discount(net=Money.of(100)) == Rate.percent(5)
        assert queries.delegated_discount(net=Money.of(100), role="manager") == Rate.percent(10)
        assert queries.delegated_discount(net=Money.of(4000), role="manager") == Rate.percent(20)
        assert queries.delegated_discount(net=Money.of(4000), role="salesperson") is None
        assert stage.last("discount_schedule.defined")["details"]["steps"][0] == {
            "role": "assistant",
            "from_cents": 0,
            "limit_bp": 500,
        }

    def test_a_new_one_replaces_it(self, stage: Stage) -> None:
        stage.do(a_schedule)
        steps = [StepData("assistant", Money(), Rate.percent(3)), StepData("salesperson", Money(), Rate.percent(7))]
        stage.do(use_cases.define_discount_schedule, steps=steps)
        found = queries.discount_schedule()
        assert {role: [step.limit.basis_points for step in each] for role, each in found.items()} == {
            Role.ASSISTANT: [300],
            Role.SALESPERSON: [700],
            Role.MANAGER: [],
        }

    @pytest.mark.parametrize(
        "steps",
        [
            [StepData("assistant", Money(), Rate.percent(3)), StepData("assistant", Money(), Rate.percent(4))],
            [StepData("assistant", Money(-1), Rate.percent(3))],
            [StepData("assistant", Money(), Rate.percent(101))],
        ],
    )
    def test_impossible_steps_are_refused(self, stage: Stage, steps: list[StepData]) -> None:
        with pytest.raises(use_cases.WrongStep):
            stage.do(use_cases.define_discount_schedule, steps=steps)


class TestTradeTerms:
    def test_are_fixed_and_recorded_old_and_new(self, stage: Stage) -> None:
        stage.do(
            use_cases.set_trade_terms,
            stage.petit,
            payment_days=45,
            due_rule=DueRule.MONTH_END_THEN_DAYS,
            currency=Currency.GBP,
            tax_regime=TaxRegime.EXPORT,
            pricing_segment=" Villes ",
        )
        company = stage.petit
        assert (company.payment_days, company.due_rule) == (45, DueRule.MONTH_END_THEN_DAYS)
        assert (company.currency, company.regime, company.pricing_segment) == (
            Currency.GBP,
            TaxRegime.EXPORT,
            "Villes",
        )
        details = stage.last("trade_terms.set")["details"]
        assert details["changes"]["tax_regime"] == ["", "export"]
        assert details["changes"]["payment_days"] == ["30", "45"]
        assert details["beyond_the_law"] is False
        assert details["beyond_payment_terms"] is True

    def test_longer_than_the_law_allows_is_possible_and_recorded(self, stage: Stage) -> None:
        stage.do(use_cases.set_trade_terms, stage.petit, payment_days=75, due_rule=DueRule.NET)
        assert stage.last("trade_terms.set")["details"]["beyond_the_law"] is True

    @pytest.mark.parametrize("days", [-1, 366])
    def test_nobody_pays_before_the_invoice_or_after_a_year(self, stage: Stage, days: int) -> None:
        with pytest.raises(use_cases.WrongDelay):
            stage.do(use_cases.set_trade_terms, stage.petit, payment_days=days, due_rule=DueRule.NET)


class TestCheckingTerms:
    def test_the_terms_seen_and_the_decision_are_recorded(self, stage: Stage) -> None:
        stage.do(use_cases.check_terms, stage.petit, about=(None,), decision="accept")
        fact = stage.last("terms.checked")
        assert [thing["kind"] for thing in fact["about"]] == ["company"]
        assert fact["details"] == {
            "payment_days": 30,
            "due_rule": "net",
            "currency": "EUR",
            "tax_regime": "domestic",
            "pricing_segment": "",
            "price_lists": [],
            "decision": "accept",
        }

    def test_a_check_has_a_decision(self, stage: Stage) -> None:
        with pytest.raises(use_cases.DecisionMissing):
            stage.do(use_cases.check_terms, stage.petit, decision=" ")
