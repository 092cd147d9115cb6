"""Long jobs: what is written down when all goes well, when one is stopped, and when its server is gone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from flask import Flask

from crm.activity.door import Standing, Work
from crm.kernel.actor import Actor, ActorKind
from crm.kernel.clock import FrozenClock
from crm.kernel.errors import Stale
from crm.people import jobs
from crm.people.jobs import Job, Jobs
from tests.builders import MONDAY, Cast

ID = "0" * 32


@dataclass(frozen=True, kw_only=True)
class Count(Job):
    """A job that counts; `seen` are the pairs it went by."""

    to: int = 3
    seen: tuple[tuple[int, str], ...] = ()


class Counting(Jobs[Count]):
    """Jobs that count, at a signal."""

    def __init__(self) -> None:
        """Wait for nobody, unless told."""
        super().__init__(Count, folder="counts", carry_out=self.count)
        self.go = Event()
        self.go.set()

    def count(self, app: Flask, job: Count) -> Count:
        """Count to the end; beyond nine is a fault."""
        for number in range(job.done, job.to):
            assert self.go.wait(10)
            if self.told_to_stop(app, job):
                return replace(job, status=jobs.CANCELLED)
            if number > 9:
                raise ValueError(number)
            job = self.note(app, replace(job, done=number + 1, seen=(*job.seen, (number, "é"))))
        return replace(job, status=jobs.DONE)


@pytest.fixture
def server(house: Flask, tmp_path: Path, clock: FrozenClock) -> Iterator[Flask]:
    """The house, with a data folder of its own; nothing here changes the database."""
    before = house.extensions["settings"]
    house.extensions["settings"] = replace(before, data_dir=tmp_path)
    yield house
    house.extensions["settings"], clock.instant = before, MONDAY


@pytest.fixture
def counting() -> Counting:
    """A kind of job of each test's own."""
    return Counting()


def a_count(name: str = ID, **changes: object) -> Count:
    """Return a job asked for on Monday."""
    return replace(Count(id=name, asked_at=MONDAY.isoformat(), beat_at=MONDAY.isoformat()), **changes)  # type: ignore[arg-type]


def test_a_finished_job_says_how_far_it_came(server: Flask, counting: Counting) -> None:
    counting.wait_for(counting.start(server, a_count()))
    ended = counting.find(server, ID)
    assert ended is not None
    assert (ended.status, ended.done, ended.seen) == (jobs.DONE, 3, ((0, "é"), (1, "é"), (2, "é")))


def test_a_job_begins_once_whichever_process_is_asked(server: Flask, counting: Counting) -> None:
    counting.wait_for(counting.start(server, a_count()))
    again = Counting().start(server, a_count(to=9))
    assert (again.status, again.done) == (jobs.DONE, 3)


def test_one_put_down_waits_with_its_files_until_it_is_started(server: Flask, counting: Counting) -> None:
    waiting = counting.put_down(server, a_count(), {"rows.csv": b"a;b"})
    assert counting.find(server, ID) == waiting
    assert waiting.status == jobs.WAITING
    counting.wait_for(counting.start(server, replace(waiting, to=1)))
    ended = counting.find(server, ID)
    assert ended is not None
    assert (ended.status, ended.done) == (jobs.DONE, 1)
    assert (counting.folder(server, ended) / "rows.csv").read_bytes() == b"a;b"


def test_one_told_to_stop_stops_where_it_can(server: Flask, counting: Counting) -> None:
    counting.go.clear()
    begun = counting.start(server, a_count())
    assert counting.find(server, ID) == begun
    counting.cancel(server, begun)
    counting.go.set()
    counting.wait_for(begun)
    ended = counting.find(server, ID)
    assert ended is not None
    assert (ended.status, ended.done) == (jobs.CANCELLED, 0)


def test_one_that_fails_keeps_how_far_it_came(server: Flask, counting: Counting) -> None:
    counting.wait_for(counting.start(server, a_count(to=11)))
    ended = counting.find(server, ID)
    assert ended is not None
    assert (ended.status, ended.done) == (jobs.FAILED, 10)


def test_one_whose_server_is_gone_is_interrupted(server: Flask, counting: Counting, clock: FrozenClock) -> None:
    mine, other = a_count(), a_count("1" * 32, server="another process")
    for each in (mine, other):
        counting.save(server, each)
    assert counting.find(server, mine.id) == replace(mine, status=jobs.INTERRUPTED)
    assert counting.find(server, other.id) == other
    clock.instant = MONDAY + timedelta(minutes=4)
    assert counting.find(server, other.id) == replace(other, status=jobs.INTERRUPTED)


def test_those_of_last_week_are_swept_away(server: Flask, counting: Counting) -> None:
    old = (MONDAY - timedelta(days=8)).isoformat()
    counting.save(server, a_count(status=jobs.DONE))
    counting.save(server, a_count("1" * 32, status=jobs.DONE, asked_at=old))
    counting.sweep(server)
    assert counting.find(server, ID) is not None
    assert counting.find(server, "1" * 32) is None


@pytest.mark.parametrize("state", ["{", "[]", '{"unheard": 1}'])
def test_what_cannot_be_read_is_none_and_swept(server: Flask, counting: Counting, state: str) -> None:
    lost = a_count()
    counting.keep(server, lost, jobs.STATE, state.encode())
    assert counting.find(server, ID) is None
    counting.sweep(server)
    assert not counting.folder(server, lost).exists()


def test_a_name_that_leads_elsewhere_names_nothing(server: Flask, counting: Counting) -> None:
    assert counting.find(server, "../../signing.key") is None
    assert counting.find(server, "") is None


def test_a_folder_that_vanished_harms_nobody(server: Flask, counting: Counting) -> None:
    shutil.rmtree(server.extensions["settings"].data_dir)
    counting.sweep(server)
    counting.wait_for(a_count())


def test_the_same_form_asks_for_the_same_job(server: Flask, counting: Counting) -> None:
    lina = Actor(kind=ActorKind.PERSON, name="Lina", id=7)
    standing = Standing(house=server.extensions["house"], actor=lina, workspace_id=3, submission="a form")
    asked = counting.asked(Count(), standing)
    assert (asked.workspace_id, asked.asked_by, asked.asked_at) == (3, 7, MONDAY.isoformat())
    assert counting.asked(Count(to=9), standing).id == asked.id
    others = [replace(standing, workspace_id=4), replace(standing, submission="b"), replace(standing, submission=None)]
    assert len({asked.id, *(counting.asked(Count(), each).id for each in others)}) == 4


class TestAnAct:
    def test_is_tried_again_when_others_were_quicker(self, app: Flask, cast: Cast) -> None:
        tries = []

        def late(work: Work) -> str:
            tries.append(work.actor.name)
            if len(tries) < jobs.TRIES:
                raise Stale({})
            return work.today.isoformat()

        job = a_count(workspace_id=cast.workspace, asked_by=cast.people["lina"])
        assert jobs.act(app, job, late) == "2026-03-02"
        assert tries == ["Lina"] * jobs.TRIES

    def test_that_nobody_asks_for_any_more_is_orphaned(self, app: Flask, cast: Cast) -> None:
        job = a_count(workspace_id=cast.workspace, asked_by=cast.people["lina"])
        for lost in (replace(job, workspace_id=10**6), replace(job, asked_by=10**6)):
            with pytest.raises(jobs.Orphaned):
                jobs.act(app, lost, lambda work: None)
