"""Cheques and direct debits that the bank takes back: by persona, told days later, made good once they are noted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.billing.invoices.models import Invoice
from crm.billing.payments.models import Method, Payment, PaymentState
from crm.billing.payments.queries import waiting_payments
from crm.billing.payments.use_cases import bounce_payment, record_payment
from crm.desk.messages.models import Message, Topic
from crm.kernel.clock import add_working_days
from crm.kernel.money import ZERO, Rate
from crm.prospecting.companies.models import Company
from crm.store.base import db
from crm.training.counterparts.models import Persona
from crm.training.simulation.bouncing import TOLD_AFTER
from crm.training.simulation.dice import Luck
from crm.training.simulation.planning import assign_persona
from tests.builders import Stage
from tests.training.simulation.builders import ALL, NONE, an_issued_invoice, pass_days, paying


def bouncing(share: Rate) -> Persona:
    """Return somebody punctual whose payments the bank takes back so often."""
    punctual = paying(on_time=100)
    return replace(punctual, payment=replace(punctual.payment, bounces=share))


def become(work: Work, company: Company, *, share: Rate, method: Method) -> Company:
    """Let a company pay so."""
    assign_persona(work, company, persona=bouncing(share), stream=company.legal_name, pays_by=method.value)
    work.record(Activity.NOTE_ADDED, company, text="")
    return company


def paid(stage: Stage, *, share: Rate = ALL, method: Method = Method.CHEQUE) -> Payment:
    """Let an invoice be paid by somebody whose payments bounce so often, and enter the payment."""
    stage.do(become, stage.petit, share=share, method=method)
    stage.do(an_issued_invoice, stage.petit)
    while not waiting_payments():
        pass_days(stage)
    return stage.do(record_payment, waiting_payments()[0])


def notices() -> list[Message]:
    """Return the returns that the bank announced."""
    return list(db.session.scalars(select(Message).where(Message.topic == Topic.PAYMENT_RETURN)))


def noted(stage: Stage, payment: Payment) -> Invoice:
    """Wait for the bank's notice and enter the return; return the invoice that is due again."""
    pass_days(stage, 9)
    stage.do(bounce_payment, payment, reason="Provision insuffisante")
    assert payment.invoice is not None
    return payment.invoice


@pytest.mark.parametrize(("method", "least", "most"), [(Method.CHEQUE, 4, 8), (Method.DIRECT_DEBIT, 2, 5)])
def test_the_bank_announces_the_return_some_working_days_later(
    stage: Stage, method: Method, least: int, most: int
) -> None:
    payment = paid(stage, method=method)
    pass_days(stage, 9)
    (notice,) = notices()
    assert add_working_days(payment.received_on, least) <= notice.sent_on
    assert notice.sent_on <= add_working_days(payment.received_on, most)
    assert notice.content["payment_id"] == payment.id
    assert payment.state is PaymentState.RECORDED
    fact = stage.last("payment.return_announced")
    assert (fact["actor"]["kind"], fact["actor"]["name"]) == ("house", "Banque")
    assert (fact["details"]["amount_cents"], fact["details"]["method"]) == (48_000, method.value)


@pytest.mark.parametrize(("share", "method"), [(NONE, Method.CHEQUE), (ALL, Method.TRANSFER), (ALL, Method.CARD)])
def test_what_the_persona_or_the_means_of_payment_exclude_never_bounces(
    stage: Stage, share: Rate, method: Method
) -> None:
    paid(stage, share=share, method=method)
    pass_days(stage, 10)
    assert notices() == []


def test_the_notice_leaves_the_tray_once_the_return_is_in_the_books(stage: Stage) -> None:
    payment = paid(stage)
    pass_days(stage, 9)
    assert notices()[0].is_waiting
    stage.do(bounce_payment, payment, reason="Provision insuffisante")
    pass_days(stage)
    assert not notices()[0].is_waiting


def test_what_is_due_again_is_paid_by_transfer_and_that_stays(stage: Stage) -> None:
    invoice = noted(stage, paid(stage))
    assert invoice.amount_due.cents == 48_000
    pass_days(stage, 14)
    first, second = db.session.scalars(select(Payment).order_by(Payment.id))
    assert (first.state, second.method) == (PaymentState.BOUNCED, Method.TRANSFER)
    stage.do(record_payment, waiting_payments()[0])
    pass_days(stage, 5)
    assert (invoice.amount_due, len(notices())) == (ZERO, 1)


def test_nothing_more_is_paid_while_nobody_notes_the_return(stage: Stage) -> None:
    paid(stage)
    pass_days(stage, 20)
    assert len(list(db.session.scalars(select(Payment)))) == 1


def test_a_return_that_is_in_the_books_already_is_not_announced(stage: Stage) -> None:
    payment = paid(stage)
    stage.do(bounce_payment, payment, reason="Vu sur le relevé")
    pass_days(stage, 10)
    assert notices() == []


def test_the_same_seed_gives_the_same_answers() -> None:
    def told(seed: int) -> list[tuple[bool, int]]:
        lucks = [Luck(seed, "Boulangerie Petit", turn) for turn in range(40)]
        purpose = f"bounces {date(2026, 3, 30).isoformat()}"
        return [
            (each.happens(purpose, Rate.percent(30)), each.between(f"{purpose} days", TOLD_AFTER[Method.CHEQUE]))
            for each in lucks
        ]

    assert told(7) == told(7) != told(8)
    assert 0 < sum(bounced for bounced, _ in told(7)) < 40
