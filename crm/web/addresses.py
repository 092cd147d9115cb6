"""What a request may hold: numbers that a row can have, texts that a database can hold, forms of a bearable size."""

from __future__ import annotations

from flask import Flask, abort, request
from werkzeug.routing import IntegerConverter, Map

LARGEST_NUMBER = 2**31 - 1
PLAIN_FORM = "application/x-www-form-urlencoded"


class RowNumber(IntegerConverter):
    """A number in a path; one that no row can have is a page that does not exist."""

    def __init__(self, map: Map, fixed_digits: int = 0) -> None:  # noqa: A002  (werkzeug's name)
        """Stop where the databases' integers do."""
        super().__init__(map, fixed_digits, max=LARGEST_NUMBER)


def register(app: Flask) -> None:
    """Let the app read its addresses so."""
    app.url_map.converters["int"] = RowNumber

    @app.before_request
    def refuse_unholdable() -> None:
        # Werkzeug measures the fields of uploads only; here, plain forms are measured, too.
        if request.mimetype == PLAIN_FORM and (request.content_length or 0) > app.config["MAX_FORM_MEMORY_SIZE"]:
            abort(413)
        # PostgreSQL holds no text with this character; no keyboard types it.
        if "\0" in request.path or any("\0" in text for pair in request.args.items(multi=True) for text in pair):
            abort(400)
