"""A tour as a paper to take along: for each day whom to visit, when, where, and what to write down there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from crm.kernel import wording
from crm.papers.cleaning import Tree, shortened, typeset
from crm.papers.phrases import count, say
from crm.papers.views import Language

HOUR = 60


@dataclass(frozen=True, kw_only=True)
class RoadbookCall:
    """A visit: when one arrives and may begin (minutes from midnight), whom and where."""

    arrives: int
    starts: int
    ends: int
    name: str
    address: str
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class RoadbookFault:
    """What cannot be: `closed`, `late`, `no_lunch` or `overtime`, at whom (nobody: the day), by how many minutes."""

    kind: str
    name: str = ""
    minutes: int = 0


@dataclass(frozen=True, kw_only=True)
class RoadbookDay:
    """A day: visits in their order, and what cannot be as it is planned."""

    on: date
    metres: int
    leaves: int
    returns: int
    lunch_at: int | None
    calls: tuple[RoadbookCall, ...]
    faults: tuple[RoadbookFault, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Roadbook:
    """A tour to be driven; sources say where places come from, `measured` that a road service gave the legs."""

    title: str
    company: str
    driver: str
    start: str
    end: str
    days: tuple[RoadbookDay, ...]
    sources: str = ""
    measured: bool = False
    language: Language = "fr"


def roadbook_sheet(book: Roadbook) -> dict[str, Tree]:
    """Return the words of a road book."""
    language = book.language
    return {
        "language": language,
        "title": shortened(f"{say(language, 'roadbook.kind')} — {book.title}"),
        "author": shortened(book.company),
        "page": say(language, "house.page", page="{page}", pages="{pages}"),
        "exercise": say(language, "house.exercise"),
        "kind": say(language, "roadbook.kind"),
        "heading": typeset(book.title, language),
        "summary": say(language, "roadbook.summary", driver=book.driver, start=book.start, end=book.end),
        "days": [_day(day, language) for day in book.days],
        "paragraphs": [
            say(language, "roadbook.measured" if book.measured else "roadbook.estimated"),
            *([typeset(book.sources, language)] if book.sources else []),
        ],
    }


def _day(day: RoadbookDay, language: Language) -> Tree:
    """Return a day: its line of figures and its table."""
    summary = say(language, "roadbook.no_visit")
    if day.calls:
        summary = say(
            language,
            "roadbook.day",
            visits=count(language, "roadbook.visits", len(day.calls)),
            km=wording.number(round(day.metres / 1000), language),
            leaves=_clock(day.leaves),
            returns=_clock(day.returns),
        )
        if day.lunch_at is not None:
            summary += say(language, "roadbook.lunch", time=_clock(day.lunch_at))
    columns = (
        ("arrives", "right", "auto"),
        ("visit", "right", "auto"),
        ("whom", "left", "1fr"),
        ("phone", "left", "auto"),
        ("notes", "left", "42mm"),
    )
    return {
        "title": wording.long_day(day.on, language),
        "summary": summary,
        "warnings": [
            say(language, f"roadbook.fault_{each.kind}", name=each.name, minutes=str(each.minutes))
            for each in day.faults
        ],
        "rows": {
            "columns": [[say(language, f"roadbook.column_{name}"), align, width] for name, align, width in columns],
            "rows": [_row(call, language) for call in day.calls],
        },
    }


def _row(call: RoadbookCall, language: Language) -> Tree:
    """Return a visit as cells."""
    return [
        _clock(call.arrives),
        f"{_clock(call.starts)} – {_clock(call.ends)}",
        {"label": typeset(call.name, language), "detail": typeset(call.address, language), "plain": True},
        call.phone,
        "",
    ]


def _clock(minutes: int) -> str:
    """Write minutes from midnight as a time of the day."""
    return f"{minutes // HOUR}:{minutes % HOUR:02d}"
