"""A rule said in plain French, with the procedures in force."""

from __future__ import annotations

from crm.training.frameworks.rules.language import (
    EVERY_WORD,
    AnyOf,
    Clause,
    Condition,
    DetailRef,
    Event,
    ParameterRef,
    Period,
    Template,
    Window,
)
from crm.training.frameworks.rules.parameters import Lengths, Parameters
from crm.training.frameworks.rules.phrases.acts import french
from crm.training.frameworks.rules.phrases.joining import SPACE, elided, joined, kinds, lengths, other, short, those
from crm.training.frameworks.rules.phrases.phrase import Phrase
from crm.training.frameworks.rules.phrases.qualities import PROCEDURE, QUALITIES_FRENCH
from crm.training.frameworks.rules.phrases.things import DATES_FRENCH, SUMS_FRENCH
from crm.training.frameworks.rules.templates import simple_clauses
from crm.training.frameworks.rules.turns import is_in_turns

OPERATORS = {"=": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥"}
TRUTHS = {True: "oui", False: "non"}
PERIODS = {Period.DAY: "par jour", Period.WEEK: "par semaine", Period.MONTH: "par mois"}


def french_sentence(clause: Clause, parameters: Parameters) -> str:
    """Say one clause: one sentence, two for a composite template."""
    if clause.template is Template.NOT_CO_EXISTENCE:
        return _finished(_Sentence(clause, parameters).never_both())
    parts = [_Sentence(each, parameters).text() for each in simple_clauses(clause)]
    return " ".join(_finished(each) for each in parts)


def _finished(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


class _Sentence:
    """One simple clause on its way to a sentence."""

    def __init__(self, clause: Clause, parameters: Parameters) -> None:
        self.clause = clause
        self.parameters = parameters
        self.first = clause.events[0]
        self.last = clause.events[-1]

    def text(self) -> str:
        """Say it according to its template."""
        says = {
            Template.EXISTENCE: self._often,
            Template.EXACTLY: self._often,
            Template.ABSENCE: self._never,
            Template.INIT: self._begin,
            Template.RESPONDED_EXISTENCE: self._around,
            Template.RESPONSE: self._after,
            Template.ALTERNATE_RESPONSE: self._after,
            Template.CHAIN_RESPONSE: self._after,
            Template.PRECEDENCE: self._before,
            Template.ALTERNATE_PRECEDENCE: self._before,
            Template.CHAIN_PRECEDENCE: self._before,
            Template.NOT_SUCCESSION: self._not_after,
            Template.NOT_CHAIN_SUCCESSION: self._not_after,
        }
        return says[self.clause.template]()

    def never_both(self) -> str:
        """Say that two activities exclude each other."""
        one, other = self._named("a", self.first), self._named("a", self.last)
        return f"{self._lead()}{one} et {other} s’excluent{self._near()}{self._unless()}"

    def _often(self) -> str:
        phrase = french(self.first.word)
        how = "exactement" if self.clause.template is Template.EXACTLY else "au moins"
        per = f" {PERIODS[self.clause.per]}" if self.clause.per else ""
        # A count of things is said with "chaque fois pour", which needs no plural.
        distinct = f", chaque fois pour {other(self.clause.distinct)}" if self.clause.distinct else ""
        subject = f"{phrase.a}{self._qualities(self.first.conditions)}"
        times = f"{how} {self.clause.count}{SPACE}fois"
        return f"{self._lead()}{subject} est {phrase.done} {times}{per}{distinct}{self._only_if()}"

    def _never(self) -> str:
        phrase = french(self.first.word)
        subject = f"{phrase.no}{self._qualities(self.first.conditions)}"
        belonging = f" pour {those(self.clause.same)}" if self.clause.same and self.clause.unless else ""
        return f"{subject} n’est {phrase.done}{self._only_if()}{self._unless(belonging)}"

    def _begin(self) -> str:
        return f"{self._lead()}{self._named('a', self.first)} vient en premier{self._between()}"

    def _around(self) -> str:
        phrase = french(self.last.word)
        answer = f"{phrase.the}{self._qualities(self.last.conditions)} est {phrase.done}"
        cause = self._named("every", self.first) + self._only_if()
        return f"{self._lead()}à {cause}, {answer}, avant ou après{self._near()}{self._unless()}"

    def _after(self) -> str:
        phrase = french(self.last.word)
        done = f"{phrase.done}{self._until_when()}{self._by_month_end()}{self._alternately()}{self._before_it_ends()}"
        if self._is_same_thing():
            return f"{self._named('every', self.first)}{self._only_if()} est ensuite {done}{self._unless()}"
        answer = phrase.another if self.first == self.last else phrase.the + self._qualities(self.last.conditions)
        just = "juste " if self.clause.template is Template.CHAIN_RESPONSE else ""
        cause = self._named("every", self.first) + self._only_if()
        return f"{self._lead()}{just}après {cause}, {answer} est {done}{self._unless()}"

    def _before(self) -> str:
        phrase = french(self.first.word)
        subject = f"{phrase.the}{self._qualities(self.first.conditions)}"
        act = self._named("any" if self.clause.template is Template.PRECEDENCE else "every", self.last)
        verb = "a été" if self.clause.template is Template.PRECEDENCE else "est"
        just = " juste" if self.clause.template is Template.CHAIN_PRECEDENCE else ""
        condition = f"{self._only_if()}{self._since_when()}{self._ended()}{self._between()}{self._unless()}"
        return f"{self._lead()}{subject} {verb} {phrase.done}{just} avant {act}{condition}"

    def _not_after(self) -> str:
        phrase = french(self.last.word)
        just = "juste " if self.clause.template is Template.NOT_CHAIN_SUCCESSION else ""
        subject = f"{phrase.no}{self._qualities(self.last.conditions)}"
        act = f"{subject} n’est {phrase.done}{self._only_if()}"
        within = f" pendant {lengths(self._within())}" if self.clause.within else ""
        cause = self._named("a", self.first)
        return f"{self._lead()}{just}après {cause}, {act}{within}{self._as_long_as()}{self._between()}{self._unless()}"

    def _is_same_thing(self) -> bool:
        """Whether it is one thing that undergoes both, as an order recorded then handed over."""
        same_noun = french(self.first.word).noun == french(self.last.word).noun
        is_plain = not self.last.conditions and self.clause.template is Template.RESPONSE
        return same_noun and is_plain and len(self.clause.same) == 1 and not self.clause.agree

    def _named(self, form: str, event: Event) -> str:
        phrase = french(event.word)
        articled = {"a": phrase.a, "any": phrase.any, "every": phrase.every}[form]
        return f"{articled}{self._qualities(event.conditions)} {phrase.done}"

    def _lead(self) -> str:
        return f"pour {kinds(self.clause.same)}{self._agreeing()}, " if self.clause.same else ""

    def _agreeing(self) -> str:
        if not self.clause.agree:
            return ""
        return f" ({joined([short(kind) for kind in self.clause.agree], 'et')} si c’est précisé)"

    def _only_if(self) -> str:
        return self._qualities(self.clause.only_if)

    def _unless(self, belonging: str = "") -> str:
        if not self.clause.unless:
            return ""
        first, *others = self.clause.unless
        reasons = [self._happened(first), *[self._named("a", event) for event in others]]
        belonging += self._agreeing() if belonging else ""
        return f", sauf {elided(joined(reasons, 'ou'))}{belonging}"

    def _ended(self) -> str:
        ends = [f", et {self._not_happened(event)} entre-temps" for event in self.clause.until]
        return "".join(ends)

    def _before_it_ends(self) -> str:
        """Say what an answer must come before."""
        ends = [f"avant {self._named('any', event)}" for event in self.clause.until]
        return f" {joined(ends, 'et')}" if ends else ""

    def _as_long_as(self) -> str:
        ends = [self._not_happened(event) for event in self.clause.until]
        return f", tant qu’{joined(ends, 'et qu’')}".replace("et qu’ ", "et qu’") if ends else ""

    def _happened(self, event: Event) -> str:
        phrase, subject = french(event.word), french(self.last.word)
        if phrase.noun == subject.noun and not event.conditions:
            return f"{phrase.it} a déjà été {phrase.done}"
        return f"{phrase.a}{self._qualities(event.conditions)} a déjà été {phrase.done}"

    def _not_happened(self, event: Event) -> str:
        phrase = french(event.word)
        return f"{phrase.no}{self._qualities(event.conditions)} n’a été {phrase.done}"

    def _alternately(self) -> str:
        if self.clause.template is Template.ALTERNATE_RESPONSE:
            phrase: Phrase = french(self.first.word)
            return f", avant {phrase.any}{self._qualities(self.first.conditions)} {phrase.done} à nouveau"
        return self._between() if self.clause.template is Template.CHAIN_RESPONSE else ""

    def _between(self) -> str:
        if not self.clause.on:
            return ""
        if EVERY_WORD in self.clause.on:
            return " (tous les enregistrements comptent)"
        acts = [f"{french(word).noun} {french(word).done}" for word in self.clause.on]
        return f" (comptent aussi\u00a0: {', '.join(acts)})"

    def _within(self) -> Lengths:
        return self.parameters.lengths(self.clause.within)

    def _since_when(self) -> str:
        """Say how old what came before may and must be."""
        start = DATES_FRENCH.get(self.clause.counted_from or "")
        after, within = self._window(self.clause.after), self._window(self.clause.within)
        least = f", au moins {after} {f'après {start}' if start else 'plus tôt'}" if after else ""
        most = f", au plus {within} après {start}" if start else f", depuis moins de {within}"
        most = f", au plus {within} plus tôt" if self._is_in_turns() else most
        return least + (most if within else "")

    def _until_when(self) -> str:
        """Say between when and when the answer must come."""
        start = f" après {DATES_FRENCH.get(self.clause.counted_from, 'la date')}" if self.clause.counted_from else ""
        within, after = self._window(self.clause.within), self._window(self.clause.after)
        if within and after:
            number = after.removesuffix(within.lstrip("0123456789"))
            return f" entre {number} et {within}{start or ' plus tard'}"
        if after:
            return f" au moins {after}{start or ' plus tard'}"
        if self._is_in_turns():
            return f" au plus {within} plus tard"
        return f" {'au plus tard' if start else 'sous'} {within}{start}" if within else ""

    def _by_month_end(self) -> str:
        """Say which answers have until the end of the month."""
        kinds = [f"{french(each.word).noun}{self._qualities(each.conditions)}" for each in self.clause.by_month_end]
        return f" ({joined(kinds, 'ou')}\u00a0: au plus tard à la fin du mois)" if kinds else ""

    def _is_in_turns(self) -> bool:
        return is_in_turns(self._within())

    def _near(self) -> str:
        within = self._window(self.clause.within)
        return f", à {within} près" if within else ""

    def _window(self, window: Window) -> str:
        return lengths(self.parameters.lengths(window))

    def _qualities(self, conditions: AnyOf) -> str:
        groups = [joined([self._quality(each) for each in group], "et") for group in conditions]
        return f" {joined(groups, 'ou')}" if groups else ""

    def _quality(self, condition: Condition) -> str:
        value = condition.value
        if isinstance(value, DetailRef):
            return SUMS_FRENCH.get(value.name) or self._bare(condition, value.name)
        if isinstance(value, ParameterRef):
            shown, known = self.parameters.shown(value, language="fr"), (condition.key, condition.operator, PROCEDURE)
            return QUALITIES_FRENCH.get(known, "").format(shown) or self._bare(condition, shown)
        return QUALITIES_FRENCH.get((condition.key, condition.operator, value)) or self._bare(condition, value)

    def _bare(self, condition: Condition, value: str | int) -> str:
        shown = TRUTHS[value] if isinstance(value, bool) else value
        total = "total de " if condition.summed else ""
        return f"({total}{condition.key} {OPERATORS[condition.operator]} {shown})"
