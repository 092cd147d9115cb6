"""What can be done in the agenda: book, confirm, move, cancel, hold; note what is to do and opening hours."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from crm.activity.chain import Json
from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.field.agenda import queries
from crm.field.agenda.models import (
    CANCELLED,
    CONFIRMED,
    HELD,
    MOVED,
    MOVES,
    Appointment,
    AppointmentKind,
    OpeningDay,
    Task,
)
from crm.field.agenda.queries import Trouble
from crm.field.agenda.rules import slots
from crm.field.agenda.rules.slots import Hours, Slot
from crm.kernel.actor import ActorKind
from crm.kernel.errors import N_, Refused
from crm.prospecting.campaigns.models import CampaignCall
from crm.prospecting.companies.models import Company, Contact
from crm.store.base import db


class PurposeMissing(Refused):
    """Nobody receives a visitor who does not say why."""

    message = N_("Indiquez l’objet du rendez-vous.")
    field = "purpose"


class InThePast(Refused):
    """Nobody can meet yesterday."""

    message = N_("Ce moment est passé : choisissez un jour et une heure à venir.")
    field = "on"


class WrongLength(Refused):
    """An appointment lasts between five minutes and ten hours."""

    message = N_("La durée d’un rendez-vous va de 5 minutes à 10 heures.")
    field = "minutes"


class Clashes(Refused):
    """Whoever books against another appointment or a closed door should have seen it."""

    message = N_("Ce créneau pose un problème. Choisissez-en un autre, ou confirmez que vous le gardez.")
    field = "despite_clashes"


class ReasonMissing(Refused):
    """A customer is told why."""

    message = N_("Indiquez le motif : le client voudra le connaître.")
    field = "reason"


class NotBegun(Refused):
    """What has not begun cannot have been held."""

    message = N_("Ce rendez-vous n’a pas encore commencé : il ne peut pas avoir été tenu.")


class TitleMissing(Refused):
    """A task says what is to be done."""

    message = N_("Indiquez ce qui est à faire.")
    field = "title"


class DayInThePast(Refused):
    """Nobody can plan for yesterday."""

    message = N_("Ce jour est passé : choisissez aujourd’hui ou un jour à venir.")
    field = "due_on"


class AlreadyDone(Refused):
    """What is done is done once."""

    message = N_("Cette tâche est déjà faite.")


class UnsoundHours(Refused):
    """A window ends after it begins, and the second one follows the first."""

    message = N_("Ces horaires se contredisent : chaque plage finit après son début, la seconde suit la première.")


def book_appointment(
    work: Work,
    company: Company,
    *,
    on: date,
    at: time,
    purpose: str,
    minutes: int = 60,
    meeting: AppointmentKind = AppointmentKind.VISIT,
    contact: Contact | None = None,
    place: str = "",
    despite_clashes: bool = False,
    call: CampaignCall | None = None,
) -> Appointment:
    """Book an appointment, which a `call` of a campaign may have obtained; day and time are those of France.

    A visit without a place is at the company's address. Clashes and closed doors are booked if one insists: recorded.
    """
    if not purpose.strip():
        raise PurposeMissing
    starts, ends = _stretch(work, on, at, minutes)
    appointment = Appointment(
        company=company,
        meeting=meeting,
        purpose=purpose.strip(),
        place=place.strip() or _place_of(company, meeting),
        starts_at=starts,
        ends_at=ends,
        salesperson_id=work.actor.id if work.actor.kind is ActorKind.PERSON else None,
        salesperson=work.actor.name,
        booked_at=work.now,
        call_id=call.id if call is not None else None,
    )
    if contact is not None:
        appointment.contact_id, appointment.contact_name = contact.id, contact.label
    trouble = _accepted_trouble(appointment, starts, ends, despite=despite_clashes)
    work.add(appointment)
    facts = _times(appointment) | {"notice_days": (on - work.today).days}
    work.record(Activity.APPOINTMENT_BOOKED, appointment, company, contact, call, **facts, trouble=[*trouble.words])
    return appointment


def move_appointment(
    work: Work,
    appointment: Appointment,
    *,
    on: date,
    at: time,
    minutes: int | None = None,
    reason: str = "",
    despite_clashes: bool = False,
) -> Appointment:
    """Move an appointment; its new time waits to be confirmed. Who moves it says why."""
    if not reason.strip():
        raise ReasonMissing
    wanted = MOVES.move(appointment.state, MOVED)
    starts, ends = _stretch(work, on, at, appointment.minutes if minutes is None else minutes)
    trouble = _accepted_trouble(appointment, starts, ends, despite=despite_clashes)
    before = _times(appointment)
    appointment.starts_at, appointment.ends_at = starts, ends
    appointment.state, appointment.reason, appointment.moves = wanted, reason.strip(), appointment.moves + 1
    work.record(
        Activity.APPOINTMENT_MOVED,
        appointment,
        appointment.company,
        **_times(appointment),
        before=before["starts"],
        reason=reason.strip(),
        trouble=[*trouble.words],
    )
    return appointment


def confirm_appointment(work: Work, appointment: Appointment) -> Appointment:
    """Take an appointment as confirmed: by a call of the salesperson, or by the customer."""
    appointment.state = MOVES.move(appointment.state, CONFIRMED)
    work.record(Activity.APPOINTMENT_CONFIRMED, appointment, appointment.company, **_times(appointment))
    return appointment


def cancel_appointment(work: Work, appointment: Appointment, *, reason: str) -> Appointment:
    """Cancel an appointment, and say why."""
    if not reason.strip():
        raise ReasonMissing
    appointment.state = MOVES.move(appointment.state, CANCELLED)
    appointment.reason = reason.strip()
    work.record(
        Activity.APPOINTMENT_CANCELLED, appointment, appointment.company, **_times(appointment), reason=reason.strip()
    )
    return appointment


def hold_appointment(work: Work, appointment: Appointment) -> Appointment:
    """Note that an appointment took place; not before the day on which it begins."""
    if appointment.on > work.today:
        raise NotBegun
    appointment.state = MOVES.move(appointment.state, HELD)
    work.record(Activity.APPOINTMENT_HELD, appointment, appointment.company, **_times(appointment))
    return appointment


def create_task(work: Work, *, title: str, due_on: date, company: Company | None = None, notes: str = "") -> Task:
    """Note something to be done by a day."""
    if not title.strip():
        raise TitleMissing
    if due_on < work.today:
        raise DayInThePast
    who = work.actor.id if work.actor.kind is ActorKind.PERSON else None
    task = work.add(
        Task(
            company=company,
            title=title.strip(),
            due_on=due_on,
            notes=notes,
            salesperson_id=who,
            salesperson=work.actor.name,
        )
    )
    work.record(Activity.TASK_CREATED, task, company, due_on=due_on.isoformat())
    return task


def finish_task(work: Work, task: Task) -> Task:
    """Note that a task is done."""
    if task.is_done:
        raise AlreadyDone
    task.done_at = work.now
    work.record(Activity.TASK_DONE, task, task.company, days_late=max(0, (work.today - task.due_on).days))
    return task


def note_opening_hours(work: Work, company: Company, *, week: Iterable[Hours]) -> list[OpeningDay]:
    """Note when a company receives visitors: the days that are not given are closed."""
    wanted = {each.weekday: each for each in week if each.windows}
    if not all(slots.are_sound(each) for each in wanted.values()):
        raise UnsoundHours
    known = {each.weekday: each for each in queries.opening_days(company.id)}
    for weekday in range(slots.WEEK):
        day = known.get(weekday) or work.add(OpeningDay(company=company, weekday=weekday))
        times = [each for window in (wanted[weekday].windows if weekday in wanted else ()) for each in window]
        day.opens, day.closes, day.reopens, day.closes_again = [*times, None, None, None, None][:4]
    db.session().flush()
    facts: dict[str, Json] = {
        str(each.weekday): [f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in each.windows]
        for each in wanted.values()
    }
    work.record(Activity.OPENING_HOURS_NOTED, company, week=facts)
    return queries.opening_days(company.id)


def _stretch(work: Work, on: date, at: time, minutes: int) -> tuple[datetime, datetime]:
    """Return when an appointment begins and ends, or refuse."""
    if not slots.SHORTEST <= minutes <= slots.LONGEST:
        raise WrongLength
    starts = slots.instant(on, at)
    if starts < work.now:
        raise InThePast
    return starts, starts + timedelta(minutes=minutes)


def _place_of(company: Company, meeting: AppointmentKind) -> str:
    """Return where a visit takes place unless somebody says otherwise."""
    return ", ".join(company.address_lines) if meeting is AppointmentKind.VISIT else ""


def _accepted_trouble(appointment: Appointment, starts: datetime, ends: datetime, *, despite: bool) -> Trouble:
    """Return what stands against a time for an appointment; refuse unless one insists."""
    company = appointment.company
    spot = queries.spot_of(company, remote=not appointment.is_visit)
    # A new appointment has no number yet: none of those in the agenda is it.
    wanted = Slot(getattr(appointment, "id", None) or 0, starts, ends, spot)
    trouble = queries.trouble_with(wanted, salesperson_id=appointment.salesperson_id)
    if trouble and not despite:
        raise Clashes
    return trouble


def _times(appointment: Appointment) -> dict[str, Json]:
    """Return when and how it is, as records say it: on the clocks of France."""
    starts = appointment.starts.isoformat(timespec="minutes")
    return {"starts": starts, "minutes": appointment.minutes, "meeting": appointment.meeting.value}
