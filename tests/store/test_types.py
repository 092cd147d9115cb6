"""Columns give back exactly what they were given."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Dialect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import TypeDecorator

from crm.kernel.money import Money, Rate
from crm.prospecting.companies.models import Stage as CompanyStage
from crm.store.types import EnumColumn, MoneyColumn, QuantityColumn, RateColumn, UtcDateTime

DIALECTS: list[Dialect] = [sqlite.dialect(), postgresql.dialect()]  # type: ignore[no-untyped-call]
instants = st.datetimes(
    min_value=datetime(1970, 1, 2),  # noqa: DTZ001  (hypothesis adds the zone)
    max_value=datetime(2199, 12, 30),  # noqa: DTZ001
    timezones=st.integers(-12, 12).map(lambda hours: timezone(timedelta(hours=hours))),
)


def there_and_back(column: TypeDecorator[Any], value: object, dialect: Dialect) -> object:
    """Store a value and read it."""
    return column.process_result_value(column.process_bind_param(value, dialect), dialect)


@pytest.mark.parametrize("dialect", DIALECTS, ids=["sqlite", "postgresql"])
class TestThereAndBack:
    @given(st.integers(-(10**15), 10**15).map(Money))
    def test_money(self, dialect: Dialect, value: Money) -> None:
        assert there_and_back(MoneyColumn(), value, dialect) == value

    @given(st.integers(0, 100_000).map(lambda bp: Rate(Decimal(bp) / 10_000)))
    def test_rates(self, dialect: Dialect, value: Rate) -> None:
        assert there_and_back(RateColumn(), value, dialect) == value

    @given(st.integers(-(10**12), 10**12).map(lambda thousandths: Decimal(thousandths) / 1000))
    def test_quantities(self, dialect: Dialect, value: Decimal) -> None:
        found = there_and_back(QuantityColumn(), value, dialect)
        assert found == value
        assert str(found) == f"{value.normalize():f}" or value == 0

    @given(instants)
    def test_instants_in_utc(self, dialect: Dialect, value: datetime) -> None:
        found = there_and_back(UtcDateTime(), value, dialect)
        assert found == value
        assert isinstance(found, datetime) and found.tzinfo is UTC

    @pytest.mark.parametrize("value", CompanyStage)
    def test_choices(self, dialect: Dialect, value: CompanyStage) -> None:
        assert there_and_back(EnumColumn(CompanyStage), value, dialect) is value

    @pytest.mark.parametrize(
        "column", [MoneyColumn(), RateColumn(), QuantityColumn(), UtcDateTime(), EnumColumn(CompanyStage)]
    )
    def test_nothing_stays_nothing(self, dialect: Dialect, column: TypeDecorator[Any]) -> None:
        assert there_and_back(column, None, dialect) is None


class TestRefused:
    def test_an_instant_without_a_zone(self) -> None:
        with pytest.raises(ValueError, match="2026"):
            UtcDateTime().process_bind_param(datetime(2026, 3, 2, 9), DIALECTS[0])  # noqa: DTZ001  (the point)

    def test_a_quantity_too_fine(self) -> None:
        with pytest.raises(ValueError, match=r"0\.0001"):
            QuantityColumn().process_bind_param(Decimal("0.0001"), DIALECTS[0])

    def test_a_member_of_another_enum(self) -> None:
        class Colour(Enum):
            RED = "red"

        with pytest.raises(ValueError, match="RED"):
            EnumColumn(CompanyStage).process_bind_param(Colour.RED, DIALECTS[0])  # type: ignore[arg-type]

    def test_a_zone_that_sqlite_forgot_is_given_back(self) -> None:
        stored = datetime(2026, 3, 2, 8)  # noqa: DTZ001  (as SQLite gives it)
        assert UtcDateTime().process_result_value(stored, DIALECTS[0]) == datetime(2026, 3, 2, 8, tzinfo=UTC)
