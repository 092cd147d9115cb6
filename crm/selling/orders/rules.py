"""Orders as pure reckoning: what differs between what was agreed, asked for and recorded; limits passed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from types import MappingProxyType
from typing import TypeAlias

from crm.activity.chain import Json
from crm.kernel.errors import N_
from crm.kernel.money import NO_RATE, Money, Rate
from crm.selling.quotes.rules import RequestedLine


class What(Enum):
    """What can differ between two orders of the same thing."""

    REFERENCE = "reference"
    QUANTITY = "quantity"
    PRICE = "price"
    DISCOUNT = "discount"
    ADDRESS = "address"
    DATE = "date"
    TOTAL = "total"
    PAYMENT_TERMS = "payment_terms"

    @property
    def label(self) -> str:
        """The difference as the screens say it."""
        return {
            "reference": N_("Article"),
            "quantity": N_("Quantité"),
            "price": N_("Prix"),
            "discount": N_("Remise"),
            "address": N_("Adresse de livraison"),
            "date": N_("Date de livraison"),
            "total": N_("Total TTC"),
            "payment_terms": N_("Délai de règlement (jours)"),
        }[self.value]


# What can be decided of a difference; a record says it so.
KEEP, ACCEPT, ASK = "keep", "accept", "ask"
Decided: TypeAlias = Mapping[str, str]
NOTHING_DECIDED: Decided = MappingProxyType({})
PRICED = frozenset({What.PRICE, What.DISCOUNT})


class Step(Enum):
    """What is done for an order, in its order, by the word of the record that proves it."""

    CHECK = "order.checked", N_("Contrôler le bon de commande")
    BALANCE = "balance.checked", N_("Vérifier l’encours du client")
    STOCK = "stock.checked", N_("Vérifier le stock")
    CONFIRM = "order.confirmed", N_("Confirmer au client")
    HAND_OVER = "order.handed_over", N_("Transmettre à l’expédition")
    SHIP = "delivery_note.issued", N_("Expédier")
    DELIVER = "delivery.confirmed", N_("Livraison reçue par le client")
    INVOICE = "invoice.issued", N_("Facturer")

    @property
    def word(self) -> str:
        """The word of the record."""
        return self.value[0]

    @property
    def label(self) -> str:
        """The step as the screens say it."""
        return self.value[1]


@dataclass(frozen=True)
class Term:
    """A line as one side has it; None for what that side does not say."""

    reference: str
    quantity: Decimal
    unit_price: Money | None = None
    discount: Rate | None = None
    wording: str = ""


@dataclass(frozen=True)
class Difference:
    """Something that differs; each side is a quantity, cents, basis points or a text, None for what is not there."""

    what: What
    reference: str
    expected: str | int | None
    found: str | int | None

    def plain(self) -> dict[str, Json]:
        """Return it as a record can hold it."""
        return {
            "what": self.what.value,
            "reference": self.reference,
            "expected": self.expected,
            "found": self.found,
        }


@dataclass(frozen=True)
class Pair:
    """A product as two sides have it, and what differs between them."""

    reference: str
    expected: Term | None
    found: Term | None
    differences: tuple[Difference, ...]

    def differs(self, what: str) -> bool:
        """Tell whether something of that name differs."""
        return any(each.what.value == what for each in self.differences)


def asked_terms(lines: Iterable[RequestedLine]) -> tuple[Term, ...]:
    """Return a customer's lines as terms."""
    return tuple(Term(line.reference, line.quantity, line.unit_price, line.discount) for line in lines)


def side_by_side(expected: Sequence[Term], found: Sequence[Term]) -> tuple[Pair, ...]:
    """Pair two sides by reference, in the order of the first, then what only the second has.

    A reference that stands several times on a side is added up; its price and
    discount are those of its first line.
    """
    left, right = _by_reference(expected), _by_reference(found)
    references = [*left, *(reference for reference in right if reference not in left)]
    return tuple(_pair(reference, left.get(reference), right.get(reference)) for reference in references)


def differences(expected: Sequence[Term], found: Sequence[Term]) -> tuple[Difference, ...]:
    """Return all that differs between two sides, line by line."""
    return tuple(each for pair in side_by_side(expected, found) for each in pair.differences)


def address_difference(expected: str, found: str) -> tuple[Difference, ...]:
    """Compare two addresses regardless of case, punctuation and line ends; nothing expected is no difference."""
    if not expected.strip() or _plain(expected) == _plain(found):
        return ()
    return (Difference(What.ADDRESS, "", expected, found),)


def as_requested(
    recorded: Sequence[Term],
    *,
    asked: Sequence[Term],
    agreed: Sequence[Term],
    asked_address: str = "",
    recorded_address: str = "",
    home_address: str = "",
    decided: Decided = NOTHING_DECIDED,
) -> bool:
    """Tell whether what was recorded is what the customer asked for, or what was settled with it.

    Products and quantities are the customer's last word (`asked`); a price or
    discount is right as asked or as agreed (quote or price list). The address is the
    one asked for, if any. A difference that was `decided` is right on the side
    that was chosen, and on no other.
    """
    address = home_address if decided.get(name_of(What.ADDRESS)) == KEEP else asked_address
    if address_difference(address, recorded_address):
        return False
    wanted = _as_decided(agreed, asked, decided) if asked else tuple(agreed)
    fixed = {(each.what, each.reference) for each in differences(agreed, recorded)}
    return all(
        each.what in PRICED
        and (each.what, each.reference) not in fixed
        and decided.get(name_of(each.what, each.reference)) not in {KEEP, ACCEPT}
        for each in differences(wanted, recorded)
    )


def name_of(what: What, reference: str = "") -> str:
    """Name a difference: there is one of a kind for each reference."""
    return f"{what.value}:{reference}"


def decisions_in(details: Mapping[str, Json]) -> dict[str, str]:
    """Return what a record says was decided, by the difference's name."""
    listed = details.get("settlements")
    found = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    return {f"{each.get('what')}:{each.get('reference')}": str(each.get("settlement")) for each in found}


def answered_in(content: Mapping[str, Json], decided: Decided) -> dict[str, str]:
    """Return what a customer answered of the differences of which it was asked, by the difference's name."""
    told = content.get("settlements")
    said = told if isinstance(told, dict) else {}
    return {name: str(each) for name, each in said.items() if decided.get(name) == ASK}


def credit_limit_passed(outstanding: Money, order: Money, limit: Money) -> bool:
    """Tell whether an order takes a customer above the limit; sums include VAT."""
    return outstanding + order > limit


def _as_decided(agreed: Sequence[Term], asked: Sequence[Term], decided: Decided) -> tuple[Term, ...]:
    """Return what the customer asked for, but for the differences of which what was agreed holds."""
    found = []
    for pair in side_by_side(agreed, asked):
        ours, theirs = pair.expected, pair.found
        kept = {each.what for each in pair.differences if decided.get(name_of(each.what, pair.reference)) == KEEP}
        if ours is None or theirs is None:
            found.append(ours if What.REFERENCE in kept else theirs)
            continue
        quantity = ours.quantity if What.QUANTITY in kept else theirs.quantity
        price = ours.unit_price if What.PRICE in kept else theirs.unit_price
        discount = ours.discount if What.DISCOUNT in kept else theirs.discount
        found.append(Term(pair.reference, quantity, price, discount))
    return tuple(each for each in found if each is not None)


def _by_reference(terms: Iterable[Term]) -> dict[str, Term]:
    """Add up the lines of one reference."""
    found: dict[str, Term] = {}
    for term in terms:
        before = found.get(term.reference)
        quantity = term.quantity + (before.quantity if before else 0)
        first = before or term
        found[term.reference] = Term(term.reference, quantity, first.unit_price, first.discount, first.wording)
    return found


def _pair(reference: str, expected: Term | None, found: Term | None) -> Pair:
    """Compare one product on both sides."""
    if expected is None or found is None:
        seen = [None if side is None else _count(side.quantity) for side in (expected, found)]
        return Pair(reference, expected, found, (Difference(What.REFERENCE, reference, seen[0], seen[1]),))
    apart: list[Difference] = []
    if expected.quantity != found.quantity:
        apart.append(Difference(What.QUANTITY, reference, _count(expected.quantity), _count(found.quantity)))
    if _apart(expected.unit_price, found.unit_price):
        apart.append(Difference(What.PRICE, reference, _cents(expected.unit_price), _cents(found.unit_price)))
    # A discount that one side does not mention is not a difference; none at all is said as 0 %.
    if _apart(expected.discount, found.discount):
        apart.append(Difference(What.DISCOUNT, reference, _points(expected.discount), _points(found.discount)))
    return Pair(reference, expected, found, tuple(apart))


def _apart(expected: Money | Rate | None, found: Money | Rate | None) -> bool:
    """Tell whether both sides say something and it is not the same."""
    return expected is not None and found is not None and expected != found


def _count(quantity: Decimal) -> str:
    """Write a quantity without needless zeros."""
    return f"{quantity.normalize():f}"


def _cents(price: Money | None) -> int:
    """Return a price in cents."""
    return (price or Money()).cents


def _points(rate: Rate | None) -> int:
    """Return a rate in basis points."""
    return (rate or NO_RATE).basis_points


def _plain(address: str) -> str:
    """Return an address without what does not change where it is."""
    return " ".join("".join(letter if letter.isalnum() else " " for letter in address.casefold()).split())
