"""What a scenario says of its market: read, checked, entered into its world; what is to come goes into the queue."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import timedelta
from pathlib import Path

from crm.activity.chain import Json
from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.desk.messages.models import Topic
from crm.kernel.clock import add_working_days, opening_of
from crm.kernel.errors import N_
from crm.prospecting.market_watch.choices import NewsKind, Rhythm
from crm.prospecting.market_watch.use_cases import CompetitorData, SourceData, add_source, describe_competitor
from crm.training.counterparts.market import Market, MarketEvent, Mention
from crm.training.counterparts.models import Contact
from crm.training.counterparts.rules import CHECKS
from crm.training.files import Sheet, read_table
from crm.training.scenarios.entering import Entered
from crm.training.scenarios.models import Setting
from crm.training.simulation.models import EventKind
from crm.training.simulation.planning import schedule
from crm.training.simulation.publishing import HOUR, as_payload
from crm.training.simulation.reactions import post_of

MARKET = "market.toml"
RULES = {name: CHECKS[name] for name in ("key", "siren", "website")}


def read_market(directory: Path, setting: Setting, contacts: tuple[Contact, ...]) -> Market:
    """Read the market of a scenario and check it; all of it may be missing in the file.

    Raises `BadEntry` where a name is unknown, where something follows what
    does not exist, or where something false is never taken back.
    """
    sheet = read_table(directory / MARKET, Market, RULES)
    _check_events(sheet, {family.key for family in setting.families})
    _check_mentions(sheet, {each.key: each.company for each in contacts})
    return sheet.value


def enter_market(work: Work, entered: Entered) -> None:
    """Let the predecessor leave what was known of the market, on the eve of the exercise, and schedule what comes."""
    market, starts_on = entered.scenario.market, entered.scenario.setting.starts_on
    with work.acting_as(work.actor, at=opening_of(starts_on) - timedelta(hours=1)):
        for outlet in market.outlets:
            if outlet.known:
                data = SourceData(
                    outlet.name, outlet.kind, address=outlet.address, need=outlet.need, rhythm=Rhythm.WEEKLY
                )
                add_source(work, data)
        for rival in market.rivals:
            if rival.known:
                sheet = CompetitorData(
                    name=rival.name,
                    siren=rival.siren,
                    city=rival.town,
                    website=rival.website,
                    identity=rival.identity,
                    range_text=rival.range,
                    strengths=rival.strengths,
                    weaknesses=rival.weaknesses,
                    fresh_until=add_working_days(starts_on, rival.fresh_days) if rival.fresh_days else None,
                )
                describe_competitor(work, sheet)
    _schedule(work, entered)


def _schedule(work: Work, entered: Entered) -> None:
    """Put what is published by itself into the queue; what follows something travels with it."""
    market, starts_on = entered.scenario.market, entered.scenario.setting.starts_on
    for event in market.events:
        if not event.follows:
            at = post_of(add_working_days(starts_on, event.working_day), HOUR)
            schedule(work, EventKind.MARKET_EVENT, at=at, payload=_payload(entered, event))


def _payload(entered: Entered, event: MarketEvent) -> dict[str, Json]:
    """Return one thing that is published, and all that follows it."""
    market, setting = entered.scenario.market, entered.scenario.setting
    outlet = next(each for each in market.outlets if each.key == event.outlet)
    rivals = {each.key: each.name for each in market.rivals}
    families = {each.key: each.label for each in setting.families}
    then: list[Json] = [_payload(entered, each) for each in market.events if each.follows == event.key]
    then += [_mentioned(entered, each) for each in market.mentions if each.follows == event.key]
    return as_payload(
        key=event.key,
        kind=event.kind.value,
        headline=event.headline,
        body=event.body.strip(),
        outlet=outlet.name,
        outlet_kind=outlet.kind.value,
        address=outlet.address,
        language=event.language.value,
        competitor=rivals.get(event.competitor, ""),
        family=families.get(event.family, ""),
        denies=event.follows if event.kind is NewsKind.DENIAL else "",
        difficulty=event.difficulty,
        chance_bp=event.chance.basis_points,
        wait=(0, event.spread) if not event.follows else (event.after.low, event.after.high),
        then=then,
    )


def _mentioned(entered: Entered, mention: Mention) -> dict[str, Json]:
    """Return what a customer writes, as the queue's messages are."""
    company = entered.scenario.company_of[mention.company].name
    person = next(each.name for each in entered.scenario.contacts if each.key == mention.contact)
    return {
        "company_id": entered.companies[mention.company],
        "wait": [mention.after.low, mention.after.high],
        "key": f"mention {mention.follows} {mention.company}",
        "message": {
            "topic": Topic.INFORMATION.value,
            "activity": Activity.MESSAGE_RECEIVED.word,
            "sender": f"{person}, {company}",
            "subject": mention.subject,
            "body": mention.body.strip(),
            "content": {"channel": "email"},
            "details": {},
            "agrees": False,
        },
    }


def _check_events(sheet: Sheet[Market], families: Collection[str]) -> None:
    """Refuse what names nobody, follows nothing, is told twice, or is false and never taken back."""
    market = sheet.value
    _check_unique(sheet, "rivals", [each.name for each in market.rivals])
    _check_unique(sheet, "outlets", [each.name for each in market.outlets])
    _check_unique(sheet, "events", [each.key for each in market.events])
    outlets, rivals = {each.key for each in market.outlets}, {each.key for each in market.rivals}
    events = {each.key for each in market.events}
    denied = {each.follows for each in market.events if each.kind is NewsKind.DENIAL}
    for index, event in enumerate(market.events):
        entry = sheet.entry(f"events[{index}]", event)
        named = ((event.outlet, outlets), (event.competitor, rivals), (event.family, families), (event.follows, events))
        unknown = next((name for name, known in named if name and name not in known), None)
        if unknown is not None:
            raise entry.refusal(N_("« %(value)s » ne désigne rien de connu"), value=unknown)
        if event.kind is NewsKind.DENIAL and not event.follows:
            raise entry.refusal(N_("un démenti suit ce qu’il dément"))
        if not event.truth and event.key not in denied:
            raise entry.refusal(N_("une fausse information est démentie plus tard"))


def _check_mentions(sheet: Sheet[Market], people: dict[str, str]) -> None:
    """Refuse a mention of nothing, or by nobody."""
    events = {each.key for each in sheet.value.events}
    for index, mention in enumerate(sheet.value.mentions):
        if mention.follows not in events or people.get(mention.contact) != mention.company:
            entry = sheet.entry(f"mentions[{index}]", mention)
            raise entry.refusal(N_("« %(value)s » ne désigne rien de connu"), value=mention.contact)


def _check_unique(sheet: Sheet[Market], table: str, names: Iterable[str]) -> None:
    """Refuse a name that stands twice."""
    seen: set[str] = set()
    for index, name in enumerate(names):
        if name in seen:
            entry = sheet.entry(f"{table}[{index}]", name)
            raise entry.refusal(N_("« %(value)s » figure deux fois (%(name)s)"), value=name, name=table)
        seen.add(name)
