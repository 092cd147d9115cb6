"""The inbox as it is asked for."""

from __future__ import annotations

from crm.desk.messages import queries, use_cases
from crm.desk.messages.models import Topic
from crm.desk.messages.queries import RECEIVED, SENT, MessageFilter
from tests.builders import Stage
from tests.desk.messages.builders import a_message, a_quote_request


class TestInbox:
    def test_holds_what_waits_newest_first(self, stage: Stage) -> None:
        older, newer = stage.do(a_message), stage.do(a_quote_request, stage.petit)
        stage.do(use_cases.send_internal, service="sales", subject="Note", body="Bonjour")
        assert queries.inbox().rows == [newer, older]
        assert queries.oldest_waiting() == [older, newer]

    def test_keeps_what_was_dealt_with_among_the_received(self, stage: Stage) -> None:
        message = stage.do(a_message)
        stage.do(use_cases.set_aside, message)
        assert queries.inbox().rows == []
        assert queries.inbox(MessageFilter(RECEIVED)).rows == [message]

    def test_the_sent_are_those_to_colleagues(self, stage: Stage) -> None:
        stage.do(a_message)
        sent = stage.do(use_cases.alert_management, subject="Alerte", body="Bonjour")
        assert queries.inbox(MessageFilter(SENT)).rows == [sent]

    def test_narrows_by_topic_and_counts_topics(self, stage: Stage) -> None:
        request, _ = stage.do(a_quote_request, stage.petit), stage.do(a_message)
        assert queries.inbox(MessageFilter(topic=Topic.QUOTE_REQUEST)).rows == [request]
        assert queries.topic_counts(queries.WAITING) == {Topic.QUOTE_REQUEST: 1, Topic.INFORMATION: 1}

    def test_goes_on_where_a_page_ended(self, stage: Stage) -> None:
        first, second, third = [stage.do(a_message) for _ in range(3)]
        page = queries.inbox(size=2)
        assert page.rows == [third, second]
        assert queries.inbox(size=2, cursor=page.next).rows == [first]


class TestRecentActs:
    def test_are_those_of_one_person_newest_first(self, stage: Stage) -> None:
        stage.do(use_cases.send_internal, service="sales", subject="Un", body="Bonjour")
        stage.do_as("karim", use_cases.send_internal, service="sales", subject="Deux", body="Bonjour")
        lina = [record.activity for record in queries.recent_acts(stage.cast.people["lina"])]
        assert lina == ["message.sent"]
        assert len(queries.recent_acts(None)) == 2
