"""What a kilometre costs and emits."""

from __future__ import annotations

import pytest

from crm.field.mileage import Car


@pytest.mark.parametrize(
    ("car", "mills"),
    [
        (Car(5, 5_000), 636),
        (Car(5, 5_001), 357),
        (Car(5, 20_001), 427),
        (Car(1, 4_000), 529),
        (Car(12, 4_000), 697),
        (Car(5, 5_000, electric=True), 763),
    ],
)
def test_one_more_kilometre_costs_what_the_official_scale_says(car: Car, mills: int) -> None:
    assert car.mills_per_km == mills


def test_a_hundred_kilometres_emit_less_with_electricity() -> None:
    assert (Car().grams(100_000), Car(electric=True).grams(100_000)) == (21_800, 10_300)
