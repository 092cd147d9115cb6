"""Obligations: something has happened, something else must answer it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from crm.training.frameworks.rules.facts import Fact
from crm.training.frameworks.rules.language import EVERY_WORD, Clause, Template
from crm.training.frameworks.rules.matching import Held, Key, agree, holds, is_one, keys_of
from crm.training.frameworks.rules.parameters import Parameters
from crm.training.frameworks.rules.settling import Reading, answered, excuse, seen_by, unmet
from crm.training.frameworks.rules.turns import is_in_turns, last_turn, turn_of
from crm.training.frameworks.rules.verdicts import Activation, Exhibit, Role, Standing
from crm.training.frameworks.rules.windows import base_of, earliest, latest, month_end


@dataclass
class Obligation:
    """One obligation that is still open, even if it is late."""

    held: Held
    not_before: datetime | None
    due_at: datetime | None
    base: datetime
    last_turn: int | None = None
    taken_over: bool = False
    too_early: list[Fact] = field(default_factory=list)

    @property
    def fact(self) -> Fact:
        """What has happened."""
        return self.held.fact

    def is_late(self, instant: datetime) -> bool:
        """Tell whether the time to answer has passed."""
        return self.due_at is not None and instant > self.due_at

    def is_past(self, fact: Fact) -> bool:
        """Tell whether a record shows that the talk went on beyond the last turn in which to answer."""
        turn = turn_of(fact)
        return self.last_turn is not None and turn is not None and turn > self.last_turn

    def unmet(self, standing: Standing, *why: Exhibit) -> Activation:
        """State it as it stands without an answer in time."""
        early = [Exhibit(Role.OUT_OF_TIME, fact.word, fact) for fact in self.too_early]
        return unmet(self.fact, [*early, *why], standing, self.due_at, taken_over=self.taken_over)


class Obligations:
    """Response, AlternateResponse, ChainResponse and RespondedExistence."""

    def __init__(self, clause: Clause) -> None:
        """Want the clause's second activity after (or, for RespondedExistence, around) its first."""
        self.clause = clause
        self.words = clause.words
        self.cause, self.answer = clause.events
        self.settled: list[Activation] = []
        self.obligations: defaultdict[Key, list[Obligation]] = defaultdict(list)
        self.answers: defaultdict[Key, list[Fact]] = defaultdict(list)
        self.excuses: defaultdict[Key, list[Fact]] = defaultdict(list)

    def feed(self, fact: Fact, parameters: Parameters) -> None:
        """Take one more record: as an answer, as an excuse, then as a cause."""
        for key in keys_of(fact, self.clause.same):
            if self.obligations.get(key):
                self.obligations[key] = [
                    each for each in self.obligations[key] if not self._is_closed(each, fact, parameters)
                ]
            if is_one(fact, self.cause, parameters):
                self._open(fact, key, parameters)
            self._remember(fact, key, parameters)

    def take_over(self, opening: Fact, parameters: Parameters) -> None:
        """Forget what was settled; what is open is due within its window from the opening on."""
        self.settled.clear()
        for obligation in (each for open_ones in self.obligations.values() for each in open_ones):
            obligation.taken_over = True
            obligation.base = max(base_of(obligation.fact, self.clause.counted_from), opening.happened_at)
            obligation.due_at = self._due(obligation.base, parameters)

    def resettle(self, change: Fact, parameters: Parameters) -> None:
        """Procedures have changed: what is open and not late follows them; nothing becomes late by the change."""
        for obligation in (each for open_ones in self.obligations.values() for each in open_ones):
            due_at = self._due(obligation.base, parameters)
            if obligation.is_late(change.happened_at) or (due_at is not None and due_at < change.happened_at):
                continue
            obligation.due_at = due_at
            obligation.not_before = self._not_before(obligation.fact, parameters)

    def activations(self, reading: Reading) -> list[Activation]:
        """Return all occasions; an open one is violated once its time has passed."""
        found = [each for each in self.settled if seen_by(each, reading.subject)]
        missing = Exhibit(Role.MISSING, self.answer.word)
        for obligation in (each for open_ones in self.obligations.values() for each in open_ones):
            standing = Standing.VIOLATED if obligation.is_late(reading.now) else Standing.PENDING
            found.append(obligation.unmet(standing, missing))
        return found

    def _open(self, fact: Fact, key: Key, parameters: Parameters) -> None:
        if not holds(self.clause.only_if, fact, parameters):
            return
        if excuse(self.clause, self.excuses[key], fact, parameters):
            return
        base, turn = base_of(fact, self.clause.counted_from), last_turn(fact, parameters.lengths(self.clause.within))
        obligation = Obligation(Held(fact), self._not_before(fact, parameters), self._due(base, parameters), base, turn)
        earlier = self._earlier_answer(fact, key, parameters)
        if earlier:
            self._settle(answered(fact, earlier, obligation.due_at, taken_over=False))
        else:
            self.obligations[key].append(obligation)

    def _not_before(self, fact: Fact, parameters: Parameters) -> datetime | None:
        if not self.clause.after:
            return None
        return earliest(base_of(fact, self.clause.counted_from), parameters.lengths(self.clause.after))

    def _due(self, base: datetime, parameters: Parameters) -> datetime | None:
        lengths = parameters.lengths(self.clause.within)
        return latest(base, lengths) if lengths and not is_in_turns(lengths) else None

    def _earlier_answer(self, fact: Fact, key: Key, parameters: Parameters) -> Fact | None:
        for answer in reversed(self.answers[key]):
            due_at = self._due(answer.happened_at, parameters)
            if agree(answer, fact, self.clause.agree) and (due_at is None or fact.happened_at <= due_at):
                return answer
        return None

    def _is_closed(self, obligation: Obligation, fact: Fact, parameters: Parameters) -> bool:
        if not agree(obligation.fact, fact, self.clause.agree):
            return False
        if is_one(fact, self.answer, parameters):
            return self._is_answered(obligation, fact, parameters)
        if obligation.held.is_met_by(self.clause.unless, fact, parameters):
            return self._is_released(obligation, fact)
        if self._cuts_off(obligation, fact, parameters):
            self.settled.append(
                obligation.unmet(
                    Standing.VIOLATED,
                    Exhibit(Role.OBSTACLE, fact.word, fact),
                    Exhibit(Role.MISSING, self.answer.word),
                )
            )
            return True
        return False

    def _is_answered(self, obligation: Obligation, fact: Fact, parameters: Parameters) -> bool:
        if obligation.not_before and fact.happened_at < obligation.not_before:
            obligation.too_early.append(fact)
            return False
        due_at = self._last_day(obligation, fact, parameters)
        if obligation.is_past(fact) or (due_at is not None and fact.happened_at > due_at):
            self.settled.append(obligation.unmet(Standing.VIOLATED, Exhibit(Role.OUT_OF_TIME, fact.word, fact)))
            return True
        self._settle(answered(obligation.fact, fact, due_at, taken_over=obligation.taken_over))
        return True

    def _last_day(self, obligation: Obligation, fact: Fact, parameters: Parameters) -> datetime | None:
        """Return until when this answer is in time: its obligation's end, or the end of the month if that is later."""
        if obligation.due_at and any(is_one(fact, each, parameters) for each in self.clause.by_month_end):
            return max(obligation.due_at, month_end(obligation.base))
        return obligation.due_at

    def _is_released(self, obligation: Obligation, fact: Fact) -> bool:
        """What comes too late excuses nothing, but it ends the wait."""
        if obligation.is_late(fact.happened_at):
            missing = Exhibit(Role.MISSING, self.answer.word)
            late = Exhibit(Role.EXCUSE, fact.word, fact)
            self.settled.append(obligation.unmet(Standing.VIOLATED, late, missing))
        return True

    def _cuts_off(self, obligation: Obligation, fact: Fact, parameters: Parameters) -> bool:
        if obligation.is_past(fact) or any(is_one(fact, each, parameters) for each in self.clause.until):
            return True
        if self.clause.template is Template.ALTERNATE_RESPONSE:
            return is_one(fact, self.cause, parameters)
        if self.clause.template is not Template.CHAIN_RESPONSE:
            return False
        is_projected = fact.word in self.clause.on or EVERY_WORD in self.clause.on
        return is_projected or is_one(fact, self.cause, parameters)

    def _remember(self, fact: Fact, key: Key, parameters: Parameters) -> None:
        if any(event.word == fact.word for event in self.clause.unless):
            self.excuses[key].append(fact)
        if self.clause.template is Template.RESPONDED_EXISTENCE and is_one(fact, self.answer, parameters):
            if not self.clause.agree:
                self.answers[key].clear()
            self.answers[key].append(fact)

    def _settle(self, activation: Activation | None) -> None:
        if activation:
            self.settled.append(activation)
