"""What the judge keeps in memory is always what the chain says."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from flask import Flask

from crm.store.base import db
from crm.store.scoping import enter
from crm.training.frameworks.rules.facts import fact_from_text
from crm.training.frameworks.rules.judge import judge
from crm.training.review.queries import judging
from crm.training.review.queries.judging import framework_named, watch, watches
from crm.training.review.queries.live import judged_competencies
from crm.training.review.queries.timeline import TimelineFilter, timeline
from tests.builders import Cast, Stage
from tests.training.review.builders import work_carelessly, work_with_care
from tests.training.review.conftest import Play


def satisfied(stage: Stage) -> tuple[int, int]:
    """Return how often the balance was checked before Lina's orders, and how often not."""
    one = watch(stage.workspace)
    assert one is not None
    found = one.finding(stage.workspace.now, subject=stage.cast.people["lina"]).criterion("CP4.1")
    assert found is not None
    return found.satisfied, found.violated


class TestTheWatch:
    def test_follows_the_chain_record_by_record(self, play: Play) -> None:
        assert play(satisfied) == (0, 0)
        play(work_with_care)
        assert play(satisfied) == (2, 0)
        play(work_carelessly)
        assert play(satisfied) == (2, 1)

    def test_says_what_a_reading_of_the_whole_log_says(self, stage: Stage) -> None:
        work_with_care(stage)
        work_carelessly(stage)
        one, framework = watch(stage.workspace), framework_named("TP-AC-2020")
        assert one is not None
        assert framework is not None
        found = one.finding(stage.workspace.now, subject=None)
        facts = [fact_from_text(each.text) for each in timeline(TimelineFilter(), size=1000).records]
        assert found.criteria == judge(framework, facts, found.now)
        assert found.criterion("CP99") is None

    def test_reads_only_what_is_new(self, play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
        play(work_with_care)
        play(satisfied)
        read: list[int] = []
        taken = judging.Watch.take

        def note(one: judging.Watch, row: judging.Row) -> None:
            read.append(row.position)
            taken(one, row)

        monkeypatch.setattr(judging.Watch, "take", note)
        play(satisfied)
        assert read == []
        play(work_carelessly)
        play(satisfied)
        assert len(read) == 2, "the last one known, and the new one"

    def test_begins_anew_when_a_backup_was_put_back(self, app: Flask, play: Play, cast: Cast) -> None:
        play(work_with_care)
        assert play(satisfied) == (2, 0)
        key = next(key for key in judging.WATCHES if key[0] == cast.workspace)
        judging.WATCHES[key].seal = "0" * 64
        assert play(satisfied) == (2, 0)
        judging.WATCHES[key].position += 10
        assert play(satisfied) == (2, 0)
        judging.WATCHES[key].seal, judging.WATCHES[key].position = "1" * 64, 1
        assert play(satisfied) == (2, 0)

    def test_is_safe_among_threads(self, app: Flask, play: Play, cast: Cast) -> None:
        play(work_with_care, orders=5)
        judging.WATCHES.clear()

        def ask(_: int) -> tuple[int, int]:
            with app.app_context():
                enter(cast.workspace)
                return satisfied(Stage(app, cast))

        with ThreadPoolExecutor(8) as pool:
            assert set(pool.map(ask, range(24))) == {(5, 0)}

    def test_forgets_the_least_used(self, play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(judging, "MOST_KEPT", 1)
        play(satisfied)
        assert len(judging.WATCHES) == 1

    def test_of_a_world_without_exercise_is_none(self, stage: Stage) -> None:
        stage.workspace.exercise_id = None
        workspace = stage.workspace
        db.session.expunge(workspace)
        workspace.exercise = None
        assert watch(workspace) is None
        assert watches([]) == {}

    def test_of_an_unknown_framework_is_none(self) -> None:
        assert framework_named("TP-XX-1900") is None
        assert judged_competencies(None) == ()


class TestTheTimeline:
    def test_reads_an_actor_s_records_whatever_the_workspace_holds(self, stage: Stage) -> None:
        work_with_care(stage, orders=1)
        wanted = TimelineFilter(actor=str(stage.cast.people["lina"]))
        assert [each.activity for each in timeline(wanted).records] == ["order.recorded", "balance.checked"]
        assert timeline(replace(wanted, actor="customer")).records == []
        assert len(timeline(replace(wanted, actor="unheard-of")).records) > 2

    def test_goes_on_where_the_page_before_ended(self, stage: Stage) -> None:
        work_with_care(stage, orders=2)
        first = timeline(TimelineFilter(), size=3)
        second = timeline(TimelineFilter(), before=first.next, size=3)
        positions = [each.position for each in (*first.records, *second.records)]
        assert positions == sorted(positions, reverse=True)
        assert len(positions) == len(set(positions))
        assert second.next is None
