"""The seeded world: legal, recorded, in order, and ready for a learner."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from crm.activity.door import PROCEDURES, House, Standing, Work, perform
from crm.activity.models import ActivityRecord, ChainHead
from crm.activity.queries import verify_chain
from crm.billing.invoices.models import Invoice
from crm.billing.invoices.queries import outstanding, overdue_invoices
from crm.billing.payments.queries import waiting_count as waiting_payment_count
from crm.desk.documents.queries import filing_plan, unfiled_count
from crm.desk.messages.queries import inbox, waiting_count
from crm.kernel.actor import Actor, ActorKind
from crm.kernel.money import total
from crm.people.workspaces import queries as workspaces
from crm.people.workspaces.models import Mode, Workspace
from crm.people.workspaces.use_cases import create_cohort, create_exercise, open_workspace
from crm.prospecting.companies.models import Company
from crm.selling.catalogue.queries import seller_identity
from crm.selling.quotes.models import Quote, QuoteState
from crm.store.base import db
from crm.store.scoping import HOUSE_WORKSPACE, enter
from crm.training.files import BadEntry
from crm.training.scenarios.entering import procedures_of
from crm.training.scenarios.models import Scenario
from crm.training.scenarios.use_cases import AlreadySeeded, Seeded, UnknownScenario, seed
from crm.training.simulation.use_cases import advance_to_next_day
from tests.builders import MONDAY
from tests.seeded import SeededWorld


@pytest.fixture(scope="module")
def seeded(seeded_world: SeededWorld) -> Iterator[tuple[Flask, Seeded]]:
    """The shipped scenario on its first morning, for this module's questions."""
    seeded_world.database.renew()
    yield seeded_world.app, seeded_world.found
    with seeded_world.app.app_context():
        db.engine.dispose()


@pytest.fixture
def world(seeded: tuple[Flask, Seeded]) -> Iterator[Workspace]:
    """The world's workspace, entered."""
    app, found = seeded
    with app.app_context():
        enter(found.workspace_id)
        workspace = workspaces.workspace_by_id(found.workspace_id)
        assert workspace is not None
        yield workspace


def records(word: str) -> list[dict[str, Any]]:
    statement = select(ActivityRecord.text).where(ActivityRecord.activity == word).order_by(ActivityRecord.position)
    return [json.loads(text) for text in db.session.scalars(statement)]


class TestTheWorld:
    def test_everything_of_the_scenario_is_there(
        self, world: Workspace, seeded: tuple[Flask, Seeded], nordbureau: Scenario
    ) -> None:
        found = seeded[1]
        assert (found.companies, found.products) == (len(nordbureau.companies), len(nordbureau.products))
        assert found.orders == len(nordbureau.history)
        assert db.session.scalar(select(func.count()).select_from(Company)) == found.companies
        seller = seller_identity()
        assert seller is not None
        assert seller.name == nordbureau.setting.firm.name
        assert seller.mediator == nordbureau.setting.firm.mediator != ""
        assert len(filing_plan()) == len(nordbureau.setting.places)

    def test_its_chain_is_sound(self, world: Workspace, seeded: tuple[Flask, Seeded]) -> None:
        house: House = seeded[0].extensions["house"]
        sound = verify_chain(world.id, key=house.seal_key)
        assert sound.broken is None
        assert sound.records == seeded[1].records

    def test_time_never_runs_back(self, world: Workspace) -> None:
        statement = select(ActivityRecord.happened_at, ActivityRecord.activity).order_by(ActivityRecord.position)
        instants = [at for at, word in db.session.execute(statement) if word != "workspace.opened"]
        assert instants == sorted(instants)

    def test_numbers_follow_the_dates(self, world: Workspace) -> None:
        rows = db.session.execute(select(Invoice.number, Invoice.issued_on).order_by(Invoice.number)).all()
        days = [issued_on for _, issued_on in rows if issued_on is not None]
        assert days == sorted(days)
        for year in (2025, 2026):
            numbers = [number for number, _ in rows if f"-{year}-" in number]
            assert numbers == [f"FA-{year}-{rank:04d}" for rank in range(1, len(numbers) + 1)]

    def test_sums_and_days_are_those_of_the_scenario(self, world: Workspace, nordbureau: Scenario) -> None:
        wanted = Counter((each.gross, each.invoiced_on, each.due_on) for each in nordbureau.history if each.invoiced_on)
        stored = db.session.scalars(select(Invoice))
        assert Counter((each.gross, each.issued_on, each.due_on) for each in stored) == wanted

    def test_customers_owe_what_the_scenario_says(self, world: Workspace, nordbureau: Scenario) -> None:
        owed = {company.legal_name: outstanding(company) for company in db.session.scalars(select(Company))}
        for company in nordbureau.companies:
            assert owed[company.name] == nordbureau.outstanding(company.key), company.key
        assert total(owed.values()).cents > 0
        assert len(overdue_invoices(on=date(2026, 3, 2))) > 5

    def test_the_predecessor_and_the_customers_did_it(self, world: Workspace) -> None:
        assert {fact["actor"]["name"] for fact in records("invoice.issued")} == {"Service commercial"}
        assert {fact["actor"]["kind"] for fact in records("payment.received")} == {"customer"}

    def test_the_desk_is_nearly_clear(self, world: Workspace) -> None:
        assert 0 < unfiled_count() < 30
        assert waiting_count() == 3
        assert {message.sender.split(", ")[-1] for message in inbox().rows} == {
            "Ateliers Houblonvert",
            "Cabinet Lestoquoy-Brandeleer",
            "Agence Pixelheureux",
        }
        assert waiting_payment_count() == 0

    def test_an_order_without_a_trap_is_an_accepted_quote(self, world: Workspace) -> None:
        states = {quote.company_id: quote.state for quote in db.session.scalars(select(Quote).order_by(Quote.id))}
        agreed = next(message for message in inbox().rows if message.subject.startswith("Bon pour accord"))
        assert states[agreed.company_id or 0] is QuoteState.ACCEPTED


class TestAWorkspaceFromIt:
    def test_its_days_pass(self, seeded: tuple[Flask, Seeded]) -> None:
        app, _ = seeded
        house: House = app.extensions["house"]
        with app.app_context():
            enter(HOUSE_WORKSPACE)
            workspace_id = perform(Standing(house=house), _open)
        with app.app_context():
            enter(workspace_id)
            person = Actor(ActorKind.PERSON, "Lina", 1)
            for _ in range(10):
                workspace = workspaces.workspace_by_id(workspace_id)
                assert workspace is not None
                perform(workspaces.standing_in(house, workspace, actor=person), advance_to_next_day, workspace)
            assert waiting_count() > 15
            assert {"payment.received", "quote.requested", "invoice.fell_due"} <= {
                fact["activity"]
                for word in ("payment.received", "quote.requested", "invoice.fell_due")
                for fact in records(word)
                if fact["happened_at"] > MONDAY.isoformat()
            }
            assert verify_chain(workspace_id, key=house.seal_key).broken is None


def _open(work: Work) -> int:
    cohort = create_cohort(work, name="AC-2026 bis")
    exercise = create_exercise(
        work,
        cohort,
        title="Reprise",
        scenario="nordbureau",
        framework="TP-AC-2020",
        mode=Mode.TRAINING,
        seed=11,
        procedures={},
    )
    return open_workspace(work, exercise, name="Reprise", members=[]).id


def test_a_scenario_names_every_procedure_of_the_house(nordbureau: Scenario) -> None:
    assert set(procedures_of(nordbureau)) == set(PROCEDURES)


class TestRefusals:
    def state(self, app: Flask) -> tuple[int, int]:
        with app.app_context():
            places = db.session.scalar(select(func.count()).select_from(Workspace))
            return places or 0, db.session.get_one(ChainHead, HOUSE_WORKSPACE).position

    def test_a_bad_scenario_is_refused_with_its_line_and_nothing_is_written(self, app: Flask, copy: Path) -> None:
        before = self.state(app)
        history = copy / "history.csv"
        history.write_text(history.read_text("utf-8").replace("2025-03-06", "2025-02-30", 1), "utf-8")
        with app.app_context(), pytest.raises(BadEntry, match=r"history\.csv"):
            seed(app.extensions["house"], "nordbureau", directory=copy.parent)
        assert self.state(app) == before

    @pytest.mark.parametrize("key", ["nowhere", "", "..", "../scenarios/nordbureau"])
    def test_a_scenario_that_is_not_there(self, app: Flask, key: str) -> None:
        with app.app_context(), pytest.raises(UnknownScenario):
            seed(app.extensions["house"], key)

    def test_one_world_is_enough(self, app: Flask, copy: Path) -> None:
        copy.rename(copy.with_name("petit-monde"))
        with app.app_context(), pytest.raises(AlreadySeeded):
            seed(app.extensions["house"], "petit-monde", directory=copy.parent)

    def test_a_world_half_entered_is_found_by_no_exercise(self, app: Flask, copy: Path) -> None:
        quotes = copy / "quotes.csv"
        quotes.write_text(quotes.read_text("utf-8").replace("2026-03-21", "2026-02-18", 1), "utf-8")
        with app.app_context(), pytest.raises(Exception):  # noqa: B017, PT011  (the reader or the room says no)
            seed(app.extensions["house"], "nordbureau", directory=copy.parent)
        with app.app_context():
            assert workspaces.world_of("nordbureau") is None
