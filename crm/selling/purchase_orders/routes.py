"""Entering orders on screen: a purchase order beside what was agreed, a quote that becomes an order."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from crm.activity.door import perform
from crm.activity.queries import timeline
from crm.activity.vocabulary import Activity
from crm.desk.documents.models import DocumentType
from crm.desk.documents.use_cases import receive_document
from crm.desk.messages.models import Message
from crm.desk.messages.queries import message_by_id
from crm.kernel.errors import N_
from crm.papers.render import render_paper
from crm.papers.views import CommercialPaper
from crm.people.access import Permission, allowed, here, the_workspace
from crm.prospecting.companies import queries as companies
from crm.prospecting.companies.models import Company
from crm.selling.catalogue import queries as catalogue
from crm.selling.editor import typed_lines
from crm.selling.orders import queries as orders
from crm.selling.orders.use_cases import check_order, order_from_purchase_order, order_from_quote
from crm.selling.printing import inline_pdf
from crm.selling.purchase_orders import queries, rules, use_cases
from crm.selling.purchase_orders.forms import CheckForm, PurchaseOrderForm, QuoteOrderForm, SettleForm
from crm.selling.purchase_orders.queries import Comparison
from crm.selling.quotes.models import Quote, QuoteState
from crm.selling.quotes.queries import quote_by_id
from crm.web.forms import ActForm
from crm.web.navigation import Action, announce_action
from crm.web.pages import page, turn_to

blueprint = Blueprint("purchase_orders", __name__, url_prefix="/w/<int:workspace_id>")
RECORD = N_("Enregistrer la commande")
NOTED = [Activity.ORDER_CHECKED.word, Activity.PURCHASE_ORDER_SETTLED.word]
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
                check_order,
                _company_of(message),
                message=message,
                quote=orders.quote_of_message(message),
                differences=form.noticed(),
                decision=form.decision.data.value,
            )
    return turn_to(".check", message_id=message_id) if form.accepted() else _purchase_order(message_id, checked=form)


@blueprint.post("/messages/<int:message_id>/order/settle")
@allowed(Permission.SELL)
def settle(message_id: int) -> ResponseReturnValue:
    """Decide of the differences, each for itself."""
    message, form = _message(message_id), SettleForm()
    if form.validate():
        with form.refusals():
            perform(
                here(),
                use_cases.settle_purchase_order,
                _company_of(message),
                message=message,
                settlements=form.read(),
                note=form.note.data or "",
            )
    if not form.accepted():
        return _purchase_order(message_id, settled=form)
    flash(gettext("Décisions gardées : les lignes à saisir les reprennent."), "success")
    return turn_to(".check", message_id=message_id)


@blueprint.get("/messages/<int:message_id>/order/paper.pdf")
@allowed(Permission.READ)
def paper(message_id: int) -> ResponseReturnValue:
    """The customer's own paper, as it came with the message."""
    message = _message(message_id)
    sheet = _paper(message)
    return inline_pdf(render_paper(sheet, made_at=message.sent_at), name=sheet.number)


@blueprint.post("/messages/<int:message_id>/order/document")
@allowed(Permission.SELL)
def keep_document(message_id: int) -> ResponseReturnValue:
    """Enter the customer's paper among the documents received: it waits to be filed."""
    message, form = _message(message_id), ActForm()
    sheet = _paper(message)
    if form.validate():
        with form.refusals():
            perform(
                here(),
                receive_document,
                type=DocumentType.PURCHASE_ORDER,
                title=message.subject,
                content=render_paper(sheet, made_at=message.sent_at),
                number=sheet.number,
                file_name=f"{sheet.number}.pdf",
                company=_company_of(message),
                about=message,
            )
    return turn_to(".check", message_id=message_id) if form.accepted() else _purchase_order(message_id)


@blueprint.post("/messages/<int:message_id>/order")
@allowed(Permission.SELL)
def record_purchase_order(message_id: int) -> ResponseReturnValue:
    """Record the order as it was typed."""
    message, order = _message(message_id), None
    company = _company_of(message)
    tariff = queries.compare(message, company, procedure=the_workspace().procedure).tariff
    form = PurchaseOrderForm(products=catalogue.products(), tariff=tariff)
    if not form.resized and form.validate():
        with form.refusals():
            order = perform(
                here(),
                order_from_purchase_order,
                company,
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
    if (order := orders.order_of_quote(quote)) is not None:
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
                order_from_quote,
                quote,
                customer_reference=form.customer_reference.data or "",
                delivery_address=form.delivery_address.data or "",
            )
    if order is not None:
        return turn_to("orders.detail", order_id=order.id)
    return page("selling/purchase_orders/from_quote.html", quote=_quote(quote_id), form=form, status=form.status)


def _purchase_order(
    message_id: int,
    *,
    checked: CheckForm | None = None,
    settled: SettleForm | None = None,
    typed: PurchaseOrderForm | None = None,
) -> ResponseReturnValue:
    """Return the page of a purchase order, with the form that was refused if there is one."""
    message = _message(message_id)
    company, quote = _company_of(message), orders.quote_of_message(message)
    found = queries.compare(message, company, procedure=the_workspace().procedure)
    decided = queries.decisions_on(message)
    refused, settle_form = checked or settled or typed, settled or SettleForm.of(found.differences, decided)
    return page(
        "selling/purchase_orders/check.html",
        message=message,
        company=company,
        quote=quote,
        order=orders.order_of_message(message) or (orders.order_of_quote(quote) if quote else None),
        found=found,
        rows=rules.rows(found.differences, decided),
        by_phone=queries.came_by_phone(message),
        replies=queries.replies_to(message),
        acts=_acts(message, company, found),
        checks=timeline(kind=Message.kind, object_id=message.id, words=NOTED),
        kept=timeline(kind=Message.kind, object_id=message.id, words=[Activity.DOCUMENT_RECEIVED.word], limit=1),
        check_form=checked or CheckForm(formdata=None),
        settle_form=settle_form,
        decisions=settle_form.entries_of(found.differences),
        order_form=typed or _order_form(found, company, decided),
        act_form=ActForm(formdata=None),
        status=refused.status if refused else 200,
    )


def _order_form(found: Comparison, company: Company, decided: rules.Decisions) -> PurchaseOrderForm:
    """Return the form of the order, begun as the differences were settled."""
    begun = {
        "customer_reference": found.wish.customer_reference,
        "delivery_address": queries.delivery_address(found, company, decided),
        "lines": typed_lines(queries.typed_from(found, decided)),
    }
    return PurchaseOrderForm(formdata=None, products=catalogue.products(), tariff=found.tariff, data=begun)


def _acts(message: Message, company: Company, found: Comparison) -> list[dict[str, object]]:
    """Return what is looked at before an order is recorded: where, and whether it was."""
    looked = queries.looked_at(message, company)
    weighs = queries.weighs(found, company, large_cents=the_workspace().procedure("large_order_cents"))
    weighty = gettext("Nouveau client ou commande importante : indispensable.") if weighs else ""
    ways = [
        (Activity.BALANCE_CHECKED, gettext("Vérifier l’encours"), "", "dunning.balance", {"company_id": company.id}),
        (
            Activity.SOLVENCY_CHECKED,
            gettext("Vérifier la solvabilité"),
            weighty,
            "dunning.balance",
            {"company_id": company.id},
        ),
        (
            Activity.STOCK_CHECKED,
            gettext("Vérifier le stock"),
            "",
            "stock.check",
            {"want": queries.wanted_goods(found), "company": company.id, "message": message.id},
        ),
        (
            Activity.TERMS_CHECKED,
            gettext("Vérifier les conditions de vente"),
            "",
            "pricing.terms",
            {"company_id": company.id, "message": message.id},
        ),
    ]
    return [
        {"label": label, "hint": hint, "done": act.word in looked, "url": url_for(endpoint, **values)}  # type: ignore[arg-type]
        for act, label, hint, endpoint, values in ways
        if endpoint in current_app.view_functions
    ]


def _paper(message: Message) -> CommercialPaper:
    """Return the customer's paper, or answer 404 for an order that came by telephone or names nothing."""
    company = _company_of(message)
    found = queries.compare(message, company, procedure=the_workspace().procedure)
    if queries.came_by_phone(message) or not found.wish.asked:
        abort(404)
    return queries.paper(message, company, found, seller=catalogue.seller())


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
