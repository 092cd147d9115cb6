"""A promise and a plan that are not kept, by the screens; the acts and the verdicts are those of the script."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tests.journeys.classroom import Classroom
from tests.journeys.screens import Learner

LATE, OVERDUE = "Bâtiment Briquefort", "FA-2026-0017"


def open_balance(lina: Learner) -> None:
    """Look at what the customer owes, and sell it nothing more."""
    lina.open("/companies/?q=briquefort")
    lina.follow(LATE)
    lina.follow("Encours")
    lina.send("/balance", decision="refuse")


def find_invoice(lina: Learner) -> int:
    """Return the number of the overdue invoice."""
    lina.open(f"/invoices/?tab=overdue&q={OVERDUE}")
    lina.follow(LATE)
    return lina.number


def call(lina: Learner, invoice: int) -> None:
    """Call the customer: a day is promised, and confirmed in writing."""
    lina.open(f"/invoices/{invoice}/chase")
    lina.send("/calls", result="promises", notes="Le comptable promet un virement lundi 16 mars.")
    lina.open(f"/invoices/{invoice}/agreements")
    lina.send("/promises", due_on="2026-03-16", said_by="Le comptable", confirm="y")
    lina.file(f"{OVERDUE}-P", "08")


def test_the_screens_lead_to_the_acts_and_verdicts_of_the_script(
    classroom: Classroom, learner: Callable[[str], Learner]
) -> None:
    lina = learner("lina")
    open_balance(lina)
    invoice = find_invoice(lina)
    lina.open(f"/invoices/{invoice}/chase")
    lina.send("/reminders", channel="email")
    lina.file(f"{OVERDUE}-R1", "07")
    lina.wait_until(date(2026, 3, 10))
    call(lina, invoice)
    lina.wait_until(date(2026, 3, 18))
    lina.open(f"/invoices/{invoice}/agreements")
    lina.send("/plans", instalments="3", last_on="2026-05-15")
    lina.file(f"{OVERDUE}-E", "07")
    lina.wait_until(date(2026, 4, 29))
    lina.open(f"/invoices/{invoice}/chase")
    lina.send("/reminders", channel="post")
    lina.file(f"{OVERDUE}-R3", "07")
    lina.wait_until(date(2026, 5, 11))
    lina.open(f"/invoices/{invoice}/chase")
    lina.send("/alert", subject="Briquefort : promesse et échéancier non tenus", body="Je propose le contentieux.")
    lina.open(f"/invoices/{invoice}/recovery")
    lina.send("/doubtful", share="50", reason="Promesse et échéancier non tenus.")
    lina.send("/hand-over", to="Contentieux")
    assert classroom.shown() == classroom.shown_by("promise-broken")
