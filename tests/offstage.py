"""The stage while a browser is open: each act in a session of its own, as requests have theirs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from crm.activity.chain import Json
from crm.activity.door import Work
from crm.kernel.actor import Actor
from crm.prospecting.companies.models import Company
from crm.store.base import Base, db
from crm.store.scoping import enter
from tests.builders import Stage

P = ParamSpec("P")
T = TypeVar("T")


class Offstage(Stage):
    """Lina's workspace from outside any session: what it returns is detached, good to be read and passed on."""

    def _play(self, scene: Callable[[], T], *things: object) -> T:
        """Play one scene with these things and close its session."""
        with self.app.app_context():
            enter(self.cast.workspace)
            for thing in things:
                if isinstance(thing, Base) and thing not in db.session:
                    db.session.add(thing)
            return scene()

    def do(self, use_case: Callable[Concatenate[Work, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Perform as Lina."""
        return self._play(lambda: super(Offstage, self).do(use_case, *args, **kwargs), *args)

    def do_as(
        self, actor: str | Actor, use_case: Callable[Concatenate[Work, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Perform as somebody else."""
        return self._play(lambda: super(Offstage, self).do_as(actor, use_case, *args, **kwargs), *args)

    @property
    def petit(self) -> Company:
        """Boulangerie Petit."""
        return self._play(lambda: super(Offstage, self).petit)

    def records(self, word: str | None = None) -> list[dict[str, Json]]:
        """Return the sealed facts of the workspace, oldest first."""
        return self._play(lambda: super(Offstage, self).records(word))
