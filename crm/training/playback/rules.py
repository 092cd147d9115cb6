"""Reading a script of steps: what is wrong with it is said with file, step and reason, before anything is done."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from crm.kernel.errors import N_, Refused

STEP_KEYS = {"do", "at", "as", "with", "actor", "refused"}


class BadScript(Refused):
    """A script that cannot be played."""

    message = N_("%(file)s, étape %(step)s : %(reason)s")


@dataclass(frozen=True)
class Step:
    """One act: which use case, with what, by whom, on which simulated day, named how, refused or not."""

    number: int
    do: str
    inputs: Mapping[str, object] = field(default_factory=dict)
    name: str = ""
    actor: str = ""
    on: date | None = None
    refused: str = ""


@dataclass(frozen=True)
class Script:
    """A file's steps in their order, and what the file says of itself."""

    file: str
    title: str
    steps: tuple[Step, ...]

    @property
    def days(self) -> int:
        """On how many different days it acts."""
        return len({step.on for step in self.steps if step.on is not None})

    def until(self, days: int) -> Script:
        """The same script up to the end of so many of its days."""
        seen: set[date] = set()
        kept = []
        for step in self.steps:
            seen |= {step.on} if step.on is not None else set()
            if len(seen) > days:
                break
            kept.append(step)
        return replace(self, steps=tuple(kept))


def read_script(path: Path) -> Script:
    """Read a TOML script; every fault of form is a `BadScript` with the step's number (from 1)."""
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError as fault:
        raise BadScript(file=path.name, step=0, reason="le fichier n’existe pas") from fault
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise BadScript(file=path.name, step=0, reason=f"TOML illisible ({fault})") from fault
    steps = content.get("step")
    if not isinstance(steps, list) or not steps:
        raise BadScript(file=path.name, step=0, reason="aucune étape [[step]]")
    read = tuple(_step(path.name, number, raw) for number, raw in enumerate(steps, start=1))
    _check_order(path.name, read)
    return Script(path.name, str(content.get("title", path.stem)), read)


def _step(file: str, number: int, raw: Mapping[str, object]) -> Step:
    """Read one step."""
    unknown = set(raw) - STEP_KEYS
    if unknown:
        raise BadScript(file=file, step=number, reason=f"clé inconnue : {', '.join(sorted(unknown))}")
    do, inputs = raw.get("do"), raw.get("with", {})
    if not isinstance(do, str) or "." not in do:
        raise BadScript(
            file=file, step=number, reason="« do » doit nommer un cas d’usage, par exemple quotes.send_quote"
        )
    if not isinstance(inputs, dict):
        raise BadScript(file=file, step=number, reason="« with » doit être une table")
    return Step(
        number=number,
        do=do,
        inputs=inputs,
        name=_word(file, number, raw, "as"),
        actor=_word(file, number, raw, "actor"),
        on=_day(file, number, raw.get("at")),
        refused=_word(file, number, raw, "refused"),
    )


def _word(file: str, number: int, raw: Mapping[str, object], key: str) -> str:
    """Return a key's text, empty if it is not there."""
    value = raw.get(key, "")
    if not isinstance(value, str):
        raise BadScript(file=file, step=number, reason=f"« {key} » doit être un texte")
    return value


def _day(file: str, number: int, value: object) -> date | None:
    """Return the day of a step: a TOML date or an ISO text."""
    if value is None or type(value) is date:
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as fault:
        raise BadScript(file=file, step=number, reason=f"date impossible : {value}") from fault


def _check_order(file: str, steps: tuple[Step, ...]) -> None:
    """Refuse a script that goes back in time or names two results alike."""
    latest: date | None = None
    names: set[str] = set()
    for step in steps:
        if step.on is not None and latest is not None and step.on < latest:
            raise BadScript(file=file, step=step.number, reason=f"le {step.on} est avant l’étape précédente")
        latest = step.on or latest
        if step.name and step.name in names:
            raise BadScript(file=file, step=step.number, reason=f"« {step.name} » nomme déjà un résultat")
        names.add(step.name)
