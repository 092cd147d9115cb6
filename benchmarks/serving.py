"""The house behind gunicorn on the loopback, watched from outside: memory and processor time of its workers."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from time import sleep

from crm.config import Settings

WORKERS, THREADS = 2, 8
PATIENCE = 30.0
TICKS = os.sysconf("SC_CLK_TCK")
MEGABYTE = 1024
# As docs/operations.md says: memory goes back to the system as soon as it is free.
MEMORY = {"MALLOC_ARENA_MAX": "2", "MALLOC_MMAP_THRESHOLD_": "262144", "MALLOC_TRIM_THRESHOLD_": "262144"}
SIZES = re.compile(r"^(Vm\w+):\s+(\d+) kB", re.MULTILINE)


@dataclass
class Watched:
    """What each worker took: the most resident memory ever, and the last seen (MB); processor seconds."""

    memory: dict[int, float] = field(default_factory=dict)
    at_work: dict[int, float] = field(default_factory=dict)
    seconds: dict[int, float] = field(default_factory=dict)

    @property
    def processor(self) -> float:
        """Processor seconds of all workers together."""
        return sum(self.seconds.values())


@contextmanager
def gunicorn(settings: Settings, folder: Path) -> Iterator[tuple[int, Watched]]:
    """Serve a house, yield the port and what is watched; the server is stopped afterwards, by its own number."""
    port = _free_port()
    command = [sys.executable, "-m", "gunicorn", "crm.wsgi:application", "--bind", f"127.0.0.1:{port}"]
    command += ["--worker-class", "gthread", "--workers", str(WORKERS), "--threads", str(THREADS)]
    command += ["--keep-alive", "5", "--log-level", "warning"]
    with (folder / "gunicorn.log").open("wb") as log:
        server = subprocess.Popen(command, env=os.environ | MEMORY | _environment(settings), stdout=log, stderr=log)
        watched, stop = Watched(), Event()
        watcher = Thread(target=_watch, args=(server.pid, watched, stop), daemon=True)
        try:
            _wait(port, server)
            watcher.start()
            yield port, watched
        finally:
            stop.set()
            server.send_signal(signal.SIGTERM)
            server.wait(PATIENCE)
    log_text = (folder / "gunicorn.log").read_text("utf-8").strip()
    if log_text:
        print(f"server's log:\n{log_text[-2000:]}")


def _environment(settings: Settings) -> dict[str, str]:
    """Return the settings as the server reads them."""
    return {
        "COMPTOIR_DATABASE_URL": settings.database_url,
        "COMPTOIR_SECRET_KEY": settings.secret_key,
        "COMPTOIR_SEAL_KEY": settings.seal_key.decode(),
        "COMPTOIR_DATA": str(settings.data_dir),
    }


def _free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    """Wait until somebody listens."""
    for _ in range(int(PATIENCE * 10)):
        if server.poll() is not None:
            raise RuntimeError("the server did not start")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        sleep(0.1)
    raise TimeoutError(port)


def _watch(master: int, watched: Watched, stop: Event) -> None:
    """Look at the workers twice a second."""
    while not stop.wait(0.5):
        for worker in _children(master):
            try:
                status = Path(f"/proc/{worker}/status").read_text("utf-8")
                times = Path(f"/proc/{worker}/stat").read_text("utf-8").rpartition(")")[2].split()
            except OSError:
                continue
            sizes = dict(SIZES.findall(status))
            watched.memory[worker] = int(sizes.get("VmHWM", 0)) / MEGABYTE
            watched.at_work[worker] = int(sizes.get("VmRSS", 0)) / MEGABYTE
            watched.seconds[worker] = (int(times[11]) + int(times[12])) / TICKS


def _children(master: int) -> list[int]:
    """Return the numbers of the workers."""
    try:
        return [int(each) for each in Path(f"/proc/{master}/task/{master}/children").read_text("utf-8").split()]
    except OSError:
        return []
