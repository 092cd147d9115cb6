"""Goods that nobody has, from a supplier who is late, by the screens; the acts and the verdicts are those of the script."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from crm.training.frameworks.rules.verdicts import Standing
from tests.journeys.classroom import SUPPLY_CHAIN, Classroom
from tests.journeys.screens import Learner

CUSTOMER, SUPPLIER = "Laboratoire Verrefin", "Écritures Vollancourt"
QUOTE, ORDER, SUPPLY = "DEV-2026-0028", "CMD-2026-0068", "ACH-2026-0001"


def offer(lina: Learner) -> int:
    """File what waits since last week, then send a quote of two lines; return the customer's number."""
    lina.file_all_waiting("delivery_note", "04")
    lina.open("/companies/?q=Verrefin")
    lina.follow(CUSTOMER)
    company = lina.number
    lina.open(f"/companies/{company}/quotes/new")
    lina.press("/quotes/new", add_line="1")
    lina.send(
        "/quotes/new",
        lines__0__product="ECR-205",
        lines__0__quantity="20",
        lines__1__product="PAP-101",
        lines__1__quantity="40",
    )
    lina.send("/send", channel="email", follow_up_on="")
    lina.file(QUOTE, "02")
    return company


def promise(lina: Learner, company: int) -> int:
    """Check the purchase order, the balance and the stock, record and confirm; return the order's number."""
    lina.open("/messages/?topic=purchase_order")
    lina.follow(CUSTOMER)
    lina.follow("Contrôler la commande")
    check = lina.path
    lina.send("/order/check", decision="accept")
    lina.open(f"/companies/{company}/balance")
    lina.send("/balance", decision="accept")
    lina.open(check)
    lina.send("/order")
    order = lina.number
    lina.send("/check-stock")
    lina.send("/confirm", promised_on="2026-03-13")
    lina.send("/hand-over", to="shipping")
    lina.file(ORDER, "03")
    return order


def buy(lina: Learner) -> int:
    """Order what the customer lacks, and nothing else, where it costs least; return the number of the order."""
    lina.open("/supply-orders/needs")
    lina.follow(SUPPLIER)
    rows = re.findall(r"([A-Z]{3}-\d{3})(?:(?!<tr).)*?rows-(\d+)-quantity", lina.page.html, re.DOTALL)
    quantities = {f"rows__{row}__quantity": "20" if reference == "ECR-205" else "" for reference, row in rows}
    assert len(quantities) == 8
    lina.send("/supply-orders/new", wanted_on="2026-03-10", **quantities)
    supply = lina.number
    lina.send("/send", way="email")
    lina.file_waiting("supply_order", "11")
    return supply


def ask(lina: Learner, supply: int) -> None:
    """Ask the supplier where the goods are, in its language and in the words proposed."""
    lina.open(f"/supply-orders/{supply}")
    lina.follow("Écrire en français")
    assert SUPPLY in lina.page.text
    lina.send("/follow-up")


def tell(lina: Learner, order: str, day: str, channel: str) -> None:
    """Tell a customer that an order comes later."""
    lina.open(f"/orders/?q={order}")
    lina.follow(order)
    lina.open(f"/orders/{lina.number}/amend")
    lina.send(
        "/delay", promised_on=day, channel=channel, text=f"Votre commande arrivera le {day} : veuillez nous excuser."
    )


def receive(lina: Learner, counted: str, reservations: str = "") -> None:
    """Count what stands at the dock and enter it."""
    lina.open("/receipts/")
    lina.follow(SUPPLY)
    lina.send("/receipts/new", rows__0__counted=counted, reservations=reservations)


def protest(lina: Learner, supply: int) -> None:
    """Hold the carrier to account in time, complain to the supplier, file the three papers."""
    lina.send("/reservations", way="registered")
    assert "dans le délai légal" in lina.page.text
    lina.open(f"/supply-orders/{supply}/claim")
    lina.send("/claim", grievance="missing", remedy="replacement")
    for type_ in ("receipt", "reservations", "letter"):
        lina.file_waiting(type_, "11")


def ship(lina: Learner, order: int, note: str) -> None:
    """Let what is there leave and file the delivery note."""
    lina.open(f"/orders/{order}/deliveries")
    lina.send("/ship")
    lina.file(note, "04")


def bill(lina: Learner, order: int, invoice: str) -> None:
    """Invoice what was delivered."""
    lina.open(f"/orders/{order}/invoice")
    lina.send("/invoice")
    lina.send("/issue")
    lina.file(invoice, "05")


def test_the_screens_lead_to_the_acts_and_verdicts_of_the_script(
    classroom: Classroom, learner: Callable[[str], Learner]
) -> None:
    lina = learner("lina")
    company = offer(lina)
    lina.wait_until(date(2026, 3, 3))
    order = promise(lina, company)
    supply = buy(lina)
    lina.wait_until(date(2026, 3, 5))
    ask(lina, supply)
    lina.wait_until(date(2026, 3, 6))
    ask(lina, supply)
    tell(lina, ORDER, "2026-03-26", "phone")
    lina.wait_until(date(2026, 3, 10))
    tell(lina, "CMD-2026-0064", "2026-04-10", "phone")
    lina.wait_until(date(2026, 3, 12))
    for late in ("CMD-2026-0066", "CMD-2026-0067"):
        tell(lina, late, "2026-04-10", "email")
    lina.wait_until(date(2026, 3, 25))
    receive(lina, "19", "Carton ouvert, 1 boîte manquante sur 20.")
    protest(lina, supply)
    ship(lina, order, "BL-2026-0069")
    lina.wait_until(date(2026, 3, 26))
    tell(lina, ORDER, "2026-04-02", "phone")
    bill(lina, order, "FA-2026-0070")
    lina.wait_until(date(2026, 4, 1))
    receive(lina, "1")
    lina.file_waiting("receipt", "11")
    ship(lina, order, "BL-2026-0070")
    lina.wait_until(date(2026, 4, 2))
    bill(lina, order, "FA-2026-0071")
    assert "Livrée" in lina.open(f"/orders/{order}").text
    shown = classroom.shown()
    assert shown == classroom.shown_by("shortage-and-late-supplier")
    assert {shown.counts[code].standing for code in SUPPLY_CHAIN} == {Standing.SATISFIED}
