"""Documents as they are asked for."""

from __future__ import annotations

from crm.desk.documents import queries, use_cases
from crm.desk.documents.models import DocumentType
from crm.desk.documents.queries import FILED, DocumentFilter
from tests.builders import MONDAY, Stage
from tests.desk.documents.builders import a_document, a_plan


class TestDocuments:
    def test_are_found_by_number_company_and_title_without_accents(self, stage: Stage) -> None:
        document = stage.do(a_document, stage.petit, "AR-1", DocumentType.ORDER_CONFIRMATION)
        for words in ("ar-1", "boulangerie", "ACCUSE commande"):
            assert queries.documents(DocumentFilter(search=words)).rows == [document]
        assert queries.documents(DocumentFilter(search="plomberie")).rows == []

    def test_are_narrowed_by_type_and_place(self, stage: Stage) -> None:
        stage.do(a_plan)
        quote = stage.do(a_document, stage.petit)
        invoice = stage.do(a_document, stage.petit, "FA-1", DocumentType.INVOICE)
        assert queries.documents(DocumentFilter(type=DocumentType.INVOICE)).rows == [invoice]
        stage.do(use_cases.file_document, quote, place="V-DEVIS")
        assert queries.documents(DocumentFilter(FILED, place="V-DEVIS")).rows == [quote]
        assert queries.documents(DocumentFilter(FILED, place="C-FACT")).rows == []

    def test_the_unfiled_are_counted_by_the_instant_of_their_issue(self, stage: Stage) -> None:
        stage.do(a_document, stage.petit)
        assert (queries.unfiled_count(), queries.unfiled_count(before=MONDAY)) == (1, 0)
