"""The opinions that trainers have given, and who has looked."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from crm.activity.models import ActivityLink, ActivityRecord
from crm.activity.vocabulary import Activity
from crm.store.base import db
from crm.store.scoping import HOUSE_WORKSPACE
from crm.training.review.models import Opinion

LAST_VIEWS = 10


def opinions_on(learner_id: int, *, framework: str, codes: Iterable[str] | None = None) -> list[Opinion]:
    """Return the opinions on a learner, newest first; only on some competencies or criteria if told."""
    statement = select(Opinion).where(Opinion.learner_id == learner_id, Opinion.framework == framework)
    if codes is not None:
        statement = statement.where(Opinion.code.in_(list(codes)))
    return list(db.session.scalars(statement.order_by(Opinion.id.desc())))


def latest_by_code(opinions: Iterable[Opinion]) -> dict[str, Opinion]:
    """Return the last opinion on each code, from a list that begins with the newest."""
    found: dict[str, Opinion] = {}
    for opinion in opinions:
        found.setdefault(opinion.code, opinion)
    return found


def last_views(workspace_id: int) -> list[ActivityRecord]:
    """Return the last views of a workspace's evidence by assessors, newest first; they stand on the house's chain."""
    statement = (
        select(ActivityRecord)
        .join(
            ActivityLink,
            (ActivityLink.workspace_id == ActivityRecord.workspace_id)
            & (ActivityLink.position == ActivityRecord.position),
        )
        .where(
            ActivityRecord.workspace_id == HOUSE_WORKSPACE,
            ActivityRecord.activity == Activity.REVIEW_VIEWED.word,
            ActivityLink.kind == "workspace",
            ActivityLink.object_id == workspace_id,
        )
        .order_by(ActivityRecord.position.desc())
        .limit(LAST_VIEWS)
        .execution_options(every_workspace=True)
    )
    return list(db.session.scalars(statement))
