"""What can be done with documents: they are issued, and people file them by the company's plan."""

from __future__ import annotations

from crm.activity.door import Recordable, Work
from crm.activity.vocabulary import Activity
from crm.desk.documents import queries
from crm.desk.documents.models import Document, DocumentType, FilingPlace
from crm.kernel.errors import N_, Refused


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


def register_document(
    work: Work,
    *,
    type: DocumentType,  # noqa: A002  (other rooms say `type=`)
    number: str,
    title: str,
    company: Recordable,
    about: Recordable,
) -> Document:
    """Enter a document that left the house, and what it was printed from; it waits to be filed."""
    document = Document(
        type=type,
        number=number,
        title=title,
        company_id=company.id,
        company_name=company.label,
        about_kind=about.kind,
        about_id=about.id,
        issued_at=work.now,
    )
    work.add(document)
    work.record(Activity.DOCUMENT_ISSUED, document, about, company, type=type.value, number=number)
    return document


def file_document(work: Work, document: Document, *, place: str) -> Document:
    """File a document at a place of the plan; filing it again elsewhere is a new record."""
    return file_documents(work, [document], place=place)[0]


def file_documents(work: Work, documents: list[Document], *, place: str) -> list[Document]:
    """File several documents at one place; `proposed` says of each whether the plan puts its type there."""
    if not documents:
        raise NothingToFile
    chosen = queries.place_by_code(place)
    if chosen is None:
        raise UnknownPlace
    for document in documents:
        document.place, document.filed_at = chosen.code, work.now
        work.record(Activity.DOCUMENT_FILED, document, place=chosen.code, proposed=chosen.takes(document.type))
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
