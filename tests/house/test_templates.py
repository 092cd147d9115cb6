"""Templates: nothing inline, nothing from elsewhere, each one used."""

from __future__ import annotations

import ast
import re

import pytest
from flask import Flask

from tests.house.sources import COMMENT, calls, first_text, mentioned_by, python_files, templates

PAGES = {name: text for name, text in templates().items() if name.endswith(".html")}
INLINE = {
    "a style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.IGNORECASE),
    "an inline style": re.compile(r"<style\b", re.IGNORECASE),
    "code in htmx": re.compile(r"\bhx-on|\bjs:|javascript:|\bhx-vals\s*=\s*[\"']js", re.IGNORECASE),
    "a trigger filter": re.compile(r"hx-trigger\s*=\s*[\"'][^\"']*\[", re.IGNORECASE),
    "an address elsewhere": re.compile(r"(?:src|href|action|hx-[a-z]+)\s*=\s*[\"'](?:https?:)?//", re.IGNORECASE),
    "a template's own safe": re.compile(r"\|\s*safe\b"),
}
STATEMENT = re.compile(r"{%.*?%}", re.DOTALL)


def _asked_for() -> set[str]:
    """Return the templates which the code names."""
    found = set()
    for source in (*python_files(), *python_files("tests/web")):
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in templates():
                found.add(node.value)
    return found


@pytest.mark.parametrize("name", PAGES)
class TestTemplate:
    @pytest.mark.parametrize("what", INLINE)
    def test_it_holds_nothing_inline_or_foreign(self, name: str, what: str) -> None:
        assert not INLINE[what].search(STATEMENT.sub("", COMMENT.sub("", PAGES[name])))

    def test_it_can_be_read(self, house: Flask, name: str) -> None:
        with house.app_context():
            house.jinja_env.get_template(name)


def test_each_template_is_asked_for() -> None:
    mentioned = {other for name in templates() for other in mentioned_by(name)}
    macros = {name for name in PAGES if name.startswith("house/macros/")}
    assert set(PAGES) - mentioned - macros - _asked_for() == set()


def test_each_page_asked_for_is_there() -> None:
    wanted = {
        first_text(call)
        for source in python_files()
        for name in ("page", "render_template", "render_block")
        for call in calls(source.tree, name)
    }
    assert {name for name in wanted if name is not None} - set(templates()) == set()


def test_each_template_stands_where_its_room_does() -> None:
    """The path is wing/room/view, and only that room asks for it; layouts are shared."""
    strays = []
    for source in python_files():
        for call in calls(source.tree, "page"):
            name = first_text(call)
            room = "/".join(source.path.split("/")[1:3])
            if name and source.name == "routes.py" and not name.startswith(f"{room}/"):
                strays.append(f"{source.path}: {name}")
    assert strays == []


def test_parts_are_named_after_their_elements() -> None:
    block = re.compile(r"{%-?\s*block\s+(\w+_part)\b")
    shared = "".join(text for name, text in PAGES.items() if name.startswith("house/"))
    lost = [
        f"{name}: {part}"
        for name, text in PAGES.items()
        for part in block.findall(text)
        if not re.search(rf"[\"']{part}[\"']", text + shared)
    ]
    assert lost == []
