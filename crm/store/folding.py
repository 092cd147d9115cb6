"""Texts as filters compare them: small letters, no accents, the same in Python and in both databases."""

from __future__ import annotations

from string import ascii_lowercase, ascii_uppercase
from typing import Any

from sqlalchemy import ColumnElement, String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

# What French and its neighbours write with a mark, in both cases; neither database folds accents by itself.
MARKED = "àâäáãåçéèêëíìîïñóòôöõøúùûüÿ"
BARE = "aaaaaaceeeeiiiinoooooouuuuy"
LIGATURES = {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae"}
LETTERS = MARKED + MARKED.upper() + ascii_uppercase
SMALL = BARE + BARE + ascii_lowercase
TABLE = str.maketrans(dict(zip(LETTERS, SMALL, strict=True)) | LIGATURES)


def fold(text: str) -> str:
    """Return a text in small letters without accents: `Évreux` as `evreux`; of a column that is null, nothing."""
    return (text or "").translate(TABLE)


class folded(FunctionElement[str]):  # noqa: N801  (a function of the databases)
    """A text column as `fold` writes it."""

    type = String()
    inherit_cache = True
    name = "folded"

    def __init__(self, column: ColumnElement[str]) -> None:
        """Fold a column."""
        super().__init__(column)


@compiles(folded)
def _named(element: folded, compiler: SQLCompiler, **options: Any) -> str:
    """Call the function that every connection of SQLite is given."""
    return f"folded({compiler.process(element.clauses, **options)})"


@compiles(folded, "postgresql")
def _translated(element: folded, compiler: SQLCompiler, **options: Any) -> str:
    """Let PostgreSQL exchange the letters."""
    text = f"translate({compiler.process(element.clauses, **options)}, '{LETTERS}', '{SMALL}')"
    for letter, plain in LIGATURES.items():
        text = f"replace({text}, '{letter}', '{plain}')"
    return text
