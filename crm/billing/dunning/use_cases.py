"""What can be done before and about unpaid money: check a balance, remind, alert, ask for a derogation."""

from __future__ import annotations

from typing import cast

from crm.activity.chain import Json
from crm.activity.door import Recordable, Work
from crm.activity.vocabulary import Activity
from crm.billing.credit.queries import Balance, balance_of
from crm.billing.dunning import queries, rules
from crm.billing.dunning.models import CallResult, Decision, Derogation, DerogationState, Reminder, Subject
from crm.billing.dunning.rules import FORMAL_NOTICE, Unpaid
from crm.billing.invoices.models import Invoice, InvoiceState
from crm.billing.procedure import queries as procedure
from crm.billing.procedure.models import Decider
from crm.billing.procedure.rules import StepPlan
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


class NotByPhone(Refused):
    """Only a call has a result."""

    message = N_("Le résultat d’un appel se note pour une relance par téléphone.")
    field = "result"


class NoSuchLevel(Refused):
    """There are three levels."""

    message = N_("Il y a trois niveaux de relance : 1, 2 et 3 (mise en demeure).")
    field = "level"


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


def set_insurer_cover(work: Work, company: Company, *, cover: Money | None) -> Company:
    """Note what the credit insurer guarantees for a company, VAT included; None: nothing, or nobody asked."""
    before = company.insurer_cover
    company.insurer_cover = cover
    work.record(
        Activity.INSURER_COVER_SET,
        company,
        before_cents=before.cents if before else None,
        cover_cents=cover.cents if cover is not None else None,
    )
    return company


def send_reminder(
    work: Work, invoice: Invoice, *, level: int, channel: Channel, text: str = "", result: CallResult | None = None
) -> Reminder:
    """Remind a customer of an issued invoice; level 3 is the formal notice (Code civil, 1344).

    The level is free, and so is reminding somebody who has paid, or while a
    promise, a plan or a dispute holds the chase: faults that are recorded.
    `proposed_level` in the record is the one that came next; `result` is what
    came of a call.
    """
    _can_be_sent(invoice, level, by_phone=channel is Channel.PHONE, has_result=result is not None)
    unpaid, company = queries.unpaid_of(invoice, on=work.today, name=work.actor.name), invoice.company
    step = procedure.steps(work.procedure)[level - 1]
    reminder = Reminder(
        invoice=invoice,
        level=level,
        channel=channel,
        amount=invoice.amount_due,
        days_late=invoice.days_late(on=work.today),
        text=text.strip() or rules.reminder_text(unpaid, level=level, language=company.language, step=step),
        sent_on=work.today,
        sent_by=work.actor.name,
        result=result,
        claims_fees=step.claims_fees,
    )
    details: dict[str, Json] = {
        "level": level,
        "channel": channel.value,
        "amount_cents": reminder.amount.cents,
        "days_late": reminder.days_late,
        "proposed_level": rules.proposed_level(queries.last_level(invoice)),
    }
    details |= _circumstances(work, invoice, result, step.decided_by) | _fees(unpaid, step)
    work.add(reminder)
    work.record(Activity.REMINDER_SENT, invoice, company, **details)
    if channel is not Channel.PHONE:
        _register(work, reminder)
    return reminder


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


def alert_about(work: Work, invoice: Invoice, *, subject: str, body: str) -> Message:
    """Tell the management about an invoice that cannot wait."""
    return messages.alert_management(work, subject=subject, body=body, about=(invoice, invoice.company))


def _can_be_sent(invoice: Invoice, level: int, *, by_phone: bool, has_result: bool) -> None:
    """Refuse a reminder that cannot be: of a draft, of no level, of a letter with a call's result."""
    if invoice.state is InvoiceState.DRAFT:
        raise NotIssued
    if level not in rules.LEVELS:
        raise NoSuchLevel
    if has_result and not by_phone:
        raise NotByPhone


def _balance(work: Work, company: Company) -> Balance:
    """Return the figures as they stand."""
    limit = Money(work.procedure("credit_limit_default_cents"))
    return balance_of(company, on=work.today, default_limit=limit)


def _fees(unpaid: Unpaid, step: StepPlan) -> dict[str, Json]:
    """Return what a formal notice claims besides the invoice, and any step that claims fees."""
    if not step.claims_fees:
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
        about=reminder,
    )


def _circumstances(work: Work, invoice: Invoice, result: CallResult | None, decider: Decider) -> dict[str, Json]:
    """Return what else a reminder's record says, where there is something: a call's result, what held the chase.

    `decided_by` is who should have decided, if that is not the assistant.
    """
    hold = queries.hold_on(invoice, on=work.today)
    said = {
        "result": result.value if result else None,
        "held_by": hold.cause.value if hold else None,
        "decided_by": None if decider is Decider.ASSISTANT else decider.value,
    }
    return {name: value for name, value in said.items() if value is not None}


def _besides(derogation: Derogation, about: Recordable, company: Company) -> tuple[Recordable, ...]:
    """Return what a derogation's record is about, each thing once."""
    return (derogation, company) if about.kind == company.kind else (derogation, about, company)
