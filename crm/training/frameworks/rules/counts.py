"""Activities that must happen so many times (Existence, Exactly)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from crm.training.frameworks.rules.facts import Fact
from crm.training.frameworks.rules.language import Clause, Period, Template
from crm.training.frameworks.rules.matching import Key, holds, is_one, keys_of
from crm.training.frameworks.rules.parameters import Parameters
from crm.training.frameworks.rules.settling import Reading
from crm.training.frameworks.rules.verdicts import Activation, Exhibit, Role, Standing
from crm.training.frameworks.rules.windows import end_of, first_day, periods


@dataclass(frozen=True)
class Tally:
    """The records that count together, and when the count ends (None = never)."""

    facts: tuple[Fact, ...]
    ends_at: datetime | None = None


class Tallies:
    """Each correlation, or each period since the start, is one occasion; of a log with no such record, none."""

    def __init__(self, clause: Clause) -> None:
        """Count the clause's activity."""
        self.clause = clause
        self.words = clause.words
        (self.counted,) = clause.events
        self.found: defaultdict[Key, list[Fact]] = defaultdict(list)

    def feed(self, fact: Fact, parameters: Parameters) -> None:
        """Take one more record."""
        if is_one(fact, self.counted, parameters) and holds(self.clause.only_if, fact, parameters):
            for key in keys_of(fact, self.clause.same):
                self.found[key].append(fact)

    def take_over(self, opening: Fact, parameters: Parameters) -> None:
        """Count from the exercise on."""
        self.found.clear()

    def activations(self, reading: Reading) -> list[Activation]:
        """Return one occasion for each tally; a person's own records count for them."""
        return [self._activation(tally, reading) for tally in self._tallies(reading)]

    def _tallies(self, reading: Reading) -> Iterator[Tally]:
        for facts in self.found.values():
            own = tuple(each for each in facts if reading.subject in {None, each.person})
            if own and not self.clause.per:
                yield Tally(own)
        if self.clause.per and reading.since:
            yield from self._by_period(self.clause.per, reading.since, reading)

    def _by_period(self, per: Period, since: datetime, reading: Reading) -> Iterator[Tally]:
        own = [each for each in self.found[()] if reading.subject in {None, each.person}]
        for day in periods(since, reading.now, per):
            facts = tuple(each for each in own if first_day(each.happened_at, per) == day)
            yield Tally(facts, end_of(day, per))

    def _activation(self, tally: Tally, reading: Reading) -> Activation:
        standing = self._standing(tally, reading)
        roles = [Role.OCCASION, *[Role.ANSWER] * len(tally.facts)]
        exhibits = [Exhibit(role, fact.word, fact) for role, fact in zip(roles, tally.facts, strict=False)]
        if self._number(tally.facts) < self.clause.count:
            exhibits.append(Exhibit(Role.MISSING, self.counted.word))
        people = {fact.person for fact in tally.facts if fact.person is not None}
        person = reading.subject if reading.subject is not None or len(people) != 1 else next(iter(people))
        return Activation(standing, tuple(exhibits), person, team=len(people) > 1, due_at=tally.ends_at)

    def _number(self, facts: tuple[Fact, ...]) -> int:
        if not self.clause.distinct:
            return len(facts)
        return len({number for fact in facts for number in fact.ids(self.clause.distinct)})

    def _standing(self, tally: Tally, reading: Reading) -> Standing:
        number = self._number(tally.facts)
        if number > self.clause.count and self.clause.template is Template.EXACTLY:
            return Standing.VIOLATED
        if number >= self.clause.count:
            return Standing.SATISFIED
        is_over = tally.ends_at is not None and tally.ends_at < reading.now
        return Standing.VIOLATED if is_over else Standing.PENDING
