"""Conversations on screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from crm.prospecting.companies.use_cases import record_opt_out
from crm.prospecting.conversations import queries
from crm.prospecting.qualification.use_cases import qualify
from tests.builders import Cast, Stage
from tests.client import CheckingClient
from tests.offstage import Offstage
from tests.prospecting.conversations.builders import GOOD_CALL, a_cold_call

Open = Callable[[str], CheckingClient]


@pytest.fixture
def stage(app: Flask, cast: Cast) -> Stage:
    """The stage while a browser is open."""
    return Offstage(app, cast)


@pytest.fixture
def tab(cast: Cast) -> str:
    """The address of the tab on Boulangerie Petit's record."""
    return f"/w/{cast.workspace}/companies/{cast.petit}/conversations"


@pytest.fixture
def talk(stage: Stage, cast: Cast) -> str:
    """The address of a call that has begun."""
    return f"/w/{cast.workspace}/conversations/{stage.do(a_cold_call, stage.petit).id}"


class TestTab:
    def test_offers_the_conversations_with_businesses(self, client: Open, cast: Cast, tab: str) -> None:
        browser = client("lina")
        assert tab in browser.get(f"/w/{cast.workspace}/companies/{cast.petit}").reader.links
        page = browser.get(tab)
        assert all(
            " ".join(each.title.split()) in page.text for each in queries.graphs().values() if not each.for_individuals
        )
        assert "Appel d’un particulier" not in page.text

    def test_begins_one(self, client: Open, stage: Stage, tab: str) -> None:
        browser = client("lina")
        assert browser.post(tab, follow=False, graph="cold_call").status == 303
        assert "En cours" in browser.get(tab).text

    def test_refuses_what_is_not_there(self, client: Open, tab: str) -> None:
        answer = client("lina").post(tab, follow=False, graph="chat")
        assert answer.status == 422
        assert "n’existe pas" in answer.text

    def test_a_trainer_reads_it(self, client: Open, tab: str, talk: str) -> None:
        assert "Commencer" not in client("roy").get(tab).text
        assert "Que répondez-vous" not in client("roy").get(talk).text
        assert client("roy").post(talk + "/say", follow=False, choice="hello.1").status == 403


class TestTalk:
    def test_goes_on_to_its_result(self, client: Open, stage: Stage, talk: str) -> None:
        browser = client("lina")
        assert "C’est à quel sujet" in browser.get(talk).text
        for choice in GOOD_CALL:
            assert browser.post(talk + "/say", follow=False, choice=choice).status == 303
        page = browser.get(talk)
        assert "Objectif atteint" in page.text
        assert "Reformulation" in page.text
        assert "Un fournisseur habituel" not in page.text
        stage.do(qualify, stage.petit, need="Douze sièges")
        page = browser.get(talk)
        assert "Entendu et noté" in page.text
        assert "Pas découvert" in page.text
        assert "Un fournisseur habituel" in page.text

    def test_refuses_what_is_not_offered_and_shows_what_is(self, client: Open, talk: str) -> None:
        answer = client("lina").post(talk + "/say", follow=False, choice="plan.1")
        assert answer.status == 422
        assert "Choisissez une des répliques" in answer.text
        assert "Avez-vous deux minutes" in answer.text

    def test_can_be_broken_off_once(self, client: Open, talk: str) -> None:
        browser = client("lina")
        assert browser.post(talk + "/hang-up", follow=False).status == 303
        assert "Vous n’avez rien dit" in browser.get(talk).text
        assert browser.post(talk + "/hang-up", follow=False).status == 422

    def test_says_when_it_is_over_what_it_broke(self, client: Open, cast: Cast, stage: Stage) -> None:
        stage.do(record_opt_out, stage.petit, phone=True)
        browser = client("lina")
        tab = browser.get(f"/w/{cast.workspace}/companies/{cast.petit}/conversations")
        assert "La personne refuse les appels" in tab.text
        talk = f"/w/{cast.workspace}/conversations/{stage.do(a_cold_call, stage.petit).id}"
        assert "La personne refuse les appels" not in browser.get(talk).text
        browser.post(talk + "/hang-up", follow=False)
        assert "La personne refuse les appels" in browser.get(talk).text

    def test_that_is_not_there(self, client: Open, cast: Cast) -> None:
        assert client("lina").get(f"/w/{cast.workspace}/conversations/999").status == 404


class TestStrangers:
    def test_find_nothing(self, client: Open, tab: str, talk: str) -> None:
        noe = client("noe")
        assert noe.get(tab).status == noe.post(tab, graph="cold_call").status == 404
        assert noe.get(talk).status == noe.post(talk + "/say", choice="hello.1").status == 404
        assert noe.post(talk + "/hang-up").status == 404
