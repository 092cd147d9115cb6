"""What can be asked about accounts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import func, select

from crm.activity.models import ActivityRecord
from crm.activity.vocabulary import Activity
from crm.people.accounts.models import User
from crm.store.base import db

WINDOW = timedelta(minutes=15)


def user_by_id(user_id: int) -> User | None:
    """Return an account."""
    return db.session.get(User, user_id)


def user_of_session(kept: str) -> User | None:
    """Return the account that a session belongs to, if it may still be used and its password is still the same."""
    number, _, _ = kept.partition("-")
    user = user_by_id(int(number)) if number.isdecimal() else None
    return user if user is not None and user.active and user.get_id() == kept else None


def user_by_login(login: str) -> User | None:
    """Return the account of a login, whatever its case."""
    return db.session.scalar(select(User).where(User.login == login.strip().lower()))


def logins_taken(logins: Iterable[str]) -> set[str]:
    """Return those logins that are taken."""
    return set(db.session.scalars(select(User.login).where(User.login.in_(list(logins)))))


def users() -> list[User]:
    """Return all accounts by name."""
    return list(db.session.scalars(select(User).order_by(User.display_name)))


def recent_failures(user: User, *, now: datetime) -> int:
    """Return how often signing in failed in the last quarter of an hour."""
    statement = (
        select(func.count())
        .select_from(ActivityRecord)
        .where(
            ActivityRecord.workspace_id == 0,
            ActivityRecord.activity == Activity.ACCOUNT_SIGN_IN_FAILED.word,
            ActivityRecord.actor_id == user.id,
            ActivityRecord.recorded_at > now - WINDOW,
        )
        .execution_options(every_workspace=True)
    )
    return db.session.scalar(statement) or 0
