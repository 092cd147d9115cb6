"""The bank on screen."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest

from crm.billing.banking.queries import open_lines
from crm.billing.payments.use_cases import record_payment
from tests.billing.invoices.builders import a_payment, an_issued_invoice
from tests.builders import Cast, Stage
from tests.client import CheckingClient
from tests.selling.conftest import Backstage

Open = Callable[[str], CheckingClient]


@pytest.fixture
def at(cast: Cast) -> str:
    """Where Lina's workspace begins."""
    return f"/w/{cast.workspace}"


HEAD = "Date;Libellé;Montant\n"


def paid(stage: Stage) -> int:
    """Let the money of an invoice come; return the payment's id."""
    return stage.do(a_payment, stage.do(an_issued_invoice, stage.petit)).id


def line_id(stage: Stage) -> int:
    """Return the oldest line to be matched."""
    return open_lines()[0].id


def send(browser: CheckingClient, at: str, *rows: str, name: str = "mars.csv") -> int:
    """Send a statement and return the status of the answer."""
    content = (HEAD + "\n".join(rows)).encode()
    return browser.post(f"{at}/bank/import", file=(io.BytesIO(content), name)).status


class TestImporting:
    def test_proposes_and_takes_with_one_button(self, backstage: Backstage, client: Open, at: str) -> None:
        backstage(paid)
        browser = client("lina")
        assert send(browser, at, "02/03/2026;VIR BOULANGERIE PETIT;252,00") == 303
        page = browser.get(f"{at}/bank/")
        for words in ("VIR BOULANGERIE PETIT", "attendu", "FA-2026-0001", "mars.csv"):
            assert words in page.text
        line = backstage(line_id)
        assert browser.post(f"{at}/bank/lines/{line}/accept").status == 303
        assert "Lignes traitées" in browser.get(f"{at}/bank/").text
        assert browser.post(f"{at}/bank/lines/{line}/accept").status == 422
        shown = browser.get(f"{at}/bank/lines/{line}")
        assert "Rapprochée" in shown.text
        assert any("/payments/" in link for link in shown.reader.links)

    def test_tells_each_fault_with_its_line(self, client: Open, at: str) -> None:
        content = HEAD + "hier;VIR;1,00\n02/03/2026;VIR;beaucoup\n"
        answer = client("lina").post(f"{at}/bank/import", file=(io.BytesIO(content.encode()), "mars.csv"))
        assert answer.status == 422
        for words in ("Ligne 2", "Date illisible", "Ligne 3", "beaucoup"):
            assert words in answer.text

    def test_of_the_same_statement_is_told(self, client: Open, at: str) -> None:
        browser = client("lina")
        assert send(browser, at, "02/03/2026;VIR;1,00") == 303
        assert send(browser, at, "02/03/2026;VIR;1,00") == 422

    def test_of_no_file_is_told(self, client: Open, at: str) -> None:
        assert "Choisissez le fichier" in client("lina").post(f"{at}/bank/import").text


class TestALine:
    def test_is_corrected_by_hand(self, backstage: Backstage, client: Open, cast: Cast, at: str) -> None:
        backstage(lambda stage: stage.do(an_issued_invoice, stage.petit).id)
        browser = client("lina")
        send(browser, at, "02/03/2026;VIR INCONNU;100,00")
        line = backstage(line_id)
        assert "Choisir un client" in browser.get(f"{at}/bank/lines/{line}").text
        page = browser.get(f"{at}/bank/lines/{line}?company={cast.petit}")
        assert "FA-2026-0001" in page.text
        assert browser.post(f"{at}/bank/lines/{line}/match").status == 422
        place = f"{at}/bank/lines/{line}/match?company={cast.petit}"
        assert browser.post(place).status == 303

    def test_is_set_aside(self, backstage: Backstage, client: Open, at: str) -> None:
        browser = client("lina")
        send(browser, at, "02/03/2026;FRAIS;-3,50")
        line = backstage(line_id)
        assert "Ce n’est pas le règlement" in browser.get(f"{at}/bank/lines/{line}").text
        assert browser.post(f"{at}/bank/lines/{line}/aside", reason="").status == 422
        assert browser.post(f"{at}/bank/lines/{line}/aside", reason="Frais bancaires").status == 303
        assert "Frais bancaires" in browser.get(f"{at}/bank/").text

    def test_that_takes_money_back_says_which(self, backstage: Backstage, client: Open, at: str) -> None:
        backstage(
            lambda stage: stage.do(record_payment, stage.do(a_payment, stage.do(an_issued_invoice, stage.petit))).id
        )
        browser = client("lina")
        send(browser, at, "02/03/2026;REJET PRLV BOULANGERIE PETIT;-252,00")
        line = backstage(line_id)
        assert "La banque reprend" in browser.get(f"{at}/bank/lines/{line}").text
        assert browser.post(f"{at}/bank/lines/{line}/accept").status == 303
        assert "Rejeté" in browser.get(f"{at}/payments/?tab=bounced").text


class TestTheBanksFile:
    def test_can_be_taken_and_sent_back(self, backstage: Backstage, client: Open, at: str) -> None:
        backstage(paid)
        browser = client("lina")
        answer = browser.get(f"{at}/bank/statement.csv").answer
        assert answer.mimetype == "text/csv"
        sent = browser.post(f"{at}/bank/import", file=(io.BytesIO(answer.data), "releve.csv"))
        assert sent.status == 303


def test_the_trainer_reads(backstage: Backstage, client: Open, at: str) -> None:
    browser = client("roy")
    assert browser.get(f"{at}/bank/").status == 200
    assert browser.post(f"{at}/bank/import").status == 403


@pytest.mark.parametrize("path", ["bank/", "bank/statement.csv", "bank/lines/1"])
def test_noe_finds_nothing(client: Open, at: str, path: str) -> None:
    assert client("noe").get(f"{at}/{path}").status == 404
