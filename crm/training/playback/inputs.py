"""From what a script says to what a use case takes: exact values, enums, and things named earlier or looked up."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from crm.activity.door import Recordable
from crm.billing.invoices.models import Invoice
from crm.desk.documents.models import Document
from crm.desk.messages.models import Message
from crm.kernel.money import NO_RATE, Money, Rate
from crm.prospecting.companies.models import Company
from crm.selling.catalogue.models import Product
from crm.selling.lines import LineData
from crm.selling.orders.models import DeliveryNote, Order
from crm.selling.quotes.models import Quote
from crm.store.base import Base, db
from crm.store.scoping import Entity

Scope = Mapping[str, object]
Thunk = Callable[[Scope], object]
# By what a person names a thing of each kind; the newest of that name is meant.
NAMED_BY: dict[str, tuple[type[Entity], InstrumentedAttribute[str]]] = {
    "company": (Company, Company.legal_name),
    "product": (Product, Product.reference),
    "quote": (Quote, Quote.number),
    "order": (Order, Order.number),
    "delivery_note": (DeliveryNote, DeliveryNote.number),
    "invoice": (Invoice, Invoice.number),
    "message": (Message, Message.subject),
    "document": (Document, Document.number),
}


class Unreadable(ValueError):
    """A value that is not what the input takes; the text says why."""


def prepare(kind: object, raw: object, known: set[str]) -> Thunk:
    """Check a value against an input's type and return how to make it when its turn comes.

    `known` are the names of results that exist by then. Raises `Unreadable`.
    """
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return _first_fit(arguments, raw, known)
    if isinstance(origin, type) and issubclass(origin, Sequence):
        if not isinstance(raw, list):
            raise Unreadable("une liste est attendue")
        inner = [prepare(arguments[0], each, known) for each in raw]
        container = tuple if origin is tuple else list
        return lambda scope: container(make(scope) for make in inner)
    if kind is Recordable or (isinstance(kind, type) and issubclass(kind, Base)):
        return _thing(kind, raw, known)
    if kind is LineData:
        return _line(raw)
    if dataclasses.is_dataclass(kind) and isinstance(kind, type) and kind not in (Money, Rate):
        return _record(kind, raw, known)
    return _plain(kind, raw)


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


def _thing(kind: object, raw: object, known: set[str]) -> Thunk:
    """A thing: `$name` of an earlier result, or `kind:what people call it`."""
    if not isinstance(raw, str):
        raise Unreadable("nommez une chose : « $résultat » ou « company:Nom »")
    if raw.startswith("$"):
        if raw[1:] not in known:
            raise Unreadable(f"« {raw} » n’est le nom d’aucun résultat précédent")
        return lambda scope: scope[raw[1:]]
    word, separator, name = raw.partition(":")
    if not separator or word not in NAMED_BY:
        raise Unreadable(f"« {raw} » : écrivez « $résultat » ou l’un de {', '.join(f'{each}:…' for each in NAMED_BY)}")
    if isinstance(kind, type) and kind is not Recordable and not issubclass(NAMED_BY[word][0], kind):
        raise Unreadable(f"« {raw} » n’est pas de la sorte attendue ({kind.__name__})")
    return lambda scope: look_up(word, name)


def look_up(word: str, name: str) -> object:
    """Return the newest thing of a kind with that name; none is `Unreadable`."""
    cls, column = NAMED_BY[word]
    found = db.session.scalars(select(cls).where(column == name).order_by(cls.id.desc()).limit(1)).first()
    if found is None:
        raise Unreadable(f"{word} « {name} » n’existe pas dans cet espace")
    return found


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


def _record(kind: type, raw: object, known: set[str]) -> Thunk:
    """A frozen dataclass from a table."""
    if not isinstance(raw, dict):
        raise Unreadable("une table est attendue")
    hints = typing.get_type_hints(kind)
    fields = {each.name: each for each in dataclasses.fields(kind)}
    if unknown := set(raw) - set(fields):
        raise Unreadable(f"champ inconnu : {', '.join(sorted(unknown))}")
    wanted = {n for n, f in fields.items() if f.default is dataclasses.MISSING}
    if missing := wanted - set(raw):
        raise Unreadable(f"champ manquant : {', '.join(sorted(missing))}")
    made = {name: prepare(hints[name], value, known) for name, value in raw.items()}
    return lambda scope: kind(**{name: make(scope) for name, make in made.items()})


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


EXACT: dict[type, Callable[[object], object]] = {
    date: lambda raw: raw if type(raw) is date else date.fromisoformat(str(raw)),
    Money: lambda raw: Money.of(_decimal(raw)),
    Rate: lambda raw: Rate.percent(_decimal(str(raw).removesuffix("%").strip())),
    Decimal: _decimal,
}
