"""Documents: what changes, and what is recorded of it."""

from __future__ import annotations

import pytest

from crm.desk.documents import queries, use_cases
from crm.desk.documents.models import DocumentType
from tests.builders import Stage
from tests.desk.documents.builders import a_document, a_plan


class TestRegistering:
    def test_a_document_waits_to_be_filed_and_its_issue_is_recorded(self, stage: Stage) -> None:
        document = stage.do(a_document, stage.petit)
        assert (document.place, document.filed_at, document.company_name) == ("", None, "Boulangerie Petit")
        assert stage.last("document.issued")["details"] == {"type": "quote", "number": "DEV-2026-0001"}
        assert queries.unfiled_count() == 1
        assert queries.documents_about("company", stage.petit.id) == [document]


class TestFiling:
    def test_at_the_proposed_place(self, stage: Stage) -> None:
        stage.do(a_plan)
        document = stage.do(a_document, stage.petit)
        stage.do(use_cases.file_document, document, place="V-DEVIS")
        assert document.place == "V-DEVIS"
        assert stage.last("document.filed")["details"] == {"place": "V-DEVIS", "proposed": True}
        assert queries.unfiled_count() == 0

    def test_elsewhere_is_possible_recorded_and_corrected_by_a_new_record(self, stage: Stage) -> None:
        stage.do(a_plan)
        document = stage.do(a_document, stage.petit)
        stage.do(use_cases.file_document, document, place="C-FACT")
        stage.do(use_cases.file_document, document, place="V-DEVIS")
        filed = [fact["details"] for fact in stage.records("document.filed")]
        assert filed == [{"place": "C-FACT", "proposed": False}, {"place": "V-DEVIS", "proposed": True}]

    def test_several_at_once_leaves_one_record_each(self, stage: Stage) -> None:
        stage.do(a_plan)
        papers = [
            stage.do(a_document, stage.petit, "FA-2026-0001", DocumentType.INVOICE),
            stage.do(a_document, stage.petit),
        ]
        stage.do(use_cases.file_documents, papers, place="C-FACT")
        assert [fact["details"]["proposed"] for fact in stage.records("document.filed")] == [True, False]

    def test_a_place_that_is_not_in_the_plan_is_refused(self, stage: Stage) -> None:
        document = stage.do(a_document, stage.petit)
        with pytest.raises(use_cases.UnknownPlace):
            stage.do(use_cases.file_document, document, place="NULLE-PART")

    def test_nothing_to_file_is_refused(self, stage: Stage) -> None:
        with pytest.raises(use_cases.NothingToFile):
            stage.do(use_cases.file_documents, [], place="V-DEVIS")


class TestThePlan:
    def test_a_place_says_which_types_belong_there(self, stage: Stage) -> None:
        quotes, _ = stage.do(a_plan)
        assert quotes.takes(DocumentType.QUOTE)
        assert not quotes.takes(DocumentType.INVOICE)
        assert stage.records("filing_place.defined")[0]["details"] == {
            "code": "V-DEVIS",
            "title": "Ventes / Devis",
            "types": ["quote"],
        }

    def test_a_code_is_given_once(self, stage: Stage) -> None:
        stage.do(a_plan)
        with pytest.raises(use_cases.PlaceTaken):
            stage.do(use_cases.define_place, code="V-DEVIS", title="Encore", types=[])
