"""Dossiers in the making: two threads, and a folder for each job so that a restart forgets nothing."""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from threading import Lock
from uuid import uuid4

from flask import Flask

from crm.activity.door import House, perform
from crm.config import Settings
from crm.kernel.actor import Actor
from crm.people.accounts import queries as accounts
from crm.people.workspaces import queries as workspaces
from crm.store.scoping import enter
from crm.training.frameworks.rules.framework import Competency, Framework
from crm.training.review import use_cases
from crm.training.review.export.bundle import BrokenChain
from crm.training.review.export.dossier import STEPS, Made, Progress, make_dossier
from crm.training.review.queries.judging import framework_of

LOG = logging.getLogger(__name__)
FOLDER, STATE, ARCHIVE = "dossiers", "state.json", "dossier.zip"
SILENCE = timedelta(minutes=3)
KEPT_FOR = timedelta(days=7)
ID_LENGTH = 32
RUNNING, DONE, FAILED, BROKEN, INTERRUPTED = "running", "done", "failed", "broken", "interrupted"
SERVER = uuid4().hex
_futures: dict[str, Future[None]] = {}
_starting = Lock()


class NothingToExport(LookupError):
    """The workspace has no framework, or the learner is not there any more."""


@dataclass(frozen=True)
class Job:
    """One dossier asked for. `status` is running, done, failed, broken (chain) or interrupted; instants are real."""

    id: str
    workspace_id: int
    learner_id: int
    asked_by: int
    codes: tuple[str, ...]
    asked_at: str
    beat_at: str
    server: str = SERVER
    status: str = RUNNING
    step: int = 0
    file_name: str = ""
    manifest_sha256: str = ""
    position: int = 0

    @property
    def steps(self) -> int:
        """How many steps there are."""
        return len(STEPS)

    @property
    def step_label(self) -> str:
        """What is being done."""
        return STEPS[min(self.step, len(STEPS) - 1)]


def job_id(*, asked_by: int, workspace_id: int, submission: str) -> str:
    """Return the id of the job that a form asks for: the same form sent twice asks for the same job."""
    return hashlib.sha256(f"{asked_by}|{workspace_id}|{submission}".encode()).hexdigest()[:ID_LENGTH]


def start(app: Flask, wanted: Job) -> Job:
    """Begin a job, unless it is there already."""
    settings: Settings = app.extensions["settings"]
    with _starting:
        known = _load(_folder(settings, wanted.id))
        if known is not None:
            return known
        _save(settings, wanted)
        _futures[wanted.id] = _pool().submit(_carry_out, app, wanted)
    return wanted


def find(settings: Settings, house: House, wanted: str) -> Job | None:
    """Return a job as it stands; one that its server no longer works on is interrupted."""
    job = _load(_folder(settings, wanted)) if wanted.isalnum() and len(wanted) == ID_LENGTH else None
    if job is None or job.status != RUNNING:
        return job
    silent = house.clock.now() - datetime.fromisoformat(job.beat_at) > SILENCE
    mine = job.server == SERVER
    if (mine and job.id not in _futures) or (not mine and silent):
        return replace(job, status=INTERRUPTED)
    return job


def archive_of(settings: Settings, job: Job) -> Path:
    """Return where a finished job's archive lies."""
    return _folder(settings, job.id) / ARCHIVE


def wait_for(job: Job, *, seconds: float = 60) -> None:
    """Wait until a job of this process has ended, well or not."""
    future = _futures.get(job.id)
    if future is not None:
        future.result(timeout=seconds)


def sweep(settings: Settings, house: House) -> None:
    """Remove the jobs of last week: a dossier is made anew at any time."""
    for folder in sorted((settings.data_dir / FOLDER).glob("*")):
        job = _load(folder)
        if job is None or house.clock.now() - datetime.fromisoformat(job.asked_at) > KEPT_FOR:
            shutil.rmtree(folder, ignore_errors=True)


@cache
def _pool() -> ThreadPoolExecutor:
    """Return the threads: two, so that a class exported at once leaves the pages their share."""
    return ThreadPoolExecutor(2, thread_name_prefix="dossiers")


def _folder(settings: Settings, wanted: str) -> Path:
    """Return a job's folder."""
    return settings.data_dir / FOLDER / wanted


def _load(folder: Path) -> Job | None:
    """Read a job, or None."""
    try:
        facts = json.loads((folder / STATE).read_text("utf-8"))
        return Job(**facts | {"codes": tuple(facts["codes"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _save(settings: Settings, job: Job) -> None:
    """Write a job down at once or not at all."""
    folder = _folder(settings, job.id)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _write(folder / STATE, json.dumps(asdict(job)).encode())


def _write(path: Path, data: bytes) -> None:
    """Put a file in its place when it is whole."""
    fresh = path.with_suffix(".new")
    fresh.write_bytes(data)
    fresh.replace(path)


def _carry_out(app: Flask, wanted: Job) -> None:
    """Make the dossier in a thread; whatever happens is written down."""
    settings: Settings = app.extensions["settings"]
    house: House = app.extensions["house"]
    job = wanted

    def progress(step: int) -> None:
        nonlocal job
        job = replace(job, step=step, beat_at=house.clock.now().isoformat())
        _save(settings, job)

    try:
        made = _made(app, job, progress)
        _write(archive_of(settings, job), made.archive)
        job = replace(
            job,
            status=DONE,
            step=len(STEPS),
            file_name=made.file_name,
            manifest_sha256=made.manifest_sha256,
            position=made.position,
        )
    except BrokenChain:
        LOG.exception("dossier %s: the chain of workspace %s is broken", job.id, job.workspace_id)
        job = replace(job, status=BROKEN)
    except Exception:
        LOG.exception("dossier %s", job.id)
        job = replace(job, status=FAILED)
    finally:
        with suppress(OSError):
            _save(settings, job)
        _futures.pop(job.id, None)


def _made(app: Flask, job: Job, progress: Progress) -> Made:
    """Make the dossier in a context of its own, as the person who asked for it."""
    with app.app_context():
        enter(job.workspace_id)
        asker = accounts.user_by_id(job.asked_by)
        if asker is None:
            raise NothingToExport(job.id)
        return export_now(
            app.extensions["settings"],
            app.extensions["house"],
            workspace_id=job.workspace_id,
            learner_id=job.learner_id,
            codes=job.codes,
            actor=asker.actor,
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
    progress: Progress = lambda step: None,
) -> Made:
    """Make a dossier and record that it was exported; the session stands in the workspace or nowhere yet.

    Raises `NothingToExport` if the workspace, its framework, the learner or
    the competencies are not there, and `BrokenChain`.
    """
    enter(workspace_id)
    workspace, learner = workspaces.workspace_by_id(workspace_id), accounts.user_by_id(learner_id)
    framework = framework_of(workspace) if workspace else None
    if workspace is None or learner is None or framework is None:
        raise NothingToExport(workspace_id)
    competencies = _competencies(framework, codes)
    if not competencies:
        raise NothingToExport(*codes)
    now = house.clock.now()
    made = make_dossier(workspace, learner, framework, competencies, settings=settings, made_at=now, progress=progress)
    perform(
        workspaces.standing_in(house, workspace, actor=actor),
        use_cases.note_export,
        workspace,
        learner,
        codes=[each.code for each in competencies],
        manifest_sha256=made.manifest_sha256,
        position=made.position,
    )
    return made


def _competencies(framework: Framework, codes: Sequence[str]) -> list[Competency]:
    """Return competencies by code, in the order of the framework."""
    return [each for each in framework.competencies if each.code in codes]
