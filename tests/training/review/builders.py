"""A learner's work of which there is something to say: balance checks, orders, late ones, opinions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar

from sqlalchemy import select

from crm.activity.door import Recordable, Work
from crm.activity.vocabulary import Activity
from crm.people.accounts import queries as accounts
from crm.people.workspaces.models import Exercise, Mode
from crm.store.base import db
from crm.training.review.models import Opinion, Stance
from crm.training.review.use_cases import give_opinion
from tests.builders import Stage


@dataclass(frozen=True)
class Thing:
    """What a record is about, here without a table: the judge reads records only."""

    id: int
    label: str
    kind: ClassVar[str] = "order"


class Invoice(Thing):
    """An invoice."""

    kind: ClassVar[str] = "invoice"


def check_the_balance(work: Work, company: Recordable) -> None:
    """Check what a company owes."""
    work.record(
        Activity.BALANCE_CHECKED,
        company,
        outstanding_cents=124_000,
        overdue_cents=0,
        credit_limit_cents=200_000,
        decision="accept",
        worst_delay_days=0,
    )


def take_an_order(work: Work, company: Recordable, *, number: int = 1, matches: bool = True) -> None:
    """Record an order."""
    order = Thing(900 + number, f"CMD-2026-{number:04}")
    work.record(
        Activity.ORDER_RECORDED,
        order,
        company,
        total_cents=45_000,
        matches_request=matches,
        differences=[] if matches else ["quantité"],
        new_customer=False,
        large=False,
        over_limit=False,
    )


def let_an_invoice_fall_due(work: Work, company: Recordable, *, number: int = 1) -> None:
    """Let an invoice fall due."""
    work.record(
        Activity.INVOICE_FELL_DUE,
        Invoice(800 + number, f"FA-2026-{number:04}"),
        company,
        due_on="2026-02-28",
        amount_due_cents=12_000,
    )


def work_with_care(stage: Stage, *, orders: int = 2, actor: str = "lina") -> None:
    """Check the balance before each order."""
    for number in range(1, orders + 1):
        stage.do_as(actor, check_the_balance, stage.petit)
        stage.do_as(actor, take_an_order, stage.petit, number=number)


def work_carelessly(stage: Stage, *, actor: str = "lina") -> None:
    """Take an order without looking, and write it down wrongly."""
    stage.do_as(actor, take_an_order, stage.petit, number=50, matches=False)


def an_opinion(
    stage: Stage, text: str = "Vérifie l’encours sans qu’on le lui rappelle.", *, code: str = "CP4"
) -> Opinion:
    """Let Mme Roy give her opinion on Lina."""
    lina = accounts.user_by_id(stage.cast.people["lina"])
    assert lina is not None
    return stage.do_as(
        "roy",
        give_opinion,
        stage.workspace,
        lina,
        framework="TP-AC-2020",
        code=code,
        stance=Stance.FAVOURABLE,
        text=text,
    )


def an_overdue_invoice(stage: Stage) -> None:
    """Let an invoice of Boulangerie Petit fall due."""
    stage.do(let_an_invoice_fall_due, stage.petit)


def an_assessment(stage: Stage) -> None:
    """Declare the exercise to be an assessment."""

    def declare(work: Work) -> None:
        exercise = db.session.scalars(select(Exercise)).one()
        exercise.mode = Mode.ASSESSMENT
        work.record(Activity.EXERCISE_CREATED, exercise)

    stage.do(declare)


def later(minutes: int) -> datetime:
    """Return the real instant so many minutes after the curtain rose."""
    return datetime(2026, 3, 2, 8, 0, tzinfo=UTC) + timedelta(minutes=minutes)
