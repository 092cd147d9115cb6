"""Pages beside their floor: the same statements on a bare connection and the same template with the same values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import copy_context
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from flask import Flask, template_rendered, url_for
from flask.testing import FlaskClient
from jinja2 import Template
from sqlalchemy import Engine, event, select

from benchmarks.timing import Line, by_turns
from benchmarks.worlds import PASSWORD, Place, Size, World
from crm.billing.invoices.models import Invoice, InvoiceState
from crm.prospecting.companies.models import Company
from crm.store.base import db

GOAL = 3.0
FEW, MANY = 20, 50
# What is read to know who asks and where, whatever the page.
ACCESS = ("users", "workspaces", "memberships", "exercises", "cohorts", "cohort_staff")


@dataclass(frozen=True)
class Wanted:
    """A page to measure: its name in the report, its endpoint, the rest of its URL."""

    name: str
    endpoint: str
    thing: str = ""
    query: str = ""


PAGES = (
    Wanted("list of companies", "companies.index"),
    Wanted("search", "companies.index", query="?q=garage+lille"),
    Wanted("record", "companies.detail", "company"),
    Wanted("list of invoices", "invoices.index"),
    Wanted("invoice", "invoices.detail", "invoice"),
    Wanted("aged balance", "receivables.aged"),
    Wanted("to chase", "dunning.index"),
    Wanted("the day", "messages.today"),
)


@dataclass
class Overheard:
    """What a page did: its statements with their parameters, its template with its values."""

    statements: list[tuple[str, Any]] = field(default_factory=list)
    templates: list[tuple[Template, dict[str, Any]]] = field(default_factory=list)

    @property
    def own(self) -> list[tuple[str, Any]]:
        """The statements about the page's own things."""
        return [each for each in self.statements if not _is_access(each[0])]


def _is_access(statement: str) -> bool:
    """Tell the statements that find out who asks and where."""
    return " ".join(statement.split()).partition(" FROM ")[2].split(" ")[0] in ("", *ACCESS)


@contextmanager
def overhearing(engine: Engine) -> Iterator[Overheard]:
    """Listen to the database and to the templates."""
    heard = Overheard()

    def on_statement(_c: object, _cursor: object, statement: str, parameters: Any, *_more: object) -> None:
        heard.statements.append((statement, parameters))

    def on_template(_app: Flask, template: Template, context: dict[str, Any], **_more: object) -> None:
        heard.templates.append((template, context))

    event.listen(engine, "before_cursor_execute", on_statement)
    with template_rendered.connected_to(on_template):
        try:
            yield heard
        finally:
            event.remove(engine, "before_cursor_execute", on_statement)


def signed_in(world: World, place: Place) -> FlaskClient:
    """Return a browser in the hands of a place's learner."""
    world.app.config["WTF_CSRF_ENABLED"] = False
    client = world.app.test_client()
    answer = client.post("/sign-in", data={"login": place.login, "password": PASSWORD})
    assert answer.status_code == 303, answer.status_code
    return client


def url_of(world: World, place: Place, wanted: Wanted) -> str | None:
    """Return a page's address in a workspace, or None if its room is not there."""
    if wanted.endpoint not in world.app.view_functions:
        return None
    values: dict[str, int] = {"workspace_id": place.workspace_id}
    with world.inside(place.workspace_id):
        if wanted.thing == "company":
            values["company_id"] = db.session.scalars(select(Company.id).order_by(Company.id)).first() or 0
        if wanted.thing == "invoice":
            issued = select(Invoice.id).where(Invoice.state == InvoiceState.ISSUED).order_by(Invoice.id)
            values["invoice_id"] = db.session.scalars(issued).first() or 0
    with world.app.test_request_context():
        return url_for(wanted.endpoint, **values) + wanted.query  # type: ignore[arg-type]


def measure(world: World, place: Place, *, rounds: int) -> Iterator[Line]:
    """Yield a line for each page whose room is there."""
    counts = _counts(world)
    for wanted in PAGES:
        url = url_of(world, place, wanted)
        if url is None:
            continue
        with floor_of(world, place, url) as (floor, size):
            ours, bare = by_turns(_visit(signed_in(world, place), url), floor, rounds=rounds)
        few, many = counts[wanted.name]
        grows = "" if few == many else " GROWS"
        note = f"{size / 1024:.0f} KB, {few} statements for {FEW} rows, {many} for {MANY}{grows}"
        yield Line("pages", wanted.name, ours, bare, goal=GOAL, note=note)


def _visit(client: FlaskClient, url: str) -> Callable[[], int]:
    """Return how to fetch a page."""

    def visit() -> int:
        answer = client.get(url)
        assert answer.status_code == 200, (url, answer.status_code)
        return len(answer.data)

    return visit


@contextmanager
def floor_of(world: World, place: Place, url: str) -> Iterator[tuple[Callable[[], object], int]]:
    """Yield how to do a page's work without the house, inside the request it was copied from; its size in bytes."""
    with world.app.app_context():
        engine = db.engine
    # A request within a request would share its session: the copied one stays open in a context of its own.
    aside, stack = copy_context(), ExitStack()
    try:
        client = aside.run(stack.enter_context, signed_in(world, place))
        aside.run(client.get, url)
        with overhearing(engine) as heard:
            size = aside.run(_visit(client, url))
        (template, values), statements = heard.templates[-1], heard.own

        def floor() -> int:
            with engine.connect() as connection:
                for statement, parameters in statements:
                    connection.exec_driver_sql(statement, parameters).all()
            return len(template.render(values).encode())

        yield partial(aside.run, floor), size
    finally:
        aside.run(stack.close)


def _counts(world: World) -> dict[str, tuple[int, int]]:
    """Return the statements of each page in a world of few rows and in one of many."""
    few, many = (_statements(world, rows) for rows in (FEW, MANY))
    return {name: (count, many[name]) for name, count in few.items()}


def _statements(world: World, rows: int) -> dict[str, int]:
    """Count each page's statements where every list, timeline and document has that many rows."""
    scenario = f"{rows} rows"
    world.make_world(scenario, Size(companies=rows, invoices=2 * rows, lines=rows, favourite=2))
    [place] = world.settle(f"learner-{rows}", scenario=scenario)
    with world.app.app_context():
        engine = db.engine
    client, found = signed_in(world, place), {}
    for wanted in PAGES:
        url = url_of(world, place, wanted)
        if url is not None:
            client.get(url)
            with overhearing(engine) as heard:
                client.get(url)
            found[wanted.name] = len(heard.statements)
    return found
