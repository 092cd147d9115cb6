"""How the company chases: its steps, and the rates of interest of each semester; the trainer may change both."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.kernel.choices import Labelled
from crm.kernel.errors import N_
from crm.kernel.money import Rate
from crm.selling.quotes.models import Channel
from crm.store.scoping import Entity
from crm.store.types import EnumColumn, RateColumn


class Decider(Labelled):
    """Who decides that a step is taken."""

    ASSISTANT = "assistant", N_("Assistant commercial")
    MANAGER = "manager", N_("Responsable administration des ventes")
    MANAGEMENT = "management", N_("Direction")


class DunningStep(Entity):
    """A step of the company's procedure: a reminder of level 1 to 3, or (4) handing the file over.

    `days` count from the due date. Empty texts mean those of the house.
    `claims_fees`: whether the reminder asks a professional for late fees and
    the fixed fee.
    """

    __tablename__ = "dunning_steps"
    __table_args__ = (UniqueConstraint("workspace_id", "level"),)
    kind: ClassVar[str] = "dunning_step"

    level: Mapped[int]
    days: Mapped[int]
    channel: Mapped[Channel] = mapped_column(EnumColumn(Channel), default=Channel.EMAIL)
    decided_by: Mapped[Decider] = mapped_column(EnumColumn(Decider), default=Decider.ASSISTANT)
    claims_fees: Mapped[bool] = mapped_column(default=False)
    text_fr: Mapped[str] = mapped_column(Text, default="")
    text_en: Mapped[str] = mapped_column(Text, default="")

    @property
    def label(self) -> str:
        """What records call it."""
        return f"étape {self.level} de la procédure de relance"


class InterestRate(Entity):
    """The yearly rates of a semester: late fees between professionals, and legal interest for each kind of creditor.

    `legal_individual` holds for what is owed to somebody who does not act for
    a business, `legal_other` for all other creditors, a selling company among
    them (Code monétaire et financier, L313-2).
    """

    __tablename__ = "interest_rates"
    __table_args__ = (UniqueConstraint("workspace_id", "year", "half"),)
    kind: ClassVar[str] = "interest_rate"

    year: Mapped[int]
    half: Mapped[int]
    late: Mapped[Rate] = mapped_column(RateColumn())
    legal_individual: Mapped[Rate] = mapped_column(RateColumn())
    legal_other: Mapped[Rate] = mapped_column(RateColumn())

    @property
    def label(self) -> str:
        """What records call it."""
        return f"taux {self.year}-S{self.half}"
