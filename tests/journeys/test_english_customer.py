"""A customer in Dover who pays in pounds, by the screens; the acts and the verdicts are those of the script."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tests.journeys.classroom import Classroom
from tests.journeys.screens import Learner

CUSTOMER = "Thistledown & Wrenfield Ltd"


def meet(lina: Learner) -> int:
    """Create the record and fix the terms; return the customer's number."""
    lina.open("/companies/new")
    lina.send(
        "/companies/new",
        legal_name=CUSTOMER,
        country="Royaume-Uni",
        language="Anglais",
        sector="Freight forwarding",
        street="14 Saltmarsh Row",
        postcode="CT16 1ZZ",
        city="Dover",
        phone="+44 1632 960 114",
        email="hello@thistledown-wrenfield.example",
        source="canvassing",
    )
    company = lina.number
    lina.open(f"/companies/{company}/terms")
    lina.send("/terms", payment_days="30", due_rule="net", currency="GBP", tax_regime="export")
    return company


def offer(lina: Learner, company: int) -> int:
    """Send a quote in pounds, delivered at place; return its number."""
    lina.open(f"/companies/{company}/quotes/new")
    lina.press("/quotes/new", add_line="1")
    lina.send(
        "/quotes/new",
        lines__0__product="MOB-502",
        lines__0__quantity="2",
        lines__0__unit_price="205",
        lines__1__product="SIE-601",
        lines__1__quantity="2",
        lines__1__unit_price="139",
        incoterm="DAP",
    )
    quote = lina.number
    lina.send("/send", channel="email", follow_up_on="")
    lina.file("DEV-2026-0028", "02")
    return quote


def take_the_order(lina: Learner, company: int, quote: int) -> int:
    """Note that the customer agrees; look at its balance and solvency, record and confirm; return the order's number."""
    lina.open(f"/quotes/{quote}")
    lina.send("/accept")
    lina.open(f"/companies/{company}/balance")
    lina.send("/balance", decision="accept")
    lina.send("/solvency", decision="accept")
    lina.open(f"/quotes/{quote}/order")
    lina.send("/order")
    order = lina.number
    lina.send("/check-stock")
    lina.send("/confirm", promised_on="2026-03-10")
    lina.send("/hand-over", to="shipping")
    lina.file("CMD-2026-0068", "03")
    return order


def test_the_screens_lead_to_the_acts_and_verdicts_of_the_script(
    classroom: Classroom, learner: Callable[[str], Learner]
) -> None:
    lina = learner("lina")
    company = meet(lina)
    quote = offer(lina, company)
    lina.wait_until(date(2026, 3, 3))
    order = take_the_order(lina, company, quote)
    lina.wait_until(date(2026, 3, 6))
    lina.open(f"/orders/{order}/deliveries")
    lina.send("/ship")
    lina.file("BL-2026-0069", "04")
    lina.wait_until(date(2026, 3, 9))
    lina.open(f"/orders/{order}/invoice")
    lina.send("/invoice")
    lina.send("/issue")
    assert "688,00 £" in lina.page.text
    lina.file("FA-2026-0070", "05")
    assert classroom.shown() == classroom.shown_by("english-customer")
