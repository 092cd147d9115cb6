"""The salesperson's agenda: appointments with customers, tasks with their day, and when customers are open."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import ClassVar

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.kernel.choices import Labelled
from crm.kernel.clock import PARIS
from crm.kernel.errors import N_
from crm.kernel.lifecycle import lifecycle
from crm.prospecting.companies.models import Company
from crm.store.scoping import Versioned, belongs_to, within_workspace
from crm.store.types import EnumColumn, UtcDateTime


class AppointmentKind(Labelled):
    """How one meets."""

    VISIT = "visit", N_("Visite chez le client")
    OFFICE = "office", N_("Rendez-vous dans nos bureaux")
    PHONE = "phone", N_("Rendez-vous téléphonique")
    VIDEO = "video", N_("Visioconférence")


class AppointmentState(Labelled):
    """Where an appointment stands; a moved one waits for its new time to be confirmed."""

    PLANNED = "planned", N_("Prévu")
    CONFIRMED = "confirmed", N_("Confirmé")
    MOVED = "moved", N_("Déplacé")
    CANCELLED = "cancelled", N_("Annulé")
    HELD = "held", N_("Tenu")


PLANNED, CONFIRMED, MOVED, CANCELLED, HELD = AppointmentState
OPEN = (PLANNED, CONFIRMED, MOVED)
MOVES = lifecycle(
    (PLANNED, CONFIRMED),
    (MOVED, CONFIRMED),
    *((state, wanted) for state in OPEN for wanted in (MOVED, CANCELLED, HELD)),
)


class Appointment(Versioned):
    """One appointment of a salesperson with a company.

    The contact and the salesperson are facts of the appointment, kept by
    number and name: either may leave the file later. `reason` says why it was
    last moved or cancelled, `moves` how often it was moved, `call_id` the call
    of a campaign that obtained it.
    """

    __tablename__ = "appointments"
    __table_args__ = (
        within_workspace("company_id", "companies"),
        Index(None, "workspace_id", "starts_at", "id"),
        Index(None, "workspace_id", "company_id", "starts_at"),
    )
    kind: ClassVar[str] = "appointment"

    company_id: Mapped[int] = mapped_column(init=False)
    company: Mapped[Company] = belongs_to("Appointment.company_id", "Company")
    contact_id: Mapped[int | None] = mapped_column(default=None)
    contact_name: Mapped[str] = mapped_column(String(200), default="")
    meeting: Mapped[AppointmentKind] = mapped_column(EnumColumn(AppointmentKind))
    purpose: Mapped[str] = mapped_column(String(200))
    place: Mapped[str] = mapped_column(String(300), default="")
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime())
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime())
    state: Mapped[AppointmentState] = mapped_column(EnumColumn(AppointmentState), default=PLANNED)
    moves: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(String(300), default="")
    salesperson_id: Mapped[int | None] = mapped_column(default=None)
    salesperson: Mapped[str] = mapped_column(String(120), default="")
    booked_at: Mapped[datetime] = mapped_column(UtcDateTime())
    sales_action_id: Mapped[int | None] = mapped_column(default=None)
    call_id: Mapped[int | None] = mapped_column(default=None)

    @property
    def label(self) -> str:
        """What records call it."""
        return self.purpose

    @property
    def is_open(self) -> bool:
        """Whether it is still to come about."""
        return self.state in OPEN

    @property
    def is_visit(self) -> bool:
        """Whether the salesperson goes there."""
        return self.meeting is AppointmentKind.VISIT

    @property
    def starts(self) -> datetime:
        """When it begins, on the clocks of France."""
        return self.starts_at.astimezone(PARIS)

    @property
    def ends(self) -> datetime:
        """When it ends, on the clocks of France."""
        return self.ends_at.astimezone(PARIS)

    @property
    def on(self) -> date:
        """The day on which it begins in France."""
        return self.starts.date()

    @property
    def minutes(self) -> int:
        """How long it is to last."""
        return int((self.ends_at - self.starts_at).total_seconds()) // 60

    def can(self, wanted: AppointmentState) -> bool:
        """Tell whether it may go to that state."""
        return MOVES.allows(self.state, wanted)


class Task(Versioned):
    """Something to be done by a day, for a company or for nobody in particular."""

    __tablename__ = "tasks"
    __table_args__ = (
        within_workspace("company_id", "companies"),
        Index(None, "workspace_id", "done_at", "due_on", "id"),
        Index(None, "workspace_id", "company_id"),
    )
    kind: ClassVar[str] = "task"

    company_id: Mapped[int | None] = mapped_column(init=False, default=None)
    company: Mapped[Company | None] = belongs_to("Task.company_id", "Company")
    title: Mapped[str] = mapped_column(String(200))
    due_on: Mapped[date]
    notes: Mapped[str] = mapped_column(Text, default="")
    salesperson_id: Mapped[int | None] = mapped_column(default=None)
    salesperson: Mapped[str] = mapped_column(String(120), default="")
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime(), default=None)

    @property
    def label(self) -> str:
        """What records call it."""
        return self.title

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do."""
        return self.done_at is not None

    def is_late(self, *, on: date) -> bool:
        """Tell whether its day has passed."""
        return not self.is_done and self.due_on < on


class OpeningDay(Versioned):
    """When a company receives visitors on one day of the week (0 is Monday): one window or two, none when closed.

    Both ends of a window are times of France; a window that is not used is None twice.
    """

    __tablename__ = "opening_days"
    __table_args__ = (
        within_workspace("company_id", "companies"),
        UniqueConstraint("workspace_id", "company_id", "weekday"),
    )
    kind: ClassVar[str] = "opening_day"

    company_id: Mapped[int] = mapped_column(init=False)
    company: Mapped[Company] = belongs_to("OpeningDay.company_id", "Company")
    weekday: Mapped[int]
    opens: Mapped[time | None] = mapped_column(default=None)
    closes: Mapped[time | None] = mapped_column(default=None)
    reopens: Mapped[time | None] = mapped_column(default=None)
    closes_again: Mapped[time | None] = mapped_column(default=None)
