"""The application as it is deployed: CSRF checked, cookies secure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from crm.app import create_app
from crm.store.base import db
from tests.client import PASSWORD, CheckingClient, Page
from tests.looking import value_of

HTTPS = "https://localhost"


class DeployedClient(CheckingClient):
    """A browser that talks HTTPS and sends forms as pages hold them."""

    def token(self, path: str) -> str:
        """Fetch a page and return the token of its forms."""
        return token_of(self.get(path))

    def open(self, path: str, *, method: str = "GET", **more: object) -> TestResponse:
        """Ask over HTTPS from a page of this house, without any check of the page."""
        headers = {"Referer": f"{HTTPS}/", **more.pop("headers", {})}  # type: ignore[dict-item]
        return self.browser.open(path, method=method, base_url=HTTPS, headers=headers, **more)  # type: ignore[arg-type]

    def get(self, path: str, *, part: str = "", follow: bool = False, **headers: str) -> Page:
        """Fetch a page."""
        page = Page(self.open(path, headers=headers, follow_redirects=follow))
        if page.html:
            page.check()
        return page

    def post(self, path: str, *, follow: bool = False, **fields: object) -> Page:
        """Send a form."""
        page = Page(self.open(path, method="POST", data=fields, follow_redirects=follow))
        if page.html:
            page.check()
        return page

    def enter(self, login: str) -> Page:
        """Sign in as the page's own form does."""
        return self.post("/sign-in", login=login, password=PASSWORD, csrf_token=self.token("/sign-in"))


def token_of(page: Page) -> str:
    """Return the token that a page's forms carry."""
    return value_of(page, "csrf_token")


@pytest.fixture(scope="session")
def deployed_house(house: Flask) -> Flask:
    """The application of an installation."""
    settings = replace(house.extensions["settings"], production=True)
    return create_app(settings, clock=house.extensions["house"].clock)


@pytest.fixture
def deployed(app: Flask, deployed_house: Flask) -> Iterator[DeployedClient]:
    """A browser before the front door of an installation, on the cast's world."""
    yield DeployedClient(deployed_house)
    with deployed_house.app_context():
        db.engine.dispose()
