"""A learner at a browser: follows links by their words, sends the forms that a page offers as it offers them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser
from typing import Any

from flask import Flask

from crm.kernel.clock import add_working_days
from tests.client import VOID, CheckingClient, Page

FIELD = re.compile(r'<(?:input|select)\b(?![^>]*type="hidden")[^>]*?\bname="([^"]+)"')


@dataclass
class Form:
    """A form of a page: where it goes, what it would send untouched, what its lists offer (words to value)."""

    action: str
    values: dict[str, list[str]] = field(default_factory=dict)
    offers: dict[str, dict[str, str]] = field(default_factory=dict)

    def value_of(self, name: str, words: str) -> str:
        """Return the value of the choice that begins with these words, or the words where nothing is offered."""
        offered = self.offers.get(name, {})
        return next((value for said, value in offered.items() if said.startswith(words)), words)


class Sheet(HTMLParser):
    """Reads a page's links and forms, as a browser would fill and follow them."""

    def __init__(self, html: str) -> None:
        """Read the page."""
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self.forms: list[Form] = []
        self._open: list[str] = []
        self._link: list[str] | None = None
        self._href = ""
        self._form: Form | None = None
        self._select = self._option = self._area = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """See a tag."""
        values = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self._open.append(tag)
        if tag == "a" and "href" in values:
            self._link, self._href = [], values["href"]
        elif tag == "form":
            self._form = Form(values.get("action", ""))
            self.forms.append(self._form)
        elif self._form is not None:
            self._see_field(self._form, tag, values)

    def _see_field(self, form: Form, tag: str, values: dict[str, str]) -> None:
        """Take a field's value as a browser would send it untouched."""
        name, kind = values.get("name", ""), values.get("type", "text")
        if tag == "input" and name and kind not in {"submit", "button", "image"}:
            if kind not in {"checkbox", "radio"} or "checked" in values:
                form.values.setdefault(name, []).append(values.get("value", "on" if kind == "checkbox" else ""))
        elif tag == "select" and name:
            self._select = name
        elif tag == "option" and self._select:
            chosen = form.values.get(self._select)
            self._option = values.get("value", "")
            if "selected" in values or chosen is None:
                form.values[self._select] = [self._option]
        elif tag == "textarea" and name:
            self._area, form.values[name] = name, [""]

    def handle_endtag(self, tag: str) -> None:
        """See a tag close."""
        if tag == "a" and self._link is not None:
            self.links.append((self._href, " ".join("".join(self._link).split())))
            self._link = None
        elif tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea" and self._form is not None:
            # The line end after the tag is not part of the text.
            self._form.values[self._area] = [self._form.values[self._area][0].removeprefix("\r").removeprefix("\n")]
            self._area = ""

    def handle_data(self, data: str) -> None:
        """See text."""
        if self._link is not None:
            self._link.append(data)
        if self._form is not None and self._area:
            self._form.values[self._area][0] += data
        elif self._form is not None and self._select and data.strip():
            self._form.offers.setdefault(self._select, {})[" ".join(data.split())] = self._option


class Learner:
    """A learner at a browser, on one page at a time."""

    def __init__(self, app: Flask, login: str, workspace: int) -> None:
        """Sign in."""
        self.client, self.root = CheckingClient(app), f"/w/{workspace}"
        self.client.sign_in(login)
        self.page: Page = self.client.get(f"{self.root}/today")

    def open(self, path: str) -> Page:
        """Open a page of the workspace by its address."""
        return self._show(self.client.get(path if path.startswith("/w/") else self.root + path))

    def follow(self, words: str) -> Page:
        """Follow the first link that says these words."""
        found = [href for href, text in Sheet(self.page.html).links if words in _plain(text)]
        assert found, f"no link says {words!r}: {[text for _, text in Sheet(self.page.html).links]}"
        return self.open(found[0])

    def send(self, action: str, **changes: str | list[str]) -> Page:
        """Send the form that goes to an address ending so, changed in these fields, and see where it leads.

        Fields are named as on the page (`lines__0__product` for `lines-0-product`); what a list offers is chosen by its
        words, boxes are ticked by their values.
        """
        answer = self._submit(action, changes)
        assert answer.status == 303, f"{answer.status}: {answer.text}"
        return self.open(answer.location)

    def press(self, action: str, **button: str) -> Page:
        """Press a button of a form that only shows the form again: one more row."""
        return self._show(self._submit(action, button))

    def _submit(self, action: str, changes: Mapping[str, str | list[str]]) -> Page:
        forms = [form for form in Sheet(self.page.html).forms if form.action.split("?")[0].endswith(action)]
        assert forms, f"no form goes to {action}: {[form.action for form in Sheet(self.page.html).forms]}"
        typed = {name.replace("__", "-"): value for name, value in changes.items()}
        chosen: dict[str, Any] = {
            name: value if isinstance(value, list) else [forms[0].value_of(name, value)]
            for name, value in typed.items()
        }
        return self.client.post(forms[0].action, **(forms[0].values | chosen))

    def wait_until(self, day: date) -> None:
        """Close day after day on the clock's page until the company stands on this one; mornings are not looked at."""
        self.open("/clock/")
        form = next(form for form in Sheet(self.page.html).forms if form.action.endswith("/clock/day"))
        today = date.fromisoformat(form.values["closing"][0])
        while today < day:
            shown: dict[str, Any] = {"closing": [today.isoformat()], "submission": [f"close-{today}"]}
            answer = self.client.post(form.action, **(form.values | shown))
            assert answer.status == 303, f"{answer.status}: {answer.text}"
            today = add_working_days(today, 1)
        assert f'value="{day.isoformat()}"' in self.open("/clock/").html, day

    def file(self, document: str, place: str) -> None:
        """File a document by its number."""
        self.open(f"/documents/?q={document}")
        self.follow(document)
        self.send("/file", place=place)

    def file_waiting(self, type_: str, place: str) -> None:
        """File the newest document of a type that waits to be filed."""
        found = self._waiting(type_)
        assert found, f"no {type_} waits to be filed"
        self.open(found[0])
        self.send("/file", place=place)

    def file_all_waiting(self, type_: str, place: str) -> None:
        """File every document of a type that waits to be filed."""
        while self._waiting(type_):
            self.file_waiting(type_, place)

    def _waiting(self, type_: str) -> list[str]:
        """Open the list of what waits to be filed of a type, and return where its documents are."""
        self.open(f"/documents/?type={type_}")
        return [href for href, _ in Sheet(self.page.html).links if re.search(r"/documents/\d+$", href)]

    def set_aside(self, topic: str, sender: str) -> None:
        """Put the newest message of a sender away."""
        self.open(f"/messages/?topic={topic}")
        self.follow(sender)
        self.send("/aside")

    def record_payment(self, customer: str) -> None:
        """Enter the first payment that the bank announces of a customer."""
        self.open("/payments/")
        rows = [row for row in self.page.html.split("</tr>") if customer in row]
        assert rows, self.page.text
        self.send(Sheet(rows[0]).forms[0].action)

    def field(self, *words: str) -> str:
        """Return how `send` calls the first field of the table row that says all these words."""
        rows = [row for row in self.page.html.split("</tr>") if all(each in row for each in words)]
        names: list[str] = [name for row in rows for name in FIELD.findall(row)]
        assert names, f"no field beside {words}"
        return names[0].replace("-", "__")

    @property
    def number(self) -> int:
        """The number of the thing whose page is open."""
        found = re.search(r"/(\d+)$", self.path)
        assert found, self.path
        return int(found[1])

    def _show(self, page: Page) -> Page:
        assert page.status == 200, f"{page.status}: {page.text[:300]}"
        self.page, self.path = page, page.answer.request.path
        return page


def _plain(text: str) -> str:
    """Write blanks as a keyboard does."""
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
