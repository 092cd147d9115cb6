"""Dunning on screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from crm.billing.agreements.use_cases import record_promise
from crm.billing.dunning import queries, use_cases
from crm.billing.invoices.queries import invoice_by_id
from crm.kernel.money import Money
from crm.selling.quotes.models import Channel
from tests.billing.invoices.builders import a_settled_invoice, an_issued_invoice
from tests.builders import Cast, Stage, an_individual
from tests.client import CheckingClient
from tests.papers.reading import text_of
from tests.selling.catalogue.builders import the_seller
from tests.selling.conftest import Backstage

Open = Callable[[str], CheckingClient]
LONG_AGO = date(2026, 1, 12)


@pytest.fixture
def at(cast: Cast) -> str:
    """Where Lina's workspace begins."""
    return f"/w/{cast.workspace}"


def late(stage: Stage) -> int:
    """Issue an invoice of 252 € that is nineteen days late."""
    return stage.do(an_issued_invoice, stage.petit, on=LONG_AGO).id


def remind(stage: Stage, level: int) -> int:
    """Send a reminder by post for a late invoice; return its id."""
    invoice = stage.do(an_issued_invoice, stage.petit, on=LONG_AGO)
    return stage.do(use_cases.send_reminder, invoice, level=level, channel=Channel.POST).id


def facts(word: str) -> Callable[[Stage], dict[str, object]]:
    """Return how to read the details of the newest record of a word."""
    return lambda stage: dict(stage.last(word)["details"])


class TestTheList:
    def test_says_what_is_due_by_the_procedure(self, backstage: Backstage, client: Open, at: str) -> None:
        backstage(late)
        page = client("lina").get(f"{at}/dunning/")
        for words in ("Boulangerie Petit", "19 jours", "Niveau 1 depuis le 19 févr. 2026", "252,00"):
            assert words in page.text

    def test_what_was_just_reminded_is_among_all_of_them(self, backstage: Backstage, client: Open, at: str) -> None:
        backstage(lambda stage: remind(stage, 2))
        browser = client("lina")
        assert "Personne à relancer aujourd’hui" in browser.get(f"{at}/dunning/").text
        assert "Niveau 3 le 13 mars 2026" in browser.get(f"{at}/dunning/?view=all").text

    def test_after_the_formal_notice_comes_litigation(self, backstage: Backstage, client: Open, at: str) -> None:
        backstage(lambda stage: remind(stage, 3))
        assert "Contentieux" in client("lina").get(f"{at}/dunning/?view=all").text

    def test_nobody_is_late(self, client: Open, at: str) -> None:
        assert "Aucune facture échue" in client("lina").get(f"{at}/dunning/?view=all").text

    def test_goes_on_after_fifty(self, backstage: Backstage, client: Open, at: str) -> None:
        backstage(lambda stage: [late(stage) for _ in range(51)] and None)
        browser = client("lina")
        assert "Charger la suite" in browser.get(f"{at}/dunning/").text
        assert "Charger la suite" not in browser.get(f"{at}/dunning/?after=50").text

    def test_waits_on_the_desk(self, backstage: Backstage, client: Open, at: str) -> None:
        backstage(late)
        assert "Factures à relancer" in client("lina").get(f"{at}/today").text


class TestTheBalance:
    def test_shows_the_figures(self, backstage: Backstage, client: Open, cast: Cast, at: str) -> None:
        backstage(late)
        backstage(lambda stage: stage.do(a_settled_invoice, stage.petit, on=LONG_AGO, paid_on=date(2026, 2, 20)))
        page = client("lina").get(f"{at}/companies/{cast.petit}/balance")
        for words in ("252,00", "2 000,00", "Retard moyen", "9 jours", "19 jours", "sur 100"):
            assert words in page.text.replace("\u202f", " ").replace("\xa0", " ")

    def test_the_check_is_an_act(self, backstage: Backstage, client: Open, cast: Cast, at: str) -> None:
        backstage(late)
        browser = client("lina")
        answer = browser.post(f"{at}/companies/{cast.petit}/balance", decision="refuse", seen="25200")
        assert answer.status == 303
        assert backstage(facts("balance.checked"))["decision"] == "refuse"
        assert "Encours vérifié" in browser.get(answer.location).text

    def test_the_figures_must_be_those_seen(self, backstage: Backstage, client: Open, cast: Cast, at: str) -> None:
        backstage(late)
        answer = client("lina").post(f"{at}/companies/{cast.petit}/balance", decision="accept", seen="0")
        assert answer.status == 422
        assert "L’encours a changé depuis l’affichage" in answer.text

    def test_a_decision_that_there_is_not_is_refused(self, client: Open, cast: Cast, at: str) -> None:
        assert client("lina").post(f"{at}/companies/{cast.petit}/balance", decision="maybe").status == 422

    def test_the_solvency_check_is_an_act(self, backstage: Backstage, client: Open, cast: Cast, at: str) -> None:
        answer = client("lina").post(f"{at}/companies/{cast.petit}/solvency", decision="accept")
        assert answer.status == 303
        assert backstage(facts("solvency.checked"))["decision"] == "accept"

    def test_the_limit_is_typed_as_people_write(self, backstage: Backstage, client: Open, cast: Cast, at: str) -> None:
        browser = client("lina")
        assert browser.post(f"{at}/companies/{cast.petit}/credit-limit", limit="1 500,50 €").status == 303
        assert backstage(lambda stage: stage.petit.credit_limit) == Money.of("1500.50")
        answer = browser.post(f"{at}/companies/{cast.petit}/credit-limit", limit="beaucoup")
        assert answer.status == 422
        assert "Montant illisible" in answer.text
        assert browser.post(f"{at}/companies/{cast.petit}/credit-limit", limit="").status == 303
        assert backstage(lambda stage: stage.petit.credit_limit) is None

    def test_the_trainer_reads_it_without_forms(self, client: Open, cast: Cast, at: str) -> None:
        page = client("roy").get(f"{at}/companies/{cast.petit}/balance")
        assert "Enregistrer la vérification" not in page.text


class TestAReminder:
    def test_is_proposed_with_its_text(self, backstage: Backstage, client: Open, at: str) -> None:
        page = client("lina").get(f"{at}/invoices/{backstage(late)}/chase")
        assert "Il s’agit sans doute d’un oubli" in page.html.replace("&#39;", "’")
        assert "Niveau 1 (proposé)" in page.text

    @pytest.mark.parametrize("level", [2, 3, 9])
    def test_of_another_level_has_another_text(self, backstage: Backstage, client: Open, at: str, level: int) -> None:
        page = client("lina").get(f"{at}/invoices/{backstage(late)}/chase?level={level}")
        expected = {2: "Notre premier rappel", 3: "mettons en demeure", 9: "sans doute d’un oubli"}[level]
        assert expected in page.html

    def test_is_sent_and_seen(self, backstage: Backstage, client: Open, at: str) -> None:
        invoice_id = backstage(late)
        browser = client("lina")
        answer = browser.post(
            f"{at}/invoices/{invoice_id}/reminders", level="1", channel="email", text="Bonjour, et notre facture ?"
        )
        assert answer.status == 303
        assert "Niveau 1 (PDF) 2 mars 2026" in browser.get(answer.location).text
        assert "Relance envoyée" in browser.get(f"{at}/invoices/{invoice_id}").text

    @pytest.mark.parametrize(
        ("typed", "message"),
        [({"level": "4"}, "trois niveaux"), ({"level": "x"}, "trois niveaux"), ({"text": ""}, "obligatoire")],
    )
    def test_says_what_is_wrong(
        self, backstage: Backstage, client: Open, at: str, typed: dict[str, Any], message: str
    ) -> None:
        fields = {"level": "1", "channel": "email", "text": "Mes mots à moi"} | typed
        answer = client("lina").post(f"{at}/invoices/{backstage(late)}/reminders", **fields)
        assert answer.status == 422
        assert message in answer.text
        assert fields["text"] in answer.html

    @pytest.mark.parametrize("level", [1, 3])
    def test_is_printed(self, backstage: Backstage, client: Open, at: str, level: int) -> None:
        backstage(lambda stage: stage.do(the_seller))
        reminder_id = backstage(lambda stage: remind(stage, level))
        answer = client("lina").get(f"{at}/reminders/{reminder_id}/pdf").answer
        assert answer.mimetype == "application/pdf"
        text = text_of(answer.data)
        assert "FA-2026-0001" in text
        assert ("mise en demeure" in text) is (level == 3)
        assert ("40,00" in text) is (level == 3)

    def test_to_a_consumer_asks_for_no_fee(self, backstage: Backstage, client: Open, at: str) -> None:
        def noticed(stage: Stage) -> int:
            invoice = stage.do(an_issued_invoice, stage.do(an_individual), on=LONG_AGO)
            return stage.do(use_cases.send_reminder, invoice, level=3, channel=Channel.POST).id

        text = text_of(client("lina").get(f"{at}/reminders/{backstage(noticed)}/pdf").answer.data)
        assert "mise en demeure" in text
        assert "40" not in text


class TestOtherActs:
    def test_the_management_is_alerted(self, backstage: Backstage, client: Open, at: str) -> None:
        invoice_id = backstage(late)
        browser = client("lina")
        assert browser.post(f"{at}/invoices/{invoice_id}/alert", subject="Impayé", body="À voir vite").status == 303
        assert backstage(facts("management.alerted"))["subject"] == "Impayé"
        assert browser.post(f"{at}/invoices/{invoice_id}/alert", subject="Impayé", body="").status == 422

    def test_the_trainer_only_reads(self, backstage: Backstage, client: Open, at: str) -> None:
        assert "Lecture seule" in client("roy").get(f"{at}/invoices/{backstage(late)}/chase").text

    def test_a_call_is_noted_with_its_result(self, backstage: Backstage, client: Open, at: str) -> None:
        invoice_id = backstage(late)
        browser = client("lina")
        assert "service clients" in browser.get(f"{at}/invoices/{invoice_id}/chase").text
        answer = browser.post(
            f"{at}/invoices/{invoice_id}/calls", level="1", result="promises", notes="Paiera vendredi."
        )
        assert answer.status == 303
        assert "Promet de régler" in browser.get(answer.location).text
        assert backstage(facts("reminder.sent"))["channel"] == "phone"
        answer = browser.post(f"{at}/invoices/{invoice_id}/calls", level="9", result="promises", notes="Rien")
        assert answer.status == 422
        assert "trois niveaux" in answer.text

    def test_the_insurers_cover_is_noted(self, backstage: Backstage, client: Open, cast: Cast, at: str) -> None:
        browser = client("lina")
        answer = browser.post(f"{at}/companies/{cast.petit}/cover", cover="1 000")
        assert answer.status == 303
        assert "Garanti" in browser.get(answer.location).text
        assert backstage(lambda stage: stage.petit.insurer_cover) == Money.of(1000)

    def test_what_holds_the_chase_is_shown(self, backstage: Backstage, client: Open, at: str) -> None:
        def promised(stage: Stage) -> int:
            invoice = stage.do(an_issued_invoice, stage.petit, on=LONG_AGO)
            stage.do(record_promise, invoice, due_on=date(2026, 3, 6))
            return invoice.id

        invoice_id = backstage(promised)
        browser = client("lina")
        assert "Personne à relancer aujourd’hui" in browser.get(f"{at}/dunning/").text
        assert "jusqu’au 9 mars 2026" in browser.get(f"{at}/dunning/?view=held").text
        page = browser.get(f"{at}/invoices/{invoice_id}/chase").text
        assert "Relance suspendue" in page
        assert "Promesse de règlement notée" in page

    def test_nothing_is_held(self, client: Open, at: str) -> None:
        assert "Aucune relance suspendue" in client("lina").get(f"{at}/dunning/?view=held").text


@pytest.mark.parametrize(
    "path", ["dunning/", "companies/{company}/balance", "invoices/{invoice}/chase", "reminders/{r}/pdf"]
)
def test_noe_finds_nothing(backstage: Backstage, client: Open, cast: Cast, at: str, path: str) -> None:
    reminder_id = backstage(lambda stage: remind(stage, 1))
    place = path.format(company=cast.petit, invoice=reminder_id - 2, r=reminder_id)
    assert client("noe").get(f"{at}/{place}").status == 404


def test_nobody_chases_a_draft(backstage: Backstage, client: Open, at: str) -> None:
    assert client("lina").get(f"{at}/invoices/999/chase").status == 404
    assert backstage(lambda stage: invoice_by_id(999)) is None
    assert backstage(lambda stage: queries.reminder_by_id(999)) is None
