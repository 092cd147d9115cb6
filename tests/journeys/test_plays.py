"""Each script of the scenario plays to its end on the seeded world, and its records show what it was written for."""

from __future__ import annotations

import pytest

from crm.training.frameworks.rules.verdicts import Standing
from crm.training.playback.rules import read_script
from crm.training.playback.use_cases import check_script
from tests.journeys.classroom import JUDGED, PLAYS, SUPPLY_CHAIN, Classroom

# Judged from records alone, which both databases keep alike: the journeys by the screens run on both.
pytestmark = pytest.mark.once

SATISFIED, VIOLATED, PENDING, NONE = Standing.SATISFIED, Standing.VIOLATED, Standing.PENDING, Standing.NO_OCCASION
# The standings of CP1.1 to CP1.5, then of CP4.1 to CP4.3.
EXPECTED = {
    "demo-careful": (SATISFIED,) * 8,
    "demo-careless": (VIOLATED,) * 8,
    "demo-middling": (VIOLATED, VIOLATED, VIOLATED, SATISFIED, VIOLATED, VIOLATED, VIOLATED, SATISFIED),
    "demo-beginner": (SATISFIED, SATISFIED, SATISFIED, SATISFIED, SATISFIED, SATISFIED, PENDING, NONE),
    "demo-hurried": (SATISFIED, SATISFIED, VIOLATED, SATISFIED, VIOLATED, VIOLATED, VIOLATED, VIOLATED),
    "demo-collector": (NONE, NONE, VIOLATED, NONE, VIOLATED, NONE, SATISFIED, SATISFIED),
    "demo-hesitant": (SATISFIED, SATISFIED, VIOLATED, SATISFIED, VIOLATED, SATISFIED, SATISFIED, NONE),
    "cold-call-to-paid-invoice": (SATISFIED, SATISFIED, VIOLATED, SATISFIED, VIOLATED, SATISFIED, VIOLATED, NONE),
    "promise-broken": (NONE, NONE, VIOLATED, NONE, VIOLATED, NONE, VIOLATED, SATISFIED),
    "import-and-undo": (NONE, NONE, PENDING, NONE, PENDING, NONE, PENDING, NONE),
    "phone-campaign": (NONE, NONE, VIOLATED, NONE, VIOLATED, NONE, PENDING, NONE),
    "late-payer": (NONE, NONE, VIOLATED, NONE, VIOLATED, NONE, VIOLATED, SATISFIED),
    "partial-delivery": (SATISFIED, SATISFIED, VIOLATED, SATISFIED, VIOLATED, SATISFIED, PENDING, NONE),
    "summary-invoice": (VIOLATED, SATISFIED, VIOLATED, SATISFIED, VIOLATED, VIOLATED, VIOLATED, NONE),
    "three-discrepancies": (SATISFIED, SATISFIED, VIOLATED, NONE, VIOLATED, SATISFIED, VIOLATED, NONE),
    "shortage-and-late-supplier": (SATISFIED, SATISFIED, VIOLATED, SATISFIED, VIOLATED, SATISFIED, VIOLATED, NONE),
    "discovery-visit": (NONE, NONE, VIOLATED, SATISFIED, VIOLATED, NONE, PENDING, NONE),
    "interview-prepared": (NONE, NONE, VIOLATED, SATISFIED, VIOLATED, NONE, PENDING, NONE),
    "interview-improvised": (NONE, NONE, VIOLATED, NONE, VIOLATED, NONE, PENDING, NONE),
    "english-customer": (VIOLATED, SATISFIED, VIOLATED, SATISFIED, VIOLATED, SATISFIED, PENDING, NONE),
    "english-enquiry": (NONE, NONE, VIOLATED, SATISFIED, VIOLATED, NONE, VIOLATED, NONE),
    "sales-plan": (NONE, NONE, VIOLATED, NONE, VIOLATED, NONE, VIOLATED, NONE),
    "week-tour": (NONE, NONE, PENDING, NONE, PENDING, NONE, PENDING, NONE),
    "quote-beyond-delegation": (NONE, NONE, VIOLATED, VIOLATED, VIOLATED, NONE, PENDING, NONE),
}


def test_every_script_is_expected_to_show_something() -> None:
    assert {path.stem for path in PLAYS.glob("*.toml")} == set(EXPECTED)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_script_has_nothing_wrong_with_it(name: str) -> None:
    script = read_script(PLAYS / f"{name}.toml")
    assert check_script(script)
    assert not any(step.refused for step in script.steps)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_script_shows_what_it_was_written_for(classroom: Classroom, name: str) -> None:
    counts = classroom.shown_by(name).counts
    assert tuple(counts[code].standing for code in JUDGED) == EXPECTED[name]


def test_the_same_script_and_seed_make_the_same_world(classroom: Classroom) -> None:
    for login in ("lina", "karim"):
        classroom.play("demo-middling", login)
    assert classroom.digest("lina") == classroom.digest("karim")
    assert classroom.counts("lina") == classroom.counts("karim")


def test_another_script_makes_another_world(classroom: Classroom) -> None:
    classroom.play("demo-beginner", "lina")
    classroom.play("demo-hesitant", "karim")
    assert classroom.digest("lina") != classroom.digest("karim")


def test_time_never_goes_back_in_a_learners_records(classroom: Classroom) -> None:
    classroom.play("demo-beginner")
    instants = classroom.instants()
    assert instants == sorted(instants)


def test_the_supply_chain_is_followed_in_one_script_and_not_in_another(classroom: Classroom) -> None:
    careful = classroom.shown_by("partial-delivery", "lina").counts
    careless = classroom.shown_by("summary-invoice", "karim").counts
    assert {careful[code].standing for code in SUPPLY_CHAIN} == {SATISFIED}
    assert {careless[code].standing for code in SUPPLY_CHAIN} == {VIOLATED}
