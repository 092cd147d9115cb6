"""One file for people and machines: its parts, its two standards, its own arithmetic."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal

import pytest

from crm.kernel.money import Money
from crm.papers.cii import fields_of
from crm.papers.cii_xml import Fields, groups_of, write_xml
from crm.papers.facturx import Mismatch, Unsound, mismatches, print_invoice, render_invoice, schema_faults, sound_xml
from crm.papers.render import render_paper
from crm.papers.views import CommercialPaper
from crm.papers.xmp import UnknownLayout, add_properties
from tests.papers.golden import CASES
from tests.papers.reading import array, catalogue, dictionary, fonts, metadata, reader, text_of
from tests.papers.samples import INVOICE, NOW

pytestmark = pytest.mark.once
FX = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"


class TestTheFile:
    @pytest.mark.parametrize("name", CASES)
    def test_carries_its_xml_byte_for_byte(self, name: str) -> None:
        made = render_invoice(CASES[name], made_at=NOW)
        assert made.xml == write_xml(fields_of(CASES[name]))
        assert dict(reader(made.pdf).attachments) == {"factur-x.xml": [made.xml]}

    def test_reads_as_the_paper_does(self) -> None:
        assert text_of(render_invoice(INVOICE, made_at=NOW).pdf) == text_of(render_paper(INVOICE, made_at=NOW))

    def test_is_the_same_each_time(self) -> None:
        assert render_invoice(INVOICE, made_at=NOW) == render_invoice(INVOICE, made_at=NOW)

    def test_says_what_it_is_in_its_metadata(self) -> None:
        packet = metadata(render_invoice(INVOICE, made_at=NOW).pdf)
        for said in (
            "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>",
            "<fx:DocumentFileName>factur-x.xml</fx:DocumentFileName>",
            "<fx:DocumentType>INVOICE</fx:DocumentType>",
            "<fx:Version>1.0</fx:Version>",
            "<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>",
            f'xmlns:fx="{FX}"',
            f"<pdfaSchema:namespaceURI>{FX}</pdfaSchema:namespaceURI>",
        ):
            assert said in packet
        assert packet.count("<pdfaExtension:schemas>") == 1
        for name in re.findall(r"<fx:(\w+)>", packet):
            assert f"<pdfaProperty:name>{name}</pdfaProperty:name>" in packet

    def test_keeps_tags_intent_fonts_and_the_attachment_in_its_place(self) -> None:
        pdf = render_invoice(INVOICE, made_at=NOW).pdf
        root = catalogue(pdf)
        assert str(root["/MarkInfo"]) == "{'/Marked': True, '/Suspects': False}"
        assert "/StructTreeRoot" in root
        assert "/DestOutputProfile" in dictionary(array(root, "/OutputIntents")[0])
        attached = dictionary(array(root, "/AF")[0])
        assert [str(attached[name]) for name in ("/AFRelationship", "/F")] == ["/Alternative", "factur-x.xml"]
        assert dictionary(attached, "/EF")
        assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts(pdf).values())

    def test_the_library_finds_the_invoice_in_it(self) -> None:
        from facturx import get_facturx_xml_from_pdf

        made = render_invoice(INVOICE, made_at=NOW)
        assert get_facturx_xml_from_pdf(made.pdf, check_xsd=True, check_schematron=False) == ("factur-x.xml", made.xml)

    def test_is_made_without_loading_the_library(self) -> None:
        script = (
            "import sys; from datetime import datetime, UTC; from tests.papers.samples import INVOICE, NOW;"
            "import crm.app; assert 'lxml' not in sys.modules;"
            "from crm.papers.facturx import render_invoice; render_invoice(INVOICE, made_at=NOW);"
            "loaded = {'facturx', 'pypdf', 'requests'} & set(sys.modules); assert not loaded, loaded"
        )
        subprocess.run([sys.executable, "-c", script], check=True)

    def test_another_layout_is_refused(self) -> None:
        with pytest.raises(UnknownLayout):
            add_properties(b"%PDF-1.7", level="EN 16931")


def with_line(paper: CommercialPaper, rank: int, **terms: str) -> Fields:
    """Return the terms of a paper with some of a line changed."""
    fields = fields_of(paper)
    groups_of(fields, "BG-25")[rank - 1].update({name.replace("_", "-"): said for name, said in terms.items()})
    return fields


class TestPrinting:
    def test_an_issued_invoice_is_a_facturx(self) -> None:
        assert print_invoice(INVOICE, made_at=NOW) == render_invoice(INVOICE, made_at=NOW).pdf

    def test_a_draft_is_a_plain_paper(self) -> None:
        draft = replace(INVOICE, number="")
        assert print_invoice(draft, made_at=NOW) == render_paper(draft, made_at=NOW)

    def test_what_no_machine_could_read_is_printed_all_the_same(self) -> None:
        nothing = replace(INVOICE, lines=())
        assert print_invoice(nothing, made_at=NOW) == render_paper(nothing, made_at=NOW)


class TestOurOwnRule:
    @pytest.mark.parametrize("name", CASES)
    def test_finds_nothing_against_sound_invoices(self, name: str) -> None:
        assert mismatches(fields_of(CASES[name])) == []

    def test_a_line_is_quantity_times_price_less_discount(self) -> None:
        fields = with_line(INVOICE, 1, BT_129="5")
        assert mismatches(fields) == [Mismatch("BT-131", 1, Decimal("493.62"), Decimal("623.52"))]

    def test_a_line_that_is_no_number_counts_as_nothing(self) -> None:
        assert mismatches(with_line(INVOICE, 3, BT_131="NaN"))[0].expected == Decimal("63.00")

    @pytest.mark.parametrize("code", ["BT-106", "BT-109", "BT-110", "BT-112", "BT-115"])
    def test_totals_follow_from_the_lines(self, code: str) -> None:
        fields = fields_of(INVOICE) | {code: "1.00"}
        assert code in {wrong.code for wrong in mismatches(fields)}

    def test_an_unsound_invoice_is_not_written(self) -> None:
        with pytest.raises(Unsound, match=r"BT-112, line 0: 1.00 instead of 720.19"):
            sound_xml(fields_of(INVOICE) | {"BT-112": "1.00"})

    def test_one_that_the_schema_refuses_is_not_made_either(self) -> None:
        with pytest.raises(Unsound, match=r"\bID\b"):
            render_invoice(replace(INVOICE, number=""), made_at=NOW)

    def test_what_is_no_xml_is_told(self) -> None:
        assert len(schema_faults(b"<")) == 1

    def test_money_never_passes_by_floats(self) -> None:
        line = replace(INVOICE.lines[0], quantity=Decimal("0.005"), unit_price=Money.of("1.00"))
        assert mismatches(fields_of(replace(INVOICE, lines=(line,)))) == []
