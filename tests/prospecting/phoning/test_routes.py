"""The phoning desk on screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask

from crm.activity.door import Work
from crm.prospecting.campaigns.models import CampaignTarget
from tests.builders import Cast, Stage
from tests.client import CheckingClient
from tests.offstage import Offstage
from tests.prospecting.campaigns.builders import a_campaign, a_file, the_target

Open = Callable[[str], CheckingClient]


@dataclass(frozen=True)
class Desk:
    """A campaign to be called, somebody in it, and the address of its desk."""

    stage: Stage
    target: CampaignTarget
    home: str

    @property
    def address(self) -> str:
        """Where one calls."""
        return f"{self.home}/campaigns/{self.target.campaign_id}/phoning"

    def acts(self, act: str) -> str:
        """Return where something is done with the target."""
        return f"{self.home}/campaign-targets/{self.target.id}/{act}"


def somebody_to_call(work: Work, /) -> CampaignTarget:
    """Launch a campaign and return the first of its list."""
    people = a_file(work)
    return the_target(a_campaign(work, graph="cold_call"), people["fit"])


@pytest.fixture
def desk(app: Flask, cast: Cast) -> Desk:
    """The desk of a campaign that runs."""
    stage = Offstage(app, cast)
    return Desk(stage, stage.do(somebody_to_call), f"/w/{cast.workspace}")


class TestDesk:
    def test_shows_the_record_and_the_script_of_the_next_one(self, client: Open, desk: Desk) -> None:
        browser = client("lina")
        assert desk.address in browser.get(f"{desk.home}/phoning/").reader.links
        page = browser.get(f"{desk.address}?target={desk.target.id}")
        assert "Bonjour Nadia Benali, ici Lina de" in page.text
        assert "03 21 00 00 01" in page.text
        assert "Consigner" not in client("roy").get(desk.address).text
        assert client("noe").get(desk.address).status == 404

    def test_warns_before_a_consumer_is_called_too_early(self, client: Open, desk: Desk) -> None:
        browser = client("lina")
        browser.post(desk.acts("result"), result="refused", follow=True)
        page = browser.get(desk.address)
        assert "M. Brun" in page.text
        assert "Hors des jours et heures permis" in page.text

    def test_holds_the_call_as_a_conversation(self, client: Open, desk: Desk) -> None:
        browser = client("lina")
        page = browser.post(desk.acts("call"), follow=True)
        assert "Que répondez-vous" in page.text
        assert "Reprendre l’entretien" in browser.get(f"{desk.address}?target={desk.target.id}").text
        page = browser.post(desk.acts("result"), result="refused", note="Trop cher", follow=True)
        assert page.status == 422
        assert "Trop cher" in page.text

    def test_goes_from_a_result_to_the_next_one(self, client: Open, desk: Desk) -> None:
        browser = client("lina")
        page = browser.post(desk.acts("result"), result="call_back", note="En réunion", follow=True)
        assert page.status == 422
        assert "Indiquez la date convenue" in page.text and "En réunion" in page.text
        page = browser.post(desk.acts("result"), result="call_back", note="En réunion", on="2026-03-05", follow=True)
        assert page.status == 200
        assert "05/03/2026" in page.text or "5 mars" in page.text
        assert desk.stage.last("campaign.call_logged")["details"]["on"] == "2026-03-05"

    def test_confirms_an_appointment(self, client: Open, desk: Desk) -> None:
        browser = client("lina")
        page = browser.post(
            desk.acts("result"), result="appointment", on="2026-03-06", hour="14 h 30", place="Arras", follow=True
        )
        assert page.status == 200
        assert "14 h 30" in page.text and "Lieu : Arras" in page.text
        call_id = desk.stage.last("campaign.call_logged")["about"][0]["id"]
        address = f"{desk.home}/campaign-calls/{call_id}/confirm"
        assert browser.post(address, channel="email", text="", follow=True).status == 422
        assert "À vendredi" in browser.post(address, channel="email", text="À vendredi", follow=True).text
        assert desk.stage.last("campaign.appointment_confirmed")["details"]["place"] == "Arras"
        assert "Confirmé par e-mail" in browser.get(f"{desk.home}/phoning/").text

    def test_says_which_hour_it_cannot_read(self, client: Open, desk: Desk) -> None:
        page = client("lina").post(desk.acts("result"), result="appointment", on="2026-03-06", hour="midi", follow=True)
        assert page.status == 422
        assert "Heure illisible" in page.text
