"""The whole money cycle under any sequence of acts, with faults in the middle of them.

Whatever is sold, shipped, invoiced, paid, bounced, credited, doubted, given up or given back, and
wherever a write fails, the books balance and equal the documents, numbers have
no gaps, nothing is oversold and the outstanding balance is its definition.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from decimal import Decimal
from typing import ClassVar, TypeVar

from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from crm.activity.door import Work
from crm.activity.queries import verify_chain
from crm.billing.corrections.use_cases import credit_note_for, issue_credit_note
from crm.billing.doubtful.models import DoubtfulDebt, Proof
from crm.billing.entries import OF_CUSTOMERS, Account, Journal
from crm.billing.invoices.models import Carried, Invoice, InvoiceState, InvoiceType
from crm.billing.invoices.queries import invoice_by_id, outstanding
from crm.billing.invoices.use_cases import draft_invoice, issue_invoice
from crm.billing.ledger import rules
from crm.billing.ledger.queries import accounts
from crm.billing.lettering.use_cases import allocate_credit_note, refund, refund_credit_note, undo_allocation
from crm.billing.payments.models import Allocation, Method, Payment, PaymentState, Share
from crm.billing.payments.queries import IS_FREE, allocation_by_id, payment_by_id, proposal_for
from crm.billing.payments.use_cases import allocate, bounce_payment, receive_money, receive_payment, record_payment
from crm.billing.recovery.use_cases import clear_doubt, mark_doubtful, revise_allowance, write_off_receivable
from crm.kernel.errors import Refused
from crm.kernel.money import ZERO, Money, Rate, total
from crm.selling.catalogue.models import Product
from crm.selling.deliveries.use_cases import confirm_delivery, ship_order
from crm.selling.orders.models import Order, OrderState
from crm.selling.orders.queries import order_by_id, ordered_not_invoiced
from crm.selling.orders.use_cases import cancel_order, confirm_order
from crm.selling.stock.models import StockLevel
from crm.selling.stock.queries import moved
from crm.store.base import db
from crm.store.scoping import enter
from tests.billing.faults import failing, picked
from tests.builders import Cast, Stage
from tests.databases import Database
from tests.selling.orders.builders import PROMISED, an_order
from tests.selling.quotes.builders import a_line
from tests.selling.stock.builders import a_stocked_product

T = TypeVar("T")
# Nothing bounds how long a failure is shrunk (minutes, here): the steps as they came are few enough to be read.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
ASKS = Invoice.state.in_([InvoiceState.ISSUED, InvoiceState.PAID]) & (Invoice.type == InvoiceType.INVOICE)
DOUBTFUL = Invoice.carried_as == Carried.DOUBTFUL
WAITS = Payment.state == PaymentState.AT_BANK
quantities = st.integers(1, 30)
parts = st.sampled_from([Decimal("0.5"), Decimal(1), Decimal("1.2")])
shares = st.sampled_from([0, 25, 60, 100])
picks = st.integers(0, 1000)
# At which write the database fails; most acts go through.
faults = st.one_of(st.just(0), st.just(0), st.integers(1, 25))


def carried(document: Invoice) -> bool:
    """Tell whether the books still have a document on its customer's account."""
    return document.carried_as is not Carried.LOST


class MoneyCycle(RuleBasedStateMachine):
    """A company that sells one stocked product to one customer; a fault may come at any write of any act."""

    app: ClassVar[Flask]
    cast: ClassVar[Cast]
    database: ClassVar[Database]

    def __init__(self) -> None:
        """Begin on a fresh copy of the world, with goods on the shelf."""
        super().__init__()
        with self.app.app_context():
            db.engine.dispose()
        self.database.renew()
        self.inside(lambda stage: stage.do(a_stocked_product, "PAP-101", on_hand="100").id)
        for _ in range(2):
            self.sell(10, 0)
            self.pay(0, Decimal(1), 0)

    def inside(self, scene: Callable[[Stage], T]) -> T:
        """Play in a session of its own, as a request does."""
        with self.app.app_context():
            enter(self.cast.workspace)
            return scene(Stage(self.app, self.cast))

    def act(self, scene: Callable[[Stage], object], fault: int) -> None:
        """Do an act that may be refused, or fail half-way: then nothing of it must be there."""

        def attempt(stage: Stage) -> None:
            before = len(stage.records())
            try:
                with failing(db.engine, fault):
                    scene(stage)
            except (Refused, OperationalError):
                db.session.rollback()
                assert len(stage.records()) == before

        self.inside(attempt)

    @rule(quantity=quantities, fault=faults)
    def order(self, quantity: int, fault: int) -> None:
        """Take an order from an accepted quote and confirm it: goods are reserved."""

        def take(work: Work, stage: Stage) -> Order:
            product = db.session.scalars(select(Product).where(Product.reference == "PAP-101")).one()
            order = an_order(work, stage.petit, a_line(product, str(quantity)))
            return confirm_order(work, order, promised_on=PROMISED)

        self.act(lambda stage: stage.do(take, stage), fault)

    @rule(quantity=quantities, fault=faults)
    def sell(self, quantity: int, fault: int) -> None:
        """Take an order, let it arrive, invoice it: the fault may come in each of the three."""
        self.order(quantity, fault)
        self.ship(0, fault)
        self.invoice(0, fault)

    @rule(pick=picks, fault=faults)
    def ship(self, pick: int, fault: int) -> None:
        """Let what remains of an order leave and arrive."""

        def leave(work: Work, order: Order) -> object:
            return confirm_delivery(work, ship_order(work, order))

        self.act(
            lambda stage: stage.do(leave, picked(Order, order_by_id, pick, Order.state == OrderState.CONFIRMED)), fault
        )

    @rule(pick=picks, fault=faults)
    def cancel(self, pick: int, fault: int) -> None:
        """Cancel an order: goods are free again."""
        self.act(lambda stage: stage.do(cancel_order, picked(Order, order_by_id, pick), reason="Renoncement"), fault)

    @rule(pick=picks, fault=faults)
    def invoice(self, pick: int, fault: int) -> None:
        """Invoice an order."""

        def bill(work: Work, order: Order) -> Invoice:
            return issue_invoice(work, draft_invoice(work, order))

        self.act(
            lambda stage: stage.do(bill, picked(Order, order_by_id, pick, Order.state == OrderState.DELIVERED)), fault
        )

    @rule(pick=picks, part=parts, fault=faults)
    def pay(self, pick: int, part: Decimal, fault: int) -> None:
        """Let money come for an invoice: part of it, all, too much."""

        def come(stage: Stage) -> Payment:
            found = picked(Invoice, invoice_by_id, pick, ASKS)
            return stage.do(receive_payment, found, amount=found.gross.times(part), method=Method.TRANSFER)

        self.act(come, fault)

    @rule(cents=st.integers(1, 20_000), fault=faults)
    def pay_without_a_word(self, cents: int, fault: int) -> None:
        """Let money come of which nobody knows for what."""
        self.act(lambda stage: stage.do(receive_money, stage.petit, amount=Money(cents), method=Method.CHEQUE), fault)

    @rule(pick=picks, fault=faults)
    def record(self, pick: int, fault: int) -> None:
        """Enter a payment in the books."""
        self.act(lambda stage: stage.do(record_payment, picked(Payment, payment_by_id, pick, WAITS)), fault)

    @rule(pick=picks, fault=faults)
    def letter(self, pick: int, fault: int) -> None:
        """Set what is left of a payment against what is proposed."""

        def match(stage: Stage) -> Payment:
            payment = picked(Payment, payment_by_id, pick, IS_FREE)
            parts = proposal_for(payment, amount=payment.unallocated).parts
            shares = [Share(invoice, each.amount) for each in parts if (invoice := invoice_by_id(each.invoice_id))]
            return stage.do(allocate, payment, shares)

        self.act(match, fault)

    @rule(pick=picks, fault=faults)
    def bounce(self, pick: int, fault: int) -> None:
        """Let the bank take a payment back."""
        self.act(lambda stage: stage.do(bounce_payment, picked(Payment, payment_by_id, pick), reason="Rejet"), fault)

    @rule(pick=picks, fault=faults)
    def undo(self, pick: int, fault: int) -> None:
        """Undo a lettering."""
        self.act(
            lambda stage: stage.do(
                undo_allocation, picked(Allocation, allocation_by_id, pick, Allocation.undone_on.is_(None))
            ),
            fault,
        )

    @rule(pick=picks, back=st.booleans(), fault=faults)
    def credit(self, pick: int, *, back: bool, fault: int) -> None:
        """Give an invoice back whole, and use the credit note or pay it out."""

        def give(work: Work, invoice: Invoice) -> Invoice:
            credit_note = issue_credit_note(work, credit_note_for(work, invoice, reason="Erreur"))
            if back:
                refund_credit_note(work, credit_note, amount=credit_note.amount_due, reason="Erreur")
                return credit_note
            share = Share(invoice, min(credit_note.amount_due, invoice.amount_due))
            return allocate_credit_note(work, credit_note, [share])

        self.act(lambda stage: stage.do(give, picked(Invoice, invoice_by_id, pick, ASKS)), fault)

    @rule(pick=picks, fault=faults)
    def give_back(self, pick: int, fault: int) -> None:
        """Give back what of a payment is set against nothing."""

        def repay(stage: Stage) -> object:
            payment = picked(Payment, payment_by_id, pick, IS_FREE)
            return stage.do(refund, payment, amount=payment.unallocated, reason="Trop-perçu")

        self.act(repay, fault)

    @rule(pick=picks, percent=shares, fault=faults)
    def doubt(self, pick: int, percent: int, fault: int) -> None:
        """Carry an invoice as doubtful and set a share of it aside."""
        self.act(
            lambda stage: stage.do(
                mark_doubtful, picked(Invoice, invoice_by_id, pick, ASKS), reason="Retard", share=Rate.percent(percent)
            ),
            fault,
        )

    @rule(pick=picks, percent=shares, fault=faults)
    def revise(self, pick: int, percent: int, fault: int) -> None:
        """Set more or less aside."""
        self.act(
            lambda stage: stage.do(
                revise_allowance,
                picked(Invoice, invoice_by_id, pick, DOUBTFUL),
                reason="Révision",
                share=Rate.percent(percent),
            ),
            fault,
        )

    @rule(pick=picks, fault=faults)
    def clear(self, pick: int, fault: int) -> None:
        """Take an invoice back from the doubtful ones."""
        self.act(
            lambda stage: stage.do(clear_doubt, picked(Invoice, invoice_by_id, pick, DOUBTFUL), reason="Garantie"),
            fault,
        )

    @rule(pick=picks, proven=st.booleans(), fault=faults)
    def give_up(self, pick: int, *, proven: bool, fault: int) -> None:
        """Write an invoice off."""
        proof = Proof.CERTIFICATE if proven else Proof.NONE

        def lose(stage: Stage) -> object:
            invoice = picked(Invoice, invoice_by_id, pick, ASKS)
            today = invoice.issued_on if proven else None
            return stage.do(write_off_receivable, invoice, reason="Liquidation", proof=proof, proof_on=today)

        self.act(lose, fault)

    @rule(pick=picks, other=picks, fault=faults)
    def pay_after_all(self, pick: int, other: int, fault: int) -> None:
        """Set free money against an invoice that was given up."""

        def match(stage: Stage) -> Payment:
            payment = picked(Payment, payment_by_id, pick, IS_FREE)
            invoice = picked(Invoice, invoice_by_id, other, Invoice.state == InvoiceState.WRITTEN_OFF)
            return stage.do(allocate, payment, [Share(invoice, min(payment.unallocated, invoice.amount_due))])

        self.act(match, fault)

    @invariant()
    def doubtful_debts_are_what_the_books_carry(self) -> None:
        """Account 416 is what is due of doubtful invoices, 491 what is set aside, and the result holds their sum."""

        def check(stage: Stage) -> None:
            found = rules.balances(accounts.entries(2026))
            documents = list(db.session.scalars(select(Invoice).where(Invoice.number != "")))
            doubtful = [each for each in documents if each.carried_as is Carried.DOUBTFUL]
            assert found.get(Account.DOUBTFUL, ZERO) == total(each.amount_due for each in doubtful)
            debts = list(db.session.scalars(select(DoubtfulDebt)))
            assert {each.invoice_id for each in debts if each.is_live} == {each.id for each in doubtful}
            aside = total(each.allowance for each in debts)
            assert -found.get(Account.ALLOWANCES, ZERO) == aside
            assert found.get(Account.SET_ASIDE, ZERO) + found.get(Account.RELEASED, ZERO) == aside

        self.inside(check)

    @invariant()
    def books_balance_and_equal_the_documents(self) -> None:
        """Every entry balances, numbers run from 1, the customer's account is what the documents say."""

        def check(stage: Stage) -> None:
            entries = accounts.entries(2026)
            assert all(total(each.amount for each in entry.postings) == ZERO for entry in entries)
            assert [each.number for each in entries] == list(range(1, len(entries) + 1))
            documents = list(db.session.scalars(select(Invoice).where(Invoice.number != "")))
            payments = list(db.session.scalars(select(Payment)))
            owed = total(Money(each.signed * each.amount_due.cents) for each in documents if carried(each))
            on_account = total(rules.balances(entries).get(account, ZERO) for account in OF_CUSTOMERS)
            assert on_account == owed - total(each.on_account for each in payments)
            asked = total(Money(each.signed * each.gross.cents) for each in documents)
            assert total(each.on_account for each in entries if each.journal is Journal.SALES) == asked

        self.inside(check)

    @invariant()
    def sums_on_documents_are_those_of_their_allocations(self) -> None:
        """What is paid is what was set against it; no payment gives more than came."""

        def check(stage: Stage) -> None:
            live = list(db.session.scalars(select(Allocation).where(Allocation.undone_on.is_(None))))
            for invoice in db.session.scalars(select(Invoice)):
                if not invoice.is_credit_note:
                    settled = total(each.settles for each in live if each.invoice_id == invoice.id)
                    assert invoice.paid == settled
                    assert (invoice.state is InvoiceState.PAID) == (bool(invoice.number) and not invoice.amount_due)
                assert ZERO <= invoice.paid <= invoice.gross
            for payment in db.session.scalars(select(Payment)):
                assert payment.allocated == total(each.amount for each in live if each.payment_id == payment.id)
                assert payment.unallocated >= ZERO
                assert payment.owed_back in {ZERO, payment.refunded}
                assert ZERO <= payment.allocated + payment.refunded <= payment.amount
                assert payment.state is not PaymentState.AT_BANK or not payment.allocated

        self.inside(check)

    @invariant()
    def numbers_have_no_gaps(self) -> None:
        """Invoices and credit notes are numbered from 1 in their own series, without a gap."""

        def check(stage: Stage) -> None:
            numbers = db.session.scalars(select(Invoice.number).order_by(Invoice.number)).all()
            for series in ("FA", "AV"):
                found = [each for each in numbers if each.startswith(series)]
                assert found == [f"{series}-2026-{at:04}" for at in range(1, len(found) + 1)]

        self.inside(check)

    @invariant()
    def nothing_is_oversold(self) -> None:
        """Reserved goods are on the shelf, and the shelf holds what the movements say."""

        def check(stage: Stage) -> None:
            for level in db.session.scalars(select(StockLevel)):
                assert 0 <= level.reserved <= level.on_hand
                assert level.on_hand == moved(level.product_id)

        self.inside(check)

    @invariant()
    def outstanding_balance_is_its_definition(self) -> None:
        """Unpaid on invoices, ordered and owed back, less what is left of credit notes and of money on account."""

        def check(stage: Stage) -> None:
            documents = list(db.session.scalars(select(Invoice).where(Invoice.number != "")))
            free = total(each.on_account for each in db.session.scalars(select(Payment)))
            owed = total(Money(each.signed * each.amount_due.cents) for each in documents if carried(each))
            assert outstanding(stage.petit) == owed - free + ordered_not_invoiced(stage.petit)

        self.inside(check)

    def teardown(self) -> None:
        """Every record is sealed onto the one before it."""

        def check(stage: Stage) -> None:
            assert verify_chain(self.cast.workspace, key=stage.house.seal_key).broken is None

        self.inside(check)


def test_holds_after_any_sequence_of_acts(app: Flask, cast: Cast, database: Database) -> None:
    MoneyCycle.app, MoneyCycle.cast, MoneyCycle.database = app, cast, database
    chosen = settings(
        max_examples=int(os.environ.get("COMPTOIR_TEST_EXPLORE") or 8),
        stateful_step_count=25,
        phases=PHASES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(MoneyCycle, settings=chosen)
