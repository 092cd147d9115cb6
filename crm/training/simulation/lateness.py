"""What the house notices each morning: promised days that are over although goods have not left."""

from __future__ import annotations

from crm.activity.door import Work
from crm.selling.amendments import queries
from crm.selling.amendments.use_cases import notice_delay


def notice_what_is_late(work: Work) -> int:
    """Note each order whose promised day has passed; return how many."""
    found = queries.newly_late(work.today)
    for order in found:
        notice_delay(work, order)
    return len(found)
