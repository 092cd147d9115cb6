"""Companies that may be visited: around a place, of a stage, in a segment, not seen for some time."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from crm.field.agenda import queries as agenda
from crm.field.tours.queries.finding import place_of, road_metres
from crm.field.tours.rules.distances import Place
from crm.prospecting.companies.models import Company, Stage, searchable
from crm.store.base import db

MOST_CANDIDATES = 200


@dataclass(frozen=True)
class Candidate:
    """A company that may be visited, where it is, how far by road (metres, estimated), when it was last visited."""

    company: Company
    place: Place
    metres: int | None
    seen_on: date | None


@dataclass(frozen=True)
class Spot:
    """A place on the map with the companies that stand there."""

    place: Place
    name: str
    ids: tuple[int, ...]


def spots_of(found: Sequence[Candidate]) -> list[Spot]:
    """Return the places of companies, each once, in the order of the companies."""
    there: dict[Place, list[Company]] = {}
    for each in found:
        there.setdefault(each.place, []).append(each.company)
    return [Spot(place, each[0].city, tuple(one.id for one in each)) for place, each in there.items()]


def candidates(
    near: Place | None,
    *,
    search: str = "",
    stage: Stage | None = None,
    within_km: int = 0,
    unseen_since: date | None = None,
    among: Container[int] | None = None,
) -> list[Candidate]:
    """Return the companies that have a place on the map, the nearest first, by name where no place is given.

    `unseen_since` leaves out those that were visited after that day, `among` those that are not of a segment.
    """
    statement = select(Company)
    for word in searchable(search).split():
        statement = statement.where(Company.search_text.contains(word, autoescape=True))
    if stage is not None:
        statement = statement.where(Company.stage == stage)
    seen = agenda.last_visits()
    found = [
        Candidate(each, place, road_metres(near, place) if near is not None else None, seen.get(each.id))
        for each in db.session.scalars(statement)
        if (among is None or each.id in among) and (place := place_of(each)) is not None
    ]
    if unseen_since is not None:
        found = [each for each in found if each.seen_on is None or each.seen_on <= unseen_since]
    if near is not None and within_km:
        found = [each for each in found if (each.metres or 0) <= within_km * 1000]
    return sorted(found, key=lambda each: (each.metres or 0, each.company.sort_name))[:MOST_CANDIDATES]
