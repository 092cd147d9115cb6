"""Purchases on screen: what to order, the orders, one order, following its supplier up."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, abort, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from crm.activity.door import perform
from crm.activity.queries import timeline
from crm.desk.waiting import Count, Waiting, announce_waiting
from crm.kernel.clock import add_working_days, opening_of
from crm.kernel.errors import N_
from crm.papers.render import render_paper
from crm.people.access import Permission, allowed, here, the_workspace
from crm.selling.carriers import queries as carriers
from crm.selling.catalogue import queries as catalogue
from crm.selling.printing import inline_pdf
from crm.selling.suppliers import queries as suppliers
from crm.selling.suppliers.models import Supplier
from crm.selling.supply import queries, rules, use_cases
from crm.selling.supply.forms import CancelForm, FollowUpForm, PromiseForm, SendForm, SupplyOrderForm
from crm.selling.supply.models import SupplyOrder, SupplyState
from crm.selling.supply.queries import SupplyFilter
from crm.selling.writing import asked_language, signature
from crm.web.forms import HouseForm, with_refused
from crm.web.navigation import Action, Entry, Tab, actions_of, announce, announce_action, announce_tab, tabs_of
from crm.web.pages import page, turn_to

blueprint = Blueprint("supply", __name__, url_prefix="/w/<int:workspace_id>")
announce(Entry(N_("Articles et achats"), 48, "supply.index", N_("Achats"), "package-import", Permission.READ))
announce_tab(Tab("supply_order", 10, "supply.detail", N_("Commande"), "supply_order_id"))
announce_tab(Tab("supplier", 20, "supply.of_supplier", N_("Achats"), "supplier_id"))
announce_action(
    Action("supplier", 10, "supply.new", N_("Préparer une commande"), icon="shopping-cart-plus", argument="supplier_id")
)


def _late(today: date) -> Count:
    """Count the orders whose goods are overdue: all of them are late."""
    late = queries.supply_order_count(SupplyFilter(late_on=today))
    return Count(late, late)


announce_waiting(
    Waiting(
        45, "supply.index", N_("Fournisseurs en retard"), icon="truck-delivery", count=_late, values={"late": "yes"}
    )
)


@blueprint.get("/supply-orders/")
@allowed(Permission.READ)
def index() -> ResponseReturnValue:
    """The orders to suppliers: search, state, late in the URL, pages by keyset."""
    today = the_workspace().today
    state = next((each for each in SupplyState if each.value == request.args.get("state")), None)
    late_on = today if request.args.get("late") == "yes" else None
    wanted = SupplyFilter(search=request.args.get("q", "")[:100], state=state, late_on=late_on)
    return page(
        "selling/supply/list.html",
        wanted=wanted,
        slice=queries.supply_orders(wanted, cursor=request.args.get("after")),
        count=queries.supply_order_count(wanted),
        states=list(SupplyState),
        counts=queries.state_counts(),
        late=queries.supply_order_count(SupplyFilter(late_on=today)),
        today=today,
    )


@blueprint.get("/supply-orders/needs")
@allowed(Permission.READ)
def needs() -> ResponseReturnValue:
    """What must be ordered, and who sells it."""
    return page("selling/supply/needs.html", needs=queries.needs())


@blueprint.get("/suppliers/<int:supplier_id>/supply-orders")
@allowed(Permission.READ)
def of_supplier(supplier_id: int) -> ResponseReturnValue:
    """A supplier's orders."""
    supplier = _supplier(supplier_id)
    return page(
        "selling/supply/of_supplier.html",
        supplier=supplier,
        carrier=carriers.carrier_by_id(supplier.carrier_id) if supplier.carrier_id else None,
        orders=queries.orders_of(supplier),
        today=the_workspace().today,
        tabs=tabs_of(Supplier.kind, supplier.id),
        actions=actions_of(Supplier.kind, supplier.id),
    )


@blueprint.get("/suppliers/<int:supplier_id>/supply-orders/new")
@allowed(Permission.SELL)
def new(supplier_id: int) -> ResponseReturnValue:
    """An order to fill in: what is needed is proposed in whole packs."""
    supplier = _supplier(supplier_id)
    soon = add_working_days(the_workspace().today, supplier.lead_days)
    data = {
        "wanted_on": soon,
        "incoterm": supplier.incoterm.value if supplier.incoterm and supplier.is_foreign else "",
        "carrier": str(supplier.carrier_id or ""),
    }
    offers = queries.offered_by(supplier)
    form = SupplyOrderForm(formdata=None, data=data, offers=offers, carriers=carriers.carriers())
    return page("selling/supply/form.html", form=form, supplier=supplier)


@blueprint.post("/suppliers/<int:supplier_id>/supply-orders/new")
@allowed(Permission.SELL)
def create(supplier_id: int) -> ResponseReturnValue:
    """Prepare the order."""
    supplier, order = _supplier(supplier_id), None
    form = SupplyOrderForm(offers=queries.offered_by(supplier), carriers=carriers.carriers())
    if form.validate():
        with form.refusals():
            order = perform(
                here(),
                use_cases.draft_supply_order,
                supplier,
                lines=form.read_rows(),
                wanted_on=form.wanted_on.data,
                incoterm=form.read_incoterm(),
                incoterm_place=form.incoterm_place.data or "",
                carrier=carriers.carrier_chosen(form.carrier.data),
                note=form.note.data or "",
            )
    if order is None:
        return page("selling/supply/form.html", form=form, supplier=_supplier(supplier_id), status=form.status)
    flash(gettext("Commande préparée : relisez-la, puis envoyez-la."), "success")
    return turn_to(".detail", supply_order_id=order.id)


@blueprint.get("/supply-orders/<int:supply_order_id>")
@allowed(Permission.READ)
def detail(supply_order_id: int) -> ResponseReturnValue:
    """One order: lines, what has come, what was said."""
    return _detail(supply_order_id)


@blueprint.post("/supply-orders/<int:supply_order_id>/send")
@allowed(Permission.SELL)
def send(supply_order_id: int) -> ResponseReturnValue:
    """Send the order to its supplier."""
    order, form = _order(supply_order_id), SendForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.send_supply_order, order, way=form.way.data)
    return _turn(supply_order_id, form, gettext("Commande envoyée au fournisseur."))


@blueprint.post("/supply-orders/<int:supply_order_id>/promise")
@allowed(Permission.SELL)
def promise(supply_order_id: int) -> ResponseReturnValue:
    """Note what the supplier said by telephone: it confirms, or puts off."""
    order, form = _order(supply_order_id), PromiseForm()
    if form.validate() and (day := form.promised_on.data):
        with form.refusals():
            perform(
                here(),
                use_cases.note_promise,
                order,
                promised_on=day,
                supplier_number=form.supplier_number.data or "",
                reason=form.reason.data or "",
            )
    return _turn(supply_order_id, form, gettext("Date notée."))


@blueprint.post("/supply-orders/<int:supply_order_id>/cancel")
@allowed(Permission.SELL)
def cancel(supply_order_id: int) -> ResponseReturnValue:
    """Cancel the order, or what of it has not come."""
    order, form = _order(supply_order_id), CancelForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.cancel_supply_order, order, reason=form.reason.data or "")
    return _turn(supply_order_id, form, gettext("Commande annulée."))


@blueprint.get("/supply-orders/<int:supply_order_id>/follow-up")
@allowed(Permission.SELL)
def follow_up(supply_order_id: int) -> ResponseReturnValue:
    """A letter to the supplier, proposed in French or English."""
    order = _order(supply_order_id)
    language = asked_language()
    letter = queries.follow_up_letter(order, language, on=the_workspace().today, signature=signature())
    form = FollowUpForm(formdata=None, data={"language": language, "text": letter.body})
    return _letter_page(order, form)


@blueprint.post("/supply-orders/<int:supply_order_id>/follow-up")
@allowed(Permission.SELL)
def send_follow_up(supply_order_id: int) -> ResponseReturnValue:
    """Send the letter."""
    order, form = _order(supply_order_id), FollowUpForm()
    if form.validate():
        with form.refusals():
            perform(
                here(),
                use_cases.follow_up_supplier,
                order,
                language=form.language.data or "",
                text=form.text.data or "",
                way=form.way.data,
            )
    if not form.accepted():
        return _letter_page(_order(supply_order_id), form)
    flash(gettext("Fournisseur relancé."), "success")
    return turn_to(".detail", supply_order_id=supply_order_id)


@blueprint.get("/supply-orders/<int:supply_order_id>/paper.pdf")
@allowed(Permission.READ)
def paper(supply_order_id: int) -> ResponseReturnValue:
    """The order on paper, in the supplier's language."""
    order = _order(supply_order_id)
    view = order.paper(buyer=catalogue.seller())
    return inline_pdf(render_paper(view, made_at=opening_of(view.issued_on)), name=order.number)


def _letter_page(order: SupplyOrder, form: FollowUpForm) -> ResponseReturnValue:
    """Return the page of a letter to a supplier."""
    return page(
        "selling/supply/follow_up.html",
        order=order,
        supplier=order.supplier,
        form=form,
        today=the_workspace().today,
        past=queries.follow_ups_of(order),
        status=form.status,
    )


def _detail(supply_order_id: int, *, refused: HouseForm | None = None) -> ResponseReturnValue:
    """Return an order's page, with the form that was refused if there is one."""
    order, today = _order(supply_order_id), the_workspace().today
    blank = {
        "send": SendForm(formdata=None),
        "promise": PromiseForm(formdata=None),
        "cancel": CancelForm(formdata=None),
    }
    return page(
        "selling/supply/detail.html",
        order=order,
        supplier=order.supplier,
        buyer=catalogue.seller(),
        lacking=rules.lacks_to(order.supplier.minimum, order.net),
        days_late=order.days_late(today),
        today=today,
        tabs=tabs_of(SupplyOrder.kind, order.id),
        actions=actions_of(SupplyOrder.kind, order.id) if order.state is not SupplyState.DRAFT else [],
        forms_of=with_refused(blank, refused),
        follow_ups=queries.follow_ups_of(order),
        waiting=queries.waiting_for(order),
        entries=timeline(kind=SupplyOrder.kind, object_id=order.id),
        refused=refused,
        status=refused.status if refused else 200,
    )


def _turn(supply_order_id: int, form: HouseForm, done: str) -> ResponseReturnValue:
    """Go to the order, or show it again with what was refused."""
    if not form.accepted():
        return _detail(supply_order_id, refused=form)
    flash(done, "success")
    return turn_to(".detail", supply_order_id=supply_order_id)


def _order(supply_order_id: int) -> SupplyOrder:
    """Find the order or answer 404."""
    return queries.order_by_id(supply_order_id) or abort(404)


def _supplier(supplier_id: int) -> Supplier:
    """Find the supplier or answer 404."""
    return suppliers.supplier_by_id(supplier_id) or abort(404)
