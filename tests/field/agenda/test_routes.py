"""The agenda on screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

import pytest
from flask import Flask
from icalendar import Calendar

from crm.activity.door import Work
from crm.field.agenda.use_cases import confirm_appointment, create_task
from crm.prospecting.campaigns import queries as campaigns
from crm.prospecting.campaigns.models import CallResult
from crm.prospecting.phoning.use_cases import log_call
from tests.builders import Cast, Stage
from tests.client import CheckingClient
from tests.field.agenda.builders import MONDAY, an_appointment
from tests.offstage import Offstage
from tests.prospecting.campaigns.builders import a_campaign, a_file

Open = Callable[[str], CheckingClient]
TYPED: dict[str, object] = {
    "purpose": "Découvrir les besoins",
    "meeting": "visit",
    "contact": "0",
    "on": "2026-03-03",
    "at": "10h",
    "minutes": "60",
}


@pytest.fixture
def stage(app: Flask, cast: Cast) -> Stage:
    """The stage while a browser is open."""
    return Offstage(app, cast)


def an_appointment_by_phone(work: Work, /, company_id: int) -> int:
    """Call a company of the file and obtain an appointment on Tuesday at half past two; return the call's number."""
    campaign = a_campaign(work)
    target = next(each for each in campaigns.targets_of(campaign) if each.company_id == company_id)
    found = campaigns.target_by_id(target.id)
    assert found is not None
    return log_call(work, found, result=CallResult.APPOINTMENT, on=date(2026, 3, 3), hour=time(14, 30)).id


@pytest.fixture
def root(cast: Cast) -> str:
    """Where the workspace begins."""
    return f"/w/{cast.workspace}"


@pytest.fixture
def booking(root: str, cast: Cast) -> str:
    """Where an appointment with Boulangerie Petit is booked."""
    return f"{root}/companies/{cast.petit}/appointments/new"


class TestViews:
    @pytest.mark.parametrize("query", ["", "?view=day", "?view=month", "?view=list", "?view=odd&day=never"])
    def test_show_what_is_planned(self, client: Open, root: str, stage: Stage, query: str) -> None:
        browser = client("lina")
        assert browser.get(f"{root}/agenda/{query}").status == 200
        stage.do(an_appointment, stage.petit, on=MONDAY)
        stage.do(create_task, title="Rappeler le garage", due_on=MONDAY)
        page = browser.get(f"{root}/agenda/{query}")
        assert "Boulangerie Petit" in page.text
        assert "Rappeler le garage" in page.text

    def test_are_on_the_rail_and_counted_on_the_days_page(self, client: Open, root: str, stage: Stage) -> None:
        stage.do(an_appointment, stage.petit, on=MONDAY)
        page = client("lina").get(f"{root}/today")
        assert f"{root}/agenda/" in page.reader.links
        assert "Agenda du jour 1" in page.text

    def test_say_what_is_to_be_seen_to(self, client: Open, root: str, stage: Stage) -> None:
        stage.do(an_appointment, stage.petit)
        stage.do(an_appointment, stage.petit, at=time(10, 30), despite_clashes=True)
        assert "À revoir" in client("lina").get(f"{root}/agenda/").text


class TestBooking:
    def test_leads_to_the_appointment(self, client: Open, stage: Stage, booking: str) -> None:
        browser = client("lina")
        assert "Prendre rendez-vous" in browser.get(booking).text
        answer = browser.post(booking, follow=False, **TYPED)
        assert answer.status == 303
        page = browser.get(answer.location)
        assert "10:00–11:00" in page.text
        assert stage.last("appointment.booked")["details"]["starts"] == "2026-03-03T10:00+01:00"

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"purpose": ""}, "obligatoire"),
            ({"at": "25:00"}, "Cette heure n’existe pas"),
            ({"on": "2026-03-01"}, "Ce moment est passé"),
            ({"minutes": "3"}, "entre 5 et 600"),
        ],
    )
    def test_says_what_cannot_be_and_keeps_what_was_typed(
        self, client: Open, stage: Stage, booking: str, wrong: dict[str, str], words: str
    ) -> None:
        answer = client("lina").post(booking, follow=False, **{**TYPED, "place": "Au dépôt", **wrong})
        assert answer.status == 422
        assert words in answer.text
        assert "Au dépôt" in answer.html
        assert stage.records("appointment.booked") == []

    def test_against_another_one_asks_first(self, client: Open, stage: Stage, booking: str) -> None:
        stage.do(an_appointment, stage.petit)
        browser = client("lina")
        answer = browser.post(booking, follow=False, **TYPED)
        assert answer.status == 422
        assert "garder ce créneau" in answer.text
        assert browser.post(booking, follow=False, **TYPED, despite_clashes="y").status == 303

    def test_a_trainer_reads_and_does_not_book(self, client: Open, stage: Stage, booking: str, root: str) -> None:
        found = stage.do(an_appointment, stage.petit)
        assert client("roy").get(f"{root}/appointments/{found.id}").status == 200
        assert client("roy").post(booking, follow=False, **TYPED).status == 403


class TestWhatBecomesOfIt:
    def test_it_is_confirmed_moved_and_cancelled(self, client: Open, root: str, stage: Stage) -> None:
        place = f"{root}/appointments/{stage.do(an_appointment, stage.petit).id}"
        browser = client("lina")
        assert browser.post(f"{place}/confirm", follow=False).status == 303
        assert "Confirmé" in browser.get(place).text
        moved = {"on": "2026-03-04", "at": "14:30", "minutes": "45", "reason": "Empêchement"}
        assert browser.post(f"{place}/move", follow=False, **moved).status == 303
        assert "14:30–15:15" in browser.get(place).text
        assert browser.post(f"{place}/cancel", follow=False, reason="").status == 422
        assert browser.post(f"{place}/cancel", follow=False, reason="Client malade").status == 303
        assert "Annulé" in browser.get(place).text

    def test_it_is_not_held_before_its_day(self, client: Open, root: str, stage: Stage) -> None:
        place = f"{root}/appointments/{stage.do(an_appointment, stage.petit).id}"
        answer = client("lina").post(f"{place}/hold", follow=False)
        assert answer.status == 422
        assert "pas encore commencé" in answer.text

    def test_it_is_held_on_its_day(self, client: Open, root: str, stage: Stage) -> None:
        place = f"{root}/appointments/{stage.do(an_appointment, stage.petit, on=MONDAY).id}"
        assert client("lina").post(f"{place}/hold", follow=False).status == 303
        assert stage.last("appointment.held")["details"]["minutes"] == 60


class TestWhatCallsObtained:
    def test_is_shown_and_taken_over_as_it_was_agreed(self, client: Open, root: str, stage: Stage) -> None:
        people = stage.do(a_file)
        number = people["fit"].id
        call = stage.do(an_appointment_by_phone, number)
        browser = client("lina")
        for view in ("day", "week", "month", "list"):
            assert "Garage Benali" in browser.get(f"{root}/agenda/?view={view}&day=2026-03-03").text
        page = browser.get(f"{root}/agenda/?view=day&day=2026-03-03")
        assert "pas encore inscrit" in page.text
        form = f"{root}/companies/{number}/appointments/new?call={call}"
        page = browser.get(form)
        assert 'value="14:30"' in page.html
        assert "Rendez-vous obtenu au téléphone" in page.html
        assert browser.post(form, follow=False, **(TYPED | {"at": "14:30"})).status == 303
        assert "pas encore inscrit" not in browser.get(f"{root}/agenda/?view=day&day=2026-03-03").text


class TestTasks:
    def test_are_created_and_done(self, client: Open, root: str, cast: Cast, stage: Stage) -> None:
        browser = client("lina")
        form = f"{root}/agenda/tasks/new?company={cast.petit}"
        assert "Boulangerie Petit" in browser.get(form).text
        assert browser.post(form, follow=False, title="Rappeler", due_on="2026-03-01").status == 422
        assert browser.post(form, follow=False, title="Rappeler", due_on="2026-03-02").status == 303
        number = stage.last("task.created")["about"][0]["id"]
        assert browser.post(f"{root}/tasks/{number}/done", follow=False).status == 303
        assert len(stage.records("task.done")) == 1
        assert browser.get(f"{root}/agenda/tasks/new?company=999").status == 404


class TestOpeningHours:
    def test_are_noted_and_shown(self, client: Open, root: str, cast: Cast, stage: Stage) -> None:
        browser, place = client("lina"), f"{root}/companies/{cast.petit}/hours"
        assert "Personne ne les a encore notés" in browser.get(place).text
        half = browser.post(place, follow=False, day0_opens="8:00")
        assert half.status == 422
        assert "Indiquez aussi cette heure" in half.text
        assert browser.post(place, follow=False, day0_opens="8:00", day0_closes="12h").status == 303
        assert stage.last("opening_hours.noted")["details"] == {"week": {"0": ["08:00-12:00"]}}
        assert "08:00–12:00" in browser.get(f"{root}/companies/{cast.petit}/visits").text


class TestCalendarFile:
    def test_holds_the_appointments_and_the_tasks(self, client: Open, root: str, stage: Stage) -> None:
        found = stage.do(confirm_appointment, stage.do(an_appointment, stage.petit))
        stage.do(create_task, title="Rappeler", due_on=MONDAY)
        answer = client("lina").get(f"{root}/agenda/calendar.ics").answer
        assert answer.mimetype == "text/calendar"
        calendar = Calendar.from_ical(answer.get_data())
        (event,) = calendar.walk("VEVENT")
        assert event["SUMMARY"] == "Boulangerie Petit – Découvrir les besoins"
        assert (event["STATUS"], event.decoded("DTSTART").isoformat()) == ("CONFIRMED", "2026-03-03T10:00:00+01:00")
        assert [each.decoded("DUE") for each in calendar.walk("VTODO")] == [date(2026, 3, 2)]
        alone = client("lina").get(f"{root}/appointments/{found.id}/calendar.ics").answer
        assert alone.get_data().count(b"BEGIN:VEVENT") == 1


class TestStrangers:
    def test_find_nothing(self, client: Open, root: str, booking: str, stage: Stage) -> None:
        found = stage.do(an_appointment, stage.petit)
        noe = client("noe")
        for path in (f"{root}/agenda/", f"{root}/agenda/calendar.ics", f"{root}/appointments/{found.id}", booking):
            assert noe.get(path).status == 404
