"""Backups: whole or not at all, read back, put back, and sealed as before."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import make_url, select

from crm.activity.queries import verify_chain
from crm.prospecting.companies.models import Company
from crm.prospecting.companies.use_cases import add_note
from crm.store import saving_postgresql
from crm.store.backup import DatabaseInUse, FileInTheWay, NoSuchFile, backup, is_empty, restore
from crm.store.base import db
from crm.store.saving import NotABackup, ProgramMissing, SavingFailed
from crm.store.scoping import HOUSE_WORKSPACE, enter
from tests.builders import Cast, Stage, a_company
from tests.looking import facts


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the backup is to be."""
    return tmp_path / "comptoir.backup"


def _sound(app: Flask, cast: Cast) -> bool:
    """Verify every chain of the cast."""
    places = (HOUSE_WORKSPACE, 1, cast.workspace, cast.elsewhere)
    with app.app_context():
        return all(verify_chain(each, key=app.extensions["house"].seal_key).broken is None for each in places)


def _note(app: Flask, cast: Cast, text: str) -> None:
    """Let Lina act."""
    with app.app_context():
        enter(cast.workspace)
        stage = Stage(app, cast)
        stage.do(add_note, stage.petit, text=text)


class TestThereAndBack:
    def test_what_was_saved_comes_back_with_sound_chains(self, app: Flask, cast: Cast, file: Path) -> None:
        _note(app, cast, "avant")
        before = [facts(app, each) for each in (HOUSE_WORKSPACE, cast.workspace, cast.elsewhere)]
        with app.app_context():
            saved = backup(file)
        _note(app, cast, "après")
        with app.app_context():
            assert restore(file, force=True) == saved
        assert [facts(app, each) for each in (HOUSE_WORKSPACE, cast.workspace, cast.elsewhere)] == before
        assert _sound(app, cast)
        assert saved.tables > 10
        assert saved.size == file.stat().st_size

    def test_the_house_goes_on_afterwards(self, app: Flask, cast: Cast, file: Path) -> None:
        with app.app_context():
            backup(file)
            restore(file, force=True)
        _note(app, cast, "encore")
        assert facts(app, cast.workspace)[-1]["details"]["text"] == "encore"
        assert _sound(app, cast)

    def test_an_installed_but_empty_database_takes_it(self, app: Flask, cast: Cast, file: Path) -> None:
        with app.app_context():
            backup(file)
            _empty()
            assert is_empty()
            restore(file)
            assert not is_empty()
        assert _sound(app, cast)

    def test_records_cannot_be_changed_after_a_restore_either(self, app: Flask, cast: Cast, file: Path) -> None:
        from sqlalchemy.exc import DBAPIError

        with app.app_context():
            backup(file)
            restore(file, force=True)
            with db.engine.connect().execution_options(writing=True) as connection:
                with pytest.raises(DBAPIError, match="append-only"):
                    connection.exec_driver_sql("DELETE FROM activity_links")
                connection.rollback()

    def test_it_is_taken_while_somebody_writes(self, app: Flask, stage: Stage, file: Path) -> None:
        """Half of an act is in no backup."""
        from crm.activity.door import Work

        def act(work: Work) -> None:
            a_company(work, "À moitié")
            db.session.flush()
            backup(file)

        stage.do(act)
        assert [each["about"][0]["label"] for each in stage.records("company.created")][-1] == "À moitié"
        with app.test_request_context():
            restore(file, force=True)
            enter(stage.cast.workspace)
            assert db.session.scalar(select(Company).where(Company.legal_name == "À moitié")) is None


class TestRefusals:
    def test_a_file_is_not_overwritten_by_mistake(self, app: Flask, cast: Cast, file: Path) -> None:
        file.write_text("précieux")
        with app.app_context():
            with pytest.raises(FileInTheWay, match="comptoir"):
                backup(file)
            assert file.read_text() == "précieux"
            backup(file, force=True)
            assert restore(file, force=True).size == file.stat().st_size

    def test_a_living_database_is_not_replaced_by_mistake(self, app: Flask, cast: Cast, file: Path) -> None:
        with app.app_context():
            backup(file)
            with pytest.raises(DatabaseInUse):
                restore(file)

    @pytest.mark.parametrize(
        "content", [b"", b"nothing of the kind", b"SQLite format 3\0" + b"x" * 5000, b"PGDMP" + b"\0" * 90]
    )
    def test_what_is_no_backup_changes_nothing(self, app: Flask, cast: Cast, file: Path, content: bytes) -> None:
        file.write_bytes(content)
        before = facts(app, cast.workspace)
        with app.app_context(), pytest.raises(NotABackup):
            restore(file, force=True)
        assert facts(app, cast.workspace) == before

    def test_a_spoiled_backup_changes_nothing(self, app: Flask, cast: Cast, file: Path) -> None:
        with app.app_context():
            backup(file)
        whole = file.read_bytes()
        file.write_bytes(whole[: len(whole) // 2])
        before = facts(app, cast.workspace)
        with app.app_context(), pytest.raises((NotABackup, SavingFailed)):
            restore(file, force=True)
        assert facts(app, cast.workspace) == before
        assert _sound(app, cast)

    def test_nothing_cannot_be_put_back(self, app: Flask, cast: Cast, file: Path) -> None:
        with app.app_context(), pytest.raises(NoSuchFile):
            restore(file)

    def test_a_folder_that_is_not_there_is_said(self, app: Flask, cast: Cast, tmp_path: Path) -> None:
        with app.app_context(), pytest.raises(OSError, match="nowhere"):
            backup(tmp_path / "nowhere" / "file")

    def test_a_failure_leaves_no_file(
        self, app: Flask, cast: Cast, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(handle: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        with app.app_context(), pytest.raises(OSError, match="No space"):
            backup(file)
        assert list(file.parent.iterdir()) == []


class TestFile:
    def test_only_its_owner_reads_it(self, app: Flask, cast: Cast, file: Path) -> None:
        with app.app_context():
            backup(file)
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert list(file.parent.iterdir()) == [file]


class TestPostgresqlPrograms:
    """What can be said without a server."""

    def test_the_password_travels_in_the_environment_only(self) -> None:
        url = make_url("postgresql+psycopg://crm:s%40cret@db.example:5433/crm?sslmode=require&connect_timeout=5")
        said = saving_postgresql._environment(url)
        assert said["PGPASSWORD"] == "s@cret"
        assert (said["PGHOST"], said["PGPORT"], said["PGUSER"]) == ("db.example", "5433", "crm")
        assert (said["PGDATABASE"], said["PGSSLMODE"]) == ("crm", "require")

    def test_a_missing_program_is_named(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))
        monkeypatch.setattr(saving_postgresql, "DEBIAN", tmp_path)
        with pytest.raises(ProgramMissing, match="pg_dump"):
            saving_postgresql._program("pg_dump")

    def test_a_server_that_is_not_there_is_said(self, file: Path) -> None:
        with pytest.raises(SavingFailed, match="pg_dump"):
            saving_postgresql.save(make_url("postgresql+psycopg://crm@127.0.0.1:1/crm"), file)


def test_a_database_in_memory_has_no_file(file: Path, tmp_path: Path) -> None:
    from crm.store import saving_sqlite

    with pytest.raises(SavingFailed):
        saving_sqlite.save(make_url("sqlite://"), file)


def _empty() -> None:
    """Leave the tables and take what is in them, as a new installation is."""
    from crm.store.schema import finish

    db.session.remove()
    with db.engine.connect().execution_options(writing=True) as connection:
        db.metadata.drop_all(connection)
        db.metadata.create_all(connection)
        finish(connection)
        connection.commit()
