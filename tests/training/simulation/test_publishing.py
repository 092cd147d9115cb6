"""The market moves on its own: same seed, same news on the same days; what follows comes after."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from crm.activity.door import Work, perform
from crm.activity.vocabulary import Activity
from crm.desk.messages.models import Message
from crm.kernel.actor import Actor, ActorKind
from crm.kernel.clock import opening_of
from crm.people.workspaces import queries as workspaces
from crm.prospecting.companies.queries import choices
from crm.prospecting.market_watch.choices import SourceKind
from crm.prospecting.market_watch.models import News
from crm.prospecting.market_watch.use_cases import SourceData, add_source
from crm.store.base import db
from crm.store.scoping import enter
from crm.training.scenarios.entering import Entered
from crm.training.scenarios.models import Scenario
from crm.training.scenarios.rules import read_scenario
from crm.training.scenarios.watching import enter_market
from crm.training.simulation.models import ScheduledEvent
from crm.training.simulation.publishing import KIND
from crm.training.simulation.use_cases import let_happen
from tests.builders import Cast

SHIPPED = Path(__file__).parents[3] / "seed_data" / "scenarios" / "nordbureau"
MONDAY, WEEKS = date(2026, 3, 2), 11


@cache
def nordbureau() -> Scenario:
    """Return the shipped scenario."""
    return read_scenario(SHIPPED)


def live(app: Flask, workspace_id: int, *, seed: int, meddle: bool = False) -> list[tuple[str, date]]:
    """Let weeks of the market pass in a workspace and return what appeared on which day."""
    with app.app_context():
        enter(workspace_id)
        workspace = workspaces.workspace_by_id(workspace_id)
        assert workspace is not None
        standing = workspaces.standing_in(app.extensions["house"], workspace, actor=Actor(ActorKind.PERSON, "Lina", 1))
        perform(standing, _live, seed=seed, meddle=meddle)
        found = db.session.scalars(select(News).order_by(News.id)).all()
        return [(each.key, each.published_on) for each in found]


def _live(work: Work, *, seed: int, meddle: bool) -> None:
    companies = dict.fromkeys(nordbureau().company_of, choices()[0].id)
    enter_market(work, Entered(nordbureau(), companies=companies))
    for week in range(1, WEEKS):
        let_happen(work, seed=seed, until=opening_of(MONDAY + timedelta(weeks=week)))
        if meddle:
            add_source(work, SourceData(f"Source {week}", SourceKind.CUSTOMER))
    work.record(Activity.NOTE_ADDED, text="")


class TestTheMarket:
    def test_same_seed_same_news_whatever_a_learner_does(self, app: Flask, cast: Cast) -> None:
        mine = live(app, cast.workspace, seed=7)
        assert mine == live(app, cast.elsewhere, seed=7, meddle=True)
        assert len(mine) >= 26

    def test_another_seed_has_other_days(self, app: Flask, cast: Cast) -> None:
        mine, theirs = live(app, cast.workspace, seed=7), live(app, cast.elsewhere, seed=8)
        assert mine != theirs
        assert {key for key, _ in mine} ^ {key for key, _ in theirs} <= {"trombonnade-recruits", "trombonnade-hires"}

    def test_denials_and_letters_follow_what_they_are_about(self, app: Flask, cast: Cast) -> None:
        days = dict(live(app, cast.workspace, seed=7))
        assert days["trombonnade-in-trouble"] < days["trombonnade-denies"]
        assert days["desk-misprint"] < days["desk-erratum"]
        with app.app_context():
            enter(cast.workspace)
            told = {each.subject: each.sent_on for each in db.session.scalars(select(Message))}
            assert days["reams-at-trombonnade"] < told["Votre prix du papier"]
            assert days["toners-at-encrelieu"] < told["Toners moins chers chez Encrelieu ?"]
            denial = db.session.scalars(select(News).where(News.key == "desk-erratum")).one()
            misprint = db.session.scalars(select(News).where(News.key == "desk-misprint")).one()
            assert denial.denies_id == misprint.id
            left = select(ScheduledEvent).where(ScheduledEvent.kind_of_event == KIND, ScheduledEvent.done_at.is_(None))
            assert db.session.scalars(left).all() == []
