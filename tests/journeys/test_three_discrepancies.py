"""A purchase order that differs in three things, by the screens; the acts and the verdicts are those of the script."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tests.journeys.classroom import Classroom
from tests.journeys.screens import Learner

CUSTOMER = "Manutention Grandquai"
ACCEPT, KEEP = "accept", "keep"


def look_before_recording(lina: Learner) -> None:
    """Note what differs, then look at the balance and the terms, each from the list beside the purchase order."""
    lina.send("/order/check", differences="quantity\ndiscount\naddress", decision="accept")
    check = lina.path
    for words, form in (("Vérifier l’encours", "/balance"), ("Vérifier les conditions de vente", "/terms/check")):
        lina.open(check)
        lina.follow(words)
        lina.send(form, decision="accept")
    lina.open(check)


def settle(lina: Learner) -> None:
    """Decide of each difference for itself."""
    lina.send(
        "/order/settle",
        note="Nous nous en tenons aux 2 % du devis.",
        **{
            lina.field("Suite à donner : Quantité HYG-703"): ACCEPT,
            lina.field("Suite à donner : Remise HYG-702"): KEEP,
            lina.field("Suite à donner : Remise HYG-703"): KEEP,
            lina.field("Suite à donner : Remise HYG-705"): KEEP,
            lina.field("Suite à donner : Adresse"): ACCEPT,
        },
    )


def test_the_screens_lead_to_the_acts_and_verdicts_of_the_script(
    classroom: Classroom, learner: Callable[[str], Learner]
) -> None:
    lina = learner("lina")
    lina.wait_until(date(2026, 3, 20))
    lina.open("/messages/?topic=purchase_order")
    lina.follow(CUSTOMER)
    lina.follow("Contrôler la commande")
    look_before_recording(lina)
    settle(lina)
    lina.send("/order")
    assert "Quai des Grumes-Bleues" in lina.page.text
    lina.send("/check-stock")
    lina.send("/confirm", promised_on="2026-03-26")
    lina.send("/hand-over", to="shipping")
    lina.file_waiting("order_confirmation", "03")
    assert classroom.shown() == classroom.shown_by("three-discrepancies")
