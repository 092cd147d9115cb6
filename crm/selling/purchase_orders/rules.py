"""What is made of a purchase order's differences: pure functions, values in, values out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from crm.activity.chain import Json
from crm.kernel.choices import Labelled
from crm.kernel.errors import N_
from crm.kernel.money import Money, Rate
from crm.selling.orders.rules import Difference, Pair, Term, What

Exact = Money | Rate | Decimal | date | str | None


class Settlement(Labelled):
    """What is decided of a difference."""

    KEEP = "keep", N_("S’en tenir à ce qui est convenu")
    ACCEPT = "accept", N_("Accepter ce que demande le client")
    ASK = "ask", N_("Interroger le client avant de décider")


@dataclass(frozen=True)
class Settled:
    """A difference by what differs and where, and what is decided of it."""

    what: What
    settlement: Settlement
    reference: str = ""

    @property
    def key(self) -> str:
        """What the difference is called in a form."""
        return key_of(self.what, self.reference)


Decisions = Mapping[str, Settlement]


@dataclass(frozen=True)
class Row:
    """A difference as a table shows it; None on a side that says nothing."""

    what: What
    reference: str
    agreed: Exact
    asked: Exact
    settlement: Settlement | None


def key_of(what: What, reference: str) -> str:
    """Name a difference: there is one of a kind for each reference."""
    return f"{what.value}:{reference}"


def date_difference(agreed: date | None, wanted: date | None) -> tuple[Difference, ...]:
    """Return the difference of a delivery that is wanted earlier than agreed, or on a day when none was agreed."""
    if wanted is None or (agreed is not None and wanted >= agreed):
        return ()
    return (Difference(What.DATE, "", agreed.isoformat() if agreed else None, wanted.isoformat()),)


def total_difference(agreed: Money | None, stated: Money | None) -> tuple[Difference, ...]:
    """Return the difference of a total, VAT included, that the customer states otherwise than agreed."""
    if agreed is None or stated is None or agreed == stated:
        return ()
    return (Difference(What.TOTAL, "", agreed.cents, stated.cents),)


def payment_difference(agreed: int, asked: int | None) -> tuple[Difference, ...]:
    """Return the difference of another term of payment than agreed, in days."""
    return () if asked in {None, agreed} else (Difference(What.PAYMENT_TERMS, "", agreed, asked),)


def settled_terms(pairs: Iterable[Pair], decisions: Decisions) -> tuple[Term, ...]:
    """Return the lines as they were settled; what nobody decided yet stands as the customer asks for it."""
    return tuple(term for pair in pairs if (term := _settled(pair, decisions)) is not None)


def keeps(decisions: Decisions, what: What, reference: str = "") -> bool:
    """Tell whether one sticks to what was agreed."""
    return decisions.get(key_of(what, reference)) is Settlement.KEEP


def plain(differences: Sequence[Difference], decisions: Decisions) -> list[Json]:
    """Return the settlements as a record holds them."""
    return [
        {
            "what": each.what.value,
            "reference": each.reference,
            "agreed": each.expected,
            "asked": each.found,
            "settlement": decisions[key_of(each.what, each.reference)].value,
        }
        for each in differences
        if key_of(each.what, each.reference) in decisions
    ]


def rows(differences: Iterable[Difference], decisions: Decisions) -> list[Row]:
    """Return differences as a table shows them: exact values on both sides, and what was decided."""
    return [
        Row(
            each.what,
            each.reference,
            _exact(each.what, each.expected),
            _exact(each.what, each.found),
            decisions.get(key_of(each.what, each.reference)),
        )
        for each in differences
    ]


def read_settlements(details: Mapping[str, Json]) -> dict[str, Settlement]:
    """Return what a record says was decided, by the difference's name."""
    listed = details.get("settlements")
    found = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    return {
        f"{each.get('what')}:{each.get('reference')}": Settlement(str(each["settlement"]))
        for each in found
        if "settlement" in each
    }


def _exact(what: What, value: str | int | None) -> Exact:
    """Return what one side says as the value that it is."""
    if value is None:
        return None
    if what in {What.PRICE, What.TOTAL}:
        return Money(int(value))
    if what is What.DISCOUNT:
        return Rate(Decimal(value) / 10_000)
    if what is What.DATE:
        return date.fromisoformat(str(value))
    return Decimal(value) if what in {What.QUANTITY, What.REFERENCE, What.PAYMENT_TERMS} else str(value)


def _settled(pair: Pair, decisions: Decisions) -> Term | None:
    """Return one product as it was settled; None for what is not ordered."""
    expected, found = pair.expected, pair.found
    if expected is None or found is None:
        return expected if keeps(decisions, What.REFERENCE, pair.reference) else found
    return Term(
        pair.reference,
        _side(decisions, What.QUANTITY, pair.reference, expected.quantity, found.quantity),
        expected.unit_price
        if found.unit_price is None or keeps(decisions, What.PRICE, pair.reference)
        else found.unit_price,
        expected.discount
        if found.discount is None or keeps(decisions, What.DISCOUNT, pair.reference)
        else found.discount,
        expected.wording or found.wording,
    )


def _side(decisions: Decisions, what: What, reference: str, agreed: Decimal, asked: Decimal) -> Decimal:
    """Return one side's quantity, as decided."""
    return agreed if keeps(decisions, what, reference) else asked
