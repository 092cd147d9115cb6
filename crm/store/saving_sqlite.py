"""Saving SQLite: its online backup API, never a copy of the file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import URL

from crm.store.engines import BUSY_MS
from crm.store.saving import NotABackup, Saved, SavingFailed, lacking


def save(url: URL, draft: Path) -> None:
    """Copy the open database into a file of its own, as it was at one instant."""
    with _said_clearly(), _open(_file_of(url)) as source, _open(draft) as target:
        source.backup(target)
        # A backup is one file: no journal beside it.
        target.execute("PRAGMA journal_mode=DELETE")


def check(file: Path) -> Saved:
    """Read a backup through: sound pages, no row that points nowhere, the tables of the house."""
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as copy:
            tables = {name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
            lost = copy.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.Error as fault:
        raise NotABackup(file=file, why=fault) from fault
    if why := lacking(tables) or ("" if verdict == "ok" else verdict) or ("foreign keys" if lost else ""):
        raise NotABackup(file=file, why=why)
    return Saved(file.stat().st_size, len(tables))


def put_back(url: URL, file: Path) -> None:
    """Write a backup over the database in one transaction: whoever has it open sees the old rows or the new ones."""
    target_file = _file_of(url)
    target_file.parent.mkdir(parents=True, exist_ok=True)
    with _said_clearly(), _open(file) as source, _open(target_file) as target:
        target.execute("PRAGMA synchronous=FULL")
        source.backup(target)
        target.execute("PRAGMA journal_mode=WAL")
        target.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _file_of(url: URL) -> Path:
    """Return where the database is."""
    if not url.database or url.database == ":memory:":
        raise SavingFailed(why="SQLite, :memory:")
    return Path(url.database)


@contextmanager
def _open(file: Path) -> Iterator[sqlite3.Connection]:
    """Open a database beside the application's own connections."""
    with closing(sqlite3.connect(file, timeout=BUSY_MS / 1000, isolation_level=None)) as connection:
        yield connection


@contextmanager
def _said_clearly() -> Iterator[None]:
    """Say SQLite's faults as a refusal."""
    try:
        yield
    except sqlite3.Error as fault:
        raise SavingFailed(why=fault) from fault
