"""Signing in and out, and what happens to typed text when the session is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from crm.activity.door import Standing, perform
from crm.kernel.clock import FrozenClock
from crm.people.accounts import queries, use_cases
from crm.people.workspaces.use_cases import renew_code
from crm.store.scoping import HOUSE_WORKSPACE
from tests.builders import MONDAY, Cast
from tests.client import PASSWORD, CheckingClient
from tests.deployed import DeployedClient, token_of
from tests.looking import facts, tamper, value_of

Open = Callable[[str], CheckingClient]


class TestSigningIn:
    def test_login_and_password_let_in_whatever_the_case(self, client: Open, cast: Cast) -> None:
        browser = client("")
        assert browser.post("/sign-in", login="  LINA ", password=PASSWORD).status == 303

    @pytest.mark.parametrize(("login", "password"), [("lina", "faux"), ("personne", PASSWORD), ("lina", "")])
    def test_what_does_not_fit_is_said_alike_and_keeps_the_login(
        self, client: Open, cast: Cast, login: str, password: str
    ) -> None:
        page = client("").post("/sign-in", login=login, password=password)
        assert page.status == 422
        assert f'value="{login}"' in page.html
        assert PASSWORD not in page.html
        if password:
            assert "L’identifiant ou le mot de passe ne convient pas." in page.text

    def test_an_account_that_was_closed_opens_nothing(self, client: Open, cast: Cast, app: Flask) -> None:
        browser = client("lina")
        tamper(app, "UPDATE users SET active = false WHERE login = 'lina'")
        assert browser.get(f"/w/{cast.workspace}/companies/").status == 303
        assert client("").post("/sign-in", login="lina", password=PASSWORD).status == 422

    def test_a_new_code_ends_the_old_sessions(self, client: Open, cast: Cast, app: Flask) -> None:
        browser = client("noe")
        assert browser.get(f"/w/{cast.elsewhere}/companies/").status == 200
        with app.app_context():
            noe = queries.user_by_login("noe")
            assert noe is not None
            perform(Standing(house=app.extensions["house"]), renew_code, noe)
        assert browser.get(f"/w/{cast.elsewhere}/companies/").status == 303

    def test_who_is_in_need_not_knock(self, client: Open, cast: Cast) -> None:
        assert client("lina").get("/sign-in").status == 303

    def test_signing_in_and_failing_leave_records(self, client: Open, cast: Cast, app: Flask) -> None:
        client("").post("/sign-in", login="karim", password="faux")
        client("karim")
        words = [fact["activity"] for fact in facts(app, HOUSE_WORKSPACE)]
        assert words[-2:] == ["account.sign_in_failed", "account.signed_in"]


class TestThrottling:
    def test_nine_wrong_passwords_close_the_account_for_a_while(
        self, client: Open, cast: Cast, clock: FrozenClock
    ) -> None:
        browser = client("")
        statuses = [browser.post("/sign-in", login="lina", password="faux").status for _ in range(9)]
        assert statuses == [422] * 8 + [429]
        refused = browser.post("/sign-in", login="lina", password=PASSWORD)
        assert refused.status == 429
        assert "Patientez un quart d’heure" in refused.text
        assert browser.post("/sign-in", login="karim", password="faux").status == 422
        clock.instant = MONDAY + timedelta(minutes=16)
        assert browser.post("/sign-in", login="lina", password=PASSWORD).status == 303


class TestLostSession:
    """The session ran out while somebody typed: what was typed goes through the front door and comes back."""

    def note(self, cast: Cast) -> str:
        return f"/w/{cast.workspace}/companies/{cast.petit}/notes"

    def test_typed_text_comes_back_and_is_kept_with_one_button(
        self,
        deployed: DeployedClient,
        cast: Cast,
        app: Flask,
    ) -> None:
        lost = deployed.post(self.note(cast), text="Rappeler « mardi » <b>", csrf_token="expired", submission="k1")
        assert lost.status == 401
        assert "Votre session a expiré" in lost.text
        kept = value_of(lost, "typed")
        back = deployed.post(
            "/sign-in",
            login="lina",
            password=PASSWORD,
            next=value_of(lost, "next"),
            typed=kept,
            csrf_token=token_of(lost),
        )
        assert back.status == 200
        assert "Rappeler « mardi » <b>" in back.text
        assert f'action="{self.note(cast)}"' in back.html
        done = deployed.post(
            self.note(cast),
            text=value_of(back, "text"),
            csrf_token=token_of(back),
            submission=value_of(back, "submission"),
        )
        assert done.status == 303
        assert facts(app, cast.workspace, "note.added")[-1]["details"]["text"] == "Rappeler « mardi » <b>"

    def test_passwords_and_tokens_never_travel(self, deployed: DeployedClient, cast: Cast, app: Flask) -> None:
        lost = deployed.post(self.note(cast), text="Bonjour", password="secret", csrf_token="t", submission="k")
        with deployed.browser.application.app_context():
            from crm.people.accounts.routes import _read_typed

            assert _read_typed(value_of(lost, "typed")) == [("text", "Bonjour")]

    def test_a_button_without_fields_comes_back_too(self, deployed: DeployedClient, cast: Cast, app: Flask) -> None:
        path = f"/w/{cast.workspace}/companies/{cast.petit}/duplicates"
        lost = deployed.post(path, submission="k2")
        back = deployed.post(
            "/sign-in",
            login="lina",
            password=PASSWORD,
            next=value_of(lost, "next"),
            typed=value_of(lost, "typed"),
            csrf_token=token_of(lost),
        )
        assert back.status == 200
        assert "elle n’a pas encore eu lieu" in back.text
        assert deployed.post(path, csrf_token=token_of(back)).status == 303
        assert facts(app, cast.workspace, "duplicates.checked")[-1]["actor"]["name"] == "Lina"

    def test_the_version_one_saw_is_not_forgotten(self, deployed: DeployedClient, cast: Cast) -> None:
        path = f"/w/{cast.workspace}/companies/{cast.petit}/edit"
        lost = deployed.post(path, legal_name="Petit et fils", version="1")
        back = deployed.post(
            "/sign-in",
            login="lina",
            password=PASSWORD,
            next=value_of(lost, "next"),
            typed=value_of(lost, "typed"),
            csrf_token=token_of(lost),
        )
        assert value_of(back, "version") == "1"
        assert back.html.count('name="version"') == 1

    def test_a_page_older_than_the_session_gives_the_text_back(
        self,
        deployed: DeployedClient,
        cast: Cast,
        app: Flask,
    ) -> None:
        deployed.enter("lina")
        lost = deployed.post(self.note(cast), text="Écrit avant", csrf_token="of the session before")
        assert lost.status == 400
        assert "Écrit avant" in lost.text
        assert deployed.post(self.note(cast), text=value_of(lost, "text"), csrf_token=token_of(lost)).status == 303
        assert facts(app, cast.workspace, "note.added")[-1]["details"]["text"] == "Écrit avant"

    def test_a_front_door_left_open_too_long_says_so(self, deployed: DeployedClient, cast: Cast) -> None:
        page = deployed.post("/sign-in", login="lina", password=PASSWORD, csrf_token="old", next="/help")
        assert page.status == 400
        assert "ouverte depuis trop longtemps" in page.text
        assert value_of(page, "next") == "/help"
        again = deployed.post("/sign-in", login="lina", password=PASSWORD, csrf_token=token_of(page), next="/help")
        assert again.location == "/help"

    def test_a_forged_text_is_nothing(self, client: Open, cast: Cast) -> None:
        answer = client("").post("/sign-in", login="lina", password=PASSWORD, next="/help", typed="forged")
        assert answer.location == "/help"

    def test_htmx_is_told_with_401(self, client: Open, cast: Cast) -> None:
        headers = {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": "section#rows_part"}
        answer = client("").browser.get(f"/w/{cast.workspace}/companies/", headers=headers)
        assert answer.status_code == 401

    def test_a_form_for_nowhere_finds_nothing(self, deployed: DeployedClient, cast: Cast) -> None:
        assert deployed.post("/nowhere", text="x").status == 404


class TestHome:
    def test_an_anonymous_visitor_is_sent_to_the_front_door(self, client: Open, cast: Cast) -> None:
        assert client("").get("/").location.startswith("/sign-in")

    def test_an_assessor_is_led_to_the_classes(self, client: Open, cast: Cast) -> None:
        assert client("adam").get("/").location == "/cohorts/"

    def test_the_administrator_is_led_to_the_classes(self, client: Open, cast: Cast) -> None:
        assert client("chef").get("/").location == "/cohorts/"

    def test_somebody_without_a_workspace_is_told_so(self, client: Open, cast: Cast, app: Flask) -> None:
        with app.app_context():
            perform(
                Standing(house=app.extensions["house"]),
                use_cases.create_account,
                login="seul",
                display_name="Seul",
                password=PASSWORD,
            )
        assert "Aucun exercice pour l’instant" in client("seul").get("/").text
