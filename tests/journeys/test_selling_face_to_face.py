"""A sale face to face as it is taught and as it goes wrong, judged by the framework of sellers."""

from __future__ import annotations

import pytest

from tests.journeys.classroom import Classroom

# Judged from records alone, which both databases keep alike: the journeys by the screens run on both.
pytestmark = pytest.mark.once

VISIT = {"CP2.4", "CP3.2", "CP4.4", "CP4.5", "CP7.1", "CP7.2", "CP7.4", "CP7.7"}
TALK = {"CP4.3", "CP7.3", "CP7.4", "CP7.5", "CP7.6"}


def test_what_is_taught_is_found_without_a_fault(classroom: Classroom) -> None:
    found = classroom.shown_by("interview-prepared").selling
    assert {code for code in VISIT | TALK if not found[code].satisfied} == set()
    assert {code for code in found if found[code].violated} == set()


def test_what_goes_wrong_is_found_criterion_by_criterion(classroom: Classroom) -> None:
    found = classroom.shown_by("interview-improvised").selling
    assert {code for code in VISIT | TALK if not found[code].violated} == set()


@pytest.mark.parametrize(
    ("script", "code"), [("discovery-visit", "CP7.1"), ("phone-campaign", "CP3.2"), ("sales-plan", "CP3.1")]
)
def test_the_scripts_of_prospecting_are_sound_in_the_eyes_of_sellers(
    classroom: Classroom, script: str, code: str
) -> None:
    found = classroom.shown_by(script).selling
    assert found[code].satisfied > 0
    assert found[code].violated == 0
