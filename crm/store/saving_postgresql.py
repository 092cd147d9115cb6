"""Saving PostgreSQL: pg_dump's own format, put back by psql in one transaction."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import URL

from crm.store.base import db
from crm.store.saving import NotABackup, ProgramMissing, Saved, SavingFailed, lacking

DEBIAN = Path("/usr/lib/postgresql")
# How each part of an SQLAlchemy address is called in the environment of PostgreSQL's programs.
FROM_QUERY = {
    "host": "PGHOST",
    "port": "PGPORT",
    "sslmode": "PGSSLMODE",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "sslrootcert": "PGSSLROOTCERT",
    "service": "PGSERVICE",
    "passfile": "PGPASSFILE",
}
LISTED = re.compile(r"^\d+; \d+ \d+ TABLE DATA \S+ (\S+) ", re.MULTILINE)
PATIENCE = "-c lock_timeout=30s -c statement_timeout=0"
TOLD = 300
SURPLUS = """
DO $$ DECLARE each record; BEGIN
  FOR each IN SELECT oid::regclass AS name FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' LOOP
    EXECUTE format('DROP TABLE %s CASCADE', each.name);
  END LOOP;
  FOR each IN SELECT p.oid::regprocedure AS name FROM pg_proc p
    WHERE pronamespace = current_schema()::regnamespace
    AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') LOOP
    EXECUTE format('DROP FUNCTION %s CASCADE', each.name);
  END LOOP;
END $$;
"""


def save(url: URL, draft: Path) -> None:
    """Dump the database as it is at one instant."""
    _run("pg_dump", ["--format=custom", "--no-owner", "--no-privileges", f"--file={draft}"], url)


def check(file: Path) -> Saved:
    """Read a dump's table of contents: it is one, and has the tables of the house."""
    try:
        listing = _run("pg_restore", ["--list", str(file)])
    except SavingFailed as fault:
        raise NotABackup(file=file, why=fault.values["why"]) from fault
    tables = set(LISTED.findall(listing))
    if why := lacking(tables):
        raise NotABackup(file=file, why=why)
    return Saved(file.stat().st_size, len(tables))


def put_back(url: URL, file: Path) -> None:
    """Replace everything in the database's schema by a dump, all of it or nothing."""
    db.engine.dispose()
    with tempfile.TemporaryDirectory(prefix="comptoir-restore-") as folder:
        script = Path(folder) / "restore.sql"
        _run("pg_restore", ["--no-owner", "--no-privileges", f"--file={script}", str(file)])
        emptying = Path(folder) / "empty.sql"
        emptying.write_text(SURPLUS, encoding="utf-8")
        steps = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
        _run("psql", [*steps, f"--file={emptying}", f"--file={script}"], url)


def _run(name: str, arguments: Iterable[str], url: URL | None = None) -> str:
    """Run one of PostgreSQL's programs and return what it prints; the password travels in its environment only."""
    command = [str(_program(name)), *arguments]
    environment = os.environ | (_environment(url) if url is not None else {})
    ended = subprocess.run(  # noqa: S603  (our own arguments, no shell)
        command, env=environment, capture_output=True, text=True, errors="replace", check=False
    )
    if ended.returncode != 0:
        raise SavingFailed(why=f"{name} : {ended.stderr.strip()[-TOLD:]}")
    return ended.stdout


def _environment(url: URL) -> dict[str, str]:
    """Return an address as the environment of PostgreSQL's programs says it."""
    asked = {FROM_QUERY[name]: str(value) for name, value in url.query.items() if name in FROM_QUERY}
    parts = {"PGHOST": url.host, "PGPORT": url.port, "PGUSER": url.username, "PGPASSWORD": url.password}
    said = {name: str(value) for name, value in parts.items() if value}
    return asked | said | {"PGDATABASE": url.database or "", "PGOPTIONS": PATIENCE, "PGCONNECT_TIMEOUT": "10"}


def _program(name: str) -> Path:
    """Return where a program is: on the path, else Debian's newest."""
    found = shutil.which(name)
    if found:
        return Path(found)
    newest = max(DEBIAN.glob(f"*/bin/{name}"), key=lambda path: float(path.parent.parent.name), default=None)
    if newest is None:
        raise ProgramMissing(name=name)
    return newest
