"""What a record showed, said in words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crm.kernel.actor import HOUSE, Actor, ActorKind, Assistance
from crm.training.frameworks.rules.facts import Detail, Fact, Thing
from crm.training.frameworks.rules.verdicts import CriterionVerdict
from crm.training.review.queries.judging import framework_named
from crm.training.review.showing import figures, label_of, line_of_fact, parameters
from tests.builders import MONDAY

LINA = Actor(ActorKind.PERSON, "Lina", 1)


@pytest.mark.parametrize(
    ("details", "expected"),
    [
        ({"total_cents": 123_456}, ("Total", "1 234,56 €")),
        ({"max_discount_bp": 550}, ("Remise la plus forte", "5,5 %")),
        ({"due_on": "2026-03-31"}, ("Échéance", "31 mars 2026")),
        ({"decision": "refuse"}, ("Décision", "refuser")),
        ({"matches_request": False}, ("Conforme à la demande", "non")),
        ({"tied_to_need": False}, ("Lié à un besoin", "non")),
        ({"fault": True, "tied_to_need": None}, ("Maladresse", "oui")),
        ({"said": "Que vous faut-il ?"}, ("Dit", "Que vous faut-il ?")),
        ({"over_limit": True}, ("Au-delà du plafond", "oui")),
        ({"differences": ("quantité", "prix")}, ("Écarts", "quantité ; prix")),
        ({"changes": {"city": ("Lille", "Arras")}}, ("Ville", "Lille → Arras")),
        ({"changes": {"phone": ""}}, ("Téléphone", "— → —")),
    ],
)
def test_figures_are_written_as_people_write_them(details: dict[str, Detail], expected: tuple[str, str]) -> None:
    label, value = figures(details)[0]
    assert (label, value.replace("\u202f", " ").replace("\xa0", " ")) == expected


def test_what_is_not_notable_is_not_said() -> None:
    assert figures({"over_limit": False, "reason": "", "differences": (), "tied_to_need": None}) == ()


def test_a_word_from_a_later_version_stays_itself() -> None:
    assert label_of("rocket.launched") == "rocket.launched"


def test_a_line_tells_persons_from_the_house() -> None:
    about = (Thing("company", 1, "Boulangerie Petit"), Thing("workspace", 2, "Lina et Karim"))
    at = MONDAY + timedelta(minutes=1)
    mine = line_of_fact(Fact(1, "balance.checked", LINA, at, at, Assistance.HINT_READ, about))
    assert (mine.who, mine.assistance, mine.by_person) == ("Lina", "Aide consultée", True)
    assert [thing.label for thing in mine.about] == ["Boulangerie Petit"]
    house = line_of_fact(Fact(2, "invoice.fell_due", HOUSE, at, at))
    assert (house.assistance, house.by_person) == ("Logiciel", False)


def test_parameters_carry_their_unit() -> None:
    framework = framework_named("TP-AC-2020")
    assert framework is not None
    used: dict[str, int | tuple[int, ...]] = {
        "reminder_days": (8, 15, 30),
        "discount_limit_bp": 500,
        "large_order_cents": 300_000,
        "unknown": 1,
    }
    verdict = CriterionVerdict("TP-AC-2020", "1", "CP4.2", "", "rule", "", used)
    said = dict(parameters(framework, verdict))
    values = [value.replace("\u202f", " ").replace("\xa0", " ") for value in said.values()]
    assert values == ["8 / 15 / 30 j", "5 %", "3 000,00 €"]


def test_figures_are_said_in_words() -> None:
    assert figures({"step": "papers"}) == (("Étape", "Pièces réunies"),)
    assert figures({"to": "shipping"}) == (("Destinataire", "Expédition"),)
    assert figures({"changes": {"street": ("1 rue", "2 rue")}}) == (("Adresse", "1 rue → 2 rue"),)


def test_the_days_between_which_a_day_ended_are_nobody() -> None:
    assert figures({"from": "2026-03-02", "to": "2026-03-03"}) == ()
