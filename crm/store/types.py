"""Columns that hold exact values: money, rates, quantities, instants, enums."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Generic, TypeVar

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, String
from sqlalchemy.types import TypeDecorator

from crm.kernel.money import THOUSANDTH, Money, Rate

Choice = TypeVar("Choice", bound=Enum)


class MoneyColumn(TypeDecorator[Money]):
    """`Money`, stored as an integer number of cents."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Money | None, dialect: Dialect) -> int | None:
        """Store the cents."""
        return None if value is None else value.cents

    def process_result_value(self, value: Any, dialect: Dialect) -> Money | None:
        """Read the cents."""
        return None if value is None else Money(int(value))

    def coerce_compared_value(self, op: Any, value: Any) -> Any:
        """Compare with `Money`, but let integers be integers (sums, signs)."""
        return self if isinstance(value, Money) else BigInteger()


class RateColumn(TypeDecorator[Rate]):
    """`Rate`, stored as an integer number of basis points."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Rate | None, dialect: Dialect) -> int | None:
        """Store the basis points."""
        return None if value is None else value.basis_points

    def process_result_value(self, value: Any, dialect: Dialect) -> Rate | None:
        """Read the basis points."""
        return None if value is None else Rate(Decimal(value) / 10_000)


class QuantityColumn(TypeDecorator[Decimal]):
    """A quantity with three decimals, stored as an integer number of thousandths."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Store the thousandths; a finer quantity is a ValueError."""
        if value is None:
            return None
        if value != value.quantize(THOUSANDTH):
            raise ValueError(value)
        return int(value * 1000)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """Read the thousandths, without needless zeros."""
        if value is None:
            return None
        whole, rest = divmod(int(value), 1000)
        return Decimal(whole) if rest == 0 else Decimal(value) / 1000


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, stored in UTC (SQLite forgets time zones)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive instants; store in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(value)
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class EnumColumn(TypeDecorator[Choice], Generic[Choice]):
    """An enum, stored as the value of its member."""

    impl = String(40)
    cache_ok = True

    def __init__(self, choices: type[Choice]) -> None:
        """Remember which enum."""
        super().__init__()
        self.choices = choices

    def process_bind_param(self, value: Choice | None, dialect: Dialect) -> str | None:
        """Store the value."""
        return None if value is None else str(self.choices(value).value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Choice | None:
        """Read the member."""
        return None if value is None else self.choices(value)


JsonColumn = JSON
