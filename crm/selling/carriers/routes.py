"""Carriers on screen: list, one carrier, a new carrier."""

from __future__ import annotations

from flask import Blueprint, abort, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from crm.activity.door import perform
from crm.activity.queries import timeline
from crm.kernel.errors import N_
from crm.people.access import Permission, allowed, here
from crm.selling.carriers import queries, use_cases
from crm.selling.carriers.forms import CarrierForm
from crm.selling.carriers.models import Carrier
from crm.web.navigation import Entry, announce
from crm.web.pages import page, turn_to

blueprint = Blueprint("carriers", __name__, url_prefix="/w/<int:workspace_id>/carriers")
announce(Entry(N_("Articles et achats"), 49, "carriers.index", N_("Transporteurs"), "truck", Permission.READ))
# What one parcel or one pallet weighs, to compare prices by.
EXAMPLES = (5_000, 30_000, 250_000)


@blueprint.get("/")
@allowed(Permission.READ)
def index() -> ResponseReturnValue:
    """The carriers side by side, with what three usual consignments cost."""
    return page("selling/carriers/list.html", carriers=queries.carriers(), examples=EXAMPLES)


@blueprint.get("/new")
@allowed(Permission.SELL)
def new() -> ResponseReturnValue:
    """An empty carrier to fill in."""
    return page("selling/carriers/form.html", form=CarrierForm(formdata=None))


@blueprint.post("/new")
@allowed(Permission.SELL)
def create() -> ResponseReturnValue:
    """List the carrier."""
    form, carrier = CarrierForm(), None
    if form.validate():
        with form.refusals():
            carrier = perform(here(), use_cases.create_carrier, **form.read())  # type: ignore[arg-type]
    if carrier is None:
        return page("selling/carriers/form.html", form=form, status=form.status)
    flash(gettext("Transporteur référencé."), "success")
    return turn_to(".detail", carrier_id=carrier.id)


@blueprint.get("/<int:carrier_id>")
@allowed(Permission.READ)
def detail(carrier_id: int) -> ResponseReturnValue:
    """One carrier: terms, prices, where one protests, what it has to do with."""
    carrier = queries.carrier_by_id(carrier_id) or abort(404)
    return page(
        "selling/carriers/detail.html",
        carrier=carrier,
        examples=EXAMPLES,
        entries=timeline(kind=Carrier.kind, object_id=carrier.id),
    )
