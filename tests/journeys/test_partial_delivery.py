"""Two deliveries, a damaged parcel, a credit note, by the screens; the acts and the verdicts are those of the script."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tests.journeys.classroom import Classroom
from tests.journeys.screens import Learner

CUSTOMER, BOXES = "Ateliers Houblonvert", "CLA-306"


def take_the_order(lina: Learner) -> int:
    """Check the purchase order, the balance and the stock, record and confirm; return the order's number."""
    lina.open("/messages/?topic=purchase_order")
    lina.follow(CUSTOMER)
    lina.follow("Contrôler la commande")
    lina.send("/order/check", decision="accept")
    check = lina.path
    lina.follow("Vérifier l’encours")
    lina.send("/balance", decision="accept")
    lina.open(check)
    lina.send("/order")
    order = lina.number
    lina.send("/check-stock")
    lina.send("/confirm", promised_on="2026-03-06")
    lina.send("/hand-over", to="shipping")
    lina.file_waiting("order_confirmation", "03")
    return order


def ship(lina: Learner, order: int, note: str, **quantities: str) -> int:
    """Let goods leave, as far as they are not held back, and file the note; return the note's number."""
    lina.open(f"/orders/{order}/deliveries")
    lina.send("/ship", **{lina.field(reference): quantity for reference, quantity in quantities.items()})
    number = lina.number
    lina.file(note, "04")
    return number


def bill(lina: Learner, order: int) -> None:
    """Invoice what was delivered."""
    lina.open(f"/orders/{order}/invoice")
    lina.send("/invoice")
    lina.send("/issue")
    lina.file("FA-2026-0070", "05")


def make_good(lina: Learner, note: int) -> None:
    """Note what is damaged, settle the claim, and credit it on the invoice to which the claim leads."""
    lina.open(f"/delivery-notes/{note}")
    lina.follow("Noter une réclamation")
    lina.send(
        "/claims/new",
        cause="damaged",
        text="Deux lots de boîtes d’archives écrasés, réserves écrites sur le bon.",
        **{lina.field(BOXES): "2"},
    )
    lina.send("/settle", settlement="credit_note", answer="Nous vous adressons un avoir pour les deux lots abîmés.")
    lina.follow("Voir la facture et son avoir")
    lina.send("/credit-note", credit_kind="partial", reason="Deux lots livrés abîmés", **{lina.field(BOXES): "2"})
    lina.send("/issue-credit-note")
    lina.file("AV-2026-0001", "05")


def test_the_screens_lead_to_the_acts_and_verdicts_of_the_script(
    classroom: Classroom, learner: Callable[[str], Learner]
) -> None:
    lina = learner("lina")
    lina.file_all_waiting("delivery_note", "04")
    order = take_the_order(lina)
    lina.wait_until(date(2026, 3, 4))
    first = ship(lina, order, "BL-2026-0069", **{"MOB-505": "", BOXES: "2"})
    lina.wait_until(date(2026, 3, 6))
    ship(lina, order, "BL-2026-0070")
    lina.wait_until(date(2026, 3, 9))
    bill(lina, order)
    make_good(lina, first)
    assert classroom.shown() == classroom.shown_by("partial-delivery")
