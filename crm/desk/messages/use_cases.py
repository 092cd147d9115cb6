"""What can be done with messages: they arrive, are answered or set aside, and go to the company's services."""

from __future__ import annotations

from crm.activity.chain import Json
from crm.activity.door import Recordable, Work
from crm.activity.vocabulary import Activity
from crm.desk.messages import rules
from crm.desk.messages.models import Box, Message, Service, Topic
from crm.kernel.errors import N_, Refused


class NothingSaid(Refused):
    """A message without a word tells nobody anything."""

    message = N_("Écrivez un message avant de l’envoyer.")
    field = "body"


class NobodyToAnswer(Refused):
    """A notice has no reader, and nobody answers oneself."""

    message = N_("On ne répond qu’à un message reçu d’un client.")


class AlreadyHandled(Refused):
    """What has been dealt with cannot be set aside."""

    message = N_("Ce message est déjà traité.")


def receive(
    work: Work,
    /,
    *,
    topic: Topic,
    sender: str,
    subject: str,
    body: str,
    company: Recordable | None = None,
    about: tuple[Recordable, ...] = (),
    content: dict[str, Json] | None = None,
    activity: Activity = Activity.MESSAGE_RECEIVED,
    **details: Json,
) -> Message:
    """Let a message arrive; `content` is what it asks for, `activity` the word under which it is recorded."""
    message = Message(
        box=Box.INCOMING,
        topic=topic,
        company_id=company.id if company else None,
        company_name=company.label if company else "",
        sender=sender,
        subject=subject,
        body=body,
        content=content or {},
        sent_at=work.now,
    )
    work.add(message)
    if activity is Activity.MESSAGE_RECEIVED:
        details = {"topic": topic.value} | details
    work.record(activity, message, company, *about, **details)
    return message


def mark_handled(work: Work, message: Message) -> Message:
    """Note that a message was answered; the act that answers it is the record."""
    if message.is_waiting:
        message.handled_at = work.now
    return message


def set_aside(work: Work, message: Message) -> Message:
    """Put a message away without an act that answers it."""
    if not message.is_waiting:
        raise AlreadyHandled
    mark_handled(work, message)
    work.record(Activity.MESSAGE_HANDLED, message, topic=message.topic.value)
    return message


def answer_message(work: Work, message: Message, *, body: str, subject: str = "", settles: bool = False) -> Message:
    """Write back to somebody who wrote; `settles` takes their message off the list.

    The record says in which language one was written to and answered, so that an answer in another one shows.
    """
    if not rules.can_be_answered(message.box, message.topic):
        raise NobodyToAnswer
    if not body.strip():
        raise NothingSaid
    subject = subject.strip() or f"Re: {message.subject}"[:200]
    answer = Message(
        box=Box.OUTGOING,
        topic=message.topic,
        company_id=message.company_id,
        company_name=message.company_name,
        sender=work.actor.name,
        recipient=message.sender,
        subject=subject,
        body=body.strip(),
        content={"answers": message.id},
        sent_at=work.now,
        handled_at=work.now,
    )
    work.add(answer)
    if settles:
        mark_handled(work, message)
    _record_answer(work, message, answer, settles=settles)
    return answer


def _record_answer(work: Work, message: Message, answer: Message, *, settles: bool) -> None:
    """Leave the record of an answer."""
    asked_in, language = rules.language_of(message.body), rules.language_of(answer.body)
    work.record(
        Activity.MESSAGE_ANSWERED,
        answer,
        message,
        message.company,
        topic=message.topic.value,
        asked_in=asked_in,
        language=language,
        same_language=language == asked_in,
        hours=int((work.now - message.sent_at).total_seconds()) // 3600,
        settles=settles,
        text=answer.body,
    )


def send_internal(
    work: Work,
    *,
    service: str,
    subject: str,
    body: str,
    about: tuple[Recordable, ...] = (),
    topic: Topic = Topic.HANDOVER,
    settles: Message | None = None,
) -> Message:
    """Write to a service of the company, named by its word or its label (`Service`), or to any other colleague.

    `settles` is a message that is dealt with by handing it on.
    """
    if settles is not None:
        mark_handled(work, settles)
    known = Service.named(service)
    message = _write(work, recipient=known.label if known else service, subject=subject, body=body, about=about)
    message.topic = topic
    work.record(Activity.MESSAGE_SENT, message, *about, service=known.value if known else service, subject=subject)
    return message


def alert_management(work: Work, *, subject: str, body: str, about: tuple[Recordable, ...] = ()) -> Message:
    """Tell the management what cannot wait."""
    message = _write(work, recipient=Service.MANAGEMENT.label, subject=subject, body=body, about=about)
    message.topic = Topic.ALERT
    work.record(Activity.MANAGEMENT_ALERTED, message, *about, subject=subject)
    return message


def _write(work: Work, *, recipient: str, subject: str, body: str, about: tuple[Recordable, ...]) -> Message:
    """Put an internal message into the workspace, beside the company that it is about."""
    if not body.strip():
        raise NothingSaid
    company = next((thing for thing in about if thing.kind == "company"), None)
    message = Message(
        box=Box.INTERNAL,
        topic=Topic.INFORMATION,
        company_id=company.id if company else None,
        company_name=company.label if company else "",
        sender=work.actor.name,
        recipient=recipient,
        subject=subject,
        body=body,
        sent_at=work.now,
        handled_at=work.now,
    )
    return work.add(message)
