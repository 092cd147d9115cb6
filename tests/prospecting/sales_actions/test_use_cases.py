"""A plan from its draft to its end: what becomes of it, and what is recorded."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from crm.kernel.errors import ImpossibleMove, Stale
from crm.kernel.money import Money
from crm.prospecting.sales_actions import queries
from crm.prospecting.sales_actions.models import (
    ActionState,
    Dimension,
    Indicator,
    Means,
    PlanState,
    Priority,
)
from crm.prospecting.sales_actions.use_cases import (
    ShareData,
    abandon_action,
    approve_plan,
    break_down_goal,
    choose_action,
    complete_action,
    consult_plan,
    drop_goal,
    link_activity,
    reschedule_action,
    revise_action,
    revise_goal,
    revise_plan,
    submit_plan,
)
from crm.prospecting.sales_actions.use_cases.acting import (
    AlreadyOver,
    EndsBeforeItStarts,
    GoalOfAnotherPlan,
    ReasonMissing,
)
from crm.prospecting.sales_actions.use_cases.aiming import (
    DoesNotAddUp,
    DueOutsidePlan,
    NothingToReach,
    WrongShare,
)
from crm.prospecting.sales_actions.use_cases.linking import NothingToTie
from crm.prospecting.sales_actions.use_cases.planning import (
    ApproverMissing,
    NothingToPresent,
    PeriodBackwards,
    PeriodTooLong,
)
from tests.builders import Stage
from tests.prospecting.campaigns.builders import a_draft
from tests.prospecting.sales_actions.builders import CALLS, MORE, SPRING, a_goal, a_plan, an_action

MONTHS = [
    ShareData("2026-03-01", "03/2026", 1_000_000),
    ShareData("2026-04-01", "04/2026", 1_000_000),
    ShareData("2026-05-01", "05/2026", 1_000_000),
]


class TestPlanning:
    def test_a_plan_says_its_period_and_whence_it_starts(self, stage: Stage) -> None:
        plan = stage.do(a_plan)
        assert (plan.state, plan.drafted_on, plan.drafted_by) == (PlanState.DRAFT, date(2026, 3, 2), "Lina")
        said = stage.last("sales_plan.drafted")["details"]
        assert said == {
            "starts_on": "2026-03-01",
            "ends_on": "2026-05-31",
            "has_context": True,
            "has_orientation": True,
        }

    def test_a_period_does_not_run_backwards_nor_for_ever(self, stage: Stage) -> None:
        with pytest.raises(PeriodBackwards):
            stage.do(a_plan, ends_on=date(2026, 2, 28))
        with pytest.raises(PeriodTooLong):
            stage.do(a_plan, ends_on=date(2031, 3, 5))
        assert stage.records("sales_plan.drafted") == []

    def test_changing_says_what_changed_and_refuses_what_somebody_else_changed_meanwhile(self, stage: Stage) -> None:
        plan = stage.do(a_plan)
        shown = plan.version
        stage.do(revise_plan, plan, replace(SPRING, name="Printemps"), version=shown)
        assert stage.last("sales_plan.revised")["details"] == {"changed": ["name"], "approved": False}
        with pytest.raises(Stale):
            stage.do(revise_plan, plan, replace(SPRING, name="Été"), version=shown)
        assert queries.plans().rows[0].name == "Printemps"

    def test_looking_it_up_is_an_act_that_changes_nothing(self, stage: Stage) -> None:
        plan = stage.do(a_plan)
        stage.do(a_goal, plan)
        stage.do(consult_plan, plan)
        assert stage.last("sales_plan.consulted")["details"] == {"goals": 1, "actions": 0, "approved": False}

    def test_is_presented_with_its_reasons_then_approved(self, stage: Stage) -> None:
        plan = stage.do(a_plan)
        with pytest.raises(NothingToPresent):
            stage.do(submit_plan, plan, justification="Parce que.")
        goal = stage.do(a_goal, plan)
        stage.do(break_down_goal, goal, dimension=Dimension.MONTH, shares=MONTHS[:2])
        stage.do(an_action, plan, goal)
        stage.do(an_action, plan, name="Salon", channel=Means.EVENT, budget=None)
        with pytest.raises(ImpossibleMove):
            stage.do(approve_plan, plan, approved_by="Mme Roy")
        stage.do(submit_plan, plan, justification=" Le mobilier dégage la meilleure marge. ")
        said = stage.last("sales_plan.submitted")["details"]
        assert said == {
            "text": "Le mobilier dégage la meilleure marge.",
            "goals": 1,
            "broken_down": 1,
            "unbalanced": 1,
            "actions": 2,
            "chosen": 0,
            "channels": ["event", "phone"],
            "budget_cents": 15_000,
            "without_budget": 1,
        }
        with pytest.raises(ApproverMissing):
            stage.do(approve_plan, plan, approved_by=" ")
        stage.do(approve_plan, plan, approved_by="Mme Roy")
        assert (plan.state, plan.approved_by, plan.approved_on) == (PlanState.APPROVED, "Mme Roy", date(2026, 3, 2))
        assert stage.last("sales_plan.approved")["details"]["justified"] is True


class TestGoals:
    def test_a_goal_is_recorded_with_its_figure_and_its_day(self, stage: Stage) -> None:
        goal = stage.do(a_goal, stage.do(a_plan), priority=Priority.HIGH)
        said = stage.last("sales_goal.set")
        assert said["details"] == {
            "indicator": "revenue",
            "target": 3_000_000,
            "unit": "euros",
            "due_on": "2026-05-31",
            "priority": "high",
            "approved": False,
        }
        assert [thing["kind"] for thing in said["about"]] == ["sales_goal", "sales_plan"]
        assert goal.plan.name == "Printemps 2026"

    @pytest.mark.parametrize(
        ("changes", "refusal"),
        [
            ({"target": 0}, NothingToReach),
            ({"due_on": date(2026, 6, 1)}, DueOutsidePlan),
            ({"due_on": date(2026, 2, 28)}, DueOutsidePlan),
        ],
    )
    def test_what_is_no_goal_is_refused(
        self, stage: Stage, changes: dict[str, object], refusal: type[Exception]
    ) -> None:
        plan = stage.do(a_plan)
        with pytest.raises(refusal):
            stage.do(a_goal, plan, **changes)
        assert stage.records("sales_goal.set") == []

    def test_changing_the_indicator_forgets_parts_in_another_unit(self, stage: Stage) -> None:
        goal = stage.do(a_goal, stage.do(a_plan))
        stage.do(break_down_goal, goal, dimension=Dimension.MONTH, shares=MONTHS)
        stage.do(revise_goal, goal, replace(MORE, target=4_000_000))
        assert len(queries.shares_of(goal)) == 3
        said = stage.last("sales_goal.revised")["details"]
        assert (said["changed"], said["before"], said["target"]) == (["target"], 3_000_000, 4_000_000)
        stage.do(revise_goal, goal, replace(MORE, indicator=Indicator.VISITS, target=30))
        assert queries.shares_of(goal) == []

    def test_dropping_one_leaves_its_actions_without_a_goal(self, stage: Stage) -> None:
        plan = stage.do(a_plan)
        goal = stage.do(a_goal, plan)
        action = stage.do(an_action, plan, goal)
        stage.do(break_down_goal, goal, dimension=Dimension.MONTH, shares=MONTHS)
        stage.do(drop_goal, goal)
        assert queries.goals_of(plan) == []
        assert action.goal_id is None
        assert stage.last("sales_goal.dropped")["details"]["target"] == 3_000_000


class TestBreakingDown:
    def test_parts_that_add_up_to_the_cent_are_balanced(self, stage: Stage) -> None:
        goal = stage.do(a_goal, stage.do(a_plan))
        stage.do(break_down_goal, goal, dimension=Dimension.MONTH, shares=MONTHS)
        said = stage.last("sales_goal.broken_down")["details"]
        assert (said["dimension"], said["sum"], said["gap"], said["balanced"]) == ("month", 3_000_000, 0, True)
        assert said["parts"] == {"03/2026": 1_000_000, "04/2026": 1_000_000, "05/2026": 1_000_000}
        assert queries.balances([goal])[goal.id][Dimension.MONTH].is_balanced

    def test_parts_that_do_not_add_up_are_kept_and_recorded(self, stage: Stage) -> None:
        goal = stage.do(a_goal, stage.do(a_plan))
        short = [*MONTHS[:2], replace(MONTHS[2], target=999_999)]
        stage.do(break_down_goal, goal, dimension=Dimension.MONTH, shares=short)
        said = stage.last("sales_goal.broken_down")["details"]
        assert (said["gap"], said["balanced"]) == (-1, False)
        assert [each.target for each in queries.shares_of(goal)] == [1_000_000, 1_000_000, 999_999]

    def test_a_new_one_takes_the_place_of_the_old_one_of_its_dimension_only(self, stage: Stage) -> None:
        goal = stage.do(a_goal, stage.do(a_plan))
        stage.do(break_down_goal, goal, dimension=Dimension.MONTH, shares=MONTHS)
        whole = [ShareData("Lina", "Lina", 3_000_000)]
        stage.do(break_down_goal, goal, dimension=Dimension.SALESPERSON, shares=whole)
        stage.do(break_down_goal, goal, dimension=Dimension.MONTH, shares=MONTHS[:1])
        found = {each: [one.key for one in queries.shares_of(goal, each)] for each in Dimension}
        assert found[Dimension.MONTH] == ["2026-03-01"]
        assert found[Dimension.SALESPERSON] == ["Lina"]

    def test_a_rate_has_no_parts_and_a_part_is_no_debt(self, stage: Stage) -> None:
        plan = stage.do(a_plan)
        rate = stage.do(a_goal, plan, indicator=Indicator.CONVERSION, target=4000)
        with pytest.raises(DoesNotAddUp):
            stage.do(break_down_goal, rate, dimension=Dimension.MONTH, shares=MONTHS)
        orders = stage.do(a_goal, plan, indicator=Indicator.ORDERS, target=40)
        with pytest.raises(DoesNotAddUp):
            stage.do(break_down_goal, orders, dimension=Dimension.FAMILY, shares=[])
        for wrong in ([ShareData("a", "a", -1)], [ShareData("a", "a", 1), ShareData("a", "b", 1)]):
            with pytest.raises(WrongShare):
                stage.do(break_down_goal, orders, dimension=Dimension.SALESPERSON, shares=wrong)
        assert stage.records("sales_goal.broken_down") == []


class TestActing:
    def test_an_action_says_what_how_when_who_and_for_how_much(self, stage: Stage) -> None:
        plan = stage.do(a_plan)
        goal = stage.do(a_goal, plan)
        action = stage.do(an_action, plan, goal)
        said = stage.last("sales_action.planned")
        assert [thing["kind"] for thing in said["about"]] == ["sales_action", "sales_plan", "sales_goal"]
        assert said["details"]["budget_cents"] == 15_000
        assert said["details"]["notice_days"] == 7
        assert said["details"]["within_plan"] is True
        assert (action.state, action.goal_id) == (ActionState.PROPOSED, goal.id)

    def test_a_budget_that_was_not_estimated_is_not_nought(self, stage: Stage) -> None:
        stage.do(an_action, stage.do(a_plan), budget=None, starts_on=date(2026, 6, 1), ends_on=date(2026, 6, 2))
        said = stage.last("sales_action.planned")["details"]
        assert (said["budget_cents"], said["within_plan"]) == (None, False)

    def test_what_cannot_be_is_refused(self, stage: Stage) -> None:
        plan, other = stage.do(a_plan), stage.do(a_plan, name="Automne")
        goal = stage.do(a_goal, other)
        with pytest.raises(EndsBeforeItStarts):
            stage.do(an_action, plan, ends_on=date(2026, 3, 8))
        with pytest.raises(GoalOfAnotherPlan):
            stage.do(an_action, plan, goal)
        assert stage.records("sales_action.planned") == []

    def test_is_chosen_put_off_and_brought_to_its_end(self, stage: Stage) -> None:
        action = stage.do(an_action, stage.do(a_plan))
        stage.do(choose_action, action)
        assert stage.last("sales_action.chosen")["details"]["budget_cents"] == 15_000
        days = {"starts_on": date(2026, 3, 16), "ends_on": date(2026, 3, 27)}
        stage.do(reschedule_action, action, reason="Salon annulé", **days)
        said = stage.last("sales_action.rescheduled")["details"]
        assert (said["ends_before"], said["ends_on"], said["days_moved"]) == ("2026-03-20", "2026-03-27", 7)
        stage.do(complete_action, action, outcome="Six rendez-vous", spent=Money.of(180))
        said = stage.last("sales_action.completed")["details"]
        assert (said["budget_cents"], said["spent_cents"], said["days_late"]) == (15_000, 18_000, 0)
        assert (action.state, action.ended_on) == (ActionState.COMPLETED, date(2026, 3, 2))
        with pytest.raises(AlreadyOver):
            stage.do(revise_action, action, CALLS)

    def test_who_puts_it_off_or_gives_it_up_says_why_and_only_what_was_chosen_ends(self, stage: Stage) -> None:
        action = stage.do(an_action, stage.do(a_plan))
        with pytest.raises(ReasonMissing):
            stage.do(reschedule_action, action, starts_on=action.starts_on, ends_on=action.ends_on, reason=" ")
        with pytest.raises(ReasonMissing):
            stage.do(abandon_action, action, reason="")
        with pytest.raises(ImpossibleMove):
            stage.do(complete_action, action)
        assert action.state is ActionState.PROPOSED

    def test_is_changed_while_it_is_open_or_given_up_with_a_reason(self, stage: Stage) -> None:
        plan = stage.do(a_plan)
        goal, action = stage.do(a_goal, plan), stage.do(an_action, plan)
        stage.do(revise_action, action, replace(CALLS, owner="Karim"), goal=goal)
        assert set(stage.last("sales_action.revised")["details"]["changed"]) == {"owner", "goal_id"}
        stage.do(abandon_action, action, reason="Trop cher")
        assert stage.last("sales_action.abandoned")["details"]["reason"] == "Trop cher"
        assert queries.sum_of(plan).budget == Money()


class TestTying:
    def test_a_campaign_says_which_action_it_carries_out(self, stage: Stage) -> None:
        action = stage.do(an_action, stage.do(a_plan))
        campaign = stage.do(a_draft)
        stage.do(link_activity, campaign, action=action)
        assert campaign.sales_action_id == action.id
        said = stage.last("sales_action.linked")
        assert [thing["kind"] for thing in said["about"]] == ["campaign", "sales_action"]
        assert (said["details"]["what"], said["details"]["linked"]) == ("campaign", True)
        assert [each.label for each in queries.linked_to(action)] == ["Fauteuils de mars"]
        assert queries.offered() == [(action.id, "Relancer les devis de l’automne (Printemps 2026)")]

    def test_can_be_tied_elsewhere_or_to_nothing_and_the_same_twice_leaves_no_record(self, stage: Stage) -> None:
        plan = stage.do(a_plan)
        first, second = stage.do(an_action, plan), stage.do(an_action, plan, name="Salon")
        campaign = stage.do(a_draft)
        stage.do(link_activity, campaign, action=first)
        stage.do(link_activity, campaign, action=first)
        assert len(stage.records("sales_action.linked")) == 1
        stage.do(link_activity, campaign, action=second)
        assert queries.linked_to(first) == []
        assert len(queries.linked_to(second)) == 1
        stage.do(link_activity, campaign, action=None)
        assert stage.last("sales_action.linked")["details"]["sales_action_before"] == second.id
        assert queries.linked_to(second) == []

    def test_what_carries_nothing_out_cannot_be_tied(self, stage: Stage) -> None:
        action = stage.do(an_action, stage.do(a_plan))
        with pytest.raises(NothingToTie):
            stage.do(link_activity, stage.petit, action=action)
