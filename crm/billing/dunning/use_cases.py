"""What can be done about unpaid money: check a balance, remind, grant a plan, ask for a derogation, hand over."""

from __future__ import annotations

from datetime import date
from typing import cast

from crm.activity.door import Recordable, Work
from crm.activity.vocabulary import Activity
from crm.billing.dunning import queries, rules
from crm.billing.dunning.models import Decision, Derogation, DerogationState, PaymentPlan, Reminder, Subject
from crm.billing.dunning.queries import Balance
from crm.billing.dunning.rules import FORMAL_NOTICE, Unpaid
from crm.billing.invoices.models import Invoice, InvoiceState
from crm.desk.documents.models import DocumentType
from crm.desk.documents.use_cases import register_document
from crm.desk.messages import use_cases as messages
from crm.desk.messages.models import Message, Topic
from crm.kernel.errors import N_, Refused
from crm.kernel.money import Money
from crm.prospecting.companies import use_cases as companies
from crm.prospecting.companies.models import Company
from crm.selling.quotes.models import Channel

MANAGEMENT = "management"


class FiguresMoved(Refused):
    """A decision rests on the figures that were seen."""

    message = N_("L’encours a changé depuis l’affichage. Relisez les chiffres avant de décider.")


class NotIssued(Refused):
    """Nobody owes anything for a draft."""

    message = N_("Cette facture n’est pas émise : le client ne la doit pas encore.")


class NoSuchLevel(Refused):
    """There are three levels."""

    message = N_("Il y a trois niveaux de relance : 1, 2 et 3 (mise en demeure).")
    field = "level"


class NothingDue(Refused):
    """What is settled in the books can be neither spread nor handed over."""

    message = N_("Cette facture est réglée : il ne reste rien à recouvrer.")


class AlreadyHandedOver(Refused):
    """A file is handed over once."""

    message = N_("Ce dossier est déjà transmis au contentieux.")


class NoInstalment(Refused):
    """A plan has payments."""

    message = N_("Un échéancier compte au moins un versement.")
    field = "instalments"


class PlanInThePast(Refused):
    """Nobody can pay yesterday."""

    message = N_("La dernière échéance doit être à venir.")
    field = "last_on"


class NoReason(Refused):
    """A request says why."""

    message = N_("Expliquez pourquoi vous demandez cette dérogation.")
    field = "reason"


class AlreadyAnswered(Refused):
    """A request is answered once."""

    message = N_("Cette demande de dérogation a déjà une réponse.")


def check_outstanding_balance(
    work: Work, company: Company, *, decision: Decision, seen: Money | None = None
) -> Company:
    """Look at what a company owes and decide: an act, with the figures; `seen` is the balance that was on the page."""
    balance = _balance(work, company)
    if seen is not None and seen != balance.outstanding:
        raise FiguresMoved
    work.record(
        Activity.BALANCE_CHECKED,
        company,
        outstanding_cents=balance.outstanding.cents,
        overdue_cents=balance.overdue.cents,
        credit_limit_cents=balance.limit.cents,
        ordered_cents=balance.ordered.cents,
        worst_delay_days=balance.behaviour.worst_delay,
        average_delay_days=balance.behaviour.average_delay,
        decision=decision.value,
    )
    return company


def check_solvency(work: Work, company: Company, *, decision: Decision) -> Company:
    """Read the simulated company report and decide: an act, with the score."""
    balance = _balance(work, company)
    work.record(
        Activity.SOLVENCY_CHECKED,
        company,
        score=balance.score,
        risk=balance.risk.value,
        worst_delay_days=balance.behaviour.worst_delay,
        overdue_cents=balance.overdue.cents,
        account_days=balance.account_days,
        decision=decision.value,
    )
    return company


def fix_credit_limit(work: Work, company: Company, *, limit: Money | None) -> Company:
    """Fix how much a company may owe; None goes back to the company's usual limit."""
    return companies.set_credit_limit(work, company, limit=limit)


def send_reminder(work: Work, invoice: Invoice, *, level: int, channel: Channel, text: str = "") -> Reminder:
    """Remind a customer of an issued invoice; level 3 is the formal notice (Code civil, 1344).

    The level is free, and so is reminding somebody who has paid: faults that
    are recorded. `proposed_level` in the record is the one that came next.
    """
    if invoice.state is InvoiceState.DRAFT:
        raise NotIssued
    if level not in rules.LEVELS:
        raise NoSuchLevel
    unpaid, company = queries.unpaid_of(invoice, on=work.today, name=work.actor.name), invoice.company
    reminder = Reminder(
        invoice=invoice,
        level=level,
        channel=channel,
        amount=invoice.amount_due,
        days_late=invoice.days_late(on=work.today),
        text=text.strip() or rules.reminder_text(unpaid, level=level, language=company.language),
        sent_on=work.today,
        sent_by=work.actor.name,
    )
    proposed = rules.proposed_level(queries.last_level(invoice))
    work.add(reminder)
    work.record(
        Activity.REMINDER_SENT,
        invoice,
        company,
        level=level,
        channel=channel.value,
        amount_cents=reminder.amount.cents,
        days_late=reminder.days_late,
        proposed_level=proposed,
        **_fees(unpaid, level),
    )
    if channel is not Channel.PHONE:
        _register(work, reminder)
    return reminder


def grant_payment_plan(work: Work, invoice: Invoice, *, instalments: int, last_on: date) -> PaymentPlan:
    """Agree that an invoice be paid in instalments; beyond one's delegation it is recorded as such."""
    _still_due(invoice)
    if instalments < 1:
        raise NoInstalment
    if last_on <= work.today:
        raise PlanInThePast
    days, allowed = (last_on - work.today).days, work.procedure("plan_limit_days")
    plan = PaymentPlan(
        invoice=invoice, instalments=instalments, amount=invoice.amount_due, last_on=last_on, granted_on=work.today
    )
    work.add(plan)
    work.record(
        Activity.PAYMENT_PLAN_GRANTED,
        plan,
        invoice,
        invoice.company,
        instalments=instalments,
        last_on=last_on.isoformat(),
        days=days,
        allowed_days=allowed,
        beyond_delegation=days > allowed,
        amount_cents=invoice.amount_due.cents,
    )
    return plan


def request_derogation(work: Work, company: Company, *, subject: Subject, about: Recordable, reason: str) -> Derogation:
    """Ask the management to be allowed beyond one's delegation; it gets a message."""
    if not reason.strip():
        raise NoReason
    derogation = Derogation(
        company=company,
        subject=subject,
        about_kind=about.kind,
        about_id=about.id,
        about_label=about.label,
        reason=reason,
        requested_at=work.now,
    )
    work.add(derogation)
    things = _besides(derogation, about, company)
    work.record(Activity.DEROGATION_REQUESTED, *things, subject=subject.value, reason=reason)
    messages.send_internal(
        work, service=MANAGEMENT, subject=f"Demande de dérogation : {subject.label}", body=reason, about=things
    )
    return derogation


def answer_derogation(work: Work, derogation: Derogation, *, granted: bool) -> Derogation:
    """Answer a request for a derogation, for the management; the one who asked gets a message."""
    if derogation.state is not DerogationState.REQUESTED:
        raise AlreadyAnswered
    company = derogation.company
    derogation.state = DerogationState.GRANTED if granted else DerogationState.REFUSED
    derogation.answered_at = work.now
    things = _besides(derogation, cast(Recordable, derogation.thing), company)
    activity = Activity.DEROGATION_GRANTED if granted else Activity.DEROGATION_REFUSED
    work.record(activity, *things, subject=derogation.subject.value)
    answer = "accordée" if granted else "refusée"
    messages.receive(
        work,
        topic=Topic.DEROGATION_ANSWER,
        sender="Direction",
        subject=f"Dérogation {answer} : {derogation.about_label}",
        body=f"Votre demande « {derogation.subject.label} » pour {company.legal_name} est {answer}.",
        company=company,
        about=tuple(thing for thing in things if thing is not company),
        content={"derogation_id": derogation.id, "granted": granted},
    )
    return derogation


def hand_over_receivable(work: Work, invoice: Invoice, *, to: str) -> Invoice:
    """Hand the file of an unpaid invoice over to those who recover debts."""
    if invoice.state is InvoiceState.HANDED_OVER:
        raise AlreadyHandedOver
    _still_due(invoice)
    invoice.move(InvoiceState.HANDED_OVER)
    work.record(
        Activity.RECEIVABLE_HANDED_OVER,
        invoice,
        invoice.company,
        to=to,
        amount_due_cents=invoice.amount_due.cents,
        days_late=invoice.days_late(on=work.today),
    )
    return invoice


def alert_about(work: Work, invoice: Invoice, *, subject: str, body: str) -> Message:
    """Tell the management about an invoice that cannot wait."""
    return messages.alert_management(work, subject=subject, body=body, about=(invoice, invoice.company))


def _balance(work: Work, company: Company) -> Balance:
    """Return the figures as they stand."""
    limit = Money(work.procedure("credit_limit_default_cents"))
    return queries.balance_of(company, on=work.today, default_limit=limit)


def _still_due(invoice: Invoice) -> None:
    """Refuse where the books say that nothing is owed."""
    if invoice.state is InvoiceState.DRAFT:
        raise NotIssued
    if not invoice.is_open():
        raise NothingDue


def _fees(unpaid: Unpaid, level: int) -> dict[str, int]:
    """Return what a formal notice claims besides the invoice."""
    if level != FORMAL_NOTICE:
        return {}
    return {"late_fees_cents": unpaid.late_fees.cents, "recovery_fee_cents": unpaid.recovery_fee.cents}


def _register(work: Work, reminder: Reminder) -> None:
    """Enter the letter among the documents issued."""
    invoice, is_notice = reminder.invoice, reminder.level == FORMAL_NOTICE
    register_document(
        work,
        type=DocumentType.FORMAL_NOTICE if is_notice else DocumentType.REMINDER,
        number=f"{invoice.number}-R{reminder.level}",
        title="Mise en demeure" if is_notice else f"Relance {reminder.level}",
        company=invoice.company,
        about=invoice,
    )


def _besides(derogation: Derogation, about: Recordable, company: Company) -> tuple[Recordable, ...]:
    """Return what a derogation's record is about, each thing once."""
    return (derogation, company) if about.kind == company.kind else (derogation, about, company)
