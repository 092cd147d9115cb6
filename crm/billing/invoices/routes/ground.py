"""Where the room stands: its addresses, its tabs and buttons, what waits on the desk."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, abort

from crm.billing.invoices import queries, rules
from crm.billing.invoices.models import Invoice
from crm.desk.waiting import Count, Waiting, announce_waiting
from crm.kernel.errors import N_
from crm.people.access import Permission, the_workspace
from crm.web.navigation import Action, Entry, Tab, announce, announce_action, announce_tab

blueprint = Blueprint("invoices", __name__, url_prefix="/w/<int:workspace_id>")
announce(Entry(N_("Facturation"), 50, "invoices.index", N_("Factures"), "file-invoice", Permission.READ, on_phone=True))
announce_tab(Tab("company", 50, "invoices.of_company", N_("Factures"), "company_id"))
announce_tab(Tab("invoice", 10, "invoices.detail", N_("Facture"), "invoice_id"))
announce_action(Action("order", 50, "invoices.new", N_("Facturer"), "file-invoice", "order_id"))


def late_before(today: date) -> date:
    """Return the day before which a delivery should have been invoiced by now."""
    return rules.late_before(today, working_days=the_workspace().procedure("invoice_delay_days"))


def the_invoice(invoice_id: int) -> Invoice:
    """Find the invoice or answer 404."""
    return queries.invoice_by_id(invoice_id) or abort(404)


def _to_invoice(today: date) -> Count:
    """Count what is to be invoiced, for the day's page."""
    return Count(queries.to_invoice_count(), late=queries.to_invoice_count(delivered_before=late_before(today)))


announce_waiting(Waiting(40, "invoices.to_issue", N_("Livraisons à facturer"), "file-invoice", _to_invoice))
