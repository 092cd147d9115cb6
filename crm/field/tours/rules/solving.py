"""Which engine answers a question: exact ones where they can, the patient one for a whole week."""

from __future__ import annotations

from crm.field.tours.rules.model import Instance, Plan
from crm.field.tours.rules.one_day import MOST_STOPS, best_day
from crm.field.tours.rules.several_days import best_days
from crm.field.tours.rules.week import best_week

MOST_VISITS = 60


def solve(instance: Instance) -> Plan:
    """Return the best plan known with its bound: proven for at most 14 stops, a good one for more."""
    if len(instance.stops) > MOST_STOPS:
        return best_week(instance)
    return best_day(instance) if len(instance.days) == 1 else best_days(instance)


def is_quick(instance: Instance) -> bool:
    """Tell whether an answer comes within a page's time."""
    return len(instance.stops) <= MOST_STOPS
