"""The inbox and the day's page on screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from crm.activity.chain import Json
from crm.activity.door import Work
from crm.desk.messages.models import Message, Topic
from crm.desk.messages.use_cases import alert_management, receive
from crm.prospecting.companies.models import Company
from tests.builders import MONDAY, Cast, Stage
from tests.client import CheckingClient
from tests.desk.documents.builders import a_document
from tests.desk.messages.builders import a_message, a_quote_request
from tests.offstage import Offstage

Open = Callable[[str], CheckingClient]


@pytest.fixture
def stage(app: Flask, cast: Cast) -> Stage:
    """The stage while a browser is open."""
    return Offstage(app, cast)


def an_old_request(stage: Stage) -> Message:
    """Let a request have waited since Friday."""

    def arrive(work: Work, company: Company) -> Message:
        with work.acting_as(work.actor, at=MONDAY - timedelta(days=3)):
            return a_quote_request(work, company)

    return stage.do(arrive, stage.petit)


class TestToday:
    def test_says_that_nothing_waits(self, client: Open, cast: Cast) -> None:
        page = client("lina").get(f"/w/{cast.workspace}/today")
        assert page.status == 200
        assert "Bonjour Lina" in page.text
        assert "Lundi 2 mars 2026" in page.text
        assert "Aucun message à traiter" in page.text

    def test_puts_the_oldest_message_first_and_says_that_it_is_late(
        self, client: Open, cast: Cast, stage: Stage
    ) -> None:
        stage.do(a_message)
        old = an_old_request(stage)
        page = client("lina").get(f"/w/{cast.workspace}/today")
        assert f"/w/{cast.workspace}/messages/{old.id}" in page.reader.links
        assert "il y a 3 jours, en retard" in page.text
        assert "2 messages vous attendent" in page.text
        assert "dont 1 en retard" in page.text

    def test_counts_the_documents_to_file(self, client: Open, cast: Cast, stage: Stage) -> None:
        stage.do(a_document, stage.petit)
        assert "Documents à classer 1" in client("lina").get(f"/w/{cast.workspace}/today").text

    def test_shows_the_readers_own_acts_only(self, client: Open, cast: Cast, stage: Stage) -> None:
        stage.do_as("karim", alert_management, subject="Impayé", body="Bonjour")
        assert "Direction alertée" not in client("lina").get(f"/w/{cast.workspace}/today").text
        assert "Direction alertée" in client("karim").get(f"/w/{cast.workspace}/today").text

    def test_a_trainer_reads_it_without_buttons(self, client: Open, cast: Cast, stage: Stage) -> None:
        stage.do(a_quote_request, stage.petit)
        page = client("roy").get(f"/w/{cast.workspace}/today")
        assert page.status == 200
        assert f"/w/{cast.workspace}/messages/alert" not in page.reader.links


class TestInbox:
    @pytest.mark.parametrize("tab", ["", "?tab=received", "?tab=sent", "?topic=payment", "?tab=nonsense&after=zzz"])
    def test_answers_whatever_its_address_says(self, client: Open, cast: Cast, stage: Stage, tab: str) -> None:
        stage.do(a_quote_request, stage.petit)
        stage.do(a_message)
        stage.do(alert_management, subject="Impayé", body="Bonjour")
        assert client("lina").get(f"/w/{cast.workspace}/messages/{tab}").status == 200

    @pytest.mark.parametrize("tab", ["", "?tab=received", "?tab=sent"])
    def test_says_that_it_is_empty(self, client: Open, cast: Cast, tab: str) -> None:
        assert client("lina").get(f"/w/{cast.workspace}/messages/{tab}").status == 200

    def test_shows_who_wrote_about_what(self, client: Open, cast: Cast, stage: Stage) -> None:
        stage.do(a_quote_request, stage.petit)
        text = client("lina").get(f"/w/{cast.workspace}/messages/").text
        assert "Boulangerie Petit" in text
        assert "Demande de devis" in text


class TestDetail:
    def test_shows_the_text_and_what_is_asked(self, client: Open, cast: Cast, stage: Stage) -> None:
        message = stage.do(a_quote_request, stage.petit)
        page = client("lina").get(f"/w/{cast.workspace}/messages/{message.id}")
        assert "dix ramettes" in page.text
        assert "PAP-A4-80" in page.text
        assert f"/w/{cast.workspace}/companies/{stage.petit.id}" in page.reader.links

    def test_warns_of_a_message_that_has_waited_too_long(self, client: Open, cast: Cast, stage: Stage) -> None:
        old = an_old_request(stage)
        assert "plus longtemps" in client("lina").get(f"/w/{cast.workspace}/messages/{old.id}").text

    def test_offers_the_act_that_the_message_asks_for(self, client: Open, cast: Cast, stage: Stage) -> None:
        message = stage.do(a_message, topic=Topic.NEW_DETAILS, company=stage.petit)
        links = client("lina").get(f"/w/{cast.workspace}/messages/{message.id}").reader.links
        assert f"/w/{cast.workspace}/companies/{stage.petit.id}/edit" in links

    def test_offers_nothing_that_it_cannot_lead_to(self, client: Open, cast: Cast, stage: Stage) -> None:
        message = stage.do(receive, topic=Topic.QUOTE_ANSWER, sender="Mme Petit", subject="Oui", body="D’accord.")
        assert client("lina").get(f"/w/{cast.workspace}/messages/{message.id}").status == 200

    def test_survives_a_content_that_is_no_list_of_lines(self, client: Open, cast: Cast, stage: Stage) -> None:
        odd: dict[str, Json] = {"lines": [{"reference": "X", "unit_price_cents": 450}, "?"]}
        message = stage.do(receive, topic=Topic.PURCHASE_ORDER, sender="M. X", subject="BC", body="Voir.", content=odd)
        assert "4,50" in client("lina").get(f"/w/{cast.workspace}/messages/{message.id}").text


class TestSettingAside:
    def test_takes_the_message_off_the_list(self, client: Open, cast: Cast, stage: Stage) -> None:
        message = stage.do(a_message)
        answer = client("lina").post(f"/w/{cast.workspace}/messages/{message.id}/aside")
        assert answer.status == 303
        assert stage.last("message.handled")["about"][0]["id"] == message.id

    def test_twice_is_refused_in_plain_words(self, client: Open, cast: Cast, stage: Stage) -> None:
        message, browser = stage.do(a_message), client("lina")
        browser.post(f"/w/{cast.workspace}/messages/{message.id}/aside")
        answer = browser.post(f"/w/{cast.workspace}/messages/{message.id}/aside")
        assert answer.status == 422
        assert "déjà traité" in answer.text


class TestWriting:
    def test_to_a_service(self, client: Open, cast: Cast, stage: Stage) -> None:
        browser, path = client("lina"), f"/w/{cast.workspace}/messages/new"
        assert browser.get(path).status == 200
        answer = browser.post(path, service="shipping", subject="Urgent", body="À livrer demain.", follow=True)
        assert "À livrer demain." in answer.text
        assert stage.last("message.sent")["details"]["service"] == "shipping"

    def test_handing_a_message_on_settles_it(self, client: Open, cast: Cast, stage: Stage) -> None:
        message, browser = stage.do(a_quote_request, stage.petit), client("lina")
        path = f"/w/{cast.workspace}/messages/new?message_id={message.id}"
        assert "Message transmis" in browser.get(path).text
        assert browser.post(path, service="sales", subject="À voir", body="Merci.", settles="y").status == 303
        kinds = [each["kind"] for each in stage.last("message.sent")["about"]]
        assert kinds == ["message", "message", "company"]
        assert "Aucun message" in browser.get(f"/w/{cast.workspace}/today").text

    def test_handing_on_an_unknown_message_leads_nowhere(self, client: Open, cast: Cast) -> None:
        assert client("lina").get(f"/w/{cast.workspace}/messages/new?message_id=999").status == 404

    def test_an_empty_message_keeps_what_was_typed(self, client: Open, cast: Cast) -> None:
        answer = client("lina").post(f"/w/{cast.workspace}/messages/new", service="sales", subject="Objet tapé")
        assert answer.status == 422
        assert "obligatoire" in answer.text
        assert "Objet tapé" in answer.html

    def test_a_message_of_blanks_is_refused_by_the_house(self, client: Open, cast: Cast) -> None:
        for path in ("new", "alert"):
            answer = client("lina").post(
                f"/w/{cast.workspace}/messages/{path}", service="sales", subject="Objet", body="   "
            )
            assert answer.status == 422

    def test_back_to_who_wrote(self, client: Open, cast: Cast, stage: Stage) -> None:
        message, browser = stage.do(a_message), client("lina")
        base = f"/w/{cast.workspace}/messages"
        assert f"{base}/{message.id}/answer" in browser.get(f"{base}/{message.id}").reader.links
        form = browser.get(f"{base}/{message.id}/answer")
        assert "Re: Tournée" in form.html
        assert "Passage à 10 h." in form.text
        answer = browser.post(f"{base}/{message.id}/answer", subject="Re: Tournée", body="  ")
        assert answer.status == 422
        said = {"subject": "Re: Tournée", "body": "Merci, nous vous attendons.", "settles": "y"}
        assert "nous vous attendons" in browser.post(f"{base}/{message.id}/answer", follow=True, **said).text
        assert stage.last("message.answered")["details"]["settles"] is True
        assert "La Poste" in browser.get(f"{base}/?tab=sent").text

    def test_a_notice_of_the_bank_has_nobody_to_answer(self, client: Open, cast: Cast, stage: Stage) -> None:
        message, browser = stage.do(a_message, topic=Topic.PAYMENT), client("lina")
        path = f"/w/{cast.workspace}/messages/{message.id}"
        assert f"{path}/answer" not in browser.get(path).reader.links
        assert browser.get(f"{path}/answer").status == 404

    def test_an_alert_to_the_management(self, client: Open, cast: Cast, stage: Stage) -> None:
        message, browser = stage.do(a_quote_request, stage.petit), client("lina")
        path = f"/w/{cast.workspace}/messages/alert?message_id={message.id}"
        assert browser.get(path).status == 200
        assert browser.post(path, subject="Impayé", body="Le client ne paie plus.").status == 303
        assert stage.last("management.alerted")["details"] == {"subject": "Impayé"}

    def test_an_empty_alert_is_refused(self, client: Open, cast: Cast) -> None:
        assert client("lina").post(f"/w/{cast.workspace}/messages/alert", subject="Seul").status == 422

    def test_a_trainer_may_not(self, client: Open, cast: Cast) -> None:
        assert client("roy").post(f"/w/{cast.workspace}/messages/new").status == 403


class TestStrangers:
    def test_find_nothing(self, client: Open, cast: Cast, stage: Stage) -> None:
        message, noe = stage.do(a_message), client("noe")
        base = f"/w/{cast.workspace}"
        one = f"messages/{message.id}"
        for path in ("today", "messages/", one, f"{one}/answer", "messages/new", "messages/alert"):
            assert noe.get(f"{base}/{path}").status == 404
        for path in (f"{one}/aside", f"{one}/answer", "messages/new", "messages/alert"):
            assert noe.post(f"{base}/{path}").status == 404
        assert noe.get(f"/w/{cast.elsewhere}/messages/{message.id}").status == 404
