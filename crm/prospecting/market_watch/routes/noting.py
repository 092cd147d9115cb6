"""Notes on screen: the list, a note, comparing it with another source."""

from __future__ import annotations

from flask import abort, request
from flask.typing import ResponseReturnValue

from crm.activity.door import perform
from crm.activity.queries import timeline
from crm.people.access import Permission, allowed, here, the_workspace
from crm.prospecting.market_watch import queries, rules, use_cases
from crm.prospecting.market_watch.choices import Importance, Nature
from crm.prospecting.market_watch.forms import CheckForm, NoteForm
from crm.prospecting.market_watch.models import News, WatchNote
from crm.prospecting.market_watch.queries import NoteFilter
from crm.prospecting.market_watch.routes.ground import View, blueprint, chosen, options, tabs, the_note
from crm.prospecting.offering import our_families
from crm.web.pages import page, turn_to


@blueprint.get("/notes/")
@allowed(Permission.READ)
def notes() -> ResponseReturnValue:
    """The notes: search and filters in the URL, pages by keyset."""
    wanted = _filter_of_the_url()
    everybody = queries.competitors()
    return page(
        "prospecting/market_watch/notes.html",
        tabs=tabs(View.NOTES),
        wanted=wanted,
        slice=queries.notes(wanted, cursor=request.args.get("after")),
        count=queries.note_count(wanted),
        everything=queries.note_count(NoteFilter()),
        open_rumours=queries.note_count(NoteFilter(open_rumours=True)),
        natures=options(Nature),
        importances=options(Importance),
        competitors=[(str(each.id), each.name) for each in everybody],
        names={each.id: each.name for each in everybody},
        families=[(each, each) for each in our_families()],
        grade=rules.grade,
        today=the_workspace().today,
    )


@blueprint.get("/notes/new")
@allowed(Permission.SELL)
def new_note() -> ResponseReturnValue:
    """An empty note, or one begun from a piece of news, a source or a competitor."""
    asked = {name: request.args.get(name, default=0, type=int) for name in ("news", "source", "competitor")}
    item = queries.news_by_id(asked["news"])
    begun: dict[str, object] = {"informed_on": the_workspace().today, "source": str(asked["source"] or "")}
    begun["competitor"] = str(asked["competitor"] or "")
    if item is not None:
        listed = queries.source_of(item)
        sheet = queries.competitor_named(item.competitor) if item.competitor else None
        begun |= {"informed_on": item.published_on, "subject": item.headline, "family": item.family, "news": item.id}
        begun |= {"source": str(listed.id) if listed else "", "competitor": str(sheet.id) if sheet else ""}
    return _form(NoteForm(formdata=None, data=begun), None, item=item)


@blueprint.post("/notes/new")
@allowed(Permission.SELL)
def take_note() -> ResponseReturnValue:
    """Take it."""
    form, found = NoteForm(), None
    item = queries.news_by_id(form.news_id)
    if form.validate():
        with form.refusals():
            source = form.the_source or abort(404)
            found = perform(here(), use_cases.take_note, source, form.read(), competitor=form.the_competitor, news=item)
    if found is not None:
        return turn_to(".note", note_id=found.id)
    return _form(form, None, item=queries.news_by_id(form.news_id))


@blueprint.get("/notes/<int:note_id>")
@allowed(Permission.READ)
def note(note_id: int) -> ResponseReturnValue:
    """One note: what it says, how far it can be trusted, what became of it."""
    return _note(the_note(note_id))


@blueprint.get("/notes/<int:note_id>/edit")
@allowed(Permission.SELL)
def edit_note(note_id: int) -> ResponseReturnValue:
    """A note to be corrected."""
    found = the_note(note_id)
    names = ("subject", "nature", "text", "informed_on", "valid_until", "credibility", "importance", "family")
    said = {name: getattr(found, name) for name in names} | {"version": str(found.version)}
    said |= {"source": str(found.source_id), "competitor": str(found.competitor_id or "")}
    return _form(NoteForm(formdata=None, data=said), found)


@blueprint.post("/notes/<int:note_id>/edit")
@allowed(Permission.SELL)
def revise_note(note_id: int) -> ResponseReturnValue:
    """Correct it; whence it comes stays as it is."""
    found, form = the_note(note_id), NoteForm()
    if form.validate():
        with form.refusals():
            perform(
                here(),
                use_cases.revise_note,
                found,
                form.read(),
                competitor=form.the_competitor,
                version=form.expected_version,
            )
    return turn_to(".note", note_id=note_id) if form.accepted() else _form(form, the_note(note_id))


@blueprint.post("/notes/<int:note_id>/check")
@allowed(Permission.SELL)
def check(note_id: int) -> ResponseReturnValue:
    """Compare it with what another source says."""
    found, form = the_note(note_id), CheckForm()
    if form.validate():
        with form.refusals():
            other = form.the_source or abort(404)
            text = form.text.data or ""
            perform(here(), use_cases.cross_check, found, other, finding=form.finding.data, text=text)
    return turn_to(".note", note_id=note_id) if form.accepted() else _note(the_note(note_id), form)


def _form(form: NoteForm, found: WatchNote | None, *, item: News | None = None) -> ResponseReturnValue:
    """Return the page on which a note is written."""
    return page(
        "prospecting/market_watch/note_form.html",
        form=form,
        note=found,
        item=item,
        sources=queries.source_count(),
        listed=queries.source_of(item) if item else None,
        status=form.status,
    )


def _note(found: WatchNote, form: CheckForm | None = None) -> ResponseReturnValue:
    """Return a note's page, with the comparison that was refused if there is one."""
    digest_id = queries.sent_in().get(found.id)
    return page(
        "prospecting/market_watch/note.html",
        note=found,
        source=found.source,
        competitor=queries.competitor_by_id(found.competitor_id) if found.competitor_id else None,
        item=queries.news_by_id(found.news_id) if found.news_id else None,
        checks=queries.checks_of(found),
        digest=queries.digest_by_id(digest_id) if digest_id else None,
        arguments=queries.arguments_from(found),
        grade=rules.grade(found.source.reliability, found.credibility),
        shaky=rules.is_shaky(found.nature, found.credibility, found.source.reliability),
        form=form or CheckForm(formdata=None),
        others=queries.source_count() > 1,
        today=the_workspace().today,
        entries=timeline(kind=WatchNote.kind, object_id=found.id),
        status=form.status if form else 200,
    )


def _filter_of_the_url() -> NoteFilter:
    """Read the list's state from the URL; what cannot be read does not narrow."""
    return NoteFilter(
        search=request.args.get("q", "")[:100],
        nature=chosen(Nature, "nature"),
        importance=chosen(Importance, "importance"),
        competitor_id=request.args.get("competitor", type=int),
        family=request.args.get("family", "")[:80],
        open_rumours="check" in request.args,
    )
