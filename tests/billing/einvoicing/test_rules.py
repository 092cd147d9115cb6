"""The platform's checks: silent about sound invoices, each naming its rule and its field."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.billing.einvoicing.queries import Case, cases
from crm.billing.einvoicing.rules import CHECKS, RATES, findings, rule_named
from crm.papers.cii import fields_of, is_domestic_business
from crm.papers.cii_xml import Fields, groups_of, read_xml
from crm.papers.facturx import schema_faults
from crm.papers.reading import side_by_side, term_label
from crm.papers.views import CommercialPaper
from tests.papers.golden import CASES
from tests.papers.schematrons import Schematrons
from tests.papers.test_schematrons import papers

pytestmark = pytest.mark.once
# Ours alone: all official rules are silent about it.
OURS = "COMPTOIR-01"


@pytest.fixture(scope="module")
def schematrons() -> Iterator[Schematrons]:
    with Schematrons() as running:
        yield running


def names(fields: Fields) -> list[str]:
    """Return the rules that are broken."""
    return [found.rule.name for found in findings(fields)]


class TestSoundInvoices:
    @pytest.mark.parametrize("name", [name for name, paper in CASES.items() if name != "03_consumer"])
    def test_break_nothing(self, name: str) -> None:
        assert findings(fields_of(CASES[name])) == []

    @settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
    @given(papers())
    def test_at_random_break_nothing(self, paper: CommercialPaper) -> None:
        if is_domestic_business(paper):
            assert findings(fields_of(paper)) == []


class TestTheTwentyFaultyOnes:
    def test_are_twenty_each_with_its_own_fault(self) -> None:
        assert len(cases()) == 20
        assert len({case.key for case in cases()}) == 20
        assert len({case.rule.name for case in cases()}) == 20

    @pytest.mark.parametrize("case", cases(), ids=lambda case: case.key)
    def test_break_the_one_rule_that_is_said_in_the_field_that_is_said(self, case: Case) -> None:
        assert names(read_xml(case.xml)) == [case.rule.name]
        assert case.field == case.rule.field

    @pytest.mark.parametrize("case", cases(), ids=lambda case: case.key)
    def test_are_found_by_the_official_rules_under_the_same_name(self, schematrons: Schematrons, case: Case) -> None:
        said = schematrons.against(case.xml)
        assert schema_faults(case.xml) == []
        if case.rule.name == OURS:
            assert said == []
        else:
            assert any(case.rule.name in each for each in said), said

    @pytest.mark.parametrize("case", cases(), ids=lambda case: case.key)
    def test_explain_themselves(self, case: Case) -> None:
        assert case.explanation
        assert case.remedy
        assert side_by_side(case.paper, case.fields, language="fr")


class TestChecks:
    def test_have_names_of_their_own_and_fields_that_are_called_something(self) -> None:
        assert len({rule.name for rule in CHECKS}) == len(CHECKS)
        for rule in CHECKS:
            assert term_label(rule.field, "fr")
            assert term_label(rule.field, "en")
            assert rule_named(rule.name) == rule

    def test_an_unknown_name_is_nothing(self) -> None:
        assert rule_named("BR-FR-99") is None

    @pytest.mark.parametrize(
        ("code", "said", "rule"),
        [
            ("BT-1", "F" * 36, "BR-FR-01"),
            ("BT-2", "1999-12-31", "BR-FR-03"),
            ("BT-2", "2026-02-40", "BR-FR-03"),
            ("BT-3", "999", "BR-FR-04"),
            ("BT-34", "", "BR-FR-13"),
            ("BT-106", "1.00", "BR-CO-10"),
            ("BT-109", "1.00", "BR-CO-13"),
            ("BT-110", "1.00", "BR-CO-14"),
            ("BT-115", "1.00", "BR-CO-16"),
        ],
    )
    def test_look_at_their_term(self, code: str, said: str, rule: str) -> None:
        assert rule in names(fields_of(CASES["10_corrective"]) | {code: said})

    def test_an_invoice_that_can_never_be_paid_is_found(self) -> None:
        assert "BR-CO-25" in names(fields_of(CASES["10_corrective"]) | {"BT-9": "", "BT-20": ""})

    def test_an_invoice_of_nothing_is_found(self) -> None:
        assert "BR-16" in names(fields_of(CASES["10_corrective"]) | {"BG-25": []})

    @pytest.mark.parametrize(
        ("code", "said", "rule"), [("BT-151", "L", "BR-FR-15"), ("BT-152", "19", "BR-FR-16"), ("BT-146", "-1", "BR-27")]
    )
    def test_name_the_line(self, code: str, said: str, rule: str) -> None:
        fields = fields_of(CASES["10_corrective"])
        groups_of(fields, "BG-25")[1][code] = said
        assert (rule, 2) in [(found.rule.name, found.rank) for found in findings(fields)]

    def test_a_deposit_invoice_may_fall_due_before_its_day(self) -> None:
        assert names(fields_of(CASES["08_deposit"]) | {"BT-9": "2026-01-01"}) == []

    @given(st.decimals(0, 100, places=1))
    def test_only_rates_of_the_list_pass(self, rate: Decimal) -> None:
        fields = fields_of(CASES["10_corrective"])
        groups_of(fields, "BG-25")[0]["BT-152"] = str(rate)
        assert ("BR-FR-16" in names(fields)) is (rate not in RATES)
