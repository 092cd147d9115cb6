"""Dossiers in the making: what is written down when all goes well, and when it does not."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta

from flask import Flask

from crm.kernel.clock import FrozenClock
from crm.store.base import db
from crm.training.review.export import jobs
from tests.builders import MONDAY, Cast, Stage
from tests.training.review.builders import work_with_care
from tests.training.review.conftest import Play


def a_job(cast: Cast, name: str, **changes: object) -> jobs.Job:
    """Return a job that Mme Roy asks for."""
    wanted = jobs.Job(
        id=jobs.job_id(asked_by=cast.people["roy"], workspace_id=cast.workspace, submission=name),
        workspace_id=cast.workspace,
        learner_id=cast.people["lina"],
        asked_by=cast.people["roy"],
        codes=("CP4",),
        asked_at=MONDAY.isoformat(),
        beat_at=MONDAY.isoformat(),
    )
    return replace(wanted, **changes)  # type: ignore[arg-type]


def carried_out(app: Flask, wanted: jobs.Job) -> jobs.Job:
    """Carry a job out and return how it ended."""
    jobs.wait_for(jobs.start(app, wanted))
    found = jobs.find(app.extensions["settings"], app.extensions["house"], wanted.id)
    assert found is not None
    return found


def test_a_finished_job_keeps_its_archive_and_records_the_export(app: Flask, cast: Cast, play: Play) -> None:
    play(work_with_care)
    done = carried_out(app, a_job(cast, "well"))
    assert (done.status, done.step) == (jobs.DONE, done.steps)
    assert jobs.archive_of(app.extensions["settings"], done).read_bytes()[:2] == b"PK"
    record = play(Stage.last, "dossier.exported")
    assert record["details"] == {
        "codes": ["CP4"],
        "manifest_sha256": done.manifest_sha256,
        "up_to_position": done.position,
    }
    assert record["position"] == done.position + 1


def test_a_job_is_begun_once(app: Flask, cast: Cast) -> None:
    wanted = a_job(cast, "once")
    first = carried_out(app, wanted)
    assert jobs.start(app, wanted) == first


def test_a_job_about_nothing_fails_and_says_so(app: Flask, cast: Cast) -> None:
    assert carried_out(app, a_job(cast, "nobody", learner_id=10**6)).status == jobs.FAILED
    assert carried_out(app, a_job(cast, "nowhere", workspace_id=10**6)).status == jobs.FAILED
    assert carried_out(app, a_job(cast, "nothing", codes=("CP99",))).status == jobs.FAILED
    assert carried_out(app, a_job(cast, "by nobody", asked_by=10**6)).status == jobs.FAILED


def test_a_job_on_a_broken_chain_says_so(app: Flask, cast: Cast) -> None:
    with app.app_context(), db.engine.connect().execution_options(writing=True) as connection:
        connection.exec_driver_sql("UPDATE chain_heads SET position = position + 1")
        connection.commit()
    assert carried_out(app, a_job(cast, "broken")).status == jobs.BROKEN


def test_a_job_that_was_lost_is_interrupted(app: Flask, cast: Cast, clock: FrozenClock) -> None:
    settings, house = app.extensions["settings"], app.extensions["house"]
    mine, other = a_job(cast, "mine"), a_job(cast, "other", server="another process")
    for each in (mine, other):
        jobs._save(settings, each)
    assert [jobs.find(settings, house, each.id) for each in (mine, other)] == [
        replace(mine, status=jobs.INTERRUPTED),
        other,
    ]
    clock.instant = MONDAY + timedelta(minutes=4)
    assert jobs.find(settings, house, other.id) == replace(other, status=jobs.INTERRUPTED)


def test_a_job_whose_state_cannot_be_read_is_none(app: Flask, cast: Cast) -> None:
    settings, house = app.extensions["settings"], app.extensions["house"]
    wanted = a_job(cast, "unreadable")
    jobs._save(settings, wanted)
    (jobs._folder(settings, wanted.id) / "state.json").write_text("{", "utf-8")
    assert jobs.find(settings, house, wanted.id) is None
    assert jobs.find(settings, house, "../../signing.key") is None
    jobs.sweep(settings, house)
    assert not jobs._folder(settings, wanted.id).exists()


def test_a_folder_that_vanished_harms_nobody(app: Flask, cast: Cast) -> None:
    settings = app.extensions["settings"]
    shutil.rmtree(settings.data_dir / jobs.FOLDER, ignore_errors=True)
    jobs.sweep(settings, app.extensions["house"])
    jobs.wait_for(a_job(cast, "never begun"))
