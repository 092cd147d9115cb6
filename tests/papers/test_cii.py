"""The terms and the XML of the twelve golden invoices: byte for byte, read back, and as the library would write them."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from crm.kernel.money import Money
from crm.papers.cii import fields_of, is_domestic_business
from crm.papers.cii_xml import Fields, Unreadable, groups_of, read_xml, text_of, write_xml
from crm.papers.facturx import schema_faults
from crm.papers.views import PaperKind
from tests.papers.golden import CASES
from tests.papers.samples import CONSUMER, INVOICE, LINES, QUOTE

pytestmark = pytest.mark.once
KEPT = Path(__file__).parent / "invoices"


def notes(fields: Fields) -> list[str]:
    """Return the subjects of the notes."""
    return [note["BT-21"] for note in groups_of(fields, "BG-1")]


class TestTheGoldenTwelve:
    @pytest.mark.parametrize("name", CASES)
    def test_are_written_byte_for_byte(self, name: str) -> None:
        assert write_xml(fields_of(CASES[name])) == (KEPT / f"{name}.xml").read_bytes()

    @pytest.mark.parametrize("name", CASES)
    def test_keep_to_the_schema_and_are_read_back_whole(self, name: str) -> None:
        fields = fields_of(CASES[name])
        xml = write_xml(fields)
        assert schema_faults(xml) == []
        assert read_xml(xml) == fields

    def test_are_as_many_as_are_kept(self) -> None:
        assert {path.stem for path in KEPT.glob("*.xml")} == set(CASES)
        assert len(CASES) == 12


class TestTerms:
    def test_a_quote_has_none(self) -> None:
        with pytest.raises(ValueError, match="quote"):
            fields_of(QUOTE)

    def test_sums_are_those_of_the_paper(self) -> None:
        fields = fields_of(CASES["01_business"])
        assert text_of(fields, "BT-106") == "612.12"
        assert text_of(fields, "BT-107") == "15.31"
        assert text_of(fields, "BT-115") == f"{CASES['01_business'].amount_due.euros}"
        assert [each["BT-92"] for each in groups_of(fields, "BG-20")] == ["12.34", "1.58", "1.39"]

    def test_a_discount_of_a_line_leaves_its_price_alone(self) -> None:
        line = groups_of(fields_of(INVOICE), "BG-25")[0]
        assert (line["BT-146"], line["BT-136"], line["BT-138"], line["BT-131"]) == ("129.90", "25.98", "5.00", "493.62")

    def test_a_consumer_is_asked_for_no_fixed_fee(self) -> None:
        fields = fields_of(replace(INVOICE, customer=CONSUMER))
        assert notes(fields) == ["BAR"]
        assert text_of(fields, "BT-47") == ""

    def test_a_business_is_told_the_three_mentions(self) -> None:
        assert notes(fields_of(INVOICE)) == ["PMT", "PMD", "AAB", "BAR"]

    def test_only_businesses_in_france_go_through_the_platforms(self) -> None:
        sent = {name for name, paper in CASES.items() if is_domestic_business(paper)}
        assert set(CASES) - sent == {"03_consumer", "04_intra_eu", "05_export_gbp", "12_dollars"}

    def test_another_currency_tells_the_vat_in_euros(self) -> None:
        fields = fields_of(CASES["05_export_gbp"])
        assert (text_of(fields, "BT-5"), text_of(fields, "BT-6"), text_of(fields, "BT-111")) == ("GBP", "EUR", "0.00")

    def test_a_final_invoice_names_its_deposits(self) -> None:
        fields = fields_of(CASES["11_final"])
        assert (text_of(fields, "BT-23"), text_of(fields, "BT-113")) == ("B4", "200.00")
        assert groups_of(fields, "BG-3") == [{"BT-25": "FA-2026-0040", "BT-26": "2026-02-03"}]

    def test_a_corrective_invoice_takes_deposits_off_but_names_only_the_one_it_replaces(self) -> None:
        fields = fields_of(replace(CASES["10_corrective"], deposits=CASES["11_final"].deposits))
        assert (text_of(fields, "BT-23"), text_of(fields, "BT-113")) == ("B4", "200.00")
        assert [each["BT-25"] for each in groups_of(fields, "BG-3")] == ["FA-2026-0040"]

    def test_a_quantity_is_written_plainly(self) -> None:
        line = replace(LINES[0], quantity=Decimal("1E+3"), unit_price=Money.of(1))
        assert groups_of(fields_of(replace(INVOICE, lines=(line,))), "BG-25")[0]["BT-129"] == "1000"

    def test_hostile_words_stay_words(self) -> None:
        line = replace(LINES[0], label="<b>&amp;</b>\x00\ud800 « é »\nfin")
        paper = replace(
            INVOICE, lines=(line,), reason="]]>", kind=PaperKind.CORRECTIVE_INVOICE, due_on=date(2026, 4, 1)
        )
        fields = fields_of(paper)
        assert read_xml(write_xml(fields)) == fields
        assert schema_faults(write_xml(fields)) == []


class TestReading:
    @pytest.mark.parametrize("xml", [b"", b"<", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"])
    def test_what_is_no_xml_is_unreadable(self, xml: bytes) -> None:
        with pytest.raises(Unreadable):
            read_xml(xml)

    def test_another_xml_has_no_terms(self) -> None:
        assert read_xml(b"<a/>") == {}


class TestTheLibrary:
    """The factur-x library writes the same document from the same terms."""

    def test_writes_the_same_for_a_plain_invoice(self) -> None:
        from facturx import generate_cii_xml

        theirs = generate_cii_xml(as_the_library_wants(fields_of(INVOICE)), level="en16931", check_schematron=False)
        assert flat(theirs) == flat(write_xml(fields_of(INVOICE)))


def as_the_library_wants(fields: Fields) -> dict[str, object]:
    """Return the terms in the library's own form."""
    said = {code: text for code, text in fields.items() if isinstance(text, str)}
    streets = {"postcode": ("BT-38", "BT-53"), "addr_l1": ("BT-35", "BT-50"), "city": ("BT-37", "BT-52")}
    streets |= {"country_code": ("BT-40", "BT-55"), "name": ("BT-27", "BT-44"), "vat_identifier": ("BT-31", "BT-48")}
    streets |= {"legal_identifier": ("BT-30", "BT-47"), "einvoicing_addr": ("BT-34", "BT-49")}
    parties: list[dict[str, object]] = [
        dict[str, object]({name: said[codes[side]] for name, codes in streets.items()})
        | {"legal_identifier_schemeid": "0002", "einvoicing_addr_schemeid": "0225"}
        for side in (0, 1)
    ]
    parties[0] |= {"identifiers": {"0009": said["BT-29"]}, "legal_info": said["BT-33"]}
    parties[0]["contacts"] = [{"name": said["BT-41"], "phone": said["BT-42"], "email": said["BT-43"]}]
    parties[1]["contacts"] = [{"name": said["BT-56"]}]
    lines = [
        {code: text for code, text in line.items() if not code.startswith(("BT-13", "BT-14", "BT-127"))}
        | {code: line[code] for code in ("BT-130", "BT-131", "BT-146")}
        | {"BT-127-00": [{"BT-127": line.get("BT-127", "")}]}
        | ({"BG-27": [allowance(line)]} if "BT-136" in line else {})
        for line in groups_of(fields, "BG-25")
    ]
    groups = {"BG-1": groups_of(fields, "BG-1"), "BG-23": groups_of(fields, "BG-23"), "BG-25": lines}
    return said | groups | {"BG-4": parties[0], "BG-7": parties[1]}


def allowance(line: dict[str, str]) -> dict[str, str]:
    """Return a line's discount in the library's words."""
    named = {"amount": "BT-136", "base_amount": "BT-137", "rate": "BT-138", "reason": "BT-139", "reason_code": "BT-140"}
    return {name: line[code] for name, code in named.items()}


def flat(xml: bytes) -> list[tuple[str, dict[str, str], str]]:
    """Return every element in its order: name, attributes, text."""
    return [(each.tag, dict(each.attrib), (each.text or "").strip()) for each in ET.fromstring(xml).iter()]  # noqa: S314
