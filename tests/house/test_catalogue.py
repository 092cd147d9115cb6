"""The English catalogue: every text of code and templates is in it, whole, and pages speak it throughout."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from flask import Flask
from flask_babel import get_domain

from crm.config import ROOT
from tests.builders import Cast
from tests.client import CheckingClient

ENGLISH = ROOT / "crm" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
SAID_BY = ("N_", "_", "gettext", "lazy_gettext", "ngettext:1,2", "lazy_ngettext:1,2")
FOLDERS = ("crm", "templates")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|</?[a-z][^>]*>|&#?\w+;")
FRENCH_SIGNS = re.compile(r"[«»\u202f]|[^\W\d_]*[àâçéèêëîïôùûœÀÂÇÉÈÊÎÔŒ][^\W\d_]*")
WORD = re.compile(r"[^\W\d_]+")
ACCENT = re.compile("[àâçéèêëîïôùûœ]")
# How the menu names the other language, and how English, too, writes a country of the list (Côte d’Ivoire).
NATIVE = {"côte", "français"}


@dataclass(frozen=True)
class Text:
    """A text with its forms: one, or singular and plural; in French and, if it has any, in English."""

    french: tuple[str, ...]
    english: tuple[str, ...] = ()

    @classmethod
    def of(cls, message: Message) -> Text:
        """Read an entry of the catalogue."""
        return cls(_forms(message.id), _forms(message.string))

    def __str__(self) -> str:
        """What a failing test shows."""
        return self.french[0]


def _forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    """Return the forms of a text as Babel holds it."""
    return (text or "",) if isinstance(text, str) or text is None else tuple(text)


def _ours(folder: str) -> bool:
    """Tell whether a folder holds texts of ours; the command line's own rule aside, this keeps it out of node_modules."""
    path = Path(folder).resolve().relative_to(ROOT)
    return path.parts[0] in FOLDERS and not path.name.startswith((".", "_"))


@lru_cache
def _said() -> frozenset[tuple[str, ...]]:
    """Return the texts of code and templates, as `pybabel extract -F babel.cfg` finds them."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as text:
        methods, options = parse_mapping_cfg(text)  # type: ignore[no-untyped-call]
    found = extract_from_dir(ROOT, methods, options, parse_keywords(SAID_BY), directory_filter=_ours)
    return frozenset(_forms(message) for _file, _line, message, _comments, _context in found)


@lru_cache
def _catalogue() -> Catalog:
    """Return the English catalogue."""
    with ENGLISH.open("rb") as text:
        return read_po(text, locale="en", abort_invalid=True)


def _texts() -> list[Text]:
    """Return the entries of the English catalogue, its header aside."""
    return [Text.of(message) for message in _catalogue() if message.id]


def test_texts_are_found() -> None:
    assert len(_said()) > 1000
    assert {("Se connecter",), ("Devis envoyé",), ("%(num)s fiche", "%(num)s fiches")} <= _said()


def test_the_catalogue_has_every_text() -> None:
    assert sorted(_said() - {text.french for text in _texts()}) == []


def test_the_catalogue_has_no_other_text() -> None:
    assert sorted({text.french for text in _texts()} - _said()) == []
    assert not _catalogue().obsolete


def test_every_text_is_translated() -> None:
    assert [text for text in _texts() if not all(form.strip() for form in text.english)] == []
    assert [text for text in _texts() if len(text.english) != len(text.french)] == []


def test_nothing_is_left_to_be_looked_at() -> None:
    assert [str(message.id) for message in _catalogue() if message.id and message.fuzzy] == []


def test_translations_keep_what_is_filled_in() -> None:
    def marks(form: str) -> list[str]:
        return sorted(PLACEHOLDER.findall(form))

    odd = [text for text in _texts() if [*map(marks, text.french)] != [*map(marks, text.english)]]
    assert odd == []


def test_translations_hold_no_french() -> None:
    odd = {str(text): found for text in _texts() if (found := FRENCH_SIGNS.findall(" ".join(text.english)))}
    assert odd == {}


@pytest.fixture
def english(app: Flask) -> Iterator[None]:
    """Compile the catalogue in memory, so that pages speak what the source says whatever was built here before."""
    compiled = BytesIO()
    write_mo(compiled, _catalogue())
    compiled.seek(0)
    with app.app_context():
        cache = get_domain().cache
    before = dict(cache)
    cache["en", "messages"] = Translations(compiled)
    yield
    cache.clear()
    cache.update(before)


def _words(text: str) -> set[str]:
    """Return the words of a text in small letters."""
    return {word.lower() for word in WORD.findall(text)}


def _french_words() -> set[str]:
    """Return the accented words of the French texts: none of them is English."""
    return {word for text in _said() for form in text for word in _words(form) if ACCENT.search(word)} - NATIVE


PAGES = {
    "/sign-in": "Sign in",
    "/help": "You are a learner",
    "/w/{workspace}/companies/": "Customer file",
    "/w/{workspace}/companies/new": "Legal name",
    "/w/{workspace}/companies/{company}": "Contacts",
    "/w/{workspace}/quotes/": "New quote",
    "/w/{workspace}/invoices/": "Invoices",
}


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("path", PAGES)
def test_a_page_in_english_holds_no_french_word(path: str, client: Callable[[str], CheckingClient], cast: Cast) -> None:
    place = path.format(workspace=cast.workspace, company=cast.petit)
    page = client("" if path == "/sign-in" else "lina").get(f"{place}?lang=en")
    assert page.status == 200
    assert '<html lang="en"' in page.html
    assert PAGES[path] in page.text
    assert sorted(_words(page.html) & _french_words()) == []
