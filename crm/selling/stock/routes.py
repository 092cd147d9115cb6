"""The stock on screen: what there is, its movements, checking it, counting it, correcting it."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from flask import Blueprint, abort, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from crm.activity.door import Recordable, perform
from crm.desk.messages.queries import message_by_id
from crm.kernel.errors import N_
from crm.people.access import Permission, allowed, here
from crm.prospecting.companies.queries import company_by_id
from crm.selling.catalogue.models import Product
from crm.selling.catalogue.queries import families, product_by_id, products, products_by_id
from crm.selling.stock import queries, use_cases
from crm.selling.stock.forms import CheckForm, CorrectionForm, CountForm, OpeningForm, read_wants, write_wants
from crm.selling.stock.queries import StockFilter
from crm.web.navigation import Entry, Tab, announce, announce_tab, tabs_of
from crm.web.pages import page, turn_to

blueprint = Blueprint("stock", __name__, url_prefix="/w/<int:workspace_id>")
announce(Entry(N_("Articles et achats"), 47, "stock.index", N_("Stock"), "packages", Permission.READ))
announce_tab(Tab("product", 30, "stock.movements", N_("Stock"), "product_id"))
STATES = {"low": N_("Sous le seuil"), "out": N_("En rupture")}


@blueprint.get("/stock/")
@allowed(Permission.READ)
def index() -> ResponseReturnValue:
    """Everything in stock: search, family, what is below its reorder point or sold out; pages by keyset."""
    wanted = _filter_of_the_url()
    return page(
        "selling/stock/list.html",
        wanted=wanted,
        shelf=queries.levels(wanted, cursor=request.args.get("after")),
        count=queries.level_count(wanted),
        counts={state: queries.level_count(StockFilter(state=state)) for state in ("", *STATES)},
        families=[(family, family) for family in families()],
        states=[(state, gettext(label)) for state, label in STATES.items()],
    )


@blueprint.get("/products/<int:product_id>/stock")
@allowed(Permission.READ)
def movements(product_id: int) -> ResponseReturnValue:
    """A product's level and movements."""
    return _product_page(product_id)


@blueprint.post("/products/<int:product_id>/stock/open")
@allowed(Permission.SELL)
def open_stock(product_id: int) -> ResponseReturnValue:
    """Begin to keep the product in stock."""
    product, form = _product(product_id), OpeningForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.open_stock, product, quantity=form.read())
    return turn_to(".movements", product_id=product_id) if form.accepted() else _product_page(product_id, opening=form)


@blueprint.post("/products/<int:product_id>/stock/correct")
@allowed(Permission.SELL)
def correct(product_id: int) -> ResponseReturnValue:
    """Correct what is on hand."""
    product, form = _product(product_id), CorrectionForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.correct_stock, product, quantity=form.read(), reason=form.reason.data or "")
    if form.accepted():
        return turn_to(".movements", product_id=product_id)
    return _product_page(product_id, correction=form)


@blueprint.get("/stock/check")
@allowed(Permission.READ)
def check() -> ResponseReturnValue:
    """What there is of what somebody wants: `?want=12:3&want=15:2`, perhaps `company` and `message` it is for."""
    wants = read_wants(request.args.getlist("want"))
    added = _added_want()
    if added is not None:
        return turn_to(".check", want=[*write_wants(wants), added], **_for_whom())
    return _check_page(CheckForm(formdata=None, wants=" ".join(write_wants(wants)), **_for_whom()))


@blueprint.post("/stock/check")
@allowed(Permission.SELL)
def record_check() -> ResponseReturnValue:
    """Leave a record of the look at the shelf, with its figures."""
    form = CheckForm()
    wants = read_wants((form.wants.data or "").split())
    if form.validate() and wants:
        lacking = perform(here(), use_cases.check_stock, wants, about=_concerned(form))
        if lacking:
            flash(gettext("Vérification consignée : tout n’est pas disponible."), "warning")
        else:
            flash(gettext("Vérification consignée : tout est disponible."), "success")
    back = {name: form[name].data for name in ("company", "message") if form[name].data}
    return turn_to(".check", want=write_wants(wants), **back)


@blueprint.get("/stock/count")
@allowed(Permission.SELL)
def count() -> ResponseReturnValue:
    """The list to count by: all of the stock, or one family."""
    return _count_page(CountForm(shelf=_shelf()))


@blueprint.post("/stock/count")
@allowed(Permission.SELL)
def record_count() -> ResponseReturnValue:
    """Take over what was counted."""
    form = CountForm(shelf=_shelf())
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.count_stock, form.read())
    if not form.accepted():
        return _count_page(form)
    flash(gettext("Inventaire enregistré : les écarts sont passés en stock."), "success")
    return turn_to(".index")


def _product(product_id: int) -> Product:
    """Return the product of the URL, or 404."""
    return product_by_id(product_id) or abort(404)


def _product_page(
    product_id: int, *, opening: OpeningForm | None = None, correction: CorrectionForm | None = None
) -> ResponseReturnValue:
    """Return the page of a product's stock with its forms."""
    product = _product(product_id)
    level = queries.level_of(product_id)
    opening = opening or OpeningForm(formdata=None)
    correction = correction or CorrectionForm(formdata=None)
    return page(
        "selling/stock/movements.html",
        product=product,
        product_tabs=tabs_of("product", product_id),
        level=level,
        missing=queries.Held(product, level).proposed_order if level else 0,
        slice=queries.movements(product_id, cursor=request.args.get("after")),
        opening=opening,
        correction=correction,
        status=max(opening.status, correction.status),
    )


def _check_page(form: CheckForm) -> ResponseReturnValue:
    """Return the page that holds wants beside the shelf."""
    wants = read_wants((form.wants.data or "").split())
    known = products_by_id(want.product_id for want in wants)
    levels = queries.levels_by_product(known)
    company, message = (form.company.data or "", form.message.data or "")
    return page(
        "selling/stock/check.html",
        form=form,
        rows=[
            {"product": known[want.product_id], "wanted": want.quantity, "level": levels.get(want.product_id)}
            for want in wants
            if want.product_id in known
        ],
        wants=write_wants(wants),
        for_whom={"company": company, "message": message},
        company=company_by_id(int(company)) if company.isdecimal() else None,
        products=products(),
    )


def _count_page(form: CountForm) -> ResponseReturnValue:
    """Return the stocktake's page."""
    return page(
        "selling/stock/count.html",
        form=form,
        families=list(families()),
        family=request.args.get("family", ""),
        status=form.status,
    )


def _shelf() -> list[queries.Held]:
    """Return what is to be counted: the family named in the URL, or everything."""
    family = request.args.get("family", "")
    return [held for held in queries.stocked() if family in {"", held.product.family}]


def _for_whom() -> dict[str, str]:
    """Return whom the URL says the check is for."""
    return {name: value for name in ("company", "message") if (value := request.args.get(name, ""))}


def _concerned(form: CheckForm) -> tuple[Recordable | None, ...]:
    """Return the company and the message that a check is for."""
    company, message = form.company.data or "", form.message.data or ""
    return (
        company_by_id(int(company)) if company.isdecimal() else None,
        message_by_id(int(message)) if message.isdecimal() else None,
    )


def _added_want() -> str | None:
    """Return the want that the page's own form adds, or None."""
    product_id = request.args.get("product", type=int)
    if product_id is None:
        return None
    try:
        quantity = Decimal(request.args.get("quantity", "1").replace(",", ".") or "1")
    except InvalidOperation:
        quantity = Decimal(1)
    found = read_wants([f"{product_id}:{quantity:f}"]) if quantity.is_finite() else []
    return next(iter(write_wants(found)), f"{product_id}:1")


def _filter_of_the_url() -> StockFilter:
    """Read the list's state from the URL; what cannot be read does not narrow."""
    sort, state = request.args.get("sort", "name"), request.args.get("state", "")
    return StockFilter(
        search=request.args.get("q", "")[:100],
        family=request.args.get("family", "")[:80],
        state=state if state in STATES else "",
        sort=sort.removeprefix("-") if sort.removeprefix("-") in queries.SORTS else "name",
        descending=sort.startswith("-"),
    )
