"""Days that pass: the company answers, in its own time and each customer in character."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.aftersales.loyalty.models import OfferKind
from crm.aftersales.loyalty.use_cases import send_offer
from crm.billing.agreements.use_cases import grant_payment_plan
from crm.billing.dunning.models import Decision, Subject
from crm.billing.dunning.use_cases import (
    check_outstanding_balance,
    request_derogation,
    send_reminder,
)
from crm.billing.payments.queries import waiting_payments
from crm.billing.payments.use_cases import record_payment
from crm.desk.messages.models import Message, Topic
from crm.kernel.money import Money, Rate
from crm.prospecting.companies.models import Company
from crm.prospecting.companies.queries import company_by_id
from crm.selling.orders.models import OrderState
from crm.selling.quotes.models import Channel, QuoteState
from crm.selling.quotes.use_cases import decline_quote
from crm.store.base import db
from crm.store.scoping import enter
from crm.training.simulation import queries
from crm.training.simulation.models import EventKind, ScheduledEvent
from crm.training.simulation.personas import ORDINARY
from crm.training.simulation.planning import plan_patience
from crm.training.simulation.use_cases import AlreadyClosed, advance_to_next_day, advance_to_next_event
from tests.builders import Stage
from tests.training.simulation.builders import (
    a_request,
    a_sent_quote,
    a_shipped_order,
    an_issued_invoice,
    an_order,
    answering,
    become,
    day_of,
    heeding,
    pass_days,
    paying,
)

NEVER = paying(only_when_formally_chased=100)


def messages_of(stage: Stage, topic: Topic) -> list[Message]:
    return list(db.session.scalars(select(Message).where(Message.topic == topic).order_by(Message.id)))


class TestTheClock:
    def test_a_day_closed_leads_to_the_next_working_day_at_nine(self, stage: Stage) -> None:
        stage.do(advance_to_next_day, stage.workspace)
        assert stage.workspace.today == date(2026, 3, 3)
        closed = stage.last("day.closed")
        assert closed["details"] == {"from": "2026-03-02", "to": "2026-03-03", "events": 0}
        assert closed["actor"]["name"] == "Lina"

    def test_friday_leads_to_monday(self, stage: Stage) -> None:
        assert pass_days(stage, 5)[-1].day == date(2026, 3, 9)

    def test_the_first_act_of_a_day_happens_when_it_begins(self, stage: Stage) -> None:
        pass_days(stage)
        stage.do(check_outstanding_balance, stage.petit, decision=Decision.ACCEPT)
        assert stage.last("balance.checked")["happened_at"] == "2026-03-03T08:00:00+00:00"

    def test_time_never_runs_back(self, stage: Stage) -> None:
        stage.do(become, stage.petit, heeding(paying(late=100), level_1=100))
        stage.do(an_issued_invoice, stage.petit)
        stage.do(a_sent_quote, stage.petit)
        pass_days(stage, 40)
        facts = stage.records()
        opened = next(place for place, fact in enumerate(facts) if fact["activity"] == "exercise.opened")
        instants = [fact["happened_at"] for fact in facts[opened:]]
        assert instants == sorted(instants)

    def test_two_people_cannot_close_one_day_twice(self, stage: Stage) -> None:
        stage.do(advance_to_next_day, stage.workspace, closing=date(2026, 3, 2))
        with pytest.raises(AlreadyClosed):
            stage.do(advance_to_next_day, stage.workspace, closing=date(2026, 3, 2))
        assert stage.workspace.today == date(2026, 3, 3)

    def test_the_next_event_may_be_days_away(self, stage: Stage) -> None:
        stage.do(become, stage.petit, replace(NEVER, quote=ORDINARY.quote))
        stage.do(an_issued_invoice, stage.petit)
        progress = stage.do(advance_to_next_event, stage.workspace)
        assert progress.events == 1
        assert progress.days == 23
        assert stage.last("invoice.fell_due")["happened_at"].startswith("2026-04-02")

    def test_a_quiet_company_is_left_after_thirty_days(self, stage: Stage) -> None:
        progress = stage.do(advance_to_next_event, stage.workspace)
        assert (progress.days, progress.events) == (30, 0)


class TestQuotes:
    def test_a_customer_accepts_and_sends_its_order(self, stage: Stage) -> None:
        stage.do(become, stage.petit, answering(acceptance=97))
        quote = stage.do(a_sent_quote, stage.petit, discount=Rate.percent(5))
        pass_days(stage, 7)
        assert quote.state is QuoteState.ACCEPTED
        assert stage.last("quote.accepted")["actor"] == {
            "kind": "customer",
            "id": stage.petit.id,
            "name": "Boulangerie Petit",
        }
        order = messages_of(stage, Topic.PURCHASE_ORDER)[-1]
        assert order.content["quote_id"] == quote.id
        assert order.is_waiting
        assert stage.last("purchase_order.received")["about"][1]["id"] == stage.petit.id

    def test_or_declines_and_says_why(self, stage: Stage) -> None:
        stage.do(become, stage.petit, answering(acceptance=0))
        quote = stage.do(a_sent_quote, stage.petit)
        pass_days(stage, 7)
        assert quote.state is QuoteState.DECLINED
        assert quote.decline_reason
        assert messages_of(stage, Topic.QUOTE_ANSWER)[-1].content == {"quote_id": quote.id}

    def test_a_quote_is_planned_once(self, stage: Stage) -> None:
        quote = stage.do(a_sent_quote, stage.petit)
        pass_days(stage, 3)
        statement = select(func.count()).select_from(ScheduledEvent)
        planned = statement.where(
            ScheduledEvent.kind_of_event == EventKind.QUOTE_ANSWER, ScheduledEvent.object_id == quote.id
        )
        assert db.session.scalar(planned) == 1

    def test_an_english_customer_writes_english(self, stage: Stage) -> None:
        stage.do(become, stage.petit, answering(acceptance=0))
        quote = stage.do(a_sent_quote, stage.petit)

        stage.do(_speak_english, stage.petit)
        pass_days(stage, 7)
        assert f"Your quote {quote.number}" in messages_of(stage, Topic.QUOTE_ANSWER)[-1].subject


class TestPatience:
    def wait(self, stage: Stage, topic: Topic) -> Message:
        message = stage.do(a_request, stage.petit, topic=topic)
        stage.do(_remember, message, on=date(2026, 3, 12))
        return message

    def test_a_request_without_an_answer_goes_elsewhere(self, stage: Stage) -> None:
        message = self.wait(stage, Topic.QUOTE_REQUEST)
        pass_days(stage, 8)
        assert messages_of(stage, Topic.INFORMATION)[-1].subject.startswith("Sans réponse")
        assert not message.is_waiting

    def test_a_quote_in_time_keeps_the_customer(self, stage: Stage) -> None:
        message = self.wait(stage, Topic.QUOTE_REQUEST)
        stage.do(a_sent_quote, stage.petit, message=message)
        pass_days(stage, 8)
        assert not [each for each in messages_of(stage, Topic.INFORMATION) if each.subject.startswith("Sans")]

    def test_a_purchase_order_that_nobody_records_is_asked_for(self, stage: Stage) -> None:
        message = self.wait(stage, Topic.PURCHASE_ORDER)
        pass_days(stage, 8)
        assert messages_of(stage, Topic.INFORMATION)[-1].subject.startswith("Où en est notre commande")
        assert message.is_waiting

    def test_a_recorded_order_is_not_asked_for(self, stage: Stage) -> None:
        order = stage.do(an_order, stage.petit)
        message = db.session.get_one(Message, (stage.workspace.id, order.message_id))
        stage.do(_remember, message, on=date(2026, 3, 12))
        pass_days(stage, 8)
        assert not messages_of(stage, Topic.INFORMATION)


def _remember(work: Work, message: Message, *, on: date) -> None:
    """Note, as the arrival of a scripted message does, how long somebody waits."""
    company = company_by_id(message.company_id or 0)
    assert company is not None
    plan_patience(work, company, message.id, on=on, seed=7)
    work.record(Activity.NOTE_ADDED, company, text="")


def _speak_english(work: Work, company: Company) -> None:
    """Let a company be one that writes English."""
    company.language = "en"
    work.record(Activity.COMPANY_UPDATED, company, changes={"language": ["fr", "en"]})


class TestDelivery:
    def test_the_carrier_confirms_on_the_working_day_after(self, stage: Stage) -> None:
        note = stage.do(a_shipped_order, stage.petit)
        pass_days(stage)
        assert note.delivered_on == date(2026, 3, 3)
        assert note.order.state is OrderState.DELIVERED
        assert stage.last("delivery.confirmed")["actor"] == {"kind": "house", "id": None, "name": "Transporteur"}


class TestMoney:
    def test_the_punctual_pay_on_time_and_the_bank_writes(self, stage: Stage) -> None:
        stage.do(become, stage.petit, paying(on_time=100))
        invoice = stage.do(an_issued_invoice, stage.petit)
        pass_days(stage, 24)
        assert not stage.records("invoice.fell_due")
        received = stage.last("payment.received")
        assert received["actor"]["kind"] == "customer"
        assert received["details"] == {"amount_cents": 48_000, "method": "transfer"}
        notice = messages_of(stage, Topic.PAYMENT)[-1]
        assert invoice.number in notice.body
        assert "480,00" in notice.body
        assert invoice.amount_due == Money.of(480), "the books know nothing until somebody enters it"

    def test_the_notice_goes_away_once_the_payment_is_entered(self, stage: Stage) -> None:
        stage.do(become, stage.petit, paying(on_time=100))
        stage.do(an_issued_invoice, stage.petit)
        pass_days(stage, 24)
        stage.do(record_payment, waiting_payments()[0])
        pass_days(stage)
        assert not messages_of(stage, Topic.PAYMENT)[-1].is_waiting

    def test_a_late_payer_pays_when_reminded(self, stage: Stage) -> None:
        stage.do(become, stage.petit, heeding(paying(very_late=100), level_1=100))
        invoice = stage.do(an_issued_invoice, stage.petit)
        pass_days(stage, 30)
        assert day_of(stage, "invoice.fell_due") == "2026-04-02"
        stage.do(send_reminder, invoice, level=1, channel=Channel.EMAIL)
        reminded = stage.workspace.today
        pass_days(stage, 6)
        assert date.fromisoformat(day_of(stage, "payment.received")) <= reminded + timedelta(days=6)

    def test_and_puts_it_off_when_nobody_reminds(self, stage: Stage) -> None:
        stage.do(become, stage.petit, paying(late=100))
        invoice = stage.do(an_issued_invoice, stage.petit)
        pass_days(stage, 75)
        paid = date.fromisoformat(day_of(stage, "payment.received"))
        assert (paid - invoice.due_on).days >= 3 + 8 + 8

    def test_the_hard_pay_only_after_a_formal_notice(self, stage: Stage) -> None:
        stage.do(become, stage.petit, heeding(NEVER, level_3=100))
        invoice = stage.do(an_issued_invoice, stage.petit)
        pass_days(stage, 35)
        for level in (1, 2):
            stage.do(send_reminder, invoice, level=level, channel=Channel.EMAIL)
            pass_days(stage, 8)
        assert not stage.records("payment.received")
        stage.do(send_reminder, invoice, level=3, channel=Channel.POST)
        pass_days(stage, 6)
        assert stage.records("payment.received")

    def test_reminding_who_has_paid_annoys(self, stage: Stage) -> None:
        angry = replace(ORDINARY.complaint, reminded_though_paid=Rate.percent(100))
        stage.do(become, stage.petit, replace(paying(on_time=100), complaint=angry))
        invoice = stage.do(an_issued_invoice, stage.petit)
        pass_days(stage, 24)
        stage.do(send_reminder, invoice, level=1, channel=Channel.EMAIL)
        pass_days(stage)
        assert messages_of(stage, Topic.INFORMATION)[-1].subject == f"Votre relance pour la facture {invoice.number}"

    def test_what_was_ordered_unchecked_comes_much_later(self, stage: Stage) -> None:
        stage.do(become, stage.petit, paying(very_late=100))
        careless = stage.do(an_issued_invoice, stage.petit)
        stage.do(check_outstanding_balance, stage.petit, decision=Decision.ACCEPT)
        careful = stage.do(an_issued_invoice, stage.petit)
        pass_days(stage)
        days = {
            event.object_id: event.due_at
            for event in db.session.scalars(
                select(ScheduledEvent).where(ScheduledEvent.kind_of_event == EventKind.PAYMENT)
            )
        }
        assert days[careless.id] - days[careful.id] > timedelta(days=30)

    def test_a_plan_takes_the_place_of_the_payment(self, stage: Stage) -> None:
        stage.do(become, stage.petit, paying(late=100))
        invoice = stage.do(an_issued_invoice, stage.petit)
        stage.do(grant_payment_plan, invoice, instalments=3, last_on=date(2026, 4, 30))
        pass_days(stage, 2)
        parts = [event.payload["amount_cents"] for event in queries.pending(EventKind.PAYMENT, invoice.id)]
        assert parts == [16_000, 16_000, 16_000]
        pass_days(stage, 70)
        received = [fact["details"]["amount_cents"] for fact in stage.records("payment.received")]
        assert received == [16_000, 16_000, 16_000]


class TestManagement:
    @pytest.mark.parametrize(("percent", "word"), [(8, "derogation.granted"), (15, "derogation.refused")])
    def test_it_answers_the_next_working_day(self, stage: Stage, percent: int, word: str) -> None:
        quote = stage.do(a_sent_quote, stage.petit, discount=Rate.percent(percent))
        stage.do(request_derogation, stage.petit, subject=Subject.DISCOUNT, about=quote, reason="Fidèle depuis 2019.")
        pass_days(stage)
        assert stage.last(word)["actor"]["name"] == "Direction"
        assert messages_of(stage, Topic.DEROGATION_ANSWER)

    def test_a_plan_and_a_limit_have_their_bounds(self, stage: Stage) -> None:
        invoice = stage.do(an_issued_invoice, stage.petit)
        stage.do(request_derogation, stage.petit, subject=Subject.PAYMENT_PLAN, about=invoice, reason="Trésorerie.")
        stage.do(request_derogation, stage.petit, subject=Subject.CREDIT_LIMIT, about=stage.petit, reason="Bon client.")
        pass_days(stage)
        assert len(stage.records("derogation.granted")) == 2


class TestOffers:
    @pytest.mark.parametrize("chance", [0, 100])
    def test_an_offer_is_taken_or_left(self, stage: Stage, chance: int) -> None:
        habit = replace(ORDINARY.loyalty, takes_offer=Rate.percent(chance))
        stage.do(become, stage.petit, replace(ORDINARY, loyalty=habit))
        offer = stage.do(
            send_offer,
            stage.petit,
            type=OfferKind.FREE_DELIVERY,
            valid_until=date(2026, 4, 30),
            text="Livraison offerte.",
        )
        pass_days(stage, 9)
        assert offer.accepted is (chance == 100)
        assert stage.last("offer.answered")["actor"]["kind"] == "customer"


class TestTheQueue:
    def test_it_survives_a_restart(self, stage: Stage) -> None:
        stage.do(become, stage.petit, answering(acceptance=97))
        quote_id = stage.do(a_sent_quote, stage.petit).id
        pass_days(stage)
        db.session.remove()
        enter(stage.cast.workspace)
        assert queries.pending(EventKind.QUOTE_ANSWER, quote_id)
        pass_days(stage, 7)
        assert stage.records("quote.accepted")

    def test_what_people_did_meanwhile_leaves_nothing_to_happen(self, stage: Stage) -> None:
        quote = stage.do(a_sent_quote, stage.petit)
        pass_days(stage)
        stage.do(decline_quote, quote, reason="Appelé, n’en veut plus.")
        pass_days(stage, 9)
        assert len(stage.records("quote.declined")) == 1
        assert not queries.pending(EventKind.QUOTE_ANSWER, quote.id)

    def test_somebody_whom_a_person_entered_is_drawn_once(self, stage: Stage) -> None:
        stage.do(a_sent_quote, stage.petit)
        pass_days(stage, 2)
        found = queries.assignment_of(stage.petit.id)
        assert found is not None
        assert found.persona == "ordinary"
