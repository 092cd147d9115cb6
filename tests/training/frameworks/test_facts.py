"""A sealed text becomes a fact, or is refused with the part at fault."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crm.kernel.actor import HOUSE, ActorKind, Assistance
from crm.training.frameworks.rules.facts import Thing, UnreadableRecord, fact_from_text
from tests.training.frameworks.traces import LINA, read


def test_a_record_is_read_as_it_was_sealed() -> None:
    fact = read()
    assert (fact.position, fact.word, fact.assistance) == (12, "quote.sent", Assistance.ALONE)
    assert (fact.actor.kind, fact.actor.name, fact.person) == (ActorKind.PERSON, "Lina", 3)
    assert fact.happened_at == datetime(2026, 3, 2, 8, tzinfo=UTC)
    assert fact.recorded_at == datetime(2026, 9, 7, 8, tzinfo=UTC)
    assert fact.about == (Thing("quote", 7, "DEV-2026-0007"), Thing("company", 12, "Boulangerie Petit"))
    assert fact.ids("company") == (12,) and fact.ids("invoice") == ()


def test_details_cannot_be_changed() -> None:
    details = read().details
    assert details["total_cents"] == 12050 and details["note"] is None
    assert details["lines"] == ({"name": "Ramette"},)
    with pytest.raises(TypeError):
        details["total_cents"] = 1  # type: ignore[index]


def test_the_house_has_no_number_and_is_no_person() -> None:
    fact = read(actor={"kind": "house", "id": None, "name": HOUSE.name})
    assert fact.actor == HOUSE
    assert fact.person is None
    assert LINA.is_person


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("position", "12"),
        ("position", True),
        ("activity", None),
        ("actor", "Lina"),
        ("actor", {"kind": "ghost", "id": 1, "name": "?"}),
        ("assistance", "some"),
        ("happened_at", "hier"),
        ("recorded_at", "2026-03-02T08:00:00"),
        ("about", {}),
        ("about", ["quote"]),
        ("details", []),
    ],
)
def test_what_is_no_record_is_refused(part: str, value: object) -> None:
    with pytest.raises(UnreadableRecord):
        read(**{part: value})


@pytest.mark.parametrize("text", ["", "{", "[]", "12"])
def test_what_is_no_json_object_is_refused(text: str) -> None:
    with pytest.raises(UnreadableRecord):
        fact_from_text(text)
