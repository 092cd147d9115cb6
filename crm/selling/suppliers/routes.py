"""Suppliers on screen: list, one supplier with what it sells, a new supplier, an offer."""

from __future__ import annotations

from flask import Blueprint, abort, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from crm.activity.door import perform
from crm.activity.queries import timeline
from crm.kernel.errors import N_
from crm.people.access import Permission, allowed, here
from crm.selling.carriers import queries as carriers
from crm.selling.catalogue import queries as catalogue
from crm.selling.stock import queries as stock
from crm.selling.suppliers import queries, use_cases
from crm.selling.suppliers.forms import OfferForm, SupplierForm
from crm.selling.suppliers.models import Supplier
from crm.web.navigation import Entry, Tab, actions_of, announce, announce_tab, tabs_of
from crm.web.pages import page, turn_to

blueprint = Blueprint("suppliers", __name__, url_prefix="/w/<int:workspace_id>/suppliers")
announce(
    Entry(N_("Articles et achats"), 49, "suppliers.index", N_("Fournisseurs"), "building-factory-2", Permission.READ)
)
announce_tab(Tab("supplier", 10, "suppliers.detail", N_("Fiche"), "supplier_id"))


@blueprint.get("/")
@allowed(Permission.READ)
def index() -> ResponseReturnValue:
    """The suppliers: search in the URL, pages by keyset."""
    search = request.args.get("q", "")[:100]
    found = queries.suppliers(search, cursor=request.args.get("after"))
    return page(
        "selling/suppliers/list.html",
        slice=found,
        count=queries.supplier_count(search),
        offers=queries.offer_counts(each.id for each in found.rows),
    )


@blueprint.get("/new")
@allowed(Permission.SELL)
def new() -> ResponseReturnValue:
    """An empty supplier to fill in."""
    return page("selling/suppliers/form.html", form=SupplierForm(formdata=None, carriers=carriers.carriers()))


@blueprint.post("/new")
@allowed(Permission.SELL)
def create() -> ResponseReturnValue:
    """List the supplier."""
    form, supplier = SupplierForm(carriers=carriers.carriers()), None
    if form.validate():
        with form.refusals():
            supplier = perform(here(), use_cases.create_supplier, **form.read())  # type: ignore[arg-type]
    if supplier is None:
        return page("selling/suppliers/form.html", form=form, status=form.status)
    flash(gettext("Fournisseur référencé."), "success")
    return turn_to(".detail", supplier_id=supplier.id)


@blueprint.get("/<int:supplier_id>")
@allowed(Permission.READ)
def detail(supplier_id: int) -> ResponseReturnValue:
    """One supplier: its terms, what it sells and how much of it is left."""
    return _detail(supplier_id, OfferForm(formdata=None, products=catalogue.products()))


@blueprint.post("/<int:supplier_id>/offers")
@allowed(Permission.SELL)
def offer(supplier_id: int) -> ResponseReturnValue:
    """Note at which price the supplier sells a product."""
    supplier, form, made = _supplier(supplier_id), OfferForm(products=catalogue.products()), None
    if form.validate():
        product = catalogue.product_by_id(int(form.product.data)) or abort(404)
        with form.refusals():
            made = perform(here(), use_cases.offer_product, supplier, product, **form.read())  # type: ignore[arg-type]
    if made is None:
        return _detail(supplier_id, form)
    flash(gettext("Offre enregistrée."), "success")
    return turn_to(".detail", supplier_id=supplier_id)


def _detail(supplier_id: int, form: OfferForm) -> ResponseReturnValue:
    """Return a supplier's page."""
    supplier = _supplier(supplier_id)
    offers = queries.offers_of(supplier)
    return page(
        "selling/suppliers/detail.html",
        supplier=supplier,
        carrier=carriers.carrier_by_id(supplier.carrier_id) if supplier.carrier_id else None,
        offers=offers,
        products=catalogue.products_by_id(each.product_id for each in offers),
        levels=stock.levels_by_product(each.product_id for each in offers),
        form=form,
        tabs=tabs_of(Supplier.kind, supplier.id),
        actions=actions_of(Supplier.kind, supplier.id),
        entries=timeline(kind=Supplier.kind, object_id=supplier.id),
        status=form.status,
    )


def _supplier(supplier_id: int) -> Supplier:
    """Find the supplier or answer 404."""
    return queries.supplier_by_id(supplier_id) or abort(404)
