"""Same seed and same acts, same world; an act on one customer is nobody else's luck."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from crm.activity.door import House, Work, perform
from crm.activity.models import ActivityRecord
from crm.activity.vocabulary import Activity
from crm.kernel.actor import Actor, ActorKind
from crm.people.workspaces import queries as workspaces
from crm.people.workspaces.models import Workspace
from crm.prospecting.companies.models import Company
from crm.prospecting.companies.queries import choices
from crm.store.base import db
from crm.store.scoping import enter
from crm.training.simulation.personas import ORDINARY
from crm.training.simulation.use_cases import advance_to_next_day
from tests.builders import Cast, a_company
from tests.training.simulation.builders import a_sent_quote, a_shipped_order, an_issued_invoice, become

Act = Callable[[Work, Company], object]
NAMES = ("Atelier Bleu", "Café du Canal", "Imprimerie du Pont")
DAYS = 45


def live(app: Flask, workspace_id: int, *, seed: int = 7, extra: bool = False) -> list[dict[str, Any]]:
    """Sell to three customers in a workspace, let weeks pass, and return what its chain says since the start."""
    with app.app_context():
        enter(workspace_id)
        _do(app, workspace_id, _settle, seed)
        for name in NAMES:
            _do(app, workspace_id, _sell, name)
        if extra:
            _do(app, workspace_id, _sell, NAMES[0])
        for _ in range(DAYS):
            _do(app, workspace_id, _close)
        texts = db.session.scalars(select(ActivityRecord.text).order_by(ActivityRecord.position))
        facts = [json.loads(text) for text in texts]
    opened = next(place for place, fact in enumerate(facts) if fact["activity"] == "exercise.opened")
    return facts[opened + 1 :]


def _do(app: Flask, workspace_id: int, use_case: Callable[..., object], *inputs: object) -> None:
    house: House = app.extensions["house"]
    workspace = workspaces.workspace_by_id(workspace_id)
    assert workspace is not None
    person = Actor(ActorKind.PERSON, "Lina", 1)
    perform(workspaces.standing_in(house, workspace, actor=person), use_case, *inputs)


def _here(work: Work) -> Workspace:
    workspace = workspaces.workspace_by_id(work.workspace_id)
    assert workspace is not None
    return workspace


def _settle(work: Work, seed: int) -> None:
    _here(work).seed = seed
    for name in NAMES:
        company = a_company(work, name)
        become(work, company, ORDINARY)
    work.record(Activity.NOTE_ADDED, text="")


def _sell(work: Work, name: str) -> None:
    company = next(each for each in choices() if each.legal_name == name)
    a_sent_quote(work, company)
    a_shipped_order(work, company)
    an_issued_invoice(work, company)


def _close(work: Work) -> None:
    advance_to_next_day(work, _here(work))


def digest(facts: list[dict[str, Any]]) -> str:
    """Return one number for all that happened: who, when, what, about which kinds, with which details."""
    told = [
        [
            fact["activity"],
            fact["actor"],
            fact["happened_at"],
            fact["details"],
            [each["kind"] for each in fact["about"]],
        ]
        for fact in facts
    ]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def of_customer(facts: list[dict[str, Any]], name: str) -> list[tuple[str, str, str]]:
    """Return what one customer did, and when."""
    return [
        (fact["activity"], fact["happened_at"], json.dumps(fact["details"], sort_keys=True))
        for fact in facts
        if fact["actor"]["kind"] == "customer" and fact["actor"]["name"] == name and "quote_id" not in fact["details"]
    ]


def test_the_same_seed_and_acts_make_the_same_world(app: Flask, cast: Cast) -> None:
    here, elsewhere = live(app, cast.workspace), live(app, cast.elsewhere)
    assert len(here) > 60
    assert digest(here) == digest(elsewhere)


def test_another_seed_makes_another(app: Flask, cast: Cast) -> None:
    here, elsewhere = live(app, cast.workspace), live(app, cast.elsewhere, seed=8)
    assert digest(here) != digest(elsewhere)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_an_act_on_one_customer_leaves_the_others_alone(app: Flask, cast: Cast, seed: int) -> None:
    here, elsewhere = live(app, cast.workspace, seed=seed), live(app, cast.elsewhere, seed=seed, extra=True)
    for name in NAMES[1:]:
        assert of_customer(here, name)
        assert of_customer(here, name) == of_customer(elsewhere, name)
    assert of_customer(here, NAMES[0]) != of_customer(elsewhere, NAMES[0])
