"""Following up and revising on screen."""

from __future__ import annotations

from collections.abc import Callable

from crm.selling.quotes.use_cases import decline_quote
from tests.builders import Cast, Stage
from tests.client import CheckingClient
from tests.selling.catalogue.builders import a_catalogue
from tests.selling.conftest import Backstage
from tests.selling.quotes.builders import a_draft, a_line, a_sent_quote

Open = Callable[[str], CheckingClient]


def sent(stage: Stage) -> int:
    """Send a quote of ten reams."""
    return stage.do(a_sent_quote, stage.petit, a_line(stage.do(a_catalogue)["PAP-101"])).id


class TestFollowingUp:
    def test_a_follow_up_is_planned_noted_and_shown(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        path = f"/w/{cast.workspace}/quotes/{backstage(sent)}"
        browser = client("lina")
        assert f"{path}/follow-up" in browser.get(path).reader.links
        assert "Noter une relance" in browser.get(f"{path}/follow-up").text
        assert browser.post(f"{path}/follow-up/plan", follow_up_on="2026-03-02").status == 303
        listed = browser.get(f"/w/{cast.workspace}/quotes/?due=1").text
        assert "DEV-2026-0001" in listed
        assert "à relancer le" in listed
        answer = browser.post(
            f"{path}/follow-up", channel="phone", result="thinking", note="Rappeler lundi", follow_up_on="2026-03-09"
        )
        assert "Rappeler lundi" in browser.get(answer.location).text
        assert "DEV-2026-0001" not in browser.get(f"/w/{cast.workspace}/quotes/?due=1").text

    def test_what_cannot_be_is_said_and_kept(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        path = f"/w/{cast.workspace}/quotes/{backstage(sent)}/follow-up"
        browser = client("lina")
        answer = browser.post(path, channel="pigeon", result="thinking", note="Mot gardé")
        assert answer.status == 422
        assert "Mot gardé" in answer.html
        assert browser.post(f"{path}/plan", follow_up_on="").status == 422
        late = browser.post(f"{path}/plan", follow_up_on="2026-03-01")
        assert late.status == 422
        assert "déjà passée" in late.text

    def test_a_draft_waits_for_nothing(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        quote_id = backstage(lambda stage: stage.do(a_draft, stage.petit).id)
        path = f"/w/{cast.workspace}/quotes/{quote_id}/follow-up"
        browser = client("lina")
        assert "rien à relancer" in browser.get(path).text
        assert browser.post(path, channel="phone", result="thinking").status == 422


class TestRevising:
    def test_a_new_version_opens_for_editing(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        path = f"/w/{cast.workspace}/quotes/{backstage(sent)}"
        browser = client("lina")
        assert "Nouvelle version" in browser.get(path).text
        answer = browser.post(f"{path}/revise")
        assert answer.location.endswith("/edit")
        revised = answer.location.removesuffix("/edit")
        assert "PAP-101" in browser.get(answer.location).text
        assert browser.post(f"{revised}/send", channel="email").status == 303
        assert "DEV-2026-0001-V2" in browser.get(revised).text
        old = browser.get(path)
        assert "Ce devis a été remplacé" in old.text
        assert revised.rpartition("/w/")[2] in old.html
        assert browser.post(f"{path}/revise").status == 422

    def test_a_quote_that_was_declined_may_be_revised(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        def declined(stage: Stage) -> int:
            paper = stage.do(a_catalogue)["PAP-101"]
            return stage.do(decline_quote, stage.do(a_sent_quote, stage.petit, a_line(paper)), reason="Trop cher").id

        answer = client("lina").post(f"/w/{cast.workspace}/quotes/{backstage(declined)}/revise")
        assert answer.status == 303


class TestStrangers:
    def test_they_find_nothing(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        path = f"/w/{cast.workspace}/quotes/{backstage(sent)}"
        browser = client("noe")
        assert browser.get(f"{path}/follow-up").status == 404
        for act in ("follow-up", "follow-up/plan", "revise"):
            assert browser.post(f"{path}/{act}").status == 404

    def test_a_trainer_reads_only(self, client: Open, cast: Cast, backstage: Backstage) -> None:
        path = f"/w/{cast.workspace}/quotes/{backstage(sent)}"
        browser = client("roy")
        assert "Noter une relance" not in browser.get(f"{path}/follow-up").text
        assert browser.post(f"{path}/revise").status == 403
