"""The currencies in which one sells, and what a sum of them is in euros."""

from __future__ import annotations

from decimal import Decimal

from crm.kernel.choices import Labelled
from crm.kernel.errors import N_
from crm.kernel.money import Money, half_up

MILLION = 1_000_000


class Currency(Labelled):
    """A currency by its ISO 4217 code."""

    EUR = "EUR", N_("Euro (€)")
    GBP = "GBP", N_("Livre sterling (£)")
    USD = "USD", N_("Dollar des États-Unis ($)")

    @property
    def code(self) -> str:
        """The ISO 4217 code."""
        return str(self.value)


def in_euros(amount: Money, exchange_ppm: int) -> Money:
    """Return a sum in euros; `exchange_ppm` is what one unit of its currency is worth, in millionths of a euro.

    Rounded half-up to the cent; a euro's own rate is 1,000,000.
    """
    return Money(half_up(Decimal(amount.cents) * exchange_ppm / MILLION))
