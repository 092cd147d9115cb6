"""Claims on screen."""

from __future__ import annotations

from collections.abc import Callable

from tests.builders import Cast, Stage
from tests.client import CheckingClient
from tests.selling.catalogue.builders import a_catalogue
from tests.selling.claims.builders import a_claim, a_delivery
from tests.selling.conftest import Backstage
from tests.selling.quotes.builders import a_line

Open = Callable[[str], CheckingClient]


def claimed(stage: Stage) -> int:
    """Let a customer complain of two of ten reams."""
    return stage.do(a_claim, stage.petit, a_line(stage.do(a_catalogue)["PAP-101"])).id


def delivered(stage: Stage) -> tuple[int, int]:
    """Let ten reams arrive; return the ids of the note and of its line."""
    note = stage.do(a_delivery, stage.petit, a_line(stage.do(a_catalogue)["PAP-101"]))
    return note.id, note.lines[0].id


class TestReading:
    def test_open_claims_are_listed_until_they_are_settled(
        self, client: Open, cast: Cast, backstage: Backstage
    ) -> None:
        browser, path = client("lina"), f"/w/{cast.workspace}/claims/"
        assert "Aucune réclamation" in browser.get(path).text
        claim_id = backstage(claimed)
        text = browser.get(path).text
        assert "SAV-2026-0001" in text
        assert "Boulangerie Petit" in text
        assert "SAV-2026-0001" in browser.get(f"{path}?q=petit", part="rows_part").text
        assert "SAV-2026-0001" not in browser.get(f"{path}?tab=settled").text
        browser.post(f"{path}{claim_id}/settle", settlement="refused", answer="Le bon est signé sans réserve.")
        assert "SAV-2026-0001" in browser.get(f"{path}?tab=settled").text

    def test_a_company_has_a_tab_of_claims(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        browser, path = client("lina"), f"/w/{cast.workspace}/companies/{cast.petit}/claims"
        assert "Aucune réclamation" in browser.get(path).text
        backstage(claimed)
        assert "SAV-2026-0001" in browser.get(path).text

    def test_the_message_leads_to_the_claim_and_the_claim_to_its_delivery(
        self, client: Open, cast: Cast, backstage: Backstage
    ) -> None:
        claim_id = backstage(claimed)
        message_id = backstage(lambda stage: stage.last("claim.received")["about"][0]["id"])
        browser = client("lina")
        text = browser.get(f"/w/{cast.workspace}/claims/{claim_id}").text
        for words in ("Deux cartons", "BL-2026-0001", "Réserves sur le bon", "10,08 €"):
            assert words in text
        assert "Traiter la réclamation" in browser.get(f"/w/{cast.workspace}/messages/{message_id}").text
        assert "Répondre au client" not in client("roy").get(f"/w/{cast.workspace}/claims/{claim_id}").text


class TestActing:
    def test_a_claim_is_noted_from_its_delivery(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        note_id, line_id = backstage(delivered)
        browser, path = client("lina"), f"/w/{cast.workspace}/delivery-notes/{note_id}/claims/new"
        assert "Noter une réclamation" in browser.get(f"/w/{cast.workspace}/delivery-notes/{note_id}").text
        assert "Articles en cause" in browser.get(path).text
        fields = {"cause": "damaged", "text": "Cartons écrasés.", f"quantity_{line_id}": "2"}
        text = browser.post(path, follow=True, **fields).text
        assert "Cartons écrasés." in text

    def test_what_cannot_be_is_refused_and_kept(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        note_id, line_id = backstage(delivered)
        browser, path = client("lina"), f"/w/{cast.workspace}/delivery-notes/{note_id}/claims/new"
        fields = {"cause": "damaged", "text": "Cartons écrasés.", f"quantity_{line_id}": "99"}
        page = browser.post(path, follow=False, **fields)
        assert page.status == 422
        assert "Cartons écrasés." in page.text
        assert browser.post(path, cause="damaged", text=" ").status == 422

    def test_a_claim_is_settled_by_a_replacement(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        claim_id = backstage(claimed)
        path = f"/w/{cast.workspace}/claims/{claim_id}/settle"
        browser = client("lina")
        assert browser.post(path, settlement="replacement", answer="").status == 422
        text = browser.post(path, follow=True, settlement="replacement", answer="Nous vous relivrons demain.").text
        assert "BL-2026-0002" in text
        assert "Nous vous relivrons demain." in text


class TestStrangers:
    def test_they_find_nothing(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        claim_id = backstage(claimed)
        base = f"/w/{cast.workspace}"
        browser = client("noe")
        for path in (
            "/claims/",
            f"/claims/{claim_id}",
            "/delivery-notes/1/claims/new",
            f"/companies/{cast.petit}/claims",
        ):
            assert browser.get(base + path).status == 404
        assert browser.post(f"{base}/claims/{claim_id}/settle", settlement="refused", answer="Non.").status == 404
        assert browser.post(f"{base}/delivery-notes/1/claims/new", cause="late", text="Non.").status == 404
