"""Tours that are there, companies that may be visited, the question that a tour puts to a planner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from crm.field.mileage import Car
from crm.field.tours.models import Tour, TourProposal, TourStop
from crm.field.tours.rules.asking import Question, Visit
from crm.field.tours.rules.distances import Place, leg
from crm.field.tours.rules.figures import Orders
from crm.field.tours.rules.hours import as_week
from crm.field.tours.rules.measured import as_measured
from crm.field.tours.rules.model import Day, Instance
from crm.field.tours.rules.timetable import schedule
from crm.places.addresses import town_of
from crm.places.gazetteer import large_towns, position_of
from crm.places.positions import MICRO, Position
from crm.prospecting.companies.models import Company
from crm.store.base import db

LISTED = 100
WITHOUT_LUNCH = Day(lunch_minutes=0)


def tours() -> list[Tour]:
    """Return the tours, the latest first."""
    statement = select(Tour).order_by(Tour.first_day.desc(), Tour.id.desc()).limit(LISTED)
    return list(db.session.scalars(statement.options(selectinload(Tour.stops).joinedload(TourStop.company))))


def tour_by_id(tour_id: int) -> Tour | None:
    """Return a tour with its stops and their companies."""
    statement = select(Tour).where(Tour.id == tour_id)
    return db.session.scalar(statement.options(selectinload(Tour.stops).joinedload(TourStop.company)))


def proposal_of(tour: Tour) -> TourProposal | None:
    """Return the best tour that was computed last, whatever was asked then."""
    return db.session.scalar(select(TourProposal).where(TourProposal.tour_id == tour.id))


def road_metres(here: Place, there: Place) -> int:
    """Return an estimated distance by road."""
    return leg(here, there)[1]


def place_of(company: Company) -> Place | None:
    """Return where a company is, as the planners take it."""
    position = company.position
    return Place(*position.degrees) if position is not None else None


@dataclass(frozen=True)
class Problem:
    """What a tour asks, and whose visit each stop of the instance is; `lost` have no place on the map."""

    question: Question
    instance: Instance
    stops: tuple[TourStop, ...]
    lost: tuple[TourStop, ...]

    def orders(self, tour: Tour) -> Orders:
        """Return a tour's own order as the planners write it."""
        index = {stop.id: number for number, stop in enumerate(self.stops)}
        days = range(len(self.question.dates))
        return tuple(tuple(index[each.id] for each in tour.stops_of(day) if each.id in index) for day in days)

    def stop_ids(self, orders: Orders) -> list[list[int]]:
        """Return orders as ids of stops."""
        return [[self.stops[number].id for number in order] for order in orders]

    def numbers(self, ids: Sequence[Sequence[int]]) -> Orders:
        """Return ids of stops as the planners write them."""
        index = {stop.id: number for number, stop in enumerate(self.stops)}
        return tuple(tuple(index[each] for each in order if each in index) for order in ids)

    @property
    def home(self) -> Place:
        """Where the tour begins."""
        return self.question.start


def problem_of(tour: Tour) -> Problem:
    """Return what a tour asks of a planner; visits of locked days are asked for at the minute at which they are."""
    placed = [(stop, place) for stop in tour.stops if (place := place_of(stop.company)) is not None]
    since = (tour.resumes_on, tour.resumes_at) if tour.resumes_on is not None and tour.resumes_at is not None else None
    question = Question(
        dates=tour.dates,
        day=day_of(tour),
        start=Place(tour.start_latitude / MICRO, tour.start_longitude / MICRO),
        end=Place(tour.end_latitude / MICRO, tour.end_longitude / MICRO),
        visits=tuple(_visit(tour, stop, place) for stop, place in placed),
        car=car_of(tour),
        since=since,
        roads=as_measured(tour.roads),
    )
    stops = tuple(stop for stop, _ in placed)
    lost = tuple(stop for stop in tour.stops if stop not in stops)
    free = Problem(question, question.instance(), stops, lost)
    return _locked(free, tour) if tour.locked_days else free


def _locked(free: Problem, tour: Tour) -> Problem:
    """Return a problem in which the locked days stay as they are, to the minute."""
    visits, own = list(free.question.visits), free.orders(tour)
    for day in tour.locked_days:
        for call in schedule(free.instance, day, own[day]).calls:
            visits[call.stop] = replace(visits[call.stop], fixed=(free.question.dates[day], call.starts))
    shut = tuple(free.question.dates[day] for day in tour.locked_days)
    question = replace(free.question, visits=tuple(visits), shut=shut)
    return replace(free, question=question, instance=question.instance())


def car_of(tour: Tour) -> Car:
    """Return the car that a tour is driven with."""
    return Car(tour.car_power, tour.car_yearly_km, tour.car_electric)


def day_of(tour: Tour) -> Day:
    """Return the working day of a tour: lunch begins between noon and one, if it is long enough for one."""
    return replace(WITHOUT_LUNCH, starts=tour.day_starts, ends=tour.day_ends, lunch_minutes=tour.lunch_minutes)


def _visit(tour: Tour, stop: TourStop, place: Place) -> Visit:
    """Return a stop as the question says it."""
    on = tour.dates[stop.day] if stop.day is not None else None
    fixed = (stop.fixed_on, stop.fixed_at) if stop.fixed_on is not None and stop.fixed_at is not None else None
    if on is not None and stop.made_at is not None:
        fixed = (on, stop.made_at)
    return Visit(
        name=stop.company.legal_name,
        place=place,
        minutes=stop.minutes,
        value_cents=stop.value.cents,
        week=as_week(stop.week),
        required=stop.required,
        fixed=fixed,
        only_on=on if stop.locked else None,
    )


def towns() -> list[tuple[str, Place]]:
    """Return the towns by which one finds one's way on a map, the largest first."""
    return [(each.name, Place(*each.position.degrees)) for each in large_towns()]


def located(text: str) -> Position | None:
    """Return where a postcode and a town are, or a town of one name alone; None where nobody knows."""
    asked = town_of(text)
    return position_of(postcode=asked.get("postcode", ""), city=asked["city"])
