"""Changes of an order on screen: what can still be changed, what follows, telling the customer."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from crm.activity.door import perform
from crm.desk.waiting import Count, Waiting, announce_waiting
from crm.kernel.clock import add_working_days
from crm.kernel.errors import N_
from crm.people.access import Permission, allowed, here, the_workspace
from crm.selling.amendments import queries, use_cases
from crm.selling.amendments.forms import BackorderForm, ChangeForm, DelayForm, SplitForm, split_form
from crm.selling.amendments.queries import CHANGEABLE
from crm.selling.catalogue import queries as catalogue
from crm.selling.editor import typed_lines
from crm.selling.orders.models import Order, OrderState
from crm.selling.orders.queries import TO_SHIP, late_to_ship_count, order_by_id
from crm.selling.tariffs import tariff_for
from crm.web.forms import HouseForm
from crm.web.navigation import Tab, announce_tab, tabs_of
from crm.web.pages import page, turn_to

blueprint = Blueprint("amendments", __name__, url_prefix="/w/<int:workspace_id>/orders/<int:order_id>")
announce_tab(Tab("order", 30, "amendments.detail", N_("Modifier"), "order_id"))
# What the form of a delay proposes, in working days from today.
LATER = 5


def _late(today: date) -> Count:
    """Count the orders whose promised day is over although not all has left: all of them are late."""
    late = late_to_ship_count(today)
    return Count(late, late)


announce_waiting(
    Waiting(34, "orders.index", N_("Clients à prévenir d’un retard"), icon="clock", count=_late, values={"late": "yes"})
)


@blueprint.get("/amend")
@allowed(Permission.READ)
def detail(order_id: int) -> ResponseReturnValue:
    """What can still be changed of an order, and what follows from it."""
    return _detail(_order(order_id))


@blueprint.get("/change")
@allowed(Permission.SELL)
def edit(order_id: int) -> ResponseReturnValue:
    """The order as it is, to be changed; what has left is only shown."""
    order = _order(order_id)
    if order.state not in CHANGEABLE:
        return turn_to(".detail", order_id=order_id)
    named = ("wanted_on", "promised_on", "delivery_address")
    begun = {name: getattr(order, name) for name in named} | {
        "version": str(order.version),
        "lines": typed_lines(order.lines),
    }
    return _sheet(order, _form(order, begun))


@blueprint.get("/change/consequences")
@allowed(Permission.SELL)
def consequences(order_id: int) -> ResponseReturnValue:
    """What follows from the lines being typed."""
    order = _order(order_id)
    return _sheet(order, _form(order, typed=request.args))


@blueprint.post("/change")
@allowed(Permission.SELL)
def change(order_id: int) -> ResponseReturnValue:
    """Change the order."""
    order = _order(order_id)
    form = _form(order, typed=request.form)
    if not form.resized and form.validate():
        with form.refusals():
            perform(
                here(),
                use_cases.change_order,
                order,
                lines=form.read_lines(),
                wanted_on=form.wanted_on.data,
                promised_on=form.promised_on.data if order.promised_on else None,
                delivery_address=form.delivery_address.data or "",
                reason=form.reason.data or "",
                version=form.expected_version,
            )
    if form.accepted():
        flash(gettext("Commande modifiée."), "success")
        return turn_to("orders.detail", order_id=order_id)
    return _sheet(_order(order_id), form)


@blueprint.post("/split")
@allowed(Permission.SELL)
def split(order_id: int) -> ResponseReturnValue:
    """Part the order in two."""
    order, new = _order(order_id), None
    form = split_form(order.lines)
    if form.validate():
        with form.refusals():
            new = perform(
                here(),
                use_cases.split_order,
                order,
                quantities=form.quantities,
                promised_on=form.promised_on.data,
            )
    if new is None:
        return _detail(_order(order_id), refused=form)
    flash(gettext("Commande fractionnée : %(number)s est créée.", number=new.number), "success")
    return turn_to("orders.detail", order_id=new.id)


@blueprint.post("/backorder/cancel")
@allowed(Permission.SELL)
def cancel_backorder(order_id: int) -> ResponseReturnValue:
    """Give up what lacks."""
    order, form = _order(order_id), BackorderForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.cancel_backorder, order, reason=form.reason.data or "")
    return _turn(order_id, form, gettext("Reliquat soldé."))


@blueprint.post("/delay")
@allowed(Permission.SELL)
def announce_delay(order_id: int) -> ResponseReturnValue:
    """Tell the customer a later day."""
    order, form = _order(order_id), DelayForm()
    if form.validate() and (day := form.promised_on.data):
        with form.refusals():
            perform(
                here(),
                use_cases.announce_delay,
                order,
                promised_on=day,
                channel=form.channel.data,
                text=form.text.data or "",
            )
    return _turn(order_id, form, gettext("Retard annoncé au client."))


def _form(order: Order, begun: dict[str, object] | None = None, *, typed: Any = None) -> ChangeForm:
    """Build the form of an order at its customer's prices."""
    place = the_workspace()
    tariff = tariff_for(
        order.company, on=place.today, procedure=the_workspace().procedure, currency=order.currency, regime=order.regime
    )
    return ChangeForm(products=catalogue.products(), tariff=tariff, formdata=typed, data=begun)


def _sheet(order: Order, form: ChangeForm) -> ResponseReturnValue:
    """Return the page on which an order is changed, with what would follow."""
    return page(
        "selling/amendments/form.html",
        order=order,
        company=order.company,
        form=form,
        follows=queries.consequences(order, form.read_lines(), procedure=the_workspace().procedure),
        status=form.status,
    )


def _detail(order: Order, *, refused: HouseForm | None = None) -> ResponseReturnValue:
    """Return the page of what can be changed, with the form that was refused if there is one."""
    today = the_workspace().today
    soon = {"promised_on": add_working_days(max(today, order.promised_on or today), LATER)}
    return page(
        "selling/amendments/detail.html",
        order=order,
        company=order.company,
        tabs=tabs_of(Order.kind, order.id),
        can_change=order.state in CHANGEABLE,
        can_split=order.state in {*CHANGEABLE, OrderState.PARTLY_SHIPPED},
        is_awaited=order.state in TO_SHIP,
        is_late=order.is_late(on=today),
        parted=queries.parted_from(order),
        origin=order_by_id(order.splits_id) if order.splits_id else None,
        split_form=refused if isinstance(refused, SplitForm) else split_form(order.lines, shown=True),
        backorder_form=refused if isinstance(refused, BackorderForm) else BackorderForm(formdata=None),
        delay_form=refused if isinstance(refused, DelayForm) else DelayForm(formdata=None, data=soon),
        refused=refused,
        status=refused.status if refused else 200,
    )


def _turn(order_id: int, form: HouseForm, done: str) -> ResponseReturnValue:
    """Go to the order, or show the page again with what was refused."""
    if not form.accepted():
        return _detail(_order(order_id), refused=form)
    flash(done, "success")
    return turn_to("orders.detail", order_id=order_id)


def _order(order_id: int) -> Order:
    """Find the order or answer 404."""
    return order_by_id(order_id) or abort(404)
