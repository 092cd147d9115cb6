"""Sources: they are added for a need, rated with a reason, and consulted, which is an act and not a page view."""

from __future__ import annotations

from dataclasses import dataclass, fields

from crm.activity.chain import Json
from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.kernel.errors import N_, Refused
from crm.prospecting.companies.models import searchable
from crm.prospecting.market_watch import queries, rules
from crm.prospecting.market_watch.choices import Reliability, Rhythm, SourceKind
from crm.prospecting.market_watch.models import Source


class SourceKnown(Refused):
    """One source is listed once."""

    message = N_("La source « %(name)s » figure déjà dans la liste.")
    field = "name"


@dataclass(frozen=True)
class SourceData:
    """What is said of a source; `need` is the information that one expects of it."""

    name: str
    source_kind: SourceKind
    address: str = ""
    sector: str = ""
    need: str = ""
    rhythm: Rhythm = Rhythm.MONTHLY

    def values(self) -> dict[str, object]:
        """Return the fields by name."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


def add_source(work: Work, data: SourceData) -> Source:
    """List a source that will be watched."""
    _only_once(data.name)
    source = Source(**data.values(), added_on=work.today, added_by=work.actor.name)  # type: ignore[arg-type]
    work.add(source)
    work.record(
        Activity.SOURCE_ADDED,
        source,
        source_kind=source.source_kind.value,
        sector=source.sector,
        need=source.need,
        rhythm=source.rhythm.value,
    )
    return source


def change_source(work: Work, source: Source, data: SourceData, *, version: int | None = None) -> Source:
    """Correct what is said of a source."""
    wanted = data.values()
    work.expect(source, version, wanted)
    _only_once(data.name, besides=source)
    changed: list[Json] = [name for name, value in wanted.items() if getattr(source, name) != value]
    for name, value in wanted.items():
        setattr(source, name, value)
    if changed:
        work.record(Activity.SOURCE_CHANGED, source, changed=changed, source_kind=source.source_kind.value)
    return source


def rate_source(work: Work, source: Source, *, reliability: Reliability, reason: str = "") -> Source:
    """Say how far a source can be trusted, and why."""
    before = source.reliability
    source.reliability, source.rating_reason, source.rated_on = reliability, reason, work.today
    work.record(
        Activity.SOURCE_RATED,
        source,
        reliability=reliability.value,
        before=before.value if before else None,
        reason=reason,
        reasoned=bool(reason.strip()),
        source_kind=source.source_kind.value,
    )
    return source


def consult_source(work: Work, source: Source) -> Source:
    """Look through a source: what it published since is read with it."""
    fresh = queries.unread_of(source)
    for news in fresh:
        news.read_at, news.read_by = work.now, work.actor.name
        work.record(Activity.MARKET_EVENT_READ, news, source, news_kind=news.news_kind.value, outlet=news.outlet)
    return note_consultation(work, source, found=len(fresh))


def note_consultation(work: Work, source: Source, *, found: int) -> Source:
    """Write down that a source was looked through today, and how much new it held."""
    due = rules.due_on(source.rhythm, added_on=source.added_on, last_consulted_on=source.last_consulted_on)
    since = source.last_consulted_on
    source.last_consulted_on, source.consultations = work.today, source.consultations + 1
    work.record(
        Activity.SOURCE_CONSULTED,
        source,
        source_kind=source.source_kind.value,
        rhythm=source.rhythm.value,
        days_since=(work.today - since).days if since else None,
        late=due is not None and work.today > due,
        found=found,
    )
    return source


def _only_once(name: str, *, besides: Source | None = None) -> None:
    """Refuse a name that another source has."""
    other = queries.source_named(searchable(name))
    if other is not None and other is not besides:
        raise SourceKnown(name=name)
