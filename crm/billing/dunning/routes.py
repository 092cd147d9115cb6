"""Dunning on screen: whom to remind, a company's balance, the file of an unpaid invoice."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Blueprint, abort, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from crm.activity.door import perform
from crm.activity.queries import timeline
from crm.billing.credit.queries import balance_of
from crm.billing.dunning import forms, queries, rules, use_cases
from crm.billing.invoices.models import Invoice
from crm.billing.invoices.queries import issued_by_id
from crm.billing.procedure import queries as procedure
from crm.desk.waiting import Count, Waiting, announce_waiting
from crm.kernel.clock import opening_of
from crm.kernel.currency import in_euros
from crm.kernel.errors import N_
from crm.kernel.money import Money, total
from crm.papers.render import render_reminder
from crm.people.access import Permission, allowed, here, person, the_workspace
from crm.prospecting.companies.models import Company
from crm.prospecting.companies.queries import company_by_id
from crm.selling.printing import inline_pdf
from crm.selling.quotes.models import Channel
from crm.web.forms import HouseForm, with_refused
from crm.web.navigation import Action, Entry, Tab, announce, announce_action, announce_tab, tabs_of
from crm.web.pages import page, turn_to

blueprint = Blueprint("dunning", __name__, url_prefix="/w/<int:workspace_id>")
announce(Entry(N_("Recouvrement"), 56, "dunning.index", N_("Relances"), "bell", Permission.READ))
announce_tab(Tab("invoice", 50, "dunning.chase", N_("Relances"), "invoice_id", "dunning.index"))
announce_tab(Tab("company", 55, "dunning.balance", N_("Encours"), "company_id"))
announce_action(Action("invoice", 10, "dunning.chase", N_("Relancer"), "bell", "invoice_id"))
SHOWN = 50
CHECKS = ("balance.checked", "solvency.checked", "credit_limit.set", "insurer_cover.set")


@blueprint.get("/dunning/")
@allowed(Permission.READ)
def index() -> ResponseReturnValue:
    """The overdue invoices, the heaviest first: whose next step is due, (?view=held) held, or (?view=all) every one."""
    today, view = the_workspace().today, request.args.get("view", "due")
    found = queries.to_chase(on=today, calendar=_calendar())
    piles = {
        "due": [each for each in found if each.is_due(on=today)],
        "held": [each for each in found if each.held],
        "all": found,
    }
    listed, start = piles.get(view, piles["due"]), max(0, request.args.get("after", 0, type=int))
    return page(
        "billing/dunning/list.html",
        rows=listed[start : start + SHOWN],
        further=start + SHOWN if len(listed) > start + SHOWN else None,
        counts={name: len(pile) for name, pile in piles.items()},
        owed=total(in_euros(each.amount_due, each.exchange_ppm) for each in piles["due"]),
        view=view if view in piles else "due",
        today=today,
    )


@blueprint.get("/companies/<int:company_id>/balance")
@allowed(Permission.READ)
def balance(company_id: int) -> ResponseReturnValue:
    """What a company owes, may owe, and how it pays."""
    return _balance(company_id)


@blueprint.post("/companies/<int:company_id>/balance")
@allowed(Permission.SELL)
def check_balance(company_id: int) -> ResponseReturnValue:
    """Check the outstanding balance: an act, with the decision."""
    company, form = company_by_id(company_id) or abort(404), forms.BalanceForm()
    if form.validate():
        with form.refusals():
            perform(
                here(),
                use_cases.check_outstanding_balance,
                company,
                decision=form.decision.data,
                seen=form.seen_balance,
            )
    return _turn(form, company_id, gettext("Vérification de l’encours enregistrée."))


@blueprint.post("/companies/<int:company_id>/solvency")
@allowed(Permission.SELL)
def check_solvency(company_id: int) -> ResponseReturnValue:
    """Check the solvency: an act, with the decision."""
    company, form = company_by_id(company_id) or abort(404), forms.SolvencyForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.check_solvency, company, decision=form.decision.data)
    return _turn(form, company_id, gettext("Vérification de la solvabilité enregistrée."))


@blueprint.post("/companies/<int:company_id>/credit-limit")
@allowed(Permission.SELL)
def fix_limit(company_id: int) -> ResponseReturnValue:
    """Fix how much a company may owe."""
    company, form = company_by_id(company_id) or abort(404), forms.LimitForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.fix_credit_limit, company, limit=form.limit.data)  # type: ignore[arg-type]
    return _turn(form, company_id, gettext("Plafond enregistré."))


@blueprint.post("/companies/<int:company_id>/cover")
@allowed(Permission.SELL)
def set_cover(company_id: int) -> ResponseReturnValue:
    """Note what the credit insurer guarantees."""
    company, form = company_by_id(company_id) or abort(404), forms.CoverForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.set_insurer_cover, company, cover=form.cover.data)  # type: ignore[arg-type]
    return _turn(form, company_id, gettext("Agrément enregistré."))


@blueprint.get("/invoices/<int:invoice_id>/chase")
@allowed(Permission.READ)
def chase(invoice_id: int) -> ResponseReturnValue:
    """The file of an unpaid invoice: its history in view, the next reminder ready."""
    return _chase(invoice_id)


@blueprint.post("/invoices/<int:invoice_id>/reminders")
@allowed(Permission.SELL)
def remind(invoice_id: int) -> ResponseReturnValue:
    """Send a reminder."""
    invoice, form = _invoice(invoice_id), forms.ReminderForm()
    if form.validate():
        with form.refusals():
            perform(
                here(),
                use_cases.send_reminder,
                invoice,
                level=form.chosen_level,
                channel=form.channel.data,
                text=form.text.data or "",
            )
    return _chased(form, invoice_id, gettext("Relance envoyée."))


@blueprint.post("/invoices/<int:invoice_id>/calls")
@allowed(Permission.SELL)
def call(invoice_id: int) -> ResponseReturnValue:
    """Note a reminder by phone, with its result."""
    invoice, form = _invoice(invoice_id), forms.CallForm()
    if form.validate():
        with form.refusals():
            perform(
                here(),
                use_cases.send_reminder,
                invoice,
                level=form.chosen_level,
                channel=Channel.PHONE,
                text=form.notes.data or "",
                result=form.result.data,
            )
    return _chased(form, invoice_id, gettext("Appel noté."))


@blueprint.post("/invoices/<int:invoice_id>/alert")
@allowed(Permission.SELL)
def alert(invoice_id: int) -> ResponseReturnValue:
    """Tell the management."""
    invoice, form = _invoice(invoice_id), forms.AlertForm()
    if form.validate():
        with form.refusals():
            subject, body = form.subject.data or "", form.body.data or ""
            perform(here(), use_cases.alert_about, invoice, subject=subject, body=body)
    return _chased(form, invoice_id, gettext("Direction alertée."))


@blueprint.get("/reminders/<int:reminder_id>/pdf")
@allowed(Permission.READ)
def pdf(reminder_id: int) -> ResponseReturnValue:
    """A reminder on paper."""
    reminder = queries.reminder_by_id(reminder_id) or abort(404)
    earlier = [each.sent_on for each in queries.reminders_of(reminder.invoice) if each.id < reminder.id]
    letter = queries.letter_of(reminder, earlier_on=earlier)
    printed = render_reminder(letter, made_at=opening_of(reminder.sent_on))
    return inline_pdf(printed, name=f"{reminder.invoice.number}-R{reminder.level}")


def _balance(company_id: int, refused: HouseForm | None = None) -> ResponseReturnValue:
    """Return a company's balance page, with the form that was refused if there is one."""
    company = company_by_id(company_id) or abort(404)
    limit = Money(the_workspace().procedure("credit_limit_default_cents"))
    found = balance_of(company, on=the_workspace().today, default_limit=limit)
    blank = {
        "balance_form": forms.BalanceForm(formdata=None, data={"seen": found.outstanding.cents}),
        "solvency_form": forms.SolvencyForm(formdata=None),
        "limit_form": forms.LimitForm(formdata=None, data={"limit": company.credit_limit}),
        "cover_form": forms.CoverForm(formdata=None, data={"cover": company.insurer_cover}),
    }
    return page(
        "billing/dunning/balance.html",
        company=company,
        balance=found,
        derogations=queries.derogations(company, limit=5),
        checks=timeline(kind=Company.kind, object_id=company.id, words=CHECKS, limit=5),
        **with_refused(blank, refused),
        status=refused.status if refused else 200,
    )


def _chase(invoice_id: int, refused: HouseForm | None = None) -> ResponseReturnValue:
    """Return the file of an invoice, with the form that was refused if there is one."""
    invoice, today = _invoice(invoice_id), the_workspace().today
    unpaid, last = queries.unpaid_of(invoice, on=today, name=person().display_name), queries.last_level(invoice)
    level, steps = _level(rules.proposed_level(last)), procedure.steps(the_workspace().procedure)
    language, step = invoice.company.language, steps[level - 1]
    text = rules.reminder_text(unpaid, level=level, language=language, step=step)
    blank = {
        "reminder_form": forms.ReminderForm(
            formdata=None, data={"level": level, "text": text, "channel": step.channel}
        ),
        "call_form": forms.CallForm(formdata=None, data={"level": level}),
        "alert_form": forms.AlertForm(formdata=None),
    }
    return page(
        "billing/dunning/chase.html",
        invoice=invoice,
        unpaid=unpaid,
        step=rules.next_step(invoice.due_on, last_level=last, calendar=_calendar()),
        steps=steps,
        level=level,
        proposed=rules.proposed_level(last),
        script=rules.call_script(unpaid, level=level, language=language),
        hold=queries.hold_on(invoice, on=today),
        reminders=queries.reminders_of(invoice),
        history=timeline(kind=Invoice.kind, object_id=invoice.id, words=rules.HISTORY, limit=40),
        tabs=tabs_of("invoice", invoice.id),
        today=today,
        **with_refused(blank, refused),
        status=refused.status if refused else 200,
    )


def _level(proposed: int) -> int:
    """Return the level asked for in the address or by a form, else the one that comes next."""
    level = request.values.get("level", proposed, type=int)
    return level if level in rules.LEVELS else proposed


def _turn(form: HouseForm, company_id: int, done: str) -> ResponseReturnValue:
    """Go back to the company's balance, or say there what was refused."""
    if not form.accepted():
        return _balance(company_id, form)
    flash(done, "success")
    return turn_to(".balance", company_id=company_id)


def _chased(form: HouseForm, invoice_id: int, done: str) -> ResponseReturnValue:
    """Go back to the invoice's file, or say there what was refused."""
    if not form.accepted():
        return _chase(invoice_id, form)
    flash(done, "success")
    return turn_to(".chase", invoice_id=invoice_id)


def _calendar() -> tuple[int, ...]:
    """Return the days past due of the steps of the company's procedure."""
    return procedure.calendar(the_workspace().procedure)


def _invoice(invoice_id: int) -> Invoice:
    """Find an issued invoice or answer 404: nobody chases a draft."""
    return issued_by_id(invoice_id) or abort(404)


def _to_remind(today: date) -> Count:
    """Count the invoices whose next step is due, late beyond the days of grace, for the day's page."""
    due = [each for each in queries.to_chase(on=today, calendar=_calendar()) if each.is_due(on=today)]
    grace = today - timedelta(days=the_workspace().procedure("reminder_grace_days"))
    return Count(len(due), late=len([each for each in due if each.step.on < grace]))


announce_waiting(Waiting(50, "dunning.index", N_("Factures à relancer"), "bell", _to_remind))
