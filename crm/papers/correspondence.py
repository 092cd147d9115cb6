"""A letter that a person wrote, put on the house's paper: reservations to a carrier, a claim on a supplier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from crm.kernel import wording
from crm.papers import letterhead
from crm.papers.cleaning import Tree, shortened, tidied, typeset
from crm.papers.phrases import say
from crm.papers.views import Language, Party


@dataclass(frozen=True, kw_only=True)
class WrittenLetter:
    """A letter in somebody's own words: `text` holds all of it, greeting and signature included."""

    written_on: date
    sender: Party
    receiver: Party
    subject: str
    text: str
    reference: str = ""
    is_registered: bool = False
    language: Language = "fr"


def written_letter(written: WrittenLetter) -> dict[str, Tree]:
    """Return the words of a letter; each line of the text is a paragraph."""
    language, sender = written.language, written.sender
    lines = map(tidied, written.text.splitlines())
    day = wording.long_day(written.written_on, language)
    return {
        "language": language,
        "title": shortened(f"{written.subject} — {written.receiver.name}"),
        "author": shortened(sender.name),
        "page": say(language, "house.page", page="{page}", pages="{pages}"),
        "exercise": say(language, "house.exercise"),
        "legal": letterhead.legal_identity(sender, language),
        "seller": letterhead.sender(sender, language),
        "customer": letterhead.block(written.receiver, "", language),
        "place": say(language, "letter.place_date", city=sender.address.city, day=day) if sender.address.city else day,
        "registered": say(language, "letter.registered") if written.is_registered else "",
        "reference": say(language, "letter.reference", reference=written.reference) if written.reference else "",
        "subject": say(language, "letter.object", subject=written.subject),
        "formal": False,
        "greeting": "",
        "opening": [typeset(line, language) for line in lines if line],
        "items": None,
        "sums": [],
        "paragraphs": [],
        "signed_by": "",
        "signed_as": "",
    }


def mailing(written: Sequence[WrittenLetter]) -> dict[str, Tree]:
    """Return the words of several letters that make one file; what a file has once is the first letter's."""
    words = [written_letter(each) for each in written]
    return words[0] | {"title": shortened(written[0].subject), "letters": [dict(each) for each in words]}
