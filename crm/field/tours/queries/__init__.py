"""What can be asked about tours: the question one puts, its days in time, what it amounts to beside others."""

from crm.field.tours.queries.boards import Answer, Board, DaySheet, board_of, in_cents, pattern_answer
from crm.field.tours.queries.diary import appointments_between, noted_week
from crm.field.tours.queries.finding import (
    Candidate,
    Problem,
    candidates,
    located,
    problem_of,
    proposal_of,
    tour_by_id,
    tours,
)
from crm.field.tours.queries.roadbooks import roadbook_of

__all__ = [
    "Answer",
    "Board",
    "Candidate",
    "DaySheet",
    "Problem",
    "appointments_between",
    "board_of",
    "candidates",
    "in_cents",
    "located",
    "noted_week",
    "pattern_answer",
    "problem_of",
    "proposal_of",
    "roadbook_of",
    "tour_by_id",
    "tours",
]
