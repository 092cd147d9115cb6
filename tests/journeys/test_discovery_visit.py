"""A discovery visit prepared and reported, by the screens: the records are those of the script."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tests.journeys.classroom import Classroom
from tests.journeys.screens import Learner

CUSTOMER = "Ateliers Houblonvert"


def book(lina: Learner) -> tuple[int, int]:
    """Note when the customer is open and book the visit; return the company's and the appointment's numbers."""
    lina.open("/companies/?q=Houblonvert")
    lina.follow(CUSTOMER)
    lina.follow("Rendez-vous et visites")
    lina.follow("Noter les horaires")
    lina.send(
        "/hours",
        day0_opens="8:30",
        day0_closes="12:00",
        day0_reopens="14:00",
        day0_closes_again="17:30",
        day2_opens="8:30",
        day2_closes="12:00",
    )
    company = int(lina.path.split("/")[4])
    lina.follow("Rendez-vous et visites")
    lina.follow("Prendre rendez-vous")
    lina.send("/appointments/new", on="2026-03-04", at="10:00", purpose="Découvrir les projets de l’atelier")
    return company, lina.number


def prepare(lina: Learner) -> None:
    """Look back, then set the goals."""
    lina.follow("Préparation")
    lina.send("/history")
    lina.send(
        "/visit",
        main_goal="Obtenir la demande d’un devis pour le nouvel atelier",
        fallback_goal="Fixer une seconde visite avec la direction",
        people="Mme Rémondelle, acheteuse : elle décide",
        documents="Catalogue du mobilier, tarif, deux échantillons de plateau",
    )


def tell(lina: Learner) -> None:
    """Fill the discovery sheet, write the report with what comes next, claim the expenses."""
    lina.follow("Découverte")
    lina.send(
        "/discovery",
        situation="Deux ateliers, mobilier de dix ans",
        needs="Huit postes debout et du rangement pour le nouvel atelier",
        motive_1="Confort",
        motive_2="Argent",
        brakes="Pas d’arrêt de la production pendant l’installation",
        circuit="Décideur rencontré",
        deciders="L’acheteuse décide, la direction signe",
        objection_0="Vos délais sont longs",
        answer_0="Livraison en deux fois, la première sous dix jours",
    )
    lina.follow("Compte rendu")
    lina.send(
        "/report",
        summary="Huit postes à équiper avant l’été ; l’acheteuse demande un devis.",
        result="Objectif principal atteint",
        next_step="Établir un devis",
        next_step_on="2026-03-05",
        next_step_note="Envoyer le devis des huit postes",
    )
    assert "Dans les délais" in lina.page.text
    lina.follow("Frais")
    lina.send("/expenses", km="42", power="5", meals="18")
    assert "44,71" in lina.page.text


def test_the_screens_leave_the_records_of_the_script(classroom: Classroom, learner: Callable[[str], Learner]) -> None:
    lina = learner("lina")
    company, appointment = book(lina)
    prepare(lina)
    lina.wait_until(date(2026, 3, 3))
    lina.open(f"/appointments/{appointment}")
    lina.send("/confirm")
    lina.wait_until(date(2026, 3, 4))
    lina.open("/today")
    lina.follow("Agenda du jour")
    lina.follow(CUSTOMER)
    tell(lina)
    lina.wait_until(date(2026, 3, 5))
    assert "Envoyer le devis des huit postes" in lina.open("/agenda/").text
    lina.open(f"/companies/{company}/quotes/new")
    lina.send("/quotes/new", lines__0__product="MOB-501", lines__0__quantity="8", lines__0__discount="3")
    lina.send("/send", channel="email")
    script = classroom.shown_by("discovery-visit")
    assert classroom.shown().counts == script.counts
    # The screen of a new quote drafts it with its lines at once; of the visit itself, each act is the same.
    done = [word for word in classroom.words("lina") if not word.startswith("quote.")]
    assert done == [word for word in script.words if not word.startswith("quote.")]
