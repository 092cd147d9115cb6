"""Refusals, lifecycles, actors and choices."""

from __future__ import annotations

from enum import Enum

import pytest

from crm.kernel.actor import HOUSE, Actor, ActorKind
from crm.kernel.choices import Labelled
from crm.kernel.errors import N_, ImpossibleMove, Refused, Stale
from crm.kernel.lifecycle import lifecycle


class Colour(Labelled):
    RED = "red", N_("Rouge")
    BLUE = "blue", N_("Bleu")


class TestRefused:
    def test_it_says_its_sentence_with_its_values(self) -> None:
        class TooMuch(Refused):
            message = N_("Au plus %(most)s %%.")

        assert str(TooMuch(most=5)) == "Au plus 5 %."
        assert TooMuch(most=5).values == {"most": 5}

    def test_without_values_a_percent_sign_is_just_one(self) -> None:
        class Full(Refused):
            message = N_("La remise dépasse 100 %")

        assert str(Full()) == "La remise dépasse 100 %"

    def test_a_clash_carries_the_others_values(self) -> None:
        assert Stale({"city": "Arras"}).others == {"city": "Arras"}


class TestLifecycle:
    LIFE = lifecycle((Colour.RED, Colour.BLUE))

    def test_only_its_pairs_may_be_walked(self) -> None:
        assert self.LIFE.move(Colour.RED, Colour.BLUE) is Colour.BLUE
        assert self.LIFE.allows(Colour.RED, Colour.BLUE)
        assert not self.LIFE.allows(Colour.BLUE, Colour.RED)

    def test_another_move_is_refused_by_its_labels(self) -> None:
        with pytest.raises(ImpossibleMove, match=r"« Bleu ».*« Rouge »"):
            self.LIFE.move(Colour.BLUE, Colour.RED)

    def test_states_without_labels_are_named_as_they_are(self) -> None:
        class Bare(Enum):
            A = "a"

        with pytest.raises(ImpossibleMove, match=r"Bare\.A"):
            lifecycle((Bare.A, Bare.A)).move("b", Bare.A)  # type: ignore[arg-type]


def test_a_choice_is_its_stored_word() -> None:
    assert str(Colour.RED) == "red"
    assert Colour("blue") is Colour.BLUE
    assert Colour.RED.label == "Rouge"


def test_a_person_is_told_from_the_house() -> None:
    assert not HOUSE.is_person
    assert Actor(ActorKind.PERSON, "Lina", 1).is_person
