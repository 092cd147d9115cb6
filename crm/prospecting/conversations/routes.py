"""Conversations on screen: a tab of the prospect record to choose one, a page to hold it and to look back on it."""

from __future__ import annotations

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from crm.activity.door import perform
from crm.kernel.errors import N_
from crm.people.access import Permission, allowed, here, the_workspace
from crm.prospecting.companies import queries as companies
from crm.prospecting.companies.models import Company
from crm.prospecting.conversations import queries, use_cases
from crm.prospecting.conversations.forms import SayForm, StartForm
from crm.prospecting.conversations.models import Conversation
from crm.prospecting.conversations.rules import engine
from crm.prospecting.market_watch import queries as watch
from crm.prospecting.market_watch.forms import ArgumentForm
from crm.prospecting.market_watch.use_cases import use_argument
from crm.prospecting.privacy.queries import callee
from crm.prospecting.privacy.rules import canvassing
from crm.web.forms import ActForm, HouseForm
from crm.web.navigation import Tab, announce_tab
from crm.web.pages import page, turn_to

blueprint = Blueprint("conversations", __name__, url_prefix="/w/<int:workspace_id>")
announce_tab(Tab("company", 30, "conversations.index", N_("Entretiens"), "company_id"))


@blueprint.get("/companies/<int:company_id>/conversations")
@allowed(Permission.READ)
def index(company_id: int) -> ResponseReturnValue:
    """The conversations that can be held with a company, and those that were."""
    return _tab(_company(company_id), StartForm())


@blueprint.post("/companies/<int:company_id>/conversations")
@allowed(Permission.SELL)
def start(company_id: int) -> ResponseReturnValue:
    """Begin a conversation."""
    company, form, begun = _company(company_id), StartForm(), None
    if form.validate():
        with form.refusals():
            begun = perform(here(), use_cases.start_conversation, company, graph_key=form.graph.data or "")
    if begun is not None:
        return turn_to(".detail", conversation_id=begun.id)
    return _tab(_company(company_id), form)


@blueprint.get("/conversations/<int:conversation_id>")
@allowed(Permission.READ)
def detail(conversation_id: int) -> ResponseReturnValue:
    """What was said, and what can be said now, or what came of it."""
    return _talk(_conversation(conversation_id), SayForm(formdata=None))


@blueprint.post("/conversations/<int:conversation_id>/say")
@allowed(Permission.SELL)
def say(conversation_id: int) -> ResponseReturnValue:
    """Say something."""
    conversation, form = _conversation(conversation_id), SayForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.say, conversation, choice=form.choice.data or "")
    if form.accepted():
        return turn_to(".detail", conversation_id=conversation_id, _anchor="now")
    return _talk(_conversation(conversation_id), form)


@blueprint.post("/conversations/<int:conversation_id>/hang-up")
@allowed(Permission.SELL)
def hang_up(conversation_id: int) -> ResponseReturnValue:
    """Break it off."""
    conversation, form = _conversation(conversation_id), ActForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.hang_up, conversation)
    if form.accepted():
        return turn_to(".detail", conversation_id=conversation_id)
    return _talk(_conversation(conversation_id), form)


@blueprint.get("/conversations/<int:conversation_id>/arguments")
@allowed(Permission.READ)
def arguments(conversation_id: int) -> ResponseReturnValue:
    """The notes of the market watch that served as arguments, and one more."""
    return _arguments(_conversation(conversation_id), ArgumentForm(formdata=None))


@blueprint.post("/conversations/<int:conversation_id>/arguments")
@allowed(Permission.SELL)
def argue(conversation_id: int) -> ResponseReturnValue:
    """Say how a note served."""
    conversation, form = _conversation(conversation_id), ArgumentForm()
    if form.validate():
        with form.refusals():
            note, text = form.the_note or abort(404), form.text.data or ""
            perform(here(), use_argument, note, about=conversation, company=conversation.company, text=text)
    if form.accepted():
        return turn_to(".detail", conversation_id=conversation_id)
    return _arguments(_conversation(conversation_id), form)


def _arguments(conversation: Conversation, form: ArgumentForm) -> ResponseReturnValue:
    """Return the page on which a note is chosen."""
    return page(
        "prospecting/conversations/arguments.html",
        conversation=conversation,
        company=conversation.company,
        arguments=watch.arguments_about(Conversation.kind, conversation.id),
        form=form,
        status=form.status,
    )


def _tab(company: Company, form: StartForm) -> ResponseReturnValue:
    """Return the tab, with what was refused if anything was."""
    return page(
        "prospecting/conversations/list.html",
        company=company,
        graphs=queries.graphs_for(company),
        held=queries.conversations_of(company),
        canvassing=canvassing(callee(company), at=the_workspace().now),
        form=form,
        status=form.status,
    )


def _talk(conversation: Conversation, form: HouseForm) -> ResponseReturnValue:
    """Return the page of a conversation, whether it lasts or is over."""
    graph = queries.graph_by_key(conversation.graph) or abort(404)
    lines = queries.lines_of(conversation)
    written = queries.written_after(conversation)
    return page(
        "prospecting/conversations/detail.html",
        conversation=conversation,
        company=conversation.company,
        graph=graph,
        lines=lines,
        options=() if conversation.is_over else engine.offered(graph, queries.state_of(conversation)),
        acts=queries.acts_in(lines),
        learnt=[graph.facts[key] for key in conversation.learnt if key in graph.facts],
        written=written,
        compared=queries.compared(graph, conversation, written, queries.notes_after(conversation)),
        ended_well=queries.ended_well(conversation),
        faults=queries.faults_of(conversation) if conversation.is_over else [],
        arguments=watch.arguments_about(Conversation.kind, conversation.id),
        form=form,
        status=form.status,
    )


def _company(company_id: int) -> Company:
    """Find the company or answer 404."""
    return companies.company_by_id(company_id) or abort(404)


def _conversation(conversation_id: int) -> Conversation:
    """Find the conversation or answer 404."""
    return queries.conversation_by_id(conversation_id) or abort(404)
