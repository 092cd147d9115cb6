"""What can be asked about goals and what was reached; each module says it of one thing."""

from crm.aftersales.results.queries.boards import Board, Part, Table, board_of, parts_of, previous_of, standing_of
from crm.aftersales.results.queries.printing import plan_lines, plan_paper
from crm.aftersales.results.queries.sources import facts

__all__ = [
    "Board",
    "Part",
    "Table",
    "board_of",
    "facts",
    "parts_of",
    "plan_lines",
    "plan_paper",
    "previous_of",
    "standing_of",
]
