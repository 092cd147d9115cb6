"""What can be asked about segments; each module says it of one thing."""

from crm.prospecting.segments.queries.listing import (
    Row,
    bulk_change_by_id,
    bulk_changes,
    companies,
    count,
    ids,
    matching,
    named,
    rows,
    segment_by_id,
    segments,
    sheets,
    with_ids,
)

__all__ = [
    "Row",
    "bulk_change_by_id",
    "bulk_changes",
    "companies",
    "count",
    "ids",
    "matching",
    "named",
    "rows",
    "segment_by_id",
    "segments",
    "sheets",
    "with_ids",
]
