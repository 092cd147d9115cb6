"""Goods that come in, on screen: the dock, receipts of an order, protests and claims."""

from __future__ import annotations

from datetime import date
from typing import TypedDict

from flask import Blueprint, abort, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from crm.activity.door import perform
from crm.desk.waiting import Count, Waiting, announce_waiting
from crm.kernel.clock import opening_of
from crm.kernel.errors import N_
from crm.papers.correspondence import WrittenLetter
from crm.papers.render import render_written
from crm.people.access import Permission, allowed, here, the_workspace
from crm.selling.carriers import queries as carriers
from crm.selling.catalogue import queries as catalogue
from crm.selling.printing import inline_pdf
from crm.selling.receipts import queries, use_cases
from crm.selling.receipts.forms import ClaimForm, ReceiptForm, ReservationsForm
from crm.selling.receipts.models import Arrival, Grievance, Receipt, Remedy
from crm.selling.suppliers.models import Supplier
from crm.selling.supply import queries as supply
from crm.selling.supply.models import SupplyOrder, SupplyState
from crm.selling.writing import asked_language, signature
from crm.web.forms import HouseForm
from crm.web.navigation import Action, Tab, actions_of, announce_action, announce_tab, tabs_of
from crm.web.pages import page, turn_to

blueprint = Blueprint("receipts", __name__, url_prefix="/w/<int:workspace_id>")
announce_tab(Tab("supply_order", 20, "receipts.of_order", N_("Réceptions"), "supply_order_id"))
announce_action(
    Action("supply_order", 10, "receipts.new", N_("Réceptionner"), icon="package", argument="supply_order_id")
)
announce_action(Action("supply_order", 20, "receipts.claim", N_("Réclamer"), icon="flag", argument="supply_order_id"))


class Around(TypedDict):
    """What the head of an order's page shows."""

    order: SupplyOrder
    supplier: Supplier
    today: date
    tabs: list[dict[str, object]]
    actions: list[dict[str, str]]


def _at_the_dock(today: date) -> Count:
    """Count the goods that nobody has entered; late are those that came before today."""
    waiting = queries.at_the_dock()
    return Count(len(waiting), sum(each.arrived_on < today for each in waiting))


def _to_protest(today: date) -> Count:
    """Count the damaged or incomplete deliveries without protest; late are those whose time is over tomorrow."""
    found = [each for each in queries.to_protest_about() if each.may_protest(today)]
    return Count(len(found), sum(each.last_protest_on == today for each in found))


announce_waiting(Waiting(46, "receipts.dock", N_("Livraisons à réceptionner"), icon="package", count=_at_the_dock))
announce_waiting(Waiting(47, "receipts.dock", N_("Réserves à adresser"), icon="flag", count=_to_protest))


@blueprint.get("/receipts/")
@allowed(Permission.READ)
def dock() -> ResponseReturnValue:
    """What waits at the dock, and the deliveries about which one may still protest."""
    return page(
        "selling/receipts/dock.html",
        arrivals=queries.at_the_dock(),
        troubled=queries.to_protest_about(),
        today=the_workspace().today,
    )


@blueprint.get("/supply-orders/<int:supply_order_id>/receipts")
@allowed(Permission.READ)
def of_order(supply_order_id: int) -> ResponseReturnValue:
    """What came of an order."""
    order = _order(supply_order_id)
    return page(
        "selling/receipts/of_order.html",
        **_around(order),
        receipts=queries.receipts_of(order),
        arrivals=queries.at_the_dock(order),
        claims=queries.claims_of(order),
    )


@blueprint.get("/supply-orders/<int:supply_order_id>/receipts/new")
@allowed(Permission.SELL)
def new(supply_order_id: int) -> ResponseReturnValue:
    """A receipt to fill in, beside what stands on the dock."""
    order = _order(supply_order_id)
    arrival = _arrival(order)
    carrier_id = (arrival.carrier_id if arrival else None) or order.carrier_id
    data = {"note_number": arrival.note_number if arrival else "", "carrier": str(carrier_id or "")}
    form = ReceiptForm(formdata=None, data=data, order=order, carriers=carriers.carriers())
    return _receipt_page(order, arrival, form)


@blueprint.post("/supply-orders/<int:supply_order_id>/receipts/new")
@allowed(Permission.SELL)
def create(supply_order_id: int) -> ResponseReturnValue:
    """Enter the goods."""
    order, receipt = _order(supply_order_id), None
    form = ReceiptForm(order=order, carriers=carriers.carriers())
    if form.validate():
        with form.refusals():
            receipt = perform(
                here(),
                use_cases.record_receipt,
                order,
                lines=form.read_rows(),
                arrival=_arrival(order),
                reservations=form.reservations.data or "",
                carrier=carriers.carrier_chosen(form.carrier.data),
                note_number=form.note_number.data or "",
            )
    if receipt is None:
        order = _order(supply_order_id)
        return _receipt_page(order, _arrival(order), form)
    flash(gettext("Réception enregistrée : le stock est à jour."), "success")
    return turn_to(".detail", receipt_id=receipt.id)


@blueprint.get("/receipts/<int:receipt_id>")
@allowed(Permission.READ)
def detail(receipt_id: int) -> ResponseReturnValue:
    """One receipt: what was counted, and until when one may protest."""
    return _detail(receipt_id)


@blueprint.post("/receipts/<int:receipt_id>/reservations")
@allowed(Permission.SELL)
def reserve(receipt_id: int) -> ResponseReturnValue:
    """Send the protest to the carrier."""
    receipt, form = _receipt(receipt_id), ReservationsForm()
    if form.validate():
        with form.refusals():
            perform(
                here(),
                use_cases.send_carrier_reservations,
                receipt,
                text=form.text.data or "",
                way=form.way.data,
            )
    if not form.accepted():
        return _detail(receipt_id, refused=form)
    flash(gettext("Réserves adressées au transporteur."), "success")
    return turn_to(".detail", receipt_id=receipt_id)


@blueprint.get("/supply-orders/<int:supply_order_id>/claim")
@allowed(Permission.SELL)
def claim(supply_order_id: int) -> ResponseReturnValue:
    """A complaint to the supplier, proposed in French or English."""
    order = _order(supply_order_id)
    language = asked_language()
    receipt = queries.last_receipt_of(order)
    damaged = receipt is not None and any(line.damaged for line in receipt.lines)
    grievance = Grievance.DAMAGED if damaged else Grievance.MISSING if receipt else Grievance.LATE
    letter = queries.claim_letter(
        order, language, grievance=grievance, remedy=Remedy.REPLACEMENT, signature=signature()
    )
    data = {"language": language, "grievance": grievance, "text": letter.body}
    return _claim_page(order, ClaimForm(formdata=None, data=data))


@blueprint.post("/supply-orders/<int:supply_order_id>/claim")
@allowed(Permission.SELL)
def send_claim(supply_order_id: int) -> ResponseReturnValue:
    """Send the complaint."""
    order, form = _order(supply_order_id), ClaimForm()
    if form.validate():
        with form.refusals():
            perform(
                here(),
                use_cases.claim_from_supplier,
                order,
                grievance=form.grievance.data,
                remedy=form.remedy.data,
                language=form.language.data or "",
                text=form.text.data or "",
                way=form.way.data,
                receipt=queries.last_receipt_of(order),
            )
    if not form.accepted():
        return _claim_page(_order(supply_order_id), form)
    flash(gettext("Réclamation envoyée au fournisseur."), "success")
    return turn_to(".of_order", supply_order_id=supply_order_id)


@blueprint.get("/carrier-reservations/<int:protest_id>/letter.pdf")
@allowed(Permission.READ)
def reservations_paper(protest_id: int) -> ResponseReturnValue:
    """The protest to the carrier, as a letter."""
    receipt = queries.receipt_protested_about(protest_id) or abort(404)
    written = receipt.protest_on_paper(sender=catalogue.seller()) or abort(404)
    return _letter(written, name=f"reserves-{receipt.number}")


@blueprint.get("/supplier-claims/<int:claim_id>/letter.pdf")
@allowed(Permission.READ)
def claim_paper(claim_id: int) -> ResponseReturnValue:
    """The claim on the supplier, as a letter."""
    claimed = queries.claim_by_id(claim_id) or abort(404)
    return _letter(claimed.paper(sender=catalogue.seller()), name=f"reclamation-{claimed.order.number}")


def _letter(written: WrittenLetter, *, name: str) -> ResponseReturnValue:
    """Return a letter as PDF."""
    return inline_pdf(render_written(written, made_at=opening_of(written.written_on)), name=name)


def _receipt_page(order: SupplyOrder, arrival: Arrival | None, form: ReceiptForm) -> ResponseReturnValue:
    """Return the page on which one counts."""
    return page(
        "selling/receipts/form.html",
        order=order,
        supplier=order.supplier,
        arrival=arrival,
        form=form,
        expects=order.state.is_open,
        today=the_workspace().today,
        status=form.status,
    )


def _claim_page(order: SupplyOrder, form: ClaimForm) -> ResponseReturnValue:
    """Return the page of a complaint."""
    return page(
        "selling/receipts/claim.html",
        order=order,
        supplier=order.supplier,
        form=form,
        may_claim=order.state not in {SupplyState.DRAFT, SupplyState.CANCELLED},
        status=form.status,
    )


def _detail(receipt_id: int, *, refused: HouseForm | None = None) -> ResponseReturnValue:
    """Return a receipt's page, with the protest that was refused if there is one."""
    receipt = _receipt(receipt_id)
    letter = queries.reservations_letter(receipt, signature=signature())
    form = refused or ReservationsForm(formdata=None, data={"text": letter.body})
    return page(
        "selling/receipts/detail.html",
        **_around(receipt.order),
        receipt=receipt,
        claimed=any(each.sent_on >= receipt.received_on for each in queries.claims_of(receipt.order)),
        form=form,
        status=form.status,
    )


def _around(order: SupplyOrder) -> Around:
    """Return what the head of an order's page shows."""
    here_is = url_for(".of_order", supply_order_id=order.id)
    return {
        "order": order,
        "supplier": order.supplier,
        "today": the_workspace().today,
        "tabs": [tab | {"current": tab["url"] == here_is} for tab in tabs_of(SupplyOrder.kind, order.id)],
        "actions": actions_of(SupplyOrder.kind, order.id) if order.state is not SupplyState.DRAFT else [],
    }


def _arrival(order: SupplyOrder) -> Arrival | None:
    """Return what has waited longest at the dock for an order."""
    return next(iter(queries.at_the_dock(order)), None)


def _order(supply_order_id: int) -> SupplyOrder:
    """Find the order or answer 404."""
    return supply.order_by_id(supply_order_id) or abort(404)


def _receipt(receipt_id: int) -> Receipt:
    """Find the receipt or answer 404."""
    return queries.receipt_by_id(receipt_id) or abort(404)
