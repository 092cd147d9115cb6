"""Behind a real server: what a browser sees that sends too much."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

START = 20
SECRET = "a secret for tests only, long enough to be one"


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """gunicorn, as an installation runs it."""
    folder: Path = tmp_path_factory.mktemp("server")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = os.environ | {
        "COMPTOIR_DATABASE_URL": f"sqlite:///{folder}/crm.sqlite",
        "COMPTOIR_SECRET_KEY": SECRET,
        "COMPTOIR_SEAL_KEY": SECRET,
        "HOME": str(folder),
    }
    command = [sys.executable, "-m", "gunicorn", "crm.wsgi:application", "--bind", f"127.0.0.1:{port}"]
    command += ["--worker-class", "gthread", "--threads", "4", "--log-level", "error"]
    server = subprocess.Popen(command, env=environment)
    try:
        _wait(port)
        yield port
    finally:
        server.terminate()
        server.wait(START)


def _wait(port: int) -> None:
    """Wait until somebody answers."""
    until = time.monotonic() + START
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(port)


@pytest.mark.parametrize("size", [600_000, 11_000_000])
def test_who_sends_everything_before_reading_gets_the_page(port: int, size: int) -> None:
    body = b"login=" + b"x" * size
    head = "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    with socket.create_connection(("127.0.0.1", port), START) as browser:
        browser.sendall(head.encode() + f"Connection: close\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
        answer = b"".join(iter(lambda: browser.recv(65536), b"")).decode()
    assert answer.startswith("HTTP/1.1 413")
    assert "Votre envoi dépasse la taille permise" in answer
