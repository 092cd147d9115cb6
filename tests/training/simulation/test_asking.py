"""Individuals ask for their data; who is not answered writes again."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from crm.desk.messages import queries as messages
from crm.desk.messages.models import Message, Topic
from crm.kernel.clock import add_working_days
from crm.kernel.money import Rate
from crm.prospecting.companies.models import Company
from crm.prospecting.privacy.models import Outcome, Right
from crm.prospecting.privacy.use_cases import answer_request, log_call, receive_request
from crm.prospecting.privacy.use_cases.agreeing import CallResult
from crm.store.base import db
from crm.training.simulation import asking
from crm.training.simulation.models import ScheduledEvent
from tests.builders import Stage, an_individual
from tests.training.simulation.builders import pass_days

MONDAY = date(2026, 3, 2)


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let everybody ask who was wronged, and nobody else."""
    monkeypatch.setattr(asking, "ASKS", Rate.percent(0))
    monkeypatch.setattr(asking, "ASKS_WHEN_WRONGED", Rate.percent(100))


def letters_of(company: Company) -> list[Message]:
    """Return what somebody wrote about their data, the oldest first."""
    found = messages.messages_of(company.id, limit=50)
    return [each for each in reversed(found) if each.topic is Topic.DATA_REQUEST]


def requests_planned() -> list[ScheduledEvent]:
    """Return the requests decided on."""
    return list(db.session.scalars(select(ScheduledEvent).where(ScheduledEvent.kind_of_event == asking.KIND)))


@pytest.mark.usefixtures("eager")
class TestWronged:
    def test_somebody_called_against_the_rules_asks_once_for_each_call(self, stage: Stage) -> None:
        durand = stage.do(an_individual)
        stage.do(log_call, durand, result=CallResult.NO_ANSWER, at=time(21))
        pass_days(stage, 5)
        (letter,) = letters_of(durand)
        assert letter.is_waiting
        assert len(requests_planned()) == 3  # none of her own accord, one for the call, one for want of an answer
        stage.do(log_call, durand, result=CallResult.NO_ANSWER, at=time(10, 30))
        pass_days(stage, 5)
        assert len(letters_of(durand)) == 1

    def test_who_was_answered_in_time_is_content(self, stage: Stage) -> None:
        durand = stage.do(an_individual)
        stage.do(log_call, durand, result=CallResult.NO_ANSWER, at=time(21))
        pass_days(stage, 5)
        (letter,) = letters_of(durand)
        request = stage.do(receive_request, durand, right=Right.ACCESS, message=letter)
        stage.do(answer_request, request, outcome=Outcome.GRANTED, answer="Voici ce que nous gardons.")
        pass_days(stage, 30)
        assert letters_of(durand) == [letter]

    def test_who_was_not_names_the_authority_after_a_month(self, stage: Stage) -> None:
        durand = stage.do(an_individual)
        stage.do(log_call, durand, result=CallResult.NO_ANSWER, at=time(21))
        pass_days(stage, 30)
        first, second = letters_of(durand)
        assert "CNIL" in second.body
        assert second.sent_on - first.sent_on > timedelta(days=28)


def test_some_individuals_ask_of_their_own_accord_and_businesses_never(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "ASKS", Rate.percent(100))
    durand = stage.do(an_individual)
    pass_days(stage)
    (event,) = requests_planned()
    assert event.object_id == durand.id
    first, last = (add_working_days(MONDAY, 1 + days) for days in (asking.SOME_DAY.low, asking.SOME_DAY.high))
    assert first <= event.due_at.date() <= last
    pass_days(stage)
    assert len(requests_planned()) == 1
