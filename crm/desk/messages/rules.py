"""How long a message has waited, and whether that is too long by the company's procedures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from crm.desk.messages.models import Topic
from crm.kernel.clock import local_date

# Which procedure says how soon a topic wants its answer, and how long one unit of it lasts.
PATIENCE: Mapping[Topic, tuple[str, timedelta]] = {
    Topic.QUOTE_REQUEST: ("quote_answer_hours", timedelta(hours=1)),
    Topic.PAYMENT: ("payment_recording_days", timedelta(days=1)),
    Topic.PAYMENT_RETURN: ("payment_recording_days", timedelta(days=1)),
}


def days_waited(sent_at: datetime, *, now: datetime) -> int:
    """Return how many days of the calendar lie between an instant and now (0 = the same day)."""
    return max(0, (local_date(now) - local_date(sent_at)).days)


def is_late(topic: Topic, sent_at: datetime, *, now: datetime, procedures: Mapping[str, int]) -> bool:
    """Tell whether a message has waited longer than the procedures allow; topics without a rule never do."""
    if topic not in PATIENCE:
        return False
    name, unit = PATIENCE[topic]
    return now - sent_at > unit * procedures[name]
