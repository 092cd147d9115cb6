"""Pages, parts, errors, languages: how the house answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask, abort
from sqlalchemy.exc import OperationalError

from crm.activity.queries import verify_chain
from crm.app import create_app
from crm.config import Settings
from crm.kernel.errors import Refused
from crm.store.base import db
from crm.web.errors import SENTENCES
from tests.builders import Cast
from tests.client import CheckingClient
from tests.looking import facts

Open = Callable[[str], CheckingClient]
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture(scope="module")
def failing(house: Flask) -> Iterator[CheckingClient]:
    """The same house with pages that go wrong."""
    settings = house.extensions["settings"]
    assert isinstance(settings, Settings)
    app = create_app(settings, clock=house.extensions["house"].clock)

    def fail(kind: str) -> str:
        if kind.isdecimal():
            abort(int(kind))
        faults: dict[str, Exception] = {
            "fault": RuntimeError("a secret of the code"),
            "database": OperationalError("SELECT secret", {}, Exception("locked")),
            "refused": Refused(),
        }
        raise faults[kind]

    fail.permission = None  # type: ignore[attr-defined]
    app.add_url_rule("/fail/<kind>", "fail", fail)
    yield CheckingClient(app)
    with app.app_context():
        db.engine.dispose()


class TestErrors:
    @pytest.mark.parametrize("code", sorted(SENTENCES))
    def test_each_has_a_french_page_in_the_house_voice(self, failing: CheckingClient, code: int) -> None:
        page = failing.get(f"/fail/{code}")
        assert page.status == code
        title, body = SENTENCES[code]
        assert title in page.text
        assert body in page.text
        assert "Retour à l’accueil" in page.text

    def test_an_unheard_of_one_has_a_page_too(self, failing: CheckingClient) -> None:
        assert failing.get("/fail/418").status == 418

    def test_a_fault_tells_nothing_of_the_code(self, failing: CheckingClient) -> None:
        page = failing.get("/fail/fault")
        assert page.status == 500
        assert "Rien n’a été enregistré" in page.text
        assert "secret" not in page.html and "Traceback" not in page.html

    def test_a_busy_database_is_503(self, failing: CheckingClient) -> None:
        page = failing.get("/fail/database")
        assert page.status == 503
        assert "occupée" in page.text
        assert "secret" not in page.html

    def test_a_refusal_nobody_caught_says_its_reason(self, failing: CheckingClient) -> None:
        page = failing.get("/fail/refused")
        assert page.status == 400
        assert "Cette opération est impossible." in page.text

    def test_they_speak_english_to_who_asked_for_it(self, failing: CheckingClient) -> None:
        assert 'lang="en"' in failing.get("/nowhere?lang=en").html
        assert 'lang="fr"' in failing.get("/nowhere?lang=fr").html

    @pytest.mark.parametrize(
        "path", ["/w/x/companies/", "/w/-1/companies/", "/nowhere", "/w/", "/static/dist/../app.py"]
    )
    def test_what_is_not_there_is_not_found(self, client: Open, cast: Cast, path: str) -> None:
        assert client("lina").get(path).status == 404

    def test_another_method_is_405(self, client: Open, cast: Cast) -> None:
        page = client("lina").post(f"/w/{cast.workspace}/companies/")
        assert page.status == 405
        assert "Action impossible" in page.text


class TestHugePaste:
    def test_ten_megabytes_are_413_with_a_french_page_and_nothing_is_written(
        self, client: Open, cast: Cast, app: Flask
    ) -> None:
        browser = client("lina")
        before = facts(app, cast.workspace)
        path = f"/w/{cast.workspace}/companies/{cast.petit}/notes"
        for size in (600_000, 11_000_000):
            page = browser.post(path, text="é" * (size // 2))
            assert page.status == 413
            assert "Votre envoi dépasse la taille permise" in page.text
        assert facts(app, cast.workspace) == before
        with app.app_context():
            assert verify_chain(cast.workspace, key=app.extensions["house"].seal_key).broken is None

    def test_a_long_text_below_that_is_said_at_its_field_and_stays(self, client: Open, cast: Cast) -> None:
        page = client("lina").post(f"/w/{cast.workspace}/companies/{cast.petit}/notes", text="x" * 6000)
        assert page.status == 422
        assert "5000 caractères au plus" in page.text.replace("\u202f", "")
        assert "x" * 6000 in page.html

    @pytest.mark.parametrize("query", ["q=%00", "after=%00", "%00=1", "lang=%00"])
    def test_a_character_no_database_holds_is_400(self, client: Open, cast: Cast, query: str) -> None:
        assert client("lina").get(f"/w/{cast.workspace}/companies/?{query}").status == 400

    @pytest.mark.parametrize(
        "query",
        [
            "q=" + "é" * 3000,
            "q=%25%25_%5C",
            "q=%ED%A0%80",
            "after=%ED%A0%80",
            "sort=--name",
            "stage=x",
            "before=9" * 40,
        ],
    )
    def test_any_other_address_gives_a_page(self, client: Open, cast: Cast, query: str) -> None:
        assert client("lina").get(f"/w/{cast.workspace}/companies/?{query}").status == 200

    @pytest.mark.parametrize("before", ["9" * 40, str(2**31), str(2**63), "-1", "x"])
    def test_a_timeline_goes_on_from_anywhere(self, client: Open, cast: Cast, before: str) -> None:
        assert client("lina").get(f"/w/{cast.workspace}/companies/{cast.petit}?before={before}").status == 200


class TestParts:
    def ask(self, browser: CheckingClient, path: str, **headers: str) -> str:
        answer = browser.browser.get(path, headers=HTMX | headers)
        assert answer.status_code == 200
        assert "HX-Target" in answer.headers["Vary"]
        return answer.get_data(as_text=True)

    def test_the_part_asked_for_comes_alone(self, client: Open, cast: Cast) -> None:
        part = self.ask(client("lina"), f"/w/{cast.workspace}/companies/", **{"HX-Target": "section#rows_part"})
        assert "<html" not in part
        assert 'id="rows_part"' in part

    @pytest.mark.parametrize(
        "headers",
        [
            {"HX-Target": "body#main"},
            {"HX-Target": "section#title"},
            {"HX-Target": "section#nothing_part"},
            {"HX-Target": "section#rows_part", "HX-Request-Type": "full"},
            {"HX-Target": "section#rows_part", "HX-History-Restore-Request": "true"},
            {"HX-Target": ""},
            {},
        ],
    )
    def test_anything_else_is_the_page(self, client: Open, cast: Cast, headers: dict[str, str]) -> None:
        assert "<html" in self.ask(client("lina"), f"/w/{cast.workspace}/companies/", **headers)


class TestLanguage:
    def test_it_is_kept_and_the_page_stays(self, client: Open, cast: Cast) -> None:
        browser = client("lina")
        path = f"/w/{cast.workspace}/companies/?q=petit&stage=customer"
        page = browser.get(path)
        link = next(each for each in page.reader.links if "lang=en" in each)
        assert link == f"{path}&lang=en"
        assert 'lang="en"' in browser.get(link).html
        assert 'lang="en"' in browser.get(f"/w/{cast.workspace}/companies/").html
        again = browser.get(f"{path}&lang=fr")
        assert 'lang="fr"' in again.html
        assert all(each.count("lang=") <= 1 for each in again.reader.links)

    def test_a_page_that_answered_a_form_leads_home(self, client: Open, cast: Cast) -> None:
        page = client("lina").post(f"/w/{cast.workspace}/companies/{cast.petit}/notes", text="")
        assert page.status == 422
        links = [each for each in page.reader.links if "lang=en" in each]
        assert links == ["/?lang=en"]

    @pytest.mark.parametrize("language", ["de", "", "../../etc", "fr-FR"])
    def test_an_unknown_language_is_french(self, client: Open, cast: Cast, language: str) -> None:
        browser = client("")
        page = browser.browser.get("/sign-in", query_string={"lang": language})
        assert 'lang="fr"' in page.get_data(as_text=True)
        assert browser.browser.get_cookie("language") is None

    @pytest.mark.parametrize(("cookie", "shown"), [("dark", "dark"), ("light", "light"), ("<x>", "auto")])
    def test_the_theme_is_the_cookies(self, client: Open, cast: Cast, cookie: str, shown: str) -> None:
        browser = client("")
        browser.browser.set_cookie("theme", cookie)
        assert f'data-theme="{shown}"' in browser.get("/sign-in").html


class TestAssets:
    def test_a_file_that_was_not_built_is_not_found(self, client: Open, cast: Cast) -> None:
        assert client("").get("/static/dist/nothing.css").status == 404

    def test_nobody_reads_beside_the_folder(self, client: Open, cast: Cast) -> None:
        for name in ("../../pyproject.toml", "%2e%2e/%2e%2e/pyproject.toml", "..%2f..%2fpyproject.toml"):
            assert client("").browser.get(f"/static/dist/{name}").status_code == 404
