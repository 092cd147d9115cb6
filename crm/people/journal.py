"""How records look on a page: icon, sentence, who, when, and the figures that were seen."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask import Flask, current_app, url_for
from flask_babel import gettext

from crm.activity.models import ActivityRecord
from crm.activity.vocabulary import Activity
from crm.kernel import wording
from crm.kernel.money import Money, Rate
from crm.people.labels import CODES, DECISIONS, FIELDS, NAMING, VALUES, WORDS
from crm.people.sayings import ICONS, PLACES, TONES
from crm.web import filters


@dataclass(frozen=True)
class Entry:
    """One line of a timeline, as the macro wants it."""

    icon: str
    tone: str
    title: str
    who: str
    when: str
    at: str
    body: str
    url: str | None
    link: str | None


def entries(records: Iterable[ActivityRecord], *, about: str = "") -> list[Entry]:
    """Return records as lines of a timeline; `about` is the kind of thing whose page it is."""
    return [_entry(record, about) for record in records]


def _entry(record: ActivityRecord, about: str) -> Entry:
    """Return one record as a line."""
    facts = json.loads(record.text)
    activity = Activity(record.activity)
    url, link = _way(facts["about"], about)
    return Entry(
        icon=ICONS.get(activity.subject, "point"),
        tone=TONES[record.actor_kind],
        title=gettext(activity.label),
        who=facts["actor"]["name"],
        when=filters.moment(record.happened_at),
        at=record.happened_at.isoformat(),
        body=said(facts["details"]),
        url=url,
        link=link,
    )


def _way(about: list[dict[str, object]], besides: str) -> tuple[str | None, str | None]:
    """Return where a record leads: the first thing it is about that has a page and is not this one."""
    for thing in about:
        place = PLACES.get(str(thing["kind"]))
        if place and thing["kind"] != besides and place[0] in current_app.view_functions:
            return url_for(place[0], **{place[1]: thing["id"]}), str(thing["label"])  # type: ignore[arg-type]
    return None, None


def said(details: dict[str, object]) -> str:
    """Say a record's figures in words."""
    parts = []
    if "changes" in details and isinstance(details["changes"], dict):
        parts += [f"{_field(name)} : {old or '—'} → {new or '—'}" for name, (old, new) in details["changes"].items()]
    if details.get("decision") in DECISIONS:
        parts.append(gettext("Décision : %(decision)s", decision=gettext(DECISIONS[str(details["decision"])])))
    for name, words in WORDS.items():
        if (value := details.get(name)) not in (None, "", [], "none") and not (name == "to" and "from" in details):
            if isinstance(value, bool) or (
                isinstance(value, list) and not all(isinstance(each, str) for each in value)
            ):
                continue
            shown = _shown(name, value)
            if name == "place" and details.get("title"):
                shown += f" {details['title']}"
            parts.append(shown if name == "text" else f"{gettext(words)}{gettext(' : ')}{shown}")
    return " · ".join(parts)


def _shown(name: str, value: object) -> str:
    """Write one figure."""
    language = filters.language()
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    if name.endswith("_cents"):
        return wording.money(Money(int(str(value))), language)
    if name.endswith("_bp"):
        return wording.rate(Rate.percent(Decimal(int(str(value))) / 100), language)
    if name.endswith("_on"):
        return wording.day(date.fromisoformat(str(value)), language)
    if name == "reason" and str(value) in CODES:
        return str(gettext(CODES[str(value)]))
    return str(gettext(VALUES[str(value)])) if name in NAMING and str(value) in VALUES else str(value)


def _field(name: str) -> str:
    """Say a field of a record as its form does."""
    return str(gettext(FIELDS[name])) if name in FIELDS else name


def register(app: Flask) -> None:
    """Give the templates `timeline_entries`."""
    app.jinja_env.globals["timeline_entries"] = entries
