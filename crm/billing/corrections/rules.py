"""Corrections in figures: what a gesture gives back, and at which VAT rates: pure functions."""

from __future__ import annotations

from decimal import Decimal

from crm.kernel import wording
from crm.kernel.currency import Currency
from crm.kernel.money import ZERO, Money, Totals
from crm.selling.lines import LineData


def said(amount: Money, currency: Currency) -> str:
    """Return a sum as a refusal says it."""
    return wording.money(amount, "fr", currency.code)


def gesture_lines(sums: Totals, net: Money, *, label: str) -> list[LineData]:
    """Return the lines of a commercial gesture: a net sum, shared over the invoice's VAT rates by their bases.

    The last rate bears the rounding, so that the lines add up to the sum.
    Source: CGI, article 272, 1 (a price reduction takes VAT back at the rate of the sale).
    """
    bases = [taxed for taxed in sums.by_rate if taxed.net > ZERO]
    lines, left = [], net
    for place, taxed in enumerate(bases, start=1):
        part = left if place == len(bases) else Money(net.cents * taxed.net.cents // sums.net.cents)
        left -= part
        if part > ZERO:
            lines.append(LineData("", label, Decimal(1), part, taxed.rate, unit=""))
    return lines
