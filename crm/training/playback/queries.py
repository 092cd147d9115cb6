"""The acts that a script may call: every use case of the rooms, with its inputs read from its signature."""

from __future__ import annotations

import importlib
import inspect
import typing
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from crm.activity.door import Work

ROOMS = (
    "desk.messages",
    "desk.documents",
    "prospecting.companies",
    "prospecting.qualification",
    "prospecting.market_watch",
    "prospecting.conversations",
    "field.agenda",
    "field.visits",
    "field.tours",
    "prospecting.duplicates",
    "prospecting.imports",
    "prospecting.sales_actions",
    "prospecting.campaigns",
    "prospecting.phoning",
    "selling.catalogue",
    "selling.pricing",
    "selling.stock",
    "selling.carriers",
    "selling.quotes",
    "selling.negotiation",
    "selling.orders",
    "selling.purchase_orders",
    "selling.amendments",
    "selling.deliveries",
    "selling.claims",
    "selling.suppliers",
    "selling.supply",
    "selling.receipts",
    "billing.invoices",
    "billing.corrections",
    "billing.payments",
    "billing.lettering",
    "billing.banking",
    "billing.einvoicing",
    "billing.ledger",
    "billing.procedure",
    "billing.dunning",
    "billing.agreements",
    "billing.recovery",
    "aftersales.loyalty",
    "aftersales.results",
    "training.simulation",
)
# Parts of other acts: alone they would leave no record.
PARTS = {
    "invoices.copy_draft",
    "invoices.exchange_of",
    "invoices.number_and_seal",
    "invoices.put_lines",
    "invoices.start_draft",
    "messages.mark_handled",
    "orders.give_back",
    "orders.own_up",
    "orders.set_aside",
    "payments.settle",
    "simulation.let_happen",
    "simulation.wake_up",
    "stock.expect_in",
    "stock.release",
    "stock.reserve",
    "stock.take_in",
    "stock.take_out",
    "stock.unexpect",
    "supply.give_up",
}


@dataclass(frozen=True)
class Input:
    """One input of an act: its name, its type as a person reads it, whether it may be left out."""

    name: str
    type: object
    optional: bool

    @property
    def said(self) -> str:
        """The type in words."""
        return _said(self.type)


@dataclass(frozen=True)
class Action:
    """A use case that can be called by name, such as `quotes.send_quote`."""

    name: str
    call: Callable[..., object]
    summary: str
    inputs: tuple[Input, ...]


def actions() -> Mapping[str, Action]:
    """Return every callable use case by name."""
    found = {}
    for room in ROOMS:
        module = importlib.import_module(f"crm.{room}.use_cases")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if (
                f"{function.__module__}.".startswith(f"{module.__name__}.")
                and not name.startswith("_")
                and _is_use_case(function)
            ):
                action = _action(f"{room.partition('.')[2]}.{name}", function)
                found[action.name] = action
    for name in PARTS:
        found.pop(name, None)
    return dict(sorted(found.items()))


def _is_use_case(function: Callable[..., object]) -> bool:
    """Tell whether a function takes the work first."""
    parameters = list(inspect.signature(function).parameters.values())
    return bool(parameters) and parameters[0].name == "work"


def _action(name: str, function: Callable[..., object]) -> Action:
    """Describe a use case."""
    hints = typing.get_type_hints(function)
    inputs: list[Input] = []
    for each in list(inspect.signature(function).parameters.values())[1:]:
        kind = hints.get(each.name, object)
        if each.kind is inspect.Parameter.VAR_KEYWORD:
            inputs += _unpacked(kind)
        elif kind is not Work:
            inputs.append(Input(each.name, kind, each.default is not inspect.Parameter.empty))
    summary = (inspect.getdoc(function) or "").partition("\n")[0]
    return Action(name, function, summary, tuple(inputs))


def _unpacked(kind: object) -> list[Input]:
    """Return the inputs that `**name: Unpack[Table]` gathers in a typed table; other gathered inputs have no names."""
    table = next(iter(typing.get_args(kind)), None)
    if typing.get_origin(kind) is not typing.Unpack or not isinstance(table, type):
        return []
    required: frozenset[str] = getattr(table, "__required_keys__", frozenset())
    return [Input(name, of, name not in required) for name, of in typing.get_type_hints(table).items()]


def _said(kind: object) -> str:
    """Say a type in words."""
    arguments = typing.get_args(kind)
    if arguments:
        named = [_said(each) for each in arguments if each not in (type(None), Ellipsis)]
        origin = typing.get_origin(kind)
        if isinstance(origin, type) and (origin is Iterable or issubclass(origin, Sequence | dict)):
            return f"{origin.__name__.lower()}[{', '.join(named)}]"
        return " | ".join(named)
    return getattr(kind, "__name__", str(kind))
