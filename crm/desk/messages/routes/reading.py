"""The inbox on screen, and the page with which a day begins."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from flask import current_app, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.routing import BuildError

from crm.activity.door import PROCEDURES, perform
from crm.activity.queries import timeline
from crm.desk.messages import queries, rules, use_cases
from crm.desk.messages.models import Message, Topic
from crm.desk.messages.next_acts import NEXT_ACTS, SHORTCUTS
from crm.desk.messages.queries import TABS, WAITING, MessageFilter
from crm.desk.messages.routes.ground import blueprint, the_message
from crm.desk.waiting import Count, Waiting, announce_waiting, piles
from crm.kernel.clock import opening_of
from crm.kernel.errors import N_
from crm.kernel.money import Money
from crm.people.access import Permission, allowed, here, may, person, the_workspace
from crm.web import filters
from crm.web.forms import ActForm
from crm.web.pages import page, turn_to


@dataclass(frozen=True)
class Letter:
    """A message with what the page says of it: its age, whether that is too long, what to do next."""

    message: Message
    days: int
    late: bool
    act: dict[str, str] | None


def _waiting(today: date) -> Count:
    """Count the messages to deal with; late are those past the procedure's time at the day's opening."""
    opening = opening_of(today)
    limits = [(topic, opening - unit * _procedures()[name]) for topic, (name, unit) in rules.PATIENCE.items()]
    return Count(queries.waiting_count(), sum(queries.waiting_since(*limit) for limit in limits))


announce_waiting(Waiting(10, "messages.index", N_("Messages à traiter"), icon="mail", count=_waiting))


@blueprint.get("/today")
@allowed(Permission.READ)
def today() -> ResponseReturnValue:
    """The day at work: what to do next, what waits elsewhere, what one has just done."""
    return page(
        "desk/messages/today.html",
        letters=[_letter(each) for each in queries.oldest_waiting()],
        waiting=queries.waiting_count(),
        piles=piles(today=the_workspace().today),
        shortcuts=_shortcuts(),
        entries=queries.recent_acts(person().id if may(Permission.SELL) else None),
        day=the_workspace().today,
        clock=_url("simulation.clock"),
        reader=person(),
    )


@blueprint.get("/messages/")
@allowed(Permission.READ)
def index() -> ResponseReturnValue:
    """The inbox: three tabs, narrowed by topic."""
    tab = request.args.get("tab", WAITING)
    topic = next((each for each in Topic if each.value == request.args.get("topic")), None)
    wanted = MessageFilter(tab if tab in TABS else WAITING, topic)
    found = queries.inbox(wanted, cursor=request.args.get("after"))
    return page(
        "desk/messages/list.html",
        wanted=wanted,
        letters=[_letter(each) for each in found.rows],
        following=found.next,
        count=queries.message_count(wanted),
        waiting=queries.waiting_count(),
        topics=queries.topic_counts(wanted.tab),
    )


@blueprint.get("/messages/<int:message_id>")
@allowed(Permission.READ)
def detail(message_id: int) -> ResponseReturnValue:
    """One message, and what it asks for."""
    return _read(the_message(message_id), ActForm())


@blueprint.post("/messages/<int:message_id>/aside")
@allowed(Permission.SELL)
def set_aside(message_id: int) -> ResponseReturnValue:
    """Put a message away."""
    message, form = the_message(message_id), ActForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.set_aside, message)
    if form.accepted():
        flash(gettext("Message traité."), "success")
        return turn_to(".index")
    return _read(the_message(message_id), form)


def _read(message: Message, form: ActForm) -> ResponseReturnValue:
    """Return the page of a message, with the act that was refused if there is one."""
    company = message.company
    return page(
        "desk/messages/detail.html",
        letter=_letter(message),
        message=message,
        answerable=rules.can_be_answered(message.box, message.topic),
        asked=_asked(message),
        company_url=_url("companies.detail", company_id=company.id) if company else None,
        others=_others(message),
        entries=timeline(kind=Message.kind, object_id=message.id, limit=10),
        form=form,
        status=form.status,
    )


def _others(message: Message) -> list[dict[str, str]]:
    """Return the other messages of the same company, as links."""
    company = message.company
    found = queries.messages_of(company.id, besides=message.id, limit=6) if company else []
    return [
        {"label": each.subject, "url": url_for(".detail", message_id=each.id), "text": filters.day(each.sent_on)}
        for each in found
    ]


def _asked(message: Message) -> list[dict[str, object]]:
    """Return the lines that a message asks for, the price as money if it says one."""
    lines = message.content.get("lines")
    found = [line for line in lines if isinstance(line, dict)] if isinstance(lines, list) else []
    return [
        {
            "reference": line.get("reference"),
            "quantity": line.get("quantity"),
            "unit_price": Money(cents) if isinstance(cents := line.get("unit_price_cents"), int) else None,
        }
        for line in found
    ]


def _letter(message: Message) -> Letter:
    """Return a message with its age and the act it asks for."""
    now = the_workspace().now
    late = message.is_waiting and rules.is_late(message.topic, message.sent_at, now=now, procedures=_procedures())
    return Letter(message, rules.days_waited(message.sent_at, now=now), late, _act(message))


def _act(message: Message) -> dict[str, str] | None:
    """Return the button that a waiting message offers, if its room is there and its arguments are known."""
    offered = NEXT_ACTS.get(message.topic) if message.is_waiting and may(Permission.SELL) else None
    if offered is None:
        return None
    known = {**message.content, "company_id": message.company_id, "message_id": message.id}
    arguments = {name: known.get(name) for name in offered.arguments}
    url = _url(offered.endpoint, **arguments) if None not in arguments.values() else None
    return {"label": gettext(offered.label), "url": url, "icon": offered.icon} if url else None


def _shortcuts() -> list[dict[str, str]]:
    """Return the quick acts whose rooms are there."""
    if not may(Permission.SELL):
        return []
    links = [(each, _url(each.endpoint)) for each in SHORTCUTS]
    return [{"label": gettext(each.label), "icon": each.icon, "url": url} for each, url in links if url]


def _url(endpoint: str, **arguments: object) -> str | None:
    """Return the address of a page that may stand on a higher floor, or None if it is not there."""
    if endpoint not in current_app.view_functions:
        return None
    with suppress(BuildError):
        return url_for(endpoint, **arguments)  # type: ignore[arg-type]
    return None


def _procedures() -> dict[str, int]:
    """Return the company's procedures that are whole numbers."""
    own = the_workspace().procedures
    return {name: int(str(own.get(name, value))) for name, value in PROCEDURES.items()}
