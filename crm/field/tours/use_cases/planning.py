"""Planning a tour: its days, its places, the companies to choose from, and how each visit is to be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.field.tours import queries
from crm.field.tours.models import Layout, Tour, TourStop
from crm.field.tours.rules.explanations import impossible_visits
from crm.field.tours.rules.hours import UsualHours, Windows, are_in_order, stored_week, usual_week, week_of
from crm.field.tours.rules.measured import Measured
from crm.field.tours.rules.solving import MOST_VISITS
from crm.field.tours.use_cases.booking import give_up_appointment
from crm.field.tours.use_cases.saying import (
    AlreadyThere,
    DayTooShort,
    HoursMixedUp,
    InThePast,
    NoCompany,
    OutOfTheDays,
    TooManyVisits,
    UnknownEnd,
    UnknownPlace,
    draft_stop,
    still_draft,
)
from crm.kernel.money import Money
from crm.places.positions import Position
from crm.prospecting.companies.models import Company

USUAL_VALUE = Money(4000)
SHORTEST_DAY = 60


@dataclass(frozen=True)
class TourData:
    """How a tour is to be: first day and number of working days, minutes of the day, places as postcode and town."""

    title: str
    first_day: date
    start: str
    end: str = ""
    day_count: int = 1
    day_starts: int = 540
    day_ends: int = 1080
    lunch_minutes: int = 45
    visit_minutes: int = 45
    visit_value: Money = USUAL_VALUE
    hours: UsualHours = UsualHours.OFFICE
    car_power: int = 5
    car_yearly_km: int = 15_000
    car_electric: bool = False
    pattern: Layout = Layout.PETALS


@dataclass(frozen=True)
class StopData:
    """How one visit is to be; `windows` hold every day but those of `closed` (0 is Monday)."""

    minutes: int
    value: Money
    windows: Windows
    closed: tuple[int, ...] = ()
    required: bool = False
    fixed_on: date | None = None
    fixed_at: int | None = None


def plan_tour(work: Work, data: TourData, companies: Sequence[Company], *, roads: Measured | None = None) -> Tour:
    """Begin a tour: no visit is in a day yet; what can never be done is said on its page, not refused.

    `roads` are legs that a road service measured between its places.
    """
    if data.first_day < work.today:
        raise InThePast
    if data.day_ends - data.day_starts < SHORTEST_DAY:
        raise DayTooShort
    start = _place(data.start, UnknownPlace)
    end = _place(data.end, UnknownEnd) if data.end.strip() else start
    tour = Tour(
        title=data.title,
        planned_on=work.today,
        planned_by=work.actor.name,
        first_day=data.first_day,
        day_count=data.day_count,
        day_starts=data.day_starts,
        day_ends=data.day_ends,
        lunch_minutes=data.lunch_minutes,
        start_name=data.start,
        start_latitude=start.latitude,
        start_longitude=start.longitude,
        end_name=data.end or data.start,
        end_latitude=end.latitude,
        end_longitude=end.longitude,
        car_power=data.car_power,
        car_yearly_km=data.car_yearly_km,
        car_electric=data.car_electric,
        pattern=data.pattern,
        roads=roads.stored() if roads is not None else None,
    )
    _add(tour, data, companies)
    work.add(tour)
    _record_planning(work, tour)
    return tour


def add_stops(work: Work, tour: Tour, companies: Sequence[Company], *, roads: Measured | None = None) -> Tour:
    """Add companies to a tour, visited as long and worth as much as its first one; those in it are passed by."""
    still_draft(tour)
    there = {stop.company_id for stop in tour.stops}
    fresh = [each for each in dict.fromkeys(companies) if each.id not in there]
    if companies and not fresh:
        raise AlreadyThere
    if len(there) + len(fresh) > MOST_VISITS:
        raise TooManyVisits(most=MOST_VISITS, over=len(there) + len(fresh) - MOST_VISITS)
    usual = TourData(title=tour.title, first_day=tour.first_day, start=tour.start_name)
    if tour.stops:
        usual = replace(usual, visit_minutes=tour.stops[0].minutes, visit_value=tour.stops[0].value)
    _add(tour, usual, fresh)
    if roads is not None:
        tour.roads = roads.stored()
    work.record(Activity.TOUR_CHANGED, tour, *fresh, added=[each.id for each in fresh], visits=len(tour.stops))
    return tour


def note_roads(work: Work, tour: Tour, roads: Measured) -> Tour:
    """Keep what a road service measured between the places of a tour."""
    still_draft(tour)
    tour.roads = roads.stored()
    work.record(Activity.TOUR_CHANGED, tour, roads=roads.source, places=len(roads.places))
    return tour


def change_stop(work: Work, tour: Tour, company: Company, data: StopData) -> TourStop:
    """Say how long a visit is, what it is worth, when its customer receives, and whether an appointment stands."""
    stop = draft_stop(tour, company)
    if not data.windows or not are_in_order(data.windows):
        raise HoursMixedUp
    if data.fixed_on is not None and data.fixed_on not in tour.dates:
        raise OutOfTheDays
    stop.minutes, stop.value, stop.required = data.minutes, data.value, data.required
    stop.week = stored_week(week_of(data.windows, frozenset(data.closed)))
    stop.fixed_on, stop.fixed_at = data.fixed_on, data.fixed_at if data.fixed_on is not None else None
    work.record(
        Activity.TOUR_CHANGED,
        tour,
        company,
        minutes=stop.minutes,
        value_cents=stop.value.cents,
        required=stop.required,
        fixed_on=stop.fixed_on.isoformat() if stop.fixed_on else None,
        closed=[*data.closed],
    )
    return stop


def remove_stop(work: Work, tour: Tour, company: Company) -> Tour:
    """Take a company out of a tour."""
    stop = draft_stop(tour, company)
    give_up_appointment(work, stop)
    tour.stops.remove(stop)
    work.record(Activity.TOUR_CHANGED, tour, company, removed=True, visits=len(tour.stops))
    return tour


def _record_planning(work: Work, tour: Tour) -> None:
    """Record a new tour with what can be said of it at once."""
    problem = queries.problem_of(tour)
    work.record(
        Activity.TOUR_PLANNED,
        tour,
        *(stop.company for stop in tour.stops),
        days=[on.isoformat() for on in tour.dates],
        visits=len(tour.stops),
        impossible=[problem.stops[each.stop].company.id for each in impossible_visits(problem.instance)],
        unlocated=[each.company.id for each in problem.lost],
    )


def _add(tour: Tour, data: TourData, companies: Sequence[Company]) -> None:
    """Add companies that are not in a tour yet."""
    if not companies:
        raise NoCompany
    if len(companies) > MOST_VISITS:
        raise TooManyVisits(most=MOST_VISITS, over=len(companies) - MOST_VISITS)
    usual = usual_week(data.hours)
    fixed = queries.appointments_between(tour.dates[0], tour.dates[-1])
    for company in dict.fromkeys(companies):
        stop = TourStop(
            company=company,
            minutes=data.visit_minutes,
            value=data.visit_value,
            week=stored_week(queries.noted_week(company) or usual),
        )
        if company.id in fixed:
            stop.fixed_on, stop.fixed_at, stop.minutes = fixed[company.id]
        tour.stops.append(stop)


def _place(text: str, refusal: type[UnknownPlace]) -> Position:
    """Return where a typed postcode and town are."""
    found = queries.located(text)
    if found is None:
        raise refusal(name=text)
    return found
