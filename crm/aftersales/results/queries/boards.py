"""A goal on a day: how it stands, month by month, and part by part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from crm.aftersales.results import rules
from crm.aftersales.results.queries.sources import facts
from crm.aftersales.results.rules import Drawing, Fact, Standing, Step
from crm.people.workspaces.queries import workspace_by_id
from crm.prospecting.sales_actions import queries as plans
from crm.prospecting.sales_actions.models import Dimension, Goal, GoalShare, Indicator
from crm.prospecting.sales_actions.rules import Balance, balance, month_after, months
from crm.prospecting.segments import queries as segments
from crm.prospecting.segments.rules import parsing
from crm.selling.catalogue import queries as catalogue
from crm.store.scoping import entered


@dataclass(frozen=True)
class Part:
    """A month, a salesperson, a family or a segment: what it is to bring, what it brought, and a year before.

    `target` is None while it has no share of the goal.
    """

    key: str
    name: str
    target: int | None
    actual: int | None
    previous: int | None


@dataclass(frozen=True)
class Table:
    """A goal by one dimension; `balance` None says that it is not broken down so."""

    dimension: Dimension
    parts: Sequence[Part]
    balance: Balance | None


@dataclass(frozen=True)
class Board:
    """All that a goal's page shows on a day."""

    goal: Goal
    standing: Standing
    steps: Sequence[Step]
    drawing: Drawing
    tables: Sequence[Table]


@dataclass(frozen=True)
class _Read:
    """A goal's facts of its period up to a day, and those of the same days a year before."""

    now: Sequence[Fact]
    before: Sequence[Fact]
    shares: Sequence[GoalShare]
    first: date
    until: date


def previous_of(indicator: Indicator, first: date, last: date) -> int | None:
    """Return what an indicator was over the same days of the year before."""
    return rules.measured(indicator, facts(indicator, rules.year_before(first), rules.year_before(last)))


def standing_of(goal: Goal, *, on: date) -> Standing:
    """Return how a goal stands on a day."""
    return _standing(goal, _read(goal, on), on)


def board_of(goal: Goal, *, on: date, today: date) -> Board:
    """Return all that a goal's page shows on a day; segments are as they are today."""
    read = _read(goal, on)
    steps = _steps(goal, read)
    tables = [_table(goal, each, read, today=today) for each in goal.indicator.dimensions]
    shown = [each for each in tables if each.balance is not None]
    return Board(goal, _standing(goal, read, on), steps, rules.drawing(steps, goal.target), shown)


def parts_of(goal: Goal, dimension: Dimension, *, today: date) -> Table:
    """Return all parts to which a goal can be broken down by a dimension, those without a share too."""
    return _table(goal, dimension, _read(goal, today), today=today, every=True)


def _read(goal: Goal, on: date) -> _Read:
    """Read a goal's facts, once for everything that is said of it."""
    first, until = goal.plan.starts_on, min(on, goal.due_on)
    before = facts(goal.indicator, rules.year_before(first), rules.year_before(goal.due_on))
    return _Read(facts(goal.indicator, first, until), before, plans.shares_of(goal), first, until)


def _standing(goal: Goal, read: _Read, on: date) -> Standing:
    """Return how a goal stands."""
    indicator = goal.indicator
    same_days = rules.between(read.before, rules.year_before(read.first), rules.year_before(read.until))
    return Standing(
        goal.target,
        rules.expected(
            indicator, goal.target, first=read.first, due=goal.due_on, on=on, shares=_months_of(read.shares)
        ),
        rules.measured(indicator, read.now),
        rules.measured(indicator, read.before),
        rules.measured(indicator, same_days),
        begun=on >= read.first,
        over=on > goal.due_on,
    )


def _steps(goal: Goal, read: _Read) -> list[Step]:
    """Return a goal's way month by month."""
    steps, shares = months(read.first, goal.due_on), _months_of(read.shares)
    before = [rules.year_before(each) for each in steps]
    actual = rules.way(goal.indicator, steps, read.now, read.first, read.until)
    first, due = rules.year_before(read.first), rules.year_before(goal.due_on)
    previous = rules.way(goal.indicator, before, read.before, first, due)
    ends = [min(goal.due_on, month_after(each) - timedelta(days=1)) for each in steps]
    aims = [
        rules.expected(goal.indicator, goal.target, first=read.first, due=goal.due_on, on=end, shares=shares)
        for end in ends
    ]
    return [Step(*each) for each in zip(steps, aims, actual, previous, strict=True)]


def _months_of(shares: Sequence[GoalShare]) -> Mapping[str, int]:
    """Return a goal's shares by month."""
    return {each.key: each.target for each in shares if each.dimension is Dimension.MONTH}


def _table(goal: Goal, dimension: Dimension, read: _Read, *, today: date, every: bool = False) -> Table:
    """Return a goal by one dimension: the parts that have a share, or every part there is."""
    shares = {each.key: each for each in read.shares if each.dimension is dimension}
    names = {key: each.name for key, each in shares.items()}
    if every:
        names = dict(_names(goal, dimension)) | names
    members = {key: _members(key, today=today) for key in names} if dimension is Dimension.SEGMENT else {}
    parts = []
    for key, name in sorted(names.items()) if dimension is Dimension.MONTH else names.items():
        mine = members.get(key, frozenset())
        then = rules.year_before(date.fromisoformat(key)).isoformat() if dimension is Dimension.MONTH else key
        parts.append(
            Part(
                key,
                name,
                shares[key].target if key in shares else None,
                rules.measured(goal.indicator, rules.of_part(read.now, dimension, key, members=mine)),
                rules.measured(goal.indicator, rules.of_part(read.before, dimension, then, members=mine)),
            )
        )
    said = balance(goal.target, [each.target for each in shares.values()]) if shares else None
    return Table(dimension, parts, said)


def _names(goal: Goal, dimension: Dimension) -> list[tuple[str, str]]:
    """Return what there is to break a goal down to, as (key, name)."""
    if dimension is Dimension.MONTH:
        return [(each.isoformat(), f"{each:%m/%Y}") for each in months(goal.plan.starts_on, goal.due_on)]
    if dimension is Dimension.FAMILY:
        return [(each, each) for each in catalogue.families()]
    if dimension is Dimension.SEGMENT:
        return [(str(each.id), each.name) for each in segments.segments(for_person=None) if each.shared]
    workspace = workspace_by_id(entered())
    return [(each, each) for each in plans.salespeople(workspace)] if workspace else []


def _members(key: str, *, today: date) -> frozenset[int]:
    """Return the companies of a kept segment as it is today; none of one that has gone or cannot be read any more."""
    segment = segments.segment_by_id(int(key)) if key.isdecimal() else None
    if segment is None:
        return frozenset()
    try:
        return frozenset(segments.ids(parsing.read(segment.expression), today=today))
    except parsing.Unreadable:
        return frozenset()
