"""A tour as its page shows it: its days in time, what it amounts to beside others, what is left out and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from crm.field.agenda.rules.slots import Clash
from crm.field.tours.models import Layout, Tour, TourStop
from crm.field.tours.queries.diary import Meeting, diary_of
from crm.field.tours.queries.finding import Problem, problem_of, proposal_of, towns
from crm.field.tours.rules.asking import cents
from crm.field.tours.rules.drawing import Drawing, draw
from crm.field.tours.rules.explanations import (
    Detour,
    Dropped,
    cheapest_relief,
    dearest_detours,
    dropped_visits,
    impossible_visits,
)
from crm.field.tours.rules.figures import Figures, Orders, figures, gap_percent, timetables
from crm.field.tours.rules.model import Instance, Plan
from crm.field.tours.rules.one_day import missed_of
from crm.field.tours.rules.patterns import Pattern, pattern_plan
from crm.field.tours.rules.timetable import Timetable


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
    `waiting_for` says, by stop, what a visit in no day would cost in the own
    tour; `to_drop` names for each day with faults the visit without which it
    holds, the one that brings least; `conflicts` are those with the agenda.
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
    waiting_for: dict[int, Dropped]
    to_drop: tuple[tuple[int, TourStop], ...]
    conflicts: tuple[tuple[Meeting, Clash], ...]
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


def board_of(tour: Tour, *, compared: Layout | None = None) -> Board:
    """Return a tour as its page shows it, compared with the taught way that its learner chose, or with another one."""
    problem = problem_of(tour)
    instance, own = problem.instance, problem.orders(tour)
    sheets = timetables(instance, own)
    days = tuple(
        DaySheet(number, on, sheet, tuple(problem.stops[each] for each in own[number]))
        for number, (on, sheet) in enumerate(zip(tour.dates, sheets, strict=True))
    )
    best, gap, reasons = _best(tour, problem)
    plan = plan_of(instance, own)
    return Board(
        tour=tour,
        problem=problem,
        days=days,
        waiting=tuple(stop for stop in problem.stops if stop.day is None),
        own=Answer(Layout.HAND, own, figures(instance, own, problem.question.car)),
        pattern=pattern_answer(tour, problem, compared or tour.pattern),
        best=best,
        gap=gap,
        impossible=_named(problem, impossible_visits(instance)),
        dropped=_named(problem, reasons),
        dearest=tuple((problem.stops[each.stop], each) for each in dearest_detours(instance, plan)),
        waiting_for={problem.stops[each.stop].id: each for each in dropped_visits(instance, plan)},
        to_drop=_to_drop(problem, own),
        conflicts=tuple(diary_of(tour, calls_of(tour, problem)).conflicts()) if any(own) else (),
        drawing=draw(
            problem.home, problem.question.end, tuple(each.place for each in problem.question.visits), towns()
        ),
    )


def calls_of(tour: Tour, problem: Problem) -> list[tuple[TourStop, date, int, int]]:
    """Return the visits of a tour's own order: stop, day, minutes at which each begins and ends."""
    sheets = timetables(problem.instance, problem.orders(tour))
    return [
        (problem.stops[call.stop], on, call.starts, call.ends)
        for on, sheet in zip(tour.dates, sheets, strict=True)
        for call in sheet.calls
    ]


def _to_drop(problem: Problem, own: Orders) -> tuple[tuple[int, TourStop], ...]:
    """Return for each day that does not hold the visit to give up, by the number of the day."""
    found = ((day, cheapest_relief(problem.instance, day, order)) for day, order in enumerate(own))
    return tuple((day, problem.stops[stop]) for day, stop in found if stop is not None)


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


def plan_of(instance: Instance, orders: Orders) -> Plan:
    """Return orders as a plan of which nothing is known."""
    net = sum(instance.value(order) - instance.cost(order) for order in orders)
    return Plan(orders, net, net, missed_of(instance, orders))


def _named(problem: Problem, found: tuple[Dropped, ...]) -> tuple[tuple[TourStop, Dropped], ...]:
    """Return visits left out with their stops."""
    return tuple((problem.stops[each.stop], each) for each in found)


def in_cents(amount: int | None) -> int | None:
    """Return a planner's amount in cents."""
    return None if amount is None else cents(amount)
