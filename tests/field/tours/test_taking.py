"""What planners are to leave alone, and a tour for a navigation device."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from xml.etree import ElementTree as ET

import pytest

from crm.field.mileage import Car
from crm.field.tours.rules.asking import Question, Visit
from crm.field.tours.rules.explanations import cheapest_relief
from crm.field.tours.rules.figures import with_kept
from crm.field.tours.rules.hours import UsualHours, usual_week
from crm.field.tours.rules.model import Day, Window
from crm.field.tours.rules.timetable import schedule
from crm.field.tours.rules.tracks import NAMESPACE, RoutePoint, Track, gpx_of
from crm.places.roads import Place

pytestmark = pytest.mark.once

MONDAY, TUESDAY, WEDNESDAY = date(2026, 3, 9), date(2026, 3, 10), date(2026, 3, 11)
LILLE, ROUBAIX, DOUAI = Place(50.633, 3.058), Place(50.69, 3.174), Place(50.371, 3.08)
ALONE = Visit("A", ROUBAIX, 45, 4000, usual_week(UsualHours.OFFICE))
ASKED = Question((MONDAY, TUESDAY, WEDNESDAY), Day(), LILLE, LILLE, (ALONE, replace(ALONE, name="B")), Car())


def windows(question: Question, stop: int = 0) -> tuple[tuple[Window, ...], ...]:
    return question.instance().stops[stop].windows


def test_a_locked_visit_is_asked_for_on_its_day_only() -> None:
    asked = replace(ASKED, visits=(replace(ALONE, only_on=TUESDAY),))
    assert [bool(each) for each in windows(asked)] == [False, True, False]
    assert asked.instance().stops[0].required


def test_a_locked_day_holds_what_it_holds_and_nothing_else() -> None:
    asked = replace(ASKED, shut=(TUESDAY,), visits=(replace(ALONE, fixed=(TUESDAY, 600)), ALONE))
    assert windows(asked)[1] == (Window(600, 645),)
    assert [bool(each) for each in windows(asked, 1)] == [True, False, True]


def test_a_tour_that_goes_on_asks_for_nothing_before() -> None:
    asked = replace(ASKED, since=(TUESDAY, 630))
    assert windows(asked)[0] == ()
    assert windows(asked)[1] == (Window(630, 720), Window(840, 1080))
    assert asked.instance().days[1].starts == 630
    on_the_road = replace(asked, visits=(replace(ALONE, fixed=(TUESDAY, 560)), ALONE))
    assert windows(on_the_road)[1] == (Window(560, 605),)
    assert on_the_road.instance().days[1].starts == 540
    assert replace(asked, since=(TUESDAY, 800)).instance().days[1].lunch_minutes == 0


def test_what_is_kept_stands_where_it_stood() -> None:
    own, found = ((0, 1, 2), (3,)), ((2, 4), (1, 3))
    assert with_kept(own, found, frozenset()) == found
    assert with_kept(own, found, frozenset({0, 1})) == ((0, 1, 2, 4), (3,))


def test_a_day_that_does_not_hold_names_the_visit_to_give_up() -> None:
    far = replace(ALONE, name="Far", place=Place(43.3, 5.4))
    instance = replace(ASKED, visits=(ALONE, far, replace(ALONE, place=DOUAI))).instance()
    assert not schedule(instance, 0, (0, 1, 2)).feasible
    assert cheapest_relief(instance, 0, (0, 1, 2)) == 1
    assert cheapest_relief(instance, 0, (0, 2)) is None


def test_a_gpx_file_holds_a_route_a_day_with_its_points_in_order() -> None:
    at = datetime(2026, 3, 9, 8, 30, tzinfo=UTC)
    points = (RoutePoint(LILLE, "Départ", "", at), RoutePoint(ROUBAIX, "Atelier & fils", "1 rue <A>", at))
    root = ET.fromstring(gpx_of(Track("Semaine", (("Lundi", points),))))  # noqa: S314  (our own file)
    assert (root.tag, root.get("version")) == (f"{{{NAMESPACE}}}gpx", "1.1")
    (route,) = root.findall(f"{{{NAMESPACE}}}rte")
    first, second = route.findall(f"{{{NAMESPACE}}}rtept")
    assert (first.get("lat"), first.get("lon")) == ("50.633000", "3.058000")
    # The schema wants time, name, desc in this order.
    assert [each.tag.rpartition("}")[2] for each in second] == ["time", "name", "desc"]
    assert [each.text for each in second] == ["2026-03-09T08:30:00Z", "Atelier & fils", "1 rue <A>"]
