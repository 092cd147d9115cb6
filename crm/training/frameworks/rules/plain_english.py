"""A rule said in plain English, with the procedures in force."""

from __future__ import annotations

from collections.abc import Sequence

from crm.training.frameworks.rules.language import (
    EVERY_WORD,
    OBLIGING,
    AnyOf,
    Clause,
    Condition,
    DetailRef,
    Event,
    ParameterRef,
    Template,
    Unit,
    Window,
)
from crm.training.frameworks.rules.parameters import Parameters
from crm.training.frameworks.rules.phrases.acts import english
from crm.training.frameworks.rules.phrases.qualities import PROCEDURE, QUALITIES_ENGLISH
from crm.training.frameworks.rules.phrases.things import DATES_ENGLISH, KINDS_ENGLISH, SUMS_ENGLISH
from crm.training.frameworks.rules.templates import simple_clauses
from crm.training.frameworks.rules.windows import working_days

UNITS = {Unit.HOURS: "hour", Unit.DAYS: "day", Unit.WORKING_DAYS: "working day", Unit.TURNS: "turn"}


def english_sentence(clause: Clause, parameters: Parameters) -> str:
    """Say one clause: one sentence, two for a composite template."""
    parts = [_Sentence(each, parameters).text() for each in simple_clauses(clause)]
    return " ".join(f"{each[0].upper()}{each[1:]}." for each in parts)


class _Sentence:
    """One simple clause on its way to a sentence."""

    def __init__(self, clause: Clause, parameters: Parameters) -> None:
        self.clause = clause
        self.parameters = parameters

    def text(self) -> str:
        """Say it according to its template."""
        if self.clause.template in {Template.EXISTENCE, Template.EXACTLY}:
            return f"{self._lead()}{_article(self.clause.events[0])} {self._often()}{self._tail()}"
        if self.clause.template is Template.ABSENCE:
            return f"no {self._done(self.clause.events[0], 'is')}{self._tail()}" + self._belonging()
        return self._lead() + self._core() + self._tail()

    def _often(self) -> str:
        clause = self.clause
        how = "exactly" if clause.template is Template.EXACTLY else "at least"
        per = f" per {clause.per.value}" if clause.per else ""
        distinct = f", each for another {_kind(clause.distinct)}" if clause.distinct else ""
        times = f"{clause.count} time{'s' if clause.count > 1 else ''}"
        return f"{self._done(clause.events[0], 'is')} {how} {times}{per}{distinct}"

    def _core(self) -> str:
        one, other = self.clause.events[0], self.clause.events[-1]
        a_cause, an_act = f"{_article(one)} {self._done(one, 'is')}", f"{_article(other)} {self._done(other, 'is')}"
        one_more = one == other and self.clause.template is Template.RESPONSE
        cause, answer = f"the {self._done(one, 'is')}", f"{'another' if one_more else 'the'} {self._done(other, 'is')}"
        was = f"the {self._done(one, 'was')}"
        later, earlier = self._later(), self._earlier()
        return {
            Template.INIT: f"{answer} before anything else",
            Template.RESPONDED_EXISTENCE: f"whenever {a_cause}, {answer}, before or after{later}",
            Template.RESPONSE: f"after {a_cause}, {answer}{later}",
            Template.ALTERNATE_RESPONSE: f"after {a_cause}, {answer} before the next time{later}",
            Template.CHAIN_RESPONSE: f"right after {a_cause}, {answer}{later}",
            Template.PRECEDENCE: f"before {an_act}, {was}{earlier}",
            Template.ALTERNATE_PRECEDENCE: f"each time before {an_act}, {cause}{earlier}",
            Template.CHAIN_PRECEDENCE: f"right before {an_act}, {cause}{earlier}",
            Template.NOT_SUCCESSION: f"after {a_cause}, no {self._done(other, 'is')}{later}",
            Template.NOT_CHAIN_SUCCESSION: f"right after {a_cause}, no {self._done(other, 'is')}{later}",
        }[self.clause.template]

    def _later(self) -> str:
        start = DATES_ENGLISH.get(self.clause.counted_from or "", "")
        within, after = self._window(self.clause.within), self._window(self.clause.after)
        times = [f"at least {after} {f'after {start}' if start else 'later'}"] if after else []
        times += [f"within {within}{f' of {start}' if start else ''}"] if within else []
        ends = [f"{english(each.word)[0]}{self._qualities(each.conditions)}" for each in self.clause.by_month_end]
        month = f" ({' or '.join(ends)}: by the end of the month)" if ends else ""
        return (f", {' and '.join(times)}" if times else "") + month

    def _earlier(self) -> str:
        start = DATES_ENGLISH.get(self.clause.counted_from or "", "")
        within, after = self._window(self.clause.within), self._window(self.clause.after)
        times = [f"at least {after} {f'after {start}' if start else 'earlier'}"] if after else []
        times += [f"not more than {within} {f'after {start}' if start else 'earlier'}"] if within else []
        return f", {' and '.join(times)}" if times else ""

    def _done(self, event: Event, verb: str) -> str:
        thing, done = english(event.word)
        return f"{thing}{self._qualities(event.conditions)} {verb} {done}"

    def _lead(self) -> str:
        if not self.clause.same:
            return ""
        agree = f" ({_named(self.clause.agree)} if given)" if self.clause.agree else ""
        return f"for {_named(self.clause.same)}{agree}, "

    def _belonging(self) -> str:
        return f", for {_named(self.clause.same)}" if self.clause.same else ""

    def _tail(self) -> str:
        clause = self.clause
        only_if = f", if{self._qualities(clause.only_if)}" if clause.only_if else ""
        until = self._until()
        unless = f", unless {self._either(clause.unless)}" if clause.unless else ""
        between = ""
        if clause.on:
            words = [" ".join(english(word)) for word in clause.on if word != EVERY_WORD]
            between = f" (also counting: {', '.join(words)})" if words else " (all records count)"
        return f"{only_if}{until}{between}{unless}"

    def _until(self) -> str:
        """Say what an answer must come before, or what must not have come in between."""
        if self.clause.template in OBLIGING:
            ends = [f"{_article(event)} {self._done(event, 'is')}" for event in self.clause.until]
            return f", before {' or '.join(ends)}" if ends else ""
        ends = [f"no {self._done(event, 'was')}" for event in self.clause.until]
        return f", and {' and '.join(ends)} in between" if ends else ""

    def _either(self, events: Sequence[Event]) -> str:
        return " or ".join(f"{_article(event)} {self._done(event, 'was')}" for event in events)

    def _window(self, window: Window) -> str:
        sums: dict[Unit, int] = {}
        for count, unit in self.parameters.lengths(window):
            is_hours = unit is Unit.WORKING_HOURS
            said = Unit.WORKING_DAYS if is_hours else unit
            sums[said] = sums.get(said, 0) + (working_days(count) if is_hours else count)
        return " and ".join(f"{count} {UNITS[unit]}{'s' if count > 1 else ''}" for unit, count in sums.items())

    def _qualities(self, conditions: AnyOf) -> str:
        groups = [" and ".join(self._quality(each) for each in group) for group in conditions]
        return f" {' or '.join(groups)}" if groups else ""

    def _quality(self, condition: Condition) -> str:
        value = condition.value
        if isinstance(value, DetailRef):
            return SUMS_ENGLISH.get(value.name) or self._bare(condition, value.name)
        if isinstance(value, ParameterRef):
            shown, words = self.parameters.shown(value, language="en"), (condition.key, condition.operator, PROCEDURE)
            return QUALITIES_ENGLISH.get(words, "").format(shown) or self._bare(condition, shown)
        known = QUALITIES_ENGLISH.get((condition.key, condition.operator, value))
        return known or self._bare(condition, str(value).lower() if isinstance(value, bool) else value)

    def _bare(self, condition: Condition, value: str | int) -> str:
        total = "total " if condition.summed else ""
        return f"({total}{condition.key} {condition.operator} {value})"


def _article(event: Event) -> str:
    return "an" if english(event.word)[0][0] in "aeiou" else "a"


def _kind(kind: str) -> str:
    return KINDS_ENGLISH.get(kind, kind.replace("_", " "))


def _named(kinds: Sequence[str]) -> str:
    return " and ".join(f"the same {_kind(kind)}" for kind in kinds)
