"""Finding every page that a person can reach: links are followed until each kind of page was seen."""

from __future__ import annotations

from collections import Counter, deque
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException

from crm import demo
from tests.client import Page

MOST = 400


def reachable(app: Flask, login: str, *, password: str = demo.PASSWORD) -> dict[str, str]:
    """Return each page that somebody reaches by links from the front door: its endpoint, and an address of it."""
    browser = app.test_client()
    token = Page(browser.get("/sign-in")).html.partition('name="csrf_token" value="')[2].partition('"')[0]
    answer = browser.post("/sign-in", data={"login": login, "password": password, "csrf_token": token})
    assert answer.status_code == 303, answer.get_data(as_text=True)[:400]
    seen: Counter[str] = Counter()
    found: dict[str, str] = {}
    known, waiting = {"/"}, deque(["/"])
    while waiting and len(found) < MOST:
        path = waiting.popleft()
        endpoint = _endpoint(app, path)
        if endpoint is None or seen[endpoint]:
            continue
        response = browser.get(path, follow_redirects=True)
        landed = response.request.path
        assert response.status_code == 200, f"{path}: {response.status_code}"
        seen[endpoint] += 1
        if response.mimetype != "text/html":
            continue
        if landed == urlsplit(path).path:
            found[endpoint] = path
        for link in Page(response).reader.links:
            parts = urlsplit(link)
            if not parts.netloc and parts.path.startswith("/") and link not in known and "lang=" not in parts.query:
                known.add(link)
                waiting.append(link)
    return found


def _endpoint(app: Flask, path: str) -> str | None:
    """Return the endpoint of a path, or None for what is no page of ours."""
    try:
        endpoint, _ = app.url_map.bind("localhost").match(urlsplit(path).path)
    except HTTPException:
        return None
    return None if endpoint == "assets.file" else str(endpoint)
