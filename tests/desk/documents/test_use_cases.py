"""Documents: what changes, and what is recorded of it."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from crm.desk.documents import queries, rules, use_cases
from crm.desk.documents.models import Content, DocumentType
from crm.desk.documents.queries import DocumentFilter
from crm.kernel.errors import Refused
from crm.store.base import db
from tests.builders import Stage
from tests.desk.documents.builders import a_document, a_plan


class TestRegistering:
    def test_a_document_waits_to_be_filed_and_its_issue_is_recorded(self, stage: Stage) -> None:
        document = stage.do(a_document, stage.petit)
        assert (document.place, document.filed_at, document.company_name) == ("", None, "Boulangerie Petit")
        assert stage.last("document.issued")["details"] == {"type": "quote", "number": "DEV-2026-0001"}
        assert queries.unfiled_count() == 1
        assert queries.documents_about("company", stage.petit.id) == [document]

    def test_a_document_of_a_supplier_bears_its_name_and_no_company(self, stage: Stage) -> None:
        type_ = DocumentType.SUPPLY_ORDER
        document = stage.do(
            use_cases.register_document,
            type=type_,
            number="ACH-2026-0001",
            title=type_.label,
            company=None,
            about=stage.petit,
            party="Papeterie de la Lys",
        )
        assert (document.company_id, document.company_name) == (None, "Papeterie de la Lys")
        assert queries.documents(DocumentFilter(search="lys")).rows == [document]


class TestFiling:
    def test_at_the_proposed_place(self, stage: Stage) -> None:
        stage.do(a_plan)
        document = stage.do(a_document, stage.petit)
        stage.do(use_cases.file_document, document, place="V-DEVIS")
        assert document.place == "V-DEVIS"
        assert stage.last("document.filed")["details"] == {
            "place": "V-DEVIS",
            "title": "Ventes / Devis",
            "proposed": True,
        }
        assert queries.unfiled_count() == 0

    def test_elsewhere_is_possible_recorded_and_corrected_by_a_new_record(self, stage: Stage) -> None:
        stage.do(a_plan)
        document = stage.do(a_document, stage.petit)
        stage.do(use_cases.file_document, document, place="C-FACT")
        stage.do(use_cases.file_document, document, place="V-DEVIS")
        filed = [fact["details"] for fact in stage.records("document.filed")]
        assert filed == [
            {"place": "C-FACT", "title": "Comptabilité / Factures", "proposed": False},
            {"place": "V-DEVIS", "title": "Ventes / Devis", "proposed": True, "moved_from": "C-FACT"},
        ]

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


class TestKeeping:
    def test_what_came_in_is_kept_under_its_hash_and_found_by_its_words(self, stage: Stage) -> None:
        said = "Réserves : deux cartons ouverts".encode()
        letter = stage.do(
            use_cases.receive_document, type=DocumentType.LETTER, title="Réserves", content=said, company=stage.petit
        )
        assert queries.content_of(letter) == (said, "text/plain")
        assert stage.last("document.received")["details"]["sha256"] == sha256(said).hexdigest() == letter.sha256
        assert [each.id for each in queries.documents(DocumentFilter(search="cartons ouverts")).rows] == [letter.id]

    def test_the_same_bytes_are_stored_once(self, stage: Stage) -> None:
        for title in ("Une fois", "Deux fois"):
            stage.do(use_cases.receive_document, type=DocumentType.OTHER, title=title, content=b"le meme texte")
        assert db.session.scalar(select(func.count()).select_from(Content)) == 1
        assert queries.document_count(DocumentFilter(received=True)) == 2

    def test_filing_keeps_what_was_printed_and_keeps_the_first(self, stage: Stage) -> None:
        stage.do(a_plan)
        document = stage.do(a_document, stage.petit)
        stage.do(use_cases.file_document, document, place="V-DEVIS", contents={document.id: b"premier"})
        stage.do(use_cases.file_document, document, place="C-FACT", contents={document.id: b"second"})
        assert queries.content_of(document) == (b"premier", "text/plain")
        assert {fact["details"]["sha256"] for fact in stage.records("document.filed")} == {document.sha256}

    @pytest.mark.parametrize(
        ("content", "refusal"),
        [
            (b"", use_cases.EmptyFile),
            (b"MZ\x90\x00", use_cases.NotReadable),
            (b"texte\x00cach\xc3\xa9", use_cases.NotReadable),
            (b"x" * (rules.LARGEST_FILE + 1), use_cases.TooLarge),
        ],
    )
    def test_what_nobody_can_open_is_refused(self, stage: Stage, content: bytes, refusal: type[Refused]) -> None:
        with pytest.raises(refusal):
            stage.do(use_cases.receive_document, type=DocumentType.OTHER, title="Fichier", content=content)
        assert db.session.scalar(select(func.count()).select_from(Content)) == 0

    def test_a_broken_pdf_is_kept_all_the_same(self, stage: Stage) -> None:
        kept = stage.do(
            use_cases.receive_document, type=DocumentType.INVOICE, title="Facture", content=b"%PDF-1.7 tronqu"
        )
        assert queries.content_of(kept) == (b"%PDF-1.7 tronqu", "application/pdf")


@pytest.mark.parametrize(
    ("kind", "last"), [(DocumentType.INVOICE, date(2036, 12, 31)), (DocumentType.QUOTE, date(2031, 12, 31))]
)
def test_a_document_is_kept_as_long_as_the_law_asks(stage: Stage, kind: DocumentType, last: date) -> None:
    assert stage.do(a_document, stage.petit, "X-1", kind).kept_until == last


@given(content=st.binary(max_size=400))
def test_any_bytes_are_told_and_read_without_a_fault(content: bytes) -> None:
    media_type = rules.media_type_of(content)
    if media_type is not None:
        assert isinstance(rules.words_of(content, media_type), str)
