"""A file beside the prospect file: every row read, its look-alikes found, what is to be done with it proposed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from crm.prospecting.imports.models import Column, Decision, OnDuplicate, Plain, Reading
from crm.prospecting.imports.rules.cells import TOO_NARROW, check_row
from crm.prospecting.imports.rules.tables import Table
from crm.prospecting.likeness import CERTAIN, Card, Index, Match, traits

OFTEN = 250
Progress = Callable[[int], None]


@dataclass(frozen=True)
class Plan:
    """A row as it will be kept: what it says, what is wrong, whom it looks like, what is to be done with it."""

    number: int
    texts: list[str]
    values: dict[str, Plain]
    problems: dict[str, str]
    matches: list[list[object]]
    decision: Decision
    target_id: int | None


def plan_table(
    table: Table,
    columns: Sequence[Column],
    reading: Reading,
    cards: Iterable[Card],
    *,
    on_duplicate: OnDuplicate,
    progress: Progress = lambda done: None,
) -> list[Plan]:
    """Return what is to be done with every row; rows of the file are compared with each other, too."""
    known, own = Index.of(cards), Index()
    plans = []
    for number, texts in enumerate(table.rows, 1):
        checked = check_row(texts, columns, reading)
        if table.cut and number == len(table.rows):
            checked.problems.setdefault("row", TOO_NARROW)
        one = traits(card_of(checked.values, number=number))
        found = [] if not checked.values else matches_of(known.near(one), own.near(one))
        own.add(one)
        decision, target_id = decide(found, on_duplicate)
        plans.append(Plan(number, [*texts], checked.values, checked.problems, found, decision, target_id))
        if number % OFTEN == 0:
            progress(number)
    return plans


def card_of(values: Mapping[str, Plain], *, number: int = 0) -> Card:
    """Return what is compared of a row; below zero, its number stands in for an id."""
    siren = str(values.get("siren") or str(values.get("siret", ""))[:9])
    said = {name: str(values.get(name, "")) for name in ("phone", "email", "street", "postcode", "city")}
    return Card(id=-number, name=str(values.get("legal_name", "")), siren=siren, **said)


def matches_of(known: Iterable[Match], rows: Iterable[Match]) -> list[list[object]]:
    """Return look-alikes as they are kept: [company or 0, row or 0, score, reasons]; records of the file first."""
    found: list[list[object]] = [[each.id, 0, each.likeness.score, _words(each)] for each in known]
    return found + [[0, -each.id, each.likeness.score, _words(each)] for each in rows]


def _words(match: Match) -> str:
    """Return the reasons as stored words."""
    return " ".join(why.value for why in match.likeness.reasons)


def decide(matches: Sequence[Sequence[object]], on_duplicate: OnDuplicate) -> tuple[Decision, int | None]:
    """Return what is proposed for a row: only a certain look-alike keeps it from becoming a record of its own."""
    certain = [each for each in matches if int(str(each[2])) >= CERTAIN]
    if not certain or on_duplicate is OnDuplicate.CREATE:
        return Decision.CREATE, None
    company_id = int(str(certain[0][0]))
    if company_id and on_duplicate is OnDuplicate.UPDATE:
        return Decision.UPDATE, company_id
    return Decision.SKIP, None
