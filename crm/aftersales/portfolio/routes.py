"""The file seen whole: ABC and Pareto, zones, activities, stages; everything a chart shows is in a table, too."""

from __future__ import annotations

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from crm.aftersales.portfolio import queries, rules
from crm.kernel.errors import N_
from crm.people.access import Permission, allowed, person, the_workspace
from crm.prospecting.segments.queries import segments
from crm.prospecting.segments.rules import parsing
from crm.web.navigation import Entry, announce
from crm.web.pages import page

blueprint = Blueprint("portfolio", __name__, url_prefix="/w/<int:workspace_id>/portfolio")
announce(Entry(N_("Clients"), 22, "portfolio.index", N_("Analyse du portefeuille"), "chart-bar", Permission.READ))
SHOWN = 50


@blueprint.get("/")
@allowed(Permission.READ)
def index() -> ResponseReturnValue:
    """The whole file, or the records that fit the filter of the address."""
    try:
        tree = parsing.read(request.args.get("f", ""))
    except parsing.Unreadable:
        abort(400, gettext("Le filtre de cette adresse est illisible."))
    found = queries.portfolio(tree, today=the_workspace().today)
    ranked = rules.pareto(found.accounts)
    written = parsing.write(tree)
    return page(
        "aftersales/portfolio/index.html",
        found=found,
        ranked=ranked[:SHOWN],
        ranked_count=len(ranked),
        classes=rules.classes(ranked),
        drawing=rules.drawing(ranked),
        size=(rules.WIDTH, rules.HEIGHT, rules.LEFT, rules.BOTTOM),
        kept=[each for each in segments(for_person=person().actor.id) if each.expression],
        written=written,
    )
