"""Invoices in figures: due date, agreement with the delivery, what is still to come: pure functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from crm.kernel.clock import add_working_days
from crm.kernel.money import Money, Rate, total
from crm.selling.lines import LineData

Sold = tuple[str, Decimal, Money, Rate, Rate]


def due_date(issued_on: date, payment_days: int) -> date:
    """Return the day on which an invoice falls due: so many calendar days after its date.

    Source: Code de commerce, L441-10, I (thirty days unless agreed, sixty at most).
    """
    return issued_on + timedelta(days=payment_days)


def late_before(today: date, *, working_days: int) -> date:
    """Return the day before which a delivery should have been invoiced by now."""
    day = today
    while add_working_days(day, working_days) >= today:
        day -= timedelta(days=1)
    return day + timedelta(days=1)


def agrees(invoiced: Iterable[LineData], delivered: Iterable[LineData]) -> bool:
    """Tell whether an invoice charges what was delivered: same goods, quantities, prices, discounts, VAT rates.

    Wording and order of the lines do not matter.
    """
    return Counter(map(_sold, invoiced)) == Counter(map(_sold, delivered))


def _sold(line: LineData) -> Sold:
    """Return what of a line must agree."""
    goods = line.reference or (str(line.product_id) if line.product_id is not None else line.wording)
    return goods, line.quantity, line.unit_price, line.discount, line.vat_rate


def outstanding(dues: Iterable[Money], ordered: Money) -> Money:
    """Return what a customer owes or is about to owe: unpaid on its invoices, payments taken off, plus what it ordered.

    Sums include VAT; `ordered` are accepted orders and deliveries that were not invoiced yet.
    """
    return total(dues) + ordered
