"""Acts judged by what came before them: what must precede, what must not, what must never be."""

from __future__ import annotations

from collections import defaultdict

from crm.training.frameworks.rules.facts import Fact
from crm.training.frameworks.rules.language import CHAINED, EVERY_WORD, Clause, Template
from crm.training.frameworks.rules.matching import Held, Key, agree, holds, is_one, keys_of, says
from crm.training.frameworks.rules.parameters import Parameters
from crm.training.frameworks.rules.settling import Reading, act, excuse, seen_by
from crm.training.frameworks.rules.turns import is_in_turns, last_turn, turn_of
from crm.training.frameworks.rules.verdicts import Activation, Exhibit, Role
from crm.training.frameworks.rules.windows import base_of, earliest, latest

FORBIDDING = frozenset({Template.NOT_SUCCESSION, Template.NOT_CHAIN_SUCCESSION})


class Acts:
    """Each act of a person is an occasion, settled at once.

    Precedence, AlternatePrecedence and ChainPrecedence want something before
    it; NotSuccession and NotChainSuccession forbid something before it.
    """

    def __init__(self, clause: Clause) -> None:
        """Judge the second activity of a clause by its first."""
        self.clause = clause
        self.words = clause.words
        self.before, self.act = clause.events
        self.settled: list[Activation] = []
        self.befores: defaultdict[Key, list[Held]] = defaultdict(list)
        self.excuses: defaultdict[Key, list[Fact]] = defaultdict(list)
        self.is_chained = clause.template in CHAINED
        self.keeps_all = bool(clause.after or clause.agree or clause.until)

    def feed(self, fact: Fact, parameters: Parameters) -> None:
        """Take one more record: first as an act, then as something to remember."""
        for key in keys_of(fact, self.clause.same):
            if is_one(fact, self.act, parameters):
                self._judge(fact, key, parameters)
            self._remember(fact, key, parameters)

    def take_over(self, opening: Fact, parameters: Parameters) -> None:
        """Forget what was settled before the exercise; what happened is still known."""
        self.settled.clear()

    def activations(self, reading: Reading) -> list[Activation]:
        """Return all occasions; time changes none."""
        return [each for each in self.settled if seen_by(each, reading.subject)]

    def _judge(self, fact: Fact, key: Key, parameters: Parameters) -> None:
        if fact.person is not None and holds(self.clause.only_if, fact, parameters):
            self.settled.append(self._settled(fact, key, parameters))
        if self.clause.template is Template.ALTERNATE_PRECEDENCE:
            self.befores[key] = [held for held in self.befores[key] if not self._belong(held, fact)]

    def _settled(self, fact: Fact, key: Key, parameters: Parameters) -> Activation:
        found = [held.fact for held in self.befores[key] if self._belong(held, fact)]
        timely = [before for before in found if self._is_timely(before, fact, parameters)]
        excused_by = excuse(self.clause, self.excuses[key], fact, parameters)
        if self.clause.template in FORBIDDING:
            obstacle = [Exhibit(Role.OBSTACLE, each.word, each) for each in timely[-1:]]
            return act(fact, obstacle, is_fault=bool(timely), excused_by=excused_by)
        if timely:
            return act(fact, [Exhibit(Role.BEFORE, timely[-1].word, timely[-1])], is_fault=False)
        stale = [Exhibit(Role.OUT_OF_TIME, each.word, each) for each in found[-1:]]
        missing = [] if excused_by else [Exhibit(Role.MISSING, self.before.word)]
        return act(fact, [*stale, *missing], is_fault=True, excused_by=excused_by)

    def _belong(self, held: Held, fact: Fact) -> bool:
        return agree(held.fact, fact, self.clause.agree)

    def _is_timely(self, before: Fact, fact: Fact, parameters: Parameters) -> bool:
        base = base_of(before, self.clause.counted_from)
        if self.clause.after and fact.happened_at < earliest(base, parameters.lengths(self.clause.after)):
            return False
        lengths = parameters.lengths(self.clause.within)
        if is_in_turns(lengths):
            last, turn = last_turn(before, lengths), turn_of(fact)
            return last is None or turn is None or turn <= last
        return not lengths or fact.happened_at <= latest(base, lengths)

    def _remember(self, fact: Fact, key: Key, parameters: Parameters) -> None:
        if any(event.word == fact.word for event in self.clause.unless):
            self.excuses[key].append(fact)
        if self.clause.until:
            self.befores[key] = [held for held in self.befores[key] if not self._is_ended(held, fact, parameters)]
        if is_one(fact, self.before, parameters):
            if not self.keeps_all:
                self.befores[key].clear()
            self.befores[key].append(Held(fact))
        elif self.is_chained and self._is_between(fact, parameters):
            self.befores[key].clear()

    def _is_ended(self, held: Held, fact: Fact, parameters: Parameters) -> bool:
        return self._belong(held, fact) and held.is_met_by(self.clause.until, fact, parameters)

    def _is_between(self, fact: Fact, parameters: Parameters) -> bool:
        return fact.word in self.clause.on or EVERY_WORD in self.clause.on or is_one(fact, self.act, parameters)


class Abstentions:
    """Each act of a person that might have been the forbidden one is an occasion (Absence)."""

    def __init__(self, clause: Clause) -> None:
        """Judge each record of the clause's word by the clause's conditions."""
        self.clause = clause
        self.words = clause.words
        (self.forbidden,) = clause.events
        self.settled: list[Activation] = []
        self.excuses: defaultdict[Key, list[Fact]] = defaultdict(list)

    def feed(self, fact: Fact, parameters: Parameters) -> None:
        """Take one more record."""
        for key in keys_of(fact, self.clause.same):
            if self._is_occasion(fact, parameters):
                is_fault = holds(self.forbidden.conditions, fact, parameters)
                excused_by = excuse(self.clause, self.excuses[key], fact, parameters)
                self.settled.append(act(fact, [], is_fault=is_fault, excused_by=excused_by))
            if any(event.word == fact.word for event in self.clause.unless):
                self.excuses[key].append(fact)

    def take_over(self, opening: Fact, parameters: Parameters) -> None:
        """Forget what was settled before the exercise."""
        self.settled.clear()

    def activations(self, reading: Reading) -> list[Activation]:
        """Return all occasions; time changes none."""
        return [each for each in self.settled if seen_by(each, reading.subject)]

    def _is_occasion(self, fact: Fact, parameters: Parameters) -> bool:
        """A record that does not say what the conditions ask about proves nothing."""
        is_act = fact.word == self.forbidden.word and fact.person is not None
        return is_act and says(fact, self.forbidden.conditions) and holds(self.clause.only_if, fact, parameters)


class Beginnings:
    """The first record of each projected log is an occasion, if a person made it (Init)."""

    def __init__(self, clause: Clause) -> None:
        """Look for the clause's activity at the start."""
        self.clause = clause
        self.words = clause.words
        (self.wanted,) = clause.events
        self.settled: list[Activation] = []
        self.begun: set[Key] = set()

    def feed(self, fact: Fact, parameters: Parameters) -> None:
        """Take one more record; only the first of each correlation matters."""
        for key in keys_of(fact, self.clause.same):
            if key in self.begun:
                continue
            self.begun.add(key)
            is_fault = not is_one(fact, self.wanted, parameters)
            missing = [Exhibit(Role.MISSING, self.wanted.word)] if is_fault else []
            if fact.person is not None:
                self.settled.append(act(fact, missing, is_fault=is_fault))

    def take_over(self, opening: Fact, parameters: Parameters) -> None:
        """Forget what was settled before the exercise."""
        self.settled.clear()

    def activations(self, reading: Reading) -> list[Activation]:
        """Return all occasions; time changes none."""
        return [each for each in self.settled if seen_by(each, reading.subject)]
