"""`make test`: the whole suite on both databases with a real browser, the core's coverage, and a loud word on skips."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.browser.driver import chromium
from tests.cluster import binaries
from tests.rendered import SHARED

ROOT = Path(__file__).resolve().parent.parent
CORE = "crm/kernel/*,crm/store/*,crm/activity/*,crm/people/*,crm/training/frameworks/*"
# What goes through the core line by line. Watching lines takes two thirds more time: all else runs unwatched,
# `make coverage` watches everything.
WATCHED = ("kernel", "store", "activity", "people", "training/frameworks", "web")
CORE_LEAST, LEAST = 95, 90
WORKERS = os.environ.get("COMPTOIR_TEST_WORKERS", "2")
COVERAGE = ("--cov=crm", "--cov-branch", "--cov-report=")
SKIPPED = re.compile(r"(\d+) skipped")
FAILED = re.compile(r"^((?:FAILED|ERROR|no test rendered:) .{1,300})", re.MULTILINE)
_FAILED: list[str] = []
"""What failed on either database: said again at the very end, where a long output is read first."""


def main() -> int:
    """Run everything; return what the shell shall know."""
    if "--coverage" in sys.argv:
        return _coverage()
    skipped: list[str] = []
    failed = _suite("sqlite", skipped)
    if binaries() is None:
        skipped.append(
            "PostgreSQL: no binaries found (Debian: apt-get install postgresql), half of the suite did not run"
        )
    else:
        failed = _suite("postgresql", skipped) or failed
    if chromium() is None:
        skipped.append("browser: no Chromium found (Debian: apt-get install chromium), its tests did not run")
    for line in (*_FAILED, *(f"SKIPPED {line}" for line in skipped)):
        print(f"!!! {line}", flush=True)
    if skipped and os.environ.get("COMPTOIR_NO_SKIP"):
        return 1
    return failed


def _suite(database: str, skipped: list[str]) -> int:
    """Run the tests on one database; the browser's run once, on SQLite, where the core's tests are watched."""
    if database == "postgresql":
        return _pytest(database, skipped, "-m", "not browser and not once", "tests")
    watched = [f"tests/{folder}" for folder in WATCHED]
    with TemporaryDirectory() as folder:
        os.environ[SHARED] = str(Path(folder) / "rendered.txt")
        failed = _in_two_parts(database, skipped, watched)
        del os.environ[SHARED]
    return failed


def _in_two_parts(database: str, skipped: list[str], watched: list[str]) -> int:
    """Run the tests whose lines are watched, then all others."""
    _python("-m", "coverage", "erase")
    core = _pytest(database, skipped, *COVERAGE, *watched)
    if not core and (core := _python("-m", "coverage", "report", f"--include={CORE}", f"--fail-under={CORE_LEAST}")):
        _FAILED.append(f"the core's coverage is under {CORE_LEAST} %")
    return _pytest(database, skipped, *(f"--ignore={folder}" for folder in watched), "tests") or core


def _pytest(database: str, skipped: list[str], *words: str) -> int:
    """Run tests on a database, and remember what was skipped."""
    print(f"\n=== {database}: {' '.join(words)} ===", flush=True)
    command = ["-m", "pytest", "-q", "-n", WORKERS, "--dist", "loadscope", "--no-loadscope-reorder"]
    command += [f"--database={database}", *words]
    done = subprocess.run([sys.executable, *command], cwd=ROOT, check=False, stdout=subprocess.PIPE, text=True)
    print(done.stdout, flush=True)
    _FAILED.extend(f"{database}: {line}" for line in FAILED.findall(done.stdout))
    if found := SKIPPED.search(done.stdout):
        skipped.append(f"{database}: {found[0]}, see above")
    return done.returncode


def _coverage() -> int:
    """Watch the whole suite on SQLite and hold it to its gates."""
    _python("-m", "coverage", "erase")
    failed = _pytest("sqlite", [], *COVERAGE, "-m", "not browser", "tests")
    whole = _python("-m", "coverage", "report", f"--fail-under={LEAST}")
    core = _python("-m", "coverage", "report", f"--include={CORE}", f"--fail-under={CORE_LEAST}")
    return failed or whole or core


def _python(*arguments: str) -> int:
    """Run a module and let it speak."""
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
