"""Entering orders on screen: a purchase order beside what was agreed, a quote that becomes an order."""

from __future__ import annotations

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from crm.activity.door import perform
from crm.activity.queries import timeline
from crm.activity.vocabulary import Activity
from crm.desk.messages.models import Message
from crm.desk.messages.queries import message_by_id
from crm.kernel.errors import N_
from crm.people.access import Permission, allowed, here
from crm.prospecting.companies import queries as companies
from crm.prospecting.companies.models import Company
from crm.selling.catalogue import queries as catalogue
from crm.selling.editor import typed_lines
from crm.selling.orders import queries, rules, use_cases
from crm.selling.purchase_orders.forms import CheckForm, PurchaseOrderForm, QuoteOrderForm
from crm.selling.quotes.models import Quote, QuoteState
from crm.selling.quotes.queries import quote_by_id
from crm.web.navigation import Action, announce_action
from crm.web.pages import page, turn_to

blueprint = Blueprint("purchase_orders", __name__, url_prefix="/w/<int:workspace_id>")
RECORD = N_("Enregistrer la commande")
announce_action(
    Action("quote", 40, "purchase_orders.from_quote", RECORD, icon="shopping-cart", argument="quote_id", tone="primary")
)


@blueprint.get("/messages/<int:message_id>/order")
@allowed(Permission.READ)
def check(message_id: int) -> ResponseReturnValue:
    """A purchase order beside the quote or the price list."""
    return _purchase_order(message_id)


@blueprint.post("/messages/<int:message_id>/order/check")
@allowed(Permission.SELL)
def note_check(message_id: int) -> ResponseReturnValue:
    """Note what the check found: an act."""
    message, form = _message(message_id), CheckForm()
    if form.validate():
        with form.refusals():
            perform(
                here(),
                use_cases.check_order,
                _company_of(message),
                message=message,
                quote=queries.quote_of_message(message),
                differences=form.noticed(),
                decision=form.decision.data.value,
            )
    return turn_to(".check", message_id=message_id) if form.accepted() else _purchase_order(message_id, checked=form)


@blueprint.post("/messages/<int:message_id>/order")
@allowed(Permission.SELL)
def record_purchase_order(message_id: int) -> ResponseReturnValue:
    """Record the order as it was typed."""
    message, form, order = _message(message_id), PurchaseOrderForm(products=catalogue.products()), None
    if not form.resized and form.validate():
        with form.refusals():
            order = perform(
                here(),
                use_cases.order_from_purchase_order,
                _company_of(message),
                message=message,
                lines=form.read_lines(),
                customer_reference=form.customer_reference.data or "",
                delivery_address=form.delivery_address.data or "",
            )
    return _purchase_order(message_id, typed=form) if order is None else turn_to("orders.detail", order_id=order.id)


@blueprint.get("/quotes/<int:quote_id>/order")
@allowed(Permission.SELL)
def from_quote(quote_id: int) -> ResponseReturnValue:
    """A quote about to become an order, unless it is one already."""
    quote = _quote(quote_id)
    if (order := queries.order_of_quote(quote)) is not None:
        return turn_to("orders.detail", order_id=order.id)
    if quote.state not in {QuoteState.SENT, QuoteState.ACCEPTED}:
        return turn_to("quotes.detail", quote_id=quote_id)
    address = {"delivery_address": "\n".join(quote.company.address_lines)}
    return page(
        "selling/purchase_orders/from_quote.html", quote=quote, form=QuoteOrderForm(formdata=None, data=address)
    )


@blueprint.post("/quotes/<int:quote_id>/order")
@allowed(Permission.SELL)
def record_quote(quote_id: int) -> ResponseReturnValue:
    """Record the order of a quote."""
    quote, form, order = _quote(quote_id), QuoteOrderForm(), None
    if form.validate():
        with form.refusals():
            order = perform(
                here(),
                use_cases.order_from_quote,
                quote,
                customer_reference=form.customer_reference.data or "",
                delivery_address=form.delivery_address.data or "",
            )
    if order is not None:
        return turn_to("orders.detail", order_id=order.id)
    return page("selling/purchase_orders/from_quote.html", quote=_quote(quote_id), form=form, status=form.status)


def _purchase_order(
    message_id: int, *, checked: CheckForm | None = None, typed: PurchaseOrderForm | None = None
) -> ResponseReturnValue:
    """Return the page of a purchase order, with the form that was refused if there is one."""
    message = _message(message_id)
    company, quote = _company_of(message), queries.quote_of_message(message)
    wish, home = queries.wish(message, quote), "\n".join(company.address_lines)
    begun = {"customer_reference": wish.customer_reference, "delivery_address": home}
    lines = {"lines": typed_lines(queries.typed_from(wish))}
    refused = checked or typed
    return page(
        "selling/purchase_orders/check.html",
        message=message,
        company=company,
        quote=quote,
        order=queries.order_of_message(message) or (queries.order_of_quote(quote) if quote else None),
        pairs=rules.side_by_side(wish.agreed, wish.asked) if wish.asked else (),
        address=wish.address,
        address_differs=bool(rules.address_difference(wish.address, home)),
        checks=timeline(kind=Message.kind, object_id=message.id, words=[Activity.ORDER_CHECKED.word]),
        check_form=checked or CheckForm(formdata=None),
        order_form=typed or PurchaseOrderForm(formdata=None, products=catalogue.products(), data=begun | lines),
        status=refused.status if refused else 200,
    )


def _quote(quote_id: int) -> Quote:
    """Find the quote or answer 404."""
    return quote_by_id(quote_id) or abort(404)


def _message(message_id: int) -> Message:
    """Find the message of a company or answer 404."""
    message = message_by_id(message_id) or abort(404)
    return message if message.company_id else abort(404)


def _company_of(message: Message) -> Company:
    """Find who wrote the message."""
    return companies.company_by_id(message.company_id or 0) or abort(404)
