"""Written values become exact ones, or are refused in French."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from enum import Enum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.kernel.money import Money, Rate
from crm.training.values import Misfit, exact


class Colour(Enum):
    """Something to choose from."""

    RED = "red"


@pytest.mark.parametrize(
    ("wanted", "raw", "value"),
    [
        (str, "é", "é"),
        (str, "deux\nlignes", "deux\nlignes"),
        (int, "-12", -12),
        (int, 7, 7),
        (bool, True, True),
        (Decimal, "1.50", Decimal("1.50")),
        (Decimal, 3, Decimal(3)),
        (Money, "12.5", Money(1250)),
        (Money, Decimal("0.01"), Money(1)),
        (Rate, "5.5", Rate(Decimal("0.055"))),
        (date, "2026-03-02", date(2026, 3, 2)),
        (date, date(2026, 3, 2), date(2026, 3, 2)),
        (time, time(9, 30), time(9, 30)),
        (Colour, "red", Colour.RED),
    ],
)
def test_it_is_read_exactly(wanted: object, raw: object, value: object) -> None:
    assert exact(wanted, raw) == value


@pytest.mark.parametrize(
    ("wanted", "raw", "reason"),
    [
        (str, 3, "n’est pas un texte"),
        (str, "a\x00", "caractère de contrôle"),
        (str, "\ue000", "caractère de contrôle"),
        (str, "a ", "espace"),
        (int, True, "nombre entier"),
        (int, "1,5", "nombre entier"),
        (int, 10**13, "nombre entier"),
        (int, "١", "nombre entier"),
        (bool, 1, "ni true ni false"),
        (Decimal, "1,5", "nombre décimal"),
        (Decimal, "1 000", "nombre décimal"),
        (Decimal, Decimal("NaN"), "nombre décimal"),
        (Decimal, Decimal("1e999"), "nombre décimal"),
        (Money, "1.005", "deux décimales"),
        (Rate, "1.005", "centième"),
        (date, "2026-02-29", "n’est pas une date"),
        (date, "20260302", "n’est pas une date"),
        (time, "09:30", "n’est pas une heure"),
        (Colour, "blue", "n’est pas admis (red)"),
        (Colour, ["red"], "n’est pas admis (red)"),
        (list, "red", "forme attendue"),
    ],
)
def test_it_is_refused(wanted: object, raw: object, reason: str) -> None:
    with pytest.raises(Misfit) as refusal:
        exact(wanted, raw)
    assert reason in str(refusal.value)


@given(cents=st.integers(-(10**9), 10**9))
def test_every_sum_survives_being_written(cents: int) -> None:
    assert exact(Money, str(Money(cents).euros)) == Money(cents)


@given(
    wanted=st.sampled_from([str, int, bool, Decimal, Money, Rate, date, time, Colour]),
    raw=st.one_of(st.text(), st.integers(), st.decimals(), st.booleans(), st.dates(), st.none()),
)
def test_anything_else_is_a_misfit(wanted: object, raw: object) -> None:
    try:
        exact(wanted, raw)
    except Misfit as refusal:
        assert str(refusal)  # noqa: PT017
