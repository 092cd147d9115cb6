"""What a company owes, read from the records: the orders know no invoice, but the log does."""

from __future__ import annotations

from crm.billing.invoices import queries as invoices
from crm.billing.payments.use_cases import record_payment
from crm.kernel.money import ZERO, Money
from crm.selling.orders import queries
from tests.billing.invoices.builders import a_payment, an_issued_invoice, paper
from tests.builders import Stage
from tests.selling.orders.builders import an_order


def test_what_is_owed_is_what_was_issued_less_what_was_entered_as_paid(stage: Stage) -> None:
    assert queries.owed(stage.petit) == ZERO
    invoice = stage.do(an_issued_invoice, stage.petit)
    assert queries.owed(stage.petit) == Money.of(252)
    payment = stage.do(a_payment, invoice, Money.of(52))
    assert queries.owed(stage.petit) == Money.of(252)
    stage.do(record_payment, payment)
    assert queries.owed(stage.petit) == invoices.outstanding(stage.petit) == Money.of(200)


def test_an_order_passes_the_limit_together_with_what_is_owed(stage: Stage) -> None:
    for _ in range(7):
        stage.do(an_issued_invoice, stage.petit)
    stage.do(an_order, stage.petit, stage.do(paper, "40"))
    assert stage.last("order.recorded")["details"]["over_limit"] is False
    stage.do(an_order, stage.petit, stage.do(paper, "20"))
    assert stage.last("order.recorded")["details"]["over_limit"] is True
