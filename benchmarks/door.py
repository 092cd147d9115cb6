"""Writing through the door beside a bare insert of the same rows: same database, same durability, one commit each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from uuid import uuid4

from sqlalchemy import Connection, RowMapping, Table, func, insert, select

from benchmarks.timing import PER_SECOND, Line, by_turns
from benchmarks.worlds import Place, World
from crm.activity.door import Standing, perform
from crm.activity.models import LINKS, RECORDS, Submission
from crm.prospecting.companies.models import Company
from crm.prospecting.companies.use_cases import CompanyData, add_note, create_company
from crm.store.base import db

GOAL = 2.0
SUBMISSIONS, COMPANIES = Submission.__table__, Company.__table__
ELSEWHERE = 1_000_000
Rows = dict[Table, list[RowMapping]]


def measure(world: World, place: Place, *, rounds: int) -> Iterator[Line]:
    """Yield a line for a small act and one for an act that adds a thing."""
    with world.inside(place.workspace_id):
        standing = world.standing(place)
        company = db.session.scalars(select(Company).order_by(Company.id)).first()
        assert company is not None
    number = count(1)

    def note(standing: Standing) -> None:
        perform(standing, add_note, company, text=f"Rappeler lundi, dossier {next(number)}")

    def create(standing: Standing) -> None:
        perform(standing, create_company, CompanyData(legal_name=f"Atelier {next(number)}", city="Douai"))

    acts = {"add a note": (note, (RECORDS, LINKS, SUBMISSIONS))}
    acts["create a company"] = (create, (COMPANIES, RECORDS, LINKS, SUBMISSIONS))
    for name, (act, tables) in acts.items():
        ours = _through_the_door(world, standing, act)
        bare = _bare_insert(world, _rows_of(world, standing, ours, tables), number)
        taken, floor = by_turns(ours, bare, rounds=rounds)
        yield Line("door", name, taken, floor, unit=PER_SECOND, goal=GOAL, note=f"{taken.p50:.2f} ms each")


def _through_the_door(world: World, standing: Standing, act: Callable[[Standing], None]) -> Callable[[], None]:
    """Return how to act once as a request does: a session of its own, a form's key, one commit."""

    def once() -> None:
        with world.inside(standing.workspace_id):
            act(Standing(**vars(standing) | {"submission": uuid4().hex}))

    return once


def _rows_of(world: World, standing: Standing, act: Callable[[], None], tables: tuple[Table, ...]) -> Rows:
    """Act once and return the rows which that added."""
    before = {table: _size(world, standing, table) for table in tables}
    act()
    with world.app.app_context(), db.engine.connect() as connection:
        found = {}
        for table in tables:
            mine = select(table).where(table.c.workspace_id == standing.workspace_id)
            order = table.c.position if "position" in table.c else table.c.id if "id" in table.c else table.c.object_id
            added = _size(world, standing, table) - before[table]
            found[table] = list(connection.execute(mine.order_by(order.desc().nulls_last()).limit(added)).mappings())
    return found


def _size(world: World, standing: Standing, table: Table) -> int:
    """Count a table's rows in the workspace."""
    statement = select(func.count()).select_from(table).where(table.c.workspace_id == standing.workspace_id)
    with world.app.app_context(), db.engine.connect() as connection:
        return connection.execute(statement).scalar_one()


def _bare_insert(world: World, rows: Rows, number: Iterator[int]) -> Callable[[], None]:
    """Return how to insert such rows once, under new keys, in a workspace that nobody reads."""
    with world.app.app_context():
        engine = db.engine

    def once() -> None:
        at = next(number)
        fresh = {"workspace_id": ELSEWHERE, "position": at, "id": at, "key": f"bare {at}"}
        with engine.connect().execution_options(writing=True) as connection:
            for table, found in rows.items():
                _insert(connection, table, found, {name: value for name, value in fresh.items() if name in table.c})
            connection.commit()

    return once


def _insert(connection: Connection, table: Table, rows: list[RowMapping], fresh: dict[str, object]) -> None:
    """Insert a table's rows."""
    connection.execute(insert(table), [dict(row) | fresh for row in rows])
