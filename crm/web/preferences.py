"""The reader's language and theme: two cookies, read on every page, set by links that work without JavaScript."""

from __future__ import annotations

from flask import Flask, request

LANGUAGES = ("fr", "en")
THEMES = ("auto", "light", "dark")


def chosen_language() -> str:
    """Return the language: the one asked for in this URL, else the cookie's, else French."""
    asked = request.args.get("lang") or request.cookies.get("language")
    return asked if asked in LANGUAGES else "fr"


def chosen_theme() -> str:
    """Return the theme: the cookie's, else what the browser prefers."""
    theme = request.cookies.get("theme")
    return theme if theme in THEMES else "auto"


def register(app: Flask) -> None:
    """Give the templates the theme."""
    app.context_processor(lambda: {"theme": chosen_theme()})
