"""Who may do what, and where one stands: the only file that knows roles."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from enum import Enum, auto
from functools import cache, wraps
from typing import Any, ParamSpec, TypeVar
from urllib.parse import urlencode

from flask import Flask, abort, current_app, g, request, url_for
from flask_login import current_user
from werkzeug.routing import Map

from crm.activity.door import House, Standing, begin_writing, lock_head
from crm.kernel.actor import Assistance
from crm.kernel.clock import local_date
from crm.people.accounts.models import User
from crm.people.workspaces import queries
from crm.people.workspaces.models import Cohort, StaffRole, Workspace
from crm.store.scoping import HOUSE_WORKSPACE, enter
from crm.web.errors import SignInWanted
from crm.web.navigation import Entry, bottom_bar, rail

P = ParamSpec("P")
T = TypeVar("T")
SAFE = {"GET", "HEAD", "OPTIONS"}
SUBMISSION = re.compile(r"[0-9A-Za-z-]{1,64}")


class Permission(Enum):
    """What a route can ask for."""

    READ = auto()
    SELL = auto()
    REVIEW = auto()
    OPINE = auto()
    EXPORT = auto()
    MANAGE = auto()
    ADMINISTER = auto()
    SIGNED_IN = auto()
    ANYONE = auto()


LEARNER = frozenset({Permission.READ, Permission.SELL})
STAFF = {
    StaffRole.TRAINER: frozenset(
        {Permission.READ, Permission.REVIEW, Permission.OPINE, Permission.EXPORT, Permission.MANAGE}
    ),
    StaffRole.ASSESSOR: frozenset({Permission.REVIEW, Permission.EXPORT}),
}
ADMINISTRATOR = frozenset({Permission.ADMINISTER, Permission.MANAGE})


def allowed(permission: Permission) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Say beside a route who may enter; a house test finds the routes that don't."""

    def decorate(view: Callable[P, T]) -> Callable[P, T]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> T:
            check(permission)
            return view(*args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def check(permission: Permission) -> None:
    """Let the person in, or answer: sign in (401), you don't exist here (404), not you (403)."""
    if permission is Permission.ANYONE:
        return
    if not current_user.is_authenticated:
        raise SignInWanted
    if permission is not Permission.SIGNED_IN and permission not in permissions():
        abort(403)


def permissions() -> frozenset[Permission]:
    """Return what the signed-in person may do here."""
    if "permissions" not in g:
        g.permissions = ADMINISTRATOR if current_user.is_administrator else _anywhere()
    return frozenset(g.permissions)


def may(permission: Permission) -> bool:
    """Tell whether the person may; for menus, never as the guard of data."""
    return bool(current_user.is_authenticated) and permission in permissions()


def _anywhere() -> frozenset[Permission]:
    """Return what a person may do outside a workspace or class: what staff of any class may."""
    roles = {role for _, role in queries.cohorts_beside(person(), today=local_date(house().clock.now()))}
    return frozenset().union(*(STAFF[role] for role in roles))


def person() -> User:
    """Return the account that is signed in."""
    user = current_user._get_current_object()  # noqa: SLF001  (the documented way out of the proxy)
    assert isinstance(user, User)  # noqa: S101  (routes behind @allowed have one)
    return user


def house() -> House:
    """Return the running house."""
    found = current_app.extensions["house"]
    assert isinstance(found, House)  # noqa: S101  (put there by create_app)
    return found


def here() -> Standing:
    """Return where the signed-in person stands, for `perform`."""
    submission = _submission()
    workspace = g.get("workspace")
    if workspace is None:
        return Standing(house=house(), actor=person().actor, submission=submission)
    return queries.standing_in(
        house(),
        workspace,
        actor=person().actor,
        assistance=g.get("assistance", Assistance.ALONE),
        submission=submission,
    )


def _submission() -> str | None:
    """Return the form's own key; one that the house did not draw is none."""
    key = request.form.get("submission", "")
    return key if SUBMISSION.fullmatch(key) else None


def the_workspace() -> Workspace:
    """Return the workspace whose number is in the URL."""
    workspace = g.workspace
    assert isinstance(workspace, Workspace)  # noqa: S101  (scoped routes have one)
    return workspace


def the_cohort() -> Cohort:
    """Return the class whose number is in the URL."""
    cohort = g.cohort
    assert isinstance(cohort, Cohort)  # noqa: S101  (class routes have one)
    return cohort


def guard(app: Flask) -> None:
    """Take `workspace_id` and `cohort_id` out of every URL, check them, and put them back into links."""
    app.url_value_preprocessor(_take_place)
    app.url_defaults(_put_place_back)
    app.context_processor(rail_context)


def _take_place(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Enter what the URL names, or answer 404: a stranger learns nothing."""
    workspace_id = values.pop("workspace_id", None) if values else None
    cohort_id = values.pop("cohort_id", None) if values else None
    if endpoint is None or endpoint == "assets.file":
        return
    g.place = {"workspace_id": workspace_id, "cohort_id": cohort_id}
    if workspace_id is None and cohort_id is None:
        # `perform` begins the writing: whoever only knocks at the front door holds up nobody.
        enter(HOUSE_WORKSPACE)
        return
    if not current_user.is_authenticated:
        return
    writing = request.method not in SAFE
    if writing:
        begin_writing()
    if workspace_id is not None:
        _enter_workspace(workspace_id, writing=writing)
    else:
        _enter_cohort(cohort_id or 0)


def _enter_workspace(workspace_id: int, *, writing: bool) -> None:
    """Find out what the person may do in a workspace and enter it."""
    workspace = queries.workspace_by_id(workspace_id)
    member = queries.membership(person(), workspace_id)
    if workspace is None:
        abort(404)
    if member is not None:
        g.permissions, g.assistance = LEARNER, member.assistance
    elif workspace.exercise is not None:
        _stand_beside(workspace.exercise.cohort_id)
    else:
        abort(404)
    g.workspace = workspace
    enter(workspace.id)
    if writing:
        # On PostgreSQL the writers of a workspace queue here, so that what they read next is fresh.
        lock_head(workspace.id)
        queries.read_again(workspace)


def _enter_cohort(cohort_id: int) -> None:
    """Find out what the person may do with a class."""
    cohort = queries.cohort_by_id(cohort_id)
    if cohort is None:
        abort(404)
    if person().is_administrator:
        g.permissions = ADMINISTRATOR
    else:
        _stand_beside(cohort_id)
    g.cohort = cohort
    enter(HOUSE_WORKSPACE)


def _stand_beside(cohort_id: int) -> None:
    """Let in who stands beside the class today; anybody else is a stranger."""
    staff = queries.staff_of(person(), cohort_id, today=local_date(house().clock.now()))
    if staff is None:
        abort(404)
    g.permissions, g.staff = STAFF[staff.role], staff


def _put_place_back(endpoint: str, values: dict[str, Any]) -> None:
    """Give links of the same place its number."""
    place = g.get("place", {})
    for name in _places_in(current_app.url_map, endpoint):
        if place.get(name) is not None and name not in values:
            values[name] = place[name]


@cache
def _places_in(urls: Map, endpoint: str) -> tuple[str, ...]:
    """Return which places an endpoint's URL names; a page builds a hundred URLs."""
    named = {name for rule in urls.iter_rules() if rule.endpoint == endpoint for name in rule.arguments}
    return tuple(sorted(named & {"workspace_id", "cohort_id"}))


def rail_context() -> dict[str, object]:
    """Give every page its rail, its place and its reader."""
    workspace = g.get("workspace")
    place = g.get("place", {})
    entered = workspace is not None or g.get("cohort") is not None
    shown = current_user.is_authenticated and (entered or place.get("workspace_id") is None)
    return {
        "here_workspace": workspace,
        "here_cohort": g.get("cohort"),
        "nav": rail(fits=_fits) if shown else [],
        "bottom_nav": bottom_bar(fits=_fits) if shown else [],
        "may": may,
        **_corners(workspace),
        "Permission": Permission,
    }


def _fits(entry: Entry) -> bool:
    """Tell whether an entry of the rail has its place here and is for this person."""
    place = g.get("place", {})
    return (not entry.place or place.get(entry.place) is not None) and may(entry.permission)  # type: ignore[arg-type]


def pages_named(text: str) -> list[dict[str, object]]:
    """Return the pages of the rail whose name holds a text, for the palette."""
    folded = _folded(text)
    items = [item for section in rail(fits=_fits) for item in section.items]
    return [
        {"url": i.endpoint_url, "label": i.label, "icon": i.icon, "hint": ""}
        for i in items
        if folded in _folded(i.label)
    ]


def _folded(text: str) -> str:
    """Fold a text: lower case, no accents."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).lower()


def _in_language(code: str) -> str:
    """Return this page's address in a language; a page that only answers a form leads home."""
    adapter = current_app.create_url_adapter(request)
    readable = adapter is not None and adapter.test(request.path, "GET")
    asked = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"] if readable else []
    return f"{request.path if readable else url_for('accounts.home')}?{urlencode([*asked, ('lang', code)])}"


def _corners(workspace: Workspace | None) -> dict[str, object]:
    """Return the links in the corners of the page; a room that is not there has none."""

    def link(endpoint: str) -> str | None:
        return url_for(endpoint) if endpoint in current_app.view_functions else None

    languages = [
        {"language": code, "label": name, "endpoint_url": _in_language(code)}
        for code, name in (("fr", "Français"), ("en", "English"))
    ]
    return {
        "palette_url": link("companies.palette") if workspace and may(Permission.READ) else None,
        "clock_url": link("simulation.clock") if workspace and may(Permission.READ) else None,
        "help_url": link("accounts.help_page"),
        "sign_in_url": link("accounts.sign_in_page"),
        "sign_out_url": link("accounts.sign_out"),
        "language_menu": languages,
    }
