"""A prospect who writes in English, answered, called back, qualified and quoted by the screens: records as in the script."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tests.journeys.classroom import Classroom
from tests.journeys.screens import Learner

PROSPECT, SUBJECT = "Channel Kite Studio", "Chairs for a games studio"
ANSWER = """Dear Mr Penhollowe,

Thank you for your enquiry about six Deûle chairs, six sit-stand stools and two whiteboards. I will call you today to \
understand how your people work, and you will have our quote in English this afternoon.

Kind regards,
Lina, Nord Bureau"""
SAID = ("hello.1", "go.1", "tired.1", "right.1", "who.1", "money.1", "rivals.1", "trial.1")


def answer(lina: Learner) -> None:
    """Read the request and write back in English."""
    lina.open("/messages/?topic=quote_request")
    lina.follow(PROSPECT)
    assert "We are a small games studio" in lina.page.text
    lina.follow("Répondre")
    assert "répondez en anglais" in lina.page.text
    lina.send("/answer", body=ANSWER)
    lina.follow(PROSPECT)


def call(lina: Learner) -> None:
    """Look whether she may be called, call, and see that all was learnt."""
    lina.send("/opt-out/check")
    lina.follow("Entretiens")
    lina.send("/conversations", graph="english_call_back")
    for choice in SAID:
        lina.send("/say", choice=choice)
    assert "Objectif atteint" in lina.page.text
    assert "6 sur 6" in lina.page.text


def qualify(lina: Learner) -> None:
    """Write down what was said; the conversation then says what was noted and what was not."""
    talk = lina.path
    lina.follow("Écrire la qualification")
    lina.send(
        "/qualification",
        need="Six sièges réglables pour dix heures par jour ; deux personnes ont mal au dos.",
        budget="Prévu",
        budget_amount="3 000",
        circuit="Décideur identifié",
        timing="Dans le mois",
        potential="3 000",
        objections="Compare trois fournisseurs ; voudrait essayer un siège.",
        next_step="Établir un devis",
        next_step_on="2026-03-23",
        next_step_note="Devis en anglais, livraison comprise, prêt d’un siège",
    )
    assert lina.open(talk).text.count("Entendu et noté") == 6


def quote(lina: Learner) -> None:
    """Quote what was asked for, in English, with a day for the follow-up."""
    lina.open("/messages/?topic=quote_request")
    lina.follow(PROSPECT)
    lina.follow("Préparer le devis")
    lina.send(
        "/quotes/new",
        delivery_terms="Delivery to Boulogne included",
        delivery_days="10",
        note="One Deûle chair is lent to you for a week, free of charge.",
    )
    lina.send("/send", channel="email", follow_up_on="2026-03-27")


def test_the_screens_leave_the_records_of_the_script(classroom: Classroom, learner: Callable[[str], Learner]) -> None:
    lina = learner("lina")
    lina.wait_until(date(2026, 3, 23))
    answer(lina)
    call(lina)
    qualify(lina)
    quote(lina)
    lina.file("DEV-2026-0028", "02")
    script = classroom.shown_by("english-enquiry")
    assert classroom.shown().counts == script.counts
    assert classroom.words("lina") == script.words
