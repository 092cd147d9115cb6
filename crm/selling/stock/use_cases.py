"""What can be done with the stock: open, reserve, take out, take in, check, count, correct."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from sqlalchemy import select

from crm.activity.chain import Json
from crm.activity.door import Recordable, Work
from crm.activity.vocabulary import Activity
from crm.kernel.errors import N_, Refused
from crm.selling.catalogue.models import Product, ProductNature
from crm.selling.catalogue.queries import products_by_id
from crm.selling.stock import rules
from crm.selling.stock.models import NOTHING, Cause, Figures, StockLevel, StockMovement
from crm.selling.stock.rules import Shortage, Want, plain
from crm.store.base import db


class NotInStock(Refused):
    """What is not there, or set aside for others, cannot leave."""

    message = N_(
        "Stock insuffisant pour « %(product)s » : %(available)s en rayon, en partie peut-être réservé à d’autres."
    )
    field = "quantity"


class WrongQuantity(Refused):
    """Goods are counted from nothing on."""

    message = N_("Indiquez une quantité correcte.")
    field = "quantity"


class AlreadyOpen(Refused):
    """A product's stock is opened once; then it is corrected or counted."""

    message = N_("Le stock de cet article est déjà ouvert : corrigez-le ou faites un inventaire.")


class NotStocked(Refused):
    """Work is not kept on shelves, and what is not stocked has no level."""

    message = N_("Cet article n’est pas tenu en stock.")


class ReasonMissing(Refused):
    """A correction has a reason."""

    message = N_("Indiquez le motif de la correction.")
    field = "reason"


class NothingCounted(Refused):
    """A stocktake counts something."""

    message = N_("Saisissez au moins une quantité comptée.")


def reserve(work: Work, wants: Iterable[Want], *, about: Recordable) -> list[Shortage]:
    """Set aside what is available of each want, in order, and return those that lack; no record of its own.

    Unstocked products are ignored. The caller keeps how much each of its
    lines got (`about` names whom it is for) and gives it back by `release`.
    """
    shortages = []
    for want, level in _beside(work, wants):
        figures, aside = rules.reserve(level.figures, _positive(want.quantity))
        _set(level, figures)
        if aside < want.quantity:
            shortages.append(Shortage(level.product_id, want.quantity, aside, want.line_id))
    return shortages


def release(work: Work, wants: Iterable[Want], *, about: Recordable) -> None:
    """Give back what had been set aside for `about`; no record of its own."""
    for want, level in _beside(work, wants):
        _set(level, rules.release(level.figures, _positive(want.quantity)))


def take_out(work: Work, wants: Iterable[Want], *, about: Recordable) -> None:
    """Let goods leave for a customer: on hand and reserved go down; no record of its own.

    Refuses `NotInStock` when they are not there or, where `Want.reserved`
    says what was set aside for this order, when the rest is set aside for others.
    """
    for want, level in _beside(work, wants):
        try:
            figures = rules.take_out(level.figures, _positive(want.quantity), reserved=want.reserved)
        except rules.Lacking as fault:
            name = products_by_id([level.product_id])[level.product_id].name
            raise NotInStock(product=name, available=plain(level.on_hand)) from fault
        _move(work, level, figures, cause=Cause.DELIVERY, about=about)


def take_in(work: Work, wants: Iterable[Want], *, cause: Cause, about: Recordable) -> None:
    """Put goods on the shelf (RECEIPT, RETURN); no record of its own.

    What is on order does not change by itself: a receipt also calls `unexpect`.
    """
    for want, level in _beside(work, wants):
        figures, _ = rules.put(level.figures, _positive(want.quantity))
        _move(work, level, figures, cause=cause, about=about)


def expect_in(work: Work, wants: Iterable[Want]) -> None:
    """Count goods as on order at a supplier; no record of its own."""
    for want, level in _beside(work, wants):
        _set(level, rules.expect(level.figures, _positive(want.quantity)))


def unexpect(work: Work, wants: Iterable[Want]) -> None:
    """Count goods no longer as on order: they came, or will not come; no record of its own."""
    for want, level in _beside(work, wants):
        _set(level, rules.expect(level.figures, -_positive(want.quantity)))


def open_stock(work: Work, product: Product, *, quantity: Decimal) -> StockLevel:
    """Keep a product in stock from now on, with what is on the shelf today."""
    if product.nature is ProductNature.SERVICE:
        raise NotStocked
    if _levels([product.id]):
        raise AlreadyOpen
    level = StockLevel(product_id=product.id)
    work.add(level)
    product.is_stocked = True
    _move(work, level, Figures(on_hand=_positive(quantity)), cause=Cause.OPENING, about=None)
    work.record(
        Activity.STOCK_OPENED, product, quantity=plain(quantity), value_cents=product.cost.times(quantity).cents
    )
    return level


def check_stock(
    work: Work, wanted: Sequence[Want | Product], *, about: tuple[Recordable | None, ...] = ()
) -> list[Shortage]:
    """Look up what there is before promising it: an act, with the figures seen; returns what lacks.

    `wanted` are wants (several lines of one product add up) or bare products.
    """
    sums: dict[int, Decimal] = {}
    for each in wanted:
        product_id, quantity = (each.id, NOTHING) if isinstance(each, Product) else (each.product_id, each.quantity)
        if product_id is not None:
            sums[product_id] = sums.get(product_id, NOTHING) + quantity
    products, levels = products_by_id(sums), _levels(sums)
    figures: list[Json] = []
    shortages = []
    for product_id, quantity in sums.items():
        if (product := products.get(product_id)) is None:
            continue
        level = levels.get(product_id)
        figures.append(
            {"reference": product.reference, "wanted": plain(quantity), **rules.seen(level.figures if level else None)}
        )
        if level is not None and level.available < quantity:
            shortages.append(Shortage(product_id, quantity, level.available))
    found = [products[product_id] for product_id in sums if product_id in products]
    work.record(Activity.STOCK_CHECKED, *about, *found, figures=figures, shortages=len(shortages))
    return shortages


def count_stock(work: Work, counts: Sequence[Want]) -> list[StockLevel]:
    """Take stock: the quantity counted of each product is what there is from now on; differences are recorded.

    A count below what is set aside takes the lost part from the reservations (`reservations_lost`).
    """
    if not counts:
        raise NothingCounted
    products = products_by_id(count.product_id for count in counts)
    differences: list[Json] = []
    value = 0
    found = _beside(work, counts)
    for count, level in found:
        counted, expected = _positive(count.quantity), level.on_hand
        lost = _settle(work, level, counted - expected, cause=Cause.STOCKTAKE)
        if counted != expected:
            product = products[level.product_id]
            value += product.cost.times(counted - expected).cents
            difference = rules.Difference(product.reference, expected=expected, counted=counted, lost=lost)
            differences.append(difference.plain(product.cost))
    levels = [level for _, level in found]
    concerned = [products[level.product_id] for level in levels]
    work.record(
        Activity.STOCK_COUNTED, *concerned, counted=len(levels), differences=differences, difference_value_cents=value
    )
    return levels


def correct_stock(work: Work, product: Product, *, quantity: Decimal, reason: str) -> StockLevel:
    """Correct what is on hand by a signed quantity (breakage, theft, a mistake), with its reason."""
    if not reason.strip():
        raise ReasonMissing
    level = _levels([product.id]).get(product.id)
    if level is None:
        raise NotStocked
    if quantity == 0:
        raise WrongQuantity
    try:
        lost = _settle(work, level, quantity, cause=Cause.CORRECTION, reason=reason)
    except rules.Lacking as fault:
        raise NotInStock(product=product.name, available=plain(level.on_hand)) from fault
    work.record(
        Activity.STOCK_CORRECTED,
        product,
        quantity=plain(quantity),
        reason=reason,
        on_hand=plain(level.on_hand),
        value_cents=product.cost.times(quantity).cents,
        reservations_lost=plain(lost),
    )
    return level


def _levels(product_ids: Iterable[int]) -> dict[int, StockLevel]:
    """Return the levels as they are now, not as the session remembers them: the last unit goes to one person."""
    statement = select(StockLevel).where(StockLevel.product_id.in_(set(product_ids)))
    found = db.session.scalars(statement, execution_options={"populate_existing": True})
    return {level.product_id: level for level in found}


def _beside(work: Work, wants: Iterable[Want]) -> list[tuple[Want, StockLevel]]:
    """Return the wants of stocked products, each with its level."""
    listed = [(want, want.product_id) for want in wants if want.product_id is not None]
    levels = _levels(product_id for _, product_id in listed) if listed else {}
    return [(want, levels[product_id]) for want, product_id in listed if product_id in levels]


def _set(level: StockLevel, figures: Figures) -> None:
    level.on_hand, level.reserved, level.on_order = figures.on_hand, figures.reserved, figures.on_order


def _settle(work: Work, level: StockLevel, difference: Decimal, *, cause: Cause, reason: str = "") -> Decimal:
    """Add a signed difference; return how much set aside was lost by it."""
    figures, lost = rules.put(level.figures, difference)
    _move(work, level, figures, cause=cause, about=None, reason=reason)
    return lost


def _move(
    work: Work, level: StockLevel, figures: Figures, *, cause: Cause, about: Recordable | None, reason: str = ""
) -> None:
    """Set a level and write the movement, if anything moved or stock begins."""
    quantity = figures.on_hand - level.on_hand
    _set(level, figures)
    if quantity == 0 and cause is not Cause.OPENING:
        return
    work.add(
        StockMovement(
            product_id=level.product_id,
            quantity=quantity,
            on_hand_after=level.on_hand,
            cause=cause,
            about_kind=about.kind if about else "",
            about_id=about.id if about else None,
            about_label=about.label[:200] if about else "",
            reason=reason[:300],
            moved_at=work.now,
        )
    )


def _positive(quantity: Decimal) -> Decimal:
    """Return a quantity, or refuse one below nothing or finer than a thousandth."""
    if not quantity.is_finite() or quantity < 0 or quantity != quantity.quantize(Decimal("0.001")):
        raise WrongQuantity
    return quantity
