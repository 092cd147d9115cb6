"""Records said in words, in a timeline."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from crm.activity.queries import records
from crm.kernel.actor import Actor, ActorKind
from crm.people.journal import entries, said
from crm.people.sayings import ICONS
from crm.prospecting.companies.use_cases import add_contact, add_note
from crm.store.scoping import enter
from tests.builders import Cast, Stage
from tests.client import CheckingClient

Open = Callable[[str], CheckingClient]


@pytest.fixture
def page(app: Flask, cast: Cast) -> Iterator[Stage]:
    """Lina's workspace, while a page of it is drawn."""
    with app.test_request_context(f"/w/{cast.workspace}/companies/"):
        app.preprocess_request()
        enter(cast.workspace)
        yield Stage(app, cast)


@pytest.mark.parametrize(
    ("details", "sentence"),
    [
        ({}, ""),
        ({"outstanding_cents": 123456, "decision": "refuse"}, "Décision : refuser · Encours : 1\u202f234,56\u00a0€"),
        ({"max_discount_bp": 550}, "Remise la plus forte : 5,5\u202f%"),
        ({"due_on": "2026-03-02"}, "Échéance : 2 mars 2026"),
        ({"to": "accounting"}, "Destinataire : Comptabilité"),
        ({"to": "M. Paul"}, "Destinataire : M. Paul"),
        ({"text": "sales"}, "sales"),
        ({"reason": "management"}, "Motif : management"),
        ({"changes": {"city": ["Lille", ""], "unheard_of": [None, "x"]}}, "Ville : Lille → — · unheard_of : — → x"),
        ({"level": 2, "days_late": 0, "place": "", "reason": None}, "Niveau : 2 · Jours de retard : 0"),
        ({"decision": "of no list"}, ""),
        ({"place": "05"}, "Classé dans : 05"),
        ({"reason": "CALCUL_ERR"}, "Motif : Un calcul est faux"),
        ({"place": "05", "title": "Factures"}, "Classé dans : 05 Factures"),
    ],
)
def test_figures_are_said_in_words(house: Flask, details: dict[str, object], sentence: str) -> None:
    with house.test_request_context("/"):
        assert said(details) == sentence


class TestEntries:
    def test_they_say_who_did_what_when(self, page: Stage) -> None:
        page.do(add_note, page.petit, text="Bonjour")
        entry = entries(records(limit=1), about="company")[0]
        assert (entry.title, entry.who, entry.body, entry.icon, entry.tone) == (
            "Note ajoutée",
            "Lina",
            "Bonjour",
            ICONS["note"],
            "blue",
        )
        assert entry.when.startswith("2 mars 2026, 09:")
        assert entry.at.startswith("2026-03-02T08:")
        assert (entry.url, entry.link) == (None, None)

    def test_they_lead_to_what_they_are_about(self, page: Stage) -> None:
        page.do(add_contact, page.petit, last_name="Martin")
        entry = entries(records(limit=1))[0]
        assert entry.url == f"/w/{page.cast.workspace}/companies/{page.petit.id}"
        assert entry.link == "Boulangerie Petit"

    def test_a_customer_has_another_tone(self, page: Stage) -> None:
        page.do_as(Actor(ActorKind.CUSTOMER, "Petit", page.petit.id), add_note, page.petit, text="x")
        assert entries(records(limit=1))[0].tone == "amber"
