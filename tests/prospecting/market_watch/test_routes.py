"""The market watch on screen: from an unread headline to an argument in a quote."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask

from crm.kernel.money import Money
from crm.prospecting.market_watch.use_cases import note_competitor_price, read_news
from crm.selling.quotes.use_cases import draft_quote
from tests.builders import Cast, Stage
from tests.client import CheckingClient
from tests.offstage import Offstage
from tests.prospecting.conversations.builders import BAD_CALL, a_cold_call
from tests.prospecting.market_watch.builders import (
    FACT,
    a_competitor,
    a_note,
    a_rated_source,
    a_source,
    some_news,
)

Open = Callable[[str], CheckingClient]
SOURCE = {"name": "Le Courrier", "source_kind": "press", "address": "Kiosque", "rhythm": "weekly", "need": "Prix"}
NOTE = {
    "subject": "Papyrade casse ses prix",
    "nature": "fact",
    "text": "3,79 € HT.",
    "informed_on": "2026-03-02",
    "credibility": "2",
    "importance": "high",
    "competitor": "",
    "family": "",
}
SHEET = {"name": "Papyrade", "city": "Arras", "price_level": "2", "service_level": "3", "fresh_until": "2026-04-30"}


@dataclass(frozen=True)
class World:
    """Lina's workspace while a browser is open."""

    stage: Stage
    root: str


@pytest.fixture
def world(app: Flask, cast: Cast) -> World:
    """An empty watch."""
    return World(Offstage(app, cast), f"/w/{cast.workspace}/watch")


class TestAnEmptyWatch:
    @pytest.mark.parametrize(
        ("path", "words"),
        [
            ("/", "Listez d’abord vos sources"),
            ("/notes/", "Aucune note"),
            ("/notes/new", "Listez d’abord une source"),
            ("/sources/", "Aucune source"),
            ("/competitors/", "Aucun concurrent"),
            ("/digests/", "Aucune synthèse envoyée"),
            ("/digests/new", "Rien à diffuser"),
        ],
    )
    def test_says_what_to_do(self, client: Open, world: World, path: str, words: str) -> None:
        page = client("lina").get(f"{world.root}{path}")
        assert page.status == 200
        assert words in page.text


class TestReading:
    def test_shows_the_headline_then_all_of_it(self, client: Open, world: World) -> None:
        news = world.stage.do(some_news)
        browser = client("lina")
        assert news.headline in browser.get(f"{world.root}/").text
        page = browser.get(f"{world.root}/news/{news.id}")
        assert "L’offre court" not in page.text
        page = browser.post(f"{world.root}/news/{news.id}/read", follow=True)
        assert "L’offre court" in page.text
        assert "Elle ne figure pas dans vos sources." in page.text
        assert len(world.stage.records("market_event.read")) == 1
        assert "Tout est lu" in browser.get(f"{world.root}/").text
        assert news.headline in browser.get(f"{world.root}/?all=1&q=GAZETTE&kind=price").text
        assert news.headline not in browser.get(f"{world.root}/?all=1&kind=recall").text

    def test_a_denial_that_was_read_stands_above_what_it_denies(self, client: Open, world: World) -> None:
        false = world.stage.do(some_news)
        denial = world.stage.do(some_news, key="no", headline="Rectificatif : 4,10 €", denies=false.key)
        world.stage.do(read_news, false)
        browser = client("lina")
        assert "démentie" not in browser.get(f"{world.root}/news/{false.id}").text
        world.stage.do(read_news, denial)
        assert "Rectificatif : 4,10 €" in browser.get(f"{world.root}/news/{false.id}").text


class TestSources:
    def test_are_added_from_the_news_rated_and_consulted(self, client: Open, world: World) -> None:
        news = world.stage.do(some_news)
        browser = client("lina")
        assert 'value="La gazette du bureau"' in browser.get(f"{world.root}/sources/new?news={news.id}").html
        page = browser.post(f"{world.root}/sources/new", **SOURCE, news=news.id, follow=True)
        assert "Revenir à l’article" in page.text
        source_id = world.stage.records("source.added")[0]["about"][0]["id"]
        at = f"{world.root}/sources/{source_id}"
        assert browser.post(f"{at}/rate", reliability="", reason="", follow=True).status == 422
        assert (
            "B – Le plus souvent exacte" in browser.post(f"{at}/rate", reliability="B", reason="Sûre", follow=True).text
        )
        browser.post(f"{at}/consult")
        assert world.stage.records("source.consulted")[0]["details"]["found"] == 0
        assert browser.post(f"{at}/edit", **{**SOURCE, "rhythm": "daily"}, follow=True).status == 200
        assert world.stage.records("source.changed")[0]["details"]["changed"] == ["rhythm"]

    def test_say_at_the_field_what_cannot_be(self, client: Open, world: World) -> None:
        world.stage.do(a_source)
        page = client("lina").post(
            f"{world.root}/sources/new", **{**SOURCE, "name": "la gazette du bureau"}, follow=True
        )
        assert page.status == 422
        assert "figure déjà dans la liste" in page.text
        assert "Kiosque" in page.html


class TestNotes:
    def test_are_taken_from_the_news_and_filtered_by_the_address(self, client: Open, world: World) -> None:
        source, news = world.stage.do(a_rated_source), world.stage.do(some_news)
        browser = client("lina")
        begun = browser.get(f"{world.root}/notes/new?news={news.id}").html
        assert f'value="{news.headline}"' in begun
        page = browser.post(f"{world.root}/notes/new", **NOTE, source=source.id, news=news.id, follow=True)
        assert "Papyrade casse ses prix" in page.text
        assert "B2" in page.text
        for query, there in (("nature=fact", True), ("nature=rumour", False), ("q=papyrade", True), ("check=1", False)):
            assert ("Papyrade casse ses prix" in browser.get(f"{world.root}/notes/?{query}").text) is there, query

    def test_nothing_is_judged_by_default(self, client: Open, world: World) -> None:
        source = world.stage.do(a_source)
        page = client("lina").post(f"{world.root}/notes/new", **{**NOTE, "nature": ""}, source=source.id, follow=True)
        assert page.status == 422
        assert "3,79 € HT." in page.text
        assert world.stage.records("watch_note.taken") == []

    def test_are_corrected_and_compared(self, client: Open, world: World) -> None:
        note, other = world.stage.do(a_note), world.stage.do(a_source, name="Le greffe")
        browser, at = client("lina"), f"{world.root}/notes/{note.id}"
        assert "Rien ne confirme encore" in browser.get(at).text
        same = browser.post(f"{at}/check", source=note.source_id, finding="confirms", follow=True)
        assert same.status == 422
        assert "Recoupez avec une autre source" in same.text
        page = browser.post(f"{at}/check", source=other.id, finding="confirms", text="Publié.", follow=True)
        assert "1 – Confirmée par une autre source" in page.text
        assert "Rien ne confirme encore" not in page.text
        assert browser.get(f"{at}/edit").status == 200
        changed = browser.post(f"{at}/edit", **NOTE, source=note.source_id, follow=True)
        assert "Papyrade casse ses prix" in changed.text


class TestCompetitors:
    def test_stand_on_a_map_with_ourselves(self, client: Open, world: World) -> None:
        browser = client("lina")
        page = browser.post(f"{world.root}/competitors/new", **SHEET, follow=True)
        assert "2 sur 10" in page.text
        ours = SHEET | {"name": "Nord Bureau", "price_level": "7"}
        browser.post(f"{world.root}/position", **ours, follow=True)
        page = browser.get(f"{world.root}/competitors/")
        assert "Carte de positionnement" in page.html
        assert page.html.count('class="watch-them"') == page.html.count('class="watch-us"') == 1
        assert "Papyrade" in browser.get(f"{world.root}/competitors/?q=papy").text
        assert "Aucun résultat" in browser.get(f"{world.root}/competitors/?stale=1").text

    def test_prices_and_updates_are_typed_on_the_sheet(self, client: Open, world: World) -> None:
        sheet = world.stage.do(a_competitor)
        browser, at = client("lina"), f"{world.root}/competitors/{sheet.id}"
        assert browser.post(f"{at}/prices", price="cher", seen_on="2026-03-02", follow=True).status == 422
        page = browser.post(f"{at}/prices", price="3,79", wording="Ramette", seen_on="2026-03-02", follow=True)
        assert "sans équivalent chez nous" in page.text
        page = browser.post(f"{at}/edit", **{**SHEET, "siren": "12"}, follow=True)
        assert page.status == 422
        assert "Ce SIREN n’est pas valide" in page.text
        assert browser.post(f"{at}/edit", **SHEET, follow=True).status == 200

    def test_their_prices_stand_beside_ours(self, client: Open, world: World) -> None:
        sheet = world.stage.do(a_competitor)
        world.stage.do(note_competitor_price, sheet, price=Money.of(3), wording="Ramette")
        assert client("roy").get(f"{world.root}/competitors/{sheet.id}").text.count("Ramette") == 1


class TestDigests:
    def test_are_made_of_ticked_notes(self, client: Open, world: World) -> None:
        note = world.stage.do(a_note)
        browser = client("lina")
        assert f'value="{note.id}"' in browser.get(f"{world.root}/digests/new?note={note.id}").html
        typed = {"title": "Veille", "summary": "Attention au papier."}
        refused = browser.post(f"{world.root}/digests/new", **typed, notes=note.id, follow=True)
        assert refused.status == 422
        assert "Cochez au moins un destinataire." in refused.text
        page = browser.post(f"{world.root}/digests/new", **typed, notes=note.id, recipients="sales", follow=True)
        assert "Service commercial" in page.text
        assert "Attention au papier." in browser.get(f"{world.root}/digests/").text or "Veille" in page.text
        assert world.stage.records("digest.sent")[0]["details"]["rumours"] == 1


class TestArguments:
    def test_serve_in_a_quote(self, client: Open, world: World, cast: Cast) -> None:
        quote = world.stage.do(draft_quote, world.stage.petit)
        browser, at = client("lina"), f"/w/{cast.workspace}/quotes/{quote.id}"
        assert "Aucune note de veille" in browser.get(f"{at}/arguments").text
        note = world.stage.do(a_note, data=FACT)
        assert browser.post(f"{at}/arguments", note="", text="", follow=True).status == 422
        page = browser.post(f"{at}/arguments", note=note.id, text="Le prix est garanti un an.", follow=True)
        assert "Le prix est garanti un an." in page.text
        assert {"quote", "watch_note"} <= {each["kind"] for each in world.stage.records("argument.used")[0]["about"]}
        assert "Le prix est garanti un an." in browser.get(f"{world.root}/notes/{note.id}").text

    def test_serve_in_a_conversation(self, client: Open, world: World, cast: Cast) -> None:
        talk = world.stage.do(a_cold_call, world.stage.petit, choices=BAD_CALL)
        note = world.stage.do(a_note)
        browser, at = client("lina"), f"/w/{cast.workspace}/conversations/{talk.id}"
        assert "S’appuyer sur une note de veille" in browser.get(at).text
        assert browser.get(f"{at}/arguments").status == 200
        assert browser.post(f"{at}/arguments", note=note.id, text="", follow=True).status == 422
        page = browser.post(f"{at}/arguments", note=note.id, text="Nous livrons demain.", follow=True)
        assert "Nous livrons demain." in page.text

    def test_a_trainer_reads_and_strangers_find_nothing(self, client: Open, world: World) -> None:
        note = world.stage.do(a_note)
        page = client("roy").get(f"{world.root}/notes/{note.id}")
        assert page.status == 200
        assert "Recouper" not in page.text.replace("Recoupements", "")
        assert client("noe").get(f"{world.root}/notes/{note.id}").status == 404
