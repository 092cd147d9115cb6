"""A note used to sell: said of a quote or a conversation, which higher rooms name."""

from __future__ import annotations

from crm.activity.door import Recordable, Work
from crm.activity.vocabulary import Activity
from crm.kernel.errors import N_, Refused
from crm.prospecting.market_watch import queries, rules
from crm.prospecting.market_watch.models import Argument, WatchNote


class NothingArgued(Refused):
    """A note that was not put into words argues nothing."""

    message = N_("Écrivez l’argument que vous tirez de cette note.")
    field = "text"


def use_argument(
    work: Work, note: WatchNote, *, about: Recordable, text: str, company: Recordable | None = None
) -> Argument:
    """Say how a note serves as an argument in a quote or a conversation; whether it was wise is judged later."""
    if not text.strip():
        raise NothingArgued
    argument = Argument(
        note=note,
        about_kind=about.kind,
        about_id=about.id,
        about_label=about.label[:200],
        text=text,
        used_at=work.now,
        used_by=work.actor.name,
    )
    work.add(argument)
    source = note.source
    competitor = queries.competitor_by_id(note.competitor_id) if note.competitor_id else None
    work.record(
        Activity.ARGUMENT_USED,
        about,
        company,
        note,
        source,
        competitor,
        text=text,
        in_a=about.kind,
        nature=note.nature.value,
        credibility=note.credibility.value,
        reliability=source.reliability.value if source.reliability else None,
        checked=note.checks > 0,
        shaky=rules.is_shaky(note.nature, note.credibility, source.reliability),
        stale=note.is_stale(on=work.today),
        age_days=(work.today - note.informed_on).days,
    )
    return argument
