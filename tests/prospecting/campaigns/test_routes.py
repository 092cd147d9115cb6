"""A campaign on screen: from the list of the prospect file to its conclusions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

import pytest
from flask import Flask
from pypdf import PdfReader

from crm.prospecting.campaigns.models import Campaign, Technique
from crm.prospecting.companies.models import Company
from crm.prospecting.segments.use_cases import define_segment
from tests.builders import Cast, Stage
from tests.client import CheckingClient
from tests.offstage import Offstage
from tests.prospecting.campaigns.builders import a_campaign, a_draft, a_file

Open = Callable[[str], CheckingClient]
TYPED = {
    "name": "Fauteuils",
    "technique": "email",
    "starts_on": "2026-03-02",
    "ends_on": "2026-03-06",
    "subject": "Vos sièges",
    "script": "{{bonjour}}, vous êtes à {{ville}}.",
    "graph": "",
    "stage": "prospect",
}


@dataclass(frozen=True)
class World:
    """Prospects of every sort, and where campaigns are."""

    stage: Stage
    people: dict[str, Company]
    root: str

    def at(self, campaign: Campaign) -> str:
        """Return the address of a campaign."""
        return f"{self.root}/{campaign.id}"


@pytest.fixture
def world(app: Flask, cast: Cast) -> World:
    """Prospects while a browser is open."""
    stage = Offstage(app, cast)
    return World(stage, stage.do(a_file), f"/w/{cast.workspace}/campaigns")


class TestPreparing:
    def test_takes_its_list_from_the_address_and_shows_who_is_excluded_before_launching(
        self, client: Open, world: World
    ) -> None:
        browser = client("lina")
        assert "4 fiches" in browser.get(f"{world.root}/new?stage=prospect").text
        page = browser.post(f"{world.root}/new", **TYPED, follow=True)
        assert page.status == 200
        assert "S’oppose à ce canal" in page.text
        assert "Particulier sans consentement" in page.text
        assert "Bonjour Nadia Benali, vous êtes à Arras." in page.text
        assert world.stage.records("campaign.launched") == []

    def test_takes_its_list_from_a_segment(self, client: Open, world: World) -> None:
        segment = world.stage.do(define_segment, name="Prospects d’Arras", expression="all(city.is.Arras)")
        browser = client("lina")
        page = browser.get(f"{world.root}/new?segment={segment.id}")
        assert "3 fiches" in page.text
        assert f'<option selected value="{segment.id}">Prospects d’Arras' in page.html
        page = browser.post(f"{world.root}/new", **TYPED, segment=str(segment.id), follow=True)
        assert "Liste tirée du segment « Prospects d’Arras »" in " ".join(page.text.split())
        assert "Serres du Nord" in page.text

    def test_says_what_cannot_be_at_the_field_and_keeps_what_was_typed(self, client: Open, world: World) -> None:
        page = client("lina").post(f"{world.root}/new", **{**TYPED, "script": "Bonjour {{prix}}"}, follow=True)
        assert page.status == 422
        assert "Champ de fusion inconnu : « prix »" in page.text
        assert "Bonjour {{prix}}" in page.text
        page = client("lina").post(f"{world.root}/new", **{**TYPED, "name": "", "technique": "pigeon"}, follow=True)
        assert page.status == 422
        assert world.stage.records("campaign.drafted") == []

    def test_a_trainer_reads_it_and_strangers_find_nothing(self, client: Open, world: World) -> None:
        draft = world.stage.do(a_draft)
        page = client("roy").get(world.at(draft))
        assert page.status == 200
        assert "Figer la liste" not in page.text
        assert client("noe").get(world.at(draft)).status == 404
        assert client("lina").get(f"{world.root}/999999").status == 404
        assert client("lina").get(f"{world.at(draft)}/results").status == 404


class TestRunning:
    def test_contacts_only_those_ticked(self, client: Open, world: World) -> None:
        draft = world.stage.do(a_draft, Technique.EMAIL)
        kept = [str(world.people[name].id) for name in ("fit", "objects")]
        page = client("lina").post(f"{world.at(draft)}/launch", kept=kept, contacts="2", cost="45", follow=True)
        assert page.status == 200
        assert "Liste figée" in page.text
        said = world.stage.last("campaign.launched")["details"]
        assert (said["people"], said["despite_opt_out"], said["goal_contacts"], said["goal_cost_cents"]) == (
            2,
            1,
            2,
            4500,
        )

    def test_refuses_an_empty_list(self, client: Open, world: World) -> None:
        draft = world.stage.do(a_draft)
        page = client("lina").post(f"{world.at(draft)}/launch", contacts="2", follow=True)
        assert page.status == 422
        assert "gardez au moins une personne" in page.text

    def test_prints_its_letters_as_one_file(self, client: Open, world: World) -> None:
        campaign = world.stage.do(a_campaign, Technique.LETTER, kept=[world.people["fit"], world.people["objects"]])
        answer = client("lina").browser.get(f"{world.at(campaign)}/letters.pdf")
        assert answer.mimetype == "application/pdf"
        pages = [page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages]
        assert len(pages) == 2
        assert "Bonjour Nadia Benali, ici Lina" in " ".join(pages[0].split())
        assert "À l’attention de Nadia Benali" in pages[0]
        assert "Serres du Nord" in pages[1] and "Nadia" not in pages[1]
        assert all("Page 1 sur 1" in " ".join(text.split()) for text in pages)

    def test_concludes_on_its_variances(self, client: Open, world: World) -> None:
        campaign = world.stage.do(a_campaign, Technique.LETTER, kept=[world.people["fit"]])
        browser = client("lina")
        browser.post(f"{world.at(campaign)}/close", follow=True)
        page = browser.post(f"{world.at(campaign)}/results", causes="", follow=True)
        assert page.status == 422
        assert "transmettre cette analyse" in page.text
        page = browser.post(
            f"{world.at(campaign)}/results",
            causes="Fichier ancien",
            corrections="Le mettre à jour",
            report="y",
            follow=True,
        )
        assert page.status == 200
        assert world.stage.last("message.sent")["details"]["service"] == "sales"
        assert "Fichier ancien" in page.text
        assert "Lina" in page.text
        assert world.stage.last("campaign.reviewed")["details"]["corrections"] == "Le mettre à jour"
        assert "Terminée" in browser.get(f"{world.root}/?state=closed").text
