"""What the screens of messages share: the blueprint, the message of an address, what a message is about."""

from __future__ import annotations

from flask import Blueprint, abort, request

from crm.desk.messages import queries
from crm.desk.messages.models import Mention, Message
from crm.kernel.errors import N_
from crm.people.access import Permission
from crm.web.addresses import LARGEST_NUMBER
from crm.web.navigation import Entry, announce

blueprint = Blueprint("messages", __name__, url_prefix="/w/<int:workspace_id>")
announce(Entry("", 10, "messages.today", N_("Ma journée"), "home", Permission.READ, on_phone=True))
announce(Entry("", 15, "messages.index", N_("Messages"), "mail", Permission.READ, on_phone=True))


def the_message(message_id: int) -> Message:
    """Find the message or answer 404."""
    return queries.message_by_id(message_id) or abort(404)


def original() -> Message | None:
    """Return the message that the address names, or None."""
    wanted = request.args.get("message_id", type=int)
    return None if wanted is None else the_message(min(wanted, LARGEST_NUMBER))


def about(message: Message | None) -> tuple[Message | Mention, ...]:
    """Return what a message to a colleague is about."""
    return tuple(thing for thing in (message, message and message.company) if thing is not None)
