"""Receivables on screen: the aged balance, receipts to come, who owes more than it may."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from crm.billing.receivables import queries, rules
from crm.billing.receivables.rules import Basis, Bucket
from crm.kernel.errors import N_
from crm.kernel.money import Money, total
from crm.people.access import Permission, allowed, the_workspace
from crm.web.navigation import Entry, announce
from crm.web.pages import page

blueprint = Blueprint("receivables", __name__, url_prefix="/w/<int:workspace_id>/dunning")
announce(Entry(N_("Recouvrement"), 55, "receivables.aged", N_("Créances clients"), "chart-bar", Permission.READ))
SHOWN = 100
WEEKS = 8
LIMIT = "credit_limit_default_cents"


@blueprint.get("/aged")
@allowed(Permission.READ)
def aged() -> ResponseReturnValue:
    """The aged balance: per company, by how late it is, with the days of sales outstanding."""
    today = the_workspace().today
    lines, start = queries.aged_balance(on=today), _start()
    totals = queries.aged_totals(lines)
    return page(
        "billing/receivables/aged.html",
        lines=lines[start : start + SHOWN],
        further=_further(start, len(lines)),
        count=len(lines),
        totals=totals,
        credit_notes=total(line.credit_notes for line in lines),
        whole=total(line.total for line in lines),
        delay=queries.delay(on=today),
        buckets=list(Bucket),
        views=_views("aged"),
    )


@blueprint.get("/expected")
@allowed(Permission.READ)
def expected() -> ResponseReturnValue:
    """The receipts to come, week by week."""
    weeks = rules.by_week(queries.receipts(), today=the_workspace().today, weeks=WEEKS)
    return page(
        "billing/receivables/expected.html",
        weeks=weeks,
        largest=max(week.total.cents for week in weeks),
        whole=total(week.total for week in weeks),
        bases=[each for each in Basis if each is not Basis.OVERDUE],
        views=_views("expected"),
    )


@blueprint.get("/exposure")
@allowed(Permission.READ)
def exposure() -> ResponseReturnValue:
    """The outstanding balance of each customer beside its limit and the insurer's cover."""
    workspace = the_workspace()
    default = Money(workspace.procedure(LIMIT))
    rows, start = queries.exposures(on=workspace.today, default_limit=default), _start()
    return page(
        "billing/receivables/exposure.html",
        rows=rows[start : start + SHOWN],
        further=_further(start, len(rows)),
        outstanding=total(each.outstanding for each in rows),
        beyond=total(each.beyond for each in rows),
        uncovered=total(each.uncovered for each in rows),
        views=_views("exposure"),
    )


def _start() -> int:
    """Return from which row on the page shows."""
    return max(0, request.args.get("after", 0, type=int))


def _further(start: int, count: int) -> int | None:
    """Return where the next page begins, if there is one."""
    return start + SHOWN if count > start + SHOWN else None


def _views(current: str) -> list[dict[str, object]]:
    """Return the tabs of the room."""
    labels = {
        "aged": gettext("Balance âgée"),
        "expected": gettext("Encaissements attendus"),
        "exposure": gettext("Exposition"),
    }
    return [{"label": said, "url": url_for(f".{name}"), "current": name == current} for name, said in labels.items()]
