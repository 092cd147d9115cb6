"""Who is at work, and under which name evidence travels."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crm.kernel.actor import HOUSE, Actor, ActorKind
from crm.training.frameworks.rules.facts import Fact
from crm.training.review.rules import Presence, Tally, act_of, presence, pseudonym
from tests.builders import MONDAY

LINA = Actor(ActorKind.PERSON, "Lina", 1)


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (0, Presence.ACTIVE),
        (4, Presence.ACTIVE),
        (5, Presence.IDLE),
        (14, Presence.IDLE),
        (15, Presence.STUCK),
        (14 * 60, Presence.STUCK),
        (15 * 60, Presence.AWAY),
    ],
)
def test_silence_is_read_by_its_length(minutes: int, expected: Presence) -> None:
    assert presence(MONDAY, MONDAY + timedelta(minutes=minutes)) is expected


def test_whoever_did_nothing_has_not_begun() -> None:
    assert presence(None, MONDAY) is Presence.NOT_STARTED


def test_a_tally_counts_the_day_and_the_whole() -> None:
    tally = Tally()
    for number, day in enumerate((0, 0, 1), start=1):
        at = MONDAY + timedelta(days=day)
        act = act_of(Fact(number, "balance.checked", LINA, at, at), workspace_id=7)
        assert act is not None
        tally.add(act)
    days = [(MONDAY + timedelta(days=day)).date() for day in (0, 1)]
    assert (tally.acts, tally.on(days[0]), tally.on(days[1])) == (3, 0, 1)
    assert tally.last is not None
    assert (tally.last.position, tally.last.workspace_id) == (3, 7)


def test_only_persons_act() -> None:
    assert act_of(Fact(1, "invoice.fell_due", HOUSE, MONDAY, MONDAY), workspace_id=7) is None


def test_a_pseudonym_is_stable_and_tells_nothing_without_the_key() -> None:
    assert pseudonym(b"key", 1) == pseudonym(b"key", 1)
    assert len({pseudonym(b"key", 1), pseudonym(b"key", 2), pseudonym(b"other", 1)}) == 3
    assert pseudonym(b"key", 1).startswith("L-")
