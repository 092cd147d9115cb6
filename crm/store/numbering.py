"""Gapless numbers, per workspace and series: DEV-2026-0001."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from crm.store.base import db
from crm.store.scoping import Scoped


class Series(Scoped):
    """The last number given in one series, such as FA-2026."""

    __tablename__ = "series"

    name: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(default=0)


def next_number(prefix: str, year: int) -> str:
    """Return the next number of a series; it is given only if the transaction ends well.

    Without gaps as French invoices must be (CGI, annexe II, article 242 nonies A,
    I-7°): the row is locked, and a rollback gives the number back.
    """
    name = f"{prefix}-{year}"
    session = db.session()
    series = session.scalar(select(Series).where(Series.name == name).with_for_update())
    if series is None:
        series = Series(name=name)
        session.add(series)
    series.last += 1
    return f"{name}-{series.last:04d}"
