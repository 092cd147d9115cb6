"""Qualifying: what changes, and what is recorded of it."""

from __future__ import annotations

from datetime import date

import pytest

from crm.activity.door import Work
from crm.prospecting.companies.models import Company
from crm.prospecting.companies.models import Stage as CompanyStage
from crm.prospecting.qualification import queries, use_cases
from crm.prospecting.qualification.models import Budget, NextStepKind
from crm.prospecting.qualification.queries import LATE, LATER, TODAY, StepFilter
from tests.builders import Stage, a_company
from tests.prospecting.qualification.builders import PROMISING, a_promising_prospect

MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)


def a_suspect(work: Work, name: str = "Garage du Nord") -> Company:
    """Put somebody unknown into the file."""
    return a_company(work, name, stage=CompanyStage.SUSPECT)


class TestQualifying:
    def test_makes_a_prospect_of_a_promising_suspect_in_the_same_record(self, stage: Stage) -> None:
        company = stage.do(a_suspect)
        found = stage.do(a_promising_prospect, company)
        assert (found.score, company.stage) == (69, CompanyStage.PROSPECT)
        fact = stage.last("prospect.qualified")
        assert fact["details"]["score"] == 69
        assert fact["details"]["stage"] == ["suspect", "prospect"]
        assert [each["kind"] for each in fact["about"]] == ["qualification", "company"]
        assert stage.records("next_step.planned") == []

    def test_leaves_a_suspect_of_whom_little_is_known(self, stage: Stage) -> None:
        company = stage.do(a_suspect)
        found = stage.do(use_cases.qualify, company, budget=Budget.PLANNED)
        assert (found.score, company.stage) == (20, CompanyStage.SUSPECT)

    def test_leaves_a_customer_a_customer(self, stage: Stage) -> None:
        stage.do(a_promising_prospect, stage.petit)
        assert stage.petit.stage is CompanyStage.CUSTOMER

    def test_again_keeps_the_older_one_as_history(self, stage: Stage) -> None:
        first = stage.do(a_promising_prospect, stage.petit)
        second = stage.do(use_cases.qualify, stage.petit, need="Autre chose")
        assert (first.current, second.current) == (False, True)
        assert queries.latest(stage.petit) is second
        assert queries.history(stage.petit) == [second, first]


class TestPlanningTheNextStep:
    def test_is_recorded_with_its_day(self, stage: Stage) -> None:
        stage.do(a_promising_prospect, stage.petit, step_on=TUESDAY)
        assert stage.last("next_step.planned")["details"] == {"step": "call", "on": "2026-03-03", "note": ""}

    def test_today_is_not_too_late(self, stage: Stage) -> None:
        assert stage.do(a_promising_prospect, stage.petit, step_on=MONDAY).next_step_on == MONDAY

    def test_without_a_day_is_refused(self, stage: Stage) -> None:
        with pytest.raises(use_cases.StepWithoutDay):
            stage.do(use_cases.qualify, stage.petit, **PROMISING, next_step=NextStepKind.VISIT)

    def test_in_the_past_is_refused(self, stage: Stage) -> None:
        with pytest.raises(use_cases.StepInThePast):
            stage.do(use_cases.qualify, stage.petit, next_step=NextStepKind.VISIT, next_step_on=date(2026, 3, 1))

    def test_nothing_has_no_day(self, stage: Stage) -> None:
        found = stage.do(use_cases.qualify, stage.petit, next_step_on=TUESDAY)
        assert found.next_step_on is None


class TestNextSteps:
    def test_lists_those_in_force_the_most_urgent_first(self, stage: Stage) -> None:
        garage = stage.do(a_suspect)
        later = stage.do(a_promising_prospect, garage, step_on=TUESDAY)
        stage.do(a_promising_prospect, stage.petit, step_on=TUESDAY)
        sooner = stage.do(a_promising_prospect, stage.petit, step_on=MONDAY)
        assert queries.next_steps(StepFilter(), today=MONDAY).rows == [sooner, later]
        assert queries.next_steps(StepFilter(TODAY), today=MONDAY).rows == [sooner]
        assert queries.next_steps(StepFilter(LATER), today=MONDAY).rows == [later]
        assert queries.next_steps(StepFilter(LATE), today=TUESDAY).rows == [sooner]
        assert queries.next_steps(StepFilter(kind=NextStepKind.VISIT), today=MONDAY).rows == []
        assert queries.step_counts(today=MONDAY) == {"all": 2, "late": 0, "today": 1, "later": 1}
