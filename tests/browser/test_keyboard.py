"""A prospect's whole way without a mouse: entered, qualified, met, called; every step is reached by the Tab key alone."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from crm import demo
from tests.browser.conftest import OpenPage

MOST_STEPS = 160


def reach(page: Page, wanted: Locator) -> Locator:
    """Press Tab until the focus stands on what is wanted, and see that the eye can tell."""
    expect(wanted.first).to_be_visible()
    for _ in range(MOST_STEPS):
        if wanted.first.evaluate("each => each === document.activeElement"):
            assert wanted.first.evaluate("each => each.matches(':focus-visible')")
            return wanted.first
        page.keyboard.press("Tab")
    raise AssertionError(f"not reached in {MOST_STEPS} steps: {wanted}")


def follow(page: Page, name: str) -> None:
    """Go to a link and open it."""
    reach(page, page.get_by_role("link", name=name, exact=True))
    page.keyboard.press("Enter")


def press(page: Page, name: str) -> None:
    """Go to a button and press it."""
    reach(page, page.get_by_role("button", name=name))
    page.keyboard.press("Enter")


def write(page: Page, label: str, text: str) -> None:
    """Go to a field and write in it."""
    reach(page, page.get_by_label(label))
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def choose(page: Page, label: str, option: str) -> None:
    """Go to a list and choose by the first letters of an option."""
    field = reach(page, page.get_by_label(label))
    page.keyboard.type(option)
    assert field.evaluate("each => each.selectedOptions[0].label").startswith(option)


def test_from_the_front_door_to_an_appointment_and_a_call(sign_in: OpenPage) -> None:
    page = sign_in("lina")
    reach(page, page.locator("summary.avatar-button"))
    page.keyboard.press("Enter")
    press(page, "Se déconnecter")
    write(page, "Identifiant", "lina")
    write(page, "Mot de passe", demo.PASSWORD)
    page.keyboard.press("Enter")

    follow(page, "Fichier clients")
    follow(page, "Nouvelle fiche")
    write(page, "Raison sociale ou nom", "Clavier et Compagnie")
    write(page, "Ville", "Lille")
    press(page, "Enregistrer")
    expect(page.get_by_role("heading", level=1)).to_have_text("Clavier et Compagnie")

    follow(page, "Qualification")
    write(page, "Besoin", "Douze postes de travail")
    choose(page, "Prochaine action", "Rendre")
    press(page, "Enregistrer la qualification")
    expect(page.get_by_text("Douze postes de travail").first).to_be_visible()

    follow(page, "Rendez-vous et visites")
    follow(page, "Prendre rendez-vous")
    write(page, "Objet du rendez-vous", "Découvrir le projet")
    reach(page, page.get_by_label("Jour"))
    page.keyboard.type("04152026")
    reach(page, page.get_by_label("Heure"))
    page.keyboard.type("1030AM")
    press(page, "Prendre rendez-vous")
    expect(page.get_by_role("heading", level=1)).to_have_text("Découvrir le projet")
    expect(page.get_by_text("mercredi 15 avril 2026, 10:30").first).to_be_visible()

    follow(page, "Clavier et Compagnie")
    follow(page, "Entretiens")
    press(page, "Commencer : Appel de prospection")
    press(page, "Bonjour madame.")
    expect(page.get_by_role("button", name="Bonjour madame.")).to_have_count(0)
    expect(page.get_by_text("Bonjour madame.")).to_be_visible()
    press(page, "Raccrocher")
    press(page, "Confirmer")
    expect(page.get_by_role("button", name="Raccrocher")).to_have_count(0)
