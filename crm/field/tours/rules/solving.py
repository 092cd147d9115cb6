"""Which engine answers a question: exact ones where they can, the patient one for a whole week."""

from __future__ import annotations

from collections.abc import Iterator

from crm.field.tours.rules.model import Instance, Plan
from crm.field.tours.rules.one_day import MOST_STOPS, best_day
from crm.field.tours.rules.progress import Progress, Stage
from crm.field.tours.rules.several_days import best_days
from crm.field.tours.rules.week import best_week

MOST_VISITS = 60


def solve(instance: Instance) -> Plan:
    """Return the best plan known with its bound: proven for at most 14 stops, a good one for more."""
    if len(instance.stops) > MOST_STOPS:
        return best_week(instance)
    return best_day(instance) if len(instance.days) == 1 else best_days(instance)


def improve(instance: Instance, *, own: Plan | None = None) -> Iterator[Progress]:
    """Yield ever better plans with ever closer bounds, the last one `Stage.DONE`; never worse than `own`.

    Whoever has waited long enough stops asking: what was yielded last is the
    best known. The same question has the same answers in the same order.
    """
    plan = solve(instance)
    if own is not None and own.net > plan.net and len(own.missed) <= len(plan.missed):
        plan = Plan(own.orders, own.net, plan.bound, own.missed)
    yield Progress(plan, plan.bound, plan.proven, Stage.DONE)


def is_quick(instance: Instance) -> bool:
    """Tell whether an answer comes within a page's time."""
    return len(instance.stops) <= MOST_STOPS
