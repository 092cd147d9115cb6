"""The chain: any single record edited, removed, added, swapped or cut off is found."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.activity.chain import START, Break, Sealed, canonical, first_break, seal

KEY = b"k" * 32
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)


def sealed(said: list[str], key: bytes = KEY) -> list[Sealed]:
    """Seal texts into a chain."""
    links: list[Sealed] = []
    for position, text in enumerate(said, 1):
        links.append(Sealed(position, text, seal(key, links[-1].seal if links else START, position, text)))
    return links


chains = st.lists(texts, min_size=1, max_size=12).map(sealed)


def head_of(links: list[Sealed]) -> Sealed:
    """Return what is kept apart."""
    return Sealed(links[-1].position, "", links[-1].seal) if links else Sealed(0, "", START)


class TestSound:
    @given(st.lists(texts, max_size=12).map(sealed))
    def test_what_was_sealed_is_sound(self, links: list[Sealed]) -> None:
        assert first_break(KEY, links) is None
        assert first_break(KEY, links, head=head_of(links)) is None

    @given(plain)
    def test_facts_are_written_in_one_way(self, value: object) -> None:
        text = canonical(value)  # type: ignore[arg-type]
        assert json.loads(text) == value
        assert canonical(json.loads(text)) == text

    def test_no_infinite_number_is_a_fact(self) -> None:
        with pytest.raises(ValueError, match="Out of range"):
            canonical({"x": float("inf")})  # type: ignore[dict-item]

    def test_the_format_is_what_it_was_when_it_shipped(self) -> None:
        assert seal(b"key", START, 1, '{"a":"é"}') == "55fdf5f205cf44a230956631c750d76b35619f0526d66ac97aaea3851ffb4350"


class TestTampering:
    @given(chains, st.data())
    def test_an_edited_text_is_found(self, links: list[Sealed], data: st.DataObject) -> None:
        at = data.draw(st.integers(0, len(links) - 1))
        text = data.draw(texts.filter(lambda text: text != links[at].text))
        forged = [*links[:at], Sealed(at + 1, text, links[at].seal), *links[at + 1 :]]
        assert first_break(KEY, forged) == Break(at + 1, "altered")

    @given(chains, st.data())
    def test_an_edited_seal_is_found(self, links: list[Sealed], data: st.DataObject) -> None:
        at = data.draw(st.integers(0, len(links) - 1))
        other = data.draw((texts | st.just(links[at].seal.upper())).filter(lambda text: text != links[at].seal))
        forged = [*links[:at], Sealed(at + 1, links[at].text, other), *links[at + 1 :]]
        assert first_break(KEY, forged) == Break(at + 1, "altered")

    @given(chains, st.data())
    def test_a_removed_record_is_found(self, links: list[Sealed], data: st.DataObject) -> None:
        at = data.draw(st.integers(0, len(links) - 1))
        assert first_break(KEY, [*links[:at], *links[at + 1 :]], head=head_of(links)) is not None

    @given(chains, st.data())
    def test_a_removed_record_is_found_though_the_rest_is_renumbered(
        self, links: list[Sealed], data: st.DataObject
    ) -> None:
        at = data.draw(st.integers(0, len(links) - 1))
        kept = [*links[:at], *links[at + 1 :]]
        renumbered = [Sealed(position, each.text, each.seal) for position, each in enumerate(kept, 1)]
        assert first_break(KEY, renumbered, head=head_of(links)) is not None

    @given(chains, texts, st.data())
    def test_an_inserted_record_is_found(self, links: list[Sealed], text: str, data: st.DataObject) -> None:
        at = data.draw(st.integers(0, len(links)))
        previous = links[at - 1].seal if at else START
        forged = Sealed(at + 1, text, seal(b"another key" * 3, previous, at + 1, text))
        moved = [Sealed(each.position + 1, each.text, each.seal) for each in links[at:]]
        assert first_break(KEY, [*links[:at], forged, *moved], head=head_of(links)) is not None

    @given(st.lists(texts, min_size=2, max_size=10, unique=True).map(sealed), st.data())
    def test_swapped_texts_are_found(self, links: list[Sealed], data: st.DataObject) -> None:
        one, other = data.draw(st.tuples(*[st.integers(0, len(links) - 1)] * 2).filter(lambda pair: pair[0] != pair[1]))
        forged = list(links)
        forged[one] = Sealed(one + 1, links[other].text, links[one].seal)
        forged[other] = Sealed(other + 1, links[one].text, links[other].seal)
        assert first_break(KEY, forged) == Break(min(one, other) + 1, "altered")

    @given(st.lists(texts, min_size=2, max_size=10).map(sealed), st.data())
    def test_rows_in_another_order_are_found(self, links: list[Sealed], data: st.DataObject) -> None:
        shuffled = data.draw(st.permutations(links).filter(lambda order: order != links))
        assert first_break(KEY, shuffled) is not None

    @given(chains, st.data())
    def test_a_chain_cut_short_is_found_by_its_head(self, links: list[Sealed], data: st.DataObject) -> None:
        kept = links[: data.draw(st.integers(0, len(links) - 1))]
        assert first_break(KEY, kept, head=head_of(links)) == Break(len(kept) + 1, "truncated")
        assert first_break(KEY, kept) is None

    @given(st.lists(texts, min_size=1, max_size=6))
    def test_a_chain_sealed_anew_without_the_key_is_found(self, said: list[str]) -> None:
        forged = sealed(said, b"not the key of the house, but long")
        assert first_break(KEY, forged, head=head_of(forged)) == Break(1, "altered")

    @given(chains)
    def test_a_head_that_says_something_else_is_found(self, links: list[Sealed]) -> None:
        wrong = Sealed(len(links), "", START)
        assert first_break(KEY, links, head=wrong) == Break(len(links) + 1, "truncated")
