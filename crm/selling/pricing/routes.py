"""Prices on screen: the lists, a list, the discount schedule, a product's prices, a customer's terms."""

from __future__ import annotations

from decimal import Decimal

from flask import Blueprint, abort, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from crm.activity.door import perform
from crm.activity.queries import timeline
from crm.desk.messages.queries import message_by_id
from crm.kernel.errors import N_
from crm.kernel.money import Rate
from crm.people.access import Permission, allowed, here, the_workspace
from crm.prospecting.companies.models import Company, DueRule
from crm.prospecting.companies.queries import company_by_id
from crm.selling.catalogue.queries import product_by_id, products, products_by_id, seller_identity
from crm.selling.pricing import queries, rules, use_cases
from crm.selling.pricing.forms import PriceListForm, ScheduleForm, TermsCheckForm, TermsForm, written
from crm.selling.pricing.models import PriceList
from crm.web.navigation import Entry, Tab, announce, announce_tab, tabs_of
from crm.web.pages import page, turn_to

blueprint = Blueprint("pricing", __name__, url_prefix="/w/<int:workspace_id>")
announce(Entry(N_("Articles et achats"), 46, "pricing.index", N_("Tarifs"), "tags", Permission.READ))
announce_tab(Tab("product", 20, "pricing.of_product", N_("Tarifs"), "product_id"))
announce_tab(Tab("company", 30, "pricing.terms", N_("Conditions"), "company_id"))


@blueprint.get("/prices/")
@allowed(Permission.READ)
def index() -> ResponseReturnValue:
    """The price lists and the discount schedule."""
    return page(
        "selling/pricing/list.html",
        price_lists=queries.price_lists(),
        counts=queries.entry_counts(),
        schedule=queries.discount_schedule(),
        usual_discount=_usual_discount(),
        clauses=_clauses(),
        today=the_workspace().today,
    )


@blueprint.get("/prices/new")
@allowed(Permission.MANAGE)
def new() -> ResponseReturnValue:
    """An empty price list."""
    return _list_form(_form(formdata=None))


@blueprint.post("/prices/new")
@allowed(Permission.MANAGE)
def create() -> ResponseReturnValue:
    """Define the price list."""
    form, price_list = _form(), None
    if form.validate():
        with form.refusals():
            price_list = perform(here(), use_cases.define_price_list, form.read(), prices=form.read_prices)
    return _list_form(form) if price_list is None else turn_to(".detail", price_list_id=price_list.id)


@blueprint.get("/prices/<int:price_list_id>")
@allowed(Permission.READ)
def detail(price_list_id: int) -> ResponseReturnValue:
    """A list's prices, beside those of the catalogue."""
    price_list = _price_list(price_list_id)
    entries = queries.entries_of(price_list)
    known = products_by_id(entry.product_id for entry in entries)
    return page(
        "selling/pricing/detail.html",
        price_list=price_list,
        rows=[{"entry": entry, "product": known[entry.product_id]} for entry in entries],
        today=the_workspace().today,
        entries=timeline(kind="price_list", object_id=price_list_id, limit=10),
    )


@blueprint.get("/prices/<int:price_list_id>/edit")
@allowed(Permission.MANAGE)
def edit(price_list_id: int) -> ResponseReturnValue:
    """The list to be changed."""
    price_list = _price_list(price_list_id)
    entries = queries.entries_of(price_list)
    text = written(entries, products_by_id(entry.product_id for entry in entries))
    return _list_form(_form(formdata=None, obj=price_list, prices=text), price_list)


@blueprint.post("/prices/<int:price_list_id>/edit")
@allowed(Permission.MANAGE)
def update(price_list_id: int) -> ResponseReturnValue:
    """Define the list anew."""
    price_list, form = _price_list(price_list_id), _form()
    if form.validate():
        with form.refusals():
            perform(
                here(),
                use_cases.define_price_list,
                form.read(),
                prices=form.read_prices,
                price_list=price_list,
                version=form.expected_version,
            )
    if form.accepted():
        return turn_to(".detail", price_list_id=price_list_id)
    return _list_form(form, _price_list(price_list_id))


@blueprint.get("/prices/schedule")
@allowed(Permission.MANAGE)
def schedule() -> ResponseReturnValue:
    """The discount schedule to be changed."""
    steps = [step for found in queries.discount_schedule().values() for step in found]
    rows = [{"role": step.role, "from_net": step.from_net, "limit": step.limit} for step in steps]
    form = ScheduleForm(formdata=None, data={"steps": rows})
    form.add_blank_rows()
    return page("selling/pricing/schedule.html", form=form)


@blueprint.post("/prices/schedule")
@allowed(Permission.MANAGE)
def define_schedule() -> ResponseReturnValue:
    """Define the discount schedule."""
    form = ScheduleForm()
    if form.validate():
        with form.refusals():
            perform(here(), use_cases.define_discount_schedule, steps=form.read())
    return (
        turn_to(".index") if form.accepted() else page("selling/pricing/schedule.html", form=form, status=form.status)
    )


@blueprint.get("/products/<int:product_id>/prices")
@allowed(Permission.READ)
def of_product(product_id: int) -> ResponseReturnValue:
    """What a product costs, list by list."""
    product = product_by_id(product_id) or abort(404)
    return page(
        "selling/pricing/of_product.html",
        product=product,
        product_tabs=tabs_of("product", product_id),
        offers=queries.offers_of_product(product),
        today=the_workspace().today,
    )


@blueprint.get("/companies/<int:company_id>/terms")
@allowed(Permission.READ)
def terms(company_id: int) -> ResponseReturnValue:
    """On which terms a company buys."""
    return _terms_page(company_id)


@blueprint.post("/companies/<int:company_id>/terms")
@allowed(Permission.SELL)
def set_terms(company_id: int) -> ResponseReturnValue:
    """Fix the terms."""
    company, form = _company(company_id), TermsForm()
    if form.validate():
        with form.refusals():
            perform(
                here(),
                use_cases.set_trade_terms,
                company,
                payment_days=form.payment_days.data or 0,
                due_rule=form.due_rule.data,
                currency=form.currency.data,
                tax_regime=form.regime,
                pricing_segment=form.pricing_segment.data or "",
            )
    if not form.accepted():
        return _terms_page(company_id, form=form)
    flash(gettext("Conditions commerciales enregistrées."), "success")
    return turn_to(".terms", company_id=company_id)


@blueprint.post("/companies/<int:company_id>/terms/check")
@allowed(Permission.SELL)
def check_terms(company_id: int) -> ResponseReturnValue:
    """Leave a record of the look at the terms, with what is decided."""
    company, form = _company(company_id), TermsCheckForm()
    message = form.message.data or ""
    if form.validate():
        about = message_by_id(int(message)) if message.isdecimal() else None
        with form.refusals():
            perform(here(), use_cases.check_terms, company, about=(about,), decision=form.decision.data)
    if not form.accepted():
        return _terms_page(company_id, check=form)
    flash(gettext("Vérification des conditions consignée."), "success")
    return turn_to(".terms", company_id=company_id)


def _clauses() -> list[tuple[str, list[str]]]:
    """Return the terms of sale: each clause's title and lines."""
    said = seller_identity()
    texts = [text.splitlines() for text in said.terms_of_sale.split("\n\n") if text.strip()] if said else []
    return [(lines[0], lines[1:]) for lines in texts]


def _usual_discount() -> Rate:
    """Return the discount that the company's procedures leave to an assistant of whom the schedule says nothing."""
    return Rate(Decimal(the_workspace().procedure("discount_limit_bp")) / 10_000)


def _price_list(price_list_id: int) -> PriceList:
    """Return the price list of the URL, or 404."""
    return queries.price_list_by_id(price_list_id) or abort(404)


def _company(company_id: int) -> Company:
    """Return the company of the URL, or 404."""
    return company_by_id(company_id) or abort(404)


def _form(**values: object) -> PriceListForm:
    """Return the form of a price list, which knows the catalogue."""
    return PriceListForm(products={product.reference: product for product in products()}, **values)


def _list_form(form: PriceListForm, price_list: PriceList | None = None) -> ResponseReturnValue:
    """Return the form's page."""
    return page(
        "selling/pricing/form.html",
        form=form,
        price_list=price_list,
        segments=queries.segments(),
        status=form.status,
    )


def _terms_page(
    company_id: int, *, form: TermsForm | None = None, check: TermsCheckForm | None = None
) -> ResponseReturnValue:
    """Return the page of a company's terms with its forms."""
    company, workspace = _company(company_id), the_workspace()
    if form is None:
        form = TermsForm(formdata=None, obj=company)
        form.tax_regime.data = company.tax_regime.value if company.tax_regime else ""
    check = check or TermsCheckForm(formdata=None, message=request.args.get("message", "")[:9])
    month_end = company.due_rule is not DueRule.NET
    return page(
        "selling/pricing/terms.html",
        company=company,
        form=form,
        check=check,
        price_lists=queries.price_lists_of(company, on=workspace.today),
        schedule=queries.discount_schedule(),
        usual_discount=_usual_discount(),
        beyond=company.is_business and rules.beyond_the_law(company.payment_days, ends_at_month=month_end),
        segments=queries.segments(),
        status=max(form.status, check.status),
    )
