"""Words searched in a file of fifty thousand records, beside the same statements on the bare driver, by their index."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.billing import overheard
from benchmarks.timing import Line, by_turns
from benchmarks.worlds import Place, World
from crm.prospecting.companies.queries import CompanyFilter, companies, company_count
from crm.store.base import db

GOAL = 3.0
SOUGHT = (("two words that many have", "garage lille"), ("a number that one has", "49321"))


def measure(world: World, place: Place, *, rounds: int, goal: float | None) -> Iterator[Line]:
    """Yield a line for each kind of search: the first page of what is found, and how much there is."""
    with world.inside(place.workspace_id):
        for name, words in SOUGHT:
            yield _measured(name, CompanyFilter(search=words), rounds=rounds, goal=goal)


def _measured(name: str, wanted: CompanyFilter, *, rounds: int, goal: float | None) -> Line:
    """Return the line of one search."""
    found = company_count(wanted)

    def ours() -> None:
        company_count(wanted)
        companies(wanted)
        db.session.expunge_all()

    with overheard() as said:
        ours()
    raw = db.session().connection().connection.cursor()

    def bare() -> None:
        for statement, values in said:
            raw.execute(statement, values)  # type: ignore[arg-type]  # as the driver was told
            raw.fetchall()

    taken, floor = by_turns(ours, bare, rounds=rounds)
    note = f"{found} found; floor: the same {len(said)} statements through the bare driver"
    return Line("search", name, taken, floor, goal=goal, note=note)
