"""Saving the whole database into one file while the house is open, and putting it back."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy import URL, inspect, select

from crm.kernel.errors import N_, Refused
from crm.store import saving_postgresql, saving_sqlite
from crm.store.base import Base, db
from crm.store.saving import Saved

SIGN_OF_LIFE = "activity_records"


class Saver(Protocol):
    """What each kind of database can do with a file."""

    def save(self, url: URL, draft: Path) -> None:
        """Write the database into a file."""

    def check(self, file: Path) -> Saved:
        """Read a backup through, or refuse it."""

    def put_back(self, url: URL, file: Path) -> None:
        """Write a backup over the database."""


SAVERS: dict[str, Saver] = {"sqlite": saving_sqlite, "postgresql": saving_postgresql}


class FileInTheWay(Refused):
    """A backup never overwrites another one by mistake."""

    message = N_("Le fichier « %(file)s » existe déjà : il n’est remplacé que si vous le demandez (--force).")


class NoSuchFile(Refused):
    """There is nothing to put back."""

    message = N_("Le fichier « %(file)s » est introuvable.")


class DatabaseInUse(Refused):
    """A database with records is not replaced by mistake."""

    message = N_("La base contient déjà des enregistrements : elle n’est remplacée que si vous le demandez (--force).")


def backup(file: Path, *, force: bool = False) -> Saved:
    """Save the current app's database into a file that is there whole or not at all; it is read back before it counts.

    SQLite is copied by its online backup API, PostgreSQL by pg_dump. Refuses to
    replace a file unless `force`.
    """
    if file.exists() and not force:
        raise FileInTheWay(file=file)
    saver = SAVERS[db.engine.dialect.name]
    with _beside(file) as draft:
        saver.save(db.engine.url, draft)
        saved = saver.check(draft)
        _settle(draft, file)
    return saved


def restore(file: Path, *, force: bool = False) -> Saved:
    """Put a backup in the place of the current app's database, in one transaction.

    Whoever asks verifies the chains next. Refuses what is no backup of this kind of database, and to replace a database
    that holds records unless `force`.
    """
    if not file.is_file():
        raise NoSuchFile(file=file)
    saver = SAVERS[db.engine.dialect.name]
    saved = saver.check(file)
    if not force and not is_empty():
        raise DatabaseInUse
    db.session.remove()
    db.engine.dispose()
    saver.put_back(db.engine.url, file)
    return saved


def is_empty() -> bool:
    """Tell whether the database holds no record yet (it may have its tables)."""
    with db.engine.connect() as connection:
        if not inspect(connection).has_table(SIGN_OF_LIFE):
            return True
        table = Base.metadata.tables[SIGN_OF_LIFE]
        return connection.execute(select(table.c.position).limit(1)).first() is None


@contextmanager
def _beside(file: Path) -> Iterator[Path]:
    """Yield a new file in the same folder, readable by its owner only; it vanishes unless it was settled."""
    handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.absolute().parent)
    os.close(handle)
    draft = Path(name)
    try:
        yield draft
    finally:
        draft.unlink(missing_ok=True)


def _settle(draft: Path, file: Path) -> None:
    """Give a draft its name once the disk holds it."""
    with draft.open("rb") as written:
        os.fsync(written.fileno())
    draft.replace(file)
