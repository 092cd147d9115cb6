"""Invoices in figures: due date, agreement with the delivery, what is still to come: pure functions."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from crm.kernel.clock import add_working_days
from crm.kernel.money import ZERO, Money, Rate, Totals, total
from crm.prospecting.companies.models import DueRule
from crm.selling.lines import LineData

Sold = tuple[str, Decimal, Money, Rate, Rate]


def due_date(issued_on: date, payment_days: int, rule: DueRule = DueRule.NET) -> date:
    """Return the day on which an invoice falls due: so many calendar days after its date, or at an end of month.

    Of 15 January, "45 days end of month" is 31 March if the days are counted
    first, 17 March if the month ends first; both are allowed if agreed.
    Source: Code de commerce, L441-10, I (thirty days unless agreed, sixty at
    most, or forty-five days end of month).
    """
    if rule is DueRule.DAYS_THEN_MONTH_END:
        return month_end(issued_on + timedelta(days=payment_days))
    start = month_end(issued_on) if rule is DueRule.MONTH_END_THEN_DAYS else issued_on
    return start + timedelta(days=payment_days)


def month_end(day: date) -> date:
    """Return the last day of a day's month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def month_of(day: date) -> tuple[date, date]:
    """Return the first and the last day of a day's month."""
    return day.replace(day=1), month_end(day)


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


@dataclass(frozen=True)
class Exposure:
    """What a customer owes or is about to owe, part by part, in euros and with VAT.

    `invoiced` is unpaid on its invoices, payments taken off, `ordered` what it
    ordered and was not invoiced yet, `delivered` the part of that which was
    delivered, `credit_notes` what of its credit notes is still to be used,
    `deposits` what deposit invoices asked for and no final invoice took off
    yet, `advances` money that came and is set against nothing, less what was
    given back of money that the bank took back afterwards.
    Source: the usual formula of credit managers (unpaid invoices, deliveries
    and accepted orders not invoiced, less credit notes and deposits).
    """

    invoiced: Money = ZERO
    ordered: Money = ZERO
    delivered: Money = ZERO
    credit_notes: Money = ZERO
    deposits: Money = ZERO
    advances: Money = ZERO

    @property
    def total(self) -> Money:
        """The outstanding balance."""
        return self.invoiced + self.ordered - self.credit_notes - self.deposits - self.advances


def outstanding(
    dues: Iterable[Money], ordered: Money, *, credit_notes: Money = ZERO, deposits: Money = ZERO, advances: Money = ZERO
) -> Money:
    """Return what a customer owes or is about to owe: unpaid on its invoices, payments taken off, plus what it ordered.

    Sums include VAT; `ordered` are accepted orders and deliveries that were
    not invoiced yet. Credit notes not used, deposits not taken off yet and
    money on account come off.
    """
    parts = Exposure(total(dues), ordered, credit_notes=credit_notes, deposits=deposits, advances=advances)
    return parts.total


def share_lines(sums: Totals, share: Rate, *, wording: str) -> list[LineData]:
    """Return a deposit's lines: a share of the net of each VAT rate, one line per rate, so that VAT follows.

    Source: CGI, article 269, 2 (VAT is due when a deposit is paid, at the rate of what is sold).
    """
    parts = [(share.of(taxed.net), taxed.rate) for taxed in sums.by_rate]
    return [LineData("", wording, Decimal(1), part, rate, unit="") for part, rate in parts if part]


def less(lines: Iterable[LineData], credited: Iterable[LineData]) -> list[LineData]:
    """Return what of an invoice was not credited yet: quantities taken off where goods and prices are the same."""
    left = list(lines)
    for gone in credited:
        quantity = gone.quantity
        for place, line in enumerate(left):
            if quantity and _sold(replace(line, quantity=quantity)) == _sold(replace(gone, quantity=quantity)):
                taken = min(quantity, line.quantity)
                left[place], quantity = replace(line, quantity=line.quantity - taken), quantity - taken
    return [line for line in left if line.quantity]


def vat_waiting(vat: Money, *, gross: Money, deposited: Money) -> Money:
    """Return the VAT on services that waits for money: what deposit invoices asked for fell due with them.

    Source: CGI, article 269, 2-c (services: when they are paid for).
    """
    return vat - vat.times(Decimal(deposited.cents) / gross.cents) if gross else ZERO


def vat_fallen_due(vat: Money, *, settled: Money, gross: Money, before: Money) -> Money:
    """Return the VAT on services that falls due when an invoice is settled this far: in proportion, all at the end."""
    if not gross or not vat:
        return ZERO
    return vat.times(Decimal(settled.cents) / gross.cents) - vat.times(Decimal(before.cents) / gross.cents)
