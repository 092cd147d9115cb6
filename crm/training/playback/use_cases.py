"""Playing a script: its steps through the same use cases as the screens, one act after the other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from crm.activity.door import House, Standing, perform
from crm.kernel.actor import HOUSE, Actor, ActorKind
from crm.kernel.errors import Refused
from crm.people.accounts.models import User
from crm.people.workspaces.models import Workspace
from crm.people.workspaces.queries import members_of, standing_in
from crm.prospecting.companies.models import Company
from crm.store.scoping import Entity
from crm.training.playback.inputs import prepare, settled
from crm.training.playback.naming import Thunk, Unreadable, load_anew, look_up
from crm.training.playback.queries import Action, actions
from crm.training.playback.rules import BadScript, Script, Step
from crm.training.simulation.use_cases import advance_to_next_day

LONGEST_WAIT = 400


@dataclass(frozen=True)
class Ready:
    """A step that was checked: its act and how to make its inputs."""

    step: Step
    action: Action
    inputs: dict[str, Thunk]


@dataclass(frozen=True)
class Played:
    """What a script did: acts carried out, refusals that it expected, the simulated day at the end."""

    title: str
    acts: int
    refusals: int
    today: date


def check_script(script: Script) -> list[Ready]:
    """Check every step against the use cases it names; nothing is written.

    Raises `BadScript` for an unknown use case, an unknown or missing input, a
    value that does not fit, a name that no earlier step gives.
    """
    known_actions, known, ready = actions(), set[str](), []
    for step in script.steps:
        action = known_actions.get(step.do)
        if action is None:
            raise BadScript(file=script.file, step=step.number, reason=f"cas d’usage inconnu : {step.do}")
        ready.append(Ready(step, action, _inputs(script, step, action, known)))
        if step.name:
            known.add(step.name)
    return ready


def _inputs(script: Script, step: Step, action: Action, known: set[str]) -> dict[str, Thunk]:
    """Check the inputs of a step."""
    taken = {each.name: each for each in action.inputs}
    if unknown := set(step.inputs) - set(taken):
        raise BadScript(file=script.file, step=step.number, reason=f"entrée inconnue : {', '.join(sorted(unknown))}")
    given = set(step.inputs) | {"workspace"}
    if missing := {name for name, each in taken.items() if not each.optional} - given:
        raise BadScript(file=script.file, step=step.number, reason=f"entrée manquante : {', '.join(sorted(missing))}")
    made = {}
    for name, raw in step.inputs.items():
        try:
            made[name] = prepare(taken[name].type, raw, known)
        except Unreadable as fault:
            raise BadScript(file=script.file, step=step.number, reason=f"{name} : {fault}") from fault
    return made


def play_script(house: House, workspace: Workspace, script: Script, *, actor: Actor | None = None) -> Played:
    """Play a script in a workspace that the session has entered; by its first member unless told otherwise.

    The whole script is checked before its first act. A refusal that the
    script did not expect, or an expected one that does not come, stops it.
    """
    ready = check_script(script)
    default = actor or _first_member(workspace)
    scope: dict[str, object] = {"": None}
    refusals = 0
    for each in ready:
        wait_until(house, workspace, each.step.on)
        try:
            scope[each.step.name or ""] = _act(house, workspace, each, scope, default)
        except Unreadable as fault:
            raise BadScript(file=script.file, step=each.step.number, reason=str(fault)) from fault
        except Refused as refusal:
            if type(refusal).__name__ != each.step.refused:
                raise BadScript(file=script.file, step=each.step.number, reason=f"refusé : {refusal}") from refusal
            refusals += 1
            _freshen(scope)
        else:
            if each.step.refused:
                raise BadScript(
                    file=script.file, step=each.step.number, reason=f"aurait dû être refusé ({each.step.refused})"
                )
    return Played(script.title, len(ready) - refusals, refusals, workspace.today)


def _freshen(scope: dict[str, object]) -> None:
    """Load the named things anew: a refusal rolled back what was in memory."""
    for thing in scope.values():
        if isinstance(thing, Entity):
            load_anew(thing)


def wait_until(house: House, workspace: Workspace, day: date | None) -> None:
    """Let the simulated days pass until `day` has come."""
    for _ in range(LONGEST_WAIT):
        if day is None or workspace.today >= day:
            return
        perform(standing_in(house, workspace), advance_to_next_day, workspace)
    raise Unreadable(f"{day} est trop loin")


def _act(house: House, workspace: Workspace, ready: Ready, scope: dict[str, object], default: Actor) -> object:
    """Carry out one step."""
    actor = _actor(ready.step.actor, workspace) if ready.step.actor else default
    values = {name: make(scope) for name, make in ready.inputs.items()}
    things = [value for value in values.values() if isinstance(value, Entity)]
    values = {name: settled(value, things) for name, value in values.items()}
    if any(each.name == "workspace" for each in ready.action.inputs):
        values.setdefault("workspace", workspace)
    standing: Standing = standing_in(house, workspace, actor=actor)
    return perform(standing, ready.action.call, **values)


def _actor(word: str, workspace: Workspace) -> Actor:
    """Return who acts: a member's login, `customer:Name`, or `house`."""
    if word == "house":
        return HOUSE
    kind, separator, name = word.partition(":")
    if kind == "customer" and separator:
        company = look_up("company", name)
        assert isinstance(company, Company)  # noqa: S101  (looked up as one)
        return Actor(ActorKind.CUSTOMER, company.legal_name, company.id)
    for member in members_of(workspace):
        if member.user.login == word:
            return member.user.actor
    raise Unreadable(f"« {word} » ne travaille pas dans cet espace")


def _first_member(workspace: Workspace) -> Actor:
    """Return the learner of the workspace."""
    members = members_of(workspace)
    if not members:
        raise Unreadable("personne ne travaille dans cet espace")
    user: User = members[0].user
    return user.actor
