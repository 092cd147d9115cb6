"""How values look on a page, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from flask import Flask

from crm.kernel.clock import FrozenClock
from crm.kernel.money import Money, Rate
from crm.web import filters
from tests.builders import MONDAY

NARROW, NBSP = "\u202f", "\u00a0"


@pytest.fixture(params=["fr", "en"])
def language(request: pytest.FixtureRequest, house: Flask, clock: FrozenClock) -> Iterator[str]:
    """A page in each language."""
    clock.instant = MONDAY
    with house.test_request_context(f"/?lang={request.param}"):
        yield request.param


class TestFilters:
    def test_nothing_is_a_dash(self, language: str) -> None:
        looks = (
            filters.money,
            filters.rate,
            filters.number,
            filters.day,
            filters.long_day,
            filters.moment,
            filters.ago,
        )
        assert [look(None) for look in looks] == ["—"] * len(looks)

    def test_values_are_written_in_the_readers_language(self, language: str) -> None:
        said = (
            filters.language(),
            filters.money(Money(123456)),
            filters.rate(Rate.percent("5.5")),
            filters.number(Decimal("1234.5")),
            filters.day(date(2026, 3, 2)),
            filters.long_day(MONDAY),
            filters.moment(MONDAY),
        )
        wanted = {
            "fr": (
                "fr",
                f"1{NARROW}234,56{NBSP}€",
                f"5,5{NARROW}%",
                f"1{NARROW}234,5",
                "2 mars 2026",
                "lundi 2 mars 2026",
                "2 mars 2026, 09:00",
            ),
            "en": ("en", "€1,234.56", "5.5%", "1,234.5", "2 Mar 2026", "Monday 2 March 2026", "2 Mar 2026, 09:00"),
        }
        assert said == wanted[language]

    def test_the_day_of_an_instant_is_the_day_in_france(self, language: str) -> None:
        late = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
        assert filters.day(late) == filters.day(date(2026, 3, 3))

    @pytest.mark.parametrize(
        ("passed", "french"),
        [
            (timedelta(0), "il y a 0 s"),
            (timedelta(seconds=59), "il y a 59 s"),
            (timedelta(seconds=60), "il y a 1 min"),
            (timedelta(minutes=59, seconds=59), "il y a 59 min"),
            (timedelta(hours=1), "il y a 1 h"),
            (timedelta(hours=23, minutes=59), "il y a 23 h"),
            (timedelta(days=1), "il y a 1 jour"),
            (timedelta(days=3), "il y a 3 jours"),
            (timedelta(seconds=-5), "il y a 0 s"),
        ],
    )
    def test_how_long_ago(self, house: Flask, clock: FrozenClock, passed: timedelta, french: str) -> None:
        clock.instant = MONDAY
        with house.test_request_context("/?lang=fr"):
            assert filters.ago(MONDAY - passed) == french

    def test_outside_a_page_it_is_french(self, house: Flask) -> None:
        with house.app_context():
            assert filters.language() == "fr"
