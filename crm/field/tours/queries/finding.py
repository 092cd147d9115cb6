"""Tours that are there, companies that may be visited, the question that a tour puts to a planner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from crm.field.mileage import Car
from crm.field.tours.models import Tour, TourProposal, TourStop
from crm.field.tours.rules.asking import Question, Visit
from crm.field.tours.rules.distances import Place, legs_between
from crm.field.tours.rules.figures import Orders
from crm.field.tours.rules.hours import as_week
from crm.field.tours.rules.model import Day, Instance
from crm.places.addresses import town_of
from crm.places.gazetteer import position_of
from crm.places.positions import MICRO, Position
from crm.prospecting.companies.models import Company, Stage, searchable
from crm.store.base import db

LISTED = 100
MOST_CANDIDATES = 200
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


@dataclass(frozen=True)
class Candidate:
    """A company that may be visited, and how far it is from the start, in metres by road (estimated)."""

    company: Company
    metres: int | None


def candidates(
    near: Place | None, *, search: str = "", stage: Stage | None = None, within_km: int = 0
) -> list[Candidate]:
    """Return the companies that have a place on the map, the nearest first, by name where no place is given."""
    statement = select(Company)
    for word in searchable(search).split():
        statement = statement.where(Company.search_text.contains(word, autoescape=True))
    if stage is not None:
        statement = statement.where(Company.stage == stage)
    placed = [(each, place) for each in db.session.scalars(statement) if (place := place_of(each)) is not None]
    if near is None:
        by_name = sorted((company for company, _ in placed), key=lambda each: each.sort_name)
        return [Candidate(company, None) for company in by_name[:MOST_CANDIDATES]]
    found = [Candidate(company, road_metres(near, place)) for company, place in placed]
    near_enough = [each for each in found if not within_km or (each.metres or 0) <= within_km * 1000]
    return sorted(near_enough, key=lambda each: (each.metres or 0, each.company.sort_name))[:MOST_CANDIDATES]


def road_metres(here: Place, there: Place) -> int:
    """Return an estimated distance by road."""
    return legs_between((here, there)).metres[0][1]


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
    """Return what a tour asks of a planner."""
    placed = [(stop, place) for stop in tour.stops if (place := place_of(stop.company)) is not None]
    question = Question(
        dates=tour.dates,
        day=day_of(tour),
        start=Place(tour.start_latitude / MICRO, tour.start_longitude / MICRO),
        end=Place(tour.end_latitude / MICRO, tour.end_longitude / MICRO),
        visits=tuple(_visit(stop, place) for stop, place in placed),
        car=car_of(tour),
    )
    known = {stop.id for stop, _ in placed}
    lost = tuple(stop for stop in tour.stops if stop.id not in known)
    return Problem(question, question.instance(), tuple(stop for stop, _ in placed), lost)


def car_of(tour: Tour) -> Car:
    """Return the car that a tour is driven with."""
    return Car(tour.car_power, tour.car_yearly_km, tour.car_electric)


def day_of(tour: Tour) -> Day:
    """Return the working day of a tour: lunch begins between noon and one, if it is long enough for one."""
    return replace(WITHOUT_LUNCH, starts=tour.day_starts, ends=tour.day_ends, lunch_minutes=tour.lunch_minutes)


def _visit(stop: TourStop, place: Place) -> Visit:
    """Return a stop as the question says it."""
    fixed = (stop.fixed_on, stop.fixed_at) if stop.fixed_on is not None and stop.fixed_at is not None else None
    return Visit(
        name=stop.company.legal_name,
        place=place,
        minutes=stop.minutes,
        value_cents=stop.value.cents,
        week=as_week(stop.week),
        required=stop.required,
        fixed=fixed,
    )


def located(text: str) -> Position | None:
    """Return where a postcode and a town are, or a town of one name alone; None where nobody knows."""
    asked = town_of(text)
    return position_of(postcode=asked.get("postcode", ""), city=asked["city"])
