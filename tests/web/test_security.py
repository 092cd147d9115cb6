"""What every answer owes its reader, and what no stranger gets."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.builders import Cast
from tests.client import PASSWORD, CheckingClient
from tests.deployed import DeployedClient
from tests.house.walking import addresses
from tests.looking import facts, value_of


class TestHeaders:
    def test_every_page_and_every_refusal_carries_them(self, app: Flask, cast: Cast) -> None:
        browser = CheckingClient(app)
        browser.sign_in("lina")
        paths = [
            each.path
            for each in addresses(app, cast, workspace_id=cast.workspace, cohort_id=cast.cohort)
            if each.method == "GET"
        ]
        for path in [*paths, "/nowhere", "/static/dist/nowhere.js", "/w/999/companies/"]:
            answer = browser.browser.get(path)
            policy = answer.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy, path
            assert "unsafe" not in policy, path
            assert "frame-ancestors 'none'" in policy, path
            assert answer.headers["X-Content-Type-Options"] == "nosniff", path
            assert answer.headers["Referrer-Policy"] == "same-origin", path
            assert "Cache-Control" in answer.headers, path

    def test_pages_with_data_are_not_kept_on_shared_machines(self, app: Flask, cast: Cast) -> None:
        browser = CheckingClient(app)
        browser.sign_in("lina")
        answer = browser.browser.get(f"/w/{cast.workspace}/companies/")
        assert answer.headers["Cache-Control"] == "no-store"

    def test_leaving_clears_the_browser(self, app: Flask, cast: Cast) -> None:
        browser = CheckingClient(app)
        browser.sign_in("lina")
        assert "storage" in browser.post("/sign-out").answer.headers["Clear-Site-Data"]
        assert browser.get("/").status == 303

    def test_an_installation_wants_https(self, deployed: DeployedClient, app: Flask) -> None:
        assert "max-age" in deployed.open("/sign-in").headers["Strict-Transport-Security"]
        assert "Strict-Transport-Security" not in app.test_client().get("/sign-in").headers


class TestCookies:
    def test_the_session_cookie_is_for_this_house_alone(self, deployed: DeployedClient, cast: Cast) -> None:
        cookies = deployed.enter("lina").answer.headers.getlist("Set-Cookie")
        session = next(each for each in cookies if each.startswith("session="))
        for flag in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/", "Expires="):
            assert flag in session

    def test_the_session_is_renewed_at_the_door(self, deployed: DeployedClient, cast: Cast) -> None:
        deployed.get("/sign-in")
        before = deployed.browser.get_cookie("session")
        deployed.enter("lina")
        after = deployed.browser.get_cookie("session")
        assert before is not None and after is not None
        assert before.value != after.value

    def test_preferences_are_secure_too(self, deployed: DeployedClient, cast: Cast) -> None:
        cookie = deployed.open("/sign-in?lang=en").headers.getlist("Set-Cookie")
        assert any("language=en" in each and "Secure" in each and "SameSite=Lax" in each for each in cookie)


class TestCsrf:
    @pytest.mark.parametrize("token", ["", "forged", "IjEyMyI.aaaa.bbbb"])
    def test_a_form_from_elsewhere_does_nothing(
        self, deployed: DeployedClient, app: Flask, cast: Cast, token: str
    ) -> None:
        deployed.enter("lina")
        before = len(facts(app, cast.workspace))
        page = deployed.post(f"/w/{cast.workspace}/companies/{cast.petit}/notes", text="Glissé", csrf_token=token)
        assert page.status == 400
        assert len(facts(app, cast.workspace)) == before

    def test_the_token_of_another_session_does_not_fit(
        self, deployed: DeployedClient, deployed_house: Flask, cast: Cast
    ) -> None:
        deployed.enter("lina")
        other = DeployedClient(deployed_house)
        other.enter("karim")
        token = other.token(f"/w/{cast.workspace}/companies/new")
        path = f"/w/{cast.workspace}/companies/{cast.petit}/notes"
        assert deployed.post(path, text="Glissé", csrf_token=token).status == 400
        assert other.post(path, text="Écrit", csrf_token=token).status == 303

    def test_htmx_sends_it_in_a_header(self, deployed: DeployedClient, cast: Cast) -> None:
        deployed.enter("lina")
        token = deployed.token(f"/w/{cast.workspace}/companies/new")
        path = f"/w/{cast.workspace}/companies/{cast.petit}/notes"
        headers = {"X-CSRFToken": token, "Referer": "https://localhost/"}
        assert deployed.open(path, method="POST", data={"text": "Par en-tête"}, headers=headers).status_code == 303

    def test_another_site_is_refused_even_with_a_token(self, deployed: DeployedClient, cast: Cast) -> None:
        deployed.enter("lina")
        token = deployed.token(f"/w/{cast.workspace}/companies/new")
        path = f"/w/{cast.workspace}/companies/{cast.petit}/notes"
        headers = {"X-CSRFToken": token, "Referer": "https://elsewhere.example/"}
        assert deployed.open(path, method="POST", data={"text": "Ailleurs"}, headers=headers).status_code == 400


class TestRedirects:
    @pytest.mark.parametrize(
        "target",
        [
            "https://elsewhere.example/",
            "//elsewhere.example/",
            "///elsewhere.example/",
            "/\\elsewhere.example/",
            "/\t/elsewhere.example/",
            "/\n/elsewhere.example/",
            " //elsewhere.example/",
            "http:elsewhere.example",
            "javascript:alert(1)",
            "http://[",
            "//[",
            "elsewhere",
            "\x00/",
            "/a\r\nSet-Cookie: x=1",
        ],
    )
    def test_signing_in_never_leads_elsewhere(self, app: Flask, cast: Cast, target: str) -> None:
        browser = CheckingClient(app)
        shown = browser.browser.get("/sign-in", query_string={"next": target})
        assert shown.status_code in {200, 400}
        assert "elsewhere" not in shown.get_data(as_text=True)
        answer = browser.browser.post("/sign-in", data={"login": "lina", "password": PASSWORD, "next": target})
        assert answer.status_code == 303
        assert answer.headers["Location"] == "/"

    def test_it_leads_to_the_page_one_wanted(self, app: Flask, cast: Cast) -> None:
        browser = CheckingClient(app)
        wanted = f"/w/{cast.workspace}/companies/?q=zé&stage=customer"
        asked = browser.get(wanted)
        assert asked.status == 303
        page = browser.get(asked.location)
        answer = browser.post("/sign-in", login="lina", password=PASSWORD, next=value_of(page, "next"))
        assert answer.status == 303
        assert "Boulangerie Petit" not in browser.get(answer.location).text
        assert "q=z%C3%A9" in answer.location
