"""What only a real browser shows: the palette, a lost network, a lost session, a double click, no JavaScript."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, BrowserContext, Page, expect

from crm import demo
from tests.browser.conftest import OpenPage, Served


def workspace_of(page: Page) -> str:
    """Return the address of the workspace in which the page stands."""
    found = re.search(r"/w/\d+", page.url)
    assert found, page.url
    return found[0]


def fill_company(page: Page, name: str) -> None:
    page.get_by_label("Raison sociale ou nom").fill(name)
    page.get_by_label("Ville").fill("Lille")


class TestFinding:
    def test_ctrl_k_leads_to_a_company(self, sign_in: OpenPage) -> None:
        page = sign_in("lina")
        page.keyboard.press("Control+k")
        page.keyboard.type("houblon", delay=20)
        option = page.get_by_role("option").filter(has_text="Ateliers Houblonvert")
        expect(option).to_be_visible()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Ateliers Houblonvert")

    def test_the_list_narrows_while_one_types_and_back_undoes_it(self, sign_in: OpenPage) -> None:
        page = sign_in("lina")
        page.goto(f"{workspace_of(page)}/companies/")
        page.get_by_label("Filtrer par nom, ville, SIREN…").press_sequentially("armentieres", delay=20)
        expect(page).to_have_url(re.compile("q=armentieres"))
        expect(page.get_by_role("link", name="Ateliers Houblonvert")).to_be_visible()
        expect(page.get_by_role("link", name="Agence Pignonclair")).to_have_count(0)
        page.go_back()
        expect(page.get_by_role("link", name="Agence Pignonclair")).to_be_visible()


class TestWriting:
    def test_a_double_click_makes_one_record(self, sign_in: OpenPage) -> None:
        page = sign_in("lina")
        where = workspace_of(page)
        page.goto(f"{where}/companies/new")
        fill_company(page, "Double Clic SARL")
        page.get_by_role("button", name="Enregistrer").dblclick()
        expect(page.get_by_role("heading", level=1)).to_have_text("Double Clic SARL")
        page.goto(f"{where}/companies/?q=double+clic")
        expect(page.get_by_role("link", name="Double Clic SARL")).to_have_count(1)

    def test_a_wrong_siren_keeps_what_was_typed_and_says_where(self, sign_in: OpenPage) -> None:
        page = sign_in("lina")
        page.goto(f"{workspace_of(page)}/companies/new")
        fill_company(page, "Faux Numéro")
        page.get_by_label("SIREN").fill("123456789")
        page.get_by_role("button", name="Enregistrer").click()
        expect(page.get_by_label("SIREN")).to_have_attribute("aria-invalid", "true")
        expect(page.get_by_label("Raison sociale ou nom")).to_have_value("Faux Numéro")

    def test_text_typed_in_a_lost_session_comes_back(self, sign_in: OpenPage, context: BrowserContext) -> None:
        page = sign_in("lina")
        page.goto(f"{workspace_of(page)}/companies/new")
        fill_company(page, "Session Perdue")
        context.clear_cookies()
        page.get_by_role("button", name="Enregistrer").click()
        page.get_by_label("Identifiant").fill("lina")
        page.get_by_label("Mot de passe").fill(demo.PASSWORD)
        page.get_by_role("button", name="Se connecter").click()
        page.get_by_role("button", name="Enregistrer maintenant").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Session Perdue")

    def test_a_lost_network_is_said_and_loses_nothing(self, sign_in: OpenPage, context: BrowserContext) -> None:
        page = sign_in("lina")
        page.goto(f"{workspace_of(page)}/companies/new")
        fill_company(page, "Hors Ligne")
        context.set_offline(True)
        expect(page.get_by_text("Hors ligne", exact=False).first).to_be_visible()
        context.set_offline(False)
        expect(page.get_by_label("Raison sociale ou nom")).to_have_value("Hors Ligne")


class TestLooks:
    def test_the_theme_is_kept_without_a_flash(self, sign_in: OpenPage) -> None:
        page = sign_in("lina")
        page.locator("summary.avatar-button").click()
        page.get_by_role("button", name="Sombre").click()
        page.goto(f"{workspace_of(page)}/companies/")
        assert page.evaluate("document.documentElement.dataset.bsTheme") == "dark"

    def test_the_rail_stays_while_a_long_page_goes_by(self, sign_in: OpenPage) -> None:
        page = sign_in("lina")
        page.mouse.move(700, 500)
        page.mouse.wheel(0, 400)
        page.wait_for_function("() => scrollY > 0")
        assert page.locator(".rail").evaluate("rail => rail.getBoundingClientRect().top") == 0

    def test_english_is_a_link_away(self, sign_in: OpenPage) -> None:
        page = sign_in("lina")
        page.goto(f"{workspace_of(page)}/companies/?lang=en")
        assert page.evaluate("document.documentElement.lang") == "en"
        page.goto(f"{workspace_of(page)}/companies/?lang=fr")
        assert page.evaluate("document.documentElement.lang") == "fr"


class TestWithoutScripts:
    def test_reading_creating_and_editing_work(self, browser: Browser, served: Served) -> None:
        context = browser.new_context(base_url=served.url, java_script_enabled=False)
        page = context.new_page()
        page.goto("/sign-in")
        page.get_by_label("Identifiant").fill("adam")
        page.get_by_label("Mot de passe").fill(demo.PASSWORD)
        page.get_by_role("button", name="Se connecter").click()
        where = workspace_of(page)
        page.goto(f"{where}/companies/new")
        fill_company(page, "Sans Script")
        page.get_by_role("button", name="Enregistrer").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Sans Script")
        page.get_by_role("link", name="Modifier").click()
        page.get_by_label("Ville").fill("Douai")
        page.get_by_role("button", name="Enregistrer").click()
        expect(page.get_by_text("Douai").first).to_be_visible()
        page.goto(f"{where}/companies/?q=sans+script")
        expect(page.get_by_role("link", name="Sans Script")).to_be_visible()
        context.close()


class TestClass:
    def test_the_trainers_board_refreshes_itself(self, sign_in: OpenPage) -> None:
        page = sign_in("formatrice")
        page.get_by_role("link", name="AC-2026").first.click()
        expect(page.get_by_text("Lina").first).to_be_visible()
        with page.expect_response(
            lambda answer: "/live" in answer.url and answer.status in {200, 204, 304}, timeout=60_000
        ):
            pass
