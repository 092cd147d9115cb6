"""Lists of invoices: all, those to be drawn up, those of a company."""

from __future__ import annotations

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from crm.billing.invoices import queries
from crm.billing.invoices.forms import MonthForm, NotesForm
from crm.billing.invoices.models import InvoiceType
from crm.billing.invoices.queries import InvoiceFilter
from crm.billing.invoices.routes.ground import blueprint, late_before
from crm.kernel.errors import N_
from crm.kernel.money import total
from crm.people.access import Permission, allowed, the_workspace
from crm.prospecting.companies.queries import company_by_id
from crm.selling.deliveries.models import DeliveryNote
from crm.web.pages import page


@blueprint.get("/invoices/")
@allowed(Permission.READ)
def index() -> ResponseReturnValue:
    """The invoices: tabs, search, type and order in the URL, pages by keyset."""
    wanted, today = _filter_of_the_url(), the_workspace().today
    return page(
        "billing/invoices/list.html",
        wanted=wanted,
        slice=queries.invoices(wanted, on=today, cursor=request.args.get("after")),
        count=queries.invoice_count(wanted, on=today),
        views=_views(wanted.tab),
        types=[(each.value, gettext(each.label)) for each in InvoiceType],
        today=today,
    )


@blueprint.get("/invoices/to-issue")
@allowed(Permission.READ)
def to_issue() -> ResponseReturnValue:
    """What was delivered and nobody has invoiced, customer by customer."""
    return _to_issue()


@blueprint.get("/companies/<int:company_id>/invoices")
@allowed(Permission.READ)
def of_company(company_id: int) -> ResponseReturnValue:
    """The invoices of one company, what it owes, what is to be invoiced."""
    return company_page(company_id)


def _to_issue() -> ResponseReturnValue:
    """Return what is to be invoiced."""
    by_company: dict[int, list[DeliveryNote]] = {}
    for note in queries.notes_to_invoice():
        by_company.setdefault(note.order.company_id, []).append(note)
    latest = late_before(the_workspace().today)
    return page(
        "billing/invoices/to_issue.html",
        waiting=list(by_company.values()),
        views=_views("to_issue"),
        late_before=latest,
    )


def company_page(
    company_id: int, *, month: MonthForm | None = None, notes: NotesForm | None = None
) -> ResponseReturnValue:
    """Return a company's invoices, with the form that was refused if there is one."""
    company, today = company_by_id(company_id) or abort(404), the_workspace().today
    wanted = InvoiceFilter(tab="", company_id=company.id, descending=True)
    waiting, refused = queries.notes_to_invoice(company=company), month or notes
    return page(
        "billing/invoices/of_company.html",
        company=company,
        slice=queries.invoices(wanted, on=today, cursor=request.args.get("after")),
        exposure=queries.exposure(company),
        overdue=total(invoice.due_in_euros for invoice in queries.overdue_invoices(today, company)),
        waiting=waiting,
        ticked=set(notes.notes.data or ()) if notes else {note.id for note in waiting},
        month_form=month or MonthForm(formdata=None, data={"month": today}),
        notes_form=notes or NotesForm(formdata=None).offer(note.id for note in waiting),
        today=today,
        status=refused.status if refused else 200,
    )


def _views(current: str) -> list[dict[str, object]]:
    """Return the tabs of the room with their counts."""
    counts = queries.tab_counts(on=the_workspace().today)
    found = [(tab, label, url_for(".index", tab=tab), counts[tab]) for tab, label in queries.TABS.items()]
    found.insert(0, ("to_issue", N_("À facturer"), url_for(".to_issue"), queries.to_invoice_count()))
    return [
        {"label": gettext(label), "url": url, "count": count, "current": current == name, "late": name == "overdue"}
        for name, label, url, count in found
    ]


def _type_of_the_url() -> InvoiceType | None:
    """Read the type that the list is narrowed to."""
    wanted = request.args.get("type", "")
    return InvoiceType(wanted) if wanted in {each.value for each in InvoiceType} else None


def _filter_of_the_url() -> InvoiceFilter:
    """Read the list's state from the URL; what cannot be read does not narrow."""
    tab, sort = request.args.get("tab", queries.OPEN), request.args.get("sort", "")
    name = sort.removeprefix("-")
    return InvoiceFilter(
        tab=tab if tab in queries.TABS else queries.OPEN,
        search=request.args.get("q", "")[:100],
        type=_type_of_the_url(),
        sort=name if name in queries.SORTS else "due",
        descending=sort.startswith("-"),
    )
