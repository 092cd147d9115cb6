"""Batches at work: one thread, a folder for each job so that a restart forgets nothing, a stop between two invoices."""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
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
from crm.billing.batches.use_cases import issue_one
from crm.config import Settings
from crm.kernel.errors import Refused, Stale
from crm.people.accounts import queries as accounts
from crm.people.workspaces import queries as workspaces
from crm.store.scoping import enter

LOG = logging.getLogger(__name__)
FOLDER, STATE, STOP = "batches", "state.json", "stop"
SILENCE = timedelta(minutes=3)
KEPT_FOR = timedelta(days=7)
ID_LENGTH = 32
MOST = 5000
TRIES = 3
RUNNING, DONE, CANCELLED, FAILED, INTERRUPTED = "running", "done", "cancelled", "failed", "interrupted"
SERVER = uuid4().hex
_futures: dict[str, Future[None]] = {}
_starting = Lock()


@dataclass(frozen=True)
class Job:
    """A batch asked for: drafts to be issued in this order. `done` counts those seen, `issued` those that got a number.

    `status` is running, done, cancelled, failed or interrupted; instants are
    real. `refused` are (draft, French message id) pairs, `first` and `last`
    the numbers given.
    """

    id: str
    workspace_id: int
    asked_by: int
    invoice_ids: tuple[int, ...]
    asked_at: str
    beat_at: str
    server: str = SERVER
    status: str = RUNNING
    done: int = 0
    issued: int = 0
    first: str = ""
    last: str = ""
    refused: tuple[tuple[int, str], ...] = ()

    @property
    def whole(self) -> int:
        """How many invoices there are."""
        return len(self.invoice_ids)


def job_id(*, asked_by: int, workspace_id: int, submission: str) -> str:
    """Return the id of the batch that a form asks for: the same form sent twice asks for the same batch."""
    return hashlib.sha256(f"batch|{asked_by}|{workspace_id}|{submission}".encode()).hexdigest()[:ID_LENGTH]


def start(app: Flask, wanted: Job) -> Job:
    """Begin a batch, unless it is there already."""
    settings: Settings = app.extensions["settings"]
    with _starting:
        known = _load(_folder(settings, wanted.id))
        if known is not None:
            return known
        _save(settings, wanted)
        _futures[wanted.id] = _pool().submit(_carry_out, app, wanted)
    return wanted


def find(settings: Settings, house: House, wanted: str) -> Job | None:
    """Return a batch as it stands; one that its server no longer works on is interrupted."""
    job = _load(_folder(settings, wanted)) if wanted.isalnum() and len(wanted) == ID_LENGTH else None
    if job is None or job.status != RUNNING:
        return job
    silent = house.clock.now() - datetime.fromisoformat(job.beat_at) > SILENCE
    mine = job.server == SERVER
    if (mine and job.id not in _futures) or (not mine and silent):
        return replace(job, status=INTERRUPTED)
    return job


def cancel(settings: Settings, job: Job) -> None:
    """Ask a batch to stop; it does so between two invoices, whichever process it runs in."""
    (_folder(settings, job.id) / STOP).touch()


def wait_for(job: Job, *, seconds: float = 60) -> None:
    """Wait until a batch of this process has ended, well or not."""
    future = _futures.get(job.id)
    if future is not None:
        future.result(timeout=seconds)


def sweep(settings: Settings, house: House) -> None:
    """Remove the batches of last week; what they issued stands in the journal."""
    for folder in sorted((settings.data_dir / FOLDER).glob("*")):
        job = _load(folder)
        if job is None or house.clock.now() - datetime.fromisoformat(job.asked_at) > KEPT_FOR:
            shutil.rmtree(folder, ignore_errors=True)


def issue_all(app: Flask, job: Job) -> Job:
    """Issue a batch's drafts one by one, each in its own transaction, until the end or until told to stop."""
    house: House = app.extensions["house"]
    settings: Settings = app.extensions["settings"]
    for invoice_id in job.invoice_ids[job.done :]:
        if (_folder(settings, job.id) / STOP).exists():
            return replace(job, status=CANCELLED)
        job = replace(_after(app, job, invoice_id), beat_at=house.clock.now().isoformat())
        _save(settings, job)
    return replace(job, status=DONE)


def _after(app: Flask, job: Job, invoice_id: int) -> Job:
    """Return a batch after one more draft, issued or refused; a context for each, so that memory does not grow."""
    with app.app_context():
        try:
            number = _issued(app, job, invoice_id)
        except Refused as refusal:
            return replace(job, done=job.done + 1, refused=(*job.refused, (invoice_id, refusal.message)))
    if not number:
        return replace(job, done=job.done + 1)
    return replace(job, done=job.done + 1, issued=job.issued + 1, first=job.first or number, last=number)


def _issued(app: Flask, job: Job, invoice_id: int) -> str:
    """Issue one draft as the person who asked, at the workspace's own time; return its number or nothing."""
    house: House = app.extensions["house"]
    for attempt in range(1, TRIES + 1):
        enter(job.workspace_id)
        workspace, asker = workspaces.workspace_by_id(job.workspace_id), accounts.user_by_id(job.asked_by)
        if workspace is None or asker is None:
            raise LookupError(job.id)
        standing = workspaces.standing_in(house, workspace, actor=asker.actor)
        try:
            invoice = perform(standing, issue_one, invoice_id)
        except Stale:
            if attempt == TRIES:
                raise
        else:
            return invoice.number if invoice is not None else ""
    return ""


@cache
def _pool() -> ThreadPoolExecutor:
    """Return the thread: batches queue, so that a class that invoices at once leaves the pages their share."""
    return ThreadPoolExecutor(1, thread_name_prefix="batches")


def _carry_out(app: Flask, wanted: Job) -> None:
    """Work in a thread; whatever happens is written down."""
    settings: Settings = app.extensions["settings"]
    job = wanted
    try:
        job = issue_all(app, wanted)
    except Exception:
        LOG.exception("batch %s", wanted.id)
        job = replace(_load(_folder(settings, wanted.id)) or wanted, status=FAILED)
    finally:
        with suppress(OSError):
            _save(settings, job)
        _futures.pop(job.id, None)


def _folder(settings: Settings, wanted: str) -> Path:
    """Return a batch's folder."""
    return settings.data_dir / FOLDER / wanted


def _load(folder: Path) -> Job | None:
    """Read a batch, or None."""
    try:
        facts = json.loads((folder / STATE).read_text("utf-8"))
        ids, refused = tuple(facts["invoice_ids"]), tuple((each, why) for each, why in facts["refused"])
        return Job(**facts | {"invoice_ids": ids, "refused": refused})
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _save(settings: Settings, job: Job) -> None:
    """Write a batch down at once or not at all."""
    folder = _folder(settings, job.id)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = folder / f"{STATE}.new"
    fresh.write_text(json.dumps(asdict(job)), "utf-8")
    fresh.replace(folder / STATE)
