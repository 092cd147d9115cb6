"""Notes: what was learnt, from which source, fact or opinion or rumour; compared with another source."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

from crm.activity.chain import Json
from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.kernel.errors import N_, Refused
from crm.prospecting.companies.models import searchable
from crm.prospecting.market_watch import queries, rules
from crm.prospecting.market_watch.choices import Credibility, Finding, Importance, Nature
from crm.prospecting.market_watch.models import Competitor, CrossCheck, News, Source, WatchNote


class NotYet(Refused):
    """Nobody knows what will be dated tomorrow."""

    message = N_("Une information ne peut pas être datée d’un jour à venir.")
    field = "informed_on"


class ValidBeforeKnown(Refused):
    """What holds no more when it begins was never valid."""

    message = N_("La validité se termine avant la date de l’information.")
    field = "valid_until"


class SameSource(Refused):
    """A source cannot confirm itself."""

    message = N_("Recoupez avec une autre source que celle de la note.")
    field = "source"


@dataclass(frozen=True)
class NoteData:
    """What a note says; `informed_on` is the date of the information, not that of the note."""

    subject: str
    nature: Nature
    text: str
    informed_on: date
    credibility: Credibility = Credibility.UNJUDGED
    importance: Importance = Importance.MEDIUM
    family: str = ""
    valid_until: date | None = None

    def values(self) -> dict[str, object]:
        """Return the fields by name."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


def take_note(
    work: Work, source: Source, data: NoteData, *, competitor: Competitor | None = None, news: News | None = None
) -> WatchNote:
    """Write down what was learnt from a source; `news` is what it was read in, or the question that it answers."""
    _check(work, data)
    note = WatchNote(
        **data.values(),  # type: ignore[arg-type]
        source=source,
        competitor_id=competitor.id if competitor else None,
        news_id=news.id if news else None,
        search_text=_searched(data, competitor),
        taken_at=work.now,
        taken_by=work.actor.name,
    )
    work.add(note)
    work.record(
        Activity.WATCH_NOTE_TAKEN,
        note,
        source,
        competitor,
        news,
        *(queries.what_is_denied(news)),
        nature=note.nature.value,
        credibility=note.credibility.value,
        importance=note.importance.value,
        source_kind=source.source_kind.value,
        source_rated=source.reliability is not None,
        reliability=source.reliability.value if source.reliability else None,
        informed_on=note.informed_on.isoformat(),
        age_days=(work.today - note.informed_on).days,
        valid_until=note.valid_until.isoformat() if note.valid_until else None,
        dated=note.valid_until is not None,
        news_kind=news.news_kind.value if news else None,
        answers_question=bool(news and news.is_question),
    )
    return note


def revise_note(
    work: Work, note: WatchNote, data: NoteData, *, competitor: Competitor | None = None, version: int | None = None
) -> WatchNote:
    """Correct a note: what it says, how it is judged, how long it holds."""
    _check(work, data)
    wanted = data.values() | {"competitor_id": competitor.id if competitor else None}
    work.expect(note, version, wanted)
    changed: list[Json] = [name for name, value in wanted.items() if getattr(note, name) != value]
    before = note.nature
    for name, value in wanted.items():
        setattr(note, name, value)
    note.search_text = _searched(data, competitor)
    if changed:
        work.record(
            Activity.WATCH_NOTE_REVISED,
            note,
            note.source,
            competitor,
            changed=changed,
            nature=note.nature.value,
            nature_before=before.value,
            credibility=note.credibility.value,
        )
    return note


def cross_check(work: Work, note: WatchNote, source: Source, *, finding: Finding, text: str = "") -> CrossCheck:
    """Compare a note with what another source says; what is confirmed or contradicted is judged anew."""
    if source.id == note.source_id:
        raise SameSource
    check = CrossCheck(
        note_id=note.id, source=source, finding=finding, text=text, checked_at=work.now, checked_by=work.actor.name
    )
    work.add(check)
    before, note.checks = note.credibility, note.checks + 1
    note.credibility = rules.judged(before, finding)
    news = queries.news_by_id(note.news_id) if note.news_id else None
    work.record(
        Activity.WATCH_NOTE_CROSS_CHECKED,
        note,
        source,
        news,
        finding=finding.value,
        nature=note.nature.value,
        before=before.value,
        credibility=note.credibility.value,
        source_kind=source.source_kind.value,
        reliability=source.reliability.value if source.reliability else None,
    )
    return check


def _check(work: Work, data: NoteData) -> None:
    """Refuse dates that cannot be."""
    if data.informed_on > work.today:
        raise NotYet
    if data.valid_until is not None and data.valid_until < data.informed_on:
        raise ValidBeforeKnown


def _searched(data: NoteData, competitor: Competitor | None) -> str:
    """Return the words by which a note is found."""
    return searchable(data.subject, data.text, data.family, competitor.name if competitor else "")
