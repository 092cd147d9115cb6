"""Digests: chosen notes go to colleagues, each with its source and how far it can be trusted."""

from __future__ import annotations

from collections.abc import Iterable

from crm.activity.chain import Json
from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.desk.messages.models import Service, Topic
from crm.desk.messages.use_cases import send_internal
from crm.kernel.errors import N_, Refused
from crm.prospecting.market_watch import queries, rules
from crm.prospecting.market_watch.models import Digest, WatchNote
from crm.prospecting.market_watch.rules import Contents


class NothingToTell(Refused):
    """A digest of nothing tells nothing."""

    message = N_("Cochez au moins une note à diffuser.")
    field = "notes"


class NobodyToTell(Refused):
    """A digest that goes to nobody is not sent."""

    message = N_("Cochez au moins un destinataire.")
    field = "recipients"


def send_digest(
    work: Work, *, title: str, summary: str, notes: Iterable[WatchNote], recipients: Iterable[str]
) -> Digest:
    """Send a summary and the chosen notes to services of the company, named by their words (`Service`)."""
    chosen = list({note.id: note for note in notes}.values())
    to = [each for each in Service if each.value in set(recipients)]
    if not chosen:
        raise NothingToTell
    if not to:
        raise NobodyToTell
    text = f"{summary}\n\n{queries.written(chosen)}"
    digest = Digest(
        title=title,
        summary=summary,
        text=text,
        notes=[each.id for each in chosen],
        recipients=[each.value for each in to],
        sent_at=work.now,
        sent_by=work.actor.name,
    )
    work.add(digest)
    for service in to:
        send_internal(work, service=service.value, subject=title, body=text, about=(digest,), topic=Topic.INFORMATION)
    _record(work, digest, chosen, rules.contents(queries.weighed(chosen, today=work.today)))
    return digest


def _record(work: Work, digest: Digest, chosen: list[WatchNote], held: Contents) -> None:
    """Leave the record of what went out: how many facts, opinions and rumours, and from how many sources."""
    news = queries.news_of(chosen)
    sources = {each.source_id: each.source for each in chosen}
    last = queries.last_digest(besides=digest)
    recipients: list[Json] = [*digest.recipients]
    counts: dict[str, Json] = dict(vars(held))
    work.record(
        Activity.DIGEST_SENT,
        digest,
        *chosen,
        *sources.values(),
        *news,
        **counts,
        recipients=recipients,
        people=len(recipients),
        days_since=(work.today - last.sent_on).days if last else None,
        title=digest.title,
    )
