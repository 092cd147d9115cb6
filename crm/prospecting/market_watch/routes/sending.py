"""Digests on screen: those that were sent, and one to be written."""

from __future__ import annotations

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from crm.activity.door import perform
from crm.desk.messages.models import Service
from crm.people.access import Permission, allowed, here, the_workspace
from crm.prospecting.market_watch import queries, rules, use_cases
from crm.prospecting.market_watch.forms import DigestForm
from crm.prospecting.market_watch.routes.ground import View, blueprint, tabs, the_digest
from crm.web.filters import day
from crm.web.pages import page, turn_to


@blueprint.get("/digests/")
@allowed(Permission.READ)
def digests() -> ResponseReturnValue:
    """The digests sent, newest first."""
    today, last, sent = the_workspace().today, queries.last_digest(), queries.sent_in()
    return page(
        "prospecting/market_watch/digests.html",
        tabs=tabs(View.DIGESTS),
        slice=queries.digests(cursor=request.args.get("after")),
        services={each.value: each.label for each in Service},
        last=last,
        days=(today - last.sent_on).days if last else None,
        unsent=sum(each.id not in sent for each in queries.notes_to_send(today=today)),
    )


@blueprint.get("/digests/new")
@allowed(Permission.SELL)
def new_digest() -> ResponseReturnValue:
    """A digest to be written; the address may tick notes."""
    title = gettext("Veille commerciale du %(day)s", day=day(the_workspace().today))
    ticked = [int(each) for each in request.args.getlist("note") if each.isdecimal() and len(each) <= 9]  # noqa: PLR2004
    return _form(DigestForm(formdata=None, data={"title": title, "notes": ticked, "recipients": []}))


@blueprint.post("/digests/new")
@allowed(Permission.SELL)
def send_digest() -> ResponseReturnValue:
    """Send it."""
    form, found = DigestForm(), None
    if form.validate():
        with form.refusals():
            found = perform(
                here(),
                use_cases.send_digest,
                title=form.title.data or "",
                summary=form.summary.data or "",
                notes=queries.notes_named(form.notes.data or []),
                recipients=form.recipients.data or [],
            )
    if found is None:
        return _form(form)
    flash(gettext("Synthèse envoyée."), "success")
    return turn_to(".digest", digest_id=found.id)


@blueprint.get("/digests/<int:digest_id>")
@allowed(Permission.READ)
def digest(digest_id: int) -> ResponseReturnValue:
    """One digest as it was sent, and what it was made of."""
    found = the_digest(digest_id)
    notes = queries.notes_named(found.notes)
    return page(
        "prospecting/market_watch/digest.html",
        digest=found,
        notes=notes,
        held=rules.contents(queries.weighed(notes, today=found.sent_on)),
        services={each.value: each.label for each in Service},
        grade=rules.grade,
    )


def _form(form: DigestForm) -> ResponseReturnValue:
    """Return the page on which a digest is written."""
    today = the_workspace().today
    found = queries.notes_to_send(today=today)
    return page(
        "prospecting/market_watch/digest_form.html",
        form=form,
        notes=found,
        sent=queries.sent_in(),
        ticked=set(form.notes.data or []),
        names={each.id: each.name for each in queries.competitors()},
        grade=rules.grade,
        today=today,
        status=form.status,
    )
