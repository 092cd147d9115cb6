"""Customers look at the electronic invoices that they get."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from crm.activity.door import Work
from crm.billing.einvoicing import queries as einvoicing
from crm.billing.einvoicing.models import EInvoice, EInvoiceState
from crm.billing.einvoicing.use_cases import deposit_invoice
from crm.billing.invoices.models import Invoice
from crm.billing.invoices.use_cases import draft_invoice, issue_invoice, set_lines
from crm.prospecting.companies.models import Company
from crm.selling.deliveries.use_cases import confirm_delivery
from crm.training.simulation import queries
from crm.training.simulation.models import EventKind
from tests.builders import Stage
from tests.selling.catalogue.builders import the_seller
from tests.training.simulation.builders import a_shipped_order, become, pass_days, paying, some_paper

ON_TIME = paying(on_time=100)


def sent(work: Work, company: Company, *, reservations: str = "", quantity: int = 10) -> EInvoice:
    """Sell ten reams, deliver them, invoice as many as told, and deposit the invoice."""
    the_seller(work)
    note = a_shipped_order(work, company)
    confirm_delivery(work, note, reservations=reservations)
    draft: Invoice = draft_invoice(work, note.order)
    if quantity != Decimal(10):
        set_lines(work, draft, lines=[some_paper(quantity)])
    return deposit_invoice(work, issue_invoice(work, draft))


def after_four_days(stage: Stage, einvoice: EInvoice) -> EInvoiceState:
    """Let four days pass and read its state."""
    einvoice_id = einvoice.id
    pass_days(stage, 4)
    found = einvoicing.einvoice_by_id(einvoice_id)
    assert found is not None
    return found.state


class TestACustomer:
    def test_says_nothing_of_an_invoice_that_is_right(self, stage: Stage) -> None:
        stage.do(become, stage.petit, ON_TIME)
        assert after_four_days(stage, stage.do(sent, stage.petit)) is EInvoiceState.DEPOSITED

    def test_refuses_what_was_not_delivered_and_writes(self, stage: Stage) -> None:
        stage.do(become, stage.petit, ON_TIME)
        einvoice = stage.do(sent, stage.petit, quantity=12)
        invoice_id = einvoice.invoice_id
        assert after_four_days(stage, einvoice) is EInvoiceState.REFUSED
        refused = stage.last("einvoice.refused")
        assert refused["details"]["reason"] == "CMD_ERR"
        assert refused["actor"]["name"] == "Boulangerie Petit"
        assert date.fromisoformat(str(refused["happened_at"])[:10]) == date(2026, 3, 4)
        assert stage.last("message.received")["actor"]["name"] == "Boulangerie Petit"
        assert queries.pending(EventKind.PAYMENT, invoice_id) == []

    def test_disputes_what_it_took_with_reservations(self, stage: Stage) -> None:
        stage.do(become, stage.petit, ON_TIME)
        einvoice = stage.do(sent, stage.petit, reservations="Deux cartons abîmés")
        assert after_four_days(stage, einvoice) is EInvoiceState.DISPUTED
        assert stage.last("einvoice.disputed")["details"]["reason"] == "LIVR_INCOMP"

    def test_looks_once(self, stage: Stage) -> None:
        stage.do(become, stage.petit, ON_TIME)
        after_four_days(stage, stage.do(sent, stage.petit))
        pass_days(stage, 2)
        assert queries.planned_count(stage.petit.id, EventKind.EINVOICE_ANSWER) == 1
