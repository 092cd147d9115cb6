"""Answering with a page or the part of it that was asked for; the only file that knows htmx."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from flask import Flask, current_app, g, make_response, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_htmx import HTMX
from jinja2 import pass_context
from jinja2.runtime import Context
from jinja2_fragments.flask import render_block
from werkzeug.wrappers import Response

PART = "_part"
MOST_PHRASES = 5000


class HouseHtmx(HTMX):  # type: ignore[misc]
    """flask-htmx, taught the headers of htmx 4 (`HX-Target: section#lines_part`)."""

    @property
    def target(self) -> str | None:
        """The id of the element to be swapped."""
        value = request.headers.get("HX-Target")
        return value.rpartition("#")[2] if value else None

    @property
    def partial(self) -> bool:
        """Whether a part of the page is wanted, not the page."""
        if not self or self.history_restore_request:
            return False
        asked = request.headers.get("HX-Request-Type")
        return asked == "partial" if asked else not self.boosted


htmx = HouseHtmx()


def page(template: str, *, status: int = 200, **values: object) -> Response:
    """Return a page; if htmx asks for the part named after its target, only that block."""
    target = htmx.target
    if htmx.partial and target and target.endswith(PART) and _has_part(template, target):
        answer = make_response(render_block(template, target, **values), status)
        answer.headers["Cache-Control"] = "no-store"
    else:
        answer = make_response(render_template(template, **values), status)
    answer.headers.add("Vary", "HX-Request, HX-Target")
    return answer


def _has_part(template: str, part: str) -> bool:
    """Tell whether a page has a part: sign-in, errors and forged targets have none, and answer whole."""
    return part in current_app.jinja_env.get_template(template).blocks


def instead_of_main(answer: Response) -> Response:
    """Let an answer that is a whole page take the place of the content, should htmx have asked for a part."""
    answer.headers.update({"HX-Retarget": "#main", "HX-Reselect": "#main", "HX-Reswap": "outerHTML"})
    return answer


def turn_to(endpoint: str, **values: object) -> Response:
    """Send the browser to a page after a write (303, so that going back cannot repeat it)."""
    return redirect(url_for(endpoint, **values), code=303)  # type: ignore[arg-type]


def register(app: Flask) -> None:
    """Give the app its htmx adaptor, and the templates a memory for the phrases they say."""
    htmx.init_app(app)
    known = app.jinja_env.globals
    known["_"] = known["gettext"] = _remembering(cast(Callable[..., str], known["gettext"]))


def _remembering(gettext: Callable[..., str]) -> Callable[..., str]:
    """Return a `gettext` for templates that looks a plain phrase up once per language: a page says hundreds."""
    known: dict[str, dict[str, str]] = {}

    @pass_context
    def say(context: Context, phrase: str, **variables: object) -> str:
        if variables or not g or not context.eval_ctx.autoescape:
            return gettext(context, phrase, **variables)
        if "phrases" not in g:
            g.phrases = known.setdefault(str(get_locale()), {})
        phrases: dict[str, str] = g.phrases
        if phrase not in phrases:
            if len(phrases) >= MOST_PHRASES:
                phrases.clear()
            phrases[phrase] = gettext(context, phrase)
        return phrases[phrase]

    return say
