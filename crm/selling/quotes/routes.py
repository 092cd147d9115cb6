"""Quotes on screen: list, preparation, sending, the customer's answer, the paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from flask import Blueprint, abort, current_app, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from crm.activity.door import perform
from crm.activity.queries import timeline
from crm.desk.messages.models import Message
from crm.desk.messages.queries import message_by_id
from crm.desk.waiting import Count, Waiting, announce_waiting
from crm.kernel.clock import add_working_days
from crm.kernel.errors import N_
from crm.papers.render import render_paper
from crm.people.access import Permission, allowed, here, the_workspace
from crm.prospecting.companies import queries as companies
from crm.prospecting.companies.models import Company
from crm.prospecting.market_watch.queries import arguments_about
from crm.selling.catalogue import queries as catalogue
from crm.selling.editor import typed_lines
from crm.selling.printing import inline_pdf
from crm.selling.quotes import queries, use_cases
from crm.selling.quotes.forms import DeclineForm, QuoteForm, SendForm
from crm.selling.quotes.models import Quote, QuoteState
from crm.selling.quotes.queries import QuoteFilter
from crm.selling.tariffs import Tariff, tariff_for
from crm.web.forms import ActForm, HouseForm
from crm.web.navigation import Action, Entry, Tab, actions_of, announce, announce_action, announce_tab
from crm.web.pages import page, turn_to

blueprint = Blueprint("quotes", __name__, url_prefix="/w/<int:workspace_id>")
announce(Entry(N_("Vente"), 39, "quotes.index", N_("Devis"), "file-description", Permission.READ, on_phone=True))
announce_tab(Tab("company", 30, "quotes.of_company", N_("Devis"), "company_id"))
announce_action(
    Action("company", 30, "quotes.new", N_("Nouveau devis"), icon="file-plus", argument="company_id", tone="primary")
)

# Where one asks the management, in a higher room; and after how many working days one asks the customer.
DEROGATION, FOLLOW_UP_DAYS = "derogations.ask", 5


def _drafts(today: date) -> Count:
    """Count the quotes that are being prepared."""
    return Count(queries.quote_count(QuoteFilter(state=QuoteState.DRAFT)))


announce_waiting(
    Waiting(
        30, "quotes.index", N_("Devis en préparation"), icon="file-pencil", count=_drafts, values={"state": "draft"}
    )
)


@blueprint.get("/quotes/")
@allowed(Permission.READ)
def index() -> ResponseReturnValue:
    """The quotes: search, state in the URL, pages by keyset."""
    state = next((each for each in QuoteState if each.value == request.args.get("state")), None)
    today = the_workspace().today
    wanted = QuoteFilter(request.args.get("q", "")[:100], state, to_follow_up=today if "due" in request.args else None)
    return page(
        "selling/quotes/list.html",
        wanted=wanted,
        follow_ups=queries.follow_up_counts(today),
        slice=queries.quotes(wanted, cursor=request.args.get("after")),
        count=queries.quote_count(wanted),
        states=list(QuoteState),
        counts=queries.state_counts(),
        today=today,
    )


@blueprint.get("/companies/<int:company_id>/quotes")
@allowed(Permission.READ)
def of_company(company_id: int) -> ResponseReturnValue:
    """A company's quotes."""
    company = _company(company_id)
    return page(
        "selling/quotes/company.html", company=company, quotes=queries.quotes_of(company), today=the_workspace().today
    )


@blueprint.get("/quotes/new")
@blueprint.get("/companies/<int:company_id>/quotes/new")
@allowed(Permission.SELL)
def new(company_id: int | None = None) -> ResponseReturnValue:
    """An empty quote to fill in, or one with what a message asks for; without a company, ask for whom."""
    message = _message()
    chosen = company_id or request.args.get("company_id", type=int) or (message.company_id if message else None)
    if chosen is None:
        return page("selling/quotes/choose.html", companies=companies.choices())
    company = _company(chosen)
    terms = {
        "valid_until": the_workspace().today + timedelta(days=the_workspace().procedure("quote_validity_days")),
        "payment_days": company.payment_days,
        "money": company.currency,
        "regime": company.regime,
        "lines": typed_lines(queries.asked_for(message, _tariff(company))),
    }
    return _sheet(_form(company, terms), chosen, message=message)


@blueprint.post("/companies/<int:company_id>/quotes/new")
@allowed(Permission.SELL)
def create(company_id: int) -> ResponseReturnValue:
    """Prepare the quote."""
    company, message = _company(company_id), _message()
    form, quote = _form(company, typed=request.form), None
    if not form.resized and form.validate():
        with form.refusals():
            quote = perform(here(), use_cases.draft_quote, company, message=message, **form.read())
    return _sheet(form, company_id, message=message) if quote is None else turn_to(".detail", quote_id=quote.id)


@blueprint.get("/companies/<int:company_id>/quotes/figures")
@allowed(Permission.SELL)
def figures(company_id: int) -> ResponseReturnValue:
    """What the lines being typed come to."""
    return _sheet(_form(_company(company_id), typed=request.args), company_id)


@blueprint.get("/quotes/<int:quote_id>")
@allowed(Permission.READ)
def detail(quote_id: int) -> ResponseReturnValue:
    """One quote: what it says, what can be done with it, what happened."""
    return _detail(quote_id)


@blueprint.get("/quotes/<int:quote_id>/edit")
@allowed(Permission.SELL)
def edit(quote_id: int) -> ResponseReturnValue:
    """A draft to be changed; what was sent is only shown."""
    quote = _quote(quote_id)
    if quote.state is not QuoteState.DRAFT:
        return turn_to(".detail", quote_id=quote_id)
    named = ("valid_until", "payment_days", "delivery_days", "delivery_terms", "note", "discount", "deposit", "regime")
    terms = {name: getattr(quote, name) for name in named} | {
        "version": str(quote.version),
        "money": quote.currency,
        "incoterm": quote.incoterm.value if quote.incoterm else "",
        "lines": typed_lines(quote.lines),
    }
    return _sheet(_form(quote.company, terms), quote.company_id, quote=quote)


@blueprint.post("/quotes/<int:quote_id>/edit")
@allowed(Permission.SELL)
def update(quote_id: int) -> ResponseReturnValue:
    """Change the draft."""
    quote = _quote(quote_id)
    form, company_id = _form(quote.company, typed=request.form), quote.company_id
    if not form.resized and form.validate():
        with form.refusals():
            perform(here(), use_cases.set_lines, quote, version=form.expected_version, **form.read())
    if form.accepted():
        return turn_to(".detail", quote_id=quote_id)
    return _sheet(form, company_id, quote=_quote(quote_id))


@blueprint.post("/quotes/<int:quote_id>/send")
@allowed(Permission.SELL)
def send(quote_id: int) -> ResponseReturnValue:
    """Send the draft."""
    quote, form = _quote(quote_id), SendForm()
    if form.validate():
        with form.refusals():
            again = form.follow_up_on.data
            perform(here(), use_cases.send_quote, quote, channel=form.channel.data, follow_up_on=again)
    if not form.accepted():
        return _detail(quote_id, refused=form)
    flash(gettext("Devis envoyé. Le client répondra à sa manière."), "success")
    return turn_to(".detail", quote_id=quote_id)


@blueprint.post("/quotes/<int:quote_id>/accept")
@allowed(Permission.SELL)
def accept(quote_id: int) -> ResponseReturnValue:
    """Write down that the customer agreed by telephone."""
    quote, form = _quote(quote_id), ActForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.accept_quote, quote)
    return turn_to(".detail", quote_id=quote_id) if form.accepted() else _detail(quote_id, refused=form)


@blueprint.post("/quotes/<int:quote_id>/decline")
@allowed(Permission.SELL)
def decline(quote_id: int) -> ResponseReturnValue:
    """Write down that the customer said no by telephone, and why."""
    quote, form = _quote(quote_id), DeclineForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.decline_quote, quote, reason=form.reason.data or "")
    return turn_to(".detail", quote_id=quote_id) if form.accepted() else _detail(quote_id, refused=form)


@blueprint.get("/quotes/<int:quote_id>/paper.pdf")
@allowed(Permission.READ)
def paper(quote_id: int) -> ResponseReturnValue:
    """The quote on paper."""
    quote = _quote(quote_id)
    pdf = render_paper(quote.paper(seller=catalogue.seller()), made_at=quote.sent_at or the_workspace().now)
    return inline_pdf(pdf, name=quote.number or gettext("devis-%(id)s-brouillon", id=quote.id))


def _detail(quote_id: int, *, refused: HouseForm | None = None) -> ResponseReturnValue:
    """Return a quote's page, with the form that was refused if there is one."""
    quote = _quote(quote_id)
    ordering, asking = quote.state in {QuoteState.SENT, QuoteState.ACCEPTED}, _derogation(quote)
    again = {"follow_up_on": add_working_days(the_workspace().today, FOLLOW_UP_DAYS)}
    return page(
        "selling/quotes/detail.html",
        quote=quote,
        company=quote.company,
        seller=catalogue.seller(),
        figures=queries.figures_of(quote, procedure=the_workspace().procedure),
        versions=queries.versions_of(quote),
        message=message_by_id(quote.message_id) if quote.message_id else None,
        send_form=refused if isinstance(refused, SendForm) else SendForm(formdata=None, data=again),
        decline_form=refused if isinstance(refused, DeclineForm) else DeclineForm(formdata=None),
        act_form=refused if isinstance(refused, ActForm) else ActForm(formdata=None),
        actions=[each for each in actions_of(Quote.kind, quote.id) if ordering and each["url"] != asking],
        derogation_url=asking,
        entries=timeline(kind=Quote.kind, object_id=quote.id),
        arguments=arguments_about(Quote.kind, quote.id),
        today=the_workspace().today,
        refused=refused,
        status=refused.status if refused else 200,
    )


def _sheet(
    form: QuoteForm, company_id: int, *, quote: Quote | None = None, message: Message | None = None
) -> ResponseReturnValue:
    """Return the page on which a quote is prepared."""
    company = _company(company_id)
    lines, tariff = form.read_lines(), _tariff(company, form)
    days = form.payment_days.data if form.payment_days.data is not None else company.payment_days
    shown = queries.offered(
        lines, company, tariff, discount=form.whole_discount, payment_days=days, procedure=the_workspace().procedure
    )
    return page(
        "selling/quotes/form.html",
        form=form,
        company=company,
        quote=quote,
        message=message,
        figures=replace(shown, leave=queries.leave_for(quote, shown.beyond.discount)) if quote else shown,
        tariff=tariff,
        by_line=queries.margins(lines, tariff),
        status=form.status,
    )


def _form(
    company: Company, data: Mapping[str, object] | None = None, *, typed: MultiDict[str, str] | None = None
) -> QuoteForm:
    """Return the form of a quote, at the prices that hold for a customer; `typed` is what a browser sent."""
    begun = {"money": company.currency, "regime": company.regime} if data is None else data
    form = QuoteForm(formdata=typed or None, products=catalogue.products(), data=begun)
    form.price_by(_tariff(company, form))
    return form


def _tariff(company: Company, form: QuoteForm | None = None) -> Tariff:
    """Return a customer's prices today, in the currency and regime that were chosen."""
    currency, regime = (form.money.data, form.regime.data) if form else (None, None)
    return tariff_for(
        company, on=the_workspace().today, procedure=the_workspace().procedure, currency=currency, regime=regime
    )


def _derogation(quote: Quote) -> str | None:
    """Return where one asks the management, if that room is there."""
    return url_for(DEROGATION, quote_id=quote.id) if DEROGATION in current_app.view_functions else None


def _quote(quote_id: int) -> Quote:
    """Find the quote or answer 404."""
    return queries.quote_by_id(quote_id) or abort(404)


def _company(company_id: int) -> Company:
    """Find the company or answer 404."""
    return companies.company_by_id(company_id) or abort(404)


def _message() -> Message | None:
    """Return the message which the URL names, if there is one."""
    message_id = request.args.get("message_id", type=int)
    return message_by_id(message_id) if message_id else None
