"""Payments on screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from crm.activity.door import Work
from crm.billing.invoices.models import Invoice
from crm.billing.invoices.queries import invoice_by_id
from crm.billing.payments.models import Method, Payment
from crm.billing.payments.use_cases import enter_money, record_payment
from crm.kernel.money import Money
from crm.prospecting.companies.models import Company
from crm.store.base import db
from tests.billing.invoices.builders import a_drafted_invoice, a_payment, an_issued_invoice
from tests.builders import Cast, Stage
from tests.client import CheckingClient
from tests.selling.conftest import Backstage

Open = Callable[[str], CheckingClient]


@pytest.fixture
def at(cast: Cast) -> str:
    """Where Lina's workspace begins."""
    return f"/w/{cast.workspace}"


def issued(stage: Stage) -> int:
    """Issue an invoice of fifty reams, 252 €."""
    return stage.do(an_issued_invoice, stage.petit).id


def paid_at_the_bank(stage: Stage) -> int:
    """Issue it and let the money come; return the payment's id."""
    return stage.do(a_payment, stage.do(an_issued_invoice, stage.petit)).id


def of(invoice_id: int) -> Callable[[Stage], Invoice]:
    """Read an invoice again."""

    def read(_: Stage) -> Invoice:
        found = invoice_by_id(invoice_id)
        assert found is not None
        return found

    return read


class TestTheInvoicesPayments:
    def test_are_shown_on_their_tab(self, backstage: Backstage, client: Open, at: str) -> None:
        invoice_id = backstage(
            lambda stage: stage.do(a_payment, stage.do(an_issued_invoice, stage.petit), Money.of(52)).invoice_id
        )
        page = client("lina").get(f"{at}/invoices/{invoice_id}/payments")
        assert "52,00" in page.text
        assert "Saisir un règlement" in page.text

    def test_are_read_by_the_trainer_who_cannot_act(self, backstage: Backstage, client: Open, at: str) -> None:
        invoice_id = backstage(issued)
        assert "Saisir un règlement" not in client("roy").get(f"{at}/invoices/{invoice_id}/payments").text

    def test_a_draft_has_none(self, backstage: Backstage, client: Open, at: str) -> None:
        draft = backstage(lambda stage: stage.do(a_drafted_invoice, stage.petit).id)
        assert client("lina").get(f"{at}/invoices/{draft}/payments").status == 404

    def test_takes_a_payment_with_a_comma_and_a_space(self, backstage: Backstage, client: Open, at: str) -> None:
        invoice_id = backstage(lambda stage: stage.do(an_issued_invoice, stage.petit, "500").id)
        answer = client("lina").post(
            f"{at}/invoices/{invoice_id}/payments", amount="1 234,50", method="cheque", received_on="02/03/2026"
        )
        assert answer.status == 303
        assert backstage(of(invoice_id)).paid == Money.of("1234.50")

    @pytest.mark.parametrize(
        ("typed", "message"),
        [
            ({"amount": "0"}, "supérieur à zéro"),
            ({"amount": "beaucoup"}, "Montant illisible"),
            ({"received_on": "31/02/2026"}, "Cette date n’existe pas"),
            ({"received_on": "03/03/2026"}, "un jour à venir"),
        ],
    )
    def test_says_what_is_wrong_with_a_payment(
        self, backstage: Backstage, client: Open, at: str, typed: dict[str, Any], message: str
    ) -> None:
        invoice_id = backstage(issued)
        fields: dict[str, Any] = {
            "amount": "10",
            "method": "cheque",
            "received_on": "2026-03-02",
            "reference": "CHQ 77",
        } | typed
        answer = client("lina").post(f"{at}/invoices/{invoice_id}/payments", **fields)
        assert answer.status == 422
        assert message in answer.text
        assert "CHQ 77" in answer.html

    def test_a_payment_sent_twice_is_entered_once(self, backstage: Backstage, client: Open, at: str) -> None:
        invoice_id = backstage(issued)
        browser = client("lina")
        fields: dict[str, Any] = {"amount": "10", "method": "cash", "received_on": "2026-03-02", "submission": "once"}
        for _ in range(2):
            browser.post(f"{at}/invoices/{invoice_id}/payments", **fields)
        assert backstage(of(invoice_id)).paid == Money.of(10)


class TestTheBank:
    def test_what_it_received_is_entered_with_one_button(self, backstage: Backstage, client: Open, at: str) -> None:
        payment_id = backstage(paid_at_the_bank)
        browser = client("lina")
        assert "FA-2026-0001" in browser.get(f"{at}/payments/").text
        assert browser.post(f"{at}/payments/{payment_id}/record").status == 303
        assert "Réglée" in browser.get(f"{at}/invoices/?tab=settled").text
        assert browser.post(f"{at}/payments/{payment_id}/record").status == 422
        assert "Aucun règlement en attente" in browser.get(f"{at}/payments/").text


class TestAPayment:
    def test_is_set_against_what_is_proposed(self, backstage: Backstage, client: Open, at: str) -> None:
        payment_id = backstage(paid_at_the_bank)
        browser = client("lina")
        page = browser.get(f"{at}/payments/{payment_id}")
        assert "le libellé cite la facture" in page.text
        answer = browser.post(f"{at}/payments/{payment_id}/allocate", **shares(backstage(first_invoice), "252"))
        assert answer.status == 303
        assert "Ce règlement n’est imputé" not in browser.get(f"{at}/payments/{payment_id}").text

    def test_can_be_corrected_in_part(self, backstage: Backstage, client: Open, at: str) -> None:
        payment_id = backstage(paid_at_the_bank)
        browser, invoice_id = client("lina"), backstage(first_invoice)
        browser.post(f"{at}/payments/{payment_id}/allocate", **shares(invoice_id, "200,00"))
        assert "52,00" in browser.get(f"{at}/payments/{payment_id}").text
        assert "Rembourser" in browser.get(f"{at}/payments/{payment_id}").text
        browser.post(f"{at}/payments/{payment_id}/allocate", **shares(invoice_id, "52"))
        assert backstage(of(invoice_id)).paid == Money.of(252)

    @pytest.mark.parametrize(
        ("typed", "message"),
        [("beaucoup", "Montant illisible"), ("300", "dépasse ce qui reste dû"), ("", "supérieur à zéro")],
    )
    def test_says_what_is_wrong(self, backstage: Backstage, client: Open, at: str, typed: str, message: str) -> None:
        payment_id = backstage(lambda stage: stage.do(record_on_account).id)
        backstage(issued)
        answer = client("lina").post(f"{at}/payments/{payment_id}/allocate", **shares(backstage(first_invoice), typed))
        assert answer.status == 422
        assert message in answer.text

    def test_of_an_invoice_settled_meanwhile_says_so(self, backstage: Backstage, client: Open, at: str) -> None:
        payment_id = backstage(lambda stage: stage.do(record_on_account).id)
        answer = client("lina").post(f"{at}/payments/{payment_id}/allocate", **shares(999, "1"))
        assert "reprenez la proposition" in answer.text

    def test_without_invoices_waits_on_the_account(self, backstage: Backstage, client: Open, at: str) -> None:
        payment_id = backstage(lambda stage: stage.do(record_on_account).id)
        assert "aucune facture à régler" in client("lina").get(f"{at}/payments/{payment_id}").text

    def test_bounces_with_a_reason(self, backstage: Backstage, client: Open, at: str) -> None:
        payment_id = backstage(
            lambda stage: stage.do(record_payment, stage.do(a_payment, stage.do(an_issued_invoice, stage.petit))).id
        )
        browser = client("lina")
        assert browser.post(f"{at}/payments/{payment_id}/bounce", reason="").status == 422
        assert browser.post(f"{at}/payments/{payment_id}/bounce", reason="Sans provision").status == 303
        page = browser.get(f"{at}/payments/{payment_id}")
        assert "Sans provision" in page.text
        assert "annulé le" in page.text
        assert "rejeté le" in browser.get(f"{at}/invoices/{backstage(first_invoice)}/payments").text
        assert "Rejeté" in browser.get(f"{at}/payments/?tab=bounced").text


class TestMoneyOfACustomer:
    def test_is_keyed_in_and_said_for_what_afterwards(
        self, backstage: Backstage, client: Open, cast: Cast, at: str
    ) -> None:
        backstage(issued)
        browser = client("lina")
        assert "Saisir un règlement" in browser.get(f"{at}/companies/{cast.petit}/payments/new").text
        fields: dict[str, Any] = {
            "amount": "300",
            "method": "cheque",
            "received_on": "2026-03-02",
            "reference": "CHQ 12",
        }
        answer = browser.post(f"{at}/companies/{cast.petit}/payments/new", **fields)
        assert "48,00" in browser.get(answer.location).text
        assert "À lettrer" in browser.get(f"{at}/payments/?tab=free").text
        assert browser.post(f"{at}/companies/{cast.petit}/payments/new", **(fields | {"amount": "x"})).status == 422


class TestTheList:
    @pytest.mark.parametrize("tab", ["waiting", "free", "recorded", "bounced", "nonsense"])
    def test_every_tab_is_a_page(self, backstage: Backstage, client: Open, at: str, tab: str) -> None:
        backstage(paid_at_the_bank)
        backstage(lambda stage: stage.do(record_on_account).id)
        assert client("lina").get(f"{at}/payments/?tab={tab}").status == 200

    def test_finds_by_customer(self, backstage: Backstage, client: Open, at: str) -> None:
        backstage(paid_at_the_bank)
        assert "Petit" in client("lina").get(f"{at}/payments/?q=petit", part="rows_part").text
        assert "Aucun résultat" in client("lina").get(f"{at}/payments/?q=zzz").text


def record_on_account(work: Work) -> Payment:
    """Enter money for which nobody named an invoice."""
    company = db.session.scalars(select(Company)).first()
    assert company is not None
    return enter_money(work, company, amount=Money.of(300), method=Method.CHEQUE, received_on=date(2026, 3, 2))


def first_invoice(stage: Stage) -> int:
    """Return the oldest invoice's number."""
    return db.session.scalars(select(Invoice.id).order_by(Invoice.id)).first() or 0


def shares(invoice_id: int, amount: str, discount: str = "") -> dict[str, Any]:
    """Return what the table of shares sends."""
    return {"shares-0-invoice_id": str(invoice_id), "shares-0-amount": amount, "shares-0-discount": discount}


@pytest.mark.parametrize(
    "path", ["payments/", "payments/{payment}", "invoices/{invoice}/payments", "companies/{company}/payments/new"]
)
def test_noe_finds_nothing(backstage: Backstage, client: Open, cast: Cast, at: str, path: str) -> None:
    payment, invoice = backstage(paid_at_the_bank), backstage(first_invoice)
    place = path.format(invoice=invoice, payment=payment, company=cast.petit)
    assert client("noe").get(f"{at}/{place}").status == 404
