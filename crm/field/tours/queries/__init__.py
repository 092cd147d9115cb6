"""What can be asked about tours: the question one puts, its days in time, what it amounts to beside others."""

from crm.field.tours.queries.boards import (
    Answer,
    Board,
    DaySheet,
    board_of,
    calls_of,
    in_cents,
    pattern_answer,
    plan_of,
)
from crm.field.tours.queries.choosing import Candidate, Spot, candidates, spots_of
from crm.field.tours.queries.diary import Diary, Meeting, appointments_between, diary_of, noted_week
from crm.field.tours.queries.finding import Problem, located, problem_of, proposal_of, tour_by_id, tours, towns
from crm.field.tours.queries.roadbooks import roadbook_of, track_of, visits_of

__all__ = [
    "Answer",
    "Board",
    "Candidate",
    "DaySheet",
    "Diary",
    "Meeting",
    "Problem",
    "Spot",
    "appointments_between",
    "board_of",
    "calls_of",
    "candidates",
    "diary_of",
    "in_cents",
    "located",
    "noted_week",
    "pattern_answer",
    "plan_of",
    "problem_of",
    "proposal_of",
    "roadbook_of",
    "spots_of",
    "tour_by_id",
    "tours",
    "towns",
    "track_of",
    "visits_of",
]
