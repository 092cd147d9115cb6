"""What the judge knows of each workspace, kept in memory and fed with the new records only."""

from __future__ import annotations

import hashlib
from collections import OrderedDict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from threading import Lock, RLock
from typing import NamedTuple
from weakref import WeakValueDictionary

from sqlalchemy import and_, or_, select

from crm.activity.chain import START
from crm.activity.models import ActivityRecord, ChainHead
from crm.config import ROOT
from crm.people.workspaces.models import Exercise, Workspace
from crm.store.base import db
from crm.training.frameworks.queries import UnknownFramework, load_framework
from crm.training.frameworks.rules.facts import Fact, fact_from_text
from crm.training.frameworks.rules.framework import Framework
from crm.training.frameworks.rules.judge import OPENED, Judge, by_competency
from crm.training.frameworks.rules.verdicts import CompetencyVerdict, CriterionVerdict
from crm.training.review.rules import Act, Tally, act_of

FRAMEWORKS = ROOT / "seed_data" / "frameworks"
MOST_KEPT = 250
RECENT = 12
BATCH = 500


class NotTheSameChain(RuntimeError):
    """The chain no longer holds what was read from it: a backup was put back."""


class Row(NamedTuple):
    """What is read of a record."""

    workspace_id: int
    position: int
    text: str
    seal: str


@dataclass(frozen=True)
class Finding:
    """What the records of a workspace show at a place of its chain.

    `now` is the simulated instant at which it was judged; `subject` is the
    person whose evidence it is, None for the whole team.
    """

    framework: Framework
    position: int
    seal: str
    chain: str
    now: datetime
    subject: int | None
    criteria: tuple[CriterionVerdict, ...]

    @property
    def competencies(self) -> tuple[CompetencyVerdict, ...]:
        """The findings by competency, in the order of the framework."""
        return by_competency(self.framework, self.criteria)

    def criterion(self, code: str) -> CriterionVerdict | None:
        """Return the finding on one criterion."""
        return next((each for each in self.criteria if each.code == code), None)


class Watch:
    """One workspace under the judge's eye: what was read so far, and where reading goes on."""

    def __init__(self, workspace_id: int, chain: str, framework: Framework) -> None:
        """Begin before the first record."""
        self.lock = RLock()
        self.workspace_id, self.chain, self.framework = workspace_id, chain, framework
        self.judge = Judge(framework)
        self.position, self.seal = 0, START
        self.last_at: datetime | None = None
        self.tallies: dict[int, Tally] = {}
        self.recent: deque[Act] = deque(maxlen=RECENT)
        self._found: dict[tuple[int | None, str, datetime], tuple[CriterionVerdict, ...]] = {}

    def take(self, row: Row) -> None:
        """Read the next record; one that was read already must be the same."""
        if row.position < self.position:
            return
        if row.position == self.position:
            if row.seal != self.seal:
                raise NotTheSameChain(row.workspace_id)
            return
        fact = _fact(row.text, self.chain)
        self.judge.feed(fact)
        self._count(fact)
        self.position, self.seal, self.last_at = row.position, row.seal, fact.happened_at
        self._found.clear()

    def _count(self, fact: Fact) -> None:
        """Count a person's act; what lies before the exercise is nobody's."""
        if fact.word == OPENED:
            self.tallies, self.recent = {}, deque(maxlen=RECENT)
        act = act_of(fact, self.workspace_id)
        if act is not None:
            self.tallies.setdefault(act.person, Tally()).add(act)
            self.recent.append(act)

    def recent_acts(self) -> tuple[Act, ...]:
        """Return the last acts of persons, oldest first."""
        with self.lock:
            return tuple(self.recent)

    def finding(self, opened_at: datetime, *, subject: int | None, language: str = "fr") -> Finding:
        """Judge as of now: the workspace's day, or its last record if that is later."""
        with self.lock:
            now = max(opened_at, self.last_at or opened_at)
            key = (subject, language, now)
            if key not in self._found:
                self._found[key] = self.judge.verdicts(now, subject=subject, language=language)
            return Finding(self.framework, self.position, self.seal, self.chain, now, subject, self._found[key])


# The copies of a seeded world share its past: the same record but for the chain's name is read and held once.
FACTS: WeakValueDictionary[bytes, Fact] = WeakValueDictionary()


def _fact(text: str, chain: str) -> Fact:
    """Read a record's text, or find that another workspace holds the same."""
    key = hashlib.sha256(text.replace(chain, "", 1).encode()).digest()
    fact = FACTS.get(key)
    if fact is None:
        fact = FACTS[key] = fact_from_text(text)
    return fact


WATCHES: OrderedDict[tuple[int, str, str, str], Watch] = OrderedDict()
KEEPING = Lock()


def watches(workspaces: Sequence[Workspace], *, wanted: str = "") -> dict[int, Watch]:
    """Return the watches of workspaces, up to date: two statements, however many there are.

    `wanted` is the framework asked for, the first of each exercise if it is
    not one of its own. A workspace whose framework is not there has none.
    """
    known = {each.id: framework for each in workspaces if (framework := framework_of(each, wanted=wanted))}
    heads = _heads(known)
    try:
        return _up_to_date(known, heads)
    except NotTheSameChain:
        with KEEPING:
            for key in [key for key in WATCHES if key[0] in known]:
                del WATCHES[key]
        return _up_to_date(known, heads)


def watch(workspace: Workspace, *, wanted: str = "") -> Watch | None:
    """Return one workspace's watch, up to date."""
    return watches([workspace], wanted=wanted).get(workspace.id)


def framework_of(workspace: Workspace, *, wanted: str = "") -> Framework | None:
    """Return a framework of a workspace's exercise: the one asked for, else the first; None without an exercise."""
    return framework_in(workspace.exercise, wanted=wanted) if workspace.exercise else None


def framework_in(exercise: Exercise, *, wanted: str = "") -> Framework | None:
    """Return a framework of an exercise: the one asked for if it is one of its own, else the first."""
    return framework_named(wanted if wanted in exercise.frameworks else exercise.framework)


def framework_named(framework_id: str) -> Framework | None:
    """Return a framework by its id; a file that changed is read again."""
    file = FRAMEWORKS / f"{framework_id}.toml"
    if not file.is_file():
        return None
    return _read(FRAMEWORKS, framework_id, file.stat().st_mtime_ns)


@lru_cache(maxsize=16)
def _read(folder: Path, framework_id: str, changed: int) -> Framework | None:
    """Read a framework once for each state of its file."""
    try:
        return load_framework(framework_id, folder=folder)
    except UnknownFramework:
        return None


class _Head(NamedTuple):
    """Where a chain ends."""

    workspace_id: int
    key: str
    position: int
    seal: str


def _heads(ids: Iterable[int]) -> dict[int, _Head]:
    """Return where chains end, by workspace."""
    columns = (ChainHead.workspace_id, ChainHead.key, ChainHead.position, ChainHead.seal)
    rows = db.session.execute(select(*columns).where(ChainHead.workspace_id.in_(list(ids))))
    return {row[0]: _Head(*row) for row in rows}


def _up_to_date(known: Mapping[int, Framework], heads: Mapping[int, _Head]) -> dict[int, Watch]:
    """Return the watches after feeding them what is new."""
    found = {number: _kept(heads[number], framework) for number, framework in known.items() if number in heads}
    behind = {number: each for number, each in found.items() if _lags(each, heads[number])}
    if behind:
        for number, rows in groupby(_new_rows(behind.values()), key=lambda row: row.workspace_id):
            one = behind[number]
            with one.lock:
                for row in rows:
                    one.take(row)
        for number, each in behind.items():
            if each.position < heads[number].position:
                raise NotTheSameChain(number)
    return found


def _lags(one: Watch, head: _Head) -> bool:
    """Tell whether there is something to read, or something else than what was read."""
    return one.position < head.position or (one.position == head.position and one.seal != head.seal)


def _kept(head: _Head, framework: Framework) -> Watch:
    """Return the kept watch of a chain, or a new one; the least used go when there are too many.

    One that has read beyond the end begins anew: an older backup may have been put back.
    """
    key = (head.workspace_id, head.key, framework.id, framework.version)
    with KEEPING:
        one = WATCHES.pop(key, None)
        if one is None or one.framework is not framework or one.position > head.position:
            one = Watch(head.workspace_id, head.key, framework)
        WATCHES[key] = one
        while len(WATCHES) > MOST_KEPT:
            WATCHES.popitem(last=False)
    return one


def _new_rows(behind: Iterable[Watch]) -> Iterable[Row]:
    """Yield the records not read yet, each chain from the last one read (to see that it is the same)."""
    mine = [
        and_(ActivityRecord.workspace_id == each.workspace_id, ActivityRecord.position >= each.position)
        for each in behind
    ]
    columns = (ActivityRecord.workspace_id, ActivityRecord.position, ActivityRecord.text, ActivityRecord.seal)
    statement = select(*columns).where(or_(*mine)).order_by(ActivityRecord.workspace_id, ActivityRecord.position)
    options = {"every_workspace": True, "yield_per": BATCH}
    for row in db.session.execute(statement, execution_options=options):
        yield Row(*row)
