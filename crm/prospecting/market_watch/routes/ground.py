"""What all pages of the watch stand on: their address, their entry in the rail, their tabs, the things asked for."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import TypeVar

from flask import Blueprint, abort, request, url_for
from flask_babel import gettext

from crm.desk.waiting import Count, Waiting, announce_waiting
from crm.kernel.choices import Labelled
from crm.kernel.errors import N_
from crm.people.access import Permission
from crm.prospecting.market_watch import queries
from crm.prospecting.market_watch.models import Competitor, Digest, News, Source, WatchNote
from crm.web.navigation import Entry, announce

Choice = TypeVar("Choice", bound=Labelled)
blueprint = Blueprint("market_watch", __name__, url_prefix="/w/<int:workspace_id>/watch")
announce(Entry(N_("Prospection"), 26, "market_watch.index", N_("Veille"), "binoculars", Permission.READ))


class View(Enum):
    """The lists of the watch, each a tab: endpoint and label."""

    NEWS = "market_watch.index", N_("Actualités")
    NOTES = "market_watch.notes", N_("Notes")
    COMPETITORS = "market_watch.competitors", N_("Concurrents")
    SOURCES = "market_watch.sources", N_("Sources")
    DIGESTS = "market_watch.digests", N_("Synthèses")


def tabs(current: View) -> list[dict[str, object]]:
    """Return the tabs of the watch, with what waits to be read."""
    counts = {View.NEWS: queries.unread_count() or None}
    return [
        {
            "label": gettext(each.value[1]),
            "url": url_for(each.value[0]),
            "current": each is current,
            "count": counts.get(each),
        }
        for each in View
    ]


def _unread(today: date) -> Count:
    """Count the news that nobody has read."""
    return Count(queries.unread_count())


def _due(today: date) -> Count:
    """Count the sources that should have been consulted by now."""
    late = queries.due_count(today)
    return Count(late, late)


announce_waiting(Waiting(27, "market_watch.index", N_("Actualités du marché à lire"), icon="news", count=_unread))
announce_waiting(
    Waiting(
        28,
        "market_watch.sources",
        N_("Sources de veille à consulter"),
        icon="binoculars",
        count=_due,
        values={"due": "1"},
    )
)


def chosen(choices: type[Choice], name: str) -> Choice | None:
    """Return the member that a word in the address names, or None."""
    return next((each for each in choices if each.value == request.args.get(name)), None)


def options(choices: type[Labelled]) -> list[tuple[str, str]]:
    """Return the members of a choice as a filter shows them."""
    return [(str(each.value), gettext(each.label)) for each in choices]


def the_source(source_id: int) -> Source:
    """Find the source or answer 404."""
    return queries.source_by_id(source_id) or abort(404)


def the_news(news_id: int) -> News:
    """Find the news or answer 404."""
    return queries.news_by_id(news_id) or abort(404)


def the_note(note_id: int) -> WatchNote:
    """Find the note or answer 404."""
    return queries.note_by_id(note_id) or abort(404)


def the_competitor(competitor_id: int) -> Competitor:
    """Find the competitor or answer 404."""
    return queries.competitor_by_id(competitor_id) or abort(404)


def the_digest(digest_id: int) -> Digest:
    """Find the digest or answer 404."""
    return queries.digest_by_id(digest_id) or abort(404)
