"""Paper and machine side by side: the same terms, said for the eye and for a program."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crm.papers.cii import fields_of
from crm.papers.cii_layout import LAYOUT, Group, Place
from crm.papers.cii_xml import Fields, groups_of
from crm.papers.reading import HIDDEN, Read, side_by_side, term_label
from crm.papers.views import CommercialPaper
from tests.papers.golden import CASES
from tests.papers.samples import INVOICE

pytestmark = pytest.mark.once


def terms(paper: CommercialPaper, fields: Fields) -> dict[str, Read]:
    """Return the terms of the whole document by their code."""
    return {term.code: term for part in side_by_side(paper, fields, language="fr") for term in part.terms}


class TestSideBySide:
    def test_each_says_it_in_its_own_way(self) -> None:
        said = terms(INVOICE, fields_of(INVOICE))
        assert (said["BT-112"].printed, said["BT-112"].read) == ("720,19\u00a0€", "720.19")
        assert (said["BT-2"].printed, said["BT-2"].read) == ("2 mars 2026", "20260302")
        assert (said["BT-3"].printed, said["BT-3"].read) == ("Facture", "380")
        assert (said["BT-23"].printed, said["BT-23"].read) == ("", "B1")

    @pytest.mark.parametrize("name", CASES)
    def test_show_every_term_and_no_difference_where_there_is_none(self, name: str) -> None:
        fields = fields_of(CASES[name])
        parts = side_by_side(CASES[name], fields, language="en")
        codes = {code for code, said in fields.items() if isinstance(said, str)}
        codes |= {code for held in fields.values() if isinstance(held, list) for each in held for code in each}
        assert {term.code for part in parts for term in part.terms} == codes - HIDDEN
        assert not any(part.differs for part in parts)

    def test_tell_where_they_part(self) -> None:
        fields = fields_of(INVOICE) | {"BT-112": "700.19"}
        groups_of(fields, "BG-25").pop()
        parts = [part for part in side_by_side(INVOICE, fields, language="fr") if part.differs]
        assert [part.title for part in parts] == ["Ligne 3", "Totaux"]
        assert [term.code for term in parts[1].terms if term.differs] == ["BT-112"]

    def test_what_is_no_date_stays_as_it_is(self) -> None:
        wrong = replace(INVOICE, already_paid=INVOICE.totals.gross)
        assert terms(wrong, fields_of(wrong) | {"BT-2": "hier"})["BT-2"].read == "hier"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_term_is_called_something(language: str) -> None:
    places = [place for row in LAYOUT for place in (row.places if isinstance(row, Group) else [row])]
    for place in places:
        if isinstance(place, Place) and place.code and place.code not in HIDDEN:
            assert term_label(place.code, "fr" if language == "fr" else "en")
