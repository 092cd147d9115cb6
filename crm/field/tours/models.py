"""Tours: the companies to visit on one to five days, from where to where, in which order."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sqlalchemy import BigInteger, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm.activity.chain import Json
from crm.kernel.choices import Labelled
from crm.kernel.clock import add_working_days, is_working_day
from crm.kernel.errors import N_
from crm.kernel.money import Money
from crm.prospecting.companies.models import Company
from crm.store.scoping import Entity, Versioned, belongs_to, within_workspace
from crm.store.types import EnumColumn, JsonColumn, MoneyColumn


class TourState(Labelled):
    """Whether a tour is still being thought about."""

    DRAFT = "draft", N_("En préparation")
    ACCEPTED = "accepted", N_("Validée")


class Layout(Labelled):
    """Where the order of a tour comes from: by hand, a way that is taught, or computed."""

    HAND = "hand", N_("Votre ordre")
    PETALS = "petals", N_("Marguerite")
    CLOVER = "clover", N_("Trèfle")
    SPIRAL = "spiral", N_("Escargot")
    ZIGZAG = "zigzag", N_("Zigzag")
    BROKEN_LINE = "broken_line", N_("Ligne brisée")
    NEAREST = "nearest", N_("De proche en proche")
    OPTIMUM = "optimum", N_("Tournée calculée")


class Tour(Versioned):
    """A tour; places are in whole millionths of a degree, times in minutes from midnight.

    `pattern` is the way to lay out a tour that its learner chose to compare with.
    `locked_days` count from 0: planners leave them as they are. A tour that was
    planned anew on its way goes on from the minute `resumes_at` of `resumes_on`.
    `roads` holds what a road service measured, see `rules.measured`.
    """

    __tablename__ = "tours"
    __table_args__ = (Index(None, "workspace_id", "first_day", "id"),)
    kind: ClassVar[str] = "tour"

    title: Mapped[str] = mapped_column(String(120))
    state: Mapped[TourState] = mapped_column(EnumColumn(TourState), default=TourState.DRAFT)
    planned_on: Mapped[date]
    planned_by: Mapped[str] = mapped_column(String(120), default="")
    accepted_on: Mapped[date | None] = mapped_column(default=None)
    first_day: Mapped[date]
    day_count: Mapped[int] = mapped_column(default=1)
    day_starts: Mapped[int] = mapped_column(default=540)
    day_ends: Mapped[int] = mapped_column(default=1080)
    lunch_minutes: Mapped[int] = mapped_column(default=45)
    start_name: Mapped[str] = mapped_column(String(120))
    start_latitude: Mapped[int]
    start_longitude: Mapped[int]
    end_name: Mapped[str] = mapped_column(String(120))
    end_latitude: Mapped[int]
    end_longitude: Mapped[int]
    car_power: Mapped[int] = mapped_column(default=5)
    car_yearly_km: Mapped[int] = mapped_column(default=15_000)
    car_electric: Mapped[bool] = mapped_column(default=False)
    pattern: Mapped[Layout] = mapped_column(EnumColumn(Layout), default=Layout.PETALS)
    laid_out: Mapped[Layout] = mapped_column(EnumColumn(Layout), default=Layout.HAND)
    sales_action_id: Mapped[int | None] = mapped_column(default=None)
    locked_days: Mapped[list[int]] = mapped_column(JsonColumn, default_factory=list)
    resumes_on: Mapped[date | None] = mapped_column(default=None)
    resumes_at: Mapped[int | None] = mapped_column(default=None)
    roads: Mapped[dict[str, Json] | None] = mapped_column(JsonColumn, default=None, deferred=True)
    stops: Mapped[list[TourStop]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="TourStop.id", init=False
    )

    @property
    def label(self) -> str:
        """What records call it."""
        return self.title

    @property
    def is_draft(self) -> bool:
        """Whether it can still change."""
        return self.state is TourState.DRAFT

    @property
    def dates(self) -> tuple[date, ...]:
        """The working days of the tour."""
        days = [self.first_day if is_working_day(self.first_day) else add_working_days(self.first_day, 1)]
        while len(days) < self.day_count:
            days.append(add_working_days(days[-1], 1))
        return tuple(days)

    def stops_of(self, day: int) -> list[TourStop]:
        """Return the visits of a day in their order."""
        return sorted((each for each in self.stops if each.day == day), key=lambda each: (each.rank, each.id))


class TourStop(Entity):
    """A company of a tour: how long, worth how much, when it receives, on which day and at which place in it.

    `week` holds the opening windows of each weekday from Monday, in minutes;
    `day` counts from 0 and is None while the visit is in no day. An appointment
    that stands is `fixed_on` at minute `fixed_at`. A locked visit stays on its
    day; one made already took place at minute `made_at` of it. `appointment_id`
    is the appointment that the tour's acceptance booked.
    """

    __tablename__ = "tour_stops"
    __table_args__ = (
        within_workspace("tour_id", "tours"),
        within_workspace("company_id", "companies"),
        UniqueConstraint("workspace_id", "tour_id", "company_id"),
        Index(None, "workspace_id", "company_id"),
    )
    kind: ClassVar[str] = "tour_stop"

    tour_id: Mapped[int] = mapped_column(init=False)
    company_id: Mapped[int] = mapped_column(init=False)
    company: Mapped[Company] = belongs_to("TourStop.company_id", "Company")
    minutes: Mapped[int] = mapped_column(default=45)
    value: Mapped[Money] = mapped_column(MoneyColumn())
    required: Mapped[bool] = mapped_column(default=False)
    week: Mapped[list[list[list[int]]]] = mapped_column(JsonColumn)
    fixed_on: Mapped[date | None] = mapped_column(default=None)
    fixed_at: Mapped[int | None] = mapped_column(default=None)
    day: Mapped[int | None] = mapped_column(default=None)
    rank: Mapped[int] = mapped_column(default=0)
    locked: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[int | None] = mapped_column(default=None)
    appointment_id: Mapped[int | None] = mapped_column(default=None)

    @property
    def label(self) -> str:
        """What records call it."""
        return f"étape {self.id}"


class TourProposal(Entity):
    """The best tour found for a question: orders as ids of stops by day; money in thousandths of a tenth of a cent.

    `fingerprint` is that of the question: once it changes, the answer is of yesterday.
    """

    __tablename__ = "tour_proposals"
    __table_args__ = (within_workspace("tour_id", "tours"), UniqueConstraint("workspace_id", "tour_id"))
    kind: ClassVar[str] = "tour_proposal"

    tour_id: Mapped[int]
    fingerprint: Mapped[str] = mapped_column(String(64))
    orders: Mapped[list[list[int]]] = mapped_column(JsonColumn)
    net: Mapped[int] = mapped_column(BigInteger)
    bound: Mapped[int] = mapped_column(BigInteger)

    @property
    def proven(self) -> bool:
        """Whether nothing better exists."""
        return self.net >= self.bound
