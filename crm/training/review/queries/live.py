"""A class at work, as its trainer sees it: who does what, how far each competency has come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from crm.kernel.clock import local_date
from crm.people.workspaces.models import Exercise, Membership, Workspace
from crm.training.frameworks.rules.framework import Competency, Framework
from crm.training.frameworks.rules.verdicts import CompetencyVerdict
from crm.training.review.queries.judging import Watch, framework_in, watches
from crm.training.review.rules import Act, Presence, Tally, presence

JOURNAL = 12


@dataclass(frozen=True)
class LiveRow:
    """One learner at work; `today` is the simulated day, the acts of the day are of the real one."""

    name: str
    user_id: int
    workspace_id: int
    workspace: str
    today: date
    acts_today: int
    acts: int
    last: Act | None
    presence: Presence
    competencies: tuple[CompetencyVerdict, ...]


@dataclass(frozen=True)
class LiveClass:
    """A class in one of its exercises."""

    framework: Framework | None
    columns: tuple[Competency, ...]
    rows: tuple[LiveRow, ...]
    journal: tuple[Act, ...]

    @property
    def presences(self) -> Counter[Presence]:
        """How many learners are at work in which way."""
        return Counter(row.presence for row in self.rows)

    @property
    def acts_today(self) -> int:
        """How much was done on the real day."""
        return sum(row.acts_today for row in self.rows)

    @property
    def violated(self) -> int:
        """On how many occasions somebody did otherwise than the rules say."""
        return sum(each.counts.violated for row in self.rows for each in row.competencies)


def judged_competencies(framework: Framework | None) -> tuple[Competency, ...]:
    """Return the competencies on which the records have something to say."""
    if framework is None:
        return ()
    return tuple(each for each in framework.competencies if any(one.rule.text for one in each.criteria))


def live_class(exercise: Exercise, members: Sequence[Membership], *, now: datetime, framework: str = "") -> LiveClass:
    """Return a class at work at a real instant, by one framework of its exercise; `members` carry their workspaces."""
    workspaces = {each.workspace_id: each.workspace for each in members}
    seen = watches(list(workspaces.values()), wanted=framework)
    columns = judged_competencies(chosen := framework_in(exercise, wanted=framework))
    rows = tuple(
        _row(each, workspaces[each.workspace_id], seen.get(each.workspace_id), columns, now=now) for each in members
    )
    learners = {(each.workspace_id, each.user_id) for each in members}
    recent = [act for one in seen.values() for act in one.recent_acts()]
    acts = [act for act in recent if (act.workspace_id, act.person) in learners]
    journal = sorted(acts, key=lambda act: (act.recorded_at, act.position), reverse=True)[:JOURNAL]
    return LiveClass(chosen, columns, rows, tuple(journal))


def _row(
    member: Membership, workspace: Workspace, seen: Watch | None, columns: Sequence[Competency], *, now: datetime
) -> LiveRow:
    """Return one learner's line."""
    tally = seen.tallies.get(member.user_id, Tally()) if seen else Tally()
    wanted = {each.code for each in columns}
    found = seen.finding(workspace.now, subject=member.user_id).competencies if seen else ()
    return LiveRow(
        name=member.user.display_name,
        user_id=member.user_id,
        workspace_id=workspace.id,
        workspace=workspace.name,
        today=workspace.today,
        acts_today=tally.on(local_date(now)),
        acts=tally.acts,
        last=tally.last,
        presence=presence(tally.last.recorded_at if tally.last else None, now),
        competencies=tuple(each for each in found if each.code in wanted),
    )
