"""A tour to take along: on paper, as dates for a calendar, as a track for a navigation device."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from crm.field.agenda.models import Appointment
from crm.field.agenda.rules.calendars import Dated, uid_of
from crm.field.agenda.rules.slots import instant
from crm.field.tours.models import Tour, TourStop
from crm.field.tours.queries.boards import DaySheet, board_of
from crm.field.tours.queries.finding import Problem, problem_of
from crm.field.tours.rules.figures import timetables
from crm.field.tours.rules.tracks import RoutePoint, Track
from crm.papers.roadbooks import Roadbook, RoadbookCall, RoadbookDay, RoadbookFault


def roadbook_of(tour: Tour, *, company: str, sources: str = "") -> Roadbook:
    """Return a tour as the paper to take along."""
    board = board_of(tour)
    return Roadbook(
        title=tour.title,
        company=company,
        driver=tour.planned_by,
        start=tour.start_name,
        end=tour.end_name,
        days=tuple(_roadbook_day(tour, board.problem, sheet) for sheet in board.days),
        sources=sources,
        measured=board.problem.question.measured,
    )


def visits_of(tour: Tour) -> list[Dated]:
    """Return the visits of a tour's days as dates for a calendar elsewhere."""
    problem = problem_of(tour)
    found = []
    for on, sheet in zip(tour.dates, timetables(problem.instance, problem.orders(tour)), strict=True):
        for call in sheet.calls:
            stop = problem.stops[call.stop]
            found.append(
                Dated(
                    uid=_uid(stop),
                    starts=_instant(on, call.starts),
                    ends=_instant(on, call.ends),
                    summary=f"{stop.company.legal_name} – {tour.title}",
                    place=", ".join(stop.company.address_lines),
                    notes=stop.company.phone,
                    sequence=tour.version,
                    confirmed=not tour.is_draft,
                )
            )
    return found


def _uid(stop: TourStop) -> str:
    """Return by what a calendar knows a visit again: the appointment that it became, so that it stands there once."""
    if stop.appointment_id is None:
        return uid_of(stop.kind, stop.workspace_id, stop.id)
    return uid_of(Appointment.kind, stop.workspace_id, stop.appointment_id)


def track_of(tour: Tour) -> Track:
    """Return a tour as routes for a navigation device, one for each day with visits."""
    problem = problem_of(tour)
    routes = []
    for on, sheet in zip(tour.dates, timetables(problem.instance, problem.orders(tour)), strict=True):
        if not sheet.calls:
            continue
        stops = [
            RoutePoint(
                problem.question.visits[call.stop].place,
                problem.stops[call.stop].company.legal_name,
                ", ".join(problem.stops[call.stop].company.address_lines),
                _instant(on, call.arrives),
            )
            for call in sheet.calls
        ]
        leaves = RoutePoint(problem.question.start, tour.start_name, "", _instant(on, tour.day_starts))
        returns = RoutePoint(problem.question.end, tour.end_name, "", _instant(on, sheet.returns_at))
        routes.append((f"{tour.title} – {on.isoformat()}", (leaves, *stops, returns)))
    return Track(tour.title, tuple(routes))


def _instant(on: date, minute: int) -> datetime:
    """Return the instant of a minute of a day in France, in UTC."""
    return instant(on, time()) + timedelta(minutes=minute)


def _roadbook_day(tour: Tour, problem: Problem, sheet: DaySheet) -> RoadbookDay:
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
        faults=tuple(
            RoadbookFault(
                kind=fault.kind.value,
                name=problem.stops[fault.stop].company.legal_name if fault.stop is not None else "",
                minutes=fault.minutes,
            )
            for fault in sheet.timetable.faults
        ),
    )
