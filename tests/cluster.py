"""A throw-away PostgreSQL cluster for the tests, made with the system's binaries, never a system one."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path


def binaries() -> Path | None:
    """Return where initdb and pg_ctl are, or None."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    return max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), default=None)


@contextlib.contextmanager
def running() -> Iterator[str]:
    """Start a cluster on a free port and yield its URL (postgresql+psycopg://…/); it vanishes afterwards."""
    where = binaries()
    if where is None:
        raise FileNotFoundError("initdb")
    folder = Path(tempfile.mkdtemp(prefix="comptoir-pg-"))
    data = folder / "data"
    owner = _owner(folder)
    port = _free_port()
    try:
        _run(owner, where / "initdb", "-D", data, "-U", "crm", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off"
        options += " -c synchronous_commit=off -c max_connections=120 -c autovacuum=off -c wal_level=minimal"
        options += " -c max_wal_senders=0 -c max_wal_size=4GB -c checkpoint_timeout=1h -c shared_buffers=256MB"
        _run(owner, where / "pg_ctl", "-D", data, "-w", "-o", options, "-l", folder / "log", "start")
        yield f"postgresql+psycopg://crm@127.0.0.1:{port}/"
    finally:
        _run(owner, where / "pg_ctl", "-D", data, "-m", "immediate", "stop", check=False)
        shutil.rmtree(folder, ignore_errors=True)


def _owner(folder: Path) -> int | None:
    """PostgreSQL refuses to run as root: hand the folder to an ordinary account then."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            account = pwd.getpwnam(name)
            os.chown(folder, account.pw_uid, account.pw_gid)
            return account.pw_uid
    raise FileNotFoundError("an account that is not root")


def _run(owner: int | None, *command: object, check: bool = True) -> None:
    """Run a command of the cluster, as its owner."""
    arguments = [str(word) for word in command]
    subprocess.run(arguments, check=check, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, user=owner, cwd="/")


def _free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
