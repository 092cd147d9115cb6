"""A late payer, by the screens: reminders, a derogation, a plan, a formal notice; the verdicts are those of the script."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tests.journeys.classroom import Classroom
from tests.journeys.screens import Learner

LATE, OVERDUE, SPREAD = "Bâtiment Briquefort", "FA-2026-0017", "FA-2025-0207"
HOPELESS = "FA-2025-0189"


def chase(lina: Learner, invoice: str) -> None:
    """Open the file of an invoice."""
    lina.open(f"/invoices/?tab=overdue&q={invoice}")
    lina.follow(LATE if invoice != HOPELESS else "Gardiennage Veillenuit")
    lina.open(f"/invoices/{lina.number}/chase")


def remind(lina: Learner, *, level: int, channel: str) -> None:
    """Send the reminder that comes next, and file it."""
    chase(lina, OVERDUE)
    lina.send("/reminders", channel=channel)
    lina.file(f"{OVERDUE}-R{level}", "07")


def ask_the_management(lina: Learner, company: int) -> None:
    """Look at the balance again and ask for more than one's delegation."""
    lina.open(f"/companies/{company}/balance")
    lina.send("/balance", decision="derogation")
    chase(lina, SPREAD)
    lina.open(lina.path.replace("/chase", "/derogation"))
    lina.send(
        "/derogation", subject="payment_plan", reason="Six versements sur cinq mois, au-delà de nos soixante jours."
    )
    lina.set_aside("information", LATE)


def test_the_screens_lead_to_the_verdicts_of_the_script(
    classroom: Classroom, learner: Callable[[str], Learner]
) -> None:
    lina = learner("lina")
    lina.open("/companies/?q=briquefort")
    lina.follow(LATE)
    company = lina.number
    lina.follow("Encours")
    lina.send("/balance", decision="refuse")
    lina.send("/solvency", decision="refuse")
    remind(lina, level=1, channel="email")
    lina.wait_until(date(2026, 3, 10))
    remind(lina, level=2, channel="post")
    lina.wait_until(date(2026, 3, 12))
    ask_the_management(lina, company)
    lina.wait_until(date(2026, 3, 13))
    chase(lina, SPREAD)
    lina.open(lina.path.replace("/chase", "/agreements"))
    lina.send("/plans", instalments="6", last_on="2026-08-10")
    lina.file_waiting("payment_plan", "07")
    lina.set_aside("derogation_answer", LATE)
    lina.wait_until(date(2026, 3, 24))
    remind(lina, level=3, channel="post")
    chase(lina, HOPELESS)
    lina.send("/alert", subject="Veillenuit : dossier à transmettre", body="Mise en demeure sans effet.")
    lina.open(lina.path.replace("/chase", "/recovery"))
    lina.send("/hand-over", to="Contentieux")
    lina.wait_until(date(2026, 4, 2))
    lina.record_payment(LATE)
    assert classroom.shown().counts == classroom.shown_by("late-payer").counts
