"""Accounts: a name to show, a login, a password nobody can read."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import ClassVar

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from crm.kernel.actor import Actor, ActorKind
from crm.store.base import Base
from crm.store.types import UtcDateTime


class User(Base):
    """A person who can sign in; learners may be a pseudonym and a code."""

    __tablename__ = "users"
    kind: ClassVar[str] = "user"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    login: Mapped[str] = mapped_column(String(80), unique=True)
    display_name: Mapped[str] = mapped_column(String(80))
    password_hash: Mapped[str] = mapped_column(String(200))
    is_administrator: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())

    @property
    def label(self) -> str:
        """What records call the person."""
        return self.display_name

    @property
    def initials(self) -> str:
        """Two letters for the avatar."""
        words = [word for word in self.display_name.replace("-", " ").split() if word not in {"Mme", "M."}]
        return "".join(word[0] for word in words[:2]).upper() or "?"

    @property
    def actor(self) -> Actor:
        """The person as an actor."""
        return Actor(ActorKind.PERSON, self.display_name, self.id)

    @property
    def is_authenticated(self) -> bool:
        """A loaded account is a person who signed in."""
        return True

    @property
    def is_active(self) -> bool:
        """Whether the account may still be used."""
        return self.active

    @property
    def is_anonymous(self) -> bool:
        """An account is never anonymous."""
        return False

    def get_id(self) -> str:
        """Return what the session keeps: a new password or code ends the sessions begun with the old one."""
        return f"{self.id}-{hashlib.sha256(self.password_hash.encode()).hexdigest()[:16]}"
