"""What can be asked about notes, digests and arguments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from crm.kernel import wording
from crm.prospecting.companies.models import searchable
from crm.prospecting.market_watch import rules
from crm.prospecting.market_watch.choices import Importance, Nature
from crm.prospecting.market_watch.models import Argument, Competitor, CrossCheck, Digest, Source, WatchNote
from crm.prospecting.market_watch.rules import Weighed
from crm.store.base import db
from crm.store.paging import Slice, keyset
from crm.store.scoping import find

WITH_SOURCE = joinedload(WatchNote.source)
MOST_TO_SEND, MOST_TO_ARGUE = 60, 100


@dataclass(frozen=True)
class NoteFilter:
    """What the notes are narrowed to; it lives in the URL. `open_rumours` are those that nobody compared."""

    search: str = ""
    nature: Nature | None = None
    importance: Importance | None = None
    competitor_id: int | None = None
    source_id: int | None = None
    family: str = ""
    open_rumours: bool = False


def note_by_id(note_id: int) -> WatchNote | None:
    """Return a note with its source."""
    return find(WatchNote, note_id, WITH_SOURCE)


def notes(wanted: NoteFilter, *, cursor: str | None = None) -> Slice[WatchNote]:
    """Return a page of notes, newest first."""
    statement = _matching(select(WatchNote).options(WITH_SOURCE), wanted)
    return keyset(statement, column=WatchNote.id, tie=WatchNote.id, cursor=cursor, descending=True)


def note_count(wanted: NoteFilter) -> int:
    """Return how many notes match."""
    return db.session.scalar(_matching(select(func.count()).select_from(WatchNote), wanted)) or 0


def nature_counts() -> dict[Nature, int]:
    """Return how many notes there are of each nature."""
    return dict(db.session.execute(select(WatchNote.nature, func.count()).group_by(WatchNote.nature)).all())


def notes_of_source(source: Source, *, limit: int = 20) -> list[WatchNote]:
    """Return the newest notes taken from a source."""
    return _newest(WatchNote.source_id == source.id, limit=limit)


def notes_of_competitor(competitor: Competitor, *, limit: int = 20) -> list[WatchNote]:
    """Return the newest notes about a competitor."""
    return _newest(WatchNote.competitor_id == competitor.id, limit=limit)


def notes_to_send(*, today: date) -> list[WatchNote]:
    """Return the newest notes from which a digest is made: those that hold, and were not sent yet, first."""
    sent = sent_in()
    found = _newest(limit=MOST_TO_SEND)
    return sorted(found, key=lambda each: (each.id in sent, each.is_stale(on=today), -each.id))


def notes_to_argue_with() -> list[WatchNote]:
    """Return the newest notes, from which an argument is chosen."""
    return _newest(limit=MOST_TO_ARGUE)


def notes_named(ids: Iterable[int]) -> list[WatchNote]:
    """Return the notes with these ids, in the order in which they were taken."""
    found = select(WatchNote).options(WITH_SOURCE).where(WatchNote.id.in_(set(ids))).order_by(WatchNote.id)
    return list(db.session.scalars(found))


def checks_of(note: WatchNote) -> list[CrossCheck]:
    """Return with what a note was compared, the oldest first."""
    statement = select(CrossCheck).options(joinedload(CrossCheck.source)).where(CrossCheck.note_id == note.id)
    return list(db.session.scalars(statement.order_by(CrossCheck.id)))


def digest_by_id(digest_id: int) -> Digest | None:
    """Return a digest of this workspace."""
    return find(Digest, digest_id)


def digests(*, cursor: str | None = None) -> Slice[Digest]:
    """Return a page of digests, newest first."""
    return keyset(select(Digest), column=Digest.id, tie=Digest.id, cursor=cursor, descending=True)


def last_digest(*, besides: Digest | None = None) -> Digest | None:
    """Return the digest sent last."""
    statement = select(Digest).where(Digest.id != (besides.id if besides else 0))
    return db.session.scalar(statement.order_by(Digest.id.desc()).limit(1))


def sent_in() -> dict[int, int]:
    """Return by note the last digest in which it was sent."""
    rows = db.session.execute(select(Digest.id, Digest.notes).order_by(Digest.id)).all()
    return {note_id: digest_id for digest_id, note_ids in rows for note_id in note_ids}


def arguments_about(kind: str, object_id: int) -> list[Argument]:
    """Return the notes used in a quote or a conversation, the oldest first."""
    statement = select(Argument).options(joinedload(Argument.note).joinedload(WatchNote.source))
    about = (Argument.about_kind == kind, Argument.about_id == object_id)
    return list(db.session.scalars(statement.where(*about).order_by(Argument.id)))


def arguments_from(note: WatchNote) -> list[Argument]:
    """Return where a note was used to sell, the oldest first."""
    return list(db.session.scalars(select(Argument).where(Argument.note_id == note.id).order_by(Argument.id)))


def argument_count() -> int:
    """Return how often notes were used to sell."""
    return db.session.scalar(select(func.count()).select_from(Argument)) or 0


def weighed(found: Sequence[WatchNote], *, today: date) -> list[Weighed]:
    """Return what matters of notes that are passed on."""
    return [
        Weighed(
            nature=each.nature,
            credibility=each.credibility,
            reliability=each.source.reliability,
            source_id=each.source_id,
            checks=each.checks,
            stale=each.is_stale(on=today),
        )
        for each in found
    ]


def written(found: Sequence[WatchNote]) -> str:
    """Return notes as colleagues read them in a message: nature and grade, subject, source and date, text."""
    return "\n\n".join(
        f"{number}. {note.subject} [{note.nature.label}, {rules.grade(note.source.reliability, note.credibility)}]\n"
        f"{note.text}\n({note.source.name}, {wording.day(note.informed_on)})"
        for number, note in enumerate(found, 1)
    )


def _newest(*conditions: object, limit: int) -> list[WatchNote]:
    """Return the newest notes of which something holds."""
    statement = select(WatchNote).options(WITH_SOURCE).where(*conditions)  # type: ignore[arg-type]
    return list(db.session.scalars(statement.order_by(WatchNote.id.desc()).limit(limit)))


def _matching(statement: Select, wanted: NoteFilter) -> Select:  # type: ignore[type-arg]
    """Narrow a statement over notes."""
    for word in searchable(wanted.search).split():
        statement = statement.where(WatchNote.search_text.contains(word, autoescape=True))
    for column, value in (
        (WatchNote.nature, wanted.nature),
        (WatchNote.importance, wanted.importance),
        (WatchNote.competitor_id, wanted.competitor_id),
        (WatchNote.source_id, wanted.source_id),
        (WatchNote.family, wanted.family or None),
    ):
        if value is not None:
            statement = statement.where(column == value)
    if wanted.open_rumours:
        statement = statement.where(WatchNote.nature == Nature.RUMOUR, WatchNote.checks == 0)
    return statement
