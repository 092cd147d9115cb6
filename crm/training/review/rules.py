"""Pure readings of who is at work, and the pseudonym under which evidence travels."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from crm.kernel.choices import Labelled
from crm.kernel.clock import local_date
from crm.kernel.errors import N_
from crm.training.frameworks.rules.facts import Fact, Thing

ACTIVE_FOR = timedelta(minutes=5)
STUCK_AFTER = timedelta(minutes=15)
PSEUDONYM_LENGTH = 8


class Presence(Labelled):
    """How a learner is at work; the order is that in which a trainer looks."""

    STUCK = "stuck", N_("Bloqué ?")
    IDLE = "idle", N_("Inactif")
    ACTIVE = "active", N_("Actif")
    AWAY = "away", N_("Absent aujourd’hui")
    NOT_STARTED = "not_started", N_("Pas commencé")


@dataclass(frozen=True)
class Act:
    """One thing which a person did: the record's place, word, real instant and what it was about."""

    workspace_id: int
    position: int
    word: str
    person: int
    name: str
    recorded_at: datetime
    about: tuple[Thing, ...] = ()


@dataclass
class Tally:
    """What one person has done in a workspace since the exercise began."""

    acts: int = 0
    last: Act | None = None
    _by_day: dict[date, int] = field(default_factory=dict)

    def add(self, act: Act) -> None:
        """Count one more act."""
        day = local_date(act.recorded_at)
        self.acts += 1
        self.last = act
        self._by_day = {day: self._by_day.get(day, 0) + 1}

    def on(self, day: date) -> int:
        """Return how many acts fell on a real day; only the last day at work is kept."""
        return self._by_day.get(day, 0)


def act_of(fact: Fact, workspace_id: int) -> Act | None:
    """Return a record as an act of a person; None if a customer or the house did it."""
    if fact.person is None:
        return None
    return Act(workspace_id, fact.position, fact.word, fact.person, fact.actor.name, fact.recorded_at, fact.about)


def presence(last_at: datetime | None, now: datetime) -> Presence:
    """Tell from the real instant of the last act how somebody is at work.

    Silence after having worked today is only a question (« bloqué ? »): no
    record shows why a person does nothing.
    """
    if last_at is None:
        return Presence.NOT_STARTED
    if local_date(last_at) != local_date(now):
        return Presence.AWAY
    silence = now - last_at
    if silence < ACTIVE_FOR:
        return Presence.ACTIVE
    return Presence.IDLE if silence < STUCK_AFTER else Presence.STUCK


def pseudonym(key: bytes, user_id: int) -> str:
    """Return the code under which a person's evidence leaves the house.

    It is the same each time, and without the house's key it leads to nobody.
    """
    digest = hmac.new(key, b"pseudonym|%d" % user_id, hashlib.sha256).hexdigest()
    return f"L-{digest[:PSEUDONYM_LENGTH].upper()}"
