"""The rail: rooms announce their entries, the page shows those that its reader may use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app, request, url_for
from flask_babel import gettext


@dataclass(frozen=True)
class Entry:
    """A line of the rail; `permission` is understood by the access floor, `place` is what its URL needs."""

    section: str
    order: int
    endpoint: str
    label: str
    icon: str
    permission: object
    place: str = "workspace_id"
    on_phone: bool = False


@dataclass(frozen=True)
class Item:
    """An entry as the template shows it."""

    endpoint_url: str
    label: str
    icon: str
    count: int | None
    current: bool


@dataclass(frozen=True)
class Section:
    """A titled group of items."""

    title: str
    items: list[Item]


ENTRIES: dict[str, Entry] = {}


def announce(entry: Entry) -> None:
    """Add an entry to the rail (once per endpoint)."""
    ENTRIES[entry.endpoint] = entry


def rail(*, fits: Callable[[Entry], bool]) -> list[Section]:
    """Return the sections of the rail for the current page."""
    sections: dict[str, list[Item]] = {}
    current = current_entry()
    for entry in sorted(ENTRIES.values(), key=lambda each: each.order):
        if fits(entry):
            sections.setdefault(entry.section, []).append(_item(entry, current))
    return [Section(gettext(title) if title else "", items) for title, items in sections.items()]


def bottom_bar(*, fits: Callable[[Entry], bool]) -> list[Item]:
    """Return the five entries of the phone's bottom bar."""
    entries = sorted((entry for entry in ENTRIES.values() if entry.on_phone and fits(entry)), key=lambda e: e.order)
    current = current_entry()
    return [_item(entry, current) for entry in entries[:5]]


def _item(entry: Entry, current: str) -> Item:
    """Return an entry with its URL, marked if it is where the reader is."""
    return Item(url_for(entry.endpoint), gettext(entry.label), entry.icon, None, entry.endpoint == current)


def current_entry() -> str:
    """Return the endpoint of the entry to mark: the page itself, else its room's list, else the room's only entry.

    A tab of a thing is a page of that thing's list, whichever room draws it, unless it says whose page it is.
    """
    if request.endpoint in ENTRIES:
        return str(request.endpoint)
    if (tab := TABS.get(str(request.endpoint))) is not None:
        if tab.entry:
            return tab.entry
        plural = f"{tab.kind[:-1]}ies" if tab.kind.endswith("y") else f"{tab.kind}s"
        return f"{plural}.index" if f"{plural}.index" in ENTRIES else _at_the_address()
    of_the_room = [name for name in ENTRIES if name.partition(".")[0] == request.blueprint]
    listed = f"{request.blueprint}.index"
    return listed if listed in of_the_room else next(iter(of_the_room), "") or _at_the_address()


def _at_the_address() -> str:
    """Return the entry at whose address a page stands whose room has none: `/orders/3/change` is under `/orders/`.

    A page with an address of its own stands where the tabs of its room do.
    """
    tabs = [name for name in TABS if name.partition(".")[0] == request.blueprint]
    listed = {_place(name): name for name in ENTRIES if name.endswith(".index")}
    places = [_place(name) for name in (str(request.endpoint), *tabs)]
    return next((listed[place] for place in places if place in listed), "")


def _place(endpoint: str) -> str:
    """Return what of a page's address comes after the workspace's: `/w/2/orders/3/change` is at `orders`."""
    rule = next(current_app.url_map.iter_rules(endpoint), None) if endpoint in current_app.view_functions else None
    return rule.rule.split("/")[3] if rule is not None and rule.rule.startswith("/w/<") else ""


@dataclass(frozen=True)
class Tab:
    """A page of one thing, announced by the room that owns it; `kind` is the thing's.

    `entry` is the endpoint of the rail's entry to mark, the list of such things unless told otherwise.
    """

    kind: str
    order: int
    endpoint: str
    label: str
    argument: str
    entry: str = ""


@dataclass(frozen=True)
class Action:
    """A button on a thing's page, announced by a higher room."""

    kind: str
    order: int
    endpoint: str
    label: str
    icon: str
    argument: str
    tone: str = ""


TABS: dict[str, Tab] = {}
ACTIONS: dict[str, Action] = {}


def announce_tab(tab: Tab) -> None:
    """Add a tab to the page of a kind of thing."""
    TABS[tab.endpoint] = tab


def announce_action(action: Action) -> None:
    """Add a button to the page of a kind of thing."""
    ACTIONS[action.endpoint] = action


def tabs_of(kind: str, thing_id: int) -> list[dict[str, object]]:
    """Return the tabs of a thing's page, the current one marked."""
    found = sorted((tab for tab in TABS.values() if tab.kind == kind), key=lambda each: each.order)
    return [
        {
            "label": gettext(tab.label),
            "url": url_for(tab.endpoint, **{tab.argument: thing_id}),  # type: ignore[arg-type]
            "current": request.endpoint == tab.endpoint,
        }
        for tab in found
    ]


def actions_of(kind: str, thing_id: int) -> list[dict[str, str]]:
    """Return the buttons that higher rooms put on a thing's page."""
    found = sorted((action for action in ACTIONS.values() if action.kind == kind), key=lambda each: each.order)
    return [
        {
            "label": gettext(action.label),
            "url": url_for(action.endpoint, **{action.argument: thing_id}),  # type: ignore[arg-type]
            "icon": action.icon,
            "tone": action.tone,
        }
        for action in found
    ]


def register(app: Flask) -> None:
    """Give the templates the tabs and buttons of a company."""
    app.jinja_env.globals["company_tabs"] = lambda company: tabs_of("company", company.id)
    app.jinja_env.globals["thing_actions"] = actions_of
    app.jinja_env.globals["company_actions"] = lambda company: actions_of("company", company.id)
