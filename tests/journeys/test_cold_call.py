"""From a cold call to a paid invoice, by the screens: the verdicts are those of the script."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tests.journeys.classroom import Classroom
from tests.journeys.screens import Learner

PROSPECT = "Ébénisterie Cormier-Doux"
GOODS = [("MOB-501", "2", "3"), ("SIE-601", "2", "3"), ("CLA-306", "4", "")]


def meet(lina: Learner) -> None:
    """Create the record, look before calling, call, qualify."""
    lina.open("/today")
    lina.follow("Créer une fiche")
    lina.send(
        "/companies/new",
        legal_name=PROSPECT,
        siren="999 999 782",
        sector="Ébénisterie",
        street="5 rue du Rabot-Courbe",
        postcode="59000",
        city="Lille",
        phone="03 53 01 39 10",
        email="contact@ebenisterie-cormier-doux.example",
        source="canvassing",
    )
    record = lina.path
    lina.send("/duplicates")
    lina.open(record)
    lina.send("/opt-out/check")
    lina.send("/contacts", last_name="Delcambre-Roseau", first_name="Aurore", function="Gérante")
    lina.send("/notes", text="Appel à froid : l’atelier s’agrandit, deux postes à équiper ce mois-ci.")
    lina.follow("Qualification")
    lina.send(
        "/qualification",
        need="Deux postes de travail et du classement",
        budget="approved",
        budget_amount="1 500",
        circuit="decision_maker_met",
        timing="now",
        potential="3000",
        next_step="quote",
        next_step_on="2026-03-02",
    )


def offer(lina: Learner, company: int) -> None:
    """Prepare a quote of three lines, send it, file it."""
    lina.open(f"/companies/{company}/quotes/new")
    for _ in GOODS[1:]:
        lina.press("/quotes/new", add_line="1")
    typed = {
        f"lines__{row}__{name}": value
        for row, line in enumerate(GOODS)
        for name, value in zip(("product", "quantity", "discount"), line, strict=True)
    }
    lina.send("/quotes/new", **typed)
    lina.send("/send", channel="email")
    lina.file("DEV-2026-0028", "02")


def take_the_order(lina: Learner, company: int) -> int:
    """Check the purchase order, the balance and the solvency before recording; return the order's number."""
    lina.open("/messages/?topic=purchase_order")
    lina.follow(PROSPECT)
    lina.follow("Contrôler la commande")
    check = lina.path
    lina.send("/order/check", decision="accept")
    lina.open(f"/companies/{company}/balance")
    lina.send("/balance", decision="accept")
    lina.send("/solvency", decision="accept")
    lina.open(check)
    lina.send("/order")
    order = lina.number
    lina.send("/confirm", promised_on="2026-03-18")
    lina.send("/hand-over", to="shipping")
    lina.file("CMD-2026-0068", "03")
    return order


def test_the_screens_lead_to_the_verdicts_of_the_script(
    classroom: Classroom, learner: Callable[[str], Learner]
) -> None:
    lina = learner("lina")
    meet(lina)
    company = int(lina.path.split("/")[4])
    offer(lina, company)
    lina.wait_until(date(2026, 3, 9))
    order = take_the_order(lina, company)
    lina.wait_until(date(2026, 3, 11))
    lina.open(f"/orders/{order}/deliveries")
    lina.send("/ship")
    lina.file("BL-2026-0069", "04")
    lina.wait_until(date(2026, 3, 12))
    lina.open(f"/orders/{order}/invoice")
    lina.send("/invoice")
    invoice = lina.number
    lina.send("/issue")
    lina.file("FA-2026-0070", "05")
    lina.wait_until(date(2026, 4, 20))
    lina.open(f"/invoices/{invoice}/chase")
    lina.send("/reminders", channel="email")
    lina.file("FA-2026-0070-R1", "07")
    lina.wait_until(date(2026, 4, 24))
    lina.record_payment(PROSPECT)
    assert "Réglée" in lina.open(f"/invoices/{invoice}").text
    assert classroom.shown().counts == classroom.shown_by("cold-call-to-paid-invoice").counts
