"""What can be done with documents: they are issued, and people file them by the company's plan."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from sqlalchemy.dialects import postgresql, sqlite

from crm.activity.chain import Json
from crm.activity.door import Recordable, Work
from crm.activity.vocabulary import Activity
from crm.desk.documents import queries, rules
from crm.desk.documents.models import Content, Document, DocumentType, FilingPlace
from crm.kernel.errors import N_, Refused
from crm.store.base import db

CONTENTS = Content.__table__


class UnknownPlace(Refused):
    """A document can only lie at a place that there is."""

    message = N_("Choisissez un emplacement du plan de classement.")
    field = "place"


class NothingToFile(Refused):
    """Filing nothing files nothing."""

    message = N_("Cochez au moins un document à classer.")


class PlaceTaken(Refused):
    """Two places of a plan cannot have one code."""

    message = N_("Le plan de classement a déjà un emplacement « %(code)s ».")
    field = "code"


class NotReadable(Refused):
    """Only what everybody can open is kept."""

    message = N_("Ce fichier n’est ni un PDF, ni une image PNG ou JPEG, ni un texte : il ne peut pas être conservé.")
    field = "file"


class TooLarge(Refused):
    """A scan of an office document is small."""

    message = N_("Ce fichier dépasse 5 Mo : numérisez-le avec une définition plus faible.")
    field = "file"


class EmptyFile(Refused):
    """Nothing is no document."""

    message = N_("Ce fichier est vide.")
    field = "file"


def register_document(
    work: Work,
    *,
    type: DocumentType,  # noqa: A002  (other rooms say `type=`)
    number: str,
    title: str,
    company: Recordable | None,
    about: Recordable,
    party: str = "",
) -> Document:
    """Enter a document that left the house, and what it was printed from; it waits to be filed.

    `party` is the name of whom it concerns where that is no company of the files: a supplier, a carrier.
    """
    document = Document(
        type=type,
        number=number,
        title=title,
        company_id=company.id if company else None,
        company_name=company.label if company else party,
        about_kind=about.kind,
        about_id=about.id,
        issued_at=work.now,
    )
    work.add(document)
    work.record(Activity.DOCUMENT_ISSUED, document, about, company, type=type.value, number=number)
    return document


def receive_document(
    work: Work,
    *,
    type: DocumentType,  # noqa: A002  (as above)
    title: str,
    content: bytes,
    number: str = "",
    file_name: str = "",
    company: Recordable | None = None,
    about: Recordable | None = None,
) -> Document:
    """Enter a document that came in, with its bytes (at most 5 MB: PDF, PNG, JPEG or text); it waits to be filed."""
    media_type = _checked(content)
    document = Document(
        type=type,
        number=number,
        title=title.strip() or type.label,
        company_id=company.id if company else None,
        company_name=company.label if company else "",
        about_kind=about.kind if about else "",
        about_id=about.id if about else 0,
        issued_at=work.now,
        received=True,
        file_name=file_name,
    )
    work.add(document)
    _keep(document, content, media_type)
    work.record(
        Activity.DOCUMENT_RECEIVED, document, about, company, type=type.value, number=number, sha256=document.sha256
    )
    return document


def file_document(
    work: Work, document: Document, *, place: str, contents: Mapping[int, bytes] | None = None
) -> Document:
    """File a document at a place of the plan; filing it again elsewhere is a new record."""
    return file_documents(work, [document], place=place, contents=contents)[0]


def file_documents(
    work: Work, documents: list[Document], *, place: str, contents: Mapping[int, bytes] | None = None
) -> list[Document]:
    """File several documents at one place; `proposed` says of each whether the plan puts its type there.

    `contents` are the bytes of those that were issued, by id: they are kept
    from now on, and the record names them by their SHA-256.
    """
    if not documents:
        raise NothingToFile
    chosen = queries.place_by_code(place)
    if chosen is None:
        raise UnknownPlace
    for document in documents:
        content = (contents or {}).get(document.id)
        if content and not document.sha256:
            _keep(document, content, _checked(content))
        moved_from = document.place
        document.place, document.filed_at = chosen.code, work.now
        kept: dict[str, Json] = {"sha256": document.sha256} if document.sha256 else {}
        if moved_from:
            kept["moved_from"] = moved_from
        facts = {"place": chosen.code, "title": chosen.title, "proposed": chosen.takes(document.type), **kept}
        work.record(Activity.DOCUMENT_FILED, document, **facts)
    return documents


def define_place(work: Work, *, code: str, title: str, types: list[DocumentType]) -> FilingPlace:
    """Add a place to the company's filing plan, and say which types of document belong there."""
    if queries.place_by_code(code) is not None:
        raise PlaceTaken(code=code)
    words = [each.value for each in types]
    place = FilingPlace(code=code, title=title, types=" ".join(words))
    work.add(place)
    work.record(Activity.FILING_PLACE_DEFINED, place, code=code, title=title, types=[*words])
    return place


def _checked(content: bytes) -> str:
    """Return what kind of file the bytes are, or refuse them."""
    if not content:
        raise EmptyFile
    if len(content) > rules.LARGEST_FILE:
        raise TooLarge
    media_type = rules.media_type_of(content)
    if media_type is None:
        raise NotReadable
    return media_type


def _keep(document: Document, content: bytes, media_type: str) -> None:
    """Store the bytes once under their hash, and let the document be found by its words."""
    document.sha256 = sha256(content).hexdigest()
    connection = db.session.connection()
    # Another workspace may be keeping the same bytes at this moment: whoever comes second adds nothing.
    add = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(CONTENTS).on_conflict_do_nothing()
    row = {"sha256": document.sha256, "size": len(content), "media_type": media_type, "data": content}
    connection.execute(add, row)
    document.read(rules.words_of(content, media_type))
