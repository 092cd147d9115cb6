"""Competitors: sheets that are described and kept fresh, prices seen, and our own place beside them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.kernel.errors import N_, Refused
from crm.kernel.money import Money
from crm.prospecting.companies import rules as numbers
from crm.prospecting.companies.models import searchable
from crm.prospecting.market_watch import queries
from crm.prospecting.market_watch.models import Competitor, CompetitorPrice, Source
from crm.prospecting.offering import our_articles


class CompetitorKnown(Refused):
    """One competitor has one sheet."""

    message = N_("« %(name)s » a déjà sa fiche.")
    field = "name"


class FreshBeforeToday(Refused):
    """A sheet that is written today is not out of date yet."""

    message = N_("La date de mise à jour prévue est déjà passée.")
    field = "fresh_until"


class WrongSiren(Refused):
    """A SIREN is nine digits with a key."""

    message = N_("Ce SIREN n’est pas valide : vérifiez les neuf chiffres.")
    field = "siren"


class PriceUnnamed(Refused):
    """A price of nothing says nothing."""

    message = N_("Choisissez un de nos articles ou décrivez l’article du concurrent.")
    field = "wording"


@dataclass(frozen=True)
class CompetitorData:
    """What a sheet says; both levels go from 1 (cheapest, plainest) to 10, None is not placed."""

    name: str
    siren: str = ""
    city: str = ""
    website: str = ""
    identity: str = ""
    range_text: str = ""
    prices_text: str = ""
    service_text: str = ""
    strengths: str = ""
    weaknesses: str = ""
    price_level: int | None = None
    service_level: int | None = None
    fresh_until: date | None = None

    def values(self) -> dict[str, object]:
        """Return the fields by name, the SIREN bare; one with a wrong key is refused."""
        said = {each.name: getattr(self, each.name) for each in fields(self)}
        try:
            return said | {"siren": numbers.clean_siren(self.siren) if self.siren else ""}
        except numbers.NotAnIdentifier as fault:
            raise WrongSiren from fault


def describe_competitor(work: Work, data: CompetitorData) -> Competitor:
    """Open the sheet of a competitor."""
    values = _checked(work, data)
    if queries.competitor_named(data.name) is not None:
        raise CompetitorKnown(name=data.name)
    competitor = Competitor(**values, described_on=work.today, described_by=work.actor.name)  # type: ignore[arg-type]
    work.add(competitor)
    _record(work, competitor, first=True, late=False)
    return competitor


def update_competitor(
    work: Work, competitor: Competitor, data: CompetitorData, *, version: int | None = None
) -> Competitor:
    """Bring a competitor's sheet up to date; saying that nothing changed does so, too."""
    wanted = _checked(work, data)
    work.expect(competitor, version, wanted)
    other = queries.competitor_named(data.name)
    if other is not None and other is not competitor:
        raise CompetitorKnown(name=data.name)
    late = competitor.is_stale(on=work.today)
    _write(work, competitor, wanted)
    _record(work, competitor, first=False, late=late)
    return competitor


def describe_own_position(work: Work, data: CompetitorData, *, version: int | None = None) -> Competitor:
    """Say where our own company stands beside its competitors."""
    wanted = _checked(work, data)
    ours = queries.our_sheet()
    if ours is None:
        ours = work.add(Competitor(name=data.name, is_us=True))
    else:
        work.expect(ours, version, wanted)
    _write(work, ours, wanted)
    work.record(
        Activity.OWN_POSITION_DESCRIBED,
        ours,
        positioned=ours.is_placed,
        price_level=ours.price_level,
        service_level=ours.service_level,
    )
    return ours


def note_competitor_price(
    work: Work,
    competitor: Competitor,
    *,
    price: Money,
    reference: str = "",
    wording: str = "",
    seen_on: date | None = None,
    source: Source | None = None,
) -> CompetitorPrice:
    """Write down a price of theirs, beside the article of ours that it competes with if there is one."""
    article = next((each for each in our_articles() if each.reference == reference), None)
    if article is None and not wording.strip():
        raise PriceUnnamed
    seen = CompetitorPrice(
        competitor_id=competitor.id,
        reference=article.reference if article else "",
        wording=wording or (article.name if article else ""),
        price=price,
        seen_on=seen_on or work.today,
        source_id=source.id if source else None,
        noted_by=work.actor.name,
    )
    work.add(seen)
    work.record(
        Activity.COMPETITOR_PRICE_NOTED,
        competitor,
        source,
        reference=seen.reference,
        wording=seen.wording,
        price_cents=price.cents,
        our_price_cents=article.price.cents if article else None,
        seen_on=seen.seen_on.isoformat(),
    )
    return seen


def _checked(work: Work, data: CompetitorData) -> dict[str, object]:
    """Return the values to store, or refuse."""
    if data.fresh_until is not None and data.fresh_until < work.today:
        raise FreshBeforeToday
    return data.values()


def _write(work: Work, competitor: Competitor, wanted: dict[str, object]) -> None:
    """Put what was said into a sheet, which is fresh from today on."""
    for name, value in wanted.items():
        setattr(competitor, name, value)
    competitor.described_on, competitor.described_by = work.today, work.actor.name


def _record(work: Work, competitor: Competitor, *, first: bool, late: bool) -> None:
    """Leave the record of a sheet; the news about this competitor that it follows is part of it."""
    work.record(
        Activity.COMPETITOR_DESCRIBED,
        competitor,
        *queries.news_about(searchable(competitor.name), until=work.now),
        name=competitor.name,
        first=first,
        late=late,
        positioned=competitor.is_placed,
        price_level=competitor.price_level,
        service_level=competitor.service_level,
        strengths=bool(competitor.strengths),
        weaknesses=bool(competitor.weaknesses),
        fresh_until=competitor.fresh_until.isoformat() if competitor.fresh_until else None,
    )
