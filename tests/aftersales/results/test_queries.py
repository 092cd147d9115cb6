"""What each indicator counts, read from a world that sold, called and visited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

import pytest

from crm.activity.door import Work
from crm.aftersales.results import queries
from crm.aftersales.results.rules import by_family, measured, of_part
from crm.aftersales.results.use_cases import CorrectedBeforeToday, NoCause, note_variance
from crm.billing.corrections.use_cases import credit_note_for, issue_credit_note
from crm.billing.invoices.models import CorrectionKind
from crm.field.agenda.models import AppointmentKind
from crm.field.agenda.use_cases import cancel_appointment, hold_appointment
from crm.kernel.actor import HOUSE
from crm.kernel.clock import opening_of
from crm.prospecting.campaigns.models import CallResult
from crm.prospecting.companies.models import Company
from crm.prospecting.phoning.use_cases import log_call
from crm.prospecting.sales_actions.models import Dimension, Goal, Indicator
from crm.prospecting.sales_actions.use_cases import ShareData, break_down_goal, drop_goal
from crm.prospecting.sales_actions.use_cases.aiming import GoalWasReviewed
from crm.prospecting.segments.use_cases import define_segment
from crm.selling.quotes.use_cases import decline_quote
from tests.billing.invoices.builders import an_issued_invoice
from tests.builders import Stage, a_company
from tests.field.agenda.builders import an_appointment
from tests.prospecting.campaigns.builders import a_campaign, a_file, the_target
from tests.prospecting.sales_actions.builders import a_goal, a_plan, an_action
from tests.selling.catalogue.builders import a_catalogue
from tests.selling.orders.builders import an_order
from tests.selling.quotes.builders import a_line, a_sent_quote

FIRST, TODAY = date(2026, 3, 1), date(2026, 3, 2)


def trade(work: Work, /, petit: Company) -> Company:
    """Sell paper to two companies, give some back, sell chairs a year ago; fifty reams are 210 € net, cost 147.50 €."""
    products = a_catalogue(work)
    petit.owner = "Lina"
    other = a_company(work, "Garage Lys")
    sold = an_issued_invoice(work, petit)
    an_issued_invoice(work, other)
    issue_credit_note(work, credit_note_for(work, sold, reason="Rendus", lines=[a_line(products["PAP-101"], "10")]))
    gesture = credit_note_for(
        work, sold, reason="Geste", kind=CorrectionKind.COMMERCIAL, lines=[a_line(products["PAP-101"], "5")]
    )
    issue_credit_note(work, gesture)
    with work.acting_as(HOUSE, at=opening_of(date(2025, 3, 10))):
        an_issued_invoice(work, petit, "100")
    an_order(work, other, a_line(products["SIE-601"], "2"))
    a_sent_quote(work, petit, a_line(products["SIE-601"], "1"))
    decline_quote(work, a_sent_quote(work, petit, a_line(products["SIE-601"], "1")), reason="Trop cher")
    return other


@dataclass
class World:
    """A world that traded, and its goal."""

    stage: Stage
    other: Company


@pytest.fixture
def world(stage: Stage) -> World:
    """Everything that counts."""
    petit = stage.petit
    other = stage.do(trade, petit)
    return World(stage, other)


def reached(indicator: Indicator) -> int | None:
    return measured(indicator, queries.facts(indicator, FIRST, TODAY))


def test_what_was_sold_counts_net_less_what_was_given_back(world: World) -> None:
    # 2 x 210 - 42 - 21; the cost of what came back is given back, that of a gesture is not.
    assert reached(Indicator.REVENUE) == 35_700
    assert reached(Indicator.MARGIN) == 2 * 6_250 - (4_200 - 2_950) - 2_100
    assert reached(Indicator.ORDERS) == 3
    assert reached(Indicator.AVERAGE_ORDER) == (21_000 * 2 + 37_800) // 3
    assert reached(Indicator.QUOTES) == 5
    assert reached(Indicator.CONVERSION) == 6000
    revenue = queries.facts(Indicator.REVENUE, FIRST, TODAY)
    assert measured(Indicator.REVENUE, of_part(revenue, Dimension.SALESPERSON, "Lina")) == 14_700
    assert measured(Indicator.REVENUE, of_part(revenue, Dimension.FAMILY, "Papier")) == 35_700
    assert queries.previous_of(Indicator.REVENUE, FIRST, date(2026, 3, 31)) == 42_000


def test_a_new_customer_is_one_whose_first_order_falls_on_those_days(world: World) -> None:
    assert [each.company_id for each in queries.facts(Indicator.NEW_CUSTOMERS, FIRST, TODAY)] == [world.other.id]


def test_a_goal_stands_beside_its_year_before_and_its_parts(world: World) -> None:
    stage = world.stage
    stage.do(define_segment, name="Lille", expression="all(city.is.Lille)")
    goal = stage.do(a_goal, stage.do(a_plan), target=100_000)
    segment = key_of_the_segment(goal)
    months = [ShareData("2026-03-01", "03/2026", 60_000), ShareData("2026-04-01", "04/2026", 40_000)]
    stage.do(break_down_goal, goal, dimension=Dimension.MONTH, shares=months)
    stage.do(break_down_goal, goal, dimension=Dimension.SEGMENT, shares=[ShareData(segment, "Lille", 50_000)])
    board = queries.board_of(goal, on=TODAY, today=TODAY)
    standing = board.standing
    assert (standing.actual, standing.previous, standing.previous_by_then) == (35_700, 42_000, 0)
    assert standing.expected == 3_871  # two days of 31 of the month's 600 euros
    assert [each.actual for each in board.steps] == [35_700, None, None]
    assert [each.previous for each in board.steps] == [42_000, 42_000, 42_000]
    by_month, by_segment = board.tables
    assert [(each.target, each.actual, each.previous) for each in by_month.parts] == [
        (60_000, 35_700, 42_000),
        (40_000, 0, 0),
    ]
    assert [(each.name, each.actual) for each in by_segment.parts] == [("Lille", 14_700)]
    assert by_segment.balance is not None
    assert by_segment.balance.gap == -50_000
    every = queries.parts_of(goal, Dimension.FAMILY, today=TODAY)
    assert [each.name for each in every.parts] == ["Livres", "Papier", "Sièges"]


def key_of_the_segment(goal: Goal) -> str:
    """Return the key of the only segment there is."""
    (part,) = queries.parts_of(goal, Dimension.SEGMENT, today=TODAY).parts
    return part.key


class TestWhatOneDoes:
    def test_calls_appointments_and_visits_count_once_each(self, stage: Stage) -> None:
        people = stage.do(a_file)
        campaign = stage.do(a_campaign)
        target = the_target(campaign, people["fit"])
        stage.do(log_call, target, result=CallResult.APPOINTMENT, on=date(2026, 3, 9), hour=time(10))
        visit = stage.do(an_appointment, stage.petit, on=TODAY, at=time(16))
        stage.do(hold_appointment, visit)
        gone = stage.do(an_appointment, people["fit"], meeting=AppointmentKind.PHONE, on=TODAY, at=time(17, 30))
        stage.do(cancel_appointment, gone, reason="Absent")
        assert reached(Indicator.USEFUL_CONTACTS) == 1
        assert reached(Indicator.APPOINTMENTS) == 2
        assert reached(Indicator.VISITS) == 1
        (useful,) = queries.facts(Indicator.USEFUL_CONTACTS, FIRST, TODAY)
        assert (useful.person, useful.company_id) == ("Lina", people["fit"].id)
        assert queries.facts(Indicator.VISITS, date(2026, 3, 3), date(2026, 3, 4)) == []
        assert queries.facts(Indicator.VISITS, TODAY, FIRST) == []


class TestVariances:
    def test_a_variance_is_noted_with_the_figures_of_its_day_and_what_is_done_about_it(self, stage: Stage) -> None:
        goal = stage.do(a_goal, stage.do(a_plan), target=9_200)
        note = stage.do(
            note_variance,
            goal,
            causes="Pas encore de relance",
            correction="Relancer les devis",
            correct_by=date(2026, 3, 9),
        )
        assert (note.expected, note.actual, note.correct_by) == (200, 0, date(2026, 3, 9))
        said = stage.last("variance.noted")["details"]
        assert (said["expected"], said["actual"], said["gap"], said["target"]) == (200, 0, -200, 9_200)
        proposed = stage.last("corrective_action.proposed")
        assert proposed["details"] == {"text": "Relancer les devis", "due_on": "2026-03-09"}
        assert proposed["about"][0] == {"kind": "sales_goal", "id": goal.id, "label": goal.aim}

    def test_without_a_correction_none_is_recorded_and_the_goal_stays(self, stage: Stage) -> None:
        goal = stage.do(a_goal, stage.do(a_plan))
        stage.do(note_variance, goal, causes="Saison creuse")
        assert stage.records("corrective_action.proposed") == []
        with pytest.raises(GoalWasReviewed):
            stage.do(drop_goal, goal)

    @pytest.mark.parametrize(
        ("typed", "refusal"),
        [({"causes": " "}, NoCause), ({"causes": "x", "correct_by": date(2026, 3, 1)}, CorrectedBeforeToday)],
    )
    def test_says_why_and_looks_ahead(self, stage: Stage, typed: dict[str, object], refusal: type[Exception]) -> None:
        goal = stage.do(a_goal, stage.do(a_plan))
        with pytest.raises(refusal):
            stage.do(note_variance, goal, **typed)  # type: ignore[arg-type]
        assert stage.records("variance.noted") == []


def test_a_plan_is_taken_away_as_lines(stage: Stage) -> None:
    plan = stage.do(a_plan)
    goal = stage.do(a_goal, plan, target=125_050)
    shares = [ShareData("2026-03-01", "03/2026", 125_050)]
    stage.do(break_down_goal, goal, dimension=Dimension.MONTH, shares=shares)
    stage.do(an_action, plan, goal)
    kinds = [(line[0], line[3], line[6]) for line in queries.plan_lines(plan, on=TODAY)]
    assert kinds == [
        ("goal", "", "1250,50"),
        ("share", "03/2026", "1250,50"),
        ("action", "Cabinets de l’Artois", "150,00"),
    ]


def test_the_rest_of_a_document_goes_to_its_lines() -> None:
    assert by_family([("Papier", 100), ("Sièges", 200)], 299) == [("Papier", 100), ("Sièges", 199)]
