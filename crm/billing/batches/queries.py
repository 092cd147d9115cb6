"""What can be asked for a batch: the drafts that may be issued together."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from crm.billing.invoices.models import Invoice, InvoiceState
from crm.store.base import db

SHOWN = 200
IS_DRAFT = Invoice.state == InvoiceState.DRAFT


def drafts() -> list[Invoice]:
    """Return the first drafts with their companies, in the order in which they would be issued."""
    statement = select(Invoice).where(IS_DRAFT).options(joinedload(Invoice.company))
    return list(db.session.scalars(statement.order_by(Invoice.id).limit(SHOWN)))


def draft_ids() -> list[int]:
    """Return all drafts by their ids, in the order in which they are issued."""
    return list(db.session.scalars(select(Invoice.id).where(IS_DRAFT).order_by(Invoice.id)))


def draft_count() -> int:
    """Return how many drafts there are."""
    return db.session.scalar(select(func.count()).select_from(Invoice).where(IS_DRAFT)) or 0


def issued_among(ids: Sequence[int]) -> list[Invoice]:
    """Return the first of these invoices that bear a number, with their companies."""
    statement = select(Invoice).where(Invoice.id.in_(ids[:SHOWN]), Invoice.number != "")
    return list(db.session.scalars(statement.options(joinedload(Invoice.company)).order_by(Invoice.id)))
