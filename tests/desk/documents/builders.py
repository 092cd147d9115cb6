"""Documents and a filing plan, built through the use cases."""

from __future__ import annotations

from crm.activity.door import Recordable, Work
from crm.desk.documents.models import Document, DocumentType, FilingPlace
from crm.desk.documents.use_cases import define_place, register_document


def a_plan(work: Work) -> list[FilingPlace]:
    """Lay out a plan of two places."""
    return [
        define_place(work, code="V-DEVIS", title="Ventes / Devis", types=[DocumentType.QUOTE]),
        define_place(
            work, code="C-FACT", title="Comptabilité / Factures", types=[DocumentType.INVOICE, DocumentType.REMINDER]
        ),
    ]


def a_document(
    work: Work, company: Recordable, number: str = "DEV-2026-0001", kind: DocumentType = DocumentType.QUOTE
) -> Document:
    """Let a document leave the house; here it was printed from the company's own record."""
    return register_document(work, type=kind, number=number, title=kind.label, company=company, about=company)
