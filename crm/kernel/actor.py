"""Who acts, and with how much help."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    """The four kinds of hands that can leave a record."""

    PERSON = "person"
    CUSTOMER = "customer"
    SUPPLIER = "supplier"
    HOUSE = "house"


class Assistance(StrEnum):
    """How much help was on when a person acted; it is stamped on each record."""

    ALONE = "alone"
    HINT_READ = "hint_read"
    TRAINER_STEPPED_IN = "trainer_stepped_in"
    PAIR = "pair"
    BLOCKING_AID = "blocking_aid"


@dataclass(frozen=True)
class Actor:
    """A person, a simulated counterpart or the house itself.

    `id` is the user's id for a person, the company's id inside its workspace
    for a simulated customer, and None for the house.
    """

    kind: ActorKind
    name: str
    id: int | None = None

    @property
    def is_person(self) -> bool:
        """Whether a human being acted."""
        return self.kind is ActorKind.PERSON


HOUSE = Actor(ActorKind.HOUSE, "Comptoir")
