"""Whose name and address stand at the head of a letter: announced by the room that knows the company."""

from __future__ import annotations

from collections.abc import Callable

from crm.papers.views import Address, Party

ANNOUNCED: list[Callable[[], Party]] = []


def announce_sender(sender: Callable[[], Party]) -> None:
    """Say who asks for the company's identity; the last one counts."""
    ANNOUNCED[:] = [sender]


def the_sender() -> Party:
    """Return the company that writes, as its papers show it."""
    return ANNOUNCED[0]() if ANNOUNCED else Party(name="", address=Address(street="", postcode="", city=""))
