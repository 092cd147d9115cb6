"""Appointments and tours that carry out an action of a plan."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from crm.prospecting.sales_actions.models import SalesAction
from tests.builders import Cast
from tests.client import CheckingClient
from tests.field.agenda.builders import an_appointment
from tests.offstage import Offstage
from tests.prospecting.sales_actions.builders import a_plan, an_action

Open = Callable[[str], CheckingClient]
BOOKING = {
    "purpose": "Présenter les sièges",
    "meeting": "phone",
    "contact": "0",
    "on": "2026-03-04",
    "at": "10:00",
    "minutes": "30",
    "place": "",
}
TOUR = {
    "title": "Lille",
    "first_day": "2026-03-04",
    "day_count": "1",
    "day_starts": "9:00",
    "day_ends": "18:00",
    "lunch_minutes": "45",
    "start": "59000 Lille",
    "end": "",
    "visit_minutes": "45",
    "visit_value": "40",
    "hours": "office",
    "car_power": "5",
    "car_yearly_km": "15000",
    "pattern": "petals",
}


@pytest.fixture
def world(app: Flask, cast: Cast) -> Offstage:
    """The workspace while a browser is open."""
    return Offstage(app, cast)


def an_open_action(world: Offstage) -> SalesAction:
    """Propose an action of a plan."""
    return world.do(an_action, world.do(a_plan))


class TestAppointments:
    def test_are_tied_when_they_are_booked(self, client: Open, world: Offstage, cast: Cast) -> None:
        action, browser = an_open_action(world), client("lina")
        address = f"/w/{cast.workspace}/companies/{cast.petit}/appointments/new"
        assert "Relancer les devis de l’automne (Printemps 2026)" in browser.get(address).text
        page = browser.post(address, **BOOKING, sales_action=str(action.id), follow=True)
        assert page.status == 200
        assert "Relancer les devis de l’automne" in page.text
        about = world.records("sales_action.linked")[-1]["about"]
        assert isinstance(about, list)
        assert [thing["kind"] for thing in about if isinstance(thing, dict)] == ["appointment", "sales_action"]
        assert "Présenter les sièges" in browser.get(f"/w/{cast.workspace}/sales-plans/actions/{action.id}").text

    def test_without_a_plan_nothing_is_asked_and_nothing_recorded(
        self, client: Open, world: Offstage, cast: Cast
    ) -> None:
        browser = client("lina")
        address = f"/w/{cast.workspace}/companies/{cast.petit}/appointments/new"
        assert "Action du plan" not in browser.get(address).text
        assert browser.post(address, **BOOKING, follow=True).status == 200
        assert world.records("sales_action.linked") == []

    def test_are_tied_and_untied_later(self, client: Open, world: Offstage, cast: Cast) -> None:
        action, petit = an_open_action(world), world.petit
        booked = world.do(an_appointment, petit)
        browser, address = client("lina"), f"/w/{cast.workspace}/appointments/{booked.id}"
        browser.post(f"{address}/sales-action", sales_action=str(action.id))
        assert "Relancer les devis de l’automne" in browser.get(address).text
        browser.post(f"{address}/sales-action", sales_action="0")
        assert len(world.records("sales_action.linked")) == 2
        assert browser.post(f"{address}/sales-action", sales_action="999").status == 422


class TestTours:
    def test_are_tied_when_they_are_planned_and_later(self, client: Open, world: Offstage, cast: Cast) -> None:
        action, browser = an_open_action(world), client("lina")
        root = f"/w/{cast.workspace}/tours"
        assert "Relancer les devis" in browser.get(f"{root}/new?sales_action={action.id}").text
        page = browser.post(f"{root}/", **TOUR, sales_action=str(action.id), company_ids=str(cast.petit), follow=True)
        assert page.status == 200
        assert "Relancer les devis de l’automne" in page.text
        address = page.answer.request.path
        browser.post(f"{address}/sales-action", sales_action="0")
        assert "Hors plan d’actions." in browser.get(address).text
        assert len(world.records("sales_action.linked")) == 2
