"""From what is wanted to whole numbers, and to a map."""

from __future__ import annotations

from datetime import date

from crm.field.mileage import Car
from crm.field.tours.rules.asking import Question, Visit, cents
from crm.field.tours.rules.distances import Place
from crm.field.tours.rules.drawing import HEIGHT, WIDTH, draw
from crm.field.tours.rules.figures import figures, gap_percent
from crm.field.tours.rules.hours import UsualHours, are_in_order, usual_week, week_of
from crm.field.tours.rules.model import Day, Plan, Window
from crm.places.roads import LEAST_METRES, LEAST_MINUTES

MONDAY, TUESDAY = date(2026, 3, 9), date(2026, 3, 10)
LILLE, ROUBAIX = Place(50.63, 3.06), Place(50.69, 3.17)


def visit(name: str, place: Place, **changes: object) -> Visit:
    week = usual_week(UsualHours.OFFICE)
    return Visit(**({"name": name, "place": place, "minutes": 45, "value_cents": 4000, "week": week} | changes))  # type: ignore[arg-type]


def question(*visits: Visit) -> Question:
    return Question((MONDAY, TUESDAY), Day(), LILLE, LILLE, visits, Car(5, 15_000))


def test_two_doors_of_one_town_are_never_in_one_place() -> None:
    instance = question(visit("a", ROUBAIX), visit("b", ROUBAIX)).instance()
    assert (instance.legs.metres[1][2], instance.legs.minutes[1][2]) == (LEAST_METRES, LEAST_MINUTES)
    assert instance.legs.metres[0][3] == 0


def test_an_appointment_that_stands_opens_one_window_on_one_day() -> None:
    stop = question(visit("a", ROUBAIX, fixed=(TUESDAY, 600))).instance().stops[0]
    assert (stop.windows, stop.required) == (((), (Window(600, 645),)), True)


def test_money_is_the_scale_to_the_cent() -> None:
    asked = question(visit("a", ROUBAIX))
    instance = asked.instance()
    found = figures(instance, ((0,), ()), asked.car)
    assert found.value_cents == 4000
    assert found.cost_cents == cents(found.metres * 357)
    assert found.cost_cents == (found.metres * 357 + 5_000) // 10_000
    assert found.net_cents == found.value_cents - found.cost_cents
    assert found.grams == (found.metres * 218 + 500) // 1000


def test_another_question_has_another_fingerprint() -> None:
    assert question(visit("a", ROUBAIX)).fingerprint() == question(visit("a", ROUBAIX)).fingerprint()
    assert question(visit("a", ROUBAIX)).fingerprint() != question(visit("a", ROUBAIX, minutes=50)).fingerprint()


def test_a_gap_is_rounded_against_oneself() -> None:
    assert gap_percent(Plan(((),), 990, 1000)) == 1
    assert gap_percent(Plan(((),), 985, 1000)) == 2
    assert gap_percent(Plan(((),), 1000, 1000)) == 0


def test_hours_follow_one_another() -> None:
    assert are_in_order(((540, 720), (840, 1080)))
    assert not are_in_order(((540, 720), (700, 1080)))
    assert not are_in_order(((720, 540),))
    assert week_of(((540, 720),), frozenset({0}))[0] == ()


def test_a_drawing_names_the_towns_that_have_room_the_largest_first() -> None:
    beside = Place(LILLE.latitude, LILLE.longitude + 0.001)
    towns = [("Lille", LILLE), ("À côté", beside), ("Roubaix", ROUBAIX), ("Nice", Place(43.7, 7.3))]
    drawing = draw(LILLE, LILLE, (ROUBAIX, Place(50.4, 2.8)), towns)
    assert [each.name for each in drawing.towns] == ["Lille", "Roubaix"]


def test_a_drawing_holds_every_place_and_sets_neighbours_apart() -> None:
    drawing = draw(LILLE, LILLE, (ROUBAIX, ROUBAIX, Place(48.85, 2.35)))
    assert all(0 <= dot.x <= WIDTH and 0 <= dot.y <= HEIGHT for dot in (drawing.start, *drawing.stops))
    assert len(set(drawing.stops)) == 3
    assert drawing.stops[2].y > drawing.stops[0].y
    assert drawing.scale_width > 0
