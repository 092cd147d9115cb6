"""What our papers say, in French and in English, kept out of the code."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import cache
from importlib.resources import files

from crm.kernel.wording import PLURAL_FROM
from crm.papers.views import Language


@cache
def phrases(language: Language) -> dict[str, str]:
    """Return every phrase of a language by its `section.name`."""
    text = (files("crm.papers") / "words" / f"{language}.toml").read_text(encoding="utf-8")
    return {
        f"{section}.{name}": phrase for section, said in tomllib.loads(text).items() for name, phrase in said.items()
    }


def say(language: Language, name: str, /, **values: str) -> str:
    """Return one phrase with its places filled."""
    return phrases(language)[name].format_map(values)


def count(language: Language, name: str, number: int, /, **values: str) -> str:
    """Return the phrase for one or for many; nought is singular in French, plural in English."""
    singular = number == 1 or (language == "fr" and number == 0)
    return say(language, f"{name}.one" if singular else f"{name}.many", n=str(number), **values)


def in_words(language: Language, unit: str, quantity: Decimal) -> str | None:
    """Return a unit of the trade (boîte, ramette) in a language, in the number that a quantity asks; None if unknown.

    English says the plural for all but one; French from two on.
    """
    single = abs(quantity) < PLURAL_FROM if language == "fr" else quantity == 1
    return phrases(language).get(f"unit.{unit.strip().lower()}.{'one' if single else 'many'}")
