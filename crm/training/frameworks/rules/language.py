"""The words of a rule: Declare's templates over our activities, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias

from crm.kernel.choices import Labelled
from crm.kernel.errors import N_

KINDS = frozenset(
    {
        "appointment",
        "bank_statement",
        "campaign",
        "campaign_call",
        "carrier",
        "claim",
        "cohort",
        "company",
        "competitor",
        "contact",
        "conversation",
        "delivery_note",
        "derogation",
        "digest",
        "dispute",
        "document",
        "einvoice",
        "exercise",
        "import",
        "invoice",
        "market_event",
        "message",
        "offer",
        "order",
        "payment",
        "payment_plan",
        "price_list",
        "product",
        "promise",
        "qualification",
        "quote",
        "receipt",
        "return_note",
        "sales_action",
        "sales_goal",
        "sales_plan",
        "segment",
        "source",
        "supplier",
        "supply_order",
        "task",
        "tour",
        "user",
        "visit",
        "watch_note",
        "workspace",
    }
)
EVERY_WORD = "*"


class RuleError(ValueError):
    """A rule that cannot be read: what is wrong and at which character (from 0)."""

    def __init__(self, reason: str, *, position: int, text: str = "") -> None:
        """Keep the reason and the place, and show the words around it."""
        near = text[position : position + 24].partition("\n")[0]
        super().__init__(f"character {position}: {reason}" + (f", near “{near}”" if near else ""))
        self.reason = reason
        self.position = position


class Unit(Labelled):
    """What a number counts."""

    HOURS = "h", N_("heures")
    DAYS = "d", N_("jours")
    WORKING_DAYS = "wd", N_("jours ouvrés")
    WORKING_HOURS = "wh", N_("heures, jours ouvrés seulement")
    CENTS = "cents", N_("centimes d’euro")
    BASIS_POINTS = "bp", N_("centièmes de pour cent")
    TURNS = "turns", N_("répliques")
    TIMES = "times", N_("fois")


TIMES = frozenset({Unit.HOURS, Unit.DAYS, Unit.WORKING_DAYS, Unit.WORKING_HOURS})
LENGTHS = TIMES | {Unit.TURNS}


class Period(Labelled):
    """A stretch of the simulated calendar."""

    DAY = "day", N_("jour")
    WEEK = "week", N_("semaine")
    MONTH = "month", N_("mois")


@dataclass(frozen=True)
class ParameterRef:
    """`@name` or `@name[n]`: a company procedure; n counts from 1."""

    name: str
    index: int | None = None


@dataclass(frozen=True)
class DetailRef:
    """`$name`: the detail of that name in the record which the rule is about."""

    name: str


Value: TypeAlias = str | int | bool | ParameterRef | DetailRef


@dataclass(frozen=True)
class Condition:
    """What a detail must be, or one within it (`acts.proof`); `summed` adds it up over the records that matched."""

    key: str
    operator: str
    value: Value
    summed: bool = False


AnyOf: TypeAlias = tuple[tuple[Condition, ...], ...]


@dataclass(frozen=True)
class Event:
    """An activity's word and the conditions on its details: one group must hold (none = always)."""

    word: str
    conditions: AnyOf = ()

    @property
    def plain(self) -> tuple[Condition, ...]:
        """All conditions, whatever their group."""
        return tuple(condition for group in self.conditions for condition in group)


@dataclass(frozen=True)
class Span:
    """A length of time or of talk: a number and its unit, or a procedure which brings its unit along."""

    count: int | ParameterRef
    unit: Unit | None = None


Window: TypeAlias = tuple[Span, ...]


class Template(Enum):
    """Declare's templates, under their standard names."""

    EXISTENCE = "Existence"
    ABSENCE = "Absence"
    EXACTLY = "Exactly"
    INIT = "Init"
    RESPONDED_EXISTENCE = "RespondedExistence"
    CO_EXISTENCE = "CoExistence"
    RESPONSE = "Response"
    ALTERNATE_RESPONSE = "AlternateResponse"
    CHAIN_RESPONSE = "ChainResponse"
    PRECEDENCE = "Precedence"
    ALTERNATE_PRECEDENCE = "AlternatePrecedence"
    CHAIN_PRECEDENCE = "ChainPrecedence"
    SUCCESSION = "Succession"
    ALTERNATE_SUCCESSION = "AlternateSuccession"
    CHAIN_SUCCESSION = "ChainSuccession"
    NOT_CO_EXISTENCE = "NotCoExistence"
    NOT_SUCCESSION = "NotSuccession"
    NOT_CHAIN_SUCCESSION = "NotChainSuccession"


COUNTED = frozenset({Template.EXISTENCE, Template.EXACTLY})
UNARY = COUNTED | {Template.ABSENCE, Template.INIT}
CHAINED = frozenset(
    {
        Template.CHAIN_RESPONSE,
        Template.CHAIN_PRECEDENCE,
        Template.CHAIN_SUCCESSION,
        Template.NOT_CHAIN_SUCCESSION,
    }
)

# A window may be counted in turns of a conversation where one record answers for the other's place in it.
IN_TURNS = frozenset(
    {Template.RESPONSE, Template.ALTERNATE_RESPONSE, Template.PRECEDENCE, Template.ALTERNATE_PRECEDENCE}
)
OBLIGING = frozenset(
    {
        Template.RESPONSE,
        Template.ALTERNATE_RESPONSE,
        Template.CHAIN_RESPONSE,
        Template.RESPONDED_EXISTENCE,
    }
)


def _options() -> dict[Template, frozenset[str]]:
    pair = {"same", "agree", "within", "unless", "if"}
    timed = pair | {"after", "from"}
    answered = timed | {"until"}
    chain = {"same", "on", "within", "unless", "if"}
    counted = {"same", "per", "distinct", "if"}
    plain = {"same", "agree", "within"}
    allowed = {
        Template.EXISTENCE: counted,
        Template.EXACTLY: counted,
        Template.ABSENCE: {"same", "agree", "unless", "if"},
        Template.INIT: {"same", "on"},
        Template.RESPONDED_EXISTENCE: pair,
        Template.CO_EXISTENCE: plain,
        Template.RESPONSE: answered | {"by_month_end"},
        Template.ALTERNATE_RESPONSE: answered,
        Template.CHAIN_RESPONSE: chain,
        Template.PRECEDENCE: answered,
        Template.ALTERNATE_PRECEDENCE: answered,
        Template.CHAIN_PRECEDENCE: chain,
        Template.SUCCESSION: plain | {"after", "from"},
        Template.ALTERNATE_SUCCESSION: plain | {"after", "from"},
        Template.CHAIN_SUCCESSION: {"same", "on", "within"},
        Template.NOT_CO_EXISTENCE: plain | {"unless"},
        Template.NOT_SUCCESSION: pair | {"until"},
        Template.NOT_CHAIN_SUCCESSION: chain,
    }
    return {template: frozenset(names) for template, names in allowed.items()}


OPTIONS = _options()


@dataclass(frozen=True)
class Clause:
    """One template with its activities and options; `text` is how it was written.

    `same` correlates strictly by kinds of things; `agree` asks that two records
    name the same thing of a kind whenever both name one. `within` and `after`
    count from the first of the two records, or from its date `counted_from`;
    an answer that is one of `by_month_end` has until the end of its month.
    """

    template: Template
    events: tuple[Event, ...]
    count: int = 1
    same: tuple[str, ...] = ()
    agree: tuple[str, ...] = ()
    only_if: AnyOf = ()
    within: Window = ()
    after: Window = ()
    counted_from: str | None = None
    by_month_end: tuple[Event, ...] = ()
    unless: tuple[Event, ...] = ()
    until: tuple[Event, ...] = ()
    on: tuple[str, ...] = ()
    per: Period | None = None
    distinct: str | None = None
    text: str = field(default="", compare=False)

    @property
    def words(self) -> frozenset[str]:
        """The words of the records which this clause must read."""
        events = (*self.events, *self.by_month_end, *self.unless, *self.until)
        return frozenset(event.word for event in events) | frozenset(self.on)


@dataclass(frozen=True)
class Rule:
    """All of its clauses must hold; an empty rule judges nothing."""

    clauses: tuple[Clause, ...] = ()
    text: str = field(default="", compare=False)

    def __bool__(self) -> bool:
        """Whether there is anything to judge."""
        return bool(self.clauses)

    @property
    def parameters(self) -> frozenset[ParameterRef]:
        """The company procedures which the rule uses."""
        found: set[ParameterRef] = set()
        for clause in self.clauses:
            spans = (*clause.within, *clause.after)
            found |= {span.count for span in spans if isinstance(span.count, ParameterRef)}
            conditions = [each for event in (*clause.events, *clause.unless, *clause.until) for each in event.plain]
            conditions += [each for group in clause.only_if for each in group]
            found |= {each.value for each in conditions if isinstance(each.value, ParameterRef)}
        return frozenset(found)
