"""What can be done with tours: plan one, change its stops, lay it out, compute the best, accept it, go on otherwise."""

from crm.field.tours.use_cases.arranging import arrange_tour, keep_proposal, lay_out, move_stop, optimise_tour
from crm.field.tours.use_cases.deciding import accept_tour, lock_day, lock_stop, reopen_tour, replan_tour
from crm.field.tours.use_cases.planning import (
    StopData,
    TourData,
    add_stops,
    change_stop,
    note_roads,
    plan_tour,
    remove_stop,
)

__all__ = [
    "StopData",
    "TourData",
    "accept_tour",
    "add_stops",
    "arrange_tour",
    "change_stop",
    "keep_proposal",
    "lay_out",
    "lock_day",
    "lock_stop",
    "move_stop",
    "note_roads",
    "optimise_tour",
    "plan_tour",
    "remove_stop",
    "reopen_tour",
    "replan_tour",
]
