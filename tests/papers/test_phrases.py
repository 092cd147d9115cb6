"""What our papers say in two languages."""

from __future__ import annotations

import re
from string import Formatter

from crm.papers.cleaning import clean
from crm.papers.glyphs import drawable
from crm.papers.phrases import count, phrases

FRENCH, ENGLISH = phrases("fr"), phrases("en")


def places(phrase: str) -> set[str]:
    """Return the names of a phrase's places."""
    return {name for _, name, _, _ in Formatter().parse(phrase) if name}


def test_both_languages_say_the_same_things() -> None:
    assert FRENCH.keys() == ENGLISH.keys()


def test_both_languages_have_the_same_places_to_fill() -> None:
    for name, phrase in FRENCH.items():
        assert places(phrase) == places(ENGLISH[name]), name


def test_the_font_draws_every_phrase() -> None:
    for phrase in (*FRENCH.values(), *ENGLISH.values()):
        assert clean(phrase) == phrase
        assert {ord(character) for character in phrase} <= drawable()


def test_french_spaces_do_not_break() -> None:
    for name, phrase in FRENCH.items():
        assert not re.search(r" [;:!?»%€]|« |'", phrase), name


def test_the_machine_never_says_that_something_is_acquired() -> None:
    for phrase in FRENCH.values():
        assert "acquis" not in phrase.lower()


def test_nought_is_singular_in_french_and_plural_in_english() -> None:
    assert count("fr", "letter.days", 0) == "0 jour"
    assert count("en", "letter.days", 0) == "0 days"
    assert [count("fr", "letter.days", number) for number in (1, 2)] == ["1 jour", "2 jours"]
    assert [count("en", "letter.days", number) for number in (1, 2)] == ["1 day", "2 days"]
