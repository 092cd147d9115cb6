"""Signing in and out, and finding one's way from the front door."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, Flask, abort, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user, login_user, logout_user
from flask_wtf.csrf import CSRFError
from itsdangerous import BadData, URLSafeSerializer
from werkzeug.wrappers import Response

from crm.activity.door import Standing, perform
from crm.people.access import Permission, allowed, house, may, permissions, person
from crm.people.accounts import queries, rules, use_cases
from crm.people.accounts.forms import SignInForm
from crm.people.workspaces import queries as workspaces
from crm.web.errors import SignInWanted
from crm.web.forms import ActForm
from crm.web.pages import htmx, instead_of_main, page, turn_to

blueprint = Blueprint("accounts", __name__)
MOST_FAILURES = 8
NOT_KEPT = {"csrf_token", "password", "submission"}


@blueprint.get("/")
@allowed(Permission.SIGNED_IN)
def home() -> ResponseReturnValue:
    """Go where the person works: the only workspace, the classes, or a choice."""
    own = workspaces.workspaces_of(person())
    if len(own) == 1 and not permissions():
        return turn_to("messages.today", workspace_id=own[0].id)
    if not own and (may(Permission.REVIEW) or may(Permission.MANAGE)):
        return turn_to("workspaces.index")
    return page("people/accounts/home.html", workspaces=own)


@blueprint.get("/sign-in")
@allowed(Permission.ANYONE)
def sign_in_page() -> ResponseReturnValue:
    """The front door."""
    if current_user.is_authenticated:
        return turn_to(".home")
    form = SignInForm(formdata=None, data={"next": _inside(request.args.get("next"))})
    return page("people/accounts/sign_in.html", form=form)


@blueprint.post("/sign-in")
@allowed(Permission.ANYONE)
def sign_in() -> ResponseReturnValue:
    """Let the person in, or say that login and password do not fit."""
    form = SignInForm()
    if not form.validate():
        return page("people/accounts/sign_in.html", form=form, status=422)
    login, password = form.login.data or "", form.password.data or ""
    user = queries.user_by_login(login)
    if user is None:
        # The same work as for a real account, so that the time taken tells nothing.
        rules.hash_password(password)
    elif queries.recent_failures(user, now=house().clock.now()) >= MOST_FAILURES:
        form.refuse(gettext("Trop d’essais pour ce compte. Patientez un quart d’heure."))
        return page("people/accounts/sign_in.html", form=form, status=429)
    succeeded = user is not None and user.active and rules.password_fits(user.password_hash, password)
    if user is not None:
        perform(Standing(house=house()), use_cases.sign_in, user, succeeded=succeeded)
    if user is None or not succeeded:
        form.refuse(gettext("L’identifiant ou le mot de passe ne convient pas."))
        return page("people/accounts/sign_in.html", form=form, status=422)
    session.clear()
    # The token drawn for this page belongs to the session that just ended.
    g.pop("csrf_token", None)
    session.permanent = True
    login_user(user)
    return _go_on(form)


@blueprint.get("/help")
@allowed(Permission.SIGNED_IN)
def help_page() -> ResponseReturnValue:
    """The help, for the three roles."""
    return page("people/accounts/help.html")


@blueprint.get("/style")
@allowed(Permission.SIGNED_IN)
def gallery() -> ResponseReturnValue:
    """Every component in every state: what the screens are made of."""
    return page("people/accounts/gallery.html")


@blueprint.post("/sign-out")
@allowed(Permission.SIGNED_IN)
def sign_out() -> ResponseReturnValue:
    """Leave; nothing stays in the browser."""
    logout_user()
    session.clear()
    answer = turn_to(".sign_in_page")
    answer.headers["Clear-Site-Data"] = '"storage"'
    return answer


def _go_on(form: SignInForm) -> ResponseReturnValue:
    """Go to the page one wanted; if something had been typed there, give it back first."""
    wanted = _inside(form.next.data)
    kept = _read_typed(form.typed.data)
    if wanted and kept is not None:
        return _give_back(wanted, kept)
    return redirect(wanted or url_for(".home"), 303)


def _give_back(target: str, fields: list[tuple[str, str]], *, status: int = 200) -> Response:
    """Show what was typed before the session was lost, to be sent again with one button."""
    version = dict(fields).get("version", "")
    return instead_of_main(
        page(
            "people/accounts/resume.html",
            target=target,
            fields=[(name, value) for name, value in fields if name != "version"],
            form=ActForm(formdata=None, data={"version": version}),
            status=status,
        )
    )


def _inside(target: str | None) -> str:
    """Return a path of this house, or nothing: no redirect leads elsewhere."""
    text = target or ""
    if not text.startswith("/") or text.startswith("//") or not text.isprintable() or "\\" in text:
        return ""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    return "" if parts.scheme or parts.netloc else text


def _serializer() -> URLSafeSerializer:
    """Sign what travels through the sign-in page."""
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="typed")


def _read_typed(text: str | None) -> list[tuple[str, str]] | None:
    """Return the fields sent before the session was lost (a button has none); None if no form was sent."""
    try:
        fields = _serializer().loads(text or "")
    except BadData:
        return None
    return [(str(name), str(value)) for name, value in fields]


def _typed() -> list[tuple[str, str]]:
    """Return the fields of the form that was sent, without what no form may keep."""
    return [(name, value) for name, value in request.form.items(multi=True) if name not in NOT_KEPT]


def ask_to_sign_in(fault: SignInWanted) -> Response:
    """Show the front door; what was typed in a form goes with it and comes back afterwards (401)."""
    if request.method == "GET":
        wanted, typed = request.full_path.removesuffix("?"), ""
    else:
        wanted, typed = request.path, _serializer().dumps(_typed())
    if request.method == "GET" and not htmx:
        return redirect(url_for("accounts.sign_in_page", next=wanted), 303)
    form = SignInForm(formdata=None, data={"next": wanted, "typed": typed, "login": ""})
    return page("people/accounts/sign_in.html", form=form, status=401)


def answer_lost_form(fault: CSRFError) -> Response:
    """Answer a form whose session is gone: sign in again, or send it once more; no text is lost (400, 401)."""
    if request.endpoint == "accounts.sign_in":
        form = SignInForm()
        form.refuse(gettext("Cette page était ouverte depuis trop longtemps. Connectez-vous de nouveau."))
        return page("people/accounts/sign_in.html", form=form, status=400)
    if request.endpoint is None:
        abort(404)
    if not current_user.is_authenticated:
        return ask_to_sign_in(SignInWanted())
    return _give_back(request.path, _typed(), status=400)


@blueprint.record_once
def _answer_strangers(state: object) -> None:
    """Let every route that wants a signed-in person lead to the front door."""
    app: Flask = state.app  # type: ignore[attr-defined]
    app.register_error_handler(SignInWanted, ask_to_sign_in)
    app.register_error_handler(CSRFError, answer_lost_form)
