"""Where an act takes place: the house, the actor, the workspace with its own time and procedures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import ClassVar, Protocol

from crm.activity.chain import Json
from crm.kernel.actor import HOUSE, Actor, Assistance
from crm.kernel.clock import Clock

# What a company does that has not said otherwise; an exercise may set each of them.
PROCEDURES: Mapping[str, int] = {
    "quote_answer_hours": 24,
    "quote_validity_days": 30,
    "invoice_delay_days": 1,
    "filing_days": 1,
    "reminder_1_days": 8,
    "reminder_2_days": 15,
    "reminder_3_days": 30,
    "reminder_grace_days": 5,
    "discount_limit_bp": 500,
    "payment_days": 30,
    "plan_limit_days": 60,
    "large_order_cents": 300_000,
    "credit_limit_default_cents": 200_000,
    "payment_recording_days": 2,
    "visit_report_days": 2,
    # Millionths of a euro for one unit of the currency.
    "exchange_gbp_ppm": 1_150_000,
    "exchange_usd_ppm": 920_000,
}
ACT_TAKES = timedelta(minutes=2)
LONGEST_DAY = timedelta(hours=8, minutes=59)


def procedure_in(procedures: Mapping[str, Json], name: str) -> int:
    """Return a procedure that is a whole number (days, hours, cents, basis points): the company's own or the usual."""
    value = procedures.get(name, PROCEDURES[name])
    return value if isinstance(value, int) else int(str(value))


class Recordable(Protocol):
    """What a record can be about."""

    kind: ClassVar[str]

    @property
    def id(self) -> int:
        """Its number."""

    @property
    def label(self) -> str:
        """What people call it."""


@dataclass(frozen=True)
class House:
    """What the door needs to know of the running house: the real clock and the sealing key."""

    clock: Clock
    seal_key: bytes = field(repr=False)


@dataclass(frozen=True)
class Standing:
    """Who stands where: the actor, the workspace (0 is the house), its own time, the help that is on.

    `now` is the workspace's own instant and `day_began_at` the position of its
    chain at that instant: each act takes two minutes of the simulated day.
    `submission` is the key of the form that asks; the same key twice does the
    thing once. `procedures` are the company's own rules in this exercise.
    """

    house: House
    actor: Actor = HOUSE
    workspace_id: int = 0
    now: datetime | None = None
    day_began_at: int | None = None
    assistance: Assistance = Assistance.ALONE
    submission: str | None = None
    procedures: Mapping[str, Json] = field(default_factory=dict)

    def as_(self, actor: Actor) -> Standing:
        """The same place, another actor: simulated customers come through the same door."""
        return replace(self, actor=actor, submission=None)

    def part(self, number: int) -> Standing:
        """The same form's part of that number, when one form is several acts: each is done once."""
        return replace(self, submission=self.submission and f"{self.submission[:48]}-{number}")

    def instant_after(self, position: int) -> datetime:
        """Return when the act after a chain's position happens: two minutes after the one before, within the day."""
        if self.now is None:
            return self.house.clock.now()
        if self.day_began_at is None:
            return self.now
        return self.now + min(ACT_TAKES * (position - self.day_began_at), LONGEST_DAY)
