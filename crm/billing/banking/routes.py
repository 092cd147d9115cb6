"""The bank on screen: statements imported, each line with what it may be, accepted or corrected."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Blueprint, Response, abort, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from crm.activity.door import perform
from crm.billing.banking import queries, rules, use_cases
from crm.billing.banking.forms import AsideForm, ImportForm
from crm.billing.banking.models import BankLine
from crm.billing.banking.queries import Suggestion
from crm.billing.invoices.models import Invoice
from crm.billing.payments.forms import SharesForm, proposed
from crm.desk.waiting import Count, Waiting, announce_waiting
from crm.kernel.errors import N_
from crm.people.access import Permission, allowed, here, the_workspace
from crm.prospecting.companies.models import Company
from crm.prospecting.companies.queries import company_by_id
from crm.web.forms import ActForm
from crm.web.navigation import Entry, announce
from crm.web.pages import page, turn_to

blueprint = Blueprint("banking", __name__, url_prefix="/w/<int:workspace_id>/bank")
announce(Entry(N_("Facturation"), 53, "banking.index", N_("Banque"), "wallet", Permission.READ))
A_MONTH = timedelta(days=31)


@blueprint.get("/")
@allowed(Permission.READ)
def index() -> ResponseReturnValue:
    """The lines to be matched, and the statements from which they come."""
    return _index()


@blueprint.post("/import")
@allowed(Permission.SELL)
def import_statement() -> ResponseReturnValue:
    """Import a statement."""
    form, statement = ImportForm(), None
    if form.validate() and (read := form.read()) is not None:
        with form.refusals():
            statement = perform(here(), use_cases.import_statement, name=read[0], text=read[1])
    if statement is None:
        return _index(importing=form)
    flash(gettext("Relevé importé : %(count)d opérations.", count=statement.line_count), "success")
    return turn_to(".index")


@blueprint.get("/statement.csv")
@allowed(Permission.READ)
def download() -> ResponseReturnValue:
    """The bank's own statement of the last month, as it can be imported."""
    today = the_workspace().today
    text = rules.write_statement(queries.movements(today - A_MONTH, today))
    headers = {"Content-Disposition": f'attachment; filename="releve-{today:%Y-%m-%d}.csv"'}
    return Response(text.encode("utf-8-sig"), mimetype="text/csv", headers=headers)


@blueprint.get("/lines/<int:line_id>")
@allowed(Permission.READ)
def line(line_id: int) -> ResponseReturnValue:
    """One line: what it may be, whose money it is said to be, against which invoices it goes."""
    return _line(line_id)


@blueprint.post("/lines/<int:line_id>/accept")
@allowed(Permission.SELL)
def accept(line_id: int) -> ResponseReturnValue:
    """Take the proposal as it stands."""
    found, form = _found(line_id), ActForm()
    suggestion = queries.suggest(found, queries.books())
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.take_suggestion, suggestion)
    if not form.accepted():
        return _index(act=form)
    flash(gettext("Ligne rapprochée."), "success")
    return turn_to(".index")


@blueprint.post("/lines/<int:line_id>/match")
@allowed(Permission.SELL)
def match(line_id: int) -> ResponseReturnValue:
    """Say whose money a line is and against which invoices it goes."""
    found, company = _found(line_id), _company()
    suggestion = queries.suggest(found, queries.books(), company=company)
    form = SharesForm(invoices=suggestion.invoices)
    if form.validate():
        with form.refusals():
            perform(
                here(),
                use_cases.match_line,
                found,
                payment=suggestion.payment,
                company=suggestion.company,
                shares=form.read_shares(),
                method=queries.method_of(found),
            )
    return turn_to(".index") if form.accepted() else _line(line_id, shares=form)


@blueprint.post("/lines/<int:line_id>/aside")
@allowed(Permission.SELL)
def set_aside(line_id: int) -> ResponseReturnValue:
    """Set a line aside that is no customer's payment."""
    found, form = _found(line_id), AsideForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.set_line_aside, found, reason=form.reason.data or "")
    return turn_to(".index") if form.accepted() else _line(line_id, aside=form)


def _index(*, importing: ImportForm | None = None, act: ActForm | None = None) -> ResponseReturnValue:
    """Return the page of the bank."""
    refused = importing or act
    return page(
        "billing/banking/index.html",
        suggestions=queries.suggestions(queries.open_lines()),
        settled=queries.settled_lines(),
        statements=queries.statements(),
        import_form=importing or ImportForm(formdata=None),
        act_form=act or ActForm(formdata=None),
        status=refused.status if refused else 200,
    )


def _line(line_id: int, *, shares: SharesForm | None = None, aside: AsideForm | None = None) -> ResponseReturnValue:
    """Return a line's page, with the form that was refused if there is one."""
    suggestion = queries.suggest(_found(line_id), queries.books(), company=_company())
    refused = shares or aside
    return page(
        "billing/banking/line.html",
        suggestion=suggestion,
        companies=queries.customers(),
        shares_form=shares or _proposed(suggestion),
        aside_form=aside or AsideForm(formdata=None),
        status=refused.status if refused else 200,
    )


def _proposed(suggestion: Suggestion) -> SharesForm:
    """Return the shares that a suggestion proposes."""
    found: list[Invoice] = list(suggestion.invoices.values())
    return SharesForm(
        invoices=suggestion.invoices, formdata=None, data={"shares": proposed(found, suggestion.proposal)}
    )


def _company() -> Company | None:
    """Return the customer whom a person chose, if there is one."""
    typed = request.args.get("company", "")
    return company_by_id(int(typed)) if typed.isdecimal() and len(typed) < 10 else None  # noqa: PLR2004


def _found(line_id: int) -> BankLine:
    """Find the line or answer 404."""
    return queries.line_by_id(line_id) or abort(404)


def _to_match(today: date) -> Count:
    """Count the lines to be matched, for the day's page."""
    return Count(queries.open_line_count())


announce_waiting(Waiting(46, "banking.index", N_("Lignes bancaires à rapprocher"), "wallet", _to_match))
