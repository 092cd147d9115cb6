"""Ordering: an order to a supplier is prepared with its lines, and sent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypedDict, Unpack

from crm.activity.door import Recordable, Work
from crm.activity.vocabulary import Activity
from crm.desk.documents.models import DocumentType
from crm.desk.documents.use_cases import register_document
from crm.kernel.clock import add_working_days
from crm.kernel.currency import MILLION, Currency
from crm.kernel.errors import N_, Refused
from crm.kernel.incoterms import Incoterm
from crm.kernel.money import LARGEST_CENTS, NO_RATE, total
from crm.selling.carriers.models import Carrier
from crm.selling.catalogue.queries import products_by_id
from crm.selling.stock.rules import Want
from crm.selling.stock.use_cases import expect_in
from crm.selling.suppliers.models import Supplier
from crm.selling.suppliers.queries import offers_by_id
from crm.selling.supply import queries
from crm.selling.supply.models import SupplyLine, SupplyOrder, SupplyState, Way
from crm.selling.supply.rules import Ordered
from crm.store.numbering import next_number

SUPPLY_ORDERS = "ACH"


class NothingOrdered(Refused):
    """An order of nothing orders nothing."""

    message = N_("Indiquez une quantité pour un article au moins.")


class NotOffered(Refused):
    """One orders what is sold."""

    message = N_("Ce fournisseur ne propose pas l’un de ces articles.")


class PastDay(Refused):
    """Nobody delivers yesterday."""

    message = N_("Cette date est déjà passée.")
    field = "wanted_on"


class Wishes(TypedDict, total=False):
    """What one may wish of an order besides its lines."""

    wanted_on: date | None
    incoterm: Incoterm | None
    incoterm_place: str
    carrier: Carrier | None
    note: str


def draft_supply_order(
    work: Work,
    supplier: Supplier,
    *,
    lines: Iterable[Ordered] | None = None,
    about: tuple[Recordable, ...] = (),
    **wishes: Unpack[Wishes],
) -> SupplyOrder:
    """Prepare an order of what is chosen, else of all that is needed; `about` is what made it necessary."""
    needed = {each.offer.id: each.proposed for each in queries.offered_by(supplier) if each.is_needed}
    wanted = [Ordered(*each) for each in needed.items()] if lines is None else [*lines]
    order = _begin(work, supplier, **wishes)
    order.lines = _lines(work, supplier, wanted)
    order.net = total(line.net for line in order.lines)
    work.record(
        Activity.SUPPLY_ORDER_DRAFTED,
        order,
        supplier,
        *about,
        lines=[line.told for line in order.lines],
        needed=sum(line.offer_id in needed for line in wanted),
        net_cents=order.net.cents,
        currency=order.currency.code,
    )
    return order


def _begin(work: Work, supplier: Supplier, **wishes: Unpack[Wishes]) -> SupplyOrder:
    """Return an order without lines, on the supplier's terms where nothing else is wished."""
    wanted_on = wishes.get("wanted_on") or add_working_days(work.today, supplier.lead_days)
    if wanted_on < work.today:
        raise PastDay
    order = SupplyOrder(
        supplier=supplier,
        carrier=wishes.get("carrier"),
        number=next_number(SUPPLY_ORDERS, work.today.year),
        drafted_on=work.today,
        wanted_on=wanted_on,
        incoterm=wishes.get("incoterm") or (supplier.incoterm if supplier.is_foreign else None),
        incoterm_place=wishes.get("incoterm_place", ""),
        currency=supplier.currency,
        exchange_ppm=_exchange(work, supplier.currency),
        note=wishes.get("note", ""),
    )
    return work.add(order)


def _lines(work: Work, supplier: Supplier, wanted: Iterable[Ordered]) -> list[SupplyLine]:
    """Return the lines of an order at the supplier's prices."""
    chosen = [each for each in wanted if each.quantity > 0]
    if not chosen:
        raise NothingOrdered
    offers = offers_by_id(supplier, (each.offer_id for each in chosen))
    if len(offers) < len({each.offer_id for each in chosen}):
        raise NotOffered
    products = products_by_id(offer.product_id for offer in offers.values())
    lines = []
    for rank, each in enumerate(chosen, 1):
        offer = offers[each.offer_id]
        product = products[offer.product_id]
        if offer.unit_price.times(each.quantity).cents > LARGEST_CENTS:
            raise NothingOrdered
        line = SupplyLine(
            rank=rank,
            product_id=product.id,
            reference=product.reference,
            supplier_reference=offer.supplier_reference,
            wording=product.name,
            unit=product.unit,
            quantity=each.quantity,
            unit_price=offer.unit_price,
            vat_rate=NO_RATE if supplier.is_foreign else product.vat_rate,
        )
        work.stamp(line)
        lines.append(line)
    return lines


def send_supply_order(work: Work, order: SupplyOrder, *, way: Way = Way.EMAIL) -> SupplyOrder:
    """Send an order to its supplier: the goods are on order from then on; below the minimum it is possible and said."""
    order.move(SupplyState.SENT)
    order.sent_on = work.today
    expect_in(work, wants_of(order))
    supplier = order.supplier
    work.record(
        Activity.SUPPLY_ORDER_SENT,
        order,
        supplier,
        net_cents=order.net.cents,
        currency=order.currency.code,
        net_euro_cents=order.net_in_euros.cents,
        wanted_on=order.wanted_on.isoformat() if order.wanted_on else None,
        below_minimum=order.net < supplier.minimum,
        international=supplier.is_foreign,
        incoterm=order.incoterm.code if order.incoterm else None,
        channel=way.value,
    )
    register_document(
        work,
        type=DocumentType.SUPPLY_ORDER,
        number=order.number,
        title=DocumentType.SUPPLY_ORDER.label,
        company=None,
        party=supplier.name,
        about=order,
    )
    return order


def wants_of(order: SupplyOrder) -> list[Want]:
    """Return what is still to come of an order."""
    return [Want(line.product_id, line.remaining) for line in order.remaining]


def _exchange(work: Work, currency: Currency) -> int:
    """Return what one unit of a currency is worth in millionths of a euro, by the company's procedures."""
    return MILLION if currency is Currency.EUR else work.procedure(f"exchange_{currency.code.lower()}_ppm")
