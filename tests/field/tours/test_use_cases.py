"""Tours planned, laid out, computed and accepted: what changes, and what is recorded of it."""

from __future__ import annotations

from datetime import date

import pytest

from crm.activity.door import Work
from crm.field.tours import queries, use_cases
from crm.field.tours.models import Layout, Tour, TourState
from crm.field.tours.rules.hours import UsualHours
from crm.field.tours.use_cases import StopData, TourData, saying
from crm.kernel.money import Money
from crm.prospecting.companies.models import Company
from tests.builders import Stage, a_company

TUESDAY = date(2026, 3, 3)
TOWNS = {
    "Atelier Roubaix": ("59100", "Roubaix"),
    "Bazar Lille": ("59000", "Lille"),
    "Chantier Douai": ("59500", "Douai"),
    "Droguerie Lens": ("62300", "Lens"),
    "Épicerie Marseille": ("13001", "Marseille"),
}


def the_companies(work: Work) -> list[Company]:
    return [a_company(work, name, postcode=code, city=town) for name, (code, town) in TOWNS.items()]


def tour_data(**changes: object) -> TourData:
    wanted: dict[str, object] = {"title": "Mardi au nord", "first_day": TUESDAY, "start": "59100 Roubaix"}
    return TourData(**(wanted | changes))  # type: ignore[arg-type]


def a_tour(work: Work, /, **changes: object) -> Tour:
    return use_cases.plan_tour(work, tour_data(**changes), the_companies(work))


@pytest.fixture
def tour(stage: Stage) -> Tour:
    planned = stage.do(a_tour)
    return queries.tour_by_id(planned.id) or pytest.fail("no tour")


def company(tour: Tour, name: str) -> Company:
    return next(each.company for each in tour.stops if each.company.legal_name == name)


def test_a_company_stands_where_its_town_is_and_moves_with_its_address(stage: Stage) -> None:
    from crm.prospecting.companies.use_cases import CompanyData, update_company

    found = stage.do(a_company, "Atelier", postcode="59100", city="Roubaix")
    assert found.latitude is not None
    assert abs(found.latitude - 50_693_000) < 10_000
    moved = stage.do(update_company, found, CompanyData(legal_name="Atelier", postcode="13001", city="Marseille"))
    assert moved.latitude is not None
    assert moved.latitude < 44_000_000
    lost = stage.do(update_company, found, CompanyData(legal_name="Atelier", postcode="00000", city="Nulle-Part"))
    assert (lost.latitude, lost.position, lost.position_source) == (None, None, None)


def test_more_visits_than_a_tour_holds_are_refused_with_how_many_are_too_many(
    stage: Stage, tour: Tour, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm.field.tours.use_cases.planning.MOST_VISITS", 4)
    with pytest.raises(saying.TooManyVisits) as refusal:
        stage.do(a_tour)
    assert refusal.value.field == "company_ids"
    with pytest.raises(saying.TooManyVisits, match="au plus 4 visites : retirez-en 2"):
        stage.do(lambda work: use_cases.add_stops(work, tour, [a_company(work, "Un de trop", city="Lille")]))
    assert len(stage.records("tour.planned")) == 1


def test_planning_says_at_once_what_can_never_be_done(stage: Stage, tour: Tour) -> None:
    fact = stage.last("tour.planned")["details"]
    assert fact["days"] == ["2026-03-03"]
    assert fact["visits"] == 5
    assert fact["impossible"] == [company(tour, "Épicerie Marseille").id]
    assert [each.day for each in tour.stops] == [None] * 5


def test_a_tour_on_a_weekend_begins_on_monday(stage: Stage) -> None:
    planned = stage.do(a_tour, first_day=date(2026, 3, 7), day_count=2)
    assert planned.dates == (date(2026, 3, 9), date(2026, 3, 10))


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"first_day": date(2026, 3, 1)}, saying.InThePast),
        ({"start": "Nulle-Part"}, saying.UnknownPlace),
        ({"end": "99999 Nulle-Part"}, saying.UnknownEnd),
        ({"day_starts": 600, "day_ends": 620}, saying.DayTooShort),
    ],
)
def test_a_tour_that_cannot_be_is_refused(stage: Stage, changes: dict[str, object], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        stage.do(a_tour, **changes)


def test_the_best_tour_is_proven_leaves_out_what_is_impossible_and_says_why(stage: Stage, tour: Tour) -> None:
    proposal = stage.do(use_cases.optimise_tour, tour)
    assert proposal.proven
    fact = stage.last("tour.optimised")["details"]
    assert (fact["proven"], fact["gap_percent"], fact["own"]["visits"]) == (True, 0, 0)
    board = queries.board_of(tour)
    assert board.best is not None
    assert [(stop.company.legal_name, item.reason.value) for stop, item in board.impossible] == [
        ("Épicerie Marseille", "out_of_reach")
    ]
    assert "Épicerie Marseille" in [stop.company.legal_name for stop, _ in board.dropped]
    assert board.best.figures.net_cents >= board.pattern.figures.net_cents


def test_an_order_by_hand_is_timed_and_its_faults_are_named_not_refused(stage: Stage, tour: Tour) -> None:
    wanted = [company(tour, "Épicerie Marseille"), company(tour, "Bazar Lille")]
    stage.do(use_cases.arrange_tour, tour, [wanted])
    fact = stage.last("tour.reordered")["details"]
    assert fact["layout"] == "hand"
    assert fact["orders"] == [[each.id for each in wanted]]
    assert {"overtime", "late"} <= {each["kind"] for each in fact["faults"]}
    assert fact["before"]["visits"] == 0
    assert fact["after"]["visits"] == 2


def test_a_visit_moves_by_one_place_and_out_of_the_day(stage: Stage, tour: Tour) -> None:
    first, second = company(tour, "Bazar Lille"), company(tour, "Chantier Douai")
    stage.do(use_cases.arrange_tour, tour, [[first, second]])
    stage.do(use_cases.move_stop, tour, second, day=0, rank=0)
    assert [each.company_id for each in tour.stops_of(0)] == [second.id, first.id]
    stage.do(use_cases.move_stop, tour, first, day=None)
    assert [each.company_id for each in tour.stops_of(0)] == [second.id]
    with pytest.raises(saying.NotAStop):
        stage.do(use_cases.move_stop, tour, first, day=4)


def test_taking_over_the_computed_order_makes_it_ones_own(stage: Stage, tour: Tour) -> None:
    stage.do(use_cases.lay_out, tour, Layout.OPTIMUM)
    board = queries.board_of(tour)
    assert board.best is not None
    assert board.own.orders == board.best.orders
    assert (board.faults, board.missed_cents()) == (0, 0)
    assert stage.last("tour.reordered")["details"]["layout"] == "optimum"


def test_an_answer_is_of_yesterday_once_the_question_changes(stage: Stage, tour: Tour) -> None:
    stage.do(use_cases.optimise_tour, tour)
    changed = StopData(minutes=120, value=Money(9000), windows=((540, 1080),), required=True)
    stage.do(use_cases.change_stop, tour, company(tour, "Droguerie Lens"), changed)
    assert queries.board_of(tour).best is None
    assert stage.last("tour.changed")["details"]["minutes"] == 120
    stage.do(use_cases.optimise_tour, tour)
    board = queries.board_of(tour)
    assert board.best is not None
    assert any(board.problem.stops[each].company.legal_name == "Droguerie Lens" for each in board.best.orders[0])


def test_an_appointment_that_stands_is_kept_to_the_minute(stage: Stage, tour: Tour) -> None:
    stood = StopData(minutes=30, value=Money(1000), windows=((540, 720),), fixed_on=TUESDAY, fixed_at=660)
    stage.do(use_cases.change_stop, tour, company(tour, "Chantier Douai"), stood)
    stage.do(use_cases.lay_out, tour, Layout.OPTIMUM)
    (day,) = queries.board_of(tour).days
    assert [call.starts for call, stop in zip(day.timetable.calls, day.stops, strict=True) if stop.fixed_on] == [660]


def test_an_accepted_tour_is_on_record_and_closed_until_reopened(stage: Stage, tour: Tour) -> None:
    with pytest.raises(saying.NothingPlanned):
        stage.do(use_cases.accept_tour, tour)
    tour = queries.tour_by_id(tour.id) or pytest.fail("no tour")
    stage.do(use_cases.lay_out, tour, Layout.OPTIMUM)
    stage.do(use_cases.accept_tour, tour)
    fact = stage.last("tour.accepted")["details"]
    assert (tour.state, fact["compared"], fact["proven"], fact["faults"]) == (TourState.ACCEPTED, True, True, [])
    assert fact["metres"] > 10_000
    assert fact["cost_cents"] == (fact["metres"] * 357 + 5000) // 10_000
    with pytest.raises(saying.AlreadyAccepted):
        stage.do(use_cases.remove_stop, tour, company(tour, "Bazar Lille"))
    tour = queries.tour_by_id(tour.id) or pytest.fail("no tour")
    stage.do(use_cases.reopen_tour, tour)
    stage.do(use_cases.remove_stop, tour, company(tour, "Bazar Lille"))
    assert len(tour.stops) == 4


def test_shops_are_closed_on_monday(stage: Stage) -> None:
    planned = stage.do(a_tour, first_day=date(2026, 3, 9), hours=UsualHours.SHOP)
    found = queries.tour_by_id(planned.id)
    assert found is not None
    assert {item.reason.value for _, item in queries.board_of(found).impossible} == {"closed"}


def test_what_the_agenda_knows_is_taken_over(stage: Stage) -> None:
    from datetime import time

    from crm.field.agenda.use_cases import book_appointment

    companies = stage.do(the_companies)
    stage.do(book_appointment, companies[2], on=TUESDAY, at=time(15, 30), purpose="Présenter la gamme", minutes=30)
    planned = stage.do(use_cases.plan_tour, tour_data(), companies)
    fixed = [(each.company.legal_name, each.fixed_at, each.minutes) for each in planned.stops if each.fixed_on]
    assert fixed == [("Chantier Douai", 930, 30)]
