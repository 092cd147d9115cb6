"""What can be done with accounts: create them, sign in."""

from __future__ import annotations

from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.kernel.errors import N_, Refused
from crm.people.accounts import queries, rules
from crm.people.accounts.models import User
from crm.store.base import db


class LoginTaken(Refused):
    """Two accounts cannot share a login."""

    message = N_("L’identifiant « %(login)s » est déjà pris.")
    field = "login"


class WeakPassword(Refused):
    """A password this short is none."""

    message = N_("Le mot de passe doit compter au moins %(least)s caractères.")
    field = "password"


def create_account(work: Work, *, login: str, display_name: str, password: str, is_administrator: bool = False) -> User:
    """Create an account; the login is kept in lower case."""
    login = login.strip().lower()
    if queries.user_by_login(login) is not None:
        raise LoginTaken(login=login)
    if len(password) < rules.SHORTEST_PASSWORD:
        raise WeakPassword(least=rules.SHORTEST_PASSWORD)
    user = User(
        login=login,
        display_name=display_name.strip(),
        password_hash=rules.hash_password(password),
        is_administrator=is_administrator,
        created_at=work.real_now,
    )
    work.add(user)
    db.session.flush()
    work.record(Activity.ACCOUNT_CREATED, user, login=login, administrator=is_administrator)
    return user


def sign_in(work: Work, user: User, *, succeeded: bool) -> User:
    """Record that somebody signed in to an account, or tried to."""
    with work.acting_as(user.actor):
        work.record(Activity.ACCOUNT_SIGNED_IN if succeeded else Activity.ACCOUNT_SIGN_IN_FAILED, user)
    return user
