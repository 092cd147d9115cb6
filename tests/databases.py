"""Two databases, one promise: each test begins on a fresh copy of the same world."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Protocol

import psycopg
from psycopg import sql

from crm.store.migrating import upgrade
from tests.restoring import Contents, now

# Rows deleted and written again leave dead ones behind: from time to time a database is made anew.
LONGEST = 60
# A large world is copied faster as files than row by row.
LARGEST = 4_000_000


class Database(Protocol):
    """Where a test's rows live."""

    url: str

    def create(self) -> None:
        """Make the empty database."""

    def build(self) -> None:
        """Bring its schema up to date."""

    def keep(self) -> None:
        """Keep what is in it as the world from which each test starts."""

    def renew(self) -> None:
        """Put the kept world back."""


class SqliteDatabase:
    """A file, and a copy of it."""

    def __init__(self, folder: Path) -> None:
        """Choose where the two files are."""
        self.path, self.kept = folder / "crm.sqlite", folder / "kept.sqlite"
        self.url = f"sqlite:///{self.path}"

    def create(self) -> None:
        """A file appears when it is first opened."""

    def build(self) -> None:
        """Bring its schema up to date."""
        upgrade()

    def keep(self) -> None:
        """Copy the file aside (nobody has it open)."""
        shutil.copy(self.path, self.kept)

    def renew(self) -> None:
        """Copy the file back, without what was left in its journal."""
        with_journal = [self.path, Path(f"{self.path}-wal"), Path(f"{self.path}-shm")]
        for path in with_journal:
            path.unlink(missing_ok=True)
        shutil.copy(self.kept, self.path)


class PostgresDatabase:
    """A database, and a template of it, in the tests' own cluster."""

    def __init__(self, server: str, name: str) -> None:
        """Choose the two names."""
        self.server = server.replace("+psycopg", "")
        self.name, self.kept = f"crm_{name}", f"kept_{name}"
        self.url = f"{server}{self.name}"
        self.contents: Contents | None = None
        self.restored = self.since = 0

    def create(self) -> None:
        """Make the empty database."""
        self._do("CREATE DATABASE {}", self.name)

    def build(self) -> None:
        """Bring its schema up to date."""
        upgrade()

    def keep(self) -> None:
        """Rename it: it becomes the template."""
        self._do("ALTER DATABASE {} RENAME TO {}", self.name, self.kept)

    def renew(self) -> None:
        """Put back the rows that changed; where that cannot be, make the database anew from the template."""
        if self.contents is not None and self.restored < LONGEST:
            with psycopg.connect(f"{self.server}{self.name}", autocommit=True) as connection:
                if self.contents.restore(connection, since=self.since):
                    self.restored += 1
                    self.since = now(connection)
                    return
        self._do("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name)
        self._do("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", self.name, self.kept)
        with psycopg.connect(f"{self.server}{self.name}", autocommit=True) as connection:
            contents = Contents.of(connection)
            small = sum(map(len, contents.rows.values())) < LARGEST
            self.contents, self.restored, self.since = contents if small else None, 0, now(connection)

    def drop(self) -> None:
        """Leave nothing behind."""
        for name in (self.name, self.kept):
            self._do("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _do(self, statement: str, *names: str) -> None:
        """Run a statement that no transaction can hold."""
        with psycopg.connect(f"{self.server}postgres", autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*[sql.Identifier(name) for name in names]))
