"""What a search says while it goes on: its best plan so far, and the most that any plan can bring."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from crm.field.tours.rules.model import Plan


class Stage(Enum):
    """How far a search has come."""

    FIRST = auto()  # a plan made at once; its bound is wide
    PRICED = auto()  # new day tours were found; the bound is that of the linear relaxation
    PACKED = auto()  # the best combination of the day tours known was chosen
    DONE = auto()  # nothing more will come: proven best, or as far as the search goes


@dataclass(frozen=True)
class Progress:
    """One step of a search; `bound` is in the unit of `Plan.net` and never below the truth."""

    plan: Plan
    bound: int
    proven: bool
    said: Stage
