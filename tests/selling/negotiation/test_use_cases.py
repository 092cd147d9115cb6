"""Offers that wait for their answer: asked after, and offered anew."""

from __future__ import annotations

from datetime import date

import pytest

from crm.kernel.money import Rate
from crm.selling.negotiation import use_cases
from crm.selling.quotes import queries
from crm.selling.quotes.models import Channel, FollowUpResult, Quote, QuoteState
from crm.selling.quotes.use_cases import (
    NothingToFollowUp,
    NotRevisable,
    PastFollowUp,
    accept_quote,
    decline_quote,
    send_quote,
    set_lines,
)
from tests.builders import Stage
from tests.selling.catalogue.builders import a_catalogue
from tests.selling.quotes.builders import a_draft, a_line, a_sent_quote


@pytest.fixture
def sent(stage: Stage) -> Quote:
    """Ten reams, offered by e-mail."""
    return stage.do(a_sent_quote, stage.petit, a_line(stage.do(a_catalogue)["PAP-101"]))


class TestRevising:
    def test_a_new_version_is_a_draft_like_the_first(self, stage: Stage, sent: Quote) -> None:
        revised = stage.do(use_cases.revise_quote, sent)
        assert (revised.state, revised.revision, revised.number) == (QuoteState.DRAFT, 2, "")
        assert [line.data for line in revised.lines] == [line.data for line in sent.lines]
        assert sent.state is QuoteState.SENT
        fact = stage.last("quote.revised")
        assert [each["kind"] for each in fact["about"]] == ["quote", "quote", "company"]
        assert fact["details"] == {"revision": 2, "replaces": "DEV-2026-0001"}

    def test_once_sent_it_takes_the_place_of_the_first(self, stage: Stage, sent: Quote) -> None:
        revised = stage.do(use_cases.revise_quote, sent)
        stage.do(set_lines, revised, lines=[line.data for line in sent.lines], discount=Rate.percent(3))
        stage.do(send_quote, revised, channel=Channel.EMAIL)
        assert (revised.number, sent.state) == ("DEV-2026-0001-V2", QuoteState.SUPERSEDED)
        third = stage.do(use_cases.revise_quote, revised)
        stage.do(send_quote, third, channel=Channel.POST)
        assert third.number == "DEV-2026-0001-V3"
        assert [each.id for each in queries.versions_of(revised)] == [sent.id, revised.id, third.id]
        following = stage.do(a_sent_quote, stage.petit, sent.lines[0].data)
        assert following.number == "DEV-2026-0002"

    def test_what_was_declined_can_be_offered_anew(self, stage: Stage, sent: Quote) -> None:
        stage.do(decline_quote, sent, reason="Trop cher")
        stage.do(send_quote, stage.do(use_cases.revise_quote, sent), channel=Channel.EMAIL)
        assert sent.state is QuoteState.SUPERSEDED

    def test_a_version_has_one_successor(self, stage: Stage, sent: Quote) -> None:
        stage.do(use_cases.revise_quote, sent)
        with pytest.raises(use_cases.AlreadyRevised):
            stage.do(use_cases.revise_quote, sent)

    def test_what_was_accepted_meanwhile_is_not_replaced(self, stage: Stage, sent: Quote) -> None:
        revised = stage.do(use_cases.revise_quote, sent)
        stage.do(accept_quote, sent)
        with pytest.raises(NotRevisable):
            stage.do(send_quote, revised, channel=Channel.EMAIL)

    def test_a_draft_is_changed_instead(self, stage: Stage) -> None:
        draft = stage.do(a_draft, stage.petit)
        with pytest.raises(NotRevisable):
            stage.do(use_cases.revise_quote, draft)


class TestFollowingUp:
    def test_what_came_of_it_is_recorded(self, stage: Stage, sent: Quote) -> None:
        stage.do(
            use_cases.follow_up_quote,
            sent,
            channel=Channel.PHONE,
            result=FollowUpResult.NEGOTIATES,
            note="Demande 3 % de plus",
            follow_up_on=date(2026, 3, 6),
        )
        assert sent.follow_up_on == date(2026, 3, 6)
        assert stage.last("quote.followed_up")["details"] == {
            "channel": "phone",
            "result": "negotiates",
            "text": "Demande 3 % de plus",
            "days_since_sent": 0,
            "planned_on": None,
            "follow_up_on": "2026-03-06",
        }

    def test_nothing_more_is_planned_unless_said(self, stage: Stage, sent: Quote) -> None:
        for again in (date(2026, 3, 6), None):
            stage.do(
                use_cases.follow_up_quote,
                sent,
                channel=Channel.EMAIL,
                result=FollowUpResult.NO_ANSWER,
                follow_up_on=again,
            )
        assert sent.follow_up_on is None
        assert stage.last("quote.followed_up")["details"]["planned_on"] == "2026-03-06"

    def test_who_has_answered_is_not_asked(self, stage: Stage, sent: Quote) -> None:
        stage.do(accept_quote, sent)
        with pytest.raises(NothingToFollowUp):
            stage.do(use_cases.follow_up_quote, sent, channel=Channel.PHONE, result=FollowUpResult.LIKELY)

    def test_nobody_calls_back_yesterday(self, stage: Stage, sent: Quote) -> None:
        with pytest.raises(PastFollowUp):
            stage.do(
                use_cases.follow_up_quote,
                sent,
                channel=Channel.PHONE,
                result=FollowUpResult.THINKING,
                follow_up_on=date(2026, 3, 1),
            )
