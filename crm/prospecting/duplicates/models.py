"""Pairs of records that a search found alike, until they are merged or told apart."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.prospecting.likeness import CERTAIN, Reason
from crm.store.scoping import Entity
from crm.store.types import UtcDateTime


class DuplicatePair(Entity):
    """Two records that look alike; no foreign keys, for a merge takes one of them away."""

    __tablename__ = "duplicate_pairs"
    __table_args__ = (
        UniqueConstraint("workspace_id", "first_id", "second_id"),
        Index(None, "workspace_id", "dismissed_at", "score", "id"),
    )
    kind: ClassVar[str] = "duplicate_pair"

    first_id: Mapped[int]
    second_id: Mapped[int]
    score: Mapped[int]
    reasons: Mapped[str] = mapped_column(String(200))
    dismissed_at: Mapped[datetime | None] = mapped_column(UtcDateTime(), default=None)

    @property
    def why(self) -> list[Reason]:
        """The signs, the strongest first."""
        return [Reason(word) for word in self.reasons.split()]

    @property
    def is_certain(self) -> bool:
        """Whether nobody would doubt it."""
        return self.score >= CERTAIN
