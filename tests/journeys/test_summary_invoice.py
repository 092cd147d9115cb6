"""Two orders of a month on one invoice, by the screens; the acts and the verdicts are those of the script."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tests.journeys.classroom import Classroom
from tests.journeys.screens import Learner

CUSTOMER = "Conserverie Bleumarée"


def take_the_order(lina: Learner) -> int:
    """Check the purchase order and the balance, record, confirm and hand over; return the customer's number."""
    lina.open("/messages/?topic=purchase_order")
    lina.follow(CUSTOMER)
    lina.follow("Contrôler la commande")
    check = lina.path
    lina.send("/order/check", decision="accept")
    lina.open("/companies/?q=Bleumarée")
    lina.follow(CUSTOMER)
    company = lina.number
    lina.open(f"/companies/{company}/balance")
    lina.send("/balance", decision="accept")
    lina.open(check)
    lina.send("/order")
    promise(lina, "2026-03-09")
    return company


def promise(lina: Learner, day: str) -> None:
    """Confirm the order whose page is open, and hand it over."""
    lina.send("/confirm", promised_on=day)
    lina.send("/hand-over", to="shipping")


def ship(lina: Learner, order: int) -> None:
    """Let all of an order leave."""
    lina.open(f"/orders/{order}/deliveries")
    lina.send("/ship")


def offer_more(lina: Learner, company: int) -> None:
    """Send a quote, note that the customer agrees, and record its order."""
    lina.open(f"/companies/{company}/quotes/new")
    lina.send("/quotes/new", lines__0__product="PAP-101", lines__0__quantity="20")
    quote = lina.number
    lina.send("/send", channel="email", follow_up_on="")
    lina.send("/accept")
    lina.open(f"/quotes/{quote}/order")
    lina.send("/order")
    promise(lina, "2026-03-19")


def test_the_screens_lead_to_the_acts_and_verdicts_of_the_script(
    classroom: Classroom, learner: Callable[[str], Learner]
) -> None:
    lina = learner("lina")
    lina.wait_until(date(2026, 3, 4))
    company = take_the_order(lina)
    first = lina.number
    lina.wait_until(date(2026, 3, 5))
    ship(lina, first)
    lina.wait_until(date(2026, 3, 17))
    offer_more(lina, company)
    second = lina.number
    lina.wait_until(date(2026, 3, 18))
    ship(lina, second)
    lina.wait_until(date(2026, 3, 31))
    lina.open(f"/companies/{company}/invoices")
    lina.send("/invoices/summary", month="2026-03-01")
    lina.send("/issue")
    assert "mars 2026" in lina.page.text
    lina.file("FA-2026-0070", "05")
    assert classroom.shown() == classroom.shown_by("summary-invoice")
