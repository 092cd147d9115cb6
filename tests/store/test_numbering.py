"""Numbers without gaps: whoever fails gives his back, whoever comes at the same time waits."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from crm.activity.door import Work, perform
from crm.activity.queries import verify_chain
from crm.activity.vocabulary import Activity
from crm.kernel.errors import Refused
from crm.people.workspaces import queries as workspaces
from crm.store.base import db
from crm.store.numbering import Series, next_number
from tests.builders import Cast, Stage

THREADS, EACH = 6, 5


def draw(work: Work, *, refuse: bool = False) -> str:
    """Take a number, or think better of it."""
    number = next_number("FA", work.today.year)
    work.record(Activity.NOTE_ADDED, number=number)
    if refuse:
        raise Refused
    return number


class TestSeries:
    def test_each_series_counts_for_itself(self, stage: Stage) -> None:
        def several(work: Work) -> list[str]:
            work.record(Activity.NOTE_ADDED)
            return [next_number(*series) for series in (("FA", 2026), ("DEV", 2026), ("FA", 2026), ("FA", 2027))]

        assert stage.do(several) == ["FA-2026-0001", "DEV-2026-0001", "FA-2026-0002", "FA-2027-0001"]

    def test_another_workspace_counts_for_itself(self, app: Flask, cast: Cast, stage: Stage) -> None:
        stage.do(draw)
        with app.app_context():
            workspace = workspaces.workspace_by_id(cast.elsewhere)
            assert workspace is not None
            assert perform(workspaces.standing_in(stage.house, workspace), draw) == "FA-2026-0001"

    def test_it_goes_on_beyond_four_digits(self, stage: Stage) -> None:
        def far(work: Work) -> str:
            work.add(Series(name="FA-2026", last=9999))
            return draw(work)

        assert stage.do(far) == "FA-2026-10000"


class TestGaps:
    def test_a_refusal_gives_the_number_back(self, stage: Stage) -> None:
        stage.do(draw)
        with pytest.raises(Refused):
            stage.do(draw, refuse=True)
        assert stage.do(draw) == "FA-2026-0002"

    def test_a_commit_that_fails_gives_the_number_back(self, stage: Stage) -> None:
        stage.do(draw)

        def fail(session: Session) -> None:
            raise OperationalError("COMMIT", {}, Exception("disk full"))

        records = len(stage.records())
        event.listen(Session, "before_commit", fail)
        try:
            with pytest.raises(OperationalError):
                stage.do(draw)
        finally:
            event.remove(Session, "before_commit", fail)
        assert len(stage.records()) == records
        assert stage.do(draw) == "FA-2026-0002"
        assert verify_chain(stage.cast.workspace, key=stage.house.seal_key).broken is None

    def test_many_at_once_leave_no_gap_and_a_sound_chain(self, app: Flask, cast: Cast) -> None:
        """Some of the writers are refused on the way; the series has not begun yet, so they race for its first row, too."""
        start = Barrier(THREADS)

        def writer(number: int) -> list[str]:
            drawn = []
            start.wait()
            for turn in range(EACH):
                with app.app_context():
                    stage = Stage(app, cast)
                    try:
                        drawn.append(stage.do(draw, refuse=(number + turn) % 3 == 0))
                    except Refused:
                        continue
            return drawn

        with ThreadPoolExecutor(THREADS) as pool:
            drawn = sorted(number for each in pool.map(writer, range(THREADS)) for number in each)
        assert drawn == [f"FA-2026-{position:04d}" for position in range(1, THREADS * EACH * 2 // 3 + 1)]
        with app.app_context():
            stage = Stage(app, cast)
            sound = verify_chain(cast.workspace, key=stage.house.seal_key)
            everywhere = select(Series.last).execution_options(every_workspace=True)
            assert db.session.scalars(everywhere).all() == [len(drawn)]
        assert sound.broken is None
