"""What can be asked about the whole file: who brings what, and where it lies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from crm.aftersales.loyalty.queries import Trade, trade_of
from crm.aftersales.portfolio.rules import Account
from crm.kernel.money import ZERO, Money
from crm.prospecting.segments import queries as segments
from crm.prospecting.segments.rules.evaluating import department_of
from crm.prospecting.segments.rules.tree import Group


@dataclass(frozen=True)
class Slot:
    """A zone, an activity or a stage: how many records, what they brought in twelve months, what they may bring."""

    label: str
    count: int
    revenue: Money
    potential: Money


@dataclass(frozen=True)
class Portfolio:
    """The records that fit a filter, seen whole."""

    count: int
    accounts: Sequence[Account]
    zones: Sequence[Slot]
    activities: Sequence[Slot]
    stages: Sequence[Slot]
    completeness: int
    freshness: int


def portfolio(tree: Group, *, today: date) -> Portfolio:
    """Return the records that fit a filter with their revenue of twelve months, net, and their potential."""
    rows = segments.rows(segments.companies(tree, today=today), today=today)
    trade, none = trade_of(None, today=today), Trade()
    known = [(row, trade.get(row.company.id, none).revenue) for row in rows]
    share = len(rows) or 1
    return Portfolio(
        len(rows),
        [Account(row.company.id, row.company.legal_name, revenue) for row, revenue in known],
        _slots(known, lambda row: department_of(row.company.postcode, row.company.country) or row.company.country),
        _slots(known, lambda row: row.company.sector),
        _slots(known, lambda row: str(row.company.stage.label)),
        sum(row.quality.completeness for row in rows) // share,
        sum(row.quality.freshness for row in rows) // share,
    )


def _slots(known: Sequence[tuple[segments.Row, Money]], name: Callable[[segments.Row], str]) -> list[Slot]:
    """Count records by what they are called; the largest revenue first, then the most records."""
    counts, revenues, potentials = Counter[str](), Counter[str](), Counter[str]()
    for row, revenue in known:
        label = name(row)
        counts[label] += 1
        revenues[label] += revenue.cents
        potentials[label] += (row.potential or ZERO).cents
    found = [Slot(label, counts[label], Money(revenues[label]), Money(potentials[label])) for label in counts]
    return sorted(found, key=lambda each: (-each.revenue.cents, -each.count, each.label))
