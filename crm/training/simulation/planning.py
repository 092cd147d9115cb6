"""What comes later asks: everything new that somebody will react to gets its day, once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from crm.activity.chain import Json
from crm.activity.door import Work
from crm.aftersales.loyalty.models import Offer
from crm.billing.dunning.models import Reminder
from crm.billing.invoices import queries as invoices
from crm.billing.invoices.models import Invoice
from crm.desk.messages import queries as messages
from crm.kernel.clock import add_working_days, local_date
from crm.kernel.money import ZERO, Money
from crm.prospecting.companies.models import Company, Nature, searchable
from crm.selling.quotes.models import Quote
from crm.training.counterparts.models import Persona
from crm.training.simulation import queries, reactions
from crm.training.simulation.dice import Luck
from crm.training.simulation.models import EventKind, PersonaAssignment, ScheduledEvent
from crm.training.simulation.personas import ORDINARY, habits_of, persona_from

HOUSEHOLD = "household"


@dataclass(frozen=True)
class Counterpart:
    """A company as the simulation knows it, in one workspace's world."""

    seed: int
    stream: str
    persona: Persona
    pays_by: str

    def luck(self, occurrence: int) -> Luck:
        """Return its chance on an occasion."""
        return Luck(self.seed, self.stream, occurrence)


def assign_persona(
    work: Work, company: Company, *, persona: Persona, stream: str, pays_by: str = "transfer"
) -> PersonaAssignment:
    """Settle who a company really is; the caller's record of the company is the record."""
    return work.add(
        PersonaAssignment(
            company_id=company.id, stream=stream, persona=persona.key, habits=habits_of(persona), pays_by=pays_by
        )
    )


def counterpart(work: Work, company: Company, *, seed: int) -> Counterpart:
    """Return who a company is; somebody whom a person entered is drawn from those whom the world knows."""
    assignment = queries.assignment_of(company.id) or _drawn(work, company, seed=seed)
    return Counterpart(seed, assignment.stream, persona_from(assignment.habits), assignment.pays_by)


def _drawn(work: Work, company: Company, *, seed: int) -> PersonaAssignment:
    stream = f"new {searchable(company.legal_name)[:100]}"
    individual = company.nature is Nature.INDIVIDUAL
    known = [persona_from(each.habits) for each in queries.assigned_personas()]
    fitting = [each for each in known if (each.key == HOUSEHOLD) is individual] or [ORDINARY]
    return assign_persona(work, company, persona=Luck(seed, stream).choose("persona", fitting), stream=stream)


def schedule(
    work: Work,
    kind: EventKind,
    *,
    at: datetime,
    company_id: int | None = None,
    object_id: int | None = None,
    occurrence: int = 0,
    payload: dict[str, Json] | None = None,
) -> ScheduledEvent:
    """Put something into the queue."""
    event = ScheduledEvent(
        due_at=at.astimezone(UTC),
        kind_of_event=kind,
        company_id=company_id,
        object_id=object_id,
        occurrence=occurrence,
        payload=payload or {},
    )
    return work.add(event)


@dataclass(frozen=True)
class Planner:
    """Gives their day to new facts; nothing it plans comes before `earliest`."""

    work: Work
    seed: int
    earliest: date

    def plan_all(self) -> None:
        """Look at everything that may be new."""
        for quote in queries.unanswered_quotes():
            self._plan_quote(quote)
        for invoice in queries.unplanned_invoices():
            self._plan_invoice(invoice)
        for note in queries.notes_on_the_way():
            self._plan(EventKind.DELIVERY, note.order.company, note.id, reactions.delivered_on(note.issued_on))
        for reminder in queries.unread_reminders():
            self._plan_reminder(reminder)
        for plan in queries.new_plans():
            self._plan(EventKind.PLAN_AGREED, plan.invoice.company, plan.id, add_working_days(plan.granted_on, 1))
        for derogation in queries.open_derogations():
            on = add_working_days(local_date(derogation.requested_at), 1)
            self._plan(EventKind.DEROGATION_ANSWER, derogation.company, derogation.id, on)

        for offer in queries.unanswered_offers():
            self._plan_offer(offer)

    def _plan(
        self,
        kind: EventKind,
        company: Company,
        object_id: int,
        on: date,
        *,
        occurrence: int | None = None,
        payload: dict[str, Json] | None = None,
    ) -> None:
        turn = queries.planned_count(company.id, kind) if occurrence is None else occurrence
        luck = self._counterpart(company).luck(turn)
        at = reactions.post_of(max(on, self.earliest), reactions.hour_of(luck, f"hour_of_{kind.value}"))
        schedule(self.work, kind, at=at, company_id=company.id, object_id=object_id, occurrence=turn, payload=payload)

    def _counterpart(self, company: Company) -> Counterpart:
        return counterpart(self.work, company, seed=self.seed)

    def _plan_quote(self, quote: Quote) -> None:
        turn = queries.planned_count(quote.company_id, EventKind.QUOTE_ANSWER)
        who = self._counterpart(quote.company)
        answer = reactions.answer_to_quote(who.persona, who.luck(turn), quote_seen(quote))
        self._plan(EventKind.QUOTE_ANSWER, quote.company, quote.id, answer.on, occurrence=turn)

    def _plan_invoice(self, invoice: Invoice) -> None:
        turn = queries.planned_count(invoice.company_id, EventKind.PAYMENT)
        who = self._counterpart(invoice.company)
        settled = reactions.settlement(who.persona, who.luck(turn), self._invoice_seen(invoice))
        payload: dict[str, Json] = {"punctuality": settled.punctuality.value, "put_off": 0}
        self._plan(EventKind.PAYMENT, invoice.company, invoice.id, settled.on, occurrence=turn, payload=payload)

    def _plan_offer(self, offer: Offer) -> None:
        turn = queries.planned_count(offer.company_id, EventKind.OFFER_ANSWER)
        who = self._counterpart(offer.company)
        on, _ = reactions.takes_offer(who.persona, who.luck(turn), sent_on=offer.sent_on)
        self._plan(EventKind.OFFER_ANSWER, offer.company, offer.id, on, occurrence=turn)

    def _invoice_seen(self, invoice: Invoice) -> reactions.InvoiceSeen:
        care = queries.care_taken(company_id=invoice.company_id, order_id=invoice.order_id)
        limit = invoice.company.credit_limit or Money(self.work.procedure("credit_limit_default_cents"))
        beyond = care.over_limit or invoices.outstanding(invoice.company) > limit
        return reactions.InvoiceSeen(invoice.due_on, today=self.earliest, unchecked=not care.checked, over_limit=beyond)

    def _plan_reminder(self, reminder: Reminder) -> None:
        on = add_working_days(reminder.sent_on, 1)
        self._plan(EventKind.REMINDER_READ, reminder.invoice.company, reminder.id, on)


def quote_seen(quote: Quote) -> reactions.QuoteSeen:
    """Return what a customer sees of a quote."""
    message = messages.message_by_id(quote.message_id) if quote.message_id else None
    asked_on = local_date(message.sent_at) if message else None
    return reactions.QuoteSeen(quote.sent_on or quote.drafted_on, quote.max_discount, asked_on)


def plan_patience(work: Work, company: Company, message_id: int, *, on: date, seed: int) -> None:
    """Note how long somebody who wrote waits for an answer."""
    turn = queries.planned_count(company.id, EventKind.PATIENCE)
    luck = counterpart(work, company, seed=seed).luck(turn)
    at = reactions.post_of(on, reactions.hour_of(luck, "hour_of_patience"))
    schedule(work, EventKind.PATIENCE, at=at, company_id=company.id, object_id=message_id, occurrence=turn)


def leave_as_read(work: Work, *, at: datetime) -> None:
    """Take the reminders of the past as read: what they brought is history."""
    for reminder in queries.unread_reminders():
        invoice = reminder.invoice
        event = schedule(work, EventKind.REMINDER_READ, at=at, company_id=invoice.company_id, object_id=reminder.id)
        event.close(at.astimezone(UTC), "past" if invoice.amount_due > ZERO else "paid")
