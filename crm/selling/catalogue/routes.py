"""The catalogue on screen: list, product, a new product."""

from __future__ import annotations

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from crm.activity.door import perform
from crm.kernel.errors import N_
from crm.people.access import Permission, allowed, here
from crm.selling.catalogue import queries, use_cases
from crm.selling.catalogue.forms import ProductForm
from crm.selling.catalogue.queries import ProductFilter
from crm.web.navigation import Entry, announce
from crm.web.pages import page, turn_to

blueprint = Blueprint("catalogue", __name__, url_prefix="/w/<int:workspace_id>/products")
announce(Entry(N_("Vente"), 60, "catalogue.index", N_("Catalogue"), "box", Permission.READ))


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
            product = perform(here(), use_cases.create_product, **form.read())  # type: ignore[arg-type]
    return _form(form) if product is None else turn_to(".detail", product_id=product.id)


@blueprint.get("/<int:product_id>")
@allowed(Permission.READ)
def detail(product_id: int) -> ResponseReturnValue:
    """One product: what it costs, what it brings."""
    return page("selling/catalogue/detail.html", product=queries.product_by_id(product_id) or abort(404))


def _form(form: ProductForm) -> ResponseReturnValue:
    """Return the form's page."""
    return page("selling/catalogue/form.html", form=form, families=list(queries.families()), status=form.status)


def _filter_of_the_url() -> ProductFilter:
    """Read the list's state from the URL; what cannot be read does not narrow."""
    sort = request.args.get("sort", "name")
    return ProductFilter(
        search=request.args.get("q", "")[:100],
        family=request.args.get("family", "")[:80],
        sort=sort.removeprefix("-") if sort.removeprefix("-") in queries.SORTS else "name",
        descending=sort.startswith("-"),
    )
