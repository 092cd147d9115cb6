"""Entering the world of a scenario, so that the seeded world is legal and recorded like any other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Concatenate, ParamSpec

from crm.activity import queries as activity
from crm.activity.door import House, Standing, Work, perform
from crm.activity.vocabulary import Activity
from crm.config import ROOT
from crm.kernel.actor import Actor, ActorKind
from crm.kernel.clock import opening_of
from crm.kernel.errors import N_, Refused
from crm.people.workspaces import queries as workspaces
from crm.people.workspaces.models import Workspace
from crm.people.workspaces.use_cases import open_world
from crm.store.base import db
from crm.store.scoping import HOUSE_WORKSPACE, enter
from crm.training.counterparts.rules import KEY
from crm.training.scenarios.entering import Entered, enter_setting
from crm.training.scenarios.models import Scenario
from crm.training.scenarios.posting import schedule_post
from crm.training.scenarios.retelling import months_of, retell
from crm.training.scenarios.rules import read_scenario
from crm.training.scenarios.stocking import enter_prices
from crm.training.scenarios.supplying import enter_supply
from crm.training.scenarios.watching import enter_market
from crm.training.simulation.planning import leave_as_read
from crm.training.simulation.use_cases import wake_up

P = ParamSpec("P")
SCENARIOS = ROOT / "seed_data" / "scenarios"
PREDECESSOR = Actor(ActorKind.HOUSE, "Service commercial")
# The name of a world that is still being entered: no exercise finds it.
UNFINISHED = "{key} (en préparation)"


class UnknownScenario(Refused):
    """There is no directory of that name."""

    message = N_("Le scénario « %(key)s » n’existe pas.")
    field = "scenario"


class AlreadySeeded(Refused):
    """One world of a scenario is enough."""

    message = N_("Le monde du scénario « %(key)s » est déjà prêt.")
    field = "scenario"


@dataclass(frozen=True)
class Seeded:
    """What was entered: the world's workspace and how much is in it."""

    workspace_id: int
    scenario: str
    companies: int
    products: int
    orders: int
    invoices: int
    messages: int
    records: int


def seed(house: House, key: str, *, directory: Path = SCENARIOS) -> Seeded:
    """Read a scenario, check it as a whole, and enter its world; needs an application context.

    Raises `UnknownScenario`, `AlreadySeeded`, and what the reader refuses
    (`BadEntry` names file, line and reason): then nothing was written. A world
    becomes visible to exercises when its last step is done.
    """
    if not KEY.fullmatch(key) or not (directory / key).is_dir():
        raise UnknownScenario(key=key)
    scenario = read_scenario(directory / key)
    db.session.remove()
    enter(HOUSE_WORKSPACE)
    if workspaces.world_of(key) is not None:
        raise AlreadySeeded(key=key)
    setting = scenario.setting
    name = UNFINISHED.format(key=key)
    world = perform(
        Standing(house=house),
        open_world,
        scenario=name,
        company_name=setting.firm.name,
        starts_on=setting.starts_on,
        seed=setting.seed,
    )
    world_id = world.id
    db.session.remove()
    try:
        return _enter_world(house, scenario, world_id=world_id, key=key)
    finally:
        db.session.remove()


def _enter_world(house: House, scenario: Scenario, *, world_id: int, key: str) -> Seeded:
    """Enter everything in steps, each a transaction of its own; the last one opens the world."""
    enter(world_id)
    entered = Entered(scenario)
    _step(house, world_id, enter_setting, entered)
    for month in months_of(scenario):
        _step(house, world_id, retell, entered, month)
    _step(house, world_id, enter_prices, scenario, entered.companies)
    if scenario.supply.suppliers:
        _step(house, world_id, enter_supply, scenario)
    _step(house, world_id, enter_market, entered)
    _step(house, world_id, _open, entered, key=key)
    return Seeded(
        workspace_id=world_id,
        scenario=key,
        companies=len(entered.companies),
        products=len(entered.goods),
        orders=len(entered.orders),
        invoices=len(entered.invoices),
        messages=len(scenario.messages),
        records=activity.chain_head(world_id).position,
    )


def _step(
    house: House, world_id: int, step: Callable[Concatenate[Work, P], None], /, *args: P.args, **kwargs: P.kwargs
) -> None:
    standing = workspaces.standing_in(house, _world(world_id), actor=PREDECESSOR)
    perform(standing, step, *args, **kwargs)


def _open(work: Work, entered: Entered, *, key: str) -> None:
    """Schedule what is to come, let the first morning happen, and give the world its name."""
    world = _world(work.workspace_id)
    morning = opening_of(entered.scenario.setting.starts_on)
    schedule_post(work, entered)
    leave_as_read(work, at=morning)
    wake_up(work, seed=world.seed, morning=morning)
    world.scenario = world.name = key
    with work.acting_as(work.actor, at=morning):
        work.record(Activity.WORKSPACE_OPENED, world, scenario=key)
    world.day_began_at = activity.chain_head(world.id).position + len(work.notes)


def _world(world_id: int) -> Workspace:
    world = workspaces.workspace_by_id(world_id)
    if world is None:
        raise Refused
    return world
