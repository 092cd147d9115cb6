"""Imports at work: rows checked, entered and taken back in the background, batch by batch, with progress."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Flask

from crm.activity.door import Work
from crm.kernel.errors import Refused, Stale
from crm.people.jobs import CANCELLED, DONE, TRIES, Job, Jobs, act, stand
from crm.prospecting.companies import queries as companies
from crm.prospecting.imports import queries, use_cases
from crm.prospecting.imports.models import Import, ImportState
from crm.prospecting.imports.rules import tables
from crm.prospecting.imports.rules.rows import Plan, plan_table

CHECK, LOAD, UNDO = "check", "load", "undo"
AT_A_TIME = 250
REFUSED = "refused"


class Gone(Refused):
    """The import is not there."""


@dataclass(frozen=True, kw_only=True)
class Step(Job):
    """One step of an import: `step` is check, load or undo; `reason` a French sentence if it was refused."""

    import_id: int
    step: str
    whole: int = 0
    reason: str = ""


def carry_out(app: Flask, job: Step) -> Step:
    """Carry a step out; what the house refuses is written down as it was said."""
    try:
        return {CHECK: _check, LOAD: _load, UNDO: _undo}[job.step](app, job)
    except Refused as refusal:
        return replace(job, status=REFUSED, reason=str(refusal))


def _check(app: Flask, job: Step) -> Step:
    """Check all rows outside the transaction, then keep what was found; once more if the import moved on meanwhile."""
    for attempt in range(1, TRIES + 1):
        version, plans = _planned(app, job)
        try:
            act(app, job, _keep_plans, job.import_id, plans, version)
        except Stale:
            if attempt == TRIES:
                raise
        else:
            break
    return replace(job, status=DONE, done=job.whole)


def _planned(app: Flask, job: Step) -> tuple[int, list[Plan]]:
    """Return what is to be done with every row, and the version of the import that says how to read it."""
    with app.app_context():
        stand(app, job)
        batch = _found(job.import_id)
        table = tables.table_of(queries.content_of(batch), batch.reading)
        cards = list(companies.cards())
        how = (batch.version, batch.columns, batch.reading, batch.on_duplicate)
    version, columns, reading, on_duplicate = how

    def progress(done: int) -> None:
        STEPS.note(app, replace(job, done=done))

    return version, plan_table(table, columns, reading, cards, on_duplicate=on_duplicate, progress=progress)


def _load(app: Flask, job: Step) -> Step:
    """Enter rows batch by batch until none waits, or somebody says stop; what is entered stays."""
    while True:
        if STEPS.told_to_stop(app, job):
            return replace(job, status=CANCELLED)
        done, state = act(app, job, _load_some, job.import_id)
        job = STEPS.note(app, replace(job, done=done))
        if state is not ImportState.LOADING:
            return replace(job, status=DONE)


def _undo(app: Flask, job: Step) -> Step:
    """Take rows back batch by batch until none is left."""
    while True:
        done, state = act(app, job, _undo_some, job.import_id)
        job = STEPS.note(app, replace(job, done=done))
        if state is not ImportState.UNDOING:
            return replace(job, status=DONE)


def _keep_plans(work: Work, import_id: int, plans: list[Plan], version: int) -> None:
    """Keep what a check found."""
    use_cases.check_rows(work, _found(import_id), plans=plans, version=version)


def _load_some(work: Work, import_id: int) -> tuple[int, ImportState]:
    """Enter some rows and return how far the import has come."""
    batch = use_cases.load_rows(work, _found(import_id), limit=AT_A_TIME)
    return batch.done, batch.state


def _undo_some(work: Work, import_id: int) -> tuple[int, ImportState]:
    """Take some rows back and return how far that has come."""
    batch = use_cases.undo_import(work, _found(import_id), limit=AT_A_TIME)
    return batch.done, batch.state


def _found(import_id: int) -> Import:
    """Find the import or refuse."""
    batch = queries.import_by_id(import_id)
    if batch is None:
        raise Gone
    return batch


STEPS = Jobs(Step, folder="imports", carry_out=carry_out)
