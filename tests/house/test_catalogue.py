"""The English catalogue is complete: every French sentence of code and templates has its translation."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
KEYWORDS = {
    "N_": None,
    "_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
}
PLACE = re.compile(r"%\(\w+\)[sd]|%%")


@cache
def sentences() -> frozenset[str]:
    """Return every sentence that the code and the templates say (of a plural pair, the singular)."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as config:
        methods, options = parse_mapping_cfg(config)  # type: ignore[no-untyped-call]
    said = set()
    for folder in ("crm", "templates"):
        here = [
            (pattern.removeprefix(f"{folder}/"), method) for pattern, method in methods if pattern.startswith(folder)
        ]
        chosen = {pattern.removeprefix(f"{folder}/"): each for pattern, each in options.items()}
        for _, _, message, _, _ in extract_from_dir(str(ROOT / folder), here, chosen, keywords=KEYWORDS):
            said.add(message if isinstance(message, str) else message[0])
    return frozenset(said - {""})


@cache
def english() -> Catalog:
    """Return the catalogue."""
    with (ROOT / "crm/translations/en/LC_MESSAGES/messages.po").open("rb") as file:
        return read_po(file, locale="en")


def places(said: object) -> set[str]:
    """Return the places of a sentence, or of the last form of a plural."""
    last = said if isinstance(said, str) else list(said)[-1]  # type: ignore[call-overload]
    return set(PLACE.findall(str(last)))


def test_there_is_something_to_translate() -> None:
    assert len(sentences()) > 1000


def test_every_sentence_is_translated() -> None:
    catalogue = english()
    missing = [each for each in sorted(sentences()) if not (found := catalogue.get(each)) or not found.string]
    assert missing == []


def test_no_translation_is_left_over_or_doubtful() -> None:
    known = {
        message.id if isinstance(message.id, str) else message.id[0]: message for message in english() if message.id
    }
    assert sorted(set(known) - sentences()) == []
    assert [name for name, message in known.items() if message.fuzzy] == []


def test_the_places_of_a_sentence_are_kept() -> None:
    wrong = [message.id for message in english() if message.id and places(message.id) != places(message.string)]
    assert wrong == []


@pytest.mark.parametrize("french", ["Devis", "Facture", "Fichier clients", "Enregistrer"])
def test_common_words_are_english(french: str) -> None:
    found = english().get(french)
    assert found is not None
    assert found.string != french
