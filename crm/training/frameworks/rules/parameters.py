"""The company's procedures, which a rule names with `@`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeAlias

from crm.kernel.money import Money, Rate
from crm.kernel.wording import money, number, rate
from crm.training.frameworks.rules.language import LENGTHS, ParameterRef, Unit, Window

Setting: TypeAlias = int | tuple[int, ...]
Lengths: TypeAlias = tuple[tuple[int, Unit], ...]


class ParameterError(ValueError):
    """A procedure that is unknown, or whose value is of another shape than its default."""


@dataclass(frozen=True)
class Parameter:
    """One procedure: its key in an exercise, its French label, its unit, its default."""

    key: str
    label: str
    unit: Unit
    default: Setting

    def settled(self, value: object) -> Setting:
        """Take an exercise's value: whole numbers from 0, as many as the default has."""
        if isinstance(self.default, int):
            return self._whole(value)
        if not isinstance(value, Sequence) or isinstance(value, str) or len(value) != len(self.default):
            raise self._misfit(value)
        return tuple(self._whole(each) for each in value)

    def _whole(self, value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self._misfit(value)
        return value

    def _misfit(self, value: object) -> ParameterError:
        return ParameterError(f"{self.key}: {value!r} is not of the shape of {self.default!r}")


@dataclass(frozen=True)
class Parameters:
    """All procedures in force, by key."""

    known: Mapping[str, Parameter]
    values: Mapping[str, Setting]

    @classmethod
    def of(cls, known: Sequence[Parameter]) -> Parameters:
        """Start from the defaults."""
        return cls({each.key: each for each in known}, {each.key: each.default for each in known})

    def overridden(self, values: Mapping[str, object]) -> Parameters:
        """Put an exercise's values over these; keys which the framework does not know are left aside."""
        told = {**self._gathered(values), **values}
        own = {key: self.known[key].settled(value) for key, value in told.items() if key in self.known}
        return replace(self, values={**self.values, **own})

    def _gathered(self, values: Mapping[str, object]) -> dict[str, object]:
        """Put together the lists whose places an exercise names one by one: `reminder_2_days` of `reminder_days`."""
        found: dict[str, object] = {}
        for key, now in self.values.items():
            head, _, tail = key.rpartition("_")
            places = [f"{head}_{place}_{tail}" for place in range(1, len(now) + 1)] if isinstance(now, tuple) else []
            if isinstance(now, tuple) and any(name in values for name in places):
                found[key] = tuple(values.get(name, before) for name, before in zip(places, now, strict=True))
        return found

    def number(self, ref: ParameterRef) -> int:
        """Return one number; `ParameterError` if there is no such procedure or place in its list."""
        value = self.values.get(ref.name)
        if isinstance(value, int) and ref.index is None:
            return value
        if isinstance(value, tuple) and ref.index is not None and ref.index <= len(value):
            return value[ref.index - 1]
        raise ParameterError(f"no parameter @{ref.name}" + (f"[{ref.index}]" if ref.index else ""))

    def unit(self, ref: ParameterRef) -> Unit:
        """Return what the number counts."""
        return self.known[ref.name].unit

    def shown(self, ref: ParameterRef, *, language: str) -> str:
        """Return a number as people read it: sums in euros, shares in percent."""
        value = self.number(ref)
        if self.unit(ref) is Unit.CENTS:
            return money(Money(value), language)
        if self.unit(ref) is Unit.BASIS_POINTS:
            return rate(Rate(Decimal(value) / 10_000), language)
        return number(value, language)

    def lengths(self, window: Window) -> Lengths:
        """Return a window as numbers with their units; `ParameterError` if one is no length of time."""
        found: list[tuple[int, Unit]] = []
        for span in window:
            number = self.number(span.count) if isinstance(span.count, ParameterRef) else span.count
            unit = self.unit(span.count) if isinstance(span.count, ParameterRef) else span.unit
            if unit not in LENGTHS or unit is None:
                raise ParameterError(f"{span.count} is not a length of time")
            found.append((number, unit))
        return tuple(found)
