"""People's data: what is noted, what a call breaks, what is answered and erased; nothing is forbidden."""

from __future__ import annotations

from datetime import date, time

import pytest

from crm.activity.door import Work
from crm.desk.messages.models import Topic
from crm.desk.messages.use_cases import receive
from crm.kernel.actor import Actor, ActorKind
from crm.prospecting.companies.models import Company, InformedBy, Nature
from crm.prospecting.companies.models import Stage as CompanyStage
from crm.prospecting.companies.queries import contacts_of
from crm.prospecting.companies.use_cases import add_contact, add_note
from crm.prospecting.privacy import queries, use_cases
from crm.prospecting.privacy.models import Outcome, Right
from crm.prospecting.privacy.use_cases.agreeing import CallResult, InTheFuture, NoChannel, NoProof
from crm.prospecting.privacy.use_cases.answering import AlreadyAnswered, NoAnswer, NothingLeft
from tests.builders import Stage, a_company

MONDAY = date(2026, 3, 2)


def a_consumer(work: Work) -> Company:
    """Enter a prospect who is a consumer, with whatever can identify her."""
    durand = a_company(
        work, "Mme Durand", nature=Nature.INDIVIDUAL, stage=CompanyStage.PROSPECT, email="d@durand.example",
        phone="0320000000", street="3 rue Basse", postcode="59000", notes="Aime le thé",
    )  # fmt: skip
    add_contact(work, durand, last_name="Durand", first_name="Paul", phone="0600000000")
    return durand


def an_old_prospect(work: Work, name: str, created_on: date) -> Company:
    """Enter a prospect of some years ago."""
    company = a_company(work, name, stage=CompanyStage.PROSPECT)
    company.created_on = created_on
    return company


class TestAgreeing:
    def test_information_and_consent_are_dated_and_proved(self, stage: Stage) -> None:
        durand = stage.do(a_consumer)
        stage.do(use_cases.give_information, durand, by=InformedBy.EMAIL)
        stage.do(use_cases.record_consent, durand, phone=True, proof="Formulaire du salon", on=date(2026, 2, 27))
        assert (durand.informed_on, durand.consented_phone_on) == (MONDAY, date(2026, 2, 27))
        assert durand.consented_email_on is None
        assert stage.last("information.given")["details"]["by"] == "email"
        assert stage.last("consent.recorded")["details"]["proof"] == "Formulaire du salon"
        stage.do(use_cases.withdraw_consent, durand)
        assert durand.consented_phone_on is None
        assert stage.last("consent.withdrawn")["details"] == {"phone": True, "email": False}

    def test_a_consent_needs_a_channel_a_proof_and_a_past_day(self, stage: Stage) -> None:
        with pytest.raises(NoChannel):
            stage.do(use_cases.record_consent, stage.petit, proof="x")
        with pytest.raises(NoProof):
            stage.do(use_cases.record_consent, stage.petit, phone=True, proof=" ")
        with pytest.raises(InTheFuture):
            stage.do(use_cases.record_consent, stage.petit, phone=True, proof="x", on=date(2026, 3, 3))


class TestCalling:
    def test_a_call_that_breaks_the_rules_is_made_and_says_so(self, stage: Stage) -> None:
        durand = stage.do(a_consumer)
        found = stage.do(use_cases.log_call, durand, result=CallResult.REFUSED, at=time(20, 30))
        assert not found.is_lawful
        details = stage.last("canvassing_call.made")["details"]
        assert (details["ground"], details["faults"], details["lawful"]) == ("no_objection", ["outside_hours"], False)
        stage.do(use_cases.log_call, durand, result=CallResult.REACHED, at=time(20, 45))
        assert stage.last("canvassing_call.made")["details"]["faults"] == ["outside_hours", "after_refusal"]

    def test_checking_is_an_act(self, stage: Stage) -> None:
        stage.do(use_cases.check_canvassing, stage.petit)
        assert stage.last("canvassing_rules.checked")["details"] == {"ground": "business", "faults": [], "lawful": True}


class TestRetention:
    def test_runs_from_the_last_sign_of_the_prospect(self, stage: Stage) -> None:
        old = stage.do(an_old_prospect, "Ancien", date(2022, 1, 3))
        stage.do(an_old_prospect, "Récent", date(2025, 1, 3))
        stage.do(add_note, old, text="nous avons pensé à eux")
        assert queries.expired(today=MONDAY) == [old]
        assert stage.do(use_cases.review_retention) == [old]
        assert stage.last("retention.reviewed")["details"] == {"count": 1, "companies": [old.id]}
        stage.do_as(Actor(ActorKind.CUSTOMER, "Ancien", old.id), add_note, old, text="rappelez-moi")
        assert queries.expired(today=MONDAY) == []
        assert queries.retention(old, today=MONDAY).keep_until == date(2029, 3, 2)

    def test_a_noted_contact_counts_and_never_goes_back(self, stage: Stage) -> None:
        old = stage.do(an_old_prospect, "Ancien", date(2022, 1, 3))
        stage.do(use_cases.note_contact, old, what="Visite du stand", on=date(2025, 6, 1))
        stage.do(use_cases.note_contact, old, what="Courrier retrouvé", on=date(2023, 6, 1))
        assert queries.last_contact_on(old) == date(2025, 6, 1)


class TestRequests:
    def test_one_that_arrives_as_a_message_is_answered_within_a_month(self, stage: Stage) -> None:
        message = stage.do(
            receive, topic=Topic.INFORMATION, sender="Petit", subject="Mes données", body="…", company=stage.petit
        )
        request = stage.do(use_cases.receive_request, stage.petit, right=Right.ACCESS, message=message)
        assert (request.due_on, message.is_waiting) == (date(2026, 4, 2), False)
        assert queries.open_counts(today=date(2026, 4, 3)) == (1, 1)
        stage.do(use_cases.answer_request, request, outcome=Outcome.GRANTED, answer="Voici vos données.")
        details = stage.last("data_request.answered")["details"]
        assert (details["right"], details["days"], details["late"]) == ("access", 0, False)
        with pytest.raises(AlreadyAnswered):
            stage.do(use_cases.answer_request, request, outcome=Outcome.GRANTED, answer="Encore")

    def test_an_objection_granted_closes_every_channel(self, stage: Stage) -> None:
        request = stage.do(use_cases.receive_request, stage.petit, right=Right.OBJECTION)
        stage.do(use_cases.answer_request, request, outcome=Outcome.GRANTED, answer="C’est noté.")
        assert (stage.petit.opted_out_phone, stage.petit.opted_out_email, stage.petit.opted_out_post) == (True,) * 3

    def test_without_an_answer_it_stays_open(self, stage: Stage) -> None:
        request = stage.do(use_cases.receive_request, stage.petit, right=Right.ACCESS)
        with pytest.raises(NoAnswer):
            stage.do(use_cases.answer_request, request, outcome=Outcome.GRANTED, answer=" ")
        assert queries.open_counts(today=MONDAY) == (1, 0)

    def test_one_of_tomorrow_is_refused(self, stage: Stage) -> None:
        with pytest.raises(InTheFuture):
            stage.do(use_cases.receive_request, stage.petit, right=Right.ACCESS, received_on=date(2026, 3, 3))


class TestErasing:
    def test_takes_away_what_identifies_and_says_which_fields(self, stage: Stage) -> None:
        durand = stage.do(a_consumer)
        request = stage.do(use_cases.receive_request, durand, right=Right.ERASURE)
        stage.do(use_cases.answer_request, request, outcome=Outcome.GRANTED, answer="C’est fait.")
        left = " ".join(
            str(getattr(durand, name)) for name in ("legal_name", "street", "city", "phone", "email", "notes")
        )
        assert "urand" not in left + durand.search_text + durand.sort_name
        assert durand.erased_on == MONDAY
        assert "Paul" not in contacts_of(durand)[0].label
        assert durand.opted_out_phone
        fact = stage.last("personal_data.erased")
        assert "legal_name" in fact["details"]["erased"]
        assert "d@durand.example" not in str(fact)
        with pytest.raises(NothingLeft):
            stage.do(use_cases.erase_personal_data, durand)

    def test_a_refusal_erases_nothing(self, stage: Stage) -> None:
        durand = stage.do(a_consumer)
        request = stage.do(use_cases.receive_request, durand, right=Right.ERASURE)
        stage.do(use_cases.answer_request, request, outcome=Outcome.REFUSED, answer="Contrat en cours.")
        assert durand.erased_on is None

    def test_a_firm_keeps_its_name(self, stage: Stage) -> None:
        stage.do(use_cases.erase_personal_data, stage.petit)
        assert stage.petit.legal_name == "Boulangerie Petit"
        assert stage.petit.email == ""
