"""A message as a text to keep: who wrote what to whom, when, and what was asked for."""

from __future__ import annotations

from crm.desk.messages.models import Message
from crm.kernel import wording


def letter_text(message: Message) -> str:
    """Return a message with its heading, and the lines asked for as reference and quantity."""
    lines = [f"De : {message.sender}", f"Date : {wording.moment(message.sent_at)}", f"Objet : {message.subject}", ""]
    lines.append(message.body)
    asked = message.content.get("lines")
    wanted = [line for line in asked if isinstance(line, dict)] if isinstance(asked, list) else []
    lines += [f"- {line.get('reference', '')} x {line.get('quantity', '')}" for line in wanted]
    return "\n".join(lines) + "\n"
