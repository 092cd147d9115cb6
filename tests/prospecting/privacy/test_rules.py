"""Retention, deadlines, canvassing, erasure: the law as pure rules."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.prospecting.privacy import rules
from crm.prospecting.privacy.rules import Callee, Fault, Ground

PARIS = ZoneInfo("Europe/Paris")
CONSUMER = Callee(is_business=False, is_customer=False, opted_out=False, consented_on=None, keep_until=None)


def at(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """Return an instant by the clocks of Paris."""
    return datetime(year, month, day, hour, minute, tzinfo=PARIS).astimezone(UTC)


class TestGround:
    @pytest.mark.parametrize(
        ("day", "found"), [(date(2026, 8, 10), Ground.NO_OBJECTION), (date(2026, 8, 11), Ground.NONE)]
    )
    def test_a_consumer_must_have_consented_since_august_2026(self, day: date, found: Ground) -> None:
        assert rules.ground_of(CONSUMER, on=day) is found

    def test_a_consent_a_contract_and_a_business_are_grounds(self) -> None:
        day = date(2026, 9, 1)
        asked = Callee(is_business=False, is_customer=False, opted_out=False, consented_on=day, keep_until=None)
        customer = Callee(is_business=False, is_customer=True, opted_out=False, consented_on=None, keep_until=None)
        firm = Callee(is_business=True, is_customer=False, opted_out=False, consented_on=None, keep_until=None)
        assert [rules.ground_of(each, on=day) for each in (asked, customer, firm)] == [
            Ground.CONSENT,
            Ground.CONTRACT,
            Ground.BUSINESS,
        ]
        assert rules.ground_of(asked, on=day - timedelta(days=1)) is Ground.NONE


class TestHours:
    @pytest.mark.parametrize(
        ("instant", "fine"),
        [
            (at(2026, 9, 1, 9, 59), False),
            (at(2026, 9, 1, 10), True),
            (at(2026, 9, 1, 13), False),
            (at(2026, 9, 1, 14), True),
            (at(2026, 9, 1, 19, 59), True),
            (at(2026, 9, 1, 20), False),
            (at(2026, 9, 5, 11), False),
            (at(2026, 11, 11, 11), False),
            (at(2026, 1, 15, 10), True),
        ],
    )
    def test_are_those_of_the_decree_in_paris_time(self, instant: datetime, *, fine: bool) -> None:
        assert rules.within_hours(instant) is fine

    def test_bind_only_calls_to_consumers(self) -> None:
        firm = Callee(is_business=True, is_customer=False, opted_out=False, consented_on=None, keep_until=None)
        assert rules.canvassing(firm, at=at(2026, 9, 5, 21)).is_lawful
        faults = rules.canvassing(CONSUMER, at=at(2026, 9, 5, 21)).faults
        assert faults == (Fault.NO_GROUND, Fault.OUTSIDE_HOURS)


class TestFrequency:
    def test_four_calls_in_thirty_days_and_silence_after_a_refusal(self) -> None:
        now = at(2026, 3, 5, 11)
        four = tuple(now - timedelta(days=days) for days in (1, 5, 9, 29))
        often = Callee(
            is_business=False, is_customer=False, opted_out=True, consented_on=None, keep_until=date(2026, 3, 4),
            earlier=four, refused_at=now - timedelta(days=59),
        )  # fmt: skip
        assert rules.canvassing(often, at=now).faults == (
            Fault.OPTED_OUT,
            Fault.TOO_OFTEN,
            Fault.AFTER_REFUSAL,
            Fault.TOO_OLD,
        )
        later = rules.canvassing(often, at=now + timedelta(days=2)).faults
        assert Fault.TOO_OFTEN not in later
        assert Fault.AFTER_REFUSAL not in later


class TestClocks:
    @given(st.dates(date(2000, 1, 1), date(2090, 1, 1)))
    @settings(max_examples=60)
    def test_an_answer_is_due_in_the_next_month(self, received: date) -> None:
        due = rules.answer_due(received)
        assert 28 <= (due - received).days <= 31
        assert due.day == received.day or (due.day < received.day and (due + timedelta(days=1)).day == 1)

    @pytest.mark.parametrize(
        ("contact", "until"),
        [(None, date(2026, 5, 4)), (date(2024, 2, 29), date(2027, 2, 28)), (date(2020, 1, 1), date(2026, 5, 4))],
    )
    def test_a_prospect_is_kept_three_years_from_the_last_sign_or_collection(
        self, contact: date | None, until: date
    ) -> None:
        assert rules.keep_until(contact, date(2023, 5, 4), is_customer=False) == until
        assert rules.keep_until(contact, date(2023, 5, 4), is_customer=True) is None


class TestErasure:
    def test_keeps_what_the_books_need_and_nothing_else(self) -> None:
        assert "legal_name" in rules.erasure(is_business=False, has_invoices=False).erased
        kept = rules.erasure(is_business=False, has_invoices=True)
        assert "legal_name" in kept.kept
        assert kept.because
        assert not set(kept.kept) & set(kept.erased)
