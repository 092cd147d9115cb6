"""Scripts of prospecting and of visits in the eyes of a school: what each shows of the know-how of BP-VENTE."""

from __future__ import annotations

import pytest

from tests.journeys.classroom import Classroom

# Judged from records alone, which both databases keep alike: the journeys by the screens run on both.
pytestmark = pytest.mark.once

# By script: the know-how that it shows, and that which it shows to be missing.
EXPECTED = {
    "discovery-visit": ("121 133 211 212 213 224 235 C25.a C25.b 311", ""),
    "phone-campaign": ("113 123 131 133 141 142 143 144 146 151 231 232", "122 132"),
    "import-and-undo": ("122", ""),
    "interview-prepared": (
        "121 132 133 211 212 213 224 231 232 233 234 235 241 242 C25.a C25.b 311", ""
    ),
    "interview-improvised": ("", "121 122 132 133 212 231 232 234 C25.a C25.b 311 312"),
}  # fmt: skip


@pytest.mark.parametrize("script", EXPECTED)
def test_a_script_shows_what_it_was_written_for(classroom: Classroom, script: str) -> None:
    found = classroom.shown_by(script).school
    shown, missing = EXPECTED[script]
    assert [code for code in found if found[code].satisfied and not found[code].violated] == shown.split()
    assert [code for code in found if found[code].violated] == missing.split()
