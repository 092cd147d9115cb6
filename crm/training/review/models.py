"""What a trainer thinks of a learner's work: dated opinions, kept one after the other."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from crm.kernel.choices import Labelled
from crm.kernel.errors import N_
from crm.store.scoping import Entity
from crm.store.types import EnumColumn, UtcDateTime


class Stance(Labelled):
    """Where an opinion stands; none of them is a decision, which is the panel's."""

    FAVOURABLE = "favourable", N_("Favorable")
    TO_WORK_ON = "to_work_on", N_("À consolider")
    NOT_OBSERVED = "not_observed", N_("Pas encore observé")


class Opinion(Entity):
    """A trainer's opinion on one learner, for a competency or one of its criteria (`code`).

    `given_at` is a real instant. A new opinion stands beside the older ones
    and never replaces them.
    """

    __tablename__ = "opinions"
    __table_args__ = (Index(None, "workspace_id", "learner_id", "code", "id"),)
    kind: ClassVar[str] = "opinion"

    learner_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    framework: Mapped[str] = mapped_column(String(40))
    code: Mapped[str] = mapped_column(String(20))
    stance: Mapped[Stance] = mapped_column(EnumColumn(Stance))
    text: Mapped[str] = mapped_column(Text)
    trainer_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    trainer_name: Mapped[str] = mapped_column(String(80))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime())
