"""Files, columns and cells: what is read, what is refused, and with which words."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.prospecting.imports.models import (
    Collision,
    Column,
    DateOrder,
    DecimalMark,
    Decision,
    Encoding,
    Format,
    OnDuplicate,
    Reading,
    Separator,
)
from crm.prospecting.imports.rules import cells, columns, files, tables
from crm.prospecting.imports.rules.rows import plan_table
from crm.prospecting.likeness import Card
from tests.prospecting.imports import samples
from tests.prospecting.imports.samples import a_csv, a_workbook

READING = Reading(Format.CSV)
TEXT = "Société;Ville\r\nÉlectricité Hérault;Nîmes\r\nCœur de bœuf;Béthune — 5 €\r\n"


class TestFile:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
    def test_accents_survive_each_encoding(self, encoding: str) -> None:
        content = TEXT.encode(encoding)
        table = tables.table_of(content, tables.proposed(content))
        assert table.header == ("Société", "Ville")
        assert table.rows[1] == ("Cœur de bœuf", "Béthune — 5 €")

    @pytest.mark.parametrize("separator", list(Separator))
    def test_the_separator_is_found(self, separator: Separator) -> None:
        content = TEXT.replace(";", separator.value).encode()
        assert tables.proposed(content).separator is separator

    def test_commas_in_texts_do_not_mislead(self) -> None:
        content = a_csv("Durand, fils;;59000;Lille;;;;", "Petit, Marie et Cie;;59000;Lille, Fives;;;;")
        assert tables.proposed(content).separator is Separator.SEMICOLON

    @pytest.mark.parametrize(
        ("days", "order"),
        [(["31/12/2025", "01/02/2026"], DateOrder.DAY_FIRST), (["12/31/2025"], DateOrder.MONTH_FIRST)],
    )
    def test_the_order_of_days_and_months_is_found(self, days: list[str], order: DateOrder) -> None:
        rows = "\n".join(f"Garage;{day}" for day in days)
        assert tables.proposed(f"nom;date\n{rows}\n".encode()).date_order is order

    @pytest.mark.parametrize(("sum_", "mark"), [("1 234,56", DecimalMark.COMMA), ("1,234.56", DecimalMark.POINT)])
    def test_the_decimal_mark_is_found(self, sum_: str, mark: DecimalMark) -> None:
        assert tables.proposed(f"nom;plafond\nGarage;{sum_}\n".encode()).decimal_mark is mark

    def test_a_workbook_is_read_with_its_days_and_numbers(self) -> None:
        content = a_workbook(["Société", "SIREN", None], ["Garage Benali", 200000008.0, True], [None, None])
        reading = tables.proposed(content)
        assert reading.format is Format.XLSX
        assert tables.table_of(content, reading).rows == (("Garage Benali", "200000008", "oui"),)

    def test_a_cell_at_the_end_of_the_sheet_costs_nothing(self) -> None:
        content = samples.a_far_cell()
        assert tables.table_of(content, tables.proposed(content), most=5).rows == (("Garage Benali",),)

    @pytest.mark.parametrize(
        ("content", "refusal"),
        [
            (b"", files.EmptyFile),
            (b" \r\n ", files.EmptyFile),
            (b"a;b\n" * (files.LARGEST_FILE // 4 + 1), files.TooLarge),
            (b"\x7fELF\x02\x01" + bytes(100), files.NotATable),
            (b"%PDF-1.7\n%abc", files.NotATable),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), files.OldWorkbook),
            (samples.a_zip(**{"lisez-moi.txt": b"bonjour"}), files.NotATable),
            (a_workbook(["nom"], ["Garage"])[:-400], files.Damaged),
            (a_workbook(["nom"], ["Garage"])[:200], files.Damaged),
            (samples.a_bomb(), files.Bomb),
            (samples.a_laughing_workbook(), files.Damaged),
            (samples.a_zip(**{"xl/workbook.xml": b"<pas du xml"}), files.Damaged),
            (b'nom;ville\n"Garage;Lille\nautre;Arras\n', files.CutOff),
            ("nom;ville\nGarage;Béth".encode()[:-3], files.CutLetter),
            (b"nom;ville\n", files.NoRows),
            (b"nom;" * 120 + b"\n" + b"a;" * 120 + b"\n", files.TooManyColumns),
            (b"nom;ville\n" + b"a" * 6000 + b";Lille\n", files.CellTooLong),
            (b"nom\n" + b"a\n" * (files.MOST_ROWS + 1), files.TooManyRows),
        ],
    )
    def test_what_is_no_table_is_refused_with_its_reason(self, content: bytes, refusal: type[files.BadFile]) -> None:
        with pytest.raises(refusal) as said:
            tables.table_of(content, tables.proposed(content))
        assert said.value.field == "file"

    @given(st.binary(max_size=400))
    @settings(max_examples=60, deadline=None)
    def test_any_bytes_are_read_or_refused(self, content: bytes) -> None:
        for each in (content, b"PK\x03\x04" + content):
            with suppress(files.BadFile):
                tables.table_of(each, tables.proposed(each))

    @given(st.integers(0, 5000), st.binary(min_size=1, max_size=40))
    @settings(max_examples=25, deadline=None)
    def test_damage_inside_a_workbook_is_refused_or_harmless(self, place: int, damage: bytes) -> None:
        whole = bytearray(a_workbook(["nom"], ["Garage"]))
        start = place % len(whole)
        whole[start : start + len(damage)] = damage
        with suppress(files.BadFile):
            tables.proposed(bytes(whole))

    @given(st.integers(0, 5000))
    @settings(max_examples=25, deadline=None)
    def test_a_workbook_cut_anywhere_is_refused(self, place: int) -> None:
        whole = a_workbook(["nom", "ville"], ["Garage", "Lille"])
        with pytest.raises(files.BadFile):
            tables.proposed(whole[: place % len(whole)])


class TestColumns:
    @pytest.mark.parametrize(
        ("titles", "fields"),
        [
            ("Raison sociale;N° SIREN;Code postal;Ville;Tél.", ["legal_name", "siren", "postcode", "city", "phone"]),
            ("Company Name;VAT number;ZIP code;City;Phone", ["legal_name", "vat_number", "postcode", "city", "phone"]),
            (
                "Nom de l’entreprise;Adresse mail;Prénom;Nom du contact",
                ["legal_name", "email", "contact_first_name", "contact_last_name"],
            ),
            ("Raison socialle;Vile;Téléfone", ["legal_name", "city", "phone"]),
            ("Raison sociale;Couleur préférée;", ["legal_name", "", ""]),
        ],
    )
    def test_titles_in_both_languages_are_understood(self, titles: str, fields: list[str]) -> None:
        assert [each.target for each in columns.proposed(titles.split(";"))] == fields

    def test_no_field_is_proposed_twice(self) -> None:
        found = [each.target for each in columns.proposed(["Société", "Entreprise", "Nom"]) if each.target]
        assert len(found) == len(set(found))

    def test_a_saved_mapping_is_taken_up_even_where_it_ignores(self) -> None:
        saved = {"societe": Column("legal_name", Collision.KEEP), "ville": Column()}
        assert columns.proposed(["Société", "Ville"], saved) == (Column("legal_name", Collision.KEEP), Column())

    def test_a_mapping_needs_a_name_and_each_field_once(self) -> None:
        with pytest.raises(columns.NameNotMapped):
            columns.checked([Column("city")])
        with pytest.raises(columns.MappedTwice):
            columns.checked([Column("legal_name"), Column("city"), Column("city")])


class TestCell:
    @pytest.mark.parametrize(
        ("field", "text", "value"),
        [
            ("legal_name", "  Garage   Benali ", "Garage Benali"),
            ("siren", "999 999 030", "999999030"),
            ("postcode", "2100", "02100"),
            ("postcode", "B-1000", "B-1000"),
            ("phone", "353016002", "03 53 01 60 02"),
            ("phone", "+33 (0)3.53.01.60.02", "03 53 01 60 02"),
            ("phone", "+32 2 555 12 12", "+32 2 555 12 12"),
            ("country", "Belgique", "BE"),
            ("country", "germany", "DE"),
            ("language", "Anglais", "en"),
            ("nature", "Particuliers", "individual"),
            ("source", "Salon", "trade_fair"),
            ("opted_out_phone", "OUI", True),
            ("opted_out_phone", "n", False),
            ("credit_limit", "1 234,56 €", 123_456),
            ("credit_limit", "1.234", 123_400),
            ("credit_limit", "1234.5", 123_450),
            ("last_contact", "02/03/2026", "2026-03-02"),
            ("last_contact", "2026-03-02 10:15:00", "2026-03-02"),
            ("notes", "- client fidèle", "- client fidèle"),
            ("legal_name", "", ""),
        ],
    )
    def test_what_people_write_is_read(self, field: str, text: str, value: object) -> None:
        assert cells.read(columns.TARGETS[field], text, READING) == value

    @pytest.mark.parametrize(
        ("field", "text"),
        [
            ("siren", "999999031"),
            ("siren", "12345"),
            ("phone", "03 53 01 60"),
            ("phone", "téléphone"),
            ("email", "nom(at)domaine.example"),
            ("country", "Atlantide"),
            ("opted_out_phone", "peut-être"),
            ("credit_limit", "mille"),
            ("credit_limit", "-5"),
            ("last_contact", "31/02/2026"),
            ("last_contact", "hier"),
            ("nature", "association"),
            ("city", "x" * 121),
            ("city", "Lil\x07le"),
        ],
    )
    def test_what_cannot_be_read_is_said(self, field: str, text: str) -> None:
        with pytest.raises(cells.Wrong) as said:
            cells.read(columns.TARGETS[field], text, READING)
        assert str(said.value).endswith((".", "…).", ")."))

    @pytest.mark.parametrize(
        "text", ['=HYPERLINK("http://x.example")', "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3+cmd|x!A0", "'=1+1", " =1+1"]
    )
    def test_a_formula_does_not_come_in(self, text: str) -> None:
        with pytest.raises(cells.Wrong):
            cells.read(columns.TARGETS["legal_name"], text, READING)

    @given(st.text(max_size=30))
    @settings(max_examples=60, deadline=None)
    def test_nothing_that_goes_out_is_computed(self, text: str) -> None:
        assert not cells.COMPUTED.match(cells.harmless(text))

    def test_month_first_is_read_as_chosen(self) -> None:
        american = Reading(Format.CSV, date_order=DateOrder.MONTH_FIRST, decimal_mark=DecimalMark.POINT)
        assert cells.read(columns.TARGETS["last_contact"], "03/02/2026", american) == "2026-03-02"
        assert cells.read(columns.TARGETS["credit_limit"], "1,234.56", american) == 123_456

    def test_numbers_of_one_row_must_belong_together(self) -> None:
        chosen = [Column("legal_name"), Column("siren"), Column("siret")]
        checked = cells.check_row(["Garage", "999999030", "10000000900017"], chosen, READING)
        assert set(checked.problems) == {"siret"}

    def test_a_row_that_is_too_wide_is_said(self) -> None:
        assert "row" in cells.check_row(["Garage", "Lille"], [Column("legal_name")], READING).problems


class TestPlan:
    def planned(self, *rows: str, on_duplicate: OnDuplicate = OnDuplicate.UPDATE) -> list[object]:
        content = a_csv(*rows)
        reading = tables.proposed(content)
        table = tables.table_of(content, reading)
        known = [Card(7, "Ateliers Houblonvert", "999999030", city="Armentières")]
        return plan_table(table, columns.proposed(table.header), reading, known, on_duplicate=on_duplicate)  # type: ignore[return-value]

    @pytest.mark.parametrize(
        ("on_duplicate", "decision", "target"),
        [
            (OnDuplicate.UPDATE, Decision.UPDATE, 7),
            (OnDuplicate.SKIP, Decision.SKIP, None),
            (OnDuplicate.CREATE, Decision.CREATE, None),
        ],
    )
    def test_a_certain_look_alike_follows_the_choice(
        self, on_duplicate: OnDuplicate, decision: Decision, target: int | None
    ) -> None:
        [plan] = self.planned("Houblonvert SAS;999999030;;;;;;", on_duplicate=on_duplicate)
        assert (plan.decision, plan.target_id) == (decision, target)  # type: ignore[attr-defined]
        assert plan.matches[0][:2] == [7, 0]  # type: ignore[attr-defined]

    def test_the_second_row_of_one_company_is_left_out(self) -> None:
        first, second = self.planned(
            "Garage Benali;;59000;Lille;0320000001;;;", "GARAGE BENALI;;59000;Lille;03 20 00 00 01;;;"
        )
        assert (first.decision, second.decision) == (Decision.CREATE, Decision.SKIP)  # type: ignore[attr-defined]
        assert second.matches[0][:2] == [0, 1]  # type: ignore[attr-defined]

    def test_a_file_that_breaks_off_says_so_at_its_last_row(self) -> None:
        content = a_csv("Garage Benali;;59000;Lille;;;;")[:-2] + b"\r\nGarage Coup\xc3\xa9;;590"
        reading = Reading(Format.CSV, Encoding.UTF8)
        table = tables.table_of(content, reading)
        plans = plan_table(table, columns.proposed(table.header), reading, [], on_duplicate=OnDuplicate.UPDATE)
        assert [set(each.problems) for each in plans] == [set(), {"row"}]
