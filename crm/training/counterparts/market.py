"""What happens on a scenario's market: frozen values of its file; what is false is said here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass

from crm.kernel.errors import N_
from crm.kernel.money import Rate
from crm.prospecting.market_watch.choices import NewsKind, SourceKind
from crm.training.counterparts.models import Language, Span
from crm.training.values import Misfit

HARDEST = 3
AT_ONCE, SURELY = Span(0, 0), Rate.percent(100)


@dataclass(frozen=True)
class Rival:
    """An invented competitor; of those who are `known` there is a sheet, to be looked at after `fresh_days`."""

    key: str
    name: str
    town: str
    siren: str = ""
    website: str = ""
    known: bool = False
    fresh_days: int = 0
    identity: str = ""
    range: str = ""
    strengths: str = ""
    weaknesses: str = ""


@dataclass(frozen=True)
class Outlet:
    """Where things are published or told; the predecessor had listed those that are `known`, and rated none."""

    key: str
    name: str
    kind: SourceKind
    address: str = ""
    known: bool = False
    need: str = ""


@dataclass(frozen=True)
class MarketEvent:
    """Something that is published: `working_day` counts from the start (0), up to `spread` more days pass by chance.

    One that `follows` another comes `after` so many working days after it, and
    only if it came; what is not the `truth` is taken back by one that denies it.
    `difficulty` goes from 1 (plain) to 3 (to be compared with other sources).
    """

    key: str
    kind: NewsKind
    outlet: str
    headline: str
    body: str
    working_day: int = 0
    spread: int = 0
    follows: str = ""
    after: Span = AT_ONCE
    chance: Rate = SURELY
    difficulty: int = 1
    truth: bool = True
    language: Language = Language.FRENCH
    competitor: str = ""
    family: str = ""

    def __post_init__(self) -> None:
        """Refuse a difficulty that there is not, and days before the start."""
        if not 1 <= self.difficulty <= HARDEST:
            raise Misfit(N_("la difficulté va de 1 à 3"))
        if min(self.working_day, self.spread, self.after.low) < 0:
            raise Misfit(N_("un événement ne précède ni le début ni celui qu’il suit"))


@dataclass(frozen=True)
class Mention:
    """What a customer writes because of something published, `after` so many working days."""

    follows: str
    company: str
    contact: str
    after: Span
    subject: str
    body: str


@dataclass(frozen=True)
class Market:
    """Everything in `market.toml`; nothing where a scenario has none."""

    rivals: tuple[Rival, ...] = ()
    outlets: tuple[Outlet, ...] = ()
    events: tuple[MarketEvent, ...] = ()
    mentions: tuple[Mention, ...] = ()
