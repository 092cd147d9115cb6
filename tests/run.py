"""`make test`: the whole suite on both databases with a real browser, the coverage gates, and a loud word on skips."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.browser.driver import chromium
from tests.cluster import binaries

ROOT = Path(__file__).resolve().parent.parent
CORE = "crm/kernel/*,crm/store/*,crm/activity/*,crm/people/*,crm/training/frameworks/*"
CORE_LEAST, LEAST = 95, 90
WORKERS = os.environ.get("COMPTOIR_TEST_WORKERS", "2")
SKIPPED = re.compile(r"(\d+) skipped")


def main() -> int:
    """Run everything; return what the shell shall know."""
    skipped: list[str] = []
    _python("-m", "coverage", "erase")
    failed = _suite("sqlite", skipped)
    if binaries() is None:
        skipped.append(
            "PostgreSQL: no binaries found (Debian: apt-get install postgresql), half of the suite did not run"
        )
    else:
        failed = _suite("postgresql", skipped) or failed
    if chromium() is None:
        skipped.append("browser: no Chromium found (Debian: apt-get install chromium), its tests did not run")
    failed = failed or _coverage()
    for line in skipped:
        print(f"\n!!! SKIPPED {line}", flush=True)
    if skipped and os.environ.get("COMPTOIR_NO_SKIP"):
        return 1
    return failed


def _suite(database: str, skipped: list[str]) -> int:
    """Run the tests on one database; the browser's tests run once, on SQLite."""
    print(f"\n=== {database} ===", flush=True)
    only = [] if database == "sqlite" else ["-m", "not browser and not once"]
    command = [
        "-m",
        "pytest",
        "-q",
        "-n",
        WORKERS,
        "--dist",
        "loadscope",
        "--no-loadscope-reorder",
        f"--database={database}",
        *only,
    ]
    if database == "sqlite":
        # Both runs go through the same code; watching every line doubles what a run takes.
        command += ["--cov=crm", "--cov-branch", "--cov-report="]
    done = subprocess.run([sys.executable, *command], cwd=ROOT, check=False, stdout=subprocess.PIPE, text=True)
    print(done.stdout, flush=True)
    if found := SKIPPED.search(done.stdout):
        skipped.append(f"{database}: {found[0]}, see above")
    return done.returncode


def _coverage() -> int:
    """Hold the suite to its gates."""
    whole = _python("-m", "coverage", "report", f"--fail-under={LEAST}")
    core = _python("-m", "coverage", "report", f"--include={CORE}", f"--fail-under={CORE_LEAST}")
    return whole or core


def _python(*arguments: str) -> int:
    """Run a module and let it speak."""
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
