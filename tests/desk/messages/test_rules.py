"""How long a message has waited, and in which language it speaks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.desk.messages import rules
from crm.desk.messages.models import Topic

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
PROCEDURES = {"quote_answer_hours": 24, "payment_recording_days": 2}


class TestDaysWaited:
    def test_counts_days_of_the_french_calendar_not_spans_of_24_hours(self) -> None:
        late_on_sunday = datetime(2026, 3, 1, 22, 30, tzinfo=UTC)
        assert rules.days_waited(late_on_sunday, now=MONDAY) == 1
        assert rules.days_waited(datetime(2026, 3, 1, 23, 30, tzinfo=UTC), now=MONDAY) == 0

    @given(st.integers(0, 10**6), st.integers(0, 10**6))
    def test_never_shrinks_as_time_goes_by(self, first: int, more: int) -> None:
        sooner, later = MONDAY + timedelta(minutes=first), MONDAY + timedelta(minutes=first + more)
        assert 0 <= rules.days_waited(MONDAY, now=sooner) <= rules.days_waited(MONDAY, now=later)


class TestLateness:
    @pytest.mark.parametrize(
        ("topic", "hours", "late"),
        [
            (Topic.QUOTE_REQUEST, 24, False),
            (Topic.QUOTE_REQUEST, 25, True),
            (Topic.PAYMENT, 48, False),
            (Topic.PAYMENT, 49, True),
            (Topic.INFORMATION, 9999, False),
        ],
    )
    def test_follows_the_companys_procedures(self, topic: Topic, hours: int, late: bool) -> None:  # noqa: FBT001
        now = MONDAY + timedelta(hours=hours)
        assert rules.is_late(topic, MONDAY, now=now, procedures=PROCEDURES) is late


class TestLanguage:
    @pytest.mark.parametrize(
        ("text", "language"),
        [
            ("Hello, we are a small studio. Could you send us a quote for six chairs?", "en"),
            ("Bonjour, pouvez-vous nous adresser un devis pour six sièges ?", "fr"),
            ("Dear Mr Ashcombe, thank you for your enquiry about the Deûle chairs.", "en"),
            ("MOB-501 × 2", ""),
            ("", ""),
        ],
    )
    def test_is_told_by_the_small_words(self, text: str, language: str) -> None:
        assert rules.language_of(text) == language
