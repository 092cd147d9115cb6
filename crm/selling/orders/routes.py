"""Orders on screen: list, one order, its way to the customer, its papers."""

from __future__ import annotations

from datetime import date, datetime

from flask import Blueprint, abort, current_app, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from crm.activity.door import perform
from crm.activity.queries import timeline
from crm.desk.messages.queries import message_by_id
from crm.desk.waiting import Count, Waiting, announce_waiting
from crm.kernel.clock import add_working_days, opening_of
from crm.kernel.errors import N_
from crm.papers.render import render_paper
from crm.people.access import Permission, allowed, here, the_workspace
from crm.prospecting.companies import queries as companies
from crm.selling.catalogue import queries as catalogue
from crm.selling.orders import queries, rules, use_cases
from crm.selling.orders.forms import (
    CancelForm,
    ConfirmForm,
    HandOverForm,
)
from crm.selling.orders.models import Order, OrderState
from crm.selling.orders.queries import OrderFilter
from crm.selling.printing import inline_pdf
from crm.selling.quotes.queries import quote_by_id
from crm.web.filters import moment
from crm.web.forms import ActForm, HouseForm
from crm.web.navigation import Entry, Tab, actions_of, announce, announce_tab, tabs_of
from crm.web.pages import page, turn_to

blueprint = Blueprint("orders", __name__, url_prefix="/w/<int:workspace_id>")
announce(Entry(N_("Vente"), 40, "orders.index", N_("Commandes"), "shopping-cart", Permission.READ, on_phone=True))
announce_tab(Tab("order", 10, "orders.detail", N_("Commande"), "order_id"))
announce_tab(Tab("company", 40, "orders.of_company", N_("Commandes"), "company_id"))
PREPARED_IN = 5
# Where a step is done in a higher room, if that is there.
CHECK, BALANCE, SHIP = "purchase_orders.check", "dunning.balance", "deliveries.of_order"


def _to_confirm(today: date) -> Count:
    """Count the orders that the customer has not been told are accepted; late are those of earlier days."""
    recorded = queries.order_count(OrderFilter(state=OrderState.RECORDED))
    return Count(recorded, queries.recorded_before_count(today))


def _to_ship(today: date) -> Count:
    """Count the orders to be sent; late are those whose promised day is over."""
    return Count(queries.order_count(OrderFilter(state=OrderState.CONFIRMED)), queries.late_to_ship_count(today))


def _backorders(today: date) -> Count:
    """Count the orders of which a part is still to leave."""
    return Count(queries.order_count(OrderFilter(state=OrderState.PARTLY_SHIPPED)))


announce_waiting(
    Waiting(35, "orders.index", N_("Commandes à confirmer"), "shopping-cart", _to_confirm, values={"state": "recorded"})
)
announce_waiting(
    Waiting(36, "orders.index", N_("Commandes à expédier"), "truck-delivery", _to_ship, values={"state": "confirmed"})
)
announce_waiting(
    Waiting(
        36,
        "orders.index",
        N_("Reliquats à livrer"),
        icon="package",
        count=_backorders,
        values={"state": "partly_shipped"},
    )
)


@blueprint.get("/orders/")
@allowed(Permission.READ)
def index() -> ResponseReturnValue:
    """The orders: search, state in the URL, pages by keyset."""
    state = next((each for each in OrderState if each.value == request.args.get("state")), None)
    today = the_workspace().today
    late_on = today if request.args.get("late") == "yes" else None
    wanted = OrderFilter(search=request.args.get("q", "")[:100], state=state, late_on=late_on)
    return page(
        "selling/orders/list.html",
        wanted=wanted,
        slice=queries.orders(wanted, cursor=request.args.get("after")),
        count=queries.order_count(wanted),
        states=list(OrderState),
        counts=queries.state_counts(),
        today=today,
    )


@blueprint.get("/companies/<int:company_id>/orders")
@allowed(Permission.READ)
def of_company(company_id: int) -> ResponseReturnValue:
    """A company's orders."""
    company = companies.company_by_id(company_id) or abort(404)
    return page(
        "selling/orders/company.html", company=company, orders=queries.orders_of(company), today=the_workspace().today
    )


@blueprint.get("/orders/<int:order_id>")
@allowed(Permission.READ)
def detail(order_id: int) -> ResponseReturnValue:
    """One order: its lines, what is done and what remains."""
    return _detail(order_id)


@blueprint.post("/orders/<int:order_id>/check-stock")
@allowed(Permission.SELL)
def check_stock(order_id: int) -> ResponseReturnValue:
    """Look at the shelf for the order before a day is promised."""
    order, form = _order(order_id), ActForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.check_order_stock, order)
    return _turn(order_id, form, gettext("Vérification du stock consignée."))


@blueprint.post("/orders/<int:order_id>/confirm")
@allowed(Permission.SELL)
def confirm(order_id: int) -> ResponseReturnValue:
    """Confirm the order to the customer."""
    order, form = _order(order_id), ConfirmForm()
    if form.validate() and (day := form.promised_on.data):
        with form.refusals():
            perform(here(), use_cases.confirm_order, order, promised_on=day)
    return _turn(order_id, form, gettext("Commande confirmée au client."))


@blueprint.post("/orders/<int:order_id>/hand-over")
@allowed(Permission.SELL)
def hand_over(order_id: int) -> ResponseReturnValue:
    """Hand the order over to a service."""
    order, form = _order(order_id), HandOverForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.hand_over_order, order, to=form.to.data.value)
    return _turn(order_id, form, gettext("Commande transmise."))


@blueprint.post("/orders/<int:order_id>/cancel")
@allowed(Permission.SELL)
def cancel(order_id: int) -> ResponseReturnValue:
    """Cancel the order."""
    order, form = _order(order_id), CancelForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.cancel_order, order, reason=form.reason.data or "")
    return _turn(order_id, form, gettext("Commande annulée."))


@blueprint.get("/orders/<int:order_id>/paper.pdf")
@allowed(Permission.READ)
def paper(order_id: int) -> ResponseReturnValue:
    """The order confirmation on paper."""
    order = _order(order_id)
    quote = quote_by_id(order.quote_id) if order.quote_id else None
    view = order.paper(seller=catalogue.seller(), quote_number=quote.number if quote else "")
    return inline_pdf(render_paper(view, made_at=_printed_at(view.issued_on)), name=order.number)


def _detail(order_id: int, *, refused: HouseForm | None = None) -> ResponseReturnValue:
    """Return an order's page, with the form that was refused if there is one."""
    order = _order(order_id)
    shown: list[HouseForm] = [
        refused if isinstance(refused, kind) else kind(formdata=None) for kind in (HandOverForm, CancelForm)
    ]
    soon = {"promised_on": add_working_days(the_workspace().today, PREPARED_IN)}
    confirm_form = refused if isinstance(refused, ConfirmForm) else ConfirmForm(formdata=None, data=soon)
    return page(
        "selling/orders/detail.html",
        order=order,
        company=order.company,
        seller=catalogue.seller(),
        quote=quote_by_id(order.quote_id) if order.quote_id else None,
        message=message_by_id(order.message_id) if order.message_id else None,
        ship_url=_ship_url(order),
        tabs=tabs_of(Order.kind, order.id),
        steps=_steps(order),
        forms_of=dict(zip(("hand_over", "cancel"), shown, strict=True)) | {"confirm": confirm_form},
        actions=actions_of(Order.kind, order.id) if order.can(OrderState.INVOICED) else [],
        entries=timeline(kind=Order.kind, object_id=order.id),
        refused=refused,
        status=refused.status if refused else 200,
    )


def _ship_url(order: Order) -> str | None:
    """Return where goods of a confirmed order leave, if that room is there and something remains."""
    ready = order.state in queries.TO_SHIP and SHIP in current_app.view_functions
    return url_for(SHIP, order_id=order.id) if ready else None


def _steps(order: Order) -> list[dict[str, object]]:
    """Return what is done for the order and what remains, with the links to do it elsewhere."""
    done, links = queries.acts_of(order), {}
    if order.message_id and CHECK in current_app.view_functions:
        links[rules.Step.CHECK] = url_for(CHECK, message_id=order.message_id)
    if BALANCE in current_app.view_functions:
        links[rules.Step.BALANCE] = url_for(BALANCE, company_id=order.company_id)
    return [
        {
            "label": gettext(step.label),
            "done": step.word in done,
            "hint": moment(done[step.word]) if step.word in done else None,
            "url": links.get(step),
        }
        for step in rules.Step
        if step is not rules.Step.CHECK or order.message_id or step.word in done
    ]


def _turn(order_id: int, form: HouseForm, done: str) -> ResponseReturnValue:
    """Go to the order, or show it again with what was refused."""
    if not form.accepted():
        return _detail(order_id, refused=form)
    flash(done, "success")
    return turn_to(".detail", order_id=order_id)


def _order(order_id: int) -> Order:
    """Find the order or answer 404."""
    return queries.order_by_id(order_id) or abort(404)


def _printed_at(day: date) -> datetime:
    """Return the instant which a paper of a day carries: the same each time it is printed."""
    return opening_of(day)
