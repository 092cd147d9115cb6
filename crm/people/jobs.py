"""Long jobs beside the pages: a few threads, a folder for each so that a restart forgets nothing, a stop when asked."""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Concatenate, Generic, ParamSpec, TypeVar
from uuid import uuid4

from flask import Flask, current_app

from crm.activity.door import House, Standing, Work, perform
from crm.config import Settings
from crm.kernel.errors import Stale
from crm.people.accounts import queries as accounts
from crm.people.workspaces import queries as workspaces
from crm.store.scoping import enter

LOG = logging.getLogger(__name__)
STATE, BEGUN, STOP = "state.json", "begun", "stop"
SILENCE = timedelta(minutes=3)
KEPT_FOR = timedelta(days=7)
ID_LENGTH = 32
TRIES = 3
WAITING, RUNNING, DONE, CANCELLED, FAILED, INTERRUPTED = (
    "waiting",
    "running",
    "done",
    "cancelled",
    "failed",
    "interrupted",
)
SERVER = uuid4().hex
P = ParamSpec("P")
T = TypeVar("T")


class Orphaned(LookupError):
    """The workspace of a job, or the person who asked for it, is not there any more."""


@dataclass(frozen=True, kw_only=True)
class Job:
    """What is written down of any job; a room adds what its own needs (numbers, texts, tuples of these).

    `status` is waiting (put down, not begun), running, done, cancelled,
    failed, interrupted, or a word of the room; instants are real, in ISO
    form. `done` counts the steps that lie behind.
    """

    id: str = ""
    workspace_id: int = 0
    asked_by: int = 0
    asked_at: str = ""
    beat_at: str = ""
    server: str = SERVER
    status: str = RUNNING
    done: int = 0


J = TypeVar("J", bound=Job)


class Jobs(Generic[J]):
    """All jobs of one kind: what is written down of each, where, how one is carried out, how many at a time."""

    def __init__(self, kind: type[J], *, folder: str, carry_out: Callable[[Flask, J], J], threads: int = 1) -> None:
        """Name the kind; no thread runs before the first job.

        `carry_out` returns the job as it ended; it notes its progress as it
        goes and asks whether it was told to stop. Jobs beyond `threads`
        queue, so that a class at work leaves the pages their share.
        """
        self._kind, self._name, self._carry_out, self._threads = kind, folder, carry_out, threads
        self._pool: ThreadPoolExecutor | None = None
        self._futures: dict[str, Future[None]] = {}
        self._lock = Lock()

    def asked(self, wanted: J, standing: Standing) -> J:
        """Return a job with its asker, place, time and id: the same form sent twice asks for the same job."""
        now = standing.house.clock.now().isoformat()
        asker, place = standing.actor.id or 0, standing.workspace_id
        key = f"{self._name}|{asker}|{place}|{standing.submission or uuid4().hex}"
        name = hashlib.sha256(key.encode()).hexdigest()[:ID_LENGTH]
        return replace(wanted, id=name, workspace_id=place, asked_by=asker, asked_at=now, beat_at=now)

    def put_down(self, app: Flask, job: J, files: dict[str, bytes] | None = None) -> J:
        """Write a job down that is to begin later, with files it will need."""
        waiting = replace(job, status=WAITING)
        self.save(app, waiting)
        for name, data in (files or {}).items():
            self.keep(app, waiting, name, data)
        return waiting

    def start(self, app: Flask, wanted: J) -> J:
        """Begin a job, unless it has begun already, here or in another process."""
        folder = self.folder(app, wanted)
        with self._lock:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            try:
                (folder / BEGUN).touch(exist_ok=False)
            except FileExistsError:
                return self._load(folder) or wanted
            begun = replace(wanted, status=RUNNING, server=SERVER)
            self.save(app, begun)
            self._pool = self._pool or ThreadPoolExecutor(self._threads, thread_name_prefix=self._name)
            self._futures[begun.id] = self._pool.submit(self._work, app, begun)
        return begun

    def find(self, app: Flask, job_id: str) -> J | None:
        """Return a job as it stands; one that its server no longer works on is interrupted."""
        named = job_id.isalnum() and len(job_id) == ID_LENGTH
        job = self._load(_place(app) / self._name / job_id) if named else None
        if job is None or job.status != RUNNING:
            return job
        silent = _now(app) - datetime.fromisoformat(job.beat_at) > SILENCE
        mine = job.server == SERVER
        if (mine and job.id not in self._futures) or (not mine and silent):
            return replace(job, status=INTERRUPTED)
        return job

    def under_way(self, app: Flask, *, workspace_id: int) -> list[J]:
        """Return the jobs of a workspace that run, the oldest first."""
        folders = (_place(app) / self._name).glob("*")
        found = [job for folder in folders if (job := self.find(app, folder.name)) is not None]
        mine = [job for job in found if job.workspace_id == workspace_id and job.status == RUNNING]
        return sorted(mine, key=lambda each: (each.asked_at, each.id))

    def note(self, app: Flask, job: J) -> J:
        """Write down how far a job has come, and that it is alive; return it so."""
        alive = replace(job, beat_at=_now(app).isoformat())
        self.save(app, alive)
        return alive

    def cancel(self, app: Flask, job: J) -> None:
        """Ask a job to stop; it does so where it next can, whichever process it runs in."""
        (self.folder(app, job) / STOP).touch()

    def told_to_stop(self, app: Flask, job: J) -> bool:
        """Tell whether somebody asked the job to stop."""
        return (self.folder(app, job) / STOP).exists()

    def wait_for(self, job: J, *, seconds: float = 60) -> None:
        """Wait until a job of this process has ended, well or not."""
        future = self._futures.get(job.id)
        if future is not None:
            future.result(timeout=seconds)

    def sweep(self, app: Flask) -> None:
        """Remove the jobs of last week; what they did stands in the journal."""
        for folder in sorted((_place(app) / self._name).glob("*")):
            with self._lock:
                job = self._load(folder)
                if job is None or _now(app) - datetime.fromisoformat(job.asked_at) > KEPT_FOR:
                    shutil.rmtree(folder, ignore_errors=True)

    def folder(self, app: Flask, job: J) -> Path:
        """Return where everything of a job lies."""
        return _place(app) / self._name / job.id

    def keep(self, app: Flask, job: J, name: str, data: bytes) -> Path:
        """Put a file beside a job, at once or not at all; return where it lies."""
        folder = self.folder(app, job)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = folder / f"{name}.new"
        fresh.write_bytes(data)
        return fresh.replace(folder / name)

    def save(self, app: Flask, job: J) -> None:
        """Write a job down as it stands."""
        self.keep(app, job, STATE, json.dumps(asdict(job)).encode())

    def _load(self, folder: Path) -> J | None:
        """Read a job, or None."""
        try:
            facts = json.loads((folder / STATE).read_bytes())
            return self._kind(**{name: _tuples(value) for name, value in facts.items()})  # type: ignore[arg-type]
        except (OSError, ValueError, TypeError, AttributeError):
            return None

    def _work(self, app: Flask, job: J) -> None:
        """Carry a job out in a thread; whatever happens is written down."""
        try:
            job = self._carry_out(app, job)
        except Exception:
            LOG.exception("%s: job %s", self._name, job.id)
            job = replace(self._load(self.folder(app, job)) or job, status=FAILED)
        finally:
            with suppress(OSError):
                self.save(app, job)
            with self._lock:
                self._futures.pop(job.id, None)


def act(app: Flask, job: Job, use_case: Callable[Concatenate[Work, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Perform one act of a job as the person who asked, at the workspace's own time; try again if others were quicker.

    It has a context of its own, so that a long job's memory does not grow.
    Raises `Orphaned` and what the use case refuses with.
    """
    with app.app_context():
        for _ in range(TRIES - 1):
            with suppress(Stale):
                return perform(stand(app, job), use_case, *args, **kwargs)
        return perform(stand(app, job), use_case, *args, **kwargs)


def stand(app: Flask, job: Job) -> Standing:
    """Enter a job's workspace and return where its asker stands there now, or raise `Orphaned`."""
    enter(job.workspace_id)
    workspace, asker = workspaces.workspace_by_id(job.workspace_id), accounts.user_by_id(job.asked_by)
    if workspace is None or asker is None:
        raise Orphaned(job.id)
    house: House = app.extensions["house"]
    return workspaces.standing_in(house, workspace, actor=asker.actor)


def running_app() -> Flask:
    """Return the app itself, which a thread can take along; `current_app` ends with the request."""
    found: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001  (the documented way)
    return found


def _place(app: Flask) -> Path:
    """Return the house's data folder."""
    settings: Settings = app.extensions["settings"]
    return settings.data_dir


def _now(app: Flask) -> datetime:
    """Return the real instant."""
    house: House = app.extensions["house"]
    return house.clock.now()


def _tuples(value: object) -> object:
    """Return what JSON kept, its lists as the tuples they were."""
    return tuple(_tuples(each) for each in value) if isinstance(value, list) else value
