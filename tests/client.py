"""A browser for tests that checks every page it fetches."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from flask import Flask
from werkzeug.test import TestResponse

from crm.config import ROOT

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
UNLABELLED = {"hidden", "submit", "button", "reset", "image"}
PASSWORD = "motdepasse-de-test"
BLOCK = re.compile(r"{%-?\s*block\s+(\w+_part)\b")


@cache
def known_parts() -> frozenset[str]:
    """Return the names of all blocks that can be asked for alone; the templates are read once."""
    paths = Path(ROOT / "templates").rglob("*.html")
    return frozenset(name for path in paths for name in BLOCK.findall(path.read_text("utf-8")))


class Reader(HTMLParser):
    """Collects what the checks look at."""

    def __init__(self) -> None:
        """Begin with nothing seen."""
        super().__init__()
        self.ids: list[str] = []
        self.headings = 0
        self.title = ""
        self.labels: set[str] = set()
        self.fields: list[dict[str, str | None]] = []
        self.forms: list[dict[str, str | None]] = []
        self.targets: set[str] = set()
        self.open: list[str] = []
        self.forbidden: list[str] = []
        self.words: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """See a tag."""
        values = dict(attrs)
        if values.get("id"):
            self.ids.append(str(values["id"]))
        self.headings += tag == "h1"
        if tag == "label" and values.get("for"):
            self.labels.add(str(values["for"]))
        if tag in {"input", "select", "textarea"} and values.get("type") not in UNLABELLED:
            self.fields.append(values | {"inside_label": "yes" if "label" in self.open else None})
        if tag == "form":
            self.forms.append(values)
        if tag == "a" and values.get("href"):
            self.links.append(str(values["href"]))
        target = values.get("hx-target") or ""
        if target.startswith("#"):
            self.targets.add(target[1:])
        self.forbidden += [name for name in values if name == "style" or name.startswith(("on", "hx-on"))]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """See a tag close."""
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        """See text."""
        if "title" in self.open and "svg" not in self.open:
            self.title += data
        if not {"script", "style", "title"} & set(self.open):
            self.words.append(data)

    @property
    def text(self) -> str:
        """The page's words, blanks folded."""
        return " ".join(" ".join(self.words).split())


class Page:
    """An answer that was read."""

    def __init__(self, answer: TestResponse) -> None:
        """Read it if it is HTML."""
        self.answer, self.status = answer, answer.status_code
        self.html = answer.get_data(as_text=True) if (answer.mimetype or "").startswith("text/html") else ""
        self.reader = Reader()
        self.reader.feed(self.html)

    @property
    def text(self) -> str:
        """The page's words."""
        return self.reader.text

    @property
    def location(self) -> str:
        """Where the answer sends to."""
        return self.answer.headers.get("Location", "")

    def check(self) -> None:
        """Assert what every whole page owes its reader."""
        seen = self.reader
        assert seen.headings == 1, f"{seen.headings} h1"
        assert seen.title.strip(), "no title"
        doubled = [name for name, count in Counter(seen.ids).items() if count > 1]
        assert not doubled, f"ids twice: {doubled}"
        unnamed = [
            f
            for f in seen.fields
            if f.get("id") not in seen.labels and not f.get("aria-label") and not f.get("aria-labelledby")
            if not f["inside_label"]
        ]
        assert not unnamed, f"fields without a label: {unnamed}"
        assert all("action" in form for form in seen.forms), "a form without an action"
        lost = seen.targets - set(seen.ids)
        assert not lost, f"hx-target without an element: {lost}"
        parts = {name for name in seen.targets if name.endswith("_part")}
        assert parts <= known_parts(), f"hx-target without a block: {parts - known_parts()}"
        assert not seen.forbidden, f"inline: {seen.forbidden}"


class CheckingClient:
    """`get` and `post` as a person's browser does, each page checked."""

    def __init__(self, app: Flask) -> None:
        """Open a browser without cookies."""
        self.browser = app.test_client()

    def sign_in(self, login: str) -> None:
        """Come in at the front door."""
        answer = self.browser.post("/sign-in", data={"login": login, "password": PASSWORD})
        assert answer.status_code == 303, answer.get_data(as_text=True)[:500]

    def get(self, path: str, *, part: str = "", follow: bool = False, **headers: str) -> Page:
        """Fetch a page, or the part of it that htmx would ask for."""
        if part:
            headers |= {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": f"div#{part}"}
        answer = Page(self.browser.get(path, headers=headers, follow_redirects=follow))
        if answer.html and not part:
            answer.check()
        return answer

    def post(self, path: str, *, follow: bool = False, **fields: object) -> Page:
        """Send a form; a file is a pair of a stream and a name."""
        data = {name: value if isinstance(value, list | tuple) else str(value) for name, value in fields.items()}
        answer = Page(self.browser.post(path, data=data, follow_redirects=follow))
        if answer.html:
            answer.check()
        return answer
