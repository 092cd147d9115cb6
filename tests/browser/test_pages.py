"""Every page that each role can reach: axe finds nothing, nothing overflows, nothing comes from elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage, Served
from tests.browser.crawl import reachable

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RUN_AXE = """async () => {
  const tags = ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice'];
  const found = await axe.run(document, {runOnly: tags, resultTypes: ['violations']});
  return found.violations.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.target.join(' ')).join(' | '));
}"""
THEME = "theme => { document.documentElement.setAttribute('data-bs-theme', theme); }"
# What a learner's look has shown: the others' looks are at what is theirs alone.
LOOKED_AT: set[str] = set()
STILL = "* { transition: none !important; animation: none !important; }"


def faults(page: Page, *, theme: str, phone: bool) -> list[str]:
    """Return what is wrong with a page: at the desk or on a phone, in one theme, and in its width on a phone.

    All pages share one set of colours and macros: of each kind some are seen one way, some the other.
    """
    found = []
    page.evaluate(
        "css => { const s = new CSSStyleSheet(); s.replaceSync(css); document.adoptedStyleSheets.push(s); }", STILL
    )
    page.evaluate(AXE.read_text("utf-8"))
    width, height = (390, 844) if phone else (1440, 900)
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate(THEME, theme)
    found += [f"{width} {theme} {violation}" for violation in page.evaluate(RUN_AXE)]
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        wide = page.evaluate("() => document.documentElement.scrollWidth")
        if wide > width:
            found.append(f"{width} px: the page is {wide} px wide")
    return found


@pytest.mark.parametrize("login", ["lina", "formatrice", "jury", "admin"])
def test_every_page_is_accessible_and_self_contained(login: str, sign_in: OpenPage, served: Served) -> None:
    assert AXE.is_file(), "axe-core is missing: python hatch_build.py --dev"
    page = sign_in(login)
    foreign: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: foreign.append(request.url) if not request.url.startswith(served.url) else None)
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda fault: complaints.append(str(fault)))
    found: dict[str, list[str]] = {}
    reached = reachable(served.app, login)
    for number, path in enumerate(path for endpoint, path in reached.items() if endpoint not in LOOKED_AT):
        page.set_viewport_size({"width": 1440, "height": 900})
        page.goto(path)
        if wrong := faults(page, theme=("light", "dark")[number % 2], phone=number % 4 > 1):
            found[path] = wrong
    LOOKED_AT.update(reached)
    assert len(reached) >= 2
    assert not found, "\n".join(f"{path}\n  " + "\n  ".join(wrong) for path, wrong in found.items())
    assert not [url for url in foreign if not url.startswith("data:")]
    assert not complaints
