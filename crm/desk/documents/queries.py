"""What can be asked about documents and the filing plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Select, func, select

from crm.desk.documents.models import Content, Document, DocumentType, FilingPlace, folded
from crm.kernel.clock import PARIS
from crm.store.base import db
from crm.store.paging import Slice, keyset
from crm.store.scoping import find

TO_FILE, FILED = "to_file", "filed"
TABS = (TO_FILE, FILED)


@dataclass(frozen=True)
class DocumentFilter:
    """What the list of documents is narrowed to; `tab` is one of TABS or empty for all; it lives in the URL."""

    tab: str = TO_FILE
    search: str = ""
    type: DocumentType | None = None
    place: str = ""
    company_id: int | None = None
    received: bool | None = None
    first: date | None = None
    last: date | None = None


def document_by_id(document_id: int) -> Document | None:
    """Return a document of this workspace."""
    return find(Document, document_id)


def documents_by_ids(document_ids: Sequence[int]) -> list[Document]:
    """Return those documents of this workspace, in the order in which they were issued."""
    return list(db.session.scalars(select(Document).where(Document.id.in_(document_ids)).order_by(Document.id)))


def documents(wanted: DocumentFilter, *, cursor: str | None = None) -> Slice[Document]:
    """Return a page of documents, newest first."""
    statement = _matching(select(Document), wanted)
    return keyset(statement, column=Document.id, tie=Document.id, cursor=cursor, descending=True)


def document_count(wanted: DocumentFilter) -> int:
    """Return how many documents match."""
    return db.session.scalar(_matching(select(func.count()).select_from(Document), wanted)) or 0


def unfiled_count(*, before: datetime | None = None) -> int:
    """Return how many documents wait to be filed, or those of them that were issued before an instant."""
    statement = _matching(select(func.count()).select_from(Document), DocumentFilter())
    return db.session.scalar(statement if before is None else statement.where(Document.issued_at < before)) or 0


def documents_about(kind: str, object_id: int) -> list[Document]:
    """Return the documents printed from one thing, oldest first."""
    statement = select(Document).where(Document.about_kind == kind, Document.about_id == object_id)
    return list(db.session.scalars(statement.order_by(Document.id)))


def filing_plan() -> list[FilingPlace]:
    """Return the places of the company's filing plan by code."""
    return list(db.session.scalars(select(FilingPlace).order_by(FilingPlace.code)))


def place_by_code(code: str) -> FilingPlace | None:
    """Return one place of the plan."""
    return db.session.scalar(select(FilingPlace).where(FilingPlace.code == code))


def _matching(statement: Select, wanted: DocumentFilter) -> Select:  # type: ignore[type-arg]
    """Narrow a statement over documents."""
    if wanted.tab:
        filed = Document.filed_at.is_not(None) if wanted.tab == FILED else Document.filed_at.is_(None)
        statement = statement.where(filed)
    for word in folded(wanted.search).split():
        statement = statement.where(Document.search_text.contains(word, autoescape=True))
    if wanted.type is not None:
        statement = statement.where(Document.type == wanted.type)
    if wanted.place:
        statement = statement.where(Document.place == wanted.place)
    if wanted.company_id is not None:
        statement = statement.where(Document.company_id == wanted.company_id)
    if wanted.received is not None:
        statement = statement.where(Document.received == wanted.received)
    if wanted.first is not None:
        statement = statement.where(Document.issued_at >= _midnight(wanted.first))
    if wanted.last is not None:
        statement = statement.where(Document.issued_at < _midnight(wanted.last + timedelta(days=1)))
    return statement


def content_of(document: Document) -> tuple[bytes, str] | None:
    """Return the bytes that are kept of a document and their media type, or None."""
    statement = select(Content.data, Content.media_type).where(Content.sha256 == document.sha256)
    found = db.session.execute(statement).first()
    return None if found is None else (found[0], found[1])


def size_of(document: Document) -> int | None:
    """Return how many bytes are kept of a document, or None."""
    return db.session.scalar(select(Content.size).where(Content.sha256 == document.sha256))


def _midnight(day: date) -> datetime:
    """Return the instant at which a day begins in France."""
    return datetime.combine(day, time.min, PARIS)
