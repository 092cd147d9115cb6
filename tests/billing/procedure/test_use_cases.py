"""The procedure: what changes, and what is recorded of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from crm.billing.dunning.use_cases import send_reminder
from crm.billing.procedure import queries, rules, use_cases
from crm.billing.procedure.models import Decider
from crm.kernel.money import Rate
from crm.selling.quotes.models import Channel
from tests.billing.dunning.test_use_cases import a_late_invoice
from tests.builders import PROCEDURES, Stage

USUAL = rules.usual_steps([8, 15, 30])


def usual_days(name: str) -> int:
    """Return a procedure of the exercise."""
    return int(str(PROCEDURES[name]))


class TestTheSteps:
    def test_are_the_usual_ones_until_somebody_defines_them(self, stage: Stage) -> None:
        assert queries.steps(usual_days) == USUAL
        assert queries.calendar(usual_days) == (8, 15, 30, 38)
        assert stage.records("dunning_procedure.defined") == []

    def test_are_defined_by_the_trainer(self, stage: Stage) -> None:
        mine = replace(USUAL[0], days=3, channel=Channel.PHONE, text_fr=" Et {number} ? ", decided_by=Decider.MANAGER)
        stage.do_as("roy", use_cases.define_procedure, steps=[mine, *USUAL[1:]])
        stage.do_as("roy", use_cases.define_procedure, steps=[mine, *USUAL[1:]])
        assert queries.calendar(usual_days) == (3, 15, 30, 38)
        first = stage.last("dunning_procedure.defined")["details"]["steps"][0]
        assert first == {
            "level": 1,
            "days": 3,
            "channel": "phone",
            "decided_by": "manager",
            "claims_fees": False,
            "own_text": True,
        }
        reminder = stage.do(send_reminder, stage.do(a_late_invoice, stage.petit), level=1, channel=Channel.EMAIL)
        assert reminder.text == "Et FA-2026-0001 ?"

    @pytest.mark.parametrize(
        ("steps", "refusal"),
        [
            (USUAL[:3], use_cases.NotTheSteps),
            ((USUAL[0], replace(USUAL[1], days=8), *USUAL[2:]), use_cases.NotInOrder),
            ((replace(USUAL[0], days=0), *USUAL[1:]), use_cases.NotInOrder),
            ((replace(USUAL[0], text_en="{secret}"), *USUAL[1:]), use_cases.UnknownPlace),
        ],
        ids=["three", "same day", "at once", "unknown place"],
    )
    def test_must_make_sense(self, stage: Stage, steps: tuple[rules.StepPlan, ...], refusal: type[Exception]) -> None:
        with pytest.raises(refusal):
            stage.do_as("roy", use_cases.define_procedure, steps=steps)


class TestTheRates:
    def test_are_set_by_semester(self, stage: Stage) -> None:
        for late in (12, 13):
            stage.do_as(
                "roy",
                use_cases.set_interest_rate,
                year=2026,
                half=2,
                late=Rate.percent(late),
                legal_individual=Rate.percent("6.5"),
                legal_other=Rate.percent("2.5"),
            )
        assert rules.late_rate(date(2026, 7, 1), queries.rates()) == Rate.percent(13)
        assert rules.late_rate(date(2026, 6, 30), queries.rates()) == Rate.percent("12.15")
        assert stage.last("interest_rate.set")["details"] == {
            "year": 2026,
            "half": 2,
            "late_bp": 1300,
            "legal_individual_bp": 650,
            "legal_other_bp": 250,
        }

    @pytest.mark.parametrize(
        ("year", "half", "late", "refusal"),
        [
            (1999, 1, 12, use_cases.NoSuchSemester),
            (2026, 3, 12, use_cases.NoSuchSemester),
            (2026, 1, 0, use_cases.NoRate),
            (2026, 1, 7, use_cases.BelowTheFloor),
        ],
    )
    def test_must_be_lawful(self, stage: Stage, year: int, half: int, late: int, refusal: type[Exception]) -> None:
        with pytest.raises(refusal):
            stage.do_as(
                "roy",
                use_cases.set_interest_rate,
                year=year,
                half=half,
                late=Rate.percent(late),
                legal_individual=Rate.percent("6.5"),
                legal_other=Rate.percent("2.5"),
            )
