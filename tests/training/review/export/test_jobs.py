"""Dossiers in the making: what is written down when all goes well, and when it does not."""

from __future__ import annotations

from dataclasses import replace
from hashlib import md5

from flask import Flask

from crm.people.jobs import DONE, FAILED
from crm.store.base import db
from crm.training.review.export.jobs import BROKEN, DOSSIERS, Dossier, archive_of
from tests.builders import MONDAY, Cast, Stage
from tests.training.review.builders import work_with_care
from tests.training.review.conftest import Play


def a_job(cast: Cast, name: str, **changes: object) -> Dossier:
    """Return a job that Mme Roy asks for."""
    wanted = Dossier(
        id=md5(name.encode(), usedforsecurity=False).hexdigest(),
        workspace_id=cast.workspace,
        learner_id=cast.people["lina"],
        asked_by=cast.people["roy"],
        codes=("CP4",),
        asked_at=MONDAY.isoformat(),
        beat_at=MONDAY.isoformat(),
    )
    return replace(wanted, **changes)  # type: ignore[arg-type]


def carried_out(app: Flask, wanted: Dossier) -> Dossier:
    """Carry a job out and return how it ended."""
    DOSSIERS.wait_for(DOSSIERS.start(app, wanted))
    found = DOSSIERS.find(app, wanted.id)
    assert found is not None
    return found


def test_a_finished_job_keeps_its_archive_and_records_the_export(app: Flask, cast: Cast, play: Play) -> None:
    play(work_with_care)
    done = carried_out(app, a_job(cast, "well"))
    assert (done.status, done.done) == (DONE, done.whole)
    assert archive_of(app, done).read_bytes()[:2] == b"PK"
    record = play(Stage.last, "dossier.exported")
    assert record["details"] == {
        "framework": "TP-AC-2020",
        "codes": ["CP4"],
        "manifest_sha256": done.manifest_sha256,
        "up_to_position": done.position,
    }
    assert record["position"] == done.position + 1


def test_a_job_is_begun_once(app: Flask, cast: Cast) -> None:
    wanted = a_job(cast, "once")
    first = carried_out(app, wanted)
    assert DOSSIERS.start(app, wanted) == first


def test_a_job_about_nothing_fails_and_says_so(app: Flask, cast: Cast) -> None:
    assert carried_out(app, a_job(cast, "nobody", learner_id=10**6)).status == FAILED
    assert carried_out(app, a_job(cast, "nowhere", workspace_id=10**6)).status == FAILED
    assert carried_out(app, a_job(cast, "nothing", codes=("CP99",))).status == FAILED
    assert carried_out(app, a_job(cast, "by nobody", asked_by=10**6)).status == FAILED


def test_a_job_on_a_broken_chain_says_so(app: Flask, cast: Cast) -> None:
    with app.app_context(), db.engine.connect().execution_options(writing=True) as connection:
        connection.exec_driver_sql("UPDATE chain_heads SET position = position + 1")
        connection.commit()
    assert carried_out(app, a_job(cast, "broken")).status == BROKEN
