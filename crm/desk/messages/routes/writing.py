"""What is written to the company's services and to those who wrote, on screen."""

from __future__ import annotations

from flask import abort, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from crm.activity.door import perform
from crm.desk.messages import rules, use_cases
from crm.desk.messages.forms import AlertForm, AnswerForm, InternalForm
from crm.desk.messages.models import Message
from crm.desk.messages.routes.ground import about, blueprint, original, the_message
from crm.people.access import Permission, allowed, here
from crm.web.pages import page, turn_to


@blueprint.get("/messages/new")
@allowed(Permission.SELL)
def compose() -> ResponseReturnValue:
    """An empty message to a service; `message_id` in the address hands a message on."""
    handed_on = original()
    subject = gettext("Transmis : %(subject)s", subject=handed_on.subject)[:200] if handed_on else ""
    form = InternalForm(formdata=None, data={"subject": subject, "settles": True})
    return page("desk/messages/compose.html", form=form, original=handed_on)


@blueprint.post("/messages/new")
@allowed(Permission.SELL)
def send() -> ResponseReturnValue:
    """Write to a service."""
    handed_on, form, sent = original(), InternalForm(), None
    if form.validate():
        with form.refusals():
            sent = perform(
                here(),
                use_cases.send_internal,
                service=form.service.data.value,
                subject=form.subject.data or "",
                body=form.body.data or "",
                about=about(handed_on),
                settles=handed_on if form.settles.data else None,
            )
    if sent is not None:
        flash(gettext("Message envoyé."), "success")
        return turn_to(".detail", message_id=sent.id)
    return page("desk/messages/compose.html", form=form, original=original(), status=form.status)


@blueprint.get("/messages/alert")
@allowed(Permission.SELL)
def alert() -> ResponseReturnValue:
    """An empty alert to the management; `message_id` in the address says about which message."""
    return page("desk/messages/alert.html", form=AlertForm(formdata=None), original=original())


@blueprint.post("/messages/alert")
@allowed(Permission.SELL)
def send_alert() -> ResponseReturnValue:
    """Alert the management."""
    handed_on, form, sent = original(), AlertForm(), None
    if form.validate():
        with form.refusals():
            sent = perform(
                here(),
                use_cases.alert_management,
                subject=form.subject.data or "",
                body=form.body.data or "",
                about=about(handed_on),
            )
    if sent is not None:
        flash(gettext("La direction est alertée."), "success")
        return turn_to(".detail", message_id=sent.id)
    return page("desk/messages/alert.html", form=form, original=original(), status=form.status)


@blueprint.get("/messages/<int:message_id>/answer")
@allowed(Permission.SELL)
def answer(message_id: int) -> ResponseReturnValue:
    """An empty answer to somebody who wrote."""
    message = _answerable(message_id)
    subject = message.subject if message.subject.lower().startswith("re") else f"Re: {message.subject}"[:200]
    settles = message.topic not in rules.ANSWERED_BY_AN_ACT
    return _answer(message, AnswerForm(formdata=None, data={"subject": subject, "settles": settles}))


@blueprint.post("/messages/<int:message_id>/answer")
@allowed(Permission.SELL)
def send_answer(message_id: int) -> ResponseReturnValue:
    """Write back."""
    message, form, sent = _answerable(message_id), AnswerForm(), None
    if form.validate():
        with form.refusals():
            sent = perform(
                here(),
                use_cases.answer_message,
                message,
                subject=form.subject.data or "",
                body=form.body.data or "",
                settles=bool(form.settles.data),
            )
    if sent is not None:
        flash(gettext("Réponse envoyée."), "success")
        return turn_to(".detail", message_id=sent.id)
    return _answer(_answerable(message_id), form)


def _answer(message: Message, form: AnswerForm) -> ResponseReturnValue:
    """Return the page of an answer."""
    in_english = rules.language_of(message.body) == "en"
    return page("desk/messages/answer.html", form=form, message=message, in_english=in_english, status=form.status)


def _answerable(message_id: int) -> Message:
    """Find a message that somebody would like answered, or answer 404."""
    message = the_message(message_id)
    return message if rules.can_be_answered(message.box, message.topic) else abort(404)
