"""Messages: what changes, and what is recorded of it."""

from __future__ import annotations

import pytest

from crm.desk.messages import queries, use_cases
from crm.desk.messages.models import Box, Service, Topic
from tests.builders import Stage
from tests.desk.messages.builders import a_message, a_quote_request


class TestReceiving:
    def test_records_the_word_of_what_is_asked_about_the_message_and_its_sender(self, stage: Stage) -> None:
        message = stage.do(a_quote_request, stage.petit)
        fact = stage.last("quote.requested")
        assert fact["details"] == {"items": 1, "channel": "email"}
        assert [(each["kind"], each["id"]) for each in fact["about"]] == [
            ("message", message.id),
            ("company", stage.petit.id),
        ]
        assert message.is_waiting
        assert message.company_name == "Boulangerie Petit"
        assert queries.waiting_count() == 1

    def test_without_a_word_of_its_own_is_a_message_received(self, stage: Stage) -> None:
        message = stage.do(a_message)
        assert stage.last("message.received")["details"] == {"topic": "information"}
        assert (message.company_id, message.box) == (None, Box.INCOMING)


class TestSettingAside:
    def test_takes_the_message_off_the_list_and_says_so(self, stage: Stage) -> None:
        message = stage.do(a_message)
        stage.do(use_cases.set_aside, message)
        assert not message.is_waiting
        assert stage.last("message.handled")["about"][0]["id"] == message.id
        assert queries.waiting_count() == 0

    def test_is_refused_for_a_message_already_dealt_with(self, stage: Stage) -> None:
        message = stage.do(a_message)
        stage.do(use_cases.set_aside, message)
        with pytest.raises(use_cases.AlreadyHandled):
            stage.do(use_cases.set_aside, message)


class TestAnswering:
    def test_writes_back_to_who_wrote_and_says_in_which_language(self, stage: Stage) -> None:
        message = stage.do(a_quote_request, stage.petit)
        answer = stage.do(
            use_cases.answer_message, message, body="Hello,\n\nThank you. You will have our quote on Wednesday."
        )
        assert (answer.box, answer.recipient, answer.company_id) == (Box.OUTGOING, "Mme Petit", stage.petit.id)
        assert answer.subject == "Re: Demande de devis : papier"
        fact = stage.last("message.answered")
        assert [each["kind"] for each in fact["about"]] == ["message", "message", "company"]
        said = fact["details"]
        assert (said["asked_in"], said["language"], said["same_language"]) == ("fr", "en", False)
        assert (said["topic"], said["hours"], said["settles"]) == ("quote_request", 0, False)
        assert message.is_waiting

    def test_takes_the_message_off_the_list_if_one_says_so(self, stage: Stage) -> None:
        message = stage.do(a_message)
        stage.do(use_cases.answer_message, message, body="Merci, c’est noté pour votre passage.", settles=True)
        assert not message.is_waiting
        assert queries.waiting_count() == 0

    def test_needs_a_word_and_somebody_who_reads_it(self, stage: Stage) -> None:
        message = stage.do(a_message)
        with pytest.raises(use_cases.NothingSaid):
            stage.do(use_cases.answer_message, message, body=" ")
        with pytest.raises(use_cases.NobodyToAnswer):
            stage.do(use_cases.answer_message, stage.do(a_message, topic=Topic.PAYMENT), body="Merci")
        assert stage.records("message.answered") == []


class TestWritingToAService:
    @pytest.mark.parametrize("name", ["shipping", "Expédition"])
    def test_knows_a_service_by_its_word_and_by_its_label(self, stage: Stage, name: str) -> None:
        message = stage.do(
            use_cases.send_internal, service=name, subject="Commande prête", body="À expédier.", about=(stage.petit,)
        )
        assert (message.recipient, message.sender, message.topic) == (Service.SHIPPING.label, "Lina", Topic.HANDOVER)
        assert message.company_id == stage.petit.id
        assert stage.last("message.sent")["details"] == {"service": "shipping", "subject": "Commande prête"}
        assert queries.waiting_count() == 0

    def test_keeps_a_colleague_without_service_as_typed(self, stage: Stage) -> None:
        message = stage.do(use_cases.send_internal, service="Atelier", subject="Essai", body="Bonjour")
        assert message.recipient == "Atelier"

    def test_refuses_an_empty_message(self, stage: Stage) -> None:
        with pytest.raises(use_cases.NothingSaid):
            stage.do(use_cases.send_internal, service="shipping", subject="Essai", body="  ")

    def test_an_alert_reaches_the_management_and_is_recorded_as_one(self, stage: Stage) -> None:
        message = stage.do(
            use_cases.alert_management, subject="Impayé", body="Client en difficulté.", about=(stage.petit,)
        )
        fact = stage.last("management.alerted")
        assert fact["details"] == {"subject": "Impayé"}
        assert [each["kind"] for each in fact["about"]] == ["message", "company"]
        assert (message.topic, message.recipient) == (Topic.ALERT, "Direction")
