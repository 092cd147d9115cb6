"""Filters kept under a name, and changes made to many records at once."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from crm.activity.chain import Json
from crm.kernel.choices import Labelled
from crm.kernel.errors import N_
from crm.store.scoping import Versioned
from crm.store.types import EnumColumn, JsonColumn, UtcDateTime


class Segment(Versioned):
    """A filter under a name: a segment of the workspace when shared, else one person's view.

    `expression` is what `rules.parsing` reads.
    """

    __tablename__ = "segments"
    kind: ClassVar[str] = "segment"

    name: Mapped[str] = mapped_column(String(80))
    expression: Mapped[str] = mapped_column(Text)
    shared: Mapped[bool] = mapped_column(default=True)
    owner_id: Mapped[int | None] = mapped_column(default=None)
    owner_name: Mapped[str] = mapped_column(String(120), default="")
    defined_on: Mapped[date]

    @property
    def label(self) -> str:
        """What records call it."""
        return self.name


class Deed(Labelled):
    """What can be done to many records at once."""

    TAG = "tag", N_("Ajouter une étiquette")
    UNTAG = "untag", N_("Retirer une étiquette")
    OWNER = "owner", N_("Confier à un responsable")
    NEXT_STEP = "next_step", N_("Prévoir une prochaine action")


class BulkChange(Versioned):
    """One change made to many records, with what each said before, so that it can be undone.

    `before` is {company id: what it was}: the tags or the owner as text; for a
    next step {"made": qualification id, "was": id of the one in force or None}.
    """

    __tablename__ = "bulk_changes"
    kind: ClassVar[str] = "bulk_change"

    deed: Mapped[Deed] = mapped_column(EnumColumn(Deed))
    value: Mapped[str] = mapped_column(String(200))
    expression: Mapped[str] = mapped_column(Text, default="")
    before: Mapped[dict[str, Json]] = mapped_column(JsonColumn)
    done_at: Mapped[datetime] = mapped_column(UtcDateTime())
    done_by: Mapped[str] = mapped_column(String(120), default="")
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime(), default=None)

    @property
    def label(self) -> str:
        """What was done to how many records."""
        return f"{self.value} ({len(self.before)})"

    @property
    def stands(self) -> bool:
        """Whether it was not undone."""
        return self.undone_at is None
