"""How alike two records are, and why: pure."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.prospecting.likeness import CERTAIN, POSSIBLE, Card, Index, Reason, compare, pairs, phone_key, traits

PETIT = Card(
    1,
    "Boulangerie Petit SARL",
    "100000009",
    "03 20 00 00 01",
    "contact@petit.example",
    "12, rue du Four",
    "59000",
    "Lille",
)
NAMES = st.text(alphabet="abcdeéèàç -’ASRL&", max_size=20)
CARDS = st.builds(
    Card,
    id=st.integers(1, 999),
    name=NAMES,
    siren=st.sampled_from(["", "100000009", "200000008"]),
    phone=st.sampled_from(["", "03 20 00 00 01", "+33 3 20 00 00 01", "04"]),
    email=st.sampled_from(["", "a@b.example"]),
    street=st.sampled_from(["", "12 rue du Four", "12, r. du four"]),
    postcode=st.sampled_from(["", "59000"]),
    city=st.sampled_from(["", "Lille", "LILLE"]),
)


def alike(**changes: str) -> tuple[int, set[Reason]]:
    """Compare Petit with a record that has nothing but these values."""
    found = compare(traits(PETIT), traits(Card(2, **changes)))
    return found.score, set(found.reasons)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"name": "Une autre", "siren": "100 000 009"}, Reason.SIREN),
        ({"email": "Contact@PETIT.example"}, Reason.EMAIL),
        ({"name": "Petit (Boulangerie)", "phone": "+33 3 20 00 00 01"}, Reason.PHONE),
        ({"name": "BOULANGERIE PETIT", "street": "12 r. du four", "postcode": "59000"}, Reason.NAME),
        ({"name": "Boulangerie Petti", "street": "12 rue du Four", "postcode": "59000"}, Reason.CLOSE_NAME),
    ],
)
def test_each_sign_is_seen_and_said(values: dict[str, str], reason: Reason) -> None:
    score, reasons = alike(**values)
    assert score >= POSSIBLE
    assert reason in reasons


@pytest.mark.parametrize(
    "values",
    [
        {"name": "Boucherie Durand", "city": "Lille"},
        {"name": "Boulangerie Petit", "siren": "200000008"},
        {"name": "Boulangerie Petin", "city": "Nice"},
        {"street": "12 rue du Four", "postcode": "59000", "city": "Lille"},
    ],
)
def test_neighbours_and_namesakes_with_another_siren_are_others(values: dict[str, str]) -> None:
    assert alike(**values)[0] < POSSIBLE


def test_the_same_siren_leaves_no_doubt_and_a_name_alone_leaves_some() -> None:
    assert alike(siren="100000009")[0] >= CERTAIN
    assert POSSIBLE <= alike(name="Boulangerie Petit")[0] < CERTAIN


@pytest.mark.parametrize(
    "typed", ["03 20 00 00 01", "03.20.00.00.01", "+33 3 20 00 00 01", "0033320000001", "320000001"]
)
def test_a_phone_number_is_the_same_however_it_is_typed(typed: str) -> None:
    assert phone_key(typed) == "320000001"


@given(CARDS, CARDS)
@settings(max_examples=60, deadline=None)
def test_likeness_goes_both_ways_and_stays_within_a_hundred(one: Card, other: Card) -> None:
    there, back = compare(traits(one), traits(other)), compare(traits(other), traits(one))
    assert (there.score, set(there.reasons)) == (back.score, set(back.reasons))
    assert 0 <= there.score <= 100


def test_a_search_finds_the_pairs_and_each_once() -> None:
    others = [Card(number, f"Société {chr(64 + number)}{number}", city="Arras") for number in range(3, 20)]
    twin = Card(2, "Petit Boulangerie", phone="+33320000001")
    assert [(each.first, each.second) for each in pairs([PETIT, twin, *others])] == [(1, 2)]


def test_what_everybody_shares_tells_nothing() -> None:
    crowd = [Card(number, f"Agence {number:03}", phone="03 20 00 00 99") for number in range(1, 200)]
    assert Index.of(crowd).near(traits(Card(999, "Inconnu", phone="03 20 00 00 99"))) == []
