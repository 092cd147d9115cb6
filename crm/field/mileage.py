"""What a kilometre by car costs and emits: the official scale and emission factors, with their year and source.

Mileage scale: arrêté du 27 mars 2023, unchanged for the income of 2025 (Code
général des impôts, annexe IV, article 6 B): euros a kilometre by fiscal power
and yearly distance; a fifth is added for an electric
car. Emissions: Base Carbone (ADEME), one occupant, use and making of the car.
"""

from __future__ import annotations

from dataclasses import dataclass

SCALE_YEAR = 2025
SCALE_SOURCE = "Barème kilométrique des voitures, CGI, annexe IV, article 6 B (revenus 2025)"
EMISSIONS_SOURCE = "Base Carbone, ADEME : un occupant, usage et fabrication"
GRAMS_PER_KM, ELECTRIC_GRAMS_PER_KM = 218, 103
LOWEST_POWER, HIGHEST_POWER = 3, 7
FIRST_BAND, SECOND_BAND = 5_000, 20_000
# By fiscal power, thousandths of a euro a kilometre: up to 5,000 km a year, up to 20,000, beyond.
SCALE = {
    3: (529, 316, 370),
    4: (606, 340, 407),
    5: (636, 357, 427),
    6: (665, 374, 447),
    7: (697, 394, 470),
}


@dataclass(frozen=True)
class Car:
    """A car: fiscal power (3 stands for less, 7 for more), and how far it goes in a year, in km."""

    power: int = 5
    yearly_km: int = 15_000
    electric: bool = False

    @property
    def mills_per_km(self) -> int:
        """What one more kilometre costs by the scale, in thousandths of a euro, half up."""
        row = SCALE[min(max(self.power, LOWEST_POWER), HIGHEST_POWER)]
        band = 0 if self.yearly_km <= FIRST_BAND else 1 if self.yearly_km <= SECOND_BAND else 2
        return (row[band] * 12 + 5) // 10 if self.electric else row[band]

    def grams(self, metres: int) -> int:
        """Return what a distance emits, in grams of CO₂ equivalent, half up."""
        per_km = ELECTRIC_GRAMS_PER_KM if self.electric else GRAMS_PER_KM
        return (metres * per_km + 500) // 1000
