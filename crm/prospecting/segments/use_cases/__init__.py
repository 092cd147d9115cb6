"""What can be done with segments: keep a filter, change many records at once, take the file out."""

from crm.prospecting.segments.use_cases.changing import apply_to_many, undo_bulk_change
from crm.prospecting.segments.use_cases.keeping import (
    change_segment,
    define_segment,
    export_prospects,
    remove_segment,
    save_view,
)

__all__ = [
    "apply_to_many",
    "change_segment",
    "define_segment",
    "export_prospects",
    "remove_segment",
    "save_view",
    "undo_bulk_change",
]
