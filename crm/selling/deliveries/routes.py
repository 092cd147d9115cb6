"""Deliveries on screen: what leaves an order, the notes, the carrier, the proof of delivery, what comes back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from flask import Blueprint, abort, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from crm.activity.door import perform
from crm.activity.queries import timeline
from crm.desk.waiting import Count, Waiting, announce_waiting
from crm.kernel.clock import opening_of
from crm.kernel.errors import N_
from crm.papers.render import render_paper
from crm.people.access import Permission, allowed, here
from crm.selling.carriers import queries as carriers
from crm.selling.catalogue import queries as catalogue
from crm.selling.deliveries import queries, use_cases
from crm.selling.deliveries.forms import ArrivalForm, DispatchForm, QuantitiesForm, ReturnForm, ShipForm, with_lines
from crm.selling.deliveries.models import DeliveryNote
from crm.selling.deliveries.queries import ON_THE_WAY, TABS, DeliveryFilter
from crm.selling.orders.models import Order
from crm.selling.orders.queries import TO_SHIP, order_by_id
from crm.selling.printing import inline_pdf
from crm.selling.stock.queries import levels_by_product
from crm.web.forms import HouseForm
from crm.web.navigation import Entry, Tab, actions_of, announce, announce_tab, tabs_of
from crm.web.pages import page, turn_to

blueprint = Blueprint("deliveries", __name__, url_prefix="/w/<int:workspace_id>")
announce(Entry(N_("Vente"), 42, "deliveries.index", N_("Livraisons"), "truck-delivery", Permission.READ))
announce_tab(Tab("order", 20, "deliveries.of_order", N_("Livraisons"), "order_id"))


def _waiting(today: date) -> Count:
    """Count the delivery notes that no carrier took; late are those of earlier days."""
    return Count(queries.undispatched_count(), queries.undispatched_count(before=today))


announce_waiting(
    Waiting(37, "deliveries.index", N_("Expéditions à remettre au transporteur"), icon="truck", count=_waiting)
)


@blueprint.get("/deliveries/")
@allowed(Permission.READ)
def index() -> ResponseReturnValue:
    """The delivery notes: on the way, delivered; search and state in the URL, pages by keyset."""
    tab = request.args.get("tab", ON_THE_WAY)
    wanted = DeliveryFilter(
        tab=tab if tab in TABS else ON_THE_WAY,
        search=request.args.get("q", "")[:100],
        with_reservations=request.args.get("reservations") == "yes",
    )
    return page(
        "selling/deliveries/list.html",
        wanted=wanted,
        slice=queries.deliveries(wanted, cursor=request.args.get("after")),
        count=queries.delivery_count(wanted),
        counts={each: queries.delivery_count(DeliveryFilter(tab=each)) for each in TABS},
    )


@blueprint.get("/orders/<int:order_id>/deliveries")
@allowed(Permission.READ)
def of_order(order_id: int) -> ResponseReturnValue:
    """What left of an order, line by line, and what can leave now."""
    return _of_order(_order(order_id))


@blueprint.post("/orders/<int:order_id>/ship")
@allowed(Permission.SELL)
def ship(order_id: int) -> ResponseReturnValue:
    """Let goods leave, all that remains or a part, with their delivery note."""
    order, note = _order(order_id), None
    form = with_lines(ShipForm, {line.id: line.remaining for line in order.lines}, shown=False)
    if form.validate():
        with form.refusals():
            note = perform(here(), use_cases.ship_order, order, quantities=form.quantities)
    if note is None:
        return _of_order(_order(order_id), refused=form)
    flash(gettext("Bon de livraison édité : la marchandise part."), "success")
    return turn_to(".detail", note_id=note.id)


@blueprint.get("/delivery-notes/<int:note_id>")
@allowed(Permission.READ)
def detail(note_id: int) -> ResponseReturnValue:
    """One delivery: what it brings, who brings it, whether it arrived."""
    return _detail(_note(note_id))


@blueprint.post("/delivery-notes/<int:note_id>/dispatch")
@allowed(Permission.SELL)
def dispatch(note_id: int) -> ResponseReturnValue:
    """Hand the delivery to a carrier."""
    note, form = _note(note_id), DispatchForm().offer(carriers.carriers())
    if form.validate():
        carrier = carriers.carrier_by_id(form.carrier.data) or abort(404)
        with form.refusals():
            perform(
                here(),
                use_cases.dispatch,
                note,
                carrier=carrier,
                tracking=form.tracking.data or "",
                parcels=form.parcels.data or 1,
                weight_grams=form.weight_grams,
            )
    return _turn(note_id, form, gettext("Expédition remise au transporteur."))


@blueprint.post("/delivery-notes/<int:note_id>/deliver")
@allowed(Permission.SELL)
def deliver(note_id: int) -> ResponseReturnValue:
    """Note that the customer has the goods, with the proof of delivery."""
    note, form = _note(note_id), ArrivalForm()
    if form.validate():
        with form.refusals():
            perform(
                here(),
                use_cases.confirm_delivery,
                note,
                reservations=form.reservations.data or "",
                received_by=form.received_by.data or "",
            )
    return _turn(note_id, form, gettext("Livraison notée."))


@blueprint.post("/delivery-notes/<int:note_id>/returns")
@allowed(Permission.SELL)
def take_back(note_id: int) -> ResponseReturnValue:
    """Take goods back, with their return note."""
    note = _note(note_id)
    form = with_lines(ReturnForm, {line.id: line.returnable for line in note.lines}, shown=False)
    if form.validate() and isinstance(form, ReturnForm):
        with form.refusals():
            perform(
                here(),
                use_cases.issue_return_note,
                note,
                quantities=form.quantities,
                reason=form.reason.data or "",
                restocked=form.restocked.data,
            )
    return _turn(note_id, form, gettext("Retour enregistré : le bon de retour est édité."))


@blueprint.get("/delivery-notes/<int:note_id>/paper.pdf")
@allowed(Permission.READ)
def paper(note_id: int) -> ResponseReturnValue:
    """The delivery note on paper."""
    note = _note(note_id)
    view = note.paper(seller=catalogue.seller())
    return inline_pdf(render_paper(view, made_at=opening_of(view.issued_on)), name=note.number)


@blueprint.get("/return-notes/<int:return_id>/paper.pdf")
@allowed(Permission.READ)
def return_paper(return_id: int) -> ResponseReturnValue:
    """The return note on paper."""
    back = queries.return_note_by_id(return_id) or abort(404)
    view = back.paper(seller=catalogue.seller())
    return inline_pdf(render_paper(view, made_at=opening_of(view.issued_on)), name=back.number)


def _of_order(order: Order, *, refused: QuantitiesForm | None = None) -> ResponseReturnValue:
    """Return the page of an order's deliveries, with the form that was refused if there is one."""
    levels = levels_by_product(line.product_id for line in order.lines)
    ready = {}
    for line in order.lines:
        level = levels.get(line.product_id or 0)
        there = line.remaining if level is None else min(line.remaining, line.reserved + level.available)
        ready[line.id] = max(Decimal(0), there)
    return page(
        "selling/deliveries/of_order.html",
        order=order,
        company=order.company,
        notes=queries.notes_of(order),
        levels=levels,
        ready=ready,
        can_ship=order.state in TO_SHIP,
        tabs=tabs_of(Order.kind, order.id),
        form=refused or with_lines(ShipForm, ready, shown=True),
        status=refused.status if refused else 200,
    )


def _detail(note: DeliveryNote, *, refused: HouseForm | None = None) -> ResponseReturnValue:
    """Return a delivery's page, with the form that was refused if there is one."""
    known = carriers.cheapest_first(note.weight_grams or 0)
    back = with_lines(ReturnForm, {line.id: Decimal(0) for line in note.lines if line.returnable}, shown=True)
    return page(
        "selling/deliveries/detail.html",
        note=note,
        order=note.order,
        company=note.order.company,
        seller=catalogue.seller(),
        returns=queries.returns_of(note),
        replaced=queries.delivery_note_by_id(note.replaces_id) if note.replaces_id else None,
        carriers=known,
        dispatch_form=(refused if isinstance(refused, DispatchForm) else DispatchForm(formdata=None)).offer(known),
        arrival_form=refused if isinstance(refused, ArrivalForm) else ArrivalForm(formdata=None),
        return_form=refused if isinstance(refused, ReturnForm) else back,
        actions=actions_of(DeliveryNote.kind, note.id),
        entries=timeline(kind=DeliveryNote.kind, object_id=note.id),
        refused=refused,
        status=refused.status if refused else 200,
    )


def _turn(note_id: int, form: HouseForm, done: str) -> ResponseReturnValue:
    """Go to the delivery, or show it again with what was refused."""
    if not form.accepted():
        return _detail(_note(note_id), refused=form)
    flash(done, "success")
    return turn_to(".detail", note_id=note_id)


def _note(note_id: int) -> DeliveryNote:
    """Find the delivery note or answer 404."""
    return queries.delivery_note_by_id(note_id) or abort(404)


def _order(order_id: int) -> Order:
    """Find the order or answer 404."""
    return order_by_id(order_id) or abort(404)
