"""What can be done with electronic invoices: deposit, the customer's answers, the payment told, faults looked for."""

from __future__ import annotations

import hashlib

from crm.activity.chain import Json
from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.billing.einvoicing import queries
from crm.billing.einvoicing.models import EInvoice, EInvoiceState, EInvoiceStatus, ExerciseAnswer, Reason
from crm.billing.einvoicing.rules import Finding, findings
from crm.billing.invoices.models import Invoice, InvoiceState
from crm.billing.invoices.queries import paper_of
from crm.kernel.actor import Actor, ActorKind
from crm.kernel.errors import N_, Refused
from crm.papers.cii import fields_of, is_domestic_business
from crm.papers.cii_xml import write_xml

PLATFORM = Actor(ActorKind.HOUSE, "Plateforme agréée")


class NotIssued(Refused):
    """A draft has no number, so it has no file."""

    message = N_("Seule une facture émise peut être déposée sur la plateforme.")


class AlreadyDeposited(Refused):
    """A number enters the platform once."""

    message = N_("Cette facture est déjà sur la plateforme. Une facture rejetée se corrige par un avoir.")


class NotForThePlatform(Refused):
    """Consumers and customers abroad are not in the directory."""

    message = N_(
        "Ce client n’est pas dans l’annuaire des plateformes : particuliers et clients étrangers n’y sont pas."
    )


class NotCollected(Refused):
    """Nobody tells the tax office of money that did not come."""

    message = N_("Cette facture n’est pas entièrement réglée : elle ne peut pas être déclarée encaissée.")


class UnknownCase(Refused):
    """An exercise that is not there."""

    message = N_("Cette facture d’exercice n’existe pas.")


def deposit_invoice(work: Work, invoice: Invoice) -> EInvoice:
    """Deposit an issued invoice: the platform takes it (200), or rejects it with the rules that it breaks (213)."""
    if invoice.state is InvoiceState.DRAFT or not invoice.number:
        raise NotIssued
    paper = paper_of(invoice)
    if not is_domestic_business(paper):
        raise NotForThePlatform
    if queries.einvoice_of(invoice) is not None:
        raise AlreadyDeposited
    fields = fields_of(paper)
    digest = hashlib.sha256(write_xml(fields)).hexdigest()
    einvoice = work.add(EInvoice(invoice=invoice, digest=digest, deposited_at=work.now))
    _note(work, einvoice, EInvoiceState.DEPOSITED)
    work.record(Activity.EINVOICE_DEPOSITED, einvoice, invoice, invoice.company, number=invoice.number, digest=digest)
    if broken := findings(fields):
        with work.acting_as(PLATFORM):
            _reject(work, einvoice, broken)
    return einvoice


def refuse_einvoice(work: Work, einvoice: EInvoice, *, reason: Reason) -> EInvoice:
    """The customer refuses an invoice (210): it will not pay it as it stands."""
    return _answer(work, einvoice, EInvoiceState.REFUSED, Activity.EINVOICE_REFUSED, reason)


def dispute_einvoice(work: Work, einvoice: EInvoice, *, reason: Reason) -> EInvoice:
    """The customer disputes an invoice (207): part of it is to be talked about first."""
    return _answer(work, einvoice, EInvoiceState.DISPUTED, Activity.EINVOICE_DISPUTED, reason)


def report_collected(work: Work, einvoice: EInvoice) -> EInvoice:
    """Tell the platform that an invoice was paid (212), which the seller must do (CGI, article 290 A)."""
    invoice = einvoice.invoice
    if invoice.is_credit_note or invoice.state is not InvoiceState.PAID:
        raise NotCollected
    einvoice.move(EInvoiceState.COLLECTED)
    _note(work, einvoice, EInvoiceState.COLLECTED)
    work.record(Activity.EINVOICE_COLLECTED, einvoice, invoice, number=invoice.number, amount_cents=invoice.gross.cents)
    return einvoice


def answer_exercise(work: Work, *, case: str, field: str, rule: str) -> ExerciseAnswer:
    """Say which field of a prepared invoice is wrong and which rule it breaks."""
    found = queries.case_by_key(case)
    if found is None:
        raise UnknownCase
    right = (field, rule) == (found.field, found.rule.name)
    answer = work.add(
        ExerciseAnswer(
            case=case, field=field, rule=rule, right=right, answered_at=work.now, answered_by=work.actor.name
        )
    )
    work.record(Activity.EINVOICE_EXERCISE_ANSWERED, answer, case=case, field=field, rule=rule, right=right)
    return answer


def _reject(work: Work, einvoice: EInvoice, broken: list[Finding]) -> None:
    """Give an invoice back with what is wrong; the first rule's reason is the platform's."""
    invoice, reason = einvoice.invoice, broken[0].rule.reason
    told: list[Json] = [[each.rule.name, each.rank] for each in broken]
    einvoice.move(EInvoiceState.REJECTED)
    _note(work, einvoice, EInvoiceState.REJECTED, reason, told)
    names: list[Json] = [each.rule.name for each in broken]
    work.record(
        Activity.EINVOICE_REJECTED,
        einvoice,
        invoice,
        invoice.company,
        number=invoice.number,
        reason=reason.value,
        rules=names,
    )


def _answer(work: Work, einvoice: EInvoice, state: EInvoiceState, activity: Activity, reason: Reason) -> EInvoice:
    """Let the customer give a status, with its reason."""
    invoice = einvoice.invoice
    einvoice.move(state)
    _note(work, einvoice, state, reason)
    work.record(activity, einvoice, invoice, invoice.company, number=invoice.number, reason=reason.value)
    return einvoice


def _note(
    work: Work,
    einvoice: EInvoice,
    state: EInvoiceState,
    reason: Reason | None = None,
    broken: list[Json] | None = None,
) -> None:
    """Keep a status: when, by whom, why."""
    work.add(
        EInvoiceStatus(
            einvoice=einvoice,
            state=state,
            given_at=work.now,
            given_by=work.actor.name,
            reason=reason,
            findings=broken or [],
        )
    )
