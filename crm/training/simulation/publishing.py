"""What the market does: things are published on their day or some days later, and what follows them comes after.

Whether something comes and how long it waits is drawn by (seed, its key), so that no other event of the world
changes it: the same seed gives the same market, whatever a learner does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import time
from decimal import Decimal
from typing import cast

from crm.activity.chain import Json
from crm.kernel.actor import Actor, ActorKind
from crm.kernel.clock import add_working_days
from crm.kernel.money import Rate
from crm.prospecting.market_watch.choices import NewsKind, SourceKind
from crm.prospecting.market_watch.use_cases import NewsData, publish_news
from crm.training.counterparts.models import Span
from crm.training.simulation.dice import BASIS, Luck
from crm.training.simulation.models import EventKind
from crm.training.simulation.occasions import MOVED, NOTHING, Occasion
from crm.training.simulation.planning import schedule
from crm.training.simulation.reactions import post_of

KIND = EventKind.MARKET_EVENT
# When papers come, and who signs what has no outlet.
HOUR, PRESS = time(8, 30), "Presse"
PUBLISHED, ASKED = "published", "asked"


def as_payload(
    *, key: str, kind: str, chance_bp: int, wait: tuple[int, int], then: list[Json], **said: Json
) -> dict[str, Json]:
    """Return something to be published as the queue keeps it: what it says, its chance, how long it waits at most."""
    return {"key": key, "chance_bp": chance_bp, "wait": [*wait], "then": then, "news": {"kind": kind, **said}}


def author_of(occasion: Occasion) -> Actor:
    """Return who publishes."""
    return Actor(ActorKind.HOUSE, str(_news(occasion.event.payload).get("outlet") or PRESS))


def something_is_published(occasion: Occasion) -> str:
    """Publish what is due, unless chance keeps it back for some days or for good; what follows gets its day."""
    told = occasion.event.payload
    luck = _luck(occasion, told)
    if not told.get("drawn"):
        if not luck.happens("appears", _chance(told)):
            return NOTHING
        if days := luck.between("wait", _span(told)):
            occasion.event.due_at = post_of(add_working_days(occasion.today, days), HOUR)
            occasion.event.payload = told | {"drawn": True}
            return MOVED
    news = publish_news(occasion.work, _data(str(told["key"]), _news(told)))
    for each in cast(Sequence[dict[str, Json]], told["then"]):
        _follow(occasion, each)
    return ASKED if news.is_question else PUBLISHED


def _follow(occasion: Occasion, told: dict[str, Json]) -> None:
    """Give its day to what follows: something else that is published, or what a customer writes."""
    luck = _luck(occasion, told)
    at = post_of(add_working_days(occasion.today, luck.between("wait", _span(told))), HOUR)
    if "message" in told:
        letter = cast(dict[str, Json], told["message"])
        schedule(occasion.work, EventKind.MESSAGE, at=at, company_id=int(str(told["company_id"])), payload=letter)
    elif luck.happens("appears", _chance(told)):
        schedule(occasion.work, KIND, at=at, payload=told | {"drawn": True})


def _luck(occasion: Occasion, told: Mapping[str, Json]) -> Luck:
    """Return the chance of one thing."""
    return Luck(occasion.seed, f"market {told['key']}")


def _chance(told: Mapping[str, Json]) -> Rate:
    """Return how likely something is to come at all."""
    return Rate(Decimal(str(told["chance_bp"])) / BASIS)


def _span(told: Mapping[str, Json]) -> Span:
    """Return how many working days something waits."""
    low, high = cast(Sequence[int], told["wait"])
    return Span(low, high)


def _news(told: Mapping[str, Json]) -> dict[str, Json]:
    """Return what is published."""
    return cast(dict[str, Json], told["news"])


def _data(key: str, said: Mapping[str, Json]) -> NewsData:
    """Return what is published as the market watch takes it."""
    return NewsData(
        key=key,
        news_kind=NewsKind(str(said["kind"])),
        headline=str(said["headline"]),
        body=str(said["body"]),
        outlet=str(said["outlet"]),
        outlet_kind=SourceKind(str(said["outlet_kind"])),
        address=str(said["address"]),
        language=str(said["language"]),
        competitor=str(said["competitor"]),
        family=str(said["family"]),
        denies=str(said["denies"]),
        difficulty=int(str(said["difficulty"])),
    )
