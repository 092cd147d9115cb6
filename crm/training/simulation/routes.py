"""The company's clock on screen: its date, closing the day, the days closed last."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from flask import Blueprint, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from crm.activity.door import perform
from crm.desk.messages.queries import waiting_count
from crm.kernel.clock import add_working_days
from crm.kernel.errors import N_
from crm.people.access import Permission, allowed, here, the_workspace
from crm.training.simulation import queries, use_cases
from crm.training.simulation.forms import ClockForm
from crm.training.simulation.use_cases import Progress
from crm.web.filters import long_day
from crm.web.navigation import Entry, announce
from crm.web.pages import page, turn_to

blueprint = Blueprint("simulation", __name__, url_prefix="/w/<int:workspace_id>/clock")
announce(Entry("", 18, "simulation.clock", N_("Horloge"), "clock", Permission.READ))


@blueprint.get("/")
@allowed(Permission.READ)
def clock() -> ResponseReturnValue:
    """The company's date, and what closing the day does."""
    return _clock()


@blueprint.post("/day")
@allowed(Permission.SELL)
def advance_day() -> ResponseReturnValue:
    """Close the day."""
    form, progress = ClockForm(), None
    if form.validate():
        with form.refusals():
            progress = perform(here(), use_cases.advance_to_next_day, the_workspace(), closing=form.day)
    return _turn(form, progress)


@blueprint.post("/event")
@allowed(Permission.SELL)
def advance_event() -> ResponseReturnValue:
    """Go on to the next thing that happens."""
    form, progress = ClockForm(), None
    if form.validate():
        with form.refusals():
            progress = perform(here(), use_cases.advance_to_next_event, the_workspace(), closing=form.day)
    return _turn(form, progress)


def _turn(form: ClockForm, progress: Progress | None) -> ResponseReturnValue:
    """Go to the day that began, or say on the clock's page why it did not."""
    if not form.accepted():
        return _clock(form)
    if progress is not None:
        began = gettext("Une nouvelle journée commence : %(day)s.", day=long_day(progress.day))
        flash(f"{began} {_happened(progress.events)}", "success")
    return turn_to("messages.today")


def _happened(events: int) -> str:
    """Say how much happened meanwhile."""
    if not events:
        return str(gettext("Il ne s’est rien passé entre-temps."))
    return str(ngettext("%(num)d événement entre-temps.", "%(num)d événements entre-temps.", events))


def _clock(form: ClockForm | None = None) -> ResponseReturnValue:
    """Return the clock's page, with what was refused if anything was."""
    today = the_workspace().today
    return page(
        "training/simulation/clock.html",
        today=today,
        tomorrow=add_working_days(today, 1),
        waiting=waiting_count(),
        farthest=use_cases.FARTHEST_DAYS,
        days=queries.closed_days(),
        refused=form.form_errors if form else [],
        day_fields=_fields(today),
        event_fields=_fields(today),
        status=form.status if form else 200,
    )


def _fields(today: date) -> dict[str, str]:
    """Return what a button sends along: its own key, and the day that is shown."""
    return {"submission": uuid4().hex, "closing": today.isoformat()}
