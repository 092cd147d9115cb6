"""A rule's text cut into pieces, and a reader that walks over them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from crm.training.frameworks.rules.language import RuleError

T = TypeVar("T")
TOKEN = re.compile(
    r"\s+|(?P<name>[A-Za-z_]\w*)|(?P<number>-?\d+)|(?P<text>\"[^\"]*\")|(?P<symbol>!=|<=|>=|[()\[\]{},&|@$+*=<>.])"
)


@dataclass(frozen=True)
class Token:
    """A piece of the text and where it starts."""

    kind: str
    text: str
    position: int


class Reader:
    """Walks over the pieces of one rule."""

    def __init__(self, text: str) -> None:
        """Cut the text; a character that no rule knows is a `RuleError`."""
        self.text = text
        self.tokens = tuple(_tokens(text))
        self.place = 0

    @property
    def at_end(self) -> bool:
        """Whether nothing is left."""
        return self.place >= len(self.tokens)

    @property
    def here(self) -> Token:
        """The next piece; beyond the last one, an empty piece of kind “end”."""
        return Token("end", "", len(self.text)) if self.at_end else self.tokens[self.place]

    def fault(self, reason: str, token: Token | None = None) -> RuleError:
        """Make the error that points at a piece (the next one if none is given)."""
        return RuleError(reason, position=(token or self.here).position, text=self.text)

    def take(self, kind: str, wanted: str) -> Token:
        """Take the next piece, which must be of this kind."""
        token = self.here
        if token.kind != kind:
            raise self.fault(f"expected {wanted}")
        self.place += 1
        return token

    def accept(self, symbol: str) -> bool:
        """Take the next piece if it is this symbol."""
        found = self.here.kind == "symbol" and self.here.text == symbol
        self.place += found
        return found

    def expect(self, symbol: str) -> None:
        """Take the next piece, which must be this symbol."""
        if not self.accept(symbol):
            raise self.fault(f"expected “{symbol}”")

    def listed(self, one: Callable[[], T]) -> tuple[T, ...]:
        """Read one item, or several between square brackets."""
        return self.separated(one, "]") if self.accept("[") else (one(),)

    def separated(self, one: Callable[[], T], end: str) -> tuple[T, ...]:
        """Read items between commas, up to the closing symbol."""
        items = [one()]
        while not self.accept(end):
            self.expect(",")
            items.append(one())
        return tuple(items)

    def since(self, start: Token) -> str:
        """Return the text from a piece to the last one taken, blanks evened out."""
        last = self.tokens[self.place - 1]
        return " ".join(self.text[start.position : last.position + len(last.text)].split())


def _tokens(text: str) -> list[Token]:
    found, position = [], 0
    while position < len(text):
        match = TOKEN.match(text, position)
        if match is None:
            raise RuleError("unexpected character", position=position, text=text)
        if match.lastgroup:
            found.append(Token(match.lastgroup, match.group(), position))
        position = match.end()
    return found
