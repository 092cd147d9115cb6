"""Roles and places: until when, with which help, on which day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask

from crm.kernel.clock import FrozenClock
from tests.builders import Cast
from tests.client import CheckingClient
from tests.looking import facts, tamper

Open = Callable[[str], CheckingClient]


class TestAnAssessorsTime:
    @pytest.mark.parametrize(
        ("instant", "status"),
        [
            (datetime(2026, 3, 31, 21, 30, tzinfo=UTC), 403),
            (datetime(2026, 3, 31, 22, 30, tzinfo=UTC), 404),
        ],
        ids=["23:30 in Paris on the last day", "00:30 on the day after"],
    )
    def test_it_ends_with_the_day_in_paris(
        self, client: Open, cast: Cast, clock: FrozenClock, instant: datetime, status: int
    ) -> None:
        clock.instant = instant
        assert client("adam").get(f"/cohorts/{cast.cohort}").status == status

    def test_then_no_class_is_listed_either(self, client: Open, cast: Cast, clock: FrozenClock) -> None:
        clock.instant = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)
        assert "AC-2026" not in client("adam").get("/cohorts/").text


class TestPlaces:
    def test_a_trainer_of_another_class_is_a_stranger(self, client: Open, cast: Cast, app: Flask) -> None:
        browser = client("roy")
        created = browser.post("/cohorts/", name="Une autre", submission="k")
        assert created.status == 303
        other = int(created.location.rsplit("/", 1)[1])
        tamper(app, f"UPDATE cohort_staff SET cohort_id = {other} WHERE role = 'assessor'")  # noqa: S608
        adam = client("adam")
        assert adam.get(f"/w/{cast.workspace}/companies/").status == 404
        assert adam.get(f"/cohorts/{cast.cohort}").status == 404

    def test_the_help_that_is_on_is_stamped_on_each_record(self, client: Open, cast: Cast, app: Flask) -> None:
        tamper(app, "UPDATE memberships SET assistance = 'pair'")
        client("lina").post(f"/w/{cast.workspace}/companies/{cast.petit}/notes", text="x")
        assert facts(app, cast.workspace)[-1]["assistance"] == "pair"

    def test_each_record_names_the_person_of_the_team(self, client: Open, cast: Cast, app: Flask) -> None:
        for name in ("lina", "karim"):
            client(name).post(f"/w/{cast.workspace}/companies/{cast.petit}/notes", text=name)
        assert [fact["actor"]["name"] for fact in facts(app, cast.workspace)[-2:]] == ["Lina", "Karim"]

    @pytest.mark.parametrize("key", ["x" * 65, "x" * 5000, "é", "\0", "a b", "'; --"])
    def test_a_key_that_the_house_did_not_draw_is_none(self, client: Open, cast: Cast, app: Flask, key: str) -> None:
        browser = client("lina")
        path = f"/w/{cast.workspace}/companies/{cast.petit}/notes"
        assert [browser.post(path, text="x", submission=key).status for _ in range(2)] == [303, 303]
        assert len(facts(app, cast.workspace, "note.added")) == 2

    def test_a_drawn_key_is_done_once(self, client: Open, cast: Cast, app: Flask) -> None:
        browser = client("lina")
        path = f"/w/{cast.workspace}/companies/{cast.petit}/notes"
        assert [browser.post(path, text="x", submission="a1b2").status for _ in range(2)] == [303, 303]
        assert len(facts(app, cast.workspace, "note.added")) == 1


class TestRail:
    def test_a_learner_sees_the_trade_and_no_class(self, client: Open, cast: Cast) -> None:
        page = client("lina").get(f"/w/{cast.workspace}/companies/")
        assert f"/w/{cast.workspace}/companies/" in page.reader.links
        assert not any(link.startswith("/cohorts") for link in page.reader.links)

    def test_a_trainer_keeps_her_way_to_the_classes(self, client: Open, cast: Cast) -> None:
        assert "/cohorts/" in client("roy").get(f"/w/{cast.workspace}/companies/").reader.links

    def test_an_error_page_needs_no_place(self, client: Open, cast: Cast) -> None:
        assert client("noe").get(f"/w/{cast.workspace}/companies/").status == 404
