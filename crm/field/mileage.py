"""What one more kilometre by car costs and emits: the official scale and emission factors, with year and source.

The scale is the data file that expense reports use, too. Emissions: Base
Carbone (ADEME), use and making of the car, by itself, one occupant.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from crm.config import ROOT

SCALES = ROOT / "seed_data" / "scales" / "mileage.toml"
EMISSIONS_SOURCE = "Base Carbone, ADEME (un occupant, usage et fabrication)"
GRAMS_PER_KM, ELECTRIC_GRAMS_PER_KM = 218, 103
LOWEST_POWER, HIGHEST_POWER = 3, 7
THOUSAND, BASIS = 1_000, 10_000


@dataclass(frozen=True)
class Scale:
    """The scale in force: by fiscal power, bands of (km a year, 0 for no limit; thousandths of a euro a kilometre)."""

    year: int
    source: str
    electric_bp: int
    bands: dict[int, tuple[tuple[int, int], ...]]


@cache
def newest_scale() -> Scale:
    """Return the latest scale of the data file."""
    raw = max(tomllib.loads(SCALES.read_text("utf-8"))["scale"], key=lambda each: int(each["year"]))
    bands = {
        int(power): tuple((int(limit), int(Decimal(rate) * THOUSAND)) for limit, rate, _ in rows)
        for power, rows in raw["powers"].items()
    }
    return Scale(int(raw["year"]), str(raw["source"]), int(raw["electric_bp"]), bands)


@dataclass(frozen=True)
class Car:
    """A car: fiscal power (3 stands for less, 7 for more), and how far it goes in a year, in km."""

    power: int = 5
    yearly_km: int = 15_000
    electric: bool = False

    @property
    def mills_per_km(self) -> int:
        """What one more kilometre costs by the scale, in thousandths of a euro, half up."""
        scale = newest_scale()
        bands = scale.bands[min(max(self.power, LOWEST_POWER), HIGHEST_POWER)]
        rate = next(rate for limit, rate in bands if not limit or self.yearly_km <= limit)
        return (rate * (BASIS + scale.electric_bp) + BASIS // 2) // BASIS if self.electric else rate

    def grams(self, metres: int) -> int:
        """Return what a distance emits, in grams of CO₂ equivalent, half up."""
        per_km = ELECTRIC_GRAMS_PER_KM if self.electric else GRAMS_PER_KM
        return (metres * per_km + THOUSAND // 2) // THOUSAND
