"""The chain of sealed records: pure functions over texts and seals."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Union

START = "0" * 64
Json = Union[None, bool, int, str, list["Json"], dict[str, "Json"]]  # noqa: UP007  (it names itself)


@dataclass(frozen=True)
class Sealed:
    """One link as it is stored: its place, its exact text, its seal (hex)."""

    position: int
    text: str
    seal: str


@dataclass(frozen=True)
class Break:
    """Where a chain stops being true, and why."""

    position: int
    reason: str


def canonical(value: Json) -> str:
    """Write plain JSON facts in the one way that is sealed (sorted keys, no blanks, UTF-8)."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def name_in_text(name: str) -> str:
    """Return the piece of a canonical record that names its chain.

    Its first occurrence is the record's own: what stands before it in the order
    of keys holds texts only, in which quotation marks are escaped.
    """
    return f'","chain":"{name}","details":'


def seal(key: bytes, previous: str, position: int, text: str) -> str:
    """Return the seal of a record: HMAC-SHA-256 over previous seal, position and stored text."""
    parts = (previous.encode("ascii"), str(position).encode("ascii"), text.encode("utf-8", "surrogatepass"))
    message = b"|".join(parts)
    return hmac.new(key, message, hashlib.sha256).hexdigest()


def _same(stored: str, wanted: str) -> bool:
    """Compare seals in the same time wherever they differ; a stored one may hold any letters."""
    return hmac.compare_digest(stored.encode("utf-8", "surrogatepass"), wanted.encode("ascii"))


def first_break(key: bytes, records: Iterable[Sealed], *, head: Sealed | None = None) -> Break | None:
    """Return the first place at which a chain is not what was sealed, or None.

    `head` is what is kept apart from the records (last position and seal): it
    shows that the end was cut off.
    """
    previous, expected = START, 1
    for record in records:
        if record.position != expected:
            return Break(expected, "missing")
        if not _same(record.seal, seal(key, previous, record.position, record.text)):
            return Break(record.position, "altered")
        previous, expected = record.seal, expected + 1
    if head is not None and (head.position != expected - 1 or head.seal != previous):
        return Break(expected, "truncated")
    return None
