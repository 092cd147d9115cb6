"""Conversations, held through the use cases."""

from __future__ import annotations

from crm.activity.door import Work
from crm.prospecting.companies.models import Company
from crm.prospecting.conversations.models import Conversation
from crm.prospecting.conversations.use_cases import say, start_conversation

GOOD_CALL = ("hello.1", "two_minutes.1", "chairs.1", "yes.1", "plan.1")
BAD_CALL = ("hello.2", "no_need.2")


def a_cold_call(work: Work, company: Company, *, choices: tuple[str, ...] = ()) -> Conversation:
    """Call a company and say so many replies."""
    conversation = start_conversation(work, company, graph_key="cold_call")
    for choice in choices:
        say(work, conversation, choice=choice)
    return conversation
