"""Asks the official rules about an invoice, as a platform would."""

from __future__ import annotations

import json
import subprocess
import sys
from types import TracebackType
from typing import IO, Self

EVERY = ("en16931", "br-fr")


class Schematrons:
    """A process that knows the official rules; starting it takes about two seconds."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.papers.schematron_worker"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        _pipe(self.process.stdin).close()
        self.process.wait(timeout=30)
        _pipe(self.process.stdout).close()

    def against(self, xml: bytes, *, sheets: tuple[str, ...] = EVERY) -> list[str]:
        """Return what the rules say against an invoice."""
        asked = json.dumps({"xml": xml.decode(), "sheets": sheets})
        _pipe(self.process.stdin).write(asked.encode() + b"\n")
        _pipe(self.process.stdin).flush()
        found = json.loads(_pipe(self.process.stdout).readline())
        return [said for name in sheets for said in found[name]]


def _pipe(held: IO[bytes] | None) -> IO[bytes]:
    """Return an end of a pipe that was asked for."""
    assert held is not None
    return held
