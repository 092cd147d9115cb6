"""Who may enter: every route says it, strangers find nothing, members without the permission are refused."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from crm.activity.models import ActivityRecord, ChainHead
from crm.people.access import ADMINISTRATOR, LEARNER, STAFF, Permission
from crm.people.workspaces.models import StaffRole
from crm.store.base import db
from tests.builders import Cast
from tests.client import CheckingClient
from tests.house.sources import calls
from tests.house.walking import Address, addresses, rules

Open = Callable[[str], CheckingClient]
WITHOUT_THE_DOOR = {
    "accounts.sign_out",  # leaving changes no row
    "batches.start",  # begins a job; the job itself performs, once for each invoice
    "batches.cancel",  # asks a job to stop between two invoices
    "imports.load",  # begins a job; the job itself performs, once for each batch of rows
    "imports.undo",  # as imports.load
    "imports.cancel",  # asks a job to stop between two batches
    "tours.stop_search",  # asks a search to stop; it keeps the best by itself
    "review.order_dossier",  # begins a job; the job itself performs when the manifest is signed
}
NO_SUCH_PLACE = 4242


def _views(app: Flask, method: str) -> dict[str, Callable[..., object]]:
    """Return the view functions that answer a method."""
    return {rule.endpoint: app.view_functions[rule.endpoint] for rule in rules(app) if method in (rule.methods or ())}


def _tree(view: Callable[..., object]) -> ast.AST:
    """Return a view's own source as a tree, under its decorators."""
    lines = inspect.getsource(inspect.unwrap(view))
    return ast.parse(inspect.cleandoc(f"if True:\n{lines}") if lines.startswith(" ") else lines)


def _ask(browser: CheckingClient, address: Address) -> int:
    """Ask plainly, without following."""
    data = {"submission": "stranger"} if address.method != "GET" else None
    return browser.browser.open(address.path, method=address.method, data=data).status_code


def _growth(app: Flask) -> tuple[int, int]:
    """Return how many records there are, and the sum of all chains' ends."""
    with app.app_context():
        everything = select(func.count(), func.sum(ActivityRecord.position)).execution_options(every_workspace=True)
        count, _ = db.session.execute(everything.select_from(ActivityRecord)).one()
        ends = db.session.scalar(select(func.sum(ChainHead.position + ChainHead.next_id)))
        return count, int(ends or 0)


class TestEveryRoute:
    def test_it_says_who_is_allowed(self, app: Flask) -> None:
        silent = [r.endpoint for r in rules(app) if not hasattr(app.view_functions[r.endpoint], "permission")]
        assert silent == []

    def test_only_the_front_door_is_for_anyone(self, app: Flask) -> None:
        views = {rule.endpoint: app.view_functions[rule.endpoint] for rule in rules(app)}
        open_to_all = {name for name, view in views.items() if getattr(view, "permission", None) is Permission.ANYONE}
        assert open_to_all <= {"accounts.sign_in_page", "accounts.sign_in", "accounts.help_page", "accounts.alive"}

    def test_a_write_passes_the_door_exactly_once(self, app: Flask) -> None:
        wrong = {
            endpoint: found
            for endpoint, view in _views(app, "POST").items()
            if (found := len(calls(_tree(view), "perform"))) != (0 if endpoint in WITHOUT_THE_DOOR else 1)
        }
        assert wrong == {}

    def test_reading_never_writes(self, app: Flask) -> None:
        """A GET that performs is an act one can be lured into; what is named here records that it was looked at."""
        writing = {name for name, view in _views(app, "GET").items() if calls(_tree(view), "perform")}
        assert {name for name in writing if not name.startswith("review.")} == set()

    def test_a_route_answers_one_method(self, app: Flask) -> None:
        several = [r.rule for r in rules(app) if len((r.methods or set()) - {"HEAD", "OPTIONS"}) != 1]
        assert several == []

    def test_places_are_numbers_that_access_checks(self, app: Flask) -> None:
        for rule in rules(app):
            assert rule.rule.startswith("/w/<int:workspace_id>") == ("workspace_id" in rule.arguments)
            assert rule.rule.startswith("/cohorts/<int:cohort_id>") == ("cohort_id" in rule.arguments)


class TestStranger:
    def test_noe_finds_nothing_of_lina(self, app: Flask, client: Open, cast: Cast) -> None:
        browser = client("noe")
        before = _growth(app)
        asked = [a for a in addresses(app, cast, workspace_id=cast.workspace, cohort_id=cast.cohort) if a.place]
        assert {str(each): status for each in asked if (status := _ask(browser, each)) != 404} == {}
        assert _growth(app) == before

    def test_nobody_finds_what_does_not_exist(self, app: Flask, client: Open, cast: Cast) -> None:
        for name in ("lina", "roy"):
            browser = client(name)
            asked = [a for a in addresses(app, cast, workspace_id=NO_SUCH_PLACE, cohort_id=NO_SUCH_PLACE) if a.place]
            assert {str(each): status for each in asked if (status := _ask(browser, each)) != 404} == {}

    def test_nobody_enters_the_seeded_world(self, app: Flask, client: Open, cast: Cast) -> None:
        browser = client("roy")
        asked = [
            each for each in addresses(app, cast, workspace_id=1, cohort_id=cast.cohort) if each.place == "workspace_id"
        ]
        assert 1 not in {cast.workspace, cast.elsewhere}
        assert {str(each): status for each in asked if (status := _ask(browser, each)) != 404} == {}

    def test_who_has_not_signed_in_is_asked_to(self, app: Flask, client: Open, cast: Cast) -> None:
        browser = client("")
        before = _growth(app)
        wrong = {}
        for each in addresses(app, cast, workspace_id=cast.workspace, cohort_id=cast.cohort):
            status = _ask(browser, each)
            if each.permission is not Permission.ANYONE and status != (303 if each.method == "GET" else 401):
                wrong[str(each)] = status
        assert wrong == {}
        assert _growth(app) == before


class TestMember:
    @pytest.mark.parametrize(
        ("name", "has"),
        [("lina", LEARNER), ("roy", STAFF[StaffRole.TRAINER]), ("adam", STAFF[StaffRole.ASSESSOR])],
        ids=["Lina", "Mme Roy", "M. Adam"],
    )
    def test_without_the_permission_it_is_refused(
        self, app: Flask, client: Open, cast: Cast, name: str, has: frozenset[Permission]
    ) -> None:
        browser = client(name)
        before = _growth(app)
        has = has | {Permission.ANYONE, Permission.SIGNED_IN}
        asked = [
            each
            for each in addresses(app, cast, workspace_id=cast.workspace, cohort_id=cast.cohort)
            if each.permission not in has and not (name == "lina" and each.place != "workspace_id")
        ]
        assert {str(each): status for each in asked if (status := _ask(browser, each)) != 403} == {}
        assert _growth(app) == before

    def test_outside_any_place_a_learner_has_no_permission(self, app: Flask, client: Open, cast: Cast) -> None:
        browser = client("lina")
        asked = [
            each
            for each in addresses(app, cast, workspace_id=cast.workspace, cohort_id=cast.cohort)
            if not each.place and each.permission not in {Permission.ANYONE, Permission.SIGNED_IN}
        ]
        assert {str(each): status for each in asked if (status := _ask(browser, each)) != 403} == {}

    def test_the_administrator_sees_no_workspace(self, app: Flask, client: Open, cast: Cast) -> None:
        browser = client("chef")
        for each in addresses(app, cast, workspace_id=cast.workspace, cohort_id=cast.cohort):
            if each.place == "workspace_id":
                assert _ask(browser, each) == 404, each
            elif each.place and each.permission not in ADMINISTRATOR:
                assert _ask(browser, each) == 403, each


class TestThingsOfElsewhere:
    def test_foreign_and_absent_ids_are_not_found(self, app: Flask, client: Open, cast: Cast) -> None:
        """Lina asks in her own workspace for things that are not there: never a fault, never another's."""
        browser = client("lina")
        absent = 999_999
        wrong = {}
        adapter = app.url_map.bind("localhost")
        for rule in rules(app):
            things = {name for name in rule.arguments if name.endswith("_id")} - {"workspace_id"}
            if "workspace_id" not in rule.arguments or not things:
                continue
            filled = dict.fromkeys(rule.arguments, "a") | dict.fromkeys(things, absent)
            path = adapter.build(rule.endpoint, filled | {"workspace_id": cast.workspace})
            method = "POST" if "POST" in (rule.methods or ()) else "GET"
            status = browser.browser.open(path, method=method, data={} if method == "POST" else None).status_code
            if status not in {403, 404}:
                wrong[f"{method} {path}"] = status
        assert wrong == {}

    @pytest.mark.parametrize("number", [2**31, 2**63, 10**30])
    def test_numbers_no_database_can_hold_are_not_found(
        self, app: Flask, client: Open, cast: Cast, number: int
    ) -> None:
        browser = client("lina")
        asked = [each for each in addresses(app, cast, workspace_id=number, cohort_id=number) if each.place]
        assert {str(each): status for each in asked if (status := _ask(browser, each)) not in {404, 405}} == {}
        assert browser.browser.get(f"/w/{cast.workspace}/companies/{number}").status_code == 404
