"""The books on screen: journals, the tax file, a customer's statement of account."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, abort, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from crm.activity.door import perform
from crm.billing.entries import Journal
from crm.billing.ledger import rules, use_cases
from crm.billing.ledger.forms import StatementForm
from crm.billing.ledger.queries import accounts
from crm.billing.ledger.queries.accounts import CustomerAccount
from crm.kernel.clock import opening_of
from crm.kernel.errors import N_
from crm.papers.render import render_statement
from crm.papers.statements import AccountStatement, StatementRow
from crm.people.access import Permission, allowed, here, the_workspace
from crm.prospecting.companies.models import Company
from crm.prospecting.companies.queries import company_by_id
from crm.selling.catalogue.queries import seller
from crm.selling.parties import customer_party, language_of
from crm.selling.printing import inline_pdf
from crm.web.forms import ActForm
from crm.web.navigation import Entry, Tab, announce, announce_tab
from crm.web.pages import page, turn_to

blueprint = Blueprint("ledger", __name__, url_prefix="/w/<int:workspace_id>")
announce(Entry(N_("Facturation"), 54, "ledger.index", N_("Écritures"), "notes", Permission.READ))
announce_tab(Tab("company", 54, "ledger.statement", N_("Relevé de compte"), "company_id"))
FIRST_YEAR, LAST_YEAR, PAGE = 1900, 2199, 100


@blueprint.get("/ledger/")
@allowed(Permission.READ)
def index() -> ResponseReturnValue:
    """The journals of a year: sales, bank, cash, the rest."""
    return _index()


@blueprint.post("/ledger/export")
@allowed(Permission.SELL)
def export() -> ResponseReturnValue:
    """Export the year for the tax office (FEC)."""
    form, year, text = ActForm(), _year(), None
    if form.validate():
        with form.refusals():
            text = perform(here(), use_cases.export_ledger, year=year)
    if text is None:
        return _index(form)
    name = rules.fec_name(seller().siren, min(date(year, 12, 31), the_workspace().today))
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text.encode(), mimetype="text/plain", headers=headers)


@blueprint.get("/companies/<int:company_id>/statement")
@allowed(Permission.READ)
def statement(company_id: int) -> ResponseReturnValue:
    """A customer's account over a time: what was asked, what came, what remains."""
    return _statement(company_id)


@blueprint.get("/companies/<int:company_id>/statement.pdf")
@allowed(Permission.READ)
def pdf(company_id: int) -> ResponseReturnValue:
    """The statement on paper, in the customer's language."""
    company = company_by_id(company_id) or abort(404)
    first, last = _period()
    account = accounts.account_of(company, first=first, last=last)
    printed = render_statement(_paper(company, account), made_at=opening_of(last))
    return inline_pdf(printed, name=f"releve-{company.id}-{last:%Y-%m-%d}")


@blueprint.post("/companies/<int:company_id>/statement")
@allowed(Permission.SELL)
def send(company_id: int) -> ResponseReturnValue:
    """Send a customer its statement."""
    company, form = company_by_id(company_id) or abort(404), StatementForm()
    if form.validate():
        with form.refusals():
            perform(
                here(),
                use_cases.send_statement,
                company,
                first=form.first.data,  # type: ignore[arg-type]
                last=form.last.data,  # type: ignore[arg-type]
                channel=form.channel.data,
            )
    if not form.accepted():
        return _statement(company_id, form)
    flash(gettext("Relevé de compte envoyé."), "success")
    return turn_to(".statement", company_id=company_id)


def _index(form: ActForm | None = None) -> ResponseReturnValue:
    """Return the journals, a page of entries at a time."""
    year, today = _year(), the_workspace().today
    whole = accounts.entries(year, until=today)
    chosen = request.args.get("journal", "")
    found = [each for each in whole if not chosen or each.journal.value == chosen]
    typed = request.args.get("after", "0")
    after = int(typed) if typed.isdecimal() and len(typed) < 10 else 0  # noqa: PLR2004
    rest = [each for each in found if each.number > after]
    return page(
        "billing/ledger/index.html",
        year=year,
        today=today,
        entries=rest[:PAGE],
        more=rest[PAGE - 1].number if len(rest) > PAGE else None,
        count=len(found),
        balances=sorted(rules.balances(whole).items(), key=lambda each: str(each[0].value)),
        journals=[(str(each.value), gettext(each.label)) for each in Journal],
        form=form or ActForm(formdata=None),
        status=form.status if form else 200,
    )


def _statement(company_id: int, form: StatementForm | None = None) -> ResponseReturnValue:
    """Return a customer's statement, with the form that was refused if there is one."""
    company = company_by_id(company_id) or abort(404)
    first, last = _period()
    return page(
        "billing/ledger/statement.html",
        company=company,
        account=accounts.account_of(company, first=first, last=last),
        statement_form=form or StatementForm(formdata=None, data={"first": first, "last": last}),
        today=the_workspace().today,
        status=form.status if form else 200,
    )


def _paper(company: Company, account: CustomerAccount) -> AccountStatement:
    """Return a statement as its paper shows it."""
    rows = tuple(
        StatementRow(
            on=each.entry.on,
            kind=str(each.entry.kind.value),
            number=each.entry.piece,
            amount=each.amount,
            balance=each.balance,
            due_on=each.entry.due_on,
            letter=each.entry.letter,
        )
        for each in account.movements
    )
    return AccountStatement(
        seller=seller(),
        customer=customer_party(company),
        first=account.first,
        last=account.last,
        opening=account.opening,
        closing=account.closing,
        overdue=account.overdue,
        rows=rows,
        language=language_of(company),
    )


def _year() -> int:
    """Return the year of the URL, this one unless told otherwise."""
    typed = request.values.get("year", "")
    year = int(typed) if typed.isdecimal() and len(typed) == 4 else 0  # noqa: PLR2004
    return year if FIRST_YEAR <= year <= LAST_YEAR else the_workspace().today.year


def _period() -> tuple[date, date]:
    """Return the days of the URL: from the first of January to today unless told otherwise."""
    today = the_workspace().today
    first = _day(request.args.get("first", "")) or today.replace(month=1, day=1)
    last = _day(request.args.get("last", "")) or today
    return (first, last) if first <= last else (last, first)


def _day(typed: str) -> date | None:
    """Read a day of the URL."""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None
