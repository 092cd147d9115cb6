"""What customers owe, all together."""

from __future__ import annotations

from datetime import date

from crm.billing.agreements.use_cases import grant_payment_plan, record_promise
from crm.billing.dunning.use_cases import fix_credit_limit, set_insurer_cover
from crm.billing.payments.use_cases import record_payment
from crm.billing.receivables import queries
from crm.billing.receivables.rules import Basis, Bucket, Receipt
from crm.kernel.money import Money
from tests.billing.dunning.test_use_cases import a_late_invoice
from tests.billing.invoices.builders import a_payment, a_settled_invoice, an_issued_invoice, paper
from tests.builders import Stage, a_company
from tests.selling.orders.builders import an_order

TODAY = date(2026, 3, 2)
LONG_AGO = date(2026, 1, 12)


class TestTheAgedBalance:
    def test_adds_up_what_is_open_by_age(self, stage: Stage) -> None:
        roux = stage.do(a_company, "Garage Roux")
        stage.do(an_issued_invoice, stage.petit, "10")
        for issued_on in (LONG_AGO, date(2025, 12, 15), date(2025, 11, 20), date(2025, 6, 2)):
            stage.do(an_issued_invoice, stage.petit, on=issued_on)
        stage.do(an_issued_invoice, roux, on=LONG_AGO)
        stage.do(a_settled_invoice, roux, on=LONG_AGO, paid_on=TODAY)
        petit, garage = queries.aged_balance(on=TODAY)
        assert [amount.cents for amount in petit.sums.values()] == [5040, 25200, 25200, 25200, 25200]
        assert (garage.name, garage.total) == ("Garage Roux", Money.of(252))
        totals = queries.aged_totals([petit, garage])
        assert totals[Bucket.MONTH] == Money.of(504)

    def test_a_payment_lowers_it(self, stage: Stage) -> None:
        invoice = stage.do(a_late_invoice, stage.petit)
        stage.do(record_payment, stage.do(a_payment, invoice, Money.of(100)))
        (line,) = queries.aged_balance(on=TODAY)
        assert line.sums[Bucket.MONTH] == Money.of(152)

    def test_of_nothing_is_nothing(self, stage: Stage) -> None:
        assert queries.aged_balance(on=TODAY) == []
        assert queries.aged_totals([])[Bucket.MONTH] == Money()
        assert stage.records("invoice.issued") == []


class TestTheDelay:
    def test_is_reckoned_both_ways(self, stage: Stage) -> None:
        stage.do(a_settled_invoice, stage.petit, on=LONG_AGO, paid_on=TODAY)
        stage.do(an_issued_invoice, stage.petit, on=date(2026, 2, 2))
        delay = queries.delay(on=TODAY)
        assert queries.receivables() == Money.of(252)
        assert (delay.accounting, delay.exhaustion, delay.period) == (45, 30, 90)

    def test_nobody_knows_without_sales(self, stage: Stage) -> None:
        delay = queries.delay(on=TODAY)
        assert (delay.accounting, delay.exhaustion) == (None, 0)
        assert stage.records("invoice.issued") == []


class TestReceipts:
    def test_come_by_word_or_by_due_date(self, stage: Stage) -> None:
        plain = stage.do(an_issued_invoice, stage.petit)
        promised = stage.do(a_late_invoice, stage.petit)
        planned = stage.do(a_late_invoice, stage.petit)
        stage.do(record_promise, promised, due_on=date(2026, 3, 6), amount=Money.of(100))
        stage.do(grant_payment_plan, planned, instalments=2, last_on=date(2026, 5, 1))
        assert queries.receipts() == [
            Receipt(date(2026, 3, 6), Money.of(100), Basis.PROMISE),
            Receipt(promised.due_on, Money.of(152)),
            Receipt(date(2026, 4, 1), Money.of(126), Basis.PLAN),
            Receipt(date(2026, 5, 1), Money.of(126), Basis.PLAN),
            Receipt(plain.due_on, Money.of(252)),
        ]


class TestExposure:
    def test_is_the_outstanding_balance_beside_limit_and_cover(self, stage: Stage) -> None:
        roux = stage.do(a_company, "Garage Roux")
        stage.do(a_late_invoice, stage.petit)
        stage.do(lambda work: an_order(work, stage.petit, paper(work, "5")))
        stage.do(an_issued_invoice, roux, "500")
        stage.do(fix_credit_limit, stage.petit, limit=Money.of(100))
        stage.do(set_insurer_cover, stage.petit, cover=Money.of(200))
        garage, petit = queries.exposures(on=TODAY, default_limit=Money.of(2000))
        assert (garage.company.id, garage.outstanding, garage.beyond) == (roux.id, Money.of(2520), Money.of(520))
        assert (petit.outstanding, petit.overdue) == (Money.of("277.20"), Money.of(252))
        assert (petit.limit, petit.beyond, petit.uncovered) == (Money.of(100), Money.of("177.20"), Money.of("77.20"))
