"""The procedure on screen: everybody reads it, the trainer changes it."""

from __future__ import annotations

from flask import Blueprint, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from crm.activity.door import perform
from crm.billing.procedure import forms, queries, rules, use_cases
from crm.billing.procedure.rules import Rates, StepPlan
from crm.people.access import Permission, allowed, here, the_workspace
from crm.web.forms import HouseForm
from crm.web.pages import page, turn_to

blueprint = Blueprint("procedure", __name__, url_prefix="/w/<int:workspace_id>/dunning")


@blueprint.get("/procedure")
@allowed(Permission.READ)
def index() -> ResponseReturnValue:
    """The steps of the procedure and the rates of interest."""
    return _page()


@blueprint.post("/procedure")
@allowed(Permission.MANAGE)
def define() -> ResponseReturnValue:
    """Define the steps."""
    form = forms.ProcedureForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.define_procedure, steps=form.plans())
    return _turn(form, gettext("Procédure enregistrée."))


@blueprint.post("/rates")
@allowed(Permission.MANAGE)
def set_rate() -> ResponseReturnValue:
    """Set the rates of a semester."""
    form = forms.RateForm()
    if form.validate():
        late, individual, other = form.typed
        with form.refusals():
            perform(
                here(),
                use_cases.set_interest_rate,
                year=int(form.year.data or 0),
                half=int(form.half.data or 0),
                late=late,
                legal_individual=individual,
                legal_other=other,
            )
    return _turn(form, gettext("Taux enregistrés."))


def _turn(form: HouseForm, done: str) -> ResponseReturnValue:
    """Go back to the page, or say there what was refused."""
    if not form.accepted():
        return _page(form)
    flash(done, "success")
    return turn_to(".index")


def _page(refused: HouseForm | None = None) -> ResponseReturnValue:
    """Return the page, with the form that was refused if there is one."""
    steps, table = queries.steps(the_workspace().procedure), queries.rates()
    blank: dict[str, HouseForm] = {
        "procedure_form": forms.ProcedureForm(formdata=None, data={"steps": [_typed(each) for each in steps]}),
        "rate_form": forms.RateForm(formdata=None, data=_proposed(the_workspace().today.year, table)),
    }
    if refused is not None:
        blank["procedure_form" if isinstance(refused, forms.ProcedureForm) else "rate_form"] = refused
    return page(
        "billing/procedure/procedure.html",
        steps=steps,
        table_rows=sorted(table.items(), reverse=True),
        current=rules.semester_of(the_workspace().today),
        places=rules.PLACES,
        **blank,
        status=refused.status if refused else 200,
    )


def _typed(step: StepPlan) -> dict[str, object]:
    """Return a step as the form shows it, with the house's texts where it has none of its own."""
    values: dict[str, object] = dict(vars(step))
    return values | {"text_fr": step.template("fr"), "text_en": step.template("en")}


def _proposed(year: int, table: dict[tuple[int, int], Rates] | object) -> dict[str, object]:
    """Return the semester of which one would set the rates next."""
    known = max(table) if isinstance(table, dict) else (year, 1)
    following = (known[0], 2) if known[1] == 1 else (known[0] + 1, 1)
    return {"year": following[0], "half": following[1]}
