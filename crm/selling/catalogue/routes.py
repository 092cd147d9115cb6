"""The catalogue on screen: list, product, a new or changed product."""

from __future__ import annotations

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from crm.activity.door import perform
from crm.activity.queries import timeline
from crm.desk.sending import announce_sender
from crm.kernel.errors import N_
from crm.people.access import Permission, allowed, here
from crm.prospecting.offering import announce_offering
from crm.selling.catalogue import queries, use_cases
from crm.selling.catalogue.forms import ProductForm, vat_choice
from crm.selling.catalogue.models import Product, ProductNature
from crm.selling.catalogue.queries import ProductFilter
from crm.web.navigation import Entry, Tab, announce, announce_tab, tabs_of
from crm.web.pages import page, turn_to

blueprint = Blueprint("catalogue", __name__, url_prefix="/w/<int:workspace_id>/products")
announce(Entry(N_("Articles et achats"), 45, "catalogue.index", N_("Catalogue"), "box", Permission.READ))
announce_sender(queries.seller)
announce_offering(queries.offering)
announce_tab(Tab("product", 10, "catalogue.detail", N_("Fiche"), "product_id"))


@blueprint.get("/")
@allowed(Permission.READ)
def index() -> ResponseReturnValue:
    """The catalogue: search, family in the URL, pages by keyset."""
    wanted = _filter_of_the_url()
    return page(
        "selling/catalogue/list.html",
        slice=queries.catalogue(wanted, cursor=request.args.get("after")),
        count=queries.product_count(wanted),
        families=[(family, f"{family} ({count})") for family, count in queries.families().items()],
        natures=[(each.value, gettext(each.label)) for each in ProductNature],
    )


@blueprint.get("/new")
@allowed(Permission.SELL)
def new() -> ResponseReturnValue:
    """An empty product to fill in."""
    return _form(ProductForm(formdata=None))


@blueprint.post("/new")
@allowed(Permission.SELL)
def create() -> ResponseReturnValue:
    """Add the product."""
    form, product = ProductForm(), None
    if form.validate():
        with form.refusals():
            product = perform(here(), use_cases.create_product, **vars(form.read()))
    return _form(form) if product is None else turn_to(".detail", product_id=product.id)


@blueprint.get("/<int:product_id>")
@allowed(Permission.READ)
def detail(product_id: int) -> ResponseReturnValue:
    """One product: what it costs, what it brings, what happened to it."""
    return page(
        "selling/catalogue/detail.html",
        product=_product(product_id),
        product_tabs=tabs_of("product", product_id),
        entries=timeline(kind="product", object_id=product_id, limit=20),
    )


@blueprint.get("/<int:product_id>/edit")
@allowed(Permission.SELL)
def edit(product_id: int) -> ResponseReturnValue:
    """The product to be changed."""
    product = _product(product_id)
    form = ProductForm(formdata=None, obj=product, vat_rate=vat_choice(product.vat_rate))
    form.vat_rate.data = vat_choice(product.vat_rate)
    for field in (form.reorder_point, form.reorder_quantity):
        field.data = field.data or None
    return _form(form, product)


@blueprint.post("/<int:product_id>/edit")
@allowed(Permission.SELL)
def update(product_id: int) -> ResponseReturnValue:
    """Change the product."""
    product, form = _product(product_id), ProductForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.update_product, product, form.read(), version=form.expected_version)
    return turn_to(".detail", product_id=product_id) if form.accepted() else _form(form, _product(product_id))


def _product(product_id: int) -> Product:
    """Return the product of the URL, or 404."""
    return queries.product_by_id(product_id) or abort(404)


def _form(form: ProductForm, product: Product | None = None) -> ResponseReturnValue:
    """Return the form's page."""
    return page(
        "selling/catalogue/form.html",
        form=form,
        product=product,
        families=list(queries.families()),
        status=form.status,
    )


def _filter_of_the_url() -> ProductFilter:
    """Read the list's state from the URL; what cannot be read does not narrow."""
    sort = request.args.get("sort", "name")
    return ProductFilter(
        search=request.args.get("q", "")[:100],
        family=request.args.get("family", "")[:80],
        nature=next((each for each in ProductNature if each.value == request.args.get("nature")), None),
        sort=sort.removeprefix("-") if sort.removeprefix("-") in queries.SORTS else "name",
        descending=sort.startswith("-"),
    )
