"""A week's tour with two impossible visits, by the screens; the acts and the verdicts are those of the script."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.journeys.classroom import Classroom
from tests.journeys.screens import Learner

NAMES = (
    "Imprimerie Plume-au-Vent",
    "Cabinet Lestoquoy-Brandeleer",
    "Transports Cap-Ternois",
    "Menuiserie Copeaudoré",
    "Clinique vétérinaire des Trois-Museaux",
    "Garage Bielle-et-Pignon",
    "Auto-école Priorité-Douce",
    "Centre de formation Tremplinor",
    "Manutention Grandquai",
    "Centre équestre Sabotléger",
)
MONDAY, TUESDAY = "9 mars", "10 mars"
# The script puts its order down at once; a hand moves one visit after the other.
BY_HAND = ((MONDAY, NAMES[0]), (MONDAY, NAMES[9]), (MONDAY, NAMES[2]), (TUESDAY, NAMES[8]), (TUESDAY, NAMES[3]))


def ids_of(lina: Learner) -> dict[str, str]:
    """Read the companies' numbers on the page of a new tour."""
    lina.open("/tours/new?near=59100+Roubaix")
    found = re.findall(r'value="(\d+)"[^>]*><span class="who-text"><strong>([^<]+)<', lina.page.html)
    return {name: number for number, name in found if name in NAMES}


def plan(lina: Learner) -> dict[str, str]:
    """Plan the tour and say when two customers receive, which makes their visits impossible; return the numbers."""
    ids = ids_of(lina)
    wanted = {"title": "Semaine au nord", "first_day": "2026-03-09", "day_count": "3", "start": "59100 Roubaix"}
    lina.send("/tours/", **wanted, visit_value="60", company_ids=[ids[name] for name in NAMES])
    lina.follow("Garage Bielle-et-Pignon")
    lina.send(lina.path, closed=["0", "1", "2", "5", "6"])
    lina.follow("Centre équestre Sabotléger")
    lina.send(lina.path, morning_until="10:00", afternoon_from="", afternoon_until="")
    return ids


def test_the_screens_leave_the_records_of_the_script(classroom: Classroom, learner: Callable[[str], Learner]) -> None:
    lina = learner("lina")
    ids = plan(lina)
    assert "Fermé tous les jours de la tournée" in lina.page.text
    assert "Hors d’atteinte" in lina.page.text
    for day, name in BY_HAND:
        lina.send(f"/stops/{ids[name]}/move", day=day)
    assert "Votre ordre ne tient pas" in lina.page.text
    assert "sans Centre équestre Sabotléger, la journée tient" in lina.page.text
    lina.send("/optimise")
    assert "Prouvée optimale" in lina.page.text
    lina.send("/layout", layout="Tournée calculée")
    lina.send("/accept")
    assert "visites sont à l’agenda" in lina.page.text
    lina.open("/agenda/?view=week&day=2026-03-09")
    assert "Tournée « Semaine au nord »" in lina.page.text.replace("\N{NO-BREAK SPACE}", " ")
    script, shown = classroom.shown_by("week-tour"), classroom.shown()
    assert shown.counts == script.counts
    done = [word for word in shown.words if word != "tour.reordered"]
    assert done == [word for word in script.words if word != "tour.reordered"]
    assert shown.words.count("tour.reordered") == len(BY_HAND) + 1
