"""The reader's language and theme: two cookies; a link with ?lang= changes the language for good."""

from __future__ import annotations

from flask import Flask, has_request_context, request
from werkzeug.wrappers import Response

LANGUAGES = ("fr", "en")
YEAR = 365 * 24 * 3600
THEMES = ("auto", "light", "dark")


def chosen_language() -> str:
    """Return the language: the one asked for in this URL, else the cookie's, else French (also outside a page)."""
    if not has_request_context():
        return "fr"
    asked = request.args.get("lang") or request.cookies.get("language")
    return asked if asked in LANGUAGES else "fr"


def chosen_theme() -> str:
    """Return the theme: the cookie's, else what the browser prefers."""
    theme = request.cookies.get("theme")
    return theme if theme in THEMES else "auto"


def register(app: Flask) -> None:
    """Give the templates the theme, and keep a language that was asked for."""
    app.context_processor(lambda: {"theme": chosen_theme(), "language": chosen_language()})

    @app.after_request
    def keep(answer: Response) -> Response:
        if request.args.get("lang") in LANGUAGES:
            secure = app.config["SESSION_COOKIE_SECURE"]
            answer.set_cookie("language", request.args["lang"], max_age=YEAR, samesite="Lax", secure=secure)
        return answer
