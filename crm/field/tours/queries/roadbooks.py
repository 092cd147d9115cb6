"""A tour as the paper to take along."""

from __future__ import annotations

from crm.field.tours.models import Tour
from crm.field.tours.queries.boards import DaySheet, board_of
from crm.papers.roadbooks import Roadbook, RoadbookCall, RoadbookDay


def roadbook_of(tour: Tour, *, company: str, sources: str = "") -> Roadbook:
    """Return a tour as the paper to take along."""
    board = board_of(tour)
    return Roadbook(
        title=tour.title,
        company=company,
        driver=tour.planned_by,
        start=tour.start_name,
        end=tour.end_name,
        days=tuple(_roadbook_day(tour, sheet) for sheet in board.days),
        sources=sources,
    )


def _roadbook_day(tour: Tour, sheet: DaySheet) -> RoadbookDay:
    """Return a day of the road book."""
    found = zip(sheet.timetable.calls, sheet.stops, strict=True)
    return RoadbookDay(
        on=sheet.on,
        metres=sheet.timetable.metres,
        leaves=tour.day_starts,
        returns=sheet.timetable.returns_at,
        lunch_at=sheet.timetable.lunch_at,
        calls=tuple(
            RoadbookCall(
                arrives=call.arrives,
                starts=call.starts,
                ends=call.ends,
                name=stop.company.legal_name,
                address=", ".join(stop.company.address_lines),
                phone=stop.company.phone,
            )
            for call, stop in found
        ),
    )
