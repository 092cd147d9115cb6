"""What can be done with tours: plan one, change its stops, lay it out, compute the best, accept it."""

from crm.field.tours.use_cases.arranging import arrange_tour, keep_proposal, lay_out, move_stop, optimise_tour
from crm.field.tours.use_cases.deciding import accept_tour, reopen_tour
from crm.field.tours.use_cases.planning import StopData, TourData, change_stop, plan_tour, remove_stop

__all__ = [
    "StopData",
    "TourData",
    "accept_tour",
    "arrange_tour",
    "change_stop",
    "keep_proposal",
    "lay_out",
    "move_stop",
    "optimise_tour",
    "plan_tour",
    "remove_stop",
    "reopen_tour",
]
