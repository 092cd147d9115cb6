"""From what a script says to what a use case takes: exact values, enums, and things named earlier or looked up."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, time
from decimal import Decimal, InvalidOperation
from enum import Enum

from crm.activity.door import Recordable
from crm.config import ROOT
from crm.desk.documents.models import Document
from crm.kernel.money import NO_RATE, Money, Rate
from crm.selling.catalogue.models import Product
from crm.selling.lines import LineData
from crm.selling.receipts.rules import Announced, Counted
from crm.selling.stock.rules import Want
from crm.selling.suppliers.models import Supplier
from crm.selling.suppliers.queries import offer_of
from crm.selling.supply.rules import Ordered
from crm.store.base import Base
from crm.training.playback.naming import Scope, Thunk, Unreadable, look_up, thing, waiting_documents

# The key of a table whose other fields are taken from a thing: `from = "company:…"`.
TAKEN_FROM = "from"


def prepare(kind: object, raw: object, known: set[str]) -> Thunk:
    """Check a value against an input's type and return how to make it when its turn comes.

    `known` are the names of results that exist by then. Raises `Unreadable`.
    """
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return _first_fit(arguments, raw, known)
    if isinstance(origin, type) and (origin is Iterable or issubclass(origin, Sequence)):
        return _several(tuple if origin is tuple else list, arguments[0], raw, known)
    if kind is Recordable or (isinstance(kind, type) and issubclass(kind, Base)):
        return thing(kind, raw, known)
    if kind in GOODS:
        return GOODS[kind](raw)
    if dataclasses.is_dataclass(kind) and isinstance(kind, type) and kind not in (Money, Rate):
        return _record(kind, raw, known)
    return _plain(kind, raw)


def _several(container: Callable[[Iterable[object]], object], kind: object, raw: object, known: set[str]) -> Thunk:
    """Several things of a kind: a list, or the documents that wait to be filed."""
    if isinstance(raw, str) and kind is Document:
        return waiting_documents(raw)
    if not isinstance(raw, list):
        raise Unreadable("une liste est attendue")
    inner = [prepare(kind, each, known) for each in raw]
    return lambda scope: container(make(scope) for make in inner)


def _first_fit(kinds: tuple[object, ...], raw: object, known: set[str]) -> Thunk:
    """Return the first of several types that takes the value."""
    reasons = []
    for each in kinds:
        if each is type(None):
            continue
        try:
            return prepare(each, raw, known)
        except Unreadable as fault:
            reasons.append(str(fault))
    raise Unreadable(reasons[0] if reasons else "valeur inattendue")


def _line(raw: object) -> Thunk:
    """A document line from the catalogue: reference, quantity, and what differs from the price list."""
    if not isinstance(raw, dict) or not {"reference", "quantity"} <= set(raw):
        raise Unreadable("une ligne est une table avec reference et quantity")
    quantity = _decimal(raw["quantity"])
    discount = _plain(Rate, raw["discount"])({}) if "discount" in raw else NO_RATE
    price = _plain(Money, raw["unit_price"])({}) if "unit_price" in raw else None

    def make(scope: Scope) -> LineData:
        product = look_up("product", str(raw["reference"]))
        assert isinstance(product, Product)  # noqa: S101  (looked up as one)
        return LineData(
            reference=product.reference,
            wording=product.name,
            quantity=quantity,
            unit_price=typing.cast(Money, price) if price is not None else product.unit_price,
            vat_rate=product.vat_rate,
            unit=product.unit,
            discount=typing.cast(Rate, discount),
            product_id=product.id,
        )

    return make


def _want(raw: object) -> Thunk:
    """So much of a product of the catalogue: reference, quantity."""
    if not isinstance(raw, dict) or set(raw) != {"reference", "quantity"}:
        raise Unreadable("une quantité d’un article est une table avec reference et quantity")
    quantity = _decimal(raw["quantity"])

    def make(scope: Scope) -> Want:
        product = look_up("product", str(raw["reference"]))
        assert isinstance(product, Product)  # noqa: S101  (looked up as one)
        return Want(product.id, quantity)

    return make


class LineOf(typing.Protocol):
    """A line of a document that is there."""

    id: int
    reference: str


def _line_id(things: Iterable[object], reference: str) -> int:
    """Return the id of the line with that reference: the lines are those of the first thing that has such."""
    ids = {line.reference: line.id for line in _lines(things)}
    if reference not in ids:
        raise Unreadable(f"aucune ligne de référence {reference}")
    return ids[reference]


def _lines(things: Iterable[object]) -> Iterable[LineOf]:
    """Return the lines of the first thing whose lines have references."""
    for each in things:
        lines: Sequence[LineOf] = getattr(each, "lines", [])
        if lines and hasattr(lines[0], "reference"):
            return lines
    return []


def _offer_id(things: Iterable[object], reference: str) -> int:
    """Return the id of the act's supplier's offer of a product of the catalogue."""
    product = look_up("product", reference)
    supplier = next((each for each in things if isinstance(each, Supplier)), None)
    offer = offer_of(supplier, product) if supplier and isinstance(product, Product) else None
    if offer is None:
        raise Unreadable(f"aucune offre de référence {reference}")
    return offer.id


class ByReference(dict[str, Decimal]):
    """Quantities by reference, until the lines are known of which they are."""

    def on(self, things: Sequence[object]) -> dict[int, Decimal]:
        """Return them by line id."""
        return {_line_id(things, reference): quantity for reference, quantity in self.items()}


@dataclasses.dataclass(frozen=True)
class Later:
    """Figures of a reference, until the act's things say which line or offer is meant."""

    reference: str
    find: Callable[[Iterable[object], str], int]
    make: Callable[[int], object]

    def on(self, things: Sequence[object]) -> object:
        """Return them with the line's or the offer's id."""
        return self.make(self.find(things, self.reference))


def settled(value: object, things: Sequence[object]) -> object:
    """Return an input with what it named by reference found among the act's things, alone or in a list."""
    if isinstance(value, ByReference | Later):
        return value.on(things)
    if isinstance(value, list | tuple):
        return type(value)(settled(each, things) for each in value)
    return value


def _quantities(raw: object) -> Thunk:
    """So much of some lines of the act's order or delivery note: a table from reference to quantity."""
    if not isinstance(raw, dict):
        raise Unreadable("une table d’une référence à une quantité est attendue")
    asked = ByReference({str(reference): _decimal(quantity) for reference, quantity in raw.items()})
    return lambda scope: asked


def _ordered(raw: object) -> Thunk:
    """So much of what the act's supplier offers: reference, quantity."""
    reference, said = _figures(raw, "quantity")
    return lambda scope: Later(reference, _offer_id, lambda offer_id: Ordered(offer_id, said["quantity"]))


def _counted(raw: object) -> Thunk:
    """What was found of an ordered line: reference, counted; nothing is damaged and the sound accepted unless said."""
    reference, said = _figures(raw, "counted", "damaged", "accepted")
    counted, damaged = said["counted"], said.get("damaged", Decimal(0))
    accepted = said.get("accepted", counted - damaged)
    return lambda scope: Later(reference, _line_id, lambda line_id: Counted(line_id, counted, damaged, accepted))


def _announced(raw: object) -> Thunk:
    """What comes of an ordered line: reference, announced; all of it is there and sound unless said."""
    reference, said = _figures(raw, "announced", "there", "damaged")
    announced, damaged = said["announced"], said.get("damaged", Decimal(0))
    there = said.get("there", announced)
    return lambda scope: Later(reference, _line_id, lambda line_id: Announced(line_id, announced, there, damaged))


def _figures(raw: object, needed: str, *others: str) -> tuple[str, dict[str, Decimal]]:
    """Read a table with a reference and figures, of which one must be there."""
    if not isinstance(raw, dict) or not {"reference", needed} <= set(raw) <= {"reference", needed, *others}:
        more = f", et au besoin {', '.join(others)}" if others else ""
        raise Unreadable(f"une table avec reference et {needed} est attendue{more}")
    return str(raw["reference"]), {name: _decimal(raw[name]) for name in (needed, *others) if name in raw}


def _record(kind: type, raw: object, known: set[str]) -> Thunk:
    """A frozen dataclass from a table; with `from`, what the table leaves out is as the thing has it now."""
    if not isinstance(raw, dict):
        raise Unreadable("une table est attendue")
    hints = typing.get_type_hints(kind)
    fields = {each.name: each for each in dataclasses.fields(kind)}
    given = {name: value for name, value in raw.items() if name != TAKEN_FROM}
    if unknown := set(given) - set(fields):
        raise Unreadable(f"champ inconnu : {', '.join(sorted(unknown))}")
    made = {name: prepare(hints[name], value, known) for name, value in given.items()}
    if TAKEN_FROM in raw:
        model = thing(Recordable, raw[TAKEN_FROM], known)
        left = set(fields) - set(given)
        return lambda scope: kind(**_taken(model(scope), left), **{name: make(scope) for name, make in made.items()})
    wanted = {n for n, f in fields.items() if f.default is dataclasses.MISSING}
    if missing := wanted - set(given):
        raise Unreadable(f"champ manquant : {', '.join(sorted(missing))}")
    return lambda scope: kind(**{name: make(scope) for name, make in made.items()})


def _taken(model: object, names: set[str]) -> dict[str, object]:
    """Return a thing's values of those names."""
    return {name: getattr(model, name) for name in names}


def _plain(kind: object, raw: object) -> Thunk:
    """A value that needs no world: text, number, date, sum, rate, choice."""
    value = _read(kind, raw)
    return lambda scope: value


def _read(kind: object, raw: object) -> object:
    """Read a plain value or raise `Unreadable`."""
    if kind is bool or kind is str or kind is int:
        if not isinstance(raw, kind) or (kind is int and isinstance(raw, bool)):
            raise Unreadable(f"{raw!r} n’est pas de type {kind.__name__}")
        return raw
    try:
        if isinstance(kind, type) and kind in EXACT:
            return EXACT[kind](raw)
        if isinstance(kind, type) and issubclass(kind, Enum):
            return kind(raw)
    except (ValueError, InvalidOperation) as fault:
        choices = ""
        if isinstance(kind, type) and issubclass(kind, Enum):
            choices = f" (possibles : {', '.join(str(each.value) for each in kind)})"
        raise Unreadable(f"{raw!r} ne convient pas{choices}") from fault
    return raw


def _decimal(raw: object) -> Decimal:
    """Read an exact number; floats are written as they stand in the script."""
    try:
        return Decimal(str(raw).replace(",", "."))
    except InvalidOperation as fault:
        raise Unreadable(f"{raw!r} n’est pas un nombre") from fault


def _file(raw: object) -> bytes:
    """Return a file that comes with the seeds, named by its path below `seed_data`."""
    folder = ROOT / "seed_data"
    path = (folder / str(raw)).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        raise Unreadable(f"le fichier {raw!r} n’existe pas parmi les données")
    return path.read_bytes()


EXACT: dict[type, Callable[[object], object]] = {
    bytes: _file,
    date: lambda raw: raw if type(raw) is date else date.fromisoformat(str(raw)),
    time: lambda raw: raw if type(raw) is time else time.fromisoformat(str(raw)),
    Money: lambda raw: Money.of(_decimal(raw)),
    Rate: lambda raw: Rate.percent(_decimal(str(raw).removesuffix("%").strip())),
    Decimal: _decimal,
}
# What names a product of the catalogue, or a line, by its reference.
GOODS: dict[object, Callable[[object], Thunk]] = {
    LineData: _line,
    Want: _want,
    Mapping[int, Decimal]: _quantities,
    Ordered: _ordered,
    Counted: _counted,
    Announced: _announced,
}
