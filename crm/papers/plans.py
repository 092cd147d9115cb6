"""A sales action plan on paper: whence, whither, goals against what was reached, actions with their money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from crm.kernel import wording
from crm.kernel.money import Money, Rate
from crm.papers.cleaning import Tree, shortened, typeset
from crm.papers.phrases import say
from crm.papers.views import Language

Amount = Money | Rate | int | None
NOTHING = "—"


@dataclass(frozen=True, kw_only=True)
class PlanShares:
    """A goal broken down by one dimension: its name, who or what bears how much, whether it adds up."""

    name: str
    parts: tuple[tuple[str, Amount], ...]
    balanced: bool


@dataclass(frozen=True, kw_only=True)
class PlanGoal:
    """A goal: what, by which indicator, how much, until when; what was to be reached by the paper's day, and was."""

    aim: str
    indicator: str
    target: Amount
    due_on: date
    previous: Amount
    expected: Amount
    actual: Amount
    shares: tuple[PlanShares, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PlanAction:
    """An action: what, how, to whom, with what, for how much, when, by whom, and where it stands."""

    name: str
    channel: str
    audience: str
    means: str
    budget: Money | None
    starts_on: date
    ends_on: date
    owner: str
    priority: str
    state: str


@dataclass(frozen=True, kw_only=True)
class PlanPaper:
    """A plan as it stands on a day."""

    name: str
    company: str
    first: date
    last: date
    on: date
    state: str
    approved_by: str = ""
    context: str = ""
    orientation: str = ""
    justification: str = ""
    goals: tuple[PlanGoal, ...] = ()
    actions: tuple[PlanAction, ...] = ()
    budget: Money
    spent: Money
    language: Language = "fr"


def plan_sheet(plan: PlanPaper) -> dict[str, Tree]:
    """Return the words of a plan."""
    language = plan.language
    return {
        "language": language,
        "title": shortened(f"{say(language, 'plan.kind')} — {plan.name}"),
        "author": shortened(plan.company),
        "page": say(language, "house.page", page="{page}", pages="{pages}"),
        "exercise": say(language, "house.exercise"),
        "kind": say(language, "plan.kind"),
        "heading": typeset(plan.name, language),
        "summary": _summary(plan),
        "sections": [
            [say(language, f"plan.{name}"), typeset(text, language)]
            for name, text in (
                ("context", plan.context),
                ("orientation", plan.orientation),
                ("justification", plan.justification),
            )
            if text
        ],
        "goals_title": say(language, "plan.goals", on=wording.day(plan.on, language)),
        "goals": _goals(plan),
        "no_goal": say(language, "plan.no_goal"),
        "shares": [_shares(goal, shares, language) for goal in plan.goals for shares in goal.shares],
        "actions_title": say(language, "plan.actions"),
        "actions": _actions(plan),
        "no_action": say(language, "plan.no_action"),
        "sums": [
            [say(language, "plan.budget"), wording.money(plan.budget, language)],
            [say(language, "plan.spent"), wording.money(plan.spent, language)],
        ],
    }


def _summary(plan: PlanPaper) -> str:
    """Return the line under the title."""
    language = plan.language
    period = say(
        language, "plan.period", first=wording.day(plan.first, language), last=wording.day(plan.last, language)
    )
    approved = say(language, "plan.approved", who=plan.approved_by) if plan.approved_by else ""
    return f"{plan.company} · {period} · {plan.state}{approved}"


def _goals(plan: PlanPaper) -> Tree:
    """Return the goals as a table."""
    language = plan.language
    columns = (
        ("goal", "left", "1fr"),
        ("due", "left", "auto"),
        ("previous", "right", "auto"),
        ("target", "right", "auto"),
        ("expected", "right", "auto"),
        ("actual", "right", "auto"),
    )
    return {
        "columns": _heads("goal", columns, language),
        "rows": [
            [
                {"label": typeset(goal.aim, language), "detail": goal.indicator, "plain": True},
                wording.day(goal.due_on, language),
                *(amount(each, language) for each in (goal.previous, goal.target, goal.expected, goal.actual)),
            ]
            for goal in plan.goals
        ],
    }


def _shares(goal: PlanGoal, shares: PlanShares, language: Language) -> Tree:
    """Return one breakdown as a line of text."""
    said = " · ".join(f"{name} : {amount(value, language)}" for name, value in shares.parts)
    remark = "" if shares.balanced else say(language, "plan.unbalanced")
    return [typeset(f"{goal.aim} — {shares.name}", language), typeset(said, language) + remark]


def _actions(plan: PlanPaper) -> Tree:
    """Return the actions as a table."""
    language = plan.language
    columns = (
        ("action", "left", "1fr"),
        ("audience", "left", "34mm"),
        ("period", "left", "auto"),
        ("owner", "left", "auto"),
        ("budget", "right", "auto"),
        ("state", "left", "auto"),
    )
    return {
        "columns": _heads("action", columns, language),
        "rows": [_action(each, language) for each in plan.actions],
    }


def _action(action: PlanAction, language: Language) -> Tree:
    """Return an action as cells."""
    priority = say(language, "plan.priority", level=action.priority)
    detail = " · ".join(each for each in (action.channel, priority, action.means) if each)
    return [
        {"label": typeset(action.name, language), "detail": typeset(detail, language), "plain": True},
        typeset(action.audience, language) or NOTHING,
        f"{wording.day(action.starts_on, language)} – {wording.day(action.ends_on, language)}",
        action.owner or NOTHING,
        amount(action.budget, language),
        action.state,
    ]


def _heads(table: str, columns: tuple[tuple[str, str, str], ...], language: Language) -> Tree:
    """Return a table's columns."""
    return [[say(language, f"plan.{table}_{name}"), align, width] for name, align, width in columns]


def amount(value: Amount, language: Language = "fr") -> str:
    """Write a figure in its unit."""
    if value is None:
        return NOTHING
    if isinstance(value, Money):
        return wording.money(value, language)
    return wording.rate(value, language) if isinstance(value, Rate) else wording.number(value, language)
