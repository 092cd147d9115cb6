"""Verifying a stored chain: whatever somebody does to the database itself is found."""

# ruff: noqa: S608  (forging rows is what these tests do)

from __future__ import annotations

import pytest
from flask import Flask

from crm.activity.chain import Break
from crm.activity.door import Standing, perform
from crm.activity.queries import chain_head, last_record, records, timeline, verify_chain
from crm.people.workspaces import queries as workspaces
from crm.people.workspaces.use_cases import open_workspace
from crm.prospecting.companies.use_cases import add_note
from crm.store.base import db
from crm.store.scoping import HOUSE_WORKSPACE, enter
from tests.builders import Cast, Stage, a_company
from tests.looking import facts, tamper

OPEN = {
    "sqlite": [
        f"DROP TRIGGER {table}_no_{verb}"
        for table in ("activity_records", "activity_links")
        for verb in ("update", "delete")
    ],
    "postgresql": [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in ("activity_records", "activity_links")],
}


@pytest.fixture
def workspace_id(app: Flask, cast: Cast) -> int:
    """Lina's workspace with a few records of her own."""
    with app.app_context():
        enter(cast.workspace)
        stage = Stage(app, cast)
        for text in ("un", "deux", "trois"):
            stage.do(add_note, stage.petit, text=text)
    return cast.workspace


def found(app: Flask, workspace_id: int) -> Break | None:
    """Verify as the command line does."""
    with app.app_context():
        return verify_chain(workspace_id, key=app.extensions["house"].seal_key).broken


def forge(app: Flask, *statements: str) -> None:
    """Change records behind the triggers' back."""
    with app.app_context():
        dialect = db.engine.dialect.name
    tamper(app, *OPEN[dialect], *statements)


class TestTampering:
    def test_what_the_door_wrote_is_sound(self, app: Flask, cast: Cast, workspace_id: int) -> None:
        assert found(app, workspace_id) is None
        assert found(app, cast.elsewhere) is None
        assert found(app, HOUSE_WORKSPACE) is None

    @pytest.mark.parametrize(
        ("change", "reason"),
        [
            ("UPDATE activity_records SET text = replace(text, 'deux', 'dix') WHERE {mine}", "altered"),
            ("UPDATE activity_records SET seal = 'é' WHERE {mine} AND position = 2", "altered"),
            ("UPDATE activity_records SET activity = 'quote.sent' WHERE {mine} AND position = 3", "index"),
            ("UPDATE activity_records SET actor_id = 99 WHERE {mine} AND position = 3", "index"),
            ("UPDATE activity_records SET actor_kind = 'customer' WHERE {mine} AND position = 3", "index"),
            ("UPDATE activity_records SET assistance = 'pair' WHERE {mine} AND position = 3", "index"),
            ("UPDATE activity_records SET happened_at = '2026-01-01 08:00:00' WHERE {mine} AND position = 3", "index"),
            ("UPDATE activity_records SET recorded_at = '2026-01-01 08:00:00' WHERE {mine} AND position = 3", "index"),
            ("UPDATE activity_links SET object_id = 99 WHERE {mine} AND position = 3", "index"),
            ("UPDATE activity_links SET kind = 'quote' WHERE {mine} AND position = 3", "index"),
            ("DELETE FROM activity_links WHERE {mine} AND position = 4", "index"),
            ("UPDATE chain_heads SET position = 4 WHERE {mine}", "truncated"),
            ("UPDATE chain_heads SET seal = 'x' WHERE {mine}", "truncated"),
            ("UPDATE chain_heads SET key = 'another' WHERE {mine}", "foreign"),
        ],
    )
    def test_a_changed_row_is_found(self, app: Flask, workspace_id: int, change: str, reason: str) -> None:
        forge(app, change.format(mine=f"workspace_id = {workspace_id}"))
        broken = found(app, workspace_id)
        assert broken is not None
        assert broken.reason == reason

    @pytest.mark.parametrize(("position", "reason"), [(2, "missing"), (5, "truncated")])
    def test_a_removed_record_is_found(self, app: Flask, workspace_id: int, position: int, reason: str) -> None:
        mine = f"workspace_id = {workspace_id} AND position = {position}"
        forge(app, f"DELETE FROM activity_links WHERE {mine}", f"DELETE FROM activity_records WHERE {mine}")
        assert found(app, workspace_id) == Break(position, reason)

    def test_another_workspaces_sound_chain_is_not_ones_own(self, app: Flask, cast: Cast) -> None:
        """Both chains are sealed with the house's key: only the name inside each text tells them apart."""
        mine, other = cast.workspace, cast.elsewhere
        forge(
            app,
            f"DELETE FROM activity_links WHERE workspace_id = {mine}",
            f"DELETE FROM activity_records WHERE workspace_id = {mine}",
            *_moved(other, mine),
        )
        broken = found(app, mine)
        assert broken is not None
        assert broken.reason == "foreign"


def _moved(source: int, target: int) -> list[str]:
    """Return the statements that put one workspace's chain, links and head in another's place."""
    columns = "position, activity, actor_kind, actor_id, assistance, happened_at, recorded_at, text, seal"
    end = f"FROM chain_heads WHERE workspace_id = {source}"
    records_of = f"SELECT {target}, {columns} FROM activity_records WHERE workspace_id = {source}"
    links_of = f"SELECT {target}, position, kind, object_id FROM activity_links WHERE workspace_id = {source}"
    return [
        f"INSERT INTO activity_records (workspace_id, {columns}) {records_of}",
        f"INSERT INTO activity_links (workspace_id, position, kind, object_id) {links_of}",
        f"UPDATE chain_heads SET position = (SELECT position {end}) WHERE workspace_id = {target}",
        f"UPDATE chain_heads SET seal = (SELECT seal {end}) WHERE workspace_id = {target}",
    ]


class TestReading:
    def test_records_come_newest_first_and_go_on_from_a_position(self, stage: Stage) -> None:
        for text in "abcde":
            stage.do(add_note, stage.petit, text=text)
        first = records(limit=2)
        rest = records(limit=100, before=first[-1].position)
        positions = [record.position for record in (*first, *rest)]
        assert positions == list(range(len(positions), 0, -1))
        assert [each.activity for each in records(words=["company.created"])] == ["company.created"]

    def test_a_timeline_is_of_one_thing(self, stage: Stage) -> None:
        other = stage.do(a_company, "Papeterie Moreau")
        stage.do(add_note, other, text="x")
        about = timeline(kind="company", object_id=other.id)
        assert [each.activity for each in about] == ["note.added", "company.created"]
        assert timeline(kind="company", object_id=other.id, before=about[0].position, words=["note.added"]) == []
        assert timeline(kind="quote", object_id=other.id) == []

    def test_the_last_record_is_somebodys(self, stage: Stage) -> None:
        stage.do_as("karim", add_note, stage.petit, text="x")
        stage.do(add_note, stage.petit, text="y")
        karim = last_record(actor_id=stage.cast.people["karim"])
        assert karim is not None and karim.activity == "note.added"
        newest = last_record()
        assert newest is not None and newest.position == karim.position + 1
        assert last_record(actor_id=stage.cast.people["noe"]) is None

    def test_a_copied_world_has_a_sound_chain_of_its_own_name(self, app: Flask, cast: Cast) -> None:
        with app.app_context():
            enter(cast.elsewhere)
            house = app.extensions["house"]
            workspace = workspaces.workspace_by_id(cast.elsewhere)
            assert workspace is not None
            perform(workspaces.standing_in(house, workspace), a_company, "Autre")
        assert found(app, cast.elsewhere) is None
        assert found(app, 1) is None


class TestCopies:
    def test_texts_that_look_like_a_chains_name_are_copied_as_they_are(self, app: Flask, cast: Cast) -> None:
        with app.app_context():
            enter(1)
            world = workspaces.workspace_by_id(1)
            assert world is not None
            key = chain_head(1).key
            standing = workspaces.standing_in(app.extensions["house"], world)
            label = f'X","chain":"{key}","details":'
            company = perform(standing, a_company, label)
            perform(standing, add_note, company, text=label)
        with app.app_context():
            enter(HOUSE_WORKSPACE)
            exercise = workspaces.exercise_by_id(1)
            assert exercise is not None
            opened = perform(Standing(house=app.extensions["house"]), open_workspace, exercise, name="X", members=[])
        copied = facts(app, opened.id, "note.added")[-1]
        assert (copied["about"][0]["label"], copied["details"]["text"]) == (label, label)
        assert found(app, opened.id) is None
