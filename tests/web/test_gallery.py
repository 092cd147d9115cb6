"""The gallery shows every piece, so every macro is drawn at least once and owes what any page owes."""

from __future__ import annotations

import pytest
from flask import Flask, render_template
from werkzeug.test import TestResponse
from werkzeug.wrappers import Response

from crm.store.scoping import HOUSE_WORKSPACE, enter
from tests.client import Page


@pytest.mark.parametrize("language", ["fr", "en"])
def test_it_is_a_sound_page(app: Flask, language: str) -> None:
    with app.test_request_context(f"/?lang={language}"):
        enter(HOUSE_WORKSPACE)
        html = render_template("house/style.html", form=None)
    answer = Response(html, mimetype="text/html")
    page = Page(TestResponse([html.encode()], "200 OK", answer.headers, None))  # type: ignore[arg-type]
    page.check()
