"""What can be asked about tours: the question a tour puts, its days in time, what it amounts to beside others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from crm.field.mileage import Car
from crm.field.tours.models import Layout, Tour, TourProposal, TourStop
from crm.field.tours.rules.asking import Question, Visit, cents
from crm.field.tours.rules.distances import Place, legs_between
from crm.field.tours.rules.drawing import Drawing, draw
from crm.field.tours.rules.explanations import Detour, Dropped, dearest_detours, dropped_visits, impossible_visits
from crm.field.tours.rules.figures import Figures, Orders, figures, gap_percent, timetables
from crm.field.tours.rules.hours import as_week
from crm.field.tours.rules.model import Day, Instance, Plan
from crm.field.tours.rules.one_day import missed_of
from crm.field.tours.rules.patterns import Pattern, pattern_plan
from crm.field.tours.rules.timetable import Timetable
from crm.papers.roadbooks import Roadbook, RoadbookCall, RoadbookDay
from crm.places.positions import MICRO
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


@dataclass(frozen=True)
class DaySheet:
    """A day of a tour in time, with its stops in their order."""

    number: int
    on: date
    timetable: Timetable
    stops: tuple[TourStop, ...]


@dataclass(frozen=True)
class Answer:
    """One way to lay a tour out: where it comes from, what it amounts to."""

    layout: Layout
    orders: Orders
    figures: Figures


@dataclass(frozen=True)
class Board:
    """All that the page of a tour shows.

    `gap` is by how many percent the computed tour may fall short of the best
    possible one, None while nothing was computed for the question as it stands.
    """

    tour: Tour
    problem: Problem
    days: tuple[DaySheet, ...]
    waiting: tuple[TourStop, ...]
    own: Answer
    pattern: Answer
    best: Answer | None
    gap: int | None
    impossible: tuple[tuple[TourStop, Dropped], ...]
    dropped: tuple[tuple[TourStop, Dropped], ...]
    dearest: tuple[tuple[TourStop, Detour], ...]
    drawing: Drawing

    @property
    def answers(self) -> tuple[Answer, ...]:
        """The tours that stand side by side."""
        return tuple(each for each in (self.own, self.pattern, self.best) if each is not None)

    @property
    def faults(self) -> int:
        """How much in the learner's own tour cannot be."""
        return self.own.figures.faults

    def missed_cents(self) -> int | None:
        """Return what the own tour brings less than the computed one, where they can be compared."""
        if self.best is None or self.faults:
            return None
        return self.best.figures.net_cents - self.own.figures.net_cents


def board_of(tour: Tour) -> Board:
    """Return a tour as its page shows it."""
    problem = problem_of(tour)
    instance, own = problem.instance, problem.orders(tour)
    sheets = timetables(instance, own)
    days = tuple(
        DaySheet(number, on, sheet, tuple(problem.stops[each] for each in own[number]))
        for number, (on, sheet) in enumerate(zip(tour.dates, sheets, strict=True))
    )
    best, gap, reasons = _best(tour, problem)
    plan = _plan(instance, own)
    return Board(
        tour=tour,
        problem=problem,
        days=days,
        waiting=tuple(stop for stop in problem.stops if stop.day is None),
        own=Answer(Layout.HAND, own, figures(instance, own, problem.question.car)),
        pattern=pattern_answer(tour, problem, tour.pattern),
        best=best,
        gap=gap,
        impossible=_named(problem, impossible_visits(instance)),
        dropped=_named(problem, reasons),
        dearest=tuple((problem.stops[each.stop], each) for each in dearest_detours(instance, plan)),
        drawing=draw(problem.home, problem.question.end, tuple(each.place for each in problem.question.visits)),
    )


def pattern_answer(tour: Tour, problem: Problem, layout: Layout) -> Answer:
    """Return a tour laid out in a way that is taught."""
    places = tuple(each.place for each in problem.question.visits)
    plan = pattern_plan(problem.instance, Pattern(layout.value), home=problem.home, places=places)
    return Answer(layout, plan.orders, figures(problem.instance, plan.orders, problem.question.car))


def _best(tour: Tour, problem: Problem) -> tuple[Answer | None, int | None, tuple[Dropped, ...]]:
    """Return the computed tour, how far from the best it may be, and what it leaves out with the reasons."""
    kept = proposal_of(tour)
    if kept is None or kept.fingerprint != problem.question.fingerprint():
        return None, None, ()
    orders = problem.numbers(kept.orders)
    plan = Plan(orders, kept.net, kept.bound, missed_of(problem.instance, orders))
    answer = Answer(Layout.OPTIMUM, orders, figures(problem.instance, orders, problem.question.car))
    return answer, gap_percent(plan), dropped_visits(problem.instance, plan)


def _plan(instance: Instance, orders: Orders) -> Plan:
    """Return orders as a plan of which nothing is known."""
    net = sum(instance.value(order) - instance.cost(order) for order in orders)
    return Plan(orders, net, net, missed_of(instance, orders))


def _named(problem: Problem, found: tuple[Dropped, ...]) -> tuple[tuple[TourStop, Dropped], ...]:
    """Return visits left out with their stops."""
    return tuple((problem.stops[each.stop], each) for each in found)


def in_cents(amount: int | None) -> int | None:
    """Return a planner's amount in cents."""
    return None if amount is None else cents(amount)


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
