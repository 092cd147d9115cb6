"""What can be asked about competitors: sheets, the map, their prices beside ours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select

from crm.kernel.money import Money
from crm.prospecting.companies.models import searchable
from crm.prospecting.market_watch import rules
from crm.prospecting.market_watch.models import Competitor, CompetitorPrice
from crm.prospecting.market_watch.rules import Mark, Placed
from crm.prospecting.offering import our_articles
from crm.store.base import db
from crm.store.scoping import find


@dataclass(frozen=True)
class ComparedPrice:
    """A price of theirs beside ours of today; `ours` and `gap` (percent) are None where we sell nothing like it."""

    seen: CompetitorPrice
    competitor: Competitor
    ours: Money | None
    gap: Decimal | None


def competitor_by_id(competitor_id: int) -> Competitor | None:
    """Return a competitor of this workspace; our own sheet is none."""
    found = find(Competitor, competitor_id)
    return found if found is not None and not found.is_us else None


def competitor_named(name: str) -> Competitor | None:
    """Return the competitor whose name reads like this one."""
    statement = select(Competitor).where(Competitor.sort_name == searchable(name)[:120], Competitor.is_us.is_(False))
    return db.session.scalar(statement.order_by(Competitor.id).limit(1))


def competitors() -> list[Competitor]:
    """Return all competitors by name, without ourselves."""
    statement = select(Competitor).where(Competitor.is_us.is_(False))
    return list(db.session.scalars(statement.order_by(Competitor.sort_name, Competitor.id)))


def competitor_page(*, search: str = "", stale_on: date | None = None) -> list[Competitor]:
    """Return the competitors whose name has these words; with a day, only those whose sheet is out of date then."""
    words = searchable(search).split()
    found = [each for each in competitors() if all(word in each.sort_name for word in words)]
    return [each for each in found if stale_on is None or each.is_stale(on=stale_on)]


def stale_count(today: date) -> int:
    """Return how many sheets are out of date."""
    return len(competitor_page(stale_on=today))


def our_sheet() -> Competitor | None:
    """Return the sheet of our own company."""
    return db.session.scalar(select(Competitor).where(Competitor.is_us.is_(True)))


def map_of(found: Sequence[Competitor]) -> tuple[Mark, ...]:
    """Return where those who are placed stand on the map."""
    placed = [
        Placed(each.id, each.name, each.price_level, each.service_level, each.is_us)
        for each in found
        if each.price_level is not None and each.service_level is not None
    ]
    return rules.positions(placed)


def prices_of(competitor: Competitor) -> list[ComparedPrice]:
    """Return the prices seen at a competitor's, the newest first."""
    return _compared({competitor.id: competitor}, CompetitorPrice.competitor_id == competitor.id)


def compared_prices() -> list[ComparedPrice]:
    """Return the last price seen of each competitor for each article of ours, by article."""
    everybody = {each.id: each for each in competitors()}
    last = select(func.max(CompetitorPrice.id)).group_by(CompetitorPrice.competitor_id, CompetitorPrice.reference)
    found = _compared(everybody, CompetitorPrice.id.in_(last), CompetitorPrice.reference != "")
    return sorted(found, key=lambda each: (each.seen.reference, each.seen.price.cents))


def _compared(everybody: dict[int, Competitor], *conditions: object) -> list[ComparedPrice]:
    """Return prices of theirs of which something holds, beside ours, the newest first."""
    ours = {each.reference: each.price for each in our_articles()}
    statement = select(CompetitorPrice).where(*conditions).order_by(CompetitorPrice.id.desc())  # type: ignore[arg-type]
    return [
        _beside(each, everybody[each.competitor_id], ours.get(each.reference)) for each in db.session.scalars(statement)
    ]


def _beside(seen: CompetitorPrice, competitor: Competitor, ours: Money | None) -> ComparedPrice:
    """Put a price of theirs beside ours."""
    gap = rules.gap_percent(ours, seen.price) if ours is not None else None
    return ComparedPrice(seen, competitor, ours, gap)
