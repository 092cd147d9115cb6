"""Goods that come in, on screen."""

from __future__ import annotations

from collections.abc import Callable

from crm.desk.documents.models import DocumentType
from crm.desk.documents.queries import DocumentFilter, documents
from crm.desk.documents.use_cases import define_place
from crm.selling.receipts.models import Grievance, Remedy
from crm.selling.receipts.use_cases import claim_from_supplier, send_carrier_reservations
from tests.builders import Cast, Stage
from tests.client import CheckingClient, Page
from tests.papers.reading import text_of
from tests.selling.conftest import Backstage
from tests.selling.receipts.builders import a_troubled_receipt, an_arrival, go_on_to
from tests.selling.supply.builders import LATER, a_draft, a_paper_supplier, a_sent_supply_order

Open = Callable[[str], CheckingClient]


def arrived(stage: Stage) -> tuple[int, int]:
    """Let thirty-eight reams of forty arrive, six of them damaged; return the order and its line."""
    order = stage.do(an_arrival, there="38", damaged="6").order
    return order.id, order.lines[0].id


def troubled(stage: Stage) -> tuple[int, int]:
    """Enter them; return the order and the receipt."""
    receipt = stage.do(a_troubled_receipt)
    return receipt.order.id, receipt.id


def sent(stage: Stage) -> int:
    """Send an order for paper."""
    return stage.do(a_sent_supply_order).id


def drafted(stage: Stage) -> int:
    """Prepare an order for paper."""
    supplier, _ = stage.do(a_paper_supplier)
    return stage.do(a_draft, supplier).id


def enter(browser: CheckingClient, cast: Cast, order_id: int, **fields: object) -> Page:
    """Enter goods."""
    path = f"/w/{cast.workspace}/supply-orders/{order_id}/receipts/new"
    return browser.post(path, follow=True, **({"carrier": "", "note_number": "BL-4410"} | fields))


class TestDock:
    def test_it_shows_what_waits_and_what_to_protest_about(
        self, client: Open, cast: Cast, backstage: Backstage
    ) -> None:
        browser = client("lina")
        assert "Rien à quai" in browser.get(f"/w/{cast.workspace}/receipts/").text
        backstage(arrived)
        assert "BL-4410" in browser.get(f"/w/{cast.workspace}/receipts/").text
        assert "Livraisons à réceptionner" in browser.get(f"/w/{cast.workspace}/today").text

    def test_a_protest_has_its_last_day(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        backstage(troubled)
        browser = client("lina")
        assert "avant le 5 mars 2026" in browser.get(f"/w/{cast.workspace}/receipts/").text
        backstage(lambda stage: stage.do(go_on_to, LATER))
        assert "Délai des réserves dépassé" in browser.get(f"/w/{cast.workspace}/receipts/").text


class TestReceive:
    def test_one_counts_beside_the_paper(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        order_id, line_id = backstage(arrived)
        browser = client("lina")
        text = browser.get(f"/w/{cast.workspace}/supply-orders/{order_id}/receipts/new").text
        assert "40 × Ramette A4" in text
        assert "32 × Ramette A4 blanc 80 g en bon état, 6 abîmés" in text
        rows = {"rows-0-line_id": str(line_id), "rows-0-counted": "38", "rows-0-damaged": "6"}
        done = enter(browser, cast, order_id, **rows, reservations="2 manquantes, 6 mouillées").text
        assert "REC-2026-0001" in done
        assert "Réserves à adresser" in done

    def test_wrong_input_is_said_and_kept(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        order_id, line_id = backstage(arrived)
        browser = client("lina")
        rows = {"rows-0-line_id": str(line_id)}
        wrong = enter(browser, cast, order_id, **rows, **{"rows-0-counted": "beaucoup"})
        assert wrong.status == 422
        assert "beaucoup" in wrong.html
        more = enter(browser, cast, order_id, **rows, **{"rows-0-counted": "5", "rows-0-accepted": "6"})
        assert more.status == 422
        assert "ni accepter" in more.text
        assert enter(browser, cast, order_id, **rows, **{"rows-0-counted": ""}).status == 422

    def test_without_announcement_one_types_what_came(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        order_id = backstage(sent)
        text = client("lina").get(f"/w/{cast.workspace}/supply-orders/{order_id}/receipts/new").text
        assert "Aucune livraison n’est annoncée" in text

    def test_nothing_is_expected_of_a_draft(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        order_id = backstage(drafted)
        browser = client("lina")
        path = f"/w/{cast.workspace}/supply-orders/{order_id}"
        assert "Rien n’est attendu" in browser.get(f"{path}/receipts/new").text
        assert "Rien à réclamer" in browser.get(f"{path}/claim").text
        assert "Rien n’est encore reçu" in browser.get(f"{path}/receipts").text


class TestProtest:
    def test_a_registered_letter_is_proposed_and_sent(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        _, receipt_id = backstage(troubled)
        path = f"/w/{cast.workspace}/receipts/{receipt_id}"
        browser = client("lina")
        text = browser.get(path).text
        assert "jeudi 5 mars 2026" in text
        assert "L133-3" in text
        assert browser.post(f"{path}/reservations", way="registered", text="").status == 422
        done = browser.post(f"{path}/reservations", way="registered", text="Nous protestons.", follow=True).text
        assert "dans le délai légal" in done

    def test_a_simple_mail_is_worth_nothing(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        _, receipt_id = backstage(troubled)
        path = f"/w/{cast.workspace}/receipts/{receipt_id}"
        done = client("lina").post(f"{path}/reservations", follow=True, way="email", text="Eh !").text
        assert "Réserves sans effet" in done


class TestClaim:
    def test_about_what_never_came_speaks_of_no_receipt(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        text = client("lina").get(f"/w/{cast.workspace}/supply-orders/{backstage(sent)}/claim").text
        assert "devait nous être livrée le" in text
        assert "À la réception" not in text

    def test_a_letter_is_proposed_and_sent(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        order_id, _ = backstage(troubled)
        path = f"/w/{cast.workspace}/supply-orders/{order_id}/claim"
        browser = client("lina")
        assert "articles abîmés" in browser.get(path).text
        assert "damaged goods" in browser.get(f"{path}?language=en").text
        typed = {"language": "fr", "grievance": "damaged", "remedy": "replacement", "way": "email"}
        assert browser.post(path, follow=False, **typed, text="").status == 422
        done = browser.post(path, follow=True, **typed, text="Merci de remplacer.").text
        assert "Merci de remplacer." in done
        assert "Sans réponse" in done


class TestOfOrder:
    def test_it_shows_receipts_and_what_waits(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        order_id, _ = backstage(troubled)
        browser = client("lina")
        path = f"/w/{cast.workspace}/supply-orders/{order_id}"
        assert "2 ramettes manquantes" in browser.get(f"{path}/receipts").text
        assert "Réceptions" in browser.get(path).text
        assert "Une livraison attend à quai" not in browser.get(f"{path}/receipts").text

    def test_strangers_find_nothing(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        order_id, receipt_id = backstage(troubled)
        noe, place = client("noe"), f"/w/{cast.workspace}"
        for path in ("receipts/", f"receipts/{receipt_id}", *(f"supply-orders/{order_id}/{each}" for each in TABS)):
            assert noe.get(f"{place}/{path}").status == 404
        for path in (f"receipts/{receipt_id}/reservations", f"supply-orders/{order_id}/claim"):
            assert noe.post(f"{place}/{path}").status == 404
        assert client("lina").get(f"{place}/receipts/999").status == 404


TABS = ("receipts", "receipts/new", "claim")


PURCHASING = [DocumentType.SUPPLY_ORDER, DocumentType.RECEIPT, DocumentType.RESERVATIONS, DocumentType.LETTER]


def written(stage: Stage) -> dict[DocumentType, tuple[int, int]]:
    """Let a delivery go wrong, each paper of it waiting to be filed; return the documents and what each is about."""
    receipt = stage.do(a_troubled_receipt)
    stage.do(send_carrier_reservations, receipt, text="Deux ramettes manquent.\n- PAP-101 : 6 mouillées")
    stage.do(
        claim_from_supplier,
        receipt.order,
        grievance=Grievance.DAMAGED,
        remedy=Remedy.REPLACEMENT,
        language="en",
        text="Six reams are wet.",
        receipt=receipt,
    )
    stage.do(define_place, code="A-ACH", title="Achats", types=PURCHASING)
    return {each.type: (each.id, each.about_id) for each in documents(DocumentFilter()).rows}


class TestPapers:
    def test_of_a_purchase_are_filed_with_what_they_say(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        found = backstage(written)
        assert set(found) == set(PURCHASING)
        browser, path = client("lina"), f"/w/{cast.workspace}/documents"
        for document_id, _ in found.values():
            assert browser.post(f"{path}/{document_id}/file", place="A-ACH").status == 303
        filed = backstage(lambda stage: stage.records("document.filed"))
        assert [each["details"]["proposed"] for each in filed] == [True] * len(PURCHASING)
        protest = browser.browser.get(f"{path}/{found[DocumentType.RESERVATIONS][0]}/content").data
        assert "Deux ramettes manquent. - PAP-101 : 6 mouillées" in text_of(protest)
        assert "Lettre recommandée avec avis de réception" in text_of(protest)
        claim = browser.browser.get(f"{path}/{found[DocumentType.LETTER][0]}/content").data
        assert "claim about our order ACH-2026-0001" in text_of(claim)
        assert browser.get(f"{path}/{found[DocumentType.RECEIPT][0]}/content").status == 404

    def test_are_a_press_away_from_what_they_are_about(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        found, browser, place = backstage(written), client("lina"), f"/w/{cast.workspace}"
        order, receipt, protest, claim = (found[each][1] for each in PURCHASING)
        letters = [f"{place}/carrier-reservations/{protest}/letter.pdf", f"{place}/supplier-claims/{claim}/letter.pdf"]
        html = browser.get(f"{place}/supply-orders/{order}/receipts").html
        assert all(f'href="{each}"' in html for each in letters)
        assert f'href="{letters[0]}"' in browser.get(f"{place}/receipts/{receipt}").html

    def test_are_nobody_elses(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        found = backstage(written)
        for type_, place in (
            (DocumentType.RESERVATIONS, "carrier-reservations"),
            (DocumentType.LETTER, "supplier-claims"),
        ):
            path = f"/w/{cast.workspace}/{place}/{found[type_][1]}/letter.pdf"
            assert client("lina").browser.get(path).mimetype == "application/pdf"
            assert client("noe").get(path).status == 404
            assert client("lina").get(f"/w/{cast.workspace}/{place}/999999/letter.pdf").status == 404
