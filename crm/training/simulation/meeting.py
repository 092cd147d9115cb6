"""Customers answer appointments: they confirm, move or cancel them by a message, or say nothing.

Who was asked for an appointment at short notice has just agreed to it: there is an answer only if at least two working
days lie between. Whoever was called or written to beforehand, so that it is confirmed, moves or cancels half as often.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from crm.activity.chain import Json
from crm.activity.door import Work
from crm.desk.messages.models import Message, Topic
from crm.field.agenda import queries as agenda
from crm.field.agenda.models import CONFIRMED, MOVED, OPEN, PLANNED, Appointment
from crm.field.agenda.rules.slots import day_bounds, is_open
from crm.field.agenda.use_cases import cancel_appointment, confirm_appointment, move_appointment
from crm.kernel import wording
from crm.kernel.clock import add_working_days
from crm.papers.views import Language
from crm.selling.parties import language_of
from crm.store.base import db
from crm.training.counterparts.models import WHOLE, MeetingHabit, Span
from crm.training.simulation import planning, queries, reactions
from crm.training.simulation.dice import Luck
from crm.training.simulation.letters import Text
from crm.training.simulation.models import EventKind, ScheduledEvent
from crm.training.simulation.occasions import NOTHING, Occasion

KIND = EventKind.APPOINTMENT_ANSWER
SHORTEST_NOTICE = 2
SOON, LATER = 3, Span(1, 5)
FARTHEST = 10


class Answer(Enum):
    """What a customer says of an appointment; the value is what its event is closed with."""

    CONFIRMS = "confirmed"
    MOVES = "put_off"
    CANCELS = "called_off"
    SILENT = "silent"


REASONS: Mapping[Language, tuple[str, ...]] = {
    "fr": ("un imprévu à l’atelier", "une réunion que je ne peux pas déplacer", "un collègue absent cette semaine"),
    "en": ("something has come up here", "a meeting that I cannot move", "a colleague is away this week"),
}
LETTERS: Mapping[Language, Mapping[Answer, Text]] = {
    "fr": {
        Answer.CONFIRMS: Text(
            "Notre rendez-vous du {day}",
            "Bonjour,\n\nJe vous confirme notre rendez-vous du {day} à {hour}.\n\nÀ bientôt,\n{name}",
        ),
        Answer.MOVES: Text(
            "Notre rendez-vous à déplacer",
            "Bonjour,\n\nJe ne pourrai pas vous recevoir comme prévu : {reason}. Pouvons-nous nous voir le {day} à "
            "{hour} ? Merci de me le confirmer.\n\nCordialement,\n{name}",
        ),
        Answer.CANCELS: Text(
            "Notre rendez-vous du {day}",
            "Bonjour,\n\nJe dois annuler notre rendez-vous du {day} : {reason}. Je reviendrai vers vous si le projet "
            "reprend.\n\nCordialement,\n{name}",
        ),
    },
    "en": {
        Answer.CONFIRMS: Text(
            "Our appointment on {day}",
            "Good morning,\n\nThis is to confirm our appointment on {day} at {hour}.\n\nKind regards,\n{name}",
        ),
        Answer.MOVES: Text(
            "Another time for our appointment",
            "Good morning,\n\nI am afraid I cannot see you as planned: {reason}. Could we meet on {day} at {hour} "
            "instead? Please confirm.\n\nKind regards,\n{name}",
        ),
        Answer.CANCELS: Text(
            "Our appointment on {day}",
            "Good morning,\n\nI have to cancel our appointment on {day}: {reason}. I will be in touch if the project "
            "starts again.\n\nKind regards,\n{name}",
        ),
    },
}


def answer_of(habit: MeetingHabit, luck: Luck, *, confirmed: bool) -> Answer:
    """Return what a customer says of an appointment; `confirmed` tells whether the salesperson made sure of it."""
    share = 2 if confirmed else 1
    moves, cancels = habit.moves.basis_points // share, habit.cancels.basis_points // share
    confirms = habit.confirms.basis_points
    weights = (
        (Answer.CONFIRMS, confirms),
        (Answer.MOVES, moves),
        (Answer.CANCELS, cancels),
        (Answer.SILENT, WHOLE.basis_points - confirms - moves - cancels),
    )
    return luck.weighted("appointment", weights)


def plan_answers(work: Work, *, seed: int, earliest: date) -> None:
    """Give its day to the answer to every appointment that was booked, or moved by one of ours."""
    for appointment in _unanswered(earliest):
        company = appointment.company
        turn = queries.planned_count(company.id, KIND)
        luck = planning.counterpart(work, company, seed=seed).luck(turn)
        notice = _notice(earliest, appointment.on)
        after = luck.between("appointment_after", Span(0, max(0, min(notice - SHORTEST_NOTICE, SOON))))
        at = reactions.post_of(add_working_days(earliest, after), reactions.hour_of(luck, f"hour_of_{KIND.value}"))
        event = planning.schedule(work, KIND, at=at, company_id=company.id, object_id=appointment.id, occurrence=turn)
        if notice < SHORTEST_NOTICE:
            event.close(event.due_at, NOTHING)


def appointment_is_answered(occasion: Occasion) -> str:
    """A customer confirms, moves or cancels; nothing can be said of what was held or cancelled meanwhile."""
    appointment = agenda.appointment_by_id(occasion.object_id)
    if appointment is None or not appointment.is_open or appointment.starts_at <= occasion.work.now:
        return NOTHING
    known = appointment.state is CONFIRMED
    answer = answer_of(occasion.persona.meeting, occasion.luck, confirmed=known)
    if answer is Answer.SILENT or (answer is Answer.CONFIRMS and known):
        return NOTHING
    language = language_of(occasion.company)
    reason = occasion.luck.choose("appointment_reason", REASONS[language])
    if answer is Answer.CONFIRMS:
        confirm_appointment(occasion.work, appointment)
    elif answer is Answer.CANCELS:
        cancel_appointment(occasion.work, appointment, reason=reason)
    else:
        on = _another_day(appointment, occasion.luck)
        move_appointment(
            occasion.work, appointment, on=on, at=appointment.starts.time(), reason=reason, despite_clashes=True
        )
    _say(occasion, appointment, LETTERS[language][answer], language=language, reason=reason)
    return str(answer.value)


def settled_news() -> list[Message]:
    """Return what customers wrote of appointments that wait no more: confirmed anew, moved again, held or cancelled."""
    waiting = select(Message).where(Message.handled_at.is_(None), Message.topic == Topic.APPOINTMENT)
    return [message for message in db.session.scalars(waiting) if _is_settled(message)]


def _is_settled(message: Message) -> bool:
    """Tell whether what a customer wrote of an appointment asks for nothing any more."""
    told, number = message.content.get("said"), message.content.get("appointment_id")
    found = agenda.appointment_by_id(number) if isinstance(number, int) else None
    if told == Answer.CANCELS.value or found is None:
        return False
    if told == Answer.MOVES.value:
        return found.state is not MOVED or found.moves != message.content.get("moves")
    return not found.is_open


def _say(occasion: Occasion, appointment: Appointment, text: Text, *, language: Language, reason: str) -> None:
    """Let the customer write what became of the appointment."""
    written = text.about(
        day=wording.long_day(appointment.on, language),
        hour=f"{appointment.starts:%H h %M}" if language == "fr" else f"{appointment.starts:%H:%M}",
        reason=reason,
        name=appointment.contact_name or occasion.company.legal_name,
    )
    content: dict[str, Json] = {
        "appointment_id": appointment.id,
        "moves": appointment.moves,
        "said": {PLANNED: "", CONFIRMED: Answer.CONFIRMS.value, MOVED: Answer.MOVES.value}.get(
            appointment.state, Answer.CANCELS.value
        ),
    }
    occasion.hear(written, topic=Topic.APPOINTMENT, about=(appointment,), content=content)


def _another_day(appointment: Appointment, luck: Luck) -> date:
    """Return a later day on which the company receives visitors at the same hour, or the first one if none is known."""
    first = add_working_days(appointment.on, luck.between("appointment_days", LATER))
    hours, length = agenda.hours_of(appointment.company_id), appointment.ends - appointment.starts
    for count in range(FARTHEST):
        day = add_working_days(first, count) if count else first
        starts = appointment.starts.replace(year=day.year, month=day.month, day=day.day)
        if not appointment.is_visit or is_open(hours, starts, starts + length):
            return day
    return first


def _notice(earliest: date, on: date) -> int:
    """Return how many working days lie between the next morning and an appointment, as far as it matters."""
    notice, day = 0, add_working_days(earliest, 1)
    while day <= on and notice < SHORTEST_NOTICE + SOON:
        notice, day = notice + 1, add_working_days(day, 1)
    return notice


def _unanswered(earliest: date) -> list[Appointment]:
    """Return the appointments to come to which customers have not answered since one of ours booked or moved them."""
    answers = (
        select(func.count())
        .select_from(ScheduledEvent)
        .where(
            ScheduledEvent.workspace_id == Appointment.workspace_id,
            ScheduledEvent.kind_of_event == KIND,
            ScheduledEvent.object_id == Appointment.id,
        )
    )
    own_moves = answers.where(ScheduledEvent.outcome == Answer.MOVES.value).scalar_subquery()
    asked = Appointment.moves - own_moves + 1
    begins, _ = day_bounds(earliest, earliest)
    found = (Appointment.state.in_(OPEN), Appointment.starts_at >= begins, answers.scalar_subquery() < asked)
    statement = select(Appointment).options(joinedload(Appointment.company)).where(*found)
    return list(db.session.scalars(statement.order_by(Appointment.id)))
