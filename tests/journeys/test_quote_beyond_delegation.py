"""A discount beyond one's delegation, asked for and not, by the screens; the acts and the verdicts are the script's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tests.journeys.classroom import Classroom
from tests.journeys.screens import Learner

CLEANERS, FIRM = "Propreté Miroirclair", "Cabinet Lestoquoy-Brandeleer"


def quote(lina: Learner, company: str, *goods: tuple[str, str, str], **terms: str) -> int:
    """Answer a request with a quote of two lines; return the quote's number."""
    lina.open("/messages/?topic=quote_request")
    lina.follow(company)
    lina.follow("Préparer le devis")
    typed = {
        f"lines__{row}__{name}": value
        for row, line in enumerate(goods)
        for name, value in zip(("product", "quantity", "discount"), line, strict=True)
    }
    lina.send("/quotes/new", **typed, **terms)
    return lina.number


def test_the_screens_lead_to_the_acts_and_verdicts_of_the_script(
    classroom: Classroom, learner: Callable[[str], Learner]
) -> None:
    lina = learner("lina")
    lina.wait_until(date(2026, 3, 11))
    goods = (("HYG-702", "40", "5"), ("HYG-703", "30", "5"))
    asked = quote(lina, CLEANERS, *goods, discount="3,15", delivery_days="5")
    assert "au-delà" in lina.page.text
    lina.follow("Demander une dérogation")
    lina.send("/derogation", reason="Un concurrent consent 8 % sur l’ensemble ; notre barème s’arrête à 5 %.")
    lina.wait_until(date(2026, 3, 12))
    lina.set_aside("derogation_answer", CLEANERS)
    lina.open(f"/quotes/{asked}")
    lina.send("/send", channel="email", follow_up_on="2026-03-12")
    lina.file_waiting("quote", "02")
    lina.open(f"/quotes/{asked}/follow-up")
    lina.send(
        "/follow-up",
        channel="phone",
        result="thinking",
        note="Compare encore deux offres.",
        follow_up_on="2026-03-20",
    )
    lina.wait_until(date(2026, 3, 13))
    quote(lina, FIRM, ("MOB-502", "2", "10"), ("SIE-601", "2", "10"))
    lina.send("/send", channel="email", follow_up_on="")
    lina.file_waiting("quote", "02")
    assert classroom.shown() == classroom.shown_by("quote-beyond-delegation")
