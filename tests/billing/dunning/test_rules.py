"""Dunning in figures and words."""

from __future__ import annotations

from datetime import date

import pytest

from crm.billing.dunning import rules
from crm.billing.dunning.rules import Step, Unpaid
from crm.billing.procedure.rules import StepPlan
from crm.kernel.currency import Currency
from crm.kernel.money import Money

CALENDAR = (8, 15, 30)


class TestTheReminderCalendar:
    @pytest.mark.parametrize(
        ("last_level", "step"),
        [
            (0, Step(1, date(2026, 3, 10))),
            (1, Step(2, date(2026, 3, 17))),
            (2, Step(3, date(2026, 4, 1))),
            (3, Step(None, date(2026, 4, 1))),
        ],
    )
    def test_says_what_comes_next_and_when(self, last_level: int, step: Step) -> None:
        assert rules.next_step(date(2026, 3, 2), last_level=last_level, calendar=CALENDAR) == step

    def test_a_step_is_due_from_its_day_on(self) -> None:
        step = Step(1, date(2026, 3, 10))
        assert not step.is_due(on=date(2026, 3, 9))
        assert step.is_due(on=date(2026, 3, 10))

    @pytest.mark.parametrize(("last_level", "level"), [(0, 1), (1, 2), (2, 3), (3, 3)])
    def test_proposes_the_next_level_and_never_more_than_the_formal_notice(self, last_level: int, level: int) -> None:
        assert rules.proposed_level(last_level) == level


class TestTheText:
    UNPAID = Unpaid(
        number="FA-2026-0042",
        issued_on=date(2026, 1, 2),
        due_on=date(2026, 2, 1),
        amount_due=Money.of("720.17"),
        today=date(2026, 3, 2),
        is_professional=True,
        name="Lina",
    )

    @pytest.mark.parametrize("language", ["fr", "en"])
    @pytest.mark.parametrize("level", [1, 2, 3])
    def test_names_the_invoice_the_sum_and_who_signs(self, language: str, level: int) -> None:
        text = rules.reminder_text(self.UNPAID, level=level, language=language)
        assert "FA-2026-0042" in text
        assert "720" in text
        assert text.endswith("Lina")
        assert "{" not in text

    def test_claims_the_fees_in_the_formal_notice_to_a_professional(self) -> None:
        text = rules.reminder_text(self.UNPAID, level=3, language="en")
        assert "€6.95" in text
        assert "€40.00" in text

    @pytest.mark.parametrize("level", [1, 2, 3])
    def test_never_speaks_of_fees_to_a_consumer(self, level: int) -> None:
        consumer = Unpaid(**(vars(self.UNPAID) | {"is_professional": False}))
        text = rules.reminder_text(consumer, level=level, language="fr")
        for word in ("40", "pénalités", "indemnité"):
            assert word not in text

    def test_writes_french_to_who_speaks_neither(self) -> None:
        assert rules.reminder_text(self.UNPAID, level=1, language="de").startswith("Bonjour")

    def test_the_company_says_it_its_own_way(self) -> None:
        step = StepPlan(2, 15, claims_fees=True, text_fr="Réglez {number} : {amount}.{fees}")
        text = rules.reminder_text(self.UNPAID, level=2, language="fr", step=step)
        assert text.startswith("Réglez FA-2026-0042 : 720,17")
        assert "40,00" in text

    @pytest.mark.parametrize("language", ["fr", "en"])
    @pytest.mark.parametrize("level", [1, 2, 3])
    def test_a_call_has_a_script(self, language: str, level: int) -> None:
        text = rules.call_script(self.UNPAID, level=level, language=language)
        assert "FA-2026-0042" in text
        assert "Lina" in text
        assert "{" not in text

    def test_sums_are_in_the_currency_of_the_invoice(self) -> None:
        pounds = Unpaid(**(vars(self.UNPAID) | {"currency": Currency.GBP, "exchange_ppm": 1_250_000}))
        assert pounds.recovery_fee == Money.of(32)
        assert "£720.17" in rules.reminder_text(pounds, level=1, language="en")
