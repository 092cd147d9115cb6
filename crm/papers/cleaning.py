"""Text made fit for paper: only what the font can draw, and French spaces where French wants them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TypeAlias

from crm.papers.glyphs import drawable
from crm.papers.views import Language

Tree: TypeAlias = "str | int | bool | Sequence[Tree] | Mapping[str, Tree] | None"

UNKNOWN = "\u2610"  # the empty square that our font has; it lacks U+25A1
LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
SPACES = str.maketrans(
    dict.fromkeys("\t\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u205f\u3000", " ")
)
HYPHENS = str.maketrans("\u2010\u2011\u2012\u2043", "---•")
DROPPED = frozenset({"Cc", "Cf", "Cs", "Co"})
MARKS = frozenset({"Mn", "Mc", "Me"})
MOST_MARKS = 2
LONGEST_RUN = 32
LONGEST_NAME = 250
RUN = re.compile(rf"\S{{{LONGEST_RUN + 1},}}")
SEAL = re.compile("[0-9a-f-]{1,64}")
BREAK = "\u200b"

BLANKS = re.compile(r"[ \t]+")
APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
NARROW_BEFORE = re.compile(r"[ \u00a0](?=[;!?»])")
WIDE_BEFORE = re.compile(r"[ \u202f](?=[:%€](?!\w))")
NARROW_AFTER = re.compile(r"(?<=«)[ \u00a0]")


def clean(text: str) -> str:
    """Return `text` in NFC with nothing in it that PDF/A would refuse.

    Control, format, private and lone surrogate characters go; line ends become
    a newline; what the font cannot draw is replaced by its drawable parts or by
    an empty square; a run too long for a line gets invisible places to break.
    """
    straightened = LINE_ENDS.sub("\n", unicodedata.normalize("NFC", text)).translate(SPACES).translate(HYPHENS)
    return RUN.sub(_breakable, "".join(_sparse_marks(straightened)))


def typeset(text: str, language: Language = "fr") -> str:
    """Return prose with typographic apostrophes and, in French, spaces that do not break.

    Spaces are only exchanged, never added, so that addresses and times stay whole.
    """
    text = APOSTROPHE.sub("\u2019", text)
    if language == "fr":
        text = NARROW_AFTER.sub("\u202f", NARROW_BEFORE.sub("\u202f", text))
        text = WIDE_BEFORE.sub("\u00a0", text)
    return text


def tidied(text: str) -> str:
    """Return prose with single spaces and no blank line, its lines and the spaces that do not break as they were."""
    lines = (BLANKS.sub(" ", line).strip(" ") for line in LINE_ENDS.sub("\n", text).split("\n"))
    return "\n".join(line for line in lines if line)


def shortened(text: str) -> str:
    """Return a text fit for a file's properties and outline, where PDF/A allows no more than 32,767 characters."""
    return text if len(text) <= LONGEST_NAME else text[: LONGEST_NAME - 1] + "…"


def cleaned(tree: Tree) -> Tree:
    """Return the same tree with every string cleaned."""
    if isinstance(tree, str):
        return clean(tree)
    if isinstance(tree, Mapping):
        return {key: cleaned(value) for key, value in tree.items()}
    if isinstance(tree, Sequence):
        return [cleaned(value) for value in tree]
    return tree


def _breakable(run: re.Match[str]) -> str:
    """Return a long run with places to break; a seal stays whole, for it is compared and copied."""
    said = run.group()
    if SEAL.fullmatch(said):
        return said
    return BREAK.join(said[start : start + LONGEST_RUN] for start in range(0, len(said), LONGEST_RUN))


def _sparse_marks(text: str) -> Iterator[str]:
    """Yield what can be drawn, with no more than two accents piled upon a letter."""
    marks = 0
    for character in text:
        shown = _shown(character)
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= MOST_MARKS:
            yield shown


@lru_cache(maxsize=4096)
def _shown(character: str) -> str:
    """Return what stands for one character on paper."""
    if character == "\n":
        return character
    category = unicodedata.category(character)
    if ord(character) in drawable() and category not in DROPPED:
        return character
    if category in DROPPED | MARKS:
        return ""
    parts = unicodedata.normalize("NFKD", character)
    if parts == character or any(ord(part) not in drawable() for part in parts):
        return UNKNOWN
    # Put together again, the parts may be the very letter that the font lacks.
    composed = unicodedata.normalize("NFC", parts)
    return composed if all(ord(each) in drawable() for each in composed) else parts
