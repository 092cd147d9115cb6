"""A tour's visits become appointments: booked, moved when the tour changes, given up when a visit is."""

from __future__ import annotations

from dataclasses import dataclass, field

from crm.activity.chain import Json
from crm.activity.door import Work
from crm.field.agenda import queries as agenda
from crm.field.agenda.models import Appointment
from crm.field.agenda.use_cases import book_appointment, cancel_appointment, move_appointment
from crm.field.tours.models import Tour, TourStop
from crm.field.tours.queries import Diary, Meeting
from crm.prospecting.sales_actions import queries as plans
from crm.prospecting.sales_actions.use_cases import link_activity

CHANGED, TAKEN_OUT = "Tournée « {} » modifiée", "Visite retirée de la tournée"


@dataclass
class Entered:
    """What became of a tour's visits in the agenda, by company."""

    booked: list[int] = field(default_factory=list)
    moved: list[int] = field(default_factory=list)
    kept: list[int] = field(default_factory=list)
    too_late: list[int] = field(default_factory=list)
    given_up: list[int] = field(default_factory=list)

    def facts(self) -> dict[str, Json]:
        """Return what records say of it."""
        return {name: [*ids] for name, ids in vars(self).items()}


def enter_into_agenda(work: Work, tour: Tour, diary: Diary) -> Entered:
    """Book each visit of a tour, move what was booked at another time; conflicts are told, not refused.

    What has begun by now is booked no more.
    """
    entered = Entered()
    for stop in tour.stops:
        if stop.day is None and give_up_appointment(work, stop):
            entered.given_up.append(stop.company_id)
    for meeting in diary.meetings:
        if meeting.stop.made_at is None:
            _enter(work, tour, meeting, entered)
    return entered


def _enter(work: Work, tour: Tour, meeting: Meeting, entered: Entered) -> None:
    """Put one visit into the agenda."""
    known, company = meeting.appointment, meeting.stop.company
    if known is not None and (known.starts_at, known.ends_at) == (meeting.starts, meeting.ends):
        entered.kept.append(company.id)
    elif meeting.starts < work.now:
        entered.too_late.append(company.id)
    elif known is not None and meeting.stop.appointment_id != known.id:
        # It stood before the tour did, and the customer knows when it begins: only its length differs.
        entered.kept.append(company.id)
    elif known is not None:
        _move(work, tour, meeting, known)
        entered.moved.append(company.id)
    else:
        booked = book_appointment(
            work,
            company,
            on=meeting.on,
            at=meeting.at,
            purpose=f"Tournée « {tour.title} »",
            minutes=meeting.stop.minutes,
            despite_clashes=True,
        )
        link_activity(work, booked, action=plans.action_by_id(tour.sales_action_id or 0))
        meeting.stop.appointment_id = booked.id
        entered.booked.append(company.id)


def _move(work: Work, tour: Tour, meeting: Meeting, known: Appointment) -> None:
    """Move what was booked for a visit to its new time."""
    move_appointment(
        work,
        known,
        on=meeting.on,
        at=meeting.at,
        minutes=meeting.stop.minutes,
        reason=CHANGED.format(tour.title),
        despite_clashes=True,
    )


def give_up_appointment(work: Work, stop: TourStop, *, reason: str = TAKEN_OUT) -> bool:
    """Cancel what was booked for a visit, if it is still to come; tell whether it was."""
    booked = agenda.appointment_by_id(stop.appointment_id) if stop.appointment_id is not None else None
    stop.appointment_id = None
    if booked is None or not booked.is_open:
        return False
    cancel_appointment(work, booked, reason=reason)
    return True
