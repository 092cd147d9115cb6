"""Doubtful debts: what changes in the books and on the invoice, and what is recorded of it."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from crm.activity.door import Work
from crm.billing.corrections.use_cases import corrective_invoice
from crm.billing.doubtful import queries
from crm.billing.doubtful.models import Proof, WriteOff
from crm.billing.entries import Account, Kind
from crm.billing.invoices.models import Carried, Invoice, InvoiceState
from crm.billing.invoices.queries import outstanding
from crm.billing.invoices.use_cases import draft_invoice, issue_invoice
from crm.billing.ledger import rules
from crm.billing.ledger.queries import accounts
from crm.billing.lettering.use_cases import undo_allocation
from crm.billing.payments.models import Payment, Share
from crm.billing.payments.queries import live_allocations
from crm.billing.payments.use_cases import allocate, bounce_payment, record_payment
from crm.billing.recovery import queries as recovery
from crm.billing.recovery import use_cases
from crm.kernel.actor import HOUSE
from crm.kernel.clock import opening_of
from crm.kernel.money import NO_RATE, ZERO, Money, Rate, total
from crm.prospecting.companies.models import Company
from crm.selling.catalogue.models import ProductNature
from crm.store.base import db
from tests.billing.dunning.test_use_cases import a_late_invoice
from tests.billing.invoices.builders import a_payment, an_issued_invoice
from tests.builders import Stage
from tests.selling.catalogue.builders import a_product
from tests.selling.orders.builders import a_delivered_order
from tests.selling.quotes.builders import a_line

TODAY = date(2026, 3, 2)


def books() -> dict[str, str]:
    """Return the balances that are not zero, by account, in euros; every entry must balance."""
    entries = accounts.entries(2026)
    assert all(total(posting.amount for posting in each.postings) == ZERO for each in entries)
    return {str(account.value)[:5]: f"{each.euros}" for account, each in rules.balances(entries).items() if each}


def states() -> list[InvoiceState]:
    """Return where all invoices stand."""
    return list(db.session.scalars(select(Invoice.state)))


def doubtful(stage: Stage, invoice: Invoice, percent: int = 60) -> None:
    """Let Lina carry an invoice as doubtful."""
    stage.do(use_cases.mark_doubtful, invoice, reason="Redressement judiciaire.", share=Rate.percent(percent))


def paid(stage: Stage, invoice: Invoice, amount: str) -> Payment:
    """Let money come and be entered."""
    return stage.do(record_payment, stage.do(a_payment, invoice, Money.of(amount)))


def write_off(work: Work, invoice: Invoice, proof_on: date | None = TODAY) -> WriteOff:
    """Give an invoice up with a certificate."""
    return use_cases.write_off_receivable(
        work,
        invoice,
        reason="Liquidation clôturée.",
        proof=Proof.CERTIFICATE,
        proof_on=proof_on,
        proof_number="CI-12",
    )


def money_of_february(work: Work, invoice: Invoice) -> Payment:
    """Enter 100 € that came on 20 February and that nobody has set against the invoice yet."""
    with work.acting_as(HOUSE, at=opening_of(date(2026, 2, 20))):
        return record_payment(work, a_payment(work, invoice, Money.of(100)), shares=[])


def an_invoice_of_work(work: Work, company: Company) -> Invoice:
    """Issue an invoice of 10 hours at 21 € plus 20 % VAT: 252 €."""
    hour = a_product(work, "HEU-1", nature=ProductNature.SERVICE, unit_price="21")
    return issue_invoice(work, draft_invoice(work, a_delivered_order(work, company, a_line(hour, "10"))))


class TestADoubtfulDebt:
    def test_is_carried_with_vat_and_set_aside_without(self, stage: Stage) -> None:
        invoice = stage.do(a_late_invoice, stage.petit)
        doubtful(stage, invoice)
        assert books() == {
            "41600": "252.00",
            "44571": "-42.00",
            "49100": "-126.00",
            "68174": "126.00",
            "70700": "-210.00",
        }
        assert outstanding(stage.petit) == Money.of(252)
        assert stage.last("receivable.doubtful")["details"] == {
            "amount_cents": 25200,
            "net_cents": 21000,
            "share_bp": 6000,
            "allowance_cents": 12600,
            "reason": "Redressement judiciaire.",
        }
        with pytest.raises(use_cases.AlreadyDoubtful):
            doubtful(stage, invoice)

    def test_keeps_its_entries_out_of_what_the_customer_reads(self, stage: Stage) -> None:
        doubtful(stage, stage.do(a_late_invoice, stage.petit))
        account = accounts.account_of(stage.petit, first=date(2026, 1, 1), last=TODAY)
        assert ([each.entry.kind for each in account.movements], account.closing) == ([Kind.INVOICE], Money.of(252))

    def test_is_paid_on_its_own_account(self, stage: Stage) -> None:
        invoice = stage.do(a_late_invoice, stage.petit)
        doubtful(stage, invoice)
        payment = paid(stage, invoice, "100")
        (came,) = [each for each in accounts.entries(2026) if each.kind is Kind.PAYMENT]
        assert {each.account for each in came.postings} == {Account.BANK, Account.DOUBTFUL}
        assert books()["41600"] == "152.00"
        stage.do(bounce_payment, payment, reason="Sans provision")
        assert books() == {
            "41600": "252.00",
            "44571": "-42.00",
            "49100": "-126.00",
            "68174": "126.00",
            "70700": "-210.00",
        }

    def test_takes_money_that_was_on_account_by_an_entry_of_its_own(self, stage: Stage) -> None:
        invoice = stage.do(a_late_invoice, stage.petit)
        payment = stage.do(money_of_february, invoice)
        doubtful(stage, invoice)
        assert (books()["41100"], books()["41600"]) == ("-100.00", "252.00")
        stage.do(allocate, payment, [Share(invoice, Money.of(100))])
        assert (books().get("41100"), books()["41600"]) == (None, "152.00")
        stage.do(undo_allocation, live_allocations(payment)[0])
        assert (books()["41100"], books()["41600"]) == ("-100.00", "252.00")

    @pytest.mark.parametrize(
        ("reason", "percent", "refusal"),
        [(" ", 50, use_cases.NoReason), ("Liquidation.", 101, use_cases.NoShare)],
        ids=["no reason", "more than all"],
    )
    def test_needs_a_reason_and_a_share(
        self, stage: Stage, reason: str, percent: int, refusal: type[Exception]
    ) -> None:
        invoice = stage.do(a_late_invoice, stage.petit)
        with pytest.raises(refusal):
            stage.do(use_cases.mark_doubtful, invoice, reason=reason, share=Rate.percent(percent))
        assert invoice.carried_as is Carried.SOUND

    def test_that_a_corrective_invoice_replaces_leaves_its_account_empty(self, stage: Stage) -> None:
        invoice = stage.do(a_late_invoice, stage.petit)
        doubtful(stage, invoice)
        stage.do(lambda work: issue_invoice(work, corrective_invoice(work, invoice, reason="Adresse")))
        assert (books().get("41600"), books()["41100"]) == (None, "252.00")
        assert [each.invoice_id for each in queries.needless_allowances()] == [invoice.id]


class TestTheAllowance:
    def test_is_raised_lowered_and_released(self, stage: Stage) -> None:
        invoice = stage.do(a_late_invoice, stage.petit)
        doubtful(stage, invoice)
        stage.do(use_cases.revise_allowance, invoice, share=Rate.percent(80), reason="Liquidation ouverte.")
        assert (books()["68174"], books()["49100"]) == ("168.00", "-168.00")
        stage.do(use_cases.revise_allowance, invoice, share=NO_RATE, reason="Garantie obtenue.")
        assert (books()["68174"], books()["78174"], books().get("49100")) == ("168.00", "-168.00", None)
        assert stage.last("allowance.revised")["details"] == {
            "allowance_cents": 0,
            "change_cents": -16800,
            "share_bp": 0,
            "reason": "Garantie obtenue.",
        }
        with pytest.raises(use_cases.NothingToChange):
            stage.do(use_cases.revise_allowance, invoice, share=NO_RATE, reason="Encore.")

    def test_has_no_reason_left_once_all_is_paid(self, stage: Stage) -> None:
        invoice = stage.do(a_late_invoice, stage.petit)
        doubtful(stage, invoice)
        paid(stage, invoice, "252")
        assert [each.invoice_id for each in queries.needless_allowances()] == [invoice.id]
        stage.do(use_cases.revise_allowance, invoice, share=Rate.percent(60), reason="Réglée.")
        assert (books().get("49100"), books()["78174"]) == (None, "-126.00")
        assert queries.needless_allowances() == []

    def test_is_for_doubtful_debts_only(self, stage: Stage) -> None:
        with pytest.raises(use_cases.NotDoubtful):
            stage.do(use_cases.revise_allowance, stage.do(a_late_invoice, stage.petit), share=NO_RATE, reason="Non.")


class TestADebtThatIsSoundAgain:
    def test_goes_back_with_what_is_left_of_it(self, stage: Stage) -> None:
        invoice = stage.do(a_late_invoice, stage.petit)
        doubtful(stage, invoice)
        payment = paid(stage, invoice, "100")
        stage.do(use_cases.clear_doubt, invoice, reason="Plan de continuation respecté.")
        assert (books()["41100"], books().get("41600"), books().get("49100")) == ("152.00", None, None)
        assert stage.last("receivable.cleared")["details"] == {
            "amount_cents": 15200,
            "released_cents": 12600,
            "reason": "Plan de continuation respecté.",
        }
        assert recovery.in_recovery() == []
        with pytest.raises(use_cases.NotDoubtful):
            stage.do(use_cases.clear_doubt, invoice, reason="Encore.")
        stage.do(bounce_payment, payment, reason="Sans provision")
        assert (books()["41100"], books().get("41600")) == ("252.00", None)

    def test_can_become_doubtful_once_more(self, stage: Stage) -> None:
        invoice = stage.do(a_late_invoice, stage.petit)
        doubtful(stage, invoice)
        stage.do(use_cases.clear_doubt, invoice, reason="Erreur.")
        doubtful(stage, invoice, 50)
        assert (books()["41600"], books()["49100"]) == ("252.00", "-105.00")
        doubt = queries.doubt_of(invoice)
        assert doubt is not None
        assert doubt.is_live


class TestALoss:
    def test_is_without_the_vat_that_is_proven_to_be_lost(self, stage: Stage) -> None:
        invoice = stage.do(a_late_invoice, stage.petit)
        doubtful(stage, invoice)
        paid(stage, invoice, "132")
        loss = stage.do(write_off, invoice)
        assert (invoice.state, loss.net, loss.vat) == (InvoiceState.WRITTEN_OFF, Money.of(100), Money.of(20))
        assert books() == {
            "44571": "-22.00",
            "51200": "132.00",
            "65400": "100.00",
            "68174": "126.00",
            "70700": "-210.00",
            "78174": "-126.00",
        }
        assert (outstanding(stage.petit), recovery.in_recovery(), queries.losses()) == (ZERO, [], [loss])
        assert stage.last("receivable.written_off")["details"] == {
            "amount_cents": 12000,
            "net_cents": 10000,
            "vat_cents": 2000,
            "vat_recovered_cents": 2000,
            "released_cents": 12600,
            "proof": "certificate",
            "days_late": 19,
            "reason": "Liquidation clôturée.",
        }
        with pytest.raises(use_cases.NothingDue):
            doubtful(stage, invoice)

    def test_without_a_proof_is_with_vat(self, stage: Stage) -> None:
        invoice = stage.do(a_late_invoice, stage.petit)
        stage.do(use_cases.write_off_receivable, invoice, reason="Trop petit.")
        assert books() == {"44571": "-42.00", "65400": "252.00", "70700": "-210.00"}

    def test_of_services_lets_go_of_vat_that_never_fell_due(self, stage: Stage) -> None:
        invoice = stage.do(an_invoice_of_work, stage.petit)
        paid(stage, invoice, "132")
        assert (books()["44580"], books()["44571"]) == ("-20.00", "-22.00")
        stage.do(write_off, invoice)
        assert books() == {"44571": "-22.00", "51200": "132.00", "65400": "100.00", "70600": "-210.00"}

    def test_that_comes_back_after_all_is_income_and_its_vat_is_due(self, stage: Stage) -> None:
        invoice = stage.do(a_late_invoice, stage.petit)
        stage.do(write_off, invoice)
        payment = stage.do(record_payment, stage.do(a_payment, invoice), shares=[Share(invoice, Money.of(252))])
        assert states() == [InvoiceState.PAID]
        assert books() == {
            "44571": "-42.00",
            "51200": "252.00",
            "65400": "210.00",
            "70700": "-210.00",
            "75830": "-210.00",
        }
        stage.do(bounce_payment, payment, reason="Sans provision")
        assert states() == [InvoiceState.WRITTEN_OFF]
        assert books() == {"65400": "210.00", "70700": "-210.00"}

    def test_grows_when_an_earlier_payment_bounces(self, stage: Stage) -> None:
        invoice = stage.do(a_late_invoice, stage.petit)
        payment = paid(stage, invoice, "132")
        stage.do(write_off, invoice)
        stage.do(bounce_payment, payment, reason="Sans provision")
        assert books() == {"65400": "210.00", "70700": "-210.00"}

    @pytest.mark.parametrize("proof_on", [None, date(2026, 3, 3)], ids=["no day", "tomorrow"])
    def test_needs_the_day_of_its_proof(self, stage: Stage, proof_on: date | None) -> None:
        invoice = stage.do(a_late_invoice, stage.petit)
        with pytest.raises(use_cases.NoDayOfProof):
            stage.do(write_off, invoice, proof_on=proof_on)
        assert invoice.state is InvoiceState.ISSUED

    def test_needs_a_reason(self, stage: Stage) -> None:
        with pytest.raises(use_cases.NoReason):
            stage.do(use_cases.write_off_receivable, stage.do(a_late_invoice, stage.petit), reason="")

    def test_is_in_the_tax_file_and_the_customers_account_is_even(self, stage: Stage) -> None:
        invoice = stage.do(an_issued_invoice, stage.petit)
        doubtful(stage, invoice)
        paid(stage, invoice, "132")
        stage.do(write_off, invoice)
        rows = [line.split("\t") for line in rules.fec(accounts.entries(2026)).split("\r\n")[1:-1]]
        of_customer = [row for row in rows if row[6]]
        assert {row[4] for row in of_customer} == {"411000", "416000"}
        assert {row[13] for row in of_customer} == {"A"}
        for account in ("411000", "416000"):
            debit, credit = (
                sum(int(row[at].replace(",", "")) for row in of_customer if row[4] == account) for at in (11, 12)
            )
            assert debit == credit > 0
