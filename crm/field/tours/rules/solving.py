"""Which engine answers a question: dynamic programming for a short day, column generation for all others."""

from __future__ import annotations

from collections.abc import Iterator

from crm.field.tours.rules.model import Instance, Plan
from crm.field.tours.rules.one_day import MOST_STOPS, best_day
from crm.field.tours.rules.progress import Progress
from crm.field.tours.rules.week import quick_week

MOST_VISITS = 60


def solve(instance: Instance) -> Plan:
    """Return the best plan found by a search to its end, with its bound: proven wherever the search can prove it."""
    if len(instance.stops) <= MOST_STOPS and len(instance.days) == 1:
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
    return len(instance.stops) <= MOST_STOPS
