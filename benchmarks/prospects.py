"""Ten thousand prospects: a file of them checked, imported and taken back, and duplicates searched among them."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from io import StringIO
from time import perf_counter

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import cdist
from sqlalchemy import Table, func, insert, select
from stdnum import luhn

from benchmarks.timing import PER_SECOND, Line, Spread
from benchmarks.worlds import Place, World
from crm.activity.door import Work, perform
from crm.activity.models import LINKS, RECORDS
from crm.prospecting.companies.models import Company
from crm.prospecting.companies.queries import cards
from crm.prospecting.imports import queries, use_cases
from crm.prospecting.imports.models import ImportState
from crm.prospecting.imports.rules import tables
from crm.prospecting.imports.rules.rows import plan_table
from crm.prospecting.likeness import pairs, traits
from crm.store.base import db

TRADES = [
    "Boulangerie",
    "Garage",
    "Menuiserie",
    "Librairie",
    "Pharmacie",
    "Serres",
    "Brasserie",
    "Imprimerie",
    "Fonderie",
    "Auberge",
]
NAMES = [
    "Houblon",
    "Canal",
    "Beffroi",
    "Dune",
    "Tilleul",
    "Moulin",
    "Héron",
    "Péniche",
    "Terril",
    "Brique",
    "Lin",
    "Faïence",
    "Ducasse",
    "Carillon",
]
TOWNS = [("59000", "Lille"), ("62000", "Arras"), ("80000", "Amiens"), ("02000", "Laon"), ("60000", "Beauvais")]
TITLES = ["Société", "SIREN", "Rue", "CP", "Ville", "Téléphone", "E-mail", "Nom du contact", "Plafond"]
AT_A_TIME = 250
TWINS = 20  # one row in so many is another row again, misspelt
IMPORT_GOAL, SEARCH_GOAL = 8.0, 1.0
COMPANIES: Table = Company.__table__  # type: ignore[assignment]


def measure(world: World, place: Place, *, size: int) -> Iterator[Line]:
    """Yield lines for checking, importing, searching and taking back a file of `size` rows."""
    content = a_file(size)
    with world.inside(place.workspace_id):
        batch = perform(world.standing(place), use_cases.receive_file, file_name="salon.csv", content=content)
        perform(world.standing(place), use_cases.map_columns, batch)
        import_id = batch.id
    yield _check(world, place, import_id, content, size)
    yield _load(world, place, import_id, size)
    yield _search(world, place, size)
    yield _undo(world, place, import_id, size)


def a_file(size: int) -> bytes:
    """Write a CSV of made-up prospects, some of them twice."""
    dice, text = random.Random(2026), StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(TITLES)
    rows: list[list[str]] = []
    for number in range(size):
        if rows and number % TWINS == 0:
            twin = list(dice.choice(rows))
            place = dice.randrange(2, len(twin[0]) - 1)
            twin[0], twin[1] = twin[0][:place] + twin[0][place + 1 :], ""
        else:
            twin = _row(dice, number)
        rows.append(twin)
        writer.writerow(twin)
    return text.getvalue().encode("cp1252")


def _row(dice: random.Random, number: int) -> list[str]:
    """Make one prospect up."""
    postcode, town = dice.choice(TOWNS)
    stem = f"{number + 10_000_000}"[:8]
    name = f"{dice.choice(TRADES)} {dice.choice(NAMES)} {dice.choice(NAMES)}-{number:x}"
    return [
        name,
        stem + luhn.calc_check_digit(stem),
        f"{number % 150 + 1} rue du {dice.choice(NAMES)}",
        postcode,
        town,
        f"03 {number // 1_000_000 % 100:02} {number // 10_000 % 100:02} {number // 100 % 100:02} {number % 100:02}",
        f"contact{number}@prospect.example",
        f"Interlocuteur {number}" if number % 3 == 0 else "",
        f"{number % 5000},50",
    ]


def _check(world: World, place: Place, import_id: int, content: bytes, size: int) -> Line:
    """Check all rows beside reading the same file and comparing as many names once."""
    with world.inside(place.workspace_id):
        batch = queries.import_by_id(import_id)
        assert batch is not None
        began = perf_counter()
        table = tables.table_of(content, batch.reading)
        plans = plan_table(table, batch.columns, batch.reading, cards(), on_duplicate=batch.on_duplicate)
        perform(world.standing(place), use_cases.check_rows, batch, plans=plans)
        ours = perf_counter() - began
    began = perf_counter()
    names = [row[0] for row in csv.reader(StringIO(content.decode("cp1252"), newline=""), delimiter=";")]
    cdist(names[:1000], names, scorer=ratio)
    floor = perf_counter() - began
    found = sum(bool(plan.matches) for plan in plans)
    note = f"{found} look-alikes; floor: csv.reader, and a thousand names against all by rapidfuzz"
    return _line("file checked", ours, floor, size, note=note)


def _load(world: World, place: Place, import_id: int, size: int) -> Line:
    """Import the rows batch by batch beside bare inserts of the rows that this added, in as many transactions."""
    before = _sizes(world, place)
    began = perf_counter()
    _work_off(world, place, import_id, use_cases.load_rows, ImportState.LOADED)
    ours = perf_counter() - began
    after = _sizes(world, place)
    with world.app.app_context(), db.engine.connect() as connection:
        copies = {}
        for table in (COMPANIES, RECORDS, LINKS):
            mine = select(table).where(table.c.workspace_id == place.workspace_id)
            rows = connection.execute(mine.order_by(*table.primary_key.columns)).mappings().all()
            copies[table] = [dict(row) | {"workspace_id": 999_999} for row in rows[before[table] : after[table]]]
        connection.rollback()
        began = perf_counter()
        for table, fresh in copies.items():
            for start in range(0, len(fresh), AT_A_TIME):
                with connection.begin():
                    connection.execute(insert(table), fresh[start : start + AT_A_TIME])
        floor = perf_counter() - began
    note = f"{size} rows in {ours:.1f} s, {AT_A_TIME} a transaction; floor: bare inserts of the same rows"
    return _line("file imported", ours, floor, size, goal=IMPORT_GOAL, note=note)


def _search(world: World, place: Place, size: int) -> Line:
    """Search duplicates in the whole file beside comparing every name with every other."""
    with world.inside(place.workspace_id):
        began = perf_counter()
        every = list(cards())
        found = pairs(every)
        ours = perf_counter() - began
    names = [traits(card).name for card in every]
    began = perf_counter()
    cdist(names, names, scorer=ratio, score_cutoff=75, workers=1)
    floor = perf_counter() - began
    note = f"{len(found)} pairs among {len(every)} in {ours:.2f} s; floor: rapidfuzz, every name with every name"
    return _line(
        "duplicates searched", ours, floor, len(every), goal=SEARCH_GOAL if size >= 10_000 else None, note=note
    )


def _undo(world: World, place: Place, import_id: int, size: int) -> Line:
    """Take the import back."""
    began = perf_counter()
    _work_off(world, place, import_id, use_cases.undo_import, ImportState.UNDONE)
    ours = perf_counter() - began
    return _line("import taken back", ours, None, size, note=f"{size} rows in {ours:.1f} s")


def _work_off(world: World, place: Place, import_id: int, use_case: object, until: ImportState) -> None:
    """Carry a step out batch by batch, each in a session of its own, as the job does."""

    def some(work: Work) -> ImportState:
        batch = queries.import_by_id(import_id)
        assert batch is not None
        use_case(work, batch, limit=AT_A_TIME)  # type: ignore[operator]
        return batch.state

    state = None
    while state is not until:
        with world.inside(place.workspace_id):
            state = perform(world.standing(place), some)


def _sizes(world: World, place: Place) -> dict[Table, int]:
    """Count the rows of the workspace."""
    with world.app.app_context(), db.engine.connect() as connection:
        return {
            table: connection.execute(
                select(func.count()).select_from(table).where(table.c.workspace_id == place.workspace_id)
            ).scalar_one()
            for table in (COMPANIES, RECORDS, LINKS)
        }


def _line(name: str, ours: float, floor: float | None, size: int, *, goal: float | None = None, note: str = "") -> Line:
    """Return a line of the report for something measured once: it takes seconds."""
    beside = Spread.of([floor]) if floor is not None else None
    return Line("prospects", name, Spread.of([ours]), beside, unit=PER_SECOND, pieces=size, goal=goal, note=note)
