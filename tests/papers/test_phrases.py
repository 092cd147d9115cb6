"""What our papers say in two languages."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from pathlib import Path
from string import Formatter

from crm.papers.cleaning import clean
from crm.papers.glyphs import drawable
from crm.papers.phrases import count, in_words, phrases

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


def test_units_follow_the_number_that_each_language_asks() -> None:
    assert in_words("fr", "boîte", Decimal("1.5")) == "boîte"
    assert in_words("en", "Boîte", Decimal("1.5")) == "boxes"
    assert in_words("en", "boîte", Decimal(1)) == "box"
    assert in_words("fr", "colis", Decimal(2)) == "colis"
    assert in_words("en", "touret", Decimal(2)) is None


def test_every_unit_of_the_shipped_catalogue_is_known_in_both_languages() -> None:
    catalogue = Path(__file__).parents[2] / "seed_data" / "scenarios" / "nordbureau" / "catalogue.csv"
    with catalogue.open(encoding="utf-8") as lines:
        units = {row["unit"] for row in csv.DictReader(lines)}
    assert len(units) > 10
    assert not [unit for unit in units if in_words("en", unit, Decimal(2)) is None]
