"""What customers do with the electronic invoices that the platform brings them: nothing, refuse, or dispute."""

from __future__ import annotations

from datetime import date

from sqlalchemy import exists, select

from crm.activity.door import Work
from crm.billing.einvoicing import queries as einvoicing
from crm.billing.einvoicing.models import EInvoice, EInvoiceState, Reason
from crm.billing.einvoicing.use_cases import dispute_einvoice, refuse_einvoice
from crm.billing.invoices import queries as invoices
from crm.billing.invoices.models import Invoice, InvoiceState
from crm.desk.messages.models import Topic
from crm.kernel.clock import add_working_days, local_date
from crm.store.base import db
from crm.training.simulation import planning, queries, reactions
from crm.training.simulation.letters import FRENCH, Text
from crm.training.simulation.models import EventKind, ScheduledEvent
from crm.training.simulation.occasions import NOTHING, Occasion

READING_DAYS = 2
REFUSED = {
    True: Text(
        "Facture {invoice} refusée",
        "Bonjour,\n\nVotre facture {invoice} ne correspond pas à ce qui nous a été livré. Nous la refusons sur la "
        "plateforme. Merci de nous adresser un avoir et une facture conforme.\n\nCordialement,\n{name}",
    ),
    False: Text(
        "Invoice {invoice} refused",
        "Hello,\n\nYour invoice {invoice} does not match what was delivered to us. We have refused it on the platform. "
        "Please send us a credit note and a correct invoice.\n\nKind regards,\n{name}",
    ),
}
DISPUTED = {
    True: Text(
        "Facture {invoice} en litige",
        "Bonjour,\n\nNous avions noté des réserves à la livraison que concerne votre facture {invoice}. Nous la "
        "mettons en litige sur la plateforme jusqu’à ce que ce point soit réglé.\n\nCordialement,\n{name}",
    ),
    False: Text(
        "Invoice {invoice} disputed",
        "Hello,\n\nWe noted reservations on the delivery that your invoice {invoice} is about. It is in dispute on the "
        "platform until this is settled.\n\nKind regards,\n{name}",
    ),
}


def plan_reading(work: Work, *, seed: int, earliest: date) -> None:
    """Give a day to each deposited invoice on which its customer looks at it."""
    kind = EventKind.EINVOICE_ANSWER
    for einvoice in _unread():
        company = einvoice.invoice.company
        turn = queries.planned_count(company.id, kind)
        luck = planning.counterpart(work, company, seed=seed).luck(turn)
        on = max(add_working_days(local_date(einvoice.deposited_at), READING_DAYS), earliest)
        at = reactions.post_of(on, reactions.hour_of(luck, f"hour_of_{kind.value}"))
        planning.schedule(work, kind, at=at, company_id=company.id, object_id=einvoice.id, occurrence=turn)


def einvoice_is_read(occasion: Occasion) -> str:
    """A customer refuses what was not delivered so, disputes what it took with reservations; else it says nothing.

    What is refused is not paid either: its payment goes, and comes with the invoice that replaces it.
    """
    einvoice = einvoicing.einvoice_by_id(occasion.object_id)
    if einvoice is None or not _can_be_answered(einvoice):
        return NOTHING
    invoice = einvoice.invoice
    if not invoices.matches_delivery(invoice):
        refuse_einvoice(occasion.work, einvoice, reason=Reason.CMD_ERR)
        for payment in queries.pending(EventKind.PAYMENT, invoice.id):
            payment.close(occasion.at, "superseded")
        return _write(occasion, invoice, REFUSED, "refused")
    if any(note.reservations for note in invoices.notes_of(invoice)):
        dispute_einvoice(occasion.work, einvoice, reason=Reason.LIVR_INCOMP)
        return _write(occasion, invoice, DISPUTED, "disputed")
    return NOTHING


def _can_be_answered(einvoice: EInvoice) -> bool:
    """Tell whether there is still something to say: a credit note and what was replaced or paid is nobody's worry."""
    invoice = einvoice.invoice
    return (
        einvoice.state is EInvoiceState.DEPOSITED
        and invoice.state is InvoiceState.ISSUED
        and not invoice.is_credit_note
        and not invoices.credit_notes_of(invoice)
    )


def _write(occasion: Occasion, invoice: Invoice, texts: dict[bool, Text], outcome: str) -> str:
    """Let the customer say by mail too what it did on the platform."""
    company = occasion.company
    text = texts[company.language == FRENCH].about(invoice=invoice.number, name=company.legal_name)
    occasion.hear(text, topic=Topic.INFORMATION, about=(invoice,))
    return outcome


def _unread() -> list[EInvoice]:
    """Return the deposited invoices whose customer has no day to look at them yet."""
    planned = select(ScheduledEvent.id).where(
        ScheduledEvent.workspace_id == EInvoice.workspace_id,
        ScheduledEvent.kind_of_event == EventKind.EINVOICE_ANSWER,
        ScheduledEvent.object_id == EInvoice.id,
    )
    return list(
        db.session.scalars(
            einvoicing.with_customer()
            .where(EInvoice.state == EInvoiceState.DEPOSITED, ~exists(planned))
            .order_by(EInvoice.id)
        )
    )
