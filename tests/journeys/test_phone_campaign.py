"""A telephone campaign from the prospect file to its ratios, by the screens: the records are those of the script."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tests.journeys.classroom import Classroom
from tests.journeys.screens import Learner

CALLED, OBJECTING = "Cabinet des Quatre-Stéthoscopes", "Optique Verre-Iris"


def launch(lina: Learner) -> None:
    """Filter the file, prepare the campaign, see who is left out, launch it."""
    lina.open("/companies/?stage=prospect&nature=business")
    lina.follow("Créer une campagne")
    lina.send(
        "/campaigns/new",
        name="Sièges de printemps",
        technique="Téléphone",
        starts_on="2026-03-02",
        ends_on="2026-03-06",
        purpose="Obtenir deux rendez-vous avec des décideurs avant vendredi.",
        script="{{bonjour}}, ici {{commercial}} de {{societe}}. Je vous appelle au sujet du confort de travail chez "
        "{{entreprise}}.",
        graph="cold_call",
        fixed_cost="60",
        unit_cost="1,50",
    )
    row = next(row for row in lina.page.html.split("</tr>") if OBJECTING in row)
    assert "S’oppose à ce canal" in row and " checked" not in row
    lina.send("/launch", contacts="4", useful="3", appointments="2", cost="15")


def log(lina: Learner, name: str, **typed: str) -> None:
    """Choose somebody in the queue of calls and write down what came of the call."""
    lina.follow(name)
    lina.send("/result", **typed)


def call(lina: Learner) -> None:
    """Hold a call as a conversation up to the appointment, and confirm it."""
    lina.follow(CALLED)
    lina.send("/call")
    for choice in ("hello.1", "two_minutes.1", "chairs.1", "yes.1", "plan.1"):
        lina.send("/say", choice=choice)
    lina.open("/phoning/")
    lina.follow("Sièges de printemps")
    log(
        lina,
        CALLED,
        result="Rendez-vous obtenu",
        note="Douze sièges à remplacer, deux collègues ont mal au dos.",
        next_step="Préparer la visite",
        on="2026-03-05",
        hour="14:30",
        place="Carvin, à l’accueil",
    )
    lina.send("/confirm", channel="Confirmé par e-mail", text="Je vous confirme notre rendez-vous de jeudi à 14 h 30.")
    lina.follow("Appel suivant")


def test_the_screens_leave_the_records_of_the_script(classroom: Classroom, learner: Callable[[str], Learner]) -> None:
    lina = learner("lina")
    launch(lina)
    lina.follow("Phoning")
    lina.follow("Sièges de printemps")
    call(lina)
    log(lina, "Minoterie Farinombre", result="Refus", note="Vient de s’équiper.")
    log(
        lina,
        "Peintures Ocre-et-Pluie",
        result="Documentation",
        note="Veut voir le catalogue.",
        next_step="Envoyer le catalogue",
    )
    log(lina, "Verrerie Soufflombre", result="Injoignable")
    log(lina, "Taxis Fanalclair", result="À rappeler", note="En tournée.", on="2026-03-04")
    lina.wait_until(date(2026, 3, 4))
    lina.open("/today")
    lina.follow("Appels de campagne du jour")
    lina.follow("Sièges de printemps")
    log(lina, "Taxis Fanalclair", result="Barrage")
    log(
        lina,
        "Verrerie Soufflombre",
        result="Devis demandé",
        note="Quatre postes à équiper.",
        next_step="Établir un devis",
    )
    lina.wait_until(date(2026, 3, 6))
    lina.open("/campaigns/")
    lina.follow("Sièges de printemps")
    lina.send("/close")
    # Five people tried, all of them reached in the end; four useful, one appointment; 60 € and seven calls at 1.50 €.
    for figure in ("100 %", "80 %", "25 %", "14,10 €", "70,50 €"):
        assert figure in lina.page.text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
    lina.send(
        "/results",
        causes="Un seul rendez-vous : trop peu d’appels le matin.",
        corrections="Appeler entre 9 h et 11 h, et dix personnes par jour.",
        report="y",
    )
    script = classroom.shown_by("phone-campaign")
    assert classroom.shown().counts == script.counts
    assert classroom.words("lina") == script.words
