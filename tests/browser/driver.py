"""The real browser of the tests: the system's Chromium, driven by Playwright."""

from __future__ import annotations

import os
import shutil

CANDIDATES = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium() -> str | None:
    """Return the path of a Chromium, or None."""
    named = os.environ.get("COMPTOIR_CHROMIUM")
    return named or next((path for name in CANDIDATES if (path := shutil.which(name))), None)
