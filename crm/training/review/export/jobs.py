"""Dossiers in the making: two at a time, each step noted."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from flask import Flask

from crm.activity.door import House, perform
from crm.config import Settings
from crm.kernel.actor import Actor
from crm.people.accounts import queries as accounts
from crm.people.jobs import DONE, Job, Jobs, stand
from crm.people.workspaces import queries as workspaces
from crm.store.scoping import enter
from crm.training.frameworks.rules.framework import Competency, Framework
from crm.training.review import use_cases
from crm.training.review.export.bundle import BrokenChain
from crm.training.review.export.dossier import STEPS, Made, Progress, make_dossier
from crm.training.review.queries.judging import framework_of

LOG = logging.getLogger(__name__)
ARCHIVE = "dossier.zip"
BROKEN = "broken"


class NothingToExport(LookupError):
    """The workspace has no framework, or the learner is not there any more."""


@dataclass(frozen=True, kw_only=True)
class Dossier(Job):
    """One dossier asked for; its status may also be broken: the chain is."""

    learner_id: int
    codes: tuple[str, ...]
    framework: str = ""
    file_name: str = ""
    manifest_sha256: str = ""
    position: int = 0

    @property
    def whole(self) -> int:
        """How many steps there are."""
        return len(STEPS)

    @property
    def step_label(self) -> str:
        """What is being done."""
        return STEPS[min(self.done, len(STEPS) - 1)]


def archive_of(app: Flask, dossier: Dossier) -> Path:
    """Return where a finished dossier's archive lies."""
    return DOSSIERS.folder(app, dossier) / ARCHIVE


def make(app: Flask, wanted: Dossier) -> Dossier:
    """Make a dossier and keep its archive; on a broken chain none is made."""
    dossier = wanted

    def progress(step: int) -> None:
        nonlocal dossier
        dossier = DOSSIERS.note(app, replace(dossier, done=step))

    try:
        made = _made(app, wanted, progress)
    except BrokenChain:
        LOG.exception("dossier %s: the chain of workspace %s is broken", wanted.id, wanted.workspace_id)
        return replace(dossier, status=BROKEN)
    DOSSIERS.keep(app, dossier, ARCHIVE, made.archive)
    return replace(
        dossier,
        status=DONE,
        done=len(STEPS),
        file_name=made.file_name,
        manifest_sha256=made.manifest_sha256,
        position=made.position,
    )


DOSSIERS = Jobs(Dossier, folder="dossiers", carry_out=make, threads=2)


def _made(app: Flask, wanted: Dossier, progress: Progress) -> Made:
    """Make the dossier in a context of its own, as the person who asked for it."""
    with app.app_context():
        return export_now(
            app.extensions["settings"],
            app.extensions["house"],
            workspace_id=wanted.workspace_id,
            learner_id=wanted.learner_id,
            codes=wanted.codes,
            framework=wanted.framework,
            actor=stand(app, wanted).actor,
            progress=progress,
        )


def export_now(
    settings: Settings,
    house: House,
    *,
    workspace_id: int,
    learner_id: int,
    codes: Sequence[str],
    actor: Actor,
    framework: str = "",
    progress: Progress = lambda step: None,
) -> Made:
    """Make a dossier and record that it was exported; the session stands in the workspace or nowhere yet.

    Its findings are those of the framework named, the exercise's first one
    if none is. Raises `NothingToExport` if the workspace, its framework, the learner or
    the competencies are not there, and `BrokenChain`.
    """
    enter(workspace_id)
    workspace, learner = workspaces.workspace_by_id(workspace_id), accounts.user_by_id(learner_id)
    judged_by = framework_of(workspace, wanted=framework) if workspace else None
    if workspace is None or learner is None or judged_by is None:
        raise NothingToExport(workspace_id)
    competencies = _competencies(judged_by, codes)
    if not competencies:
        raise NothingToExport(*codes)
    now = house.clock.now()
    made = make_dossier(workspace, learner, judged_by, competencies, settings=settings, made_at=now, progress=progress)
    perform(
        workspaces.standing_in(house, workspace, actor=actor),
        use_cases.note_export,
        workspace,
        learner,
        framework=judged_by.id,
        codes=[each.code for each in competencies],
        manifest_sha256=made.manifest_sha256,
        position=made.position,
    )
    return made


def _competencies(framework: Framework, codes: Sequence[str]) -> list[Competency]:
    """Return competencies by code, in the order of the framework."""
    return [each for each in framework.competencies if each.code in codes]
