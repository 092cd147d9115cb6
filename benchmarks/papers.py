"""What is made: a world, a workspace copied from it, an invoice as PDF, a dossier; beside copying rows and Typst."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count, cycle
from pathlib import Path
from time import perf_counter

import typst
from sqlalchemy import insert, literal, select

from benchmarks.pages import signed_in
from benchmarks.timing import Line, Spread, by_turns
from benchmarks.worlds import Place, World, new_exercise, the_workspace
from crm.activity.copying import scoped_tables
from crm.activity.door import Standing, perform
from crm.activity.queries import chain_head
from crm.billing.invoices.models import Invoice
from crm.papers import render
from crm.papers.glyphs import font_directory
from crm.people.accounts import queries as accounts
from crm.people.workspaces import queries as workspaces
from crm.people.workspaces.use_cases import open_workspace
from crm.store.base import db
from crm.training.review.export.dossier import make_dossier
from crm.training.review.queries.judging import framework_of
from crm.training.scenarios.use_cases import seed

LONGEST_SEEDING, LONGEST_OPENING = 60_000.0, 2_000.0
INVOICE_GOAL = 2.0
MADE_AT = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)
COMPETENCY = "CP4"
ELSEWHERE = 2_000_000
NOTHING = b"%PDF-1.7"
Pressed = tuple[str, dict[str, str], int]


def measure_seeding(world: World, scenario: str) -> Line:
    """Return a line for entering a scenario's world, once: every act of its history through the door."""
    began = perf_counter()
    with world.app.app_context():
        seeded = seed(world.house, scenario)
    taken = Spread.of([perf_counter() - began])
    note = f"“{scenario}”, {seeded.records} records of {seeded.orders} orders in {taken.p50 / 1000:.1f} s; no floor"
    return Line("making", "a scenario’s world", taken, None, limit=LONGEST_SEEDING, note=note)


def measure_opening(world: World, scenario: str, *, rounds: int) -> Iterator[Line]:
    """Yield a line for opening a workspace: a copy of the world with a chain of its own."""
    number = count(1)
    with world.inside():
        source = workspaces.world_of(scenario)
        assert source is not None
        source_id, engine = source.id, db.engine
        exercise_id = perform(Standing(house=world.house), new_exercise, scenario).id
        records = chain_head(source_id).position

    def open_one() -> None:
        with world.inside():
            exercise = workspaces.exercise_by_id(exercise_id)
            assert exercise is not None
            perform(Standing(house=world.house), open_workspace, exercise, name=f"Copie {next(number)}", members=[])

    def copy_rows() -> None:
        target_id = ELSEWHERE + next(number)
        with engine.connect().execution_options(writing=True) as connection:
            for table in scoped_tables():
                names = [column.name for column in table.columns if column.name != "workspace_id"]
                rows = select(literal(target_id), *(table.c[name] for name in names))
                rows = rows.where(table.c.workspace_id == source_id)
                connection.execute(insert(table).from_select(["workspace_id", *names], rows))
            connection.commit()

    taken, bare = by_turns(open_one, copy_rows, rounds=rounds, warm=1)
    note = f"“{scenario}”, {records} records; floor: the same rows by INSERT … SELECT, not sealed anew"
    yield Line("making", "a workspace", taken, bare, limit=LONGEST_OPENING, note=note)


def measure_papers(world: World, place: Place, *, rounds: int) -> Iterator[Line]:
    """Yield a line for an invoice's PDF and one for a dossier, each beside Typst alone on the same words."""
    press = _bare_press()
    yield _invoice(world, place, press, rounds=rounds)
    yield _dossier(world, place, press, rounds=rounds)


def _invoice(world: World, place: Place, press: Callable[[Pressed], bytes], *, rounds: int) -> Line:
    """Measure the page that answers with an invoice's PDF, each time another invoice."""
    client = signed_in(world, place)
    with world.inside(place.workspace_id):
        ids = list(db.session.scalars(select(Invoice.id).order_by(Invoice.id).limit(4 * rounds + 20)))
    half = len(ids) // 2
    urls = [f"/w/{place.workspace_id}/invoices/{each}/pdf" for each in ids]
    with _listening() as heard:
        for url in urls[half:]:
            client.get(url)
    ours, floor = cycle(urls[:half]), cycle(heard)

    def fetch() -> None:
        answer = client.get(next(ours))
        assert answer.data.startswith(b"%PDF"), answer.status_code

    taken, bare = by_turns(fetch, lambda: press(next(floor)), rounds=rounds)
    note = "Factur-X: the same page with its XML, checked; floor: Typst alone on the same words"
    return Line("making", "an invoice PDF", taken, bare, goal=INVOICE_GOAL, note=note)


def _dossier(world: World, place: Place, press: Callable[[Pressed], bytes], *, rounds: int) -> Line:
    """Measure making a dossier from its chain to the signed archive, each time of another day."""
    day = count()
    with world.inside(place.workspace_id):
        workspace, learner = the_workspace(place.workspace_id), accounts.user_by_id(place.user_id)
        framework = framework_of(workspace)
        assert learner is not None
        assert framework is not None
        competencies = [each for each in framework.competencies if each.code == COMPETENCY]

        def make() -> None:
            made_at = MADE_AT + timedelta(days=next(day))
            make_dossier(workspace, learner, framework, competencies, settings=world.settings, made_at=made_at)

        with _listening() as heard:
            for _ in range(rounds + 5):
                make()
        floor = cycle([each for each in heard if each[0] == "dossier.typ"])
        records = chain_head(place.workspace_id).position
        taken, bare = by_turns(make, lambda: press(next(floor)), rounds=rounds, warm=1)
    note = f"{COMPETENCY}, {records} records verified, judged and packed; floor: Typst alone on the same words"
    return Line("making", "a dossier", taken, bare, note=note)


@contextmanager
def _listening() -> Iterator[list[Pressed]]:
    """Overhear what would be compiled, and compile nothing: Typst remembers what it has compiled."""
    heard: list[Pressed] = []
    true = render._press  # noqa: SLF001  (there is no other place to listen)

    def press(template: str, inputs: dict[str, str], timestamp: int) -> bytes:
        heard.append((template, inputs, timestamp))
        return NOTHING

    render._press = press  # noqa: SLF001
    logging.disable(logging.CRITICAL)  # No page can be made of nothing, and each of them would say so.
    try:
        yield heard
    finally:
        logging.disable(logging.NOTSET)
        render._press = true  # noqa: SLF001


def _bare_press() -> Callable[[Pressed], bytes]:
    """Return a Typst compiler with the house's fonts and templates."""
    templates = Path(render.__file__).parent / "templates"
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[Path(font_directory().name)]
    )
    compiler = typst.Compiler(root=templates, font_paths=fonts)

    def press(pressed: Pressed) -> bytes:
        template, inputs, timestamp = pressed
        pdf = compiler.compile(
            input=templates / template, sys_inputs=inputs, pdf_standards=render.STANDARDS, timestamp=timestamp
        )
        assert isinstance(pdf, bytes)
        return pdf

    return press
