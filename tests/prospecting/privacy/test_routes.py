"""People's data on screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from crm.desk.messages.models import Topic
from tests.builders import Cast, Stage, an_individual
from tests.client import CheckingClient
from tests.desk.messages.builders import a_message
from tests.offstage import Offstage

Open = Callable[[str], CheckingClient]


@pytest.fixture
def stage(app: Flask, cast: Cast) -> Stage:
    """The stage while a browser is open."""
    return Offstage(app, cast)


@pytest.fixture
def tab(cast: Cast) -> str:
    """The address of the tab on Boulangerie Petit's record."""
    return f"/w/{cast.workspace}/companies/{cast.petit}/privacy"


class TestTab:
    def test_acts_from_it_are_on_record(self, client: Open, stage: Stage, tab: str) -> None:
        lina = client("lina")
        assert "Personne informée" in lina.get(tab).text
        lina.post(f"{tab}/inform", by="letter")
        lina.post(f"{tab}/consent", phone="y", proof="Bon signé")
        lina.post(f"{tab}/contact", what="A demandé le catalogue")
        lina.post(f"{tab}/check")
        assert stage.last("prospect_contact.noted")["details"]["on"] == "2026-03-02"
        assert "Bon signé" in lina.get(tab).text
        lina.post(f"{tab}/consent/withdraw")
        assert stage.last("consent.withdrawn")["details"]["phone"] is True

    def test_a_call_that_breaks_rules_is_kept_and_said(self, client: Open, stage: Stage, cast: Cast) -> None:
        durand = stage.do(an_individual)
        tab = f"/w/{cast.workspace}/companies/{durand.id}/privacy"
        lina = client("lina")
        lina.post(f"{tab}/call", at="21:15", result="reached", note="")
        assert "Règles non respectées : Hors des jours et heures permis" in lina.get(tab).text
        assert stage.last("canvassing_call.made")["details"]["lawful"] is False

    @pytest.mark.parametrize(
        ("where", "typed", "words"),
        [
            ("consent", {"phone": "y", "proof": ""}, "obligatoire"),
            ("consent", {"proof": "x"}, "à quoi la personne consent"),
            ("call", {"at": "25:00", "result": "reached"}, "14:30"),
            ("contact", {"what": "x", "on": "2027-01-01"}, "à venir"),
            ("request", {"right": "access", "received_on": "2027-01-01"}, "à venir"),
        ],
    )
    def test_what_cannot_be_is_said_at_the_field(
        self, client: Open, tab: str, where: str, typed: dict[str, object], words: str
    ) -> None:
        answer = client("lina").post(f"{tab}/{where}", follow=False, **typed)
        assert answer.status == 422
        assert words in answer.text

    def test_erasing_asks_nothing_twice(self, client: Open, stage: Stage, tab: str) -> None:
        lina = client("lina")
        lina.post(f"{tab}/erase")
        assert "effacées le" in lina.get(tab).text
        assert lina.post(f"{tab}/erase", follow=False).status == 422


class TestRequests:
    def test_a_request_is_entered_listed_and_answered(self, client: Open, stage: Stage, cast: Cast, tab: str) -> None:
        lina, base = client("lina"), f"/w/{cast.workspace}/privacy"
        lina.post(f"{tab}/request", right="access")
        assert "Boulangerie Petit" in lina.get(f"{base}/").text
        made = stage.last("data_request.received")["about"][0]["id"]
        assert "contact@petit.example" in lina.get(f"{base}/requests/{made}").text
        assert lina.post(f"{base}/requests/{made}", follow=False, outcome="granted", answer="").status == 422
        lina.post(f"{base}/requests/{made}", outcome="granted", answer="Voici.")
        assert "Satisfaite" in lina.get(f"{base}/?tab=done").text

    def test_a_letter_about_data_leads_to_the_form_that_enters_it(
        self, client: Open, stage: Stage, cast: Cast, tab: str
    ) -> None:
        letter = stage.do(a_message, topic=Topic.DATA_REQUEST, company=stage.petit)
        lina = client("lina")
        link = f"{tab}?message_id={letter.id}"
        assert link in lina.get(f"/w/{cast.workspace}/messages/{letter.id}").reader.links
        page = lina.get(link)
        assert f'<option selected value="{letter.id}">' in page.html
        lina.post(f"{tab}/request", right="access", received_on="", message=str(letter.id))
        assert stage.last("data_request.received")["details"]["right"] == "access"
        assert "Tous les messages sont traités" in lina.get(f"/w/{cast.workspace}/messages/").text

    def test_reviewing_is_an_act(self, client: Open, stage: Stage, cast: Cast) -> None:
        client("lina").post(f"/w/{cast.workspace}/privacy/review")
        assert stage.last("retention.reviewed")["details"]["count"] == 0


class TestStrangers:
    def test_find_nothing(self, client: Open, tab: str) -> None:
        noe = client("noe")
        assert noe.get(tab).status == noe.post(f"{tab}/erase").status == 404
