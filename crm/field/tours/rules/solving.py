"""Which engine answers a question: dynamic programming for a few stops, column generation for all others."""

from __future__ import annotations

from collections.abc import Iterator

from crm.field.tours.rules.model import Instance, Plan
from crm.field.tours.rules.one_day import best_day
from crm.field.tours.rules.progress import Progress
from crm.field.tours.rules.week import quick_week

MOST_VISITS = 150
# Dynamic programming is done with so few before a solver is fetched.
FEW_STOPS = 10
# Stops and days for which a search ends within a page's time, measured by `python -m benchmarks.tours`.
QUICK = ((14, 5), (25, 2))


def solve(instance: Instance) -> Plan:
    """Return the best plan found by a search to its end, with its bound: proven wherever the search can prove it."""
    if len(instance.stops) <= FEW_STOPS and len(instance.days) == 1:
        return best_day(instance)
    *_, last = improve(instance)
    return last.plan


def improve(instance: Instance, *, own: Plan | None = None) -> Iterator[Progress]:
    """Yield ever better plans with ever closer bounds, the last one `Stage.DONE`; never worse than `own`.

    Whoever has waited long enough stops asking: what was yielded last is the
    best known. The same question has the same answers in the same order.
    """
    from crm.field.tours.rules.exact.search import search  # noqa: PLC0415  (numpy and HiGHS: heavy, and only for tours)

    return search(instance, quick_week(instance), own.orders if own is not None else None)


def is_quick(instance: Instance) -> bool:
    """Tell whether an answer comes within a page's time."""
    return any(len(instance.stops) <= stops and len(instance.days) <= days for stops, days in QUICK)
