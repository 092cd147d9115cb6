"""How complete and how fresh a prospect record is: pure rules, one table of weights.

Completeness, 0 to 100: each piece that is known brings its points. What only a business has (SIREN, activity, size,
somebody to talk to) is not asked of a consumer: the points are counted out of what can be known.

Freshness, 0 to 100: days since anything was last recorded about the record: up to 90 days 100, up to 180 days 75,
up to a year 50, up to three years 25, then 0 (three years: the retention that the CNIL advises for prospects).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from crm.kernel.errors import N_

WHOLE = 100
PERSON_TO_TALK_TO = "contacts"


@dataclass(frozen=True)
class Piece:
    """Something that a record should say: one of `columns` filled brings `points`."""

    label: str
    points: int
    columns: tuple[str, ...]
    only_business: bool = False


PIECES = (
    Piece(N_("Téléphone"), 15, ("phone",)),
    Piece(N_("E-mail"), 15, ("email",)),
    Piece(N_("Adresse"), 10, ("street",)),
    Piece(N_("Code postal"), 10, ("postcode",)),
    Piece(N_("Ville"), 10, ("city",)),
    Piece(N_("Interlocuteur"), 15, (PERSON_TO_TALK_TO,), only_business=True),
    Piece(N_("SIREN"), 10, ("siren",), only_business=True),
    Piece(N_("Activité"), 10, ("sector",), only_business=True),
    Piece(N_("Effectif"), 5, ("staff_size",), only_business=True),
)
COLUMNS = tuple(sorted({column for piece in PIECES for column in piece.columns} - {PERSON_TO_TALK_TO}))
AGES = ((90, 100), (180, 75), (365, 50), (3 * 365, 25))


@dataclass(frozen=True)
class Quality:
    """A record's completeness and freshness, 0 to 100 each, and the labels of what is missing."""

    completeness: int
    freshness: int
    missing: tuple[str, ...]

    @property
    def tone(self) -> str:
        """The colour of the completeness."""
        return "green" if self.completeness >= 80 else "amber" if self.completeness >= 50 else "red"  # noqa: PLR2004


def possible(*, is_business: bool) -> int:
    """Return the points that a record of that nature can reach."""
    return sum(piece.points for piece in PIECES if is_business or not piece.only_business)


def completeness(filled: Mapping[str, bool], *, is_business: bool) -> tuple[int, tuple[str, ...]]:
    """Return the percentage known, rounded down, and the labels of what is missing; `filled` is by column."""
    asked = [piece for piece in PIECES if is_business or not piece.only_business]
    known = [piece for piece in asked if any(filled.get(column) for column in piece.columns)]
    share = WHOLE * sum(piece.points for piece in known) // possible(is_business=is_business)
    return share, tuple(piece.label for piece in asked if piece not in known)


def freshness(last_on: date, *, today: date) -> int:
    """Return how fresh a record is of which something was last recorded on a day."""
    age = (today - last_on).days
    return next((points for most, points in AGES if age <= most), 0)


def quality(filled: Mapping[str, bool], *, is_business: bool, last_on: date, today: date) -> Quality:
    """Return a record's quality."""
    share, missing = completeness(filled, is_business=is_business)
    return Quality(share, freshness(last_on, today=today), missing)


def of_the_file(records: Iterable[Quality]) -> tuple[int, int]:
    """Return the mean completeness and the mean freshness of records, rounded down; 0 of none."""
    found = list(records)
    count = len(found) or 1
    return sum(each.completeness for each in found) // count, sum(each.freshness for each in found) // count
