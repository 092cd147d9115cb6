"""A served house with a class at work, and a real browser to look at it."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from waitress.server import create_server

from crm import demo
from crm.app import create_app
from crm.config import Settings
from tests.browser.driver import QUIET, chromium
from tests.seeded import SECRET

PATIENCE_MS = 60_000  # A busy machine is slow, not wrong: what never comes fails all the same.
CLASS = ("Lina", "Adam", "Aya")
OpenPage = Callable[..., Page]


@dataclass(frozen=True)
class Served:
    """Where the house answers."""

    app: Flask
    url: str


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is in this folder, and skip it aloud where there is no browser."""
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            if chromium() is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory, seeded_file: Path) -> Iterator[Served]:
    """A house on the loopback, with the real time and a small class."""
    folder = tmp_path_factory.mktemp("served")
    settings = Settings(
        database_url=f"sqlite:///{folder / 'crm.sqlite'}",
        secret_key=SECRET,
        seal_key=SECRET.encode(),
        data_dir=folder,
        production=False,
    )
    shutil.copy(seeded_file, folder / "crm.sqlite")
    app = create_app(settings)
    demo.prepare(app, tell=lambda line: None, learners=CLASS)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = create_server(app, host="127.0.0.1", port=port, threads=6)
    Thread(target=server.run, daemon=True).start()
    yield Served(app, f"http://127.0.0.1:{port}")
    server.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=list(QUIET))
        yield opened
        opened.close()


@pytest.fixture
def context(browser: Browser, served: Served) -> Iterator[BrowserContext]:
    """A fresh browser: no cookies, French, a desk's screen."""
    opened = browser.new_context(base_url=served.url, viewport={"width": 1440, "height": 900}, locale="fr-FR")
    opened.set_default_timeout(PATIENCE_MS)
    yield opened
    opened.close()


@pytest.fixture
def sign_in(context: BrowserContext) -> OpenPage:
    """Open a page as somebody: `sign_in("lina")`."""

    def open_as(login: str, path: str = "/") -> Page:
        page = context.new_page()
        page.goto("/sign-in")
        page.get_by_label("Identifiant").fill(login)
        page.get_by_label("Mot de passe").fill(demo.PASSWORD)
        page.get_by_role("button", name="Se connecter").click()
        page.wait_for_load_state()
        page.goto(path)
        return page

    return open_as
