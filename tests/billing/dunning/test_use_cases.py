"""Dunning: what changes, and what is recorded of it."""

from __future__ import annotations

from datetime import date

import pytest

from crm.activity.door import Work
from crm.billing.credit.queries import balance_of
from crm.billing.dunning import queries, use_cases
from crm.billing.dunning.models import CallResult, Decision, Derogation, DerogationState, Subject
from crm.billing.dunning.rules import Step
from crm.billing.invoices.models import Invoice
from crm.billing.payments.use_cases import record_payment
from crm.desk.documents.queries import documents_about
from crm.desk.messages import queries as messages
from crm.desk.messages.queries import RECEIVED, MessageFilter
from crm.kernel.actor import HOUSE
from crm.kernel.money import ZERO, Money
from crm.selling.quotes.models import Channel
from tests.billing.invoices.builders import (
    a_drafted_invoice,
    a_payment,
    a_settled_invoice,
    an_issued_invoice,
    paper,
)
from tests.builders import Stage, a_company, an_individual
from tests.selling.orders.builders import an_order

TODAY = date(2026, 3, 2)
LONG_AGO = date(2026, 1, 12)
CALENDAR = (8, 15, 30)


def a_late_invoice(work: Work, company: object = None, quantity: str = "50") -> Invoice:
    """Issue an invoice that fell due on 11 February, nineteen days ago."""
    return an_issued_invoice(work, company or a_company(work, "Garage Roux"), quantity, on=LONG_AGO)  # type: ignore[arg-type]


def remind(stage: Stage, invoice: Invoice, level: int, channel: Channel = Channel.EMAIL) -> None:
    """Send a reminder as Lina."""
    stage.do(use_cases.send_reminder, invoice, level=level, channel=channel)


class TestCheckingTheBalance:
    def test_is_an_act_with_the_figures_and_the_decision(self, stage: Stage) -> None:
        stage.do(a_late_invoice, stage.petit)
        stage.do(an_issued_invoice, stage.petit, "10")
        stage.do(lambda work: an_order(work, stage.petit, paper(work, "5")))
        stage.do(a_settled_invoice, stage.petit, on=date(2025, 6, 2), paid_on=date(2025, 7, 8))
        stage.do(use_cases.check_outstanding_balance, stage.petit, decision=Decision.DEROGATION)
        fact = stage.last("balance.checked")
        assert [each["kind"] for each in fact["about"]] == ["company"]
        assert fact["details"] == {
            "outstanding_cents": 25200 + 5040 + 2520,
            "overdue_cents": 25200,
            "ordered_cents": 2520,
            "credit_limit_cents": 200000,
            "worst_delay_days": 19,
            "average_delay_days": 6,
            "decision": "derogation",
        }

    def test_rests_on_the_figures_that_were_seen(self, stage: Stage) -> None:
        stage.do(a_late_invoice, stage.petit)
        with pytest.raises(use_cases.FiguresMoved):
            stage.do(use_cases.check_outstanding_balance, stage.petit, decision=Decision.ACCEPT, seen=ZERO)
        stage.do(use_cases.check_outstanding_balance, stage.petit, decision=Decision.ACCEPT, seen=Money.of(252))
        assert len(stage.records("balance.checked")) == 1

    def test_knows_the_limit_that_somebody_fixed(self, stage: Stage) -> None:
        stage.do(use_cases.fix_credit_limit, stage.petit, limit=Money.of(50))
        stage.do(a_late_invoice, stage.petit)
        balance = balance_of(stage.petit, on=TODAY, default_limit=Money.of(2000))
        assert (balance.limit, balance.is_own_limit, balance.headroom) == (Money.of(50), True, Money.of(-202))
        assert stage.last("credit_limit.set")["details"] == {"before_cents": None, "limit_cents": 5000}


class TestCheckingSolvency:
    def test_is_an_act_with_the_score(self, stage: Stage) -> None:
        stage.do(a_late_invoice, stage.petit)
        stage.do(use_cases.check_solvency, stage.petit, decision=Decision.REFUSE)
        details = stage.last("solvency.checked")["details"]
        assert (details["score"], details["risk"], details["decision"]) == (28, "high", "refuse")


class TestReminding:
    def test_leaves_a_letter_and_a_record(self, stage: Stage) -> None:
        invoice = stage.do(a_late_invoice, stage.petit)
        remind(stage, invoice, 1)
        (sent,) = queries.reminders_of(invoice)
        assert (sent.level, sent.amount, sent.days_late, sent.sent_by) == (1, Money.of(252), 19, "Lina")
        assert "252,00" in sent.text
        assert [document.title for document in documents_about("reminder", sent.id)] == ["Relance 1"]
        fact = stage.last("reminder.sent")
        assert [each["kind"] for each in fact["about"]] == ["invoice", "company"]
        assert fact["details"] == {
            "level": 1,
            "channel": "email",
            "amount_cents": 25200,
            "days_late": 19,
            "proposed_level": 1,
        }

    def test_ones_own_words_are_kept(self, stage: Stage) -> None:
        invoice = stage.do(a_late_invoice, stage.petit)
        stage.do(use_cases.send_reminder, invoice, level=1, channel=Channel.PHONE, text=" Rappelé ce matin. ")
        assert queries.reminders_of(invoice)[0].text == "Rappelé ce matin."

    def test_a_call_leaves_no_document(self, stage: Stage) -> None:
        invoice = stage.do(a_late_invoice, stage.petit)
        remind(stage, invoice, 1, Channel.PHONE)
        assert len(documents_about("invoice", invoice.id)) == 1

    def test_a_formal_notice_claims_fees_from_a_professional(self, stage: Stage) -> None:
        invoice = stage.do(a_late_invoice, stage.petit)
        remind(stage, invoice, 3, Channel.POST)
        details = stage.last("reminder.sent")["details"]
        assert (details["late_fees_cents"], details["recovery_fee_cents"]) == (159, 4000)
        assert (details["proposed_level"], details["decided_by"]) == (1, "manager")
        (notice,) = queries.reminders_of(invoice)
        assert documents_about("reminder", notice.id)[-1].title == "Mise en demeure"

    def test_a_formal_notice_claims_nothing_more_from_a_consumer(self, stage: Stage) -> None:
        invoice = stage.do(a_late_invoice, stage.do(an_individual))
        remind(stage, invoice, 3, Channel.POST)
        details = stage.last("reminder.sent")["details"]
        assert (details["late_fees_cents"], details["recovery_fee_cents"]) == (0, 0)

    def test_somebody_who_has_paid_is_possible(self, stage: Stage) -> None:
        invoice = stage.do(a_late_invoice, stage.petit)
        stage.do(record_payment, stage.do(a_payment, invoice))
        remind(stage, invoice, 1)
        assert stage.last("reminder.sent")["details"]["amount_cents"] == 0

    def test_a_level_that_there_is_not_is_refused(self, stage: Stage) -> None:
        invoice = stage.do(a_late_invoice, stage.petit)
        with pytest.raises(use_cases.NoSuchLevel):
            remind(stage, invoice, 4)

    def test_of_a_draft_is_refused(self, stage: Stage) -> None:
        invoice = stage.do(a_drafted_invoice, stage.petit)
        with pytest.raises(use_cases.NotIssued):
            remind(stage, invoice, 1)


def ask(work: Work, invoice: Invoice) -> Derogation:
    """Ask for a longer plan."""
    return use_cases.request_derogation(
        work, invoice.company, subject=Subject.PAYMENT_PLAN, about=invoice, reason="Client fidèle, sinistre récent."
    )


class TestDerogations:
    def test_the_management_gets_the_request(self, stage: Stage) -> None:
        derogation = stage.do(ask, stage.do(a_late_invoice, stage.petit))
        assert queries.derogations(stage.petit) == [derogation]
        assert queries.derogations(waiting=True) == [derogation]
        fact = stage.last("derogation.requested")
        assert [each["kind"] for each in fact["about"]] == ["derogation", "invoice", "company"]
        assert fact["details"] == {"subject": "payment_plan", "reason": "Client fidèle, sinistre récent."}
        assert stage.last("message.sent")["details"]["service"] == "management"

    @pytest.mark.parametrize(
        ("granted", "word", "state"),
        [
            (True, "derogation.granted", DerogationState.GRANTED),
            (False, "derogation.refused", DerogationState.REFUSED),
        ],
        ids=["granted", "refused"],
    )
    def test_the_answer_comes_back(self, stage: Stage, *, granted: bool, word: str, state: DerogationState) -> None:
        derogation = stage.do(ask, stage.do(a_late_invoice, stage.petit))
        stage.do_as(HOUSE, use_cases.answer_derogation, derogation, granted=granted)
        assert derogation.state is state
        fact = stage.last(word)
        assert [each["kind"] for each in fact["about"]] == ["derogation", "invoice", "company"]
        assert (fact["actor"]["kind"], fact["details"]) == ("house", {"subject": "payment_plan"})
        (message,) = messages.inbox(MessageFilter(RECEIVED)).rows
        assert message.content == {"derogation_id": derogation.id, "granted": granted}
        with pytest.raises(use_cases.AlreadyAnswered):
            stage.do_as(HOUSE, use_cases.answer_derogation, derogation, granted=granted)

    def test_about_the_company_itself_names_it_once(self, stage: Stage) -> None:
        stage.do(
            use_cases.request_derogation,
            stage.petit,
            subject=Subject.CREDIT_LIMIT,
            about=stage.petit,
            reason="Gros chantier.",
        )
        assert [each["kind"] for each in stage.last("derogation.requested")["about"]] == ["derogation", "company"]

    def test_without_a_reason_is_refused(self, stage: Stage) -> None:
        with pytest.raises(use_cases.NoReason):
            stage.do(
                use_cases.request_derogation,
                stage.petit,
                subject=Subject.CREDIT_LIMIT,
                about=stage.petit,
                reason=" ",
            )


class TestTheManagement:
    def test_is_told_in_an_act_of_its_own(self, stage: Stage) -> None:
        invoice = stage.do(a_late_invoice, stage.petit)
        stage.do(use_cases.alert_about, invoice, subject="Client en difficulté", body="À surveiller.")
        fact = stage.last("management.alerted")
        assert [each["kind"] for each in fact["about"]] == ["message", "invoice", "company"]


class TestACall:
    def test_has_a_result(self, stage: Stage) -> None:
        invoice = stage.do(a_late_invoice, stage.petit)
        stage.do(
            use_cases.send_reminder,
            invoice,
            level=1,
            channel=Channel.PHONE,
            text="Mme Petit promet de payer vendredi.",
            result=CallResult.PROMISES,
        )
        (call,) = queries.reminders_of(invoice)
        assert (call.result, call.text) == (CallResult.PROMISES, "Mme Petit promet de payer vendredi.")
        assert stage.last("reminder.sent")["details"]["result"] == "promises"

    def test_a_letter_has_none(self, stage: Stage) -> None:
        invoice = stage.do(a_late_invoice, stage.petit)
        with pytest.raises(use_cases.NotByPhone):
            stage.do(use_cases.send_reminder, invoice, level=1, channel=Channel.POST, result=CallResult.NO_ANSWER)


class TestTheInsurer:
    def test_covers_so_much(self, stage: Stage) -> None:
        stage.do(a_late_invoice, stage.petit)
        stage.do(use_cases.set_insurer_cover, stage.petit, cover=Money.of(200))
        balance = balance_of(stage.petit, on=TODAY, default_limit=Money.of(2000))
        assert (balance.cover, balance.uncovered) == (Money.of(200), Money.of(52))
        assert stage.last("insurer_cover.set")["details"] == {"before_cents": None, "cover_cents": 20000}

    def test_nobody_was_asked(self, stage: Stage) -> None:
        balance = balance_of(stage.petit, on=TODAY, default_limit=Money.of(2000))
        assert (balance.cover, balance.uncovered) == (None, None)


class TestWhatIsToBeChased:
    def test_the_heaviest_comes_first_with_its_next_step(self, stage: Stage) -> None:
        small = stage.do(a_late_invoice, stage.petit, "10")
        big = stage.do(a_late_invoice, stage.petit, "500")
        stage.do(an_issued_invoice, stage.petit)
        remind(stage, big, 1)
        first, second = queries.to_chase(on=TODAY, calendar=CALENDAR)
        assert (first.invoice_id, first.last_level, first.last_on) == (big.id, 1, TODAY)
        assert (first.reminders, first.last_channel, first.step) == (1, Channel.EMAIL, Step(2, date(2026, 2, 26)))
        assert (second.invoice_id, second.last_level, second.last_on) == (small.id, 0, None)
        assert (second.days_late, second.is_due(on=TODAY)) == (19, True)
