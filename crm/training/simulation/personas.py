"""Personas as plain data and back, and what one can tell of somebody from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from decimal import Decimal
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

from crm.activity.chain import Json
from crm.kernel.money import Rate
from crm.training.counterparts.models import (
    ComplaintHabit,
    LoyaltyHabit,
    OrderHabit,
    PaymentHabit,
    Persona,
    QuoteHabit,
    ReminderHabit,
    Span,
    Taste,
)
from crm.training.counterparts.suppliers import SupplierCharacter
from crm.training.values import exact

T = TypeVar("T")
RISKY_FROM = Rate.percent(40)


def _percent(share: int) -> Rate:
    return Rate.percent(share)


# Whom one meets where a scenario says nothing: an ordinary small company.
ORDINARY = Persona(
    key="ordinary",
    label="Petite entreprise ordinaire",
    portrait="",
    payment=PaymentHabit(
        on_time=_percent(70),
        late=_percent(25),
        very_late=_percent(5),
        only_when_formally_chased=_percent(0),
        on_time_days=Span(-3, 0),
        late_days=Span(3, 12),
        very_late_days=Span(20, 40),
        bounces=_percent(6),
    ),
    quote=QuoteHabit(
        acceptance=_percent(55), points_per_discount_point=Decimal(2), answer_days=Span(2, 5), patience_days=10
    ),
    order=OrderHabit(
        days_between=Span(30, 60),
        by_quote=_percent(40),
        families=(Taste("paper", 1),),
        lines=Span(1, 3),
        quantity=_percent(100),
    ),
    reminders=tuple(ReminderHabit(level, _percent(pays), Span(2, 6)) for level, pays in ((1, 70), (2, 82), (3, 94))),
    complaint=ComplaintHabit(
        late_delivery=_percent(15),
        wrong_invoice=_percent(30),
        reminded_though_paid=_percent(50),
        unanswered_request=_percent(20),
        sends_back=_percent(5),
    ),
    loyalty=LoyaltyHabit(takes_offer=_percent(35), answer_days=Span(2, 8), goes_silent=_percent(2)),
)


def is_risky(persona: Persona) -> bool:
    """Tell whether somebody is likely to pay very late or only when forced."""
    payment = persona.payment
    doubtful = payment.very_late.basis_points + payment.only_when_formally_chased.basis_points
    return doubtful >= RISKY_FROM.basis_points


def habits_of(persona: Persona) -> dict[str, Json]:
    """Return a persona as plain data: shares in percent, spans as `3..8`."""
    return cast(dict[str, Json], _plain(persona))


def persona_from(habits: Mapping[str, Json]) -> Persona:
    """Read a persona back from its plain data."""
    return _built(Persona, habits)


def plain_character(character: SupplierCharacter) -> dict[str, Json]:
    """Return a supplier's character as plain data."""
    return cast(dict[str, Json], _plain(character))


def character_from(habits: Mapping[str, Json]) -> SupplierCharacter:
    """Read a supplier's character back from its plain data."""
    return _built(SupplierCharacter, habits)


def _plain(value: object) -> Json:
    if isinstance(value, Rate):
        return str(value.as_percent)
    if isinstance(value, Span):
        return f"{value.low}..{value.high}"
    if isinstance(value, Taste):
        return f"{value.family}:{value.weight}"
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return value if isinstance(value, int | str) else str(value)


def _built(shape: type[T], table: Mapping[str, Json]) -> T:
    """Build a value; a habit of which nobody knew when the company was met stays at its default."""
    hints = get_type_hints(shape)
    known = [field.name for field in fields(cast(Any, shape)) if field.default is MISSING or field.name in table]
    return shape(**{name: _fitted(hints[name], table[name]) for name in known})


def _fitted(wanted: Any, raw: Json) -> object:
    if get_origin(wanted) is tuple and isinstance(raw, list):
        return tuple(_fitted(get_args(wanted)[0], each) for each in raw)
    if isinstance(raw, dict):
        return _built(wanted, raw)
    return exact(wanted, raw)
