"""Reading a rule's text; whatever is wrong is said with its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from crm.activity.vocabulary import Activity
from crm.training.frameworks.rules.language import (
    CHAINED,
    COUNTED,
    EVERY_WORD,
    KINDS,
    LENGTHS,
    OBLIGING,
    OPTIONS,
    UNARY,
    AnyOf,
    Clause,
    Condition,
    DetailRef,
    Event,
    ParameterRef,
    Period,
    Rule,
    Span,
    Template,
    Unit,
    Value,
    Window,
)
from crm.training.frameworks.rules.tokens import Reader

OPERATORS = frozenset({"=", "!=", "<", "<=", ">", ">="})
WORDS = frozenset(activity.word for activity in Activity)
UNITS = {unit.value: unit for unit in Unit if unit in LENGTHS}
A_UNIT = "h, d, wd, wh or turns"
TRUTHS = {"true": True, "false": False}


def parse(text: str) -> Rule:
    """Read a rule; nothing but blanks is the empty rule. `RuleError` says what is wrong and where."""
    reader = Reader(text)
    clauses: list[Clause] = []
    while not reader.at_end:
        if clauses:
            reader.expect("&")
        clauses.append(_clause(reader))
    return Rule(tuple(clauses), " ".join(text.split()))


def _clause(reader: Reader) -> Clause:
    start = reader.here
    template = _template(reader)
    reader.expect("(")
    count = _count(reader) if template in COUNTED else 1
    events = [_event(reader)]
    if template not in UNARY:
        reader.expect(",")
        events.append(_event(reader))
    reader.expect(")")
    clause = Clause(template, tuple(events), count)
    if reader.accept("{"):
        clause = _Options(reader, clause).read()
    if not clause.on and (template in CHAINED or template is Template.INIT):
        raise reader.fault(f"{template.value} needs on=[words], the records that count between the two", start)
    return replace(clause, text=reader.since(start))


def _template(reader: Reader) -> Template:
    token = reader.take("name", "the name of a template")
    try:
        return Template(token.text)
    except ValueError:
        raise reader.fault(f"unknown template {token.text}", token) from None


def _count(reader: Reader) -> int:
    token = reader.take("number", "a number of times")
    if int(token.text) < 1:
        raise reader.fault("the number of times must be at least 1", token)
    reader.expect(",")
    return int(token.text)


def _event(reader: Reader, *, asides: bool = False) -> Event:
    word = _word(reader)
    return Event(word, _conditions(reader, asides=asides) if reader.accept("[") else ())


def _aside(reader: Reader) -> Callable[[], Event]:
    return lambda: _event(reader, asides=True)


def _word(reader: Reader) -> str:
    first = reader.take("name", "an activity word")
    reader.expect(".")
    word = f"{first.text}.{reader.take('name', 'the second half of the activity word').text}"
    if word not in WORDS:
        raise reader.fault(f"unknown activity word {word}", first)
    return word


def _conditions(reader: Reader, *, asides: bool) -> AnyOf:
    """Read `a=1, b>2 | c=3]`: commas bind tighter than bars; `asides` allows sums and `$`."""
    start, groups = reader.here, [[_condition(reader, asides=asides)]]
    while not reader.accept("]"):
        if reader.accept("|"):
            groups.append([_condition(reader, asides=asides)])
        else:
            reader.expect(",")
            groups[-1].append(_condition(reader, asides=asides))
    if len(groups) > 1 and any(each.summed for group in groups for each in group):
        raise reader.fault("a sum cannot stand beside an alternative", start)
    return tuple(tuple(group) for group in groups)


def _condition(reader: Reader, *, asides: bool) -> Condition:
    start = reader.here
    key = _detail(reader)
    summed = key == "sum" and reader.accept("(")
    if summed:
        if not asides:
            raise reader.fault("sum(…) may stand only in unless= and until=", start)
        key = _detail(reader)
        reader.expect(")")
    operator = reader.take("symbol", "a comparison")
    if operator.text not in OPERATORS:
        raise reader.fault("expected a comparison", operator)
    return Condition(key, operator.text, _value(reader, asides=asides), summed)


def _detail(reader: Reader) -> str:
    """Read the name of a detail; a point leads into one that has parts."""
    names = [reader.take("name", "the name of a detail").text]
    if reader.accept("."):
        names.append(reader.take("name", "the name of a detail").text)
    return ".".join(names)


def _value(reader: Reader, *, asides: bool) -> Value:
    token = reader.here
    if reader.accept("@"):
        return _parameter(reader)
    if reader.accept("$"):
        if not asides:
            raise reader.fault("$detail may stand only in unless= and until=", token)
        return DetailRef(reader.take("name", "the name of a detail").text)
    if token.kind == "number":
        return int(reader.take("number", "a number").text)
    if token.kind == "text":
        return reader.take("text", "a text").text.strip('"')
    name = reader.take("name", "a value").text
    return TRUTHS.get(name, name)


def _parameter(reader: Reader) -> ParameterRef:
    name = reader.take("name", "the name of a parameter").text
    if not reader.accept("["):
        return ParameterRef(name)
    token = reader.take("number", "a place in the list, from 1")
    if int(token.text) < 1:
        raise reader.fault("places in a list count from 1", token)
    reader.expect("]")
    return ParameterRef(name, int(token.text))


def _window(reader: Reader) -> Window:
    spans = [_span(reader)]
    while reader.accept("+"):
        spans.append(_span(reader))
    return tuple(spans)


def _span(reader: Reader) -> Span:
    if reader.accept("@"):
        return Span(_parameter(reader))
    number = reader.take("number", "a length of time such as 24h, 2wd or @parameter")
    if int(number.text) < 0:
        raise reader.fault("a length of time cannot be negative", number)
    unit = reader.take("name", f"a unit: {A_UNIT}")
    if unit.text not in UNITS:
        raise reader.fault(f"unknown unit {unit.text}: {A_UNIT}", unit)
    return Span(int(number.text), UNITS[unit.text])


def _kind(reader: Reader) -> Callable[[], str]:
    def one() -> str:
        token = reader.take("name", "a kind of thing")
        if token.text not in KINDS:
            raise reader.fault(f"unknown kind of thing {token.text}", token)
        return token.text

    return one


def _period(reader: Reader) -> Period:
    token = reader.take("name", "day, week or month")
    try:
        return Period(token.text)
    except ValueError:
        raise reader.fault(f"unknown period {token.text}: day, week or month", token) from None


def _only_if(reader: Reader) -> AnyOf:
    reader.expect("[")
    return _conditions(reader, asides=False)


def _projection(reader: Reader) -> tuple[str, ...]:
    return (EVERY_WORD,) if reader.accept("*") else reader.listed(lambda: _word(reader))


class _Options:
    """What stands between the braces, read into a clause."""

    def __init__(self, reader: Reader, clause: Clause) -> None:
        self.reader = reader
        self.clause = clause
        self.seen: set[str] = set()

    def read(self) -> Clause:
        start = self.reader.here
        self.reader.separated(self._one, "}")
        if {"per", "same"} <= self.seen:
            raise self.reader.fault("per= and same= do not go together", start)
        sums = [each for event in self.clause.unless for each in event.plain if each.summed]
        if sums and self.clause.template not in OBLIGING:
            raise self.reader.fault("a sum excuses only what awaits an answer", start)
        ends = [each for event in self.clause.until for each in event.plain if each.summed]
        if ends and self.clause.template in OBLIGING:
            raise self.reader.fault("a sum ends only what came before", start)
        return self.clause

    def _one(self) -> None:
        token = self.reader.take("name", "an option")
        if token.text not in OPTIONS[self.clause.template]:
            raise self.reader.fault(f"{self.clause.template.value} has no option {token.text}", token)
        if token.text in self.seen:
            raise self.reader.fault(f"option {token.text} stands twice", token)
        self.seen.add(token.text)
        self.reader.expect("=")
        self.clause = self._filled(token.text)

    def _filled(self, name: str) -> Clause:
        reader, clause = self.reader, self.clause
        readers: dict[str, Callable[[], Clause]] = {
            "same": lambda: replace(clause, same=reader.listed(_kind(reader))),
            "agree": lambda: replace(clause, agree=reader.listed(_kind(reader))),
            "if": lambda: replace(clause, only_if=_only_if(reader)),
            "within": lambda: replace(clause, within=_window(reader)),
            "after": lambda: replace(clause, after=_window(reader)),
            "from": lambda: replace(clause, counted_from=reader.take("name", "the name of a date").text),
            "by_month_end": lambda: replace(clause, by_month_end=reader.listed(lambda: _event(reader))),
            "unless": lambda: replace(clause, unless=reader.listed(_aside(reader))),
            "until": lambda: replace(clause, until=reader.listed(_aside(reader))),
            "on": lambda: replace(clause, on=_projection(reader)),
            "per": lambda: replace(clause, per=_period(reader)),
            "distinct": lambda: replace(clause, distinct=_kind(reader)()),
        }
        return readers[name]()
