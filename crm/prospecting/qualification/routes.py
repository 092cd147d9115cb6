"""Qualification on screen: a tab of the prospect record, and the list of what is to be done next."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, abort, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from crm.activity.door import perform
from crm.desk.waiting import Count, Waiting, announce_waiting
from crm.kernel.errors import N_
from crm.people.access import Permission, allowed, here, the_workspace
from crm.prospecting.companies import queries as companies
from crm.prospecting.companies.models import Company
from crm.prospecting.qualification import queries, rules, use_cases
from crm.prospecting.qualification.forms import QualificationForm
from crm.prospecting.qualification.models import NextStepKind, Qualification
from crm.prospecting.qualification.queries import ALL, LATE, TABS, TODAY, StepFilter
from crm.web.navigation import Entry, Tab, announce, announce_tab
from crm.web.pages import page, turn_to

blueprint = Blueprint("qualification", __name__, url_prefix="/w/<int:workspace_id>")
announce(
    Entry(N_("Clients"), 21, "qualification.next_steps", N_("Prochaines actions"), "calendar-due", Permission.READ)
)
announce_tab(Tab("company", 20, "qualification.detail", N_("Qualification"), "company_id"))


def _waiting(today: date) -> Count:
    """Count the next steps planned for the day or before it."""
    late = queries.step_count(StepFilter(LATE), today=today)
    return Count(late + queries.step_count(StepFilter(TODAY), today=today), late)


announce_waiting(
    Waiting(30, "qualification.next_steps", N_("Prochaines actions du jour"), icon="calendar-due", count=_waiting)
)


@blueprint.get("/companies/<int:company_id>/qualification")
@allowed(Permission.READ)
def detail(company_id: int) -> ResponseReturnValue:
    """What is known of the company, ready to be revised."""
    company = _company(company_id)
    return _tab(company, _form_of(queries.latest(company)))


@blueprint.post("/companies/<int:company_id>/qualification")
@allowed(Permission.SELL)
def qualify(company_id: int) -> ResponseReturnValue:
    """Write down what was learnt and what comes next."""
    company, form = _company(company_id), QualificationForm()
    if form.validate():
        with form.refusals():
            perform(
                here(),
                use_cases.qualify,
                company,
                need=form.need.data or "",
                budget=form.budget.data,
                budget_amount=form.budget_amount.data,  # type: ignore[arg-type]
                circuit=form.circuit.data,
                timing=form.timing.data,
                potential=form.potential.data,  # type: ignore[arg-type]
                objections=form.objections.data or "",
                next_step=form.next_step.data,
                next_step_on=form.next_step_on.data,
                next_step_note=form.next_step_note.data or "",
            )
    if form.accepted():
        flash(gettext("Qualification enregistrée."), "success")
        return turn_to(".detail", company_id=company_id)
    return _tab(_company(company_id), form)


@blueprint.get("/next-steps")
@allowed(Permission.READ)
def next_steps() -> ResponseReturnValue:
    """What is to be done next, the most urgent first."""
    today, tab = the_workspace().today, request.args.get("tab", ALL)
    kind = next((each for each in NextStepKind if each.value == request.args.get("kind")), None)
    wanted = StepFilter(tab if tab in TABS else ALL, kind)
    return page(
        "prospecting/qualification/next_steps.html",
        wanted=wanted,
        slice=queries.next_steps(wanted, today=today, cursor=request.args.get("after")),
        counts=queries.step_counts(today=today),
        kinds=[(each.value, gettext(each.label)) for each in NextStepKind if each is not NextStepKind.NONE],
        today=today,
    )


def _company(company_id: int) -> Company:
    """Find the company or answer 404."""
    return companies.company_by_id(company_id) or abort(404)


def _form_of(known: Qualification | None) -> QualificationForm:
    """Return the form, filled with what is known; the next step is to be planned anew."""
    kept = ("need", "budget", "budget_amount", "circuit", "timing", "potential", "objections")
    return QualificationForm(formdata=None, data={name: getattr(known, name) for name in kept} if known else {})


def _tab(company: Company, form: QualificationForm) -> ResponseReturnValue:
    """Return the tab, with the form that was refused if there is one."""
    history = queries.history(company)
    newest = history[0] if history else None
    return page(
        "prospecting/qualification/detail.html",
        company=company,
        history=history,
        newest=newest,
        parts=rules.parts(newest) if newest else (),
        prospect_from=rules.PROSPECT_FROM,
        today=the_workspace().today,
        form=form,
        status=form.status,
    )
