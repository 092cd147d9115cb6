"""Electronic invoices on screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from crm.billing.einvoicing.models import Reason
from crm.billing.einvoicing.queries import cases, einvoice_of
from crm.billing.einvoicing.use_cases import refuse_einvoice
from crm.billing.invoices.models import Invoice
from crm.billing.invoices.queries import invoice_by_id
from crm.billing.payments.use_cases import record_payment
from tests.billing.einvoicing.builders import a_deposited_invoice, a_rejected_invoice, a_sound_invoice
from tests.billing.invoices.builders import a_drafted_invoice, a_payment
from tests.builders import Cast, Stage, an_individual
from tests.client import CheckingClient
from tests.papers.reading import reader
from tests.selling.conftest import Backstage

Open = Callable[[str], CheckingClient]
CASE = cases()[0]


@pytest.fixture
def at(cast: Cast) -> str:
    """Where Lina's workspace begins."""
    return f"/w/{cast.workspace}"


@dataclass(frozen=True)
class Kept:
    """An invoice and what the platform has of it."""

    invoice_id: int
    einvoice_id: int = 0


def sound(stage: Stage) -> Kept:
    return Kept(stage.do(a_sound_invoice, stage.petit).id)


def deposited(stage: Stage) -> Kept:
    einvoice = stage.do(a_deposited_invoice, stage.petit)
    return Kept(einvoice.invoice_id, einvoice.id)


def rejected(stage: Stage) -> Kept:
    einvoice = stage.do(a_rejected_invoice, stage.petit)
    return Kept(einvoice.invoice_id, einvoice.id)


def paid(stage: Stage) -> Kept:
    kept = deposited(stage)
    stage.do(record_payment, stage.do(a_payment, found(kept)))
    return kept


def found(kept: Kept) -> Invoice:
    """Read an invoice again."""
    invoice = invoice_by_id(kept.invoice_id)
    assert invoice is not None
    return invoice


class TestTheLists:
    def test_of_what_is_to_be_deposited_comes_first(self, backstage: Backstage, client: Open, at: str) -> None:
        number = backstage(lambda stage: stage.do(a_sound_invoice, stage.petit).number)
        page = client("lina").get(f"{at}/einvoices/")
        assert number in page.text

    def test_are_empty_at_first(self, client: Open, at: str) -> None:
        assert "Rien à déposer" in client("lina").get(f"{at}/einvoices/?tab=strange").text
        assert "Aucune facture ici" in client("lina").get(f"{at}/einvoices/?tab=trouble").text

    def test_show_what_was_rejected(self, backstage: Backstage, client: Open, at: str) -> None:
        backstage(rejected)
        assert "Rejetée · 213" in client("lina").get(f"{at}/einvoices/?tab=trouble").text


class TestTheInvoicesPage:
    def test_shows_paper_and_data_side_by_side(self, backstage: Backstage, client: Open, at: str) -> None:
        kept = backstage(sound)
        page = client("lina").get(f"{at}/invoices/{kept.invoice_id}/einvoice").text
        for said in ("Ce que la machine lit", "252,00", "252.00", "BT-112", "Déposer sur la plateforme"):
            assert said in page

    def test_deposits(self, backstage: Backstage, client: Open, at: str) -> None:
        kept = backstage(sound)
        way = f"{at}/invoices/{kept.invoice_id}/einvoice"
        page = client("lina").post(way, follow=True)
        assert "Déposée · 200" in page.text
        assert client("lina").post(way).status == 422

    def test_tells_which_rules_were_broken_and_where_to_mend_them(
        self, backstage: Backstage, client: Open, at: str
    ) -> None:
        kept = backstage(rejected)
        page = client("lina").get(f"{at}/invoices/{kept.invoice_id}/einvoice").text
        for said in ("Rejetée · 213", "BR-FR-10", "Fiche de votre société", "Corriger la facture"):
            assert said in page

    def test_tells_of_a_refusal(self, backstage: Backstage, client: Open, at: str) -> None:
        def refused(stage: Stage) -> Kept:
            kept = deposited(stage)
            einvoice = einvoice_of(found(kept))
            assert einvoice is not None
            stage.do(refuse_einvoice, einvoice, reason=Reason.CMD_ERR)
            return kept

        page = client("lina").get(f"{at}/invoices/{backstage(refused).invoice_id}/einvoice").text
        assert "Refusée · 210" in page
        assert "CMD_ERR" in page

    def test_tells_the_payment_once_it_is_in_the_books(self, backstage: Backstage, client: Open, at: str) -> None:
        kept = backstage(paid)
        assert "Déclarer l’encaissement" in client("lina").get(f"{at}/invoices/{kept.invoice_id}/einvoice").text
        page = client("lina").post(f"{at}/einvoices/{kept.einvoice_id}/collected", follow=True)
        assert "Encaissée · 212" in page.text

    def test_refuses_to_tell_of_money_that_did_not_come(self, backstage: Backstage, client: Open, at: str) -> None:
        kept = backstage(deposited)
        answer = client("lina").post(f"{at}/einvoices/{kept.einvoice_id}/collected")
        assert answer.status == 422
        assert "pas entièrement réglée" in answer.text

    def test_of_a_consumer_says_that_no_platform_takes_it(self, backstage: Backstage, client: Open, at: str) -> None:
        invoice_id = backstage(lambda stage: stage.do(a_sound_invoice, stage.do(an_individual)).id)
        page = client("lina").get(f"{at}/invoices/{invoice_id}/einvoice").text
        assert "e-reporting" in page
        assert "Déposer sur la plateforme" not in page

    def test_of_a_draft_is_not_there(self, backstage: Backstage, client: Open, at: str) -> None:
        invoice_id = backstage(lambda stage: stage.do(a_drafted_invoice, stage.petit).id)
        assert client("lina").get(f"{at}/invoices/{invoice_id}/einvoice").status == 404

    def test_is_read_by_the_trainer_who_cannot_act(self, backstage: Backstage, client: Open, at: str) -> None:
        kept = backstage(sound)
        way = f"{at}/invoices/{kept.invoice_id}/einvoice"
        assert "Déposer sur la plateforme" not in client("roy").get(way).text

    def test_gives_the_same_data_as_file_and_inside_the_paper(
        self, backstage: Backstage, client: Open, at: str
    ) -> None:
        kept = backstage(sound)
        xml = client("lina").get(f"{at}/invoices/{kept.invoice_id}/einvoice.xml")
        pdf = client("lina").get(f"{at}/invoices/{kept.invoice_id}/pdf")
        assert xml.answer.mimetype == "application/xml"
        assert dict(reader(pdf.answer.data).attachments) == {"factur-x.xml": [xml.answer.data]}


class TestTheExercise:
    def test_lists_the_twenty(self, client: Open, at: str) -> None:
        page = client("lina").get(f"{at}/einvoices/exercise/").text
        assert "Facture 20" in page
        assert "0 sur 20" in page

    def test_shows_a_case_without_its_answer(self, client: Open, at: str) -> None:
        page = client("lina").get(f"{at}/einvoices/exercise/{CASE.key}").text
        assert "Quel champ est en défaut" in page
        assert CASE.explanation not in page

    def test_gives_paper_and_data(self, client: Open, at: str) -> None:
        xml = client("lina").get(f"{at}/einvoices/exercise/{CASE.key}/xml")
        pdf = client("lina").get(f"{at}/einvoices/exercise/{CASE.key}/pdf")
        assert xml.answer.data == CASE.xml
        assert dict(reader(pdf.answer.data).attachments) == {"factur-x.xml": [CASE.xml]}

    @pytest.mark.parametrize(
        ("field", "rule", "said"),
        [
            ("BT-1", "BR-FR-02", "Faute trouvée"),
            ("BT-1", "BR-FR-01", "Le champ est le bon"),
            ("BT-2", "BR-FR-02", "La règle est la bonne"),
            ("BT-2", "BR-FR-03", "Ni le champ ni la règle"),
        ],
    )
    def test_answers(self, client: Open, at: str, field: str, rule: str, said: str) -> None:
        way = f"{at}/einvoices/exercise/{CASE.key}"
        page = client("lina").post(way, field=field, rule=rule, follow=True)
        assert said in page.text
        assert client("lina").get(f"{at}/einvoices/exercise/").status == 200

    def test_wants_an_answer(self, client: Open, at: str) -> None:
        answer = client("lina").post(f"{at}/einvoices/exercise/{CASE.key}", field="", rule="")
        assert answer.status == 422
        assert "Choisissez la règle." in answer.text

    def test_of_an_unknown_invoice_is_not_there(self, client: Open, at: str) -> None:
        assert client("lina").get(f"{at}/einvoices/exercise/none").status == 404


class TestNoe:
    def test_finds_nothing_of_it(self, backstage: Backstage, client: Open, at: str) -> None:
        kept = backstage(deposited)
        noe = client("noe")
        for way in (
            "einvoices/",
            f"invoices/{kept.invoice_id}/einvoice",
            f"invoices/{kept.invoice_id}/einvoice.xml",
            "einvoices/exercise/",
            f"einvoices/exercise/{CASE.key}",
            f"einvoices/exercise/{CASE.key}/pdf",
            f"einvoices/exercise/{CASE.key}/xml",
        ):
            assert noe.get(f"{at}/{way}").status == 404
        for way in (
            f"invoices/{kept.invoice_id}/einvoice",
            f"einvoices/{kept.einvoice_id}/collected",
            f"einvoices/exercise/{CASE.key}",
        ):
            assert noe.post(f"{at}/{way}").status == 404
