"""How long a message has waited, whether that is too long, whether it can be answered, in which language it speaks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from crm.desk.messages.models import Box, Topic
from crm.kernel.clock import local_date

# Which procedure says how soon a topic wants its answer, and how long one unit of it lasts.
PATIENCE: Mapping[Topic, tuple[str, timedelta]] = {
    Topic.QUOTE_REQUEST: ("quote_answer_hours", timedelta(hours=1)),
    Topic.PAYMENT: ("payment_recording_days", timedelta(days=1)),
    Topic.PAYMENT_RETURN: ("payment_recording_days", timedelta(days=1)),
}
# What another act answers for good: a quote, an order, a claim.
ANSWERED_BY_AN_ACT = {Topic.QUOTE_REQUEST, Topic.PURCHASE_ORDER, Topic.CLAIM, Topic.GOODS_RETURN, Topic.DATA_REQUEST}
# Notices of the bank and the management, and suppliers, whose room has its own letters.
NOT_ANSWERED = {Topic.PAYMENT, Topic.PAYMENT_RETURN, Topic.DEROGATION_ANSWER, Topic.SUPPLY}
# Small words that one language has and the other has not.
SMALL_WORDS: Mapping[str, str] = {
    "fr": "je nous vous votre vos notre nos le la les une des du et est avec pour dans sur merci bonjour madame "
    "monsieur cordialement que qui ce cette au aux ne pas",
    "en": "i we you your our the a an of and is are with for in to thank thanks hello dear sir madam regards kind that "
    "which this will would please not have",
}
WORD = re.compile(r"[^\W\d_]+")


def days_waited(sent_at: datetime, *, now: datetime) -> int:
    """Return how many days of the calendar lie between an instant and now (0 = the same day)."""
    return max(0, (local_date(now) - local_date(sent_at)).days)


def is_late(topic: Topic, sent_at: datetime, *, now: datetime, procedures: Mapping[str, int]) -> bool:
    """Tell whether a message has waited longer than the procedures allow; topics without a rule never do."""
    if topic not in PATIENCE:
        return False
    name, unit = PATIENCE[topic]
    return now - sent_at > unit * procedures[name]


def can_be_answered(box: Box, topic: Topic) -> bool:
    """Tell whether there is somebody who would read an answer."""
    return box is Box.INCOMING and topic not in NOT_ANSWERED


def language_of(text: str) -> str:
    """Return the language of a text ("fr" or "en") by its small words; empty when they do not tell."""
    words = WORD.findall(text.lower())
    counts = {language: sum(word in small.split() for word in words) for language, small in SMALL_WORDS.items()}
    if counts["fr"] == counts["en"]:
        return ""
    return max(counts, key=lambda language: counts[language])
