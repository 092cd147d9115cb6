"""Text made fit for paper."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.papers.cleaning import LONGEST_NAME, UNKNOWN, clean, cleaned, shortened, tidied, typeset
from crm.papers.glyphs import drawable


class TestClean:
    @pytest.mark.parametrize("text", ["Été à Œuilly", "12 € — « oui »", "☐ ☑ ✓ → × …", "Ελλάδα", "Łódź", "#let x = 1"])
    def test_leaves_alone_what_the_font_draws(self, text: str) -> None:
        assert clean(text) == text

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("e\u0301", "é"),
            ("a\x00b\x1bc\u202ed\ue000e\ud800f\u00ad\ufeffg", "abcdefg"),
            ("1\r\n2\r3\u20284\x0b5\x856", "1\n2\n3\n4\n5\n6"),
            ("a\tb\u3000c", "a b c"),
            ("pré\u2011vente", "pré-vente"),
            ("Ａ①", "A1"),
            ("😀 中", f"{UNKNOWN} {UNKNOWN}"),
            ("❤\ufe0f", UNKNOWN),
            ("x" + "\u0323\u0301\u0302\u0303\u0304", "x\u0323\u0301"),
            ("\u1e2c", "I\u0330"),
        ],
    )
    def test_mends_the_rest(self, text: str, expected: str) -> None:
        assert clean(text) == expected

    def test_lets_a_long_run_break_but_keeps_a_seal_whole(self) -> None:
        assert "\u200b" in clean("x" * 40)
        assert clean("x" * 40).replace("\u200b", "") == "x" * 40
        assert clean("0f" * 32) == "0f" * 32

    @given(st.text(st.characters(), max_size=200))
    def test_keeps_nothing_that_cannot_be_drawn(self, text: str) -> None:
        for character in clean(text):
            assert character in "\n\u200b" or ord(character) in drawable()
            assert character in "\n\u200b" or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co"}

    def test_reaches_every_string_of_a_tree(self) -> None:
        assert cleaned({"a": ["\x00b", {"c": "d\x00"}], "e": 1, "f": None, "g": True}) == {
            "a": ["b", {"c": "d"}],
            "e": 1,
            "f": None,
            "g": True,
        }


class TestTidied:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("un  mot\t de   trop ", "un mot de trop"),
            ("Bien cordialement,\r\n\r\n Lina", "Bien cordialement,\nLina"),
            ("2\u202f269,92\u00a0€  dus", "2\u202f269,92\u00a0€ dus"),
        ],
    )
    def test_leaves_lines_and_the_spaces_that_hold_a_sum_together(self, text: str, expected: str) -> None:
        assert tidied(text) == expected


class TestTypeset:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("l'encours", "l\u2019encours"),
            ("Vraiment ? Oui ; non !", "Vraiment\u202f? Oui\u202f; non\u202f!"),
            ("Total : 20 % de 5 €", "Total\u00a0: 20\u00a0% de 5\u00a0€"),
            ("« Dune »", "«\u202fDune\u202f»"),
            ("https://dunes.example/a?b 10:30", "https://dunes.example/a?b 10:30"),
            ('il dit "non"', 'il dit "non"'),
        ],
    )
    def test_puts_french_spaces_where_there_was_one(self, text: str, expected: str) -> None:
        assert typeset(text) == expected

    def test_leaves_english_spaces_alone(self) -> None:
        assert typeset("it's 5 % ; really ?", "en") == "it\u2019s 5 % ; really ?"


def test_a_name_for_the_files_properties_is_short() -> None:
    assert shortened("court") == "court"
    assert len(shortened("x" * 1000)) == LONGEST_NAME
