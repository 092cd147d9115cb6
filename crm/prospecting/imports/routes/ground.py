"""What all pages of an import stand on: the room's address, the import asked for, its steps in the background."""

from __future__ import annotations

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from crm.kernel.errors import N_
from crm.people.access import Permission, here
from crm.people.jobs import running_app
from crm.prospecting.imports import queries
from crm.prospecting.imports.jobs import STEPS, Step
from crm.prospecting.imports.models import Import, ImportRow
from crm.prospecting.imports.rules import columns as mapping
from crm.web.navigation import Entry, announce
from crm.web.pages import turn_to

blueprint = Blueprint("imports", __name__, url_prefix="/w/<int:workspace_id>/imports")
announce(Entry(N_("Prospection"), 28, "imports.index", N_("Imports"), "upload", Permission.READ))


def the_import(import_id: int) -> Import:
    """Find the import or answer 404."""
    return queries.import_by_id(import_id) or abort(404)


def begin(import_id: int, step: str) -> ResponseReturnValue:
    """Begin a step in the background and show how far it has come."""
    app, batch = running_app(), the_import(import_id)
    STEPS.sweep(app)
    wanted = STEPS.asked(Step(import_id=import_id, step=step, whole=batch.total), here())
    return turn_to(".job", import_id=import_id, job_id=STEPS.start(app, wanted).id)


def reasons_of(row: ImportRow) -> str:
    """Say why a row was rejected."""
    said = [
        f"{gettext(mapping.TARGETS[name].label)}{gettext(' : ')}{gettext(why)}"
        if name in mapping.TARGETS
        else gettext(why)
        for name, why in row.problems.items()
    ]
    return " ".join(said) or (gettext(row.reason) if row.reason else "")


def chosen_tab() -> dict[str, str]:
    """Return the tab in the address, if it is one."""
    tab = request.args.get("tab", "")
    return {"tab": tab} if tab in queries.TABS else {}
