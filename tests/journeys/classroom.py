"""A class of two in the seeded world: scripts played in their workspaces, and what the records show of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from flask import Flask
from sqlalchemy import select

from crm.activity.door import PROCEDURES, House, Work
from crm.activity.models import ActivityRecord
from crm.config import ROOT
from crm.people.accounts.use_cases import create_account
from crm.people.workspaces import queries as workspaces
from crm.people.workspaces.models import Mode, Workspace
from crm.people.workspaces.use_cases import create_cohort, create_exercise, open_workspace
from crm.store.base import db
from crm.store.scoping import HOUSE_WORKSPACE, enter
from crm.training.frameworks.queries import load_framework
from crm.training.frameworks.rules.facts import fact_from_text
from crm.training.frameworks.rules.judge import judge
from crm.training.frameworks.rules.verdicts import Counts
from crm.training.playback.rules import read_script
from crm.training.playback.use_cases import Played, play_script
from tests.client import PASSWORD

SCENARIO, FRAMEWORK, SELLING, SCHOOL = "nordbureau", "TP-AC-2020", "TP-CC-2017", "BP-VENTE"
PLAYS = ROOT / "seed_data" / "scenarios" / SCENARIO / "plays"
LEARNERS = {"lina": "Lina", "karim": "Karim"}
SEED = 2026
JUDGED = ("CP1.1", "CP1.2", "CP1.3", "CP1.4", "CP1.5", "CP4.1", "CP4.2", "CP4.3")
SUPPLY_CHAIN = ("CP2.1", "CP2.2", "CP2.3")
FRAMEWORKS = ROOT / "seed_data" / "frameworks"


@dataclass(frozen=True)
class Shown:
    """What somebody did, word by word, and what it shows by criterion: equal where the same was done.

    `selling` is what it shows by each criterion of the framework of sellers, `school` by each item of the one of pupils.
    """

    words: list[str]
    counts: dict[str, Counts]
    selling: dict[str, Counts]
    school: dict[str, Counts]


# By script: the same in every fresh workspace of the seeded world, so that it is played once for all journeys.
SHOWN: dict[str, Shown] = {}


def seat_two_learners(work: Work) -> None:
    """Create the class, its exercise and a workspace for each learner."""
    exercise = create_exercise(
        work,
        create_cohort(work, name="AC-2026"),
        title="Semaine de l’administration des ventes",
        scenario=SCENARIO,
        framework=FRAMEWORK,
        mode=Mode.TRAINING,
        seed=SEED,
        procedures=dict(PROCEDURES),
    )
    for login, name in LEARNERS.items():
        user = create_account(work, login=login, display_name=name, password=PASSWORD)
        open_workspace(work, exercise, name=name, members=[user])


@dataclass
class Classroom:
    """The class on the first morning."""

    app: Flask
    ends: dict[str, Played] = field(default_factory=dict)

    @property
    def house(self) -> House:
        """The running house."""
        found = self.app.extensions["house"]
        assert isinstance(found, House)
        return found

    @cached_property
    def workspaces(self) -> Mapping[str, int]:
        """The number of each learner's workspace."""
        with self.app.app_context():
            enter(HOUSE_WORKSPACE)
            numbers = {each.name: each.id for each in workspaces.all_workspaces()}
        return {login: numbers[name] for login, name in LEARNERS.items()}

    def play(self, name: str, login: str = "lina") -> Played:
        """Play a script of the scenario in a learner's workspace."""
        with self.app.app_context():
            self.ends[login] = play_script(self.house, self._enter(login), read_script(PLAYS / f"{name}.toml"))
        return self.ends[login]

    def counts(self, login: str = "lina", codes: tuple[str, ...] = JUDGED) -> dict[str, Counts]:
        """Return what a learner's records show, by criterion, judged from the records alone."""
        (found,) = self._judged(login, FRAMEWORK)
        return {code: found[code] for code in codes}

    def _judged(self, login: str, *names: str) -> list[dict[str, Counts]]:
        """Return what a learner's records show by each of some frameworks; the records are read once."""
        with self.app.app_context():
            now = self._enter(login).now
            facts = [fact_from_text(text) for text in self._texts()]
        found = [judge(load_framework(each, folder=FRAMEWORKS), facts, now) for each in names]
        return [{each.code: each.counts for each in verdicts} for verdicts in found]

    def shown(self, login: str = "lina") -> Shown:
        """Return what a learner did and what it shows."""
        counts, selling, school = self._judged(login, FRAMEWORK, SELLING, SCHOOL)
        return Shown(self.words(login), {code: counts[code] for code in (*JUDGED, *SUPPLY_CHAIN)}, selling, school)

    def shown_by(self, script: str, login: str = "karim") -> Shown:
        """Return what a script does and shows, played in a learner's fresh workspace unless that is known."""
        if script not in SHOWN:
            assert login not in self.ends, "a script was played there before"
            self.play(script, login)
            SHOWN[script] = self.shown(login)
        return SHOWN[script]

    def digest(self, login: str = "lina") -> str:
        """Return a fingerprint of all that happened: whose workspace it is, and when it was really, left out."""
        with self.app.app_context():
            self._enter(login)
            told = [_told(json.loads(text)) for text in self._texts()]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()

    def words(self, login: str = "lina") -> list[str]:
        """Return the words of what persons did since the exercise began, in their order; scripts close no days."""
        with self.app.app_context():
            self._enter(login)
            facts = [json.loads(text) for text in self._texts()]
        acts = [fact["activity"] for fact in facts if fact["actor"]["kind"] == "person"]
        return [each for each in acts if each != "day.closed"]

    def instants(self, login: str = "lina") -> list[str]:
        """Return the simulated instants of a learner's records in the order of the chain."""
        with self.app.app_context():
            self._enter(login)
            return [json.loads(text)["happened_at"] for text in self._texts()]

    def _enter(self, login: str) -> Workspace:
        """Enter a learner's workspace."""
        enter(self.workspaces[login])
        found = workspaces.workspace_by_id(self.workspaces[login])
        assert found is not None
        return found

    def _texts(self) -> list[str]:
        """Return the sealed texts of the workspace in their order."""
        return list(db.session.scalars(select(ActivityRecord.text).order_by(ActivityRecord.position)))


def _told(fact: dict[str, object]) -> list[object]:
    """Return what a record tells of the simulated world."""
    actor, about = fact["actor"], fact["about"]
    assert isinstance(actor, dict)
    assert isinstance(about, list)
    things = [[each["kind"], each["id"], each["label"]] for each in about if each["kind"] != Workspace.kind]
    return [fact["activity"], actor["kind"], fact["happened_at"], things, fact["details"]]
