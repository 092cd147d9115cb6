"""Filters as a tree: any survives its address, groups can be built and taken apart; no cell is a formula."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from io import BytesIO, StringIO

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.prospecting import quality
from crm.prospecting.segments.rules import exporting, parsing, tree
from crm.prospecting.segments.rules.evaluating import Held, department_of, fits
from crm.prospecting.segments.rules.tree import EVERYTHING, Condition, Group, Join, Op
from crm.store.folding import fold
from tests.prospecting.segments.trees import conditions, trees

TODAY = date(2026, 3, 2)
cells = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
LILLE, HOT = Condition("city", Op.IS, "Lille"), Condition("score", Op.AT_LEAST, 60)


class TestAddress:
    @given(trees)
    @settings(max_examples=60)
    def test_any_filter_survives_it(self, wanted: Group) -> None:
        assert parsing.read(parsing.write(wanted)) == wanted

    @given(st.text(max_size=60) | st.text("al(ny),.0citys%2C", max_size=40))
    @settings(max_examples=60)
    def test_any_text_is_read_or_refused(self, text: str) -> None:
        try:
            wanted = parsing.read(text)
        except parsing.Unreadable:
            return
        assert parsing.read(parsing.write(wanted)) == wanted

    @pytest.mark.parametrize(
        "text",
        [
            "all(", "all()x", "city.is.Lille", "all(city.is)", "all(city.is.)", "all(odd.is.x)", "all(city.min.3)",
            "all(score.min.x)", "all(created.since.2026-02-30)", "all(no_phone.yes.1)", "all(nature.is.ghost)",
            "all(city.is.a,)", "all(,city.is.a)", "all(all(all(all(city.is.a))))", "all(score.min.99999999999)",
            "all(city.is.a%00)", f"all({','.join(['city.is.a'] * 41)})", "all(created.older.99999999)",
        ],
    )  # fmt: skip
    def test_what_says_nothing_is_unreadable(self, text: str) -> None:
        with pytest.raises(parsing.Unreadable):
            parsing.read(text)

    def test_a_day_is_read_as_people_write_it(self) -> None:
        found = parsing.condition("created", Op.SINCE, "05/03/2026")
        assert found.value == date(2026, 3, 5)

    def test_money_is_written_in_euros(self) -> None:
        wanted = Group(parts=(Condition("potential", Op.AT_LEAST, 150_050),))
        assert parsing.write(wanted) == "all(potential.min.1500.50)"


class TestBuilding:
    def test_conditions_go_beside_each_other_or_into_groups(self) -> None:
        one = tree.with_condition(EVERYTHING, LILLE)
        two = tree.with_condition(one, HOT, (1,))
        assert two == Group(Join.ALL, (LILLE, Group(Join.ANY, (HOT,))))
        assert tree.with_condition(two, LILLE, (1,)).parts[1] == Group(Join.ANY, (HOT, LILLE))
        assert tree.turned(two, (1,)).parts[1] == Group(Join.ALL, (HOT,))

    @given(trees, conditions)
    @settings(max_examples=40)
    def test_what_was_added_can_be_taken_away(self, wanted: Group, added: Condition) -> None:
        assert tree.without(tree.with_condition(wanted, added), (len(wanted.parts),)) == wanted

    def test_a_group_left_empty_goes(self) -> None:
        assert tree.without(Group(Join.ALL, (LILLE, Group(Join.ANY, (HOT,)))), (1, 0)) == Group(Join.ALL, (LILLE,))


class TestEvaluating:
    def test_all_and_any(self) -> None:
        sheet: dict[str, Held] = {"city": "LILLE", "score": 20}
        assert fits(Group(Join.ANY, (LILLE, HOT)), sheet, today=TODAY)
        assert not fits(Group(Join.ALL, (LILLE, HOT)), sheet, today=TODAY)
        assert fits(EVERYTHING, sheet, today=TODAY)

    def test_accents_and_capitals_do_not_count(self) -> None:
        assert fold("ÉVREUX Œuvré") == "evreux oeuvre"

    @pytest.mark.parametrize(
        ("postcode", "country", "found"),
        [("59000", "FR", "59"), ("97400", "FR", "974"), ("B-1000", "BE", ""), ("", "FR", "")],
    )
    def test_departments(self, postcode: str, country: str, found: str) -> None:
        assert department_of(postcode, country) == found


class TestQuality:
    @given(
        st.dictionaries(st.sampled_from(["phone", "email", "siren", "city", "contacts"]), st.booleans()), st.booleans()
    )
    @settings(max_examples=40)
    def test_more_known_never_lowers_it_and_names_what_is_missing(
        self,
        filled: dict[str, bool],
        business: bool,  # noqa: FBT001  (hypothesis gives it)
    ) -> None:
        share, missing = quality.completeness(filled, is_business=business)
        more, fewer = quality.completeness(filled | {"phone": True}, is_business=business)
        assert 0 <= share <= more <= 100
        assert set(fewer) <= set(missing)

    def test_a_consumer_needs_no_siren(self) -> None:
        known = dict.fromkeys(["phone", "email", "street", "postcode", "city"], True)
        assert quality.completeness(known, is_business=False) == (100, ())
        assert quality.completeness(known, is_business=True)[1] == ("Interlocuteur", "SIREN", "Activité", "Effectif")

    @pytest.mark.parametrize(("days", "found"), [(0, 100), (90, 100), (91, 75), (181, 50), (366, 25), (1096, 0)])
    def test_freshness_falls_by_steps(self, days: int, found: int) -> None:
        assert quality.freshness(TODAY - timedelta(days=days), today=TODAY) == found


class TestExport:
    @given(st.lists(cells, min_size=1, max_size=3))
    @settings(max_examples=40)
    def test_no_cell_of_a_csv_begins_as_a_formula(self, line: list[str]) -> None:
        content = exporting.as_csv(["Nom"], [line]).decode("utf-8-sig")
        for row in csv.reader(StringIO(content, newline=""), delimiter=";"):
            assert not any(cell.startswith(exporting.DANGEROUS) for cell in row)

    def test_cells_of_a_workbook_are_text(self) -> None:
        content = exporting.as_workbook(["Nom"], [["=1+1"], ["+33"], ["a\x01b"]], title="Prospects")
        cells = [row[0] for row in openpyxl.load_workbook(BytesIO(content)).active.iter_rows()]
        assert [cell.value for cell in cells] == ["Nom", "=1+1", "+33", "ab"]
        assert {cell.data_type for cell in cells} == {"s"}
