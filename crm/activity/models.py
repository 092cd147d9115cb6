"""Records, what they are about, and the head of each chain; records are append-only."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from sqlalchemy import ForeignKeyConstraint, Index, String, Table, Text
from sqlalchemy.orm import Mapped, mapped_column

from crm.kernel.actor import ActorKind, Assistance
from crm.store.base import Base
from crm.store.scoping import Scoped
from crm.store.types import EnumColumn, UtcDateTime


class ChainHead(Base):
    """The end of a workspace's chain, kept apart from the records; workspace 0 is the house.

    Its row is the lock on which the writers of a workspace queue, and the
    counter from which the workspace's things take their ids.
    """

    __tablename__ = "chain_heads"

    workspace_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(String(36), unique=True)
    position: Mapped[int] = mapped_column(default=0)
    seal: Mapped[str] = mapped_column(String(64), default="0" * 64)
    next_id: Mapped[int] = mapped_column(default=1)


class ActivityRecord(Scoped):
    """One thing that happened. `text` is what is sealed; the other columns are an index on it."""

    __tablename__ = "activity_records"
    __table_args__ = (Index(None, "workspace_id", "activity", "position"),)

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    activity: Mapped[str] = mapped_column(String(60))
    actor_kind: Mapped[ActorKind] = mapped_column(EnumColumn(ActorKind))
    actor_id: Mapped[int | None]
    assistance: Mapped[Assistance] = mapped_column(EnumColumn(Assistance))
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime())
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime())
    text: Mapped[str] = mapped_column(Text)
    seal: Mapped[str] = mapped_column(String(64))


class ActivityLink(Scoped):
    """A record is about this thing."""

    __tablename__ = "activity_links"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "position"], ["activity_records.workspace_id", "activity_records.position"]
        ),
        Index(None, "workspace_id", "kind", "object_id", "position"),
    )

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    object_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


RECORDS = cast(Table, ActivityRecord.__table__)
LINKS = cast(Table, ActivityLink.__table__)


class Submission(Scoped):
    """A form already carried out: sending it twice gives the first answer again."""

    __tablename__ = "submissions"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str | None] = mapped_column(String(40))
    object_id: Mapped[int | None]


HEADS = cast(Table, ChainHead.__table__)
SUBMISSIONS = cast(Table, Submission.__table__)
