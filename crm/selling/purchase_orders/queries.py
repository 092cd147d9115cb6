"""What can be asked about a purchase order: what it says, what was agreed, what was decided and done."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import and_, func, or_, select

from crm.activity.models import ActivityLink, ActivityRecord
from crm.activity.queries import timeline
from crm.activity.vocabulary import Activity
from crm.desk.messages.models import Message
from crm.kernel.clock import add_working_days, local_date
from crm.kernel.currency import in_euros
from crm.kernel.money import NO_RATE, ZERO, Money
from crm.papers.views import Address, CommercialPaper, PaperKind, PaperLine, Party
from crm.prospecting.companies.models import Company
from crm.selling.catalogue import queries as catalogue
from crm.selling.catalogue.models import Product
from crm.selling.lines import LineData, totals_of
from crm.selling.orders import queries as orders
from crm.selling.orders import rules as orders_rules
from crm.selling.orders.queries import Wish
from crm.selling.orders.rules import Difference, Pair, Term
from crm.selling.parties import customer_party, language_of
from crm.selling.purchase_orders import rules
from crm.selling.purchase_orders.rules import Settlement
from crm.selling.quotes.models import Quote
from crm.selling.tariffs import Tariff, tariff_for
from crm.store.base import db

PHONE = "phone"
LOOKS = (Activity.BALANCE_CHECKED, Activity.SOLVENCY_CHECKED, Activity.STOCK_CHECKED, Activity.TERMS_CHECKED)


@dataclass(frozen=True)
class Comparison:
    """A purchase order beside what was agreed: its lines in pairs, all differences, both dates.

    `expired` says that the quote did not hold any more when the order came.
    """

    wish: Wish
    pairs: tuple[Pair, ...]
    differences: tuple[Difference, ...]
    tariff: Tariff
    agreed_on: date | None = None
    wanted_on: date | None = None
    expired: bool = False

    def differs(self, what: str) -> bool:
        """Tell whether something of that name differs beside the lines."""
        return any(each.what.value == what for each in self.differences)


def compare(message: Message, company: Company, *, procedure: Callable[[str], int]) -> Comparison:
    """Hold a purchase order against its quote, else against the customer's own prices.

    The agreed day of delivery counts the quote's working days from the day of the order.
    """
    quote, came_on = orders.quote_of_message(message), local_date(message.sent_at)
    tariff = _tariff(company, quote, on=came_on, procedure=procedure)
    wish = _worded(orders.wish(message, quote))
    if quote is None:
        wish = replace(wish, agreed=_listed(wish.asked, tariff))
    agreed_on = add_working_days(came_on, quote.delivery_days) if quote and quote.delivery_days else None
    wanted_on = _day(message)
    apart = orders_rules.differences(wish.agreed, wish.asked) if wish.asked else ()
    if wish.address:
        apart += orders_rules.address_difference("\n".join(company.address_lines), wish.address)
    apart += rules.date_difference(agreed_on, wanted_on)
    apart += rules.total_difference(quote.gross if quote else None, _stated_total(message))
    apart += rules.payment_difference(quote.payment_days if quote else company.payment_days, _days(message))
    pairs = orders_rules.side_by_side(wish.agreed, wish.asked) if wish.asked else ()
    expired = quote is not None and quote.valid_until < came_on
    return Comparison(wish, pairs, apart, tariff, agreed_on, wanted_on, expired)


def decisions_on(message: Message) -> dict[str, Settlement]:
    """Return what was last decided of each difference of a purchase order."""
    told = timeline(kind=Message.kind, object_id=message.id, words=[Activity.PURCHASE_ORDER_SETTLED.word])
    found: dict[str, Settlement] = {}
    for record in reversed(told):
        found |= rules.read_settlements(json.loads(record.text)["details"])
    return found


def typed_from(comparison: Comparison, decisions: rules.Decisions) -> list[LineData]:
    """Return the lines as one begins to type them: as settled, else as the customer asks for them."""
    settled = rules.settled_terms(comparison.pairs, decisions)
    return orders.typed_from(replace(comparison.wish, asked=settled))


def delivery_address(comparison: Comparison, company: Company, decisions: rules.Decisions) -> str:
    """Return where the goods go as one begins to type it: the company's address unless another was accepted."""
    decided = decisions.get(rules.key_of(orders_rules.What.ADDRESS, ""))
    home = "\n".join(company.address_lines)
    return comparison.wish.address if decided is Settlement.ACCEPT else home


def looked_at(message: Message, company: Company) -> dict[str, datetime]:
    """Return when balance, solvency, stock and terms were last looked at since the order came, by their word."""
    thing = or_(
        and_(ActivityLink.kind == Company.kind, ActivityLink.object_id == company.id),
        and_(ActivityLink.kind == Message.kind, ActivityLink.object_id == message.id),
    )
    statement = (
        select(ActivityRecord.activity, func.max(ActivityRecord.happened_at))
        .join(
            ActivityLink,
            (ActivityLink.workspace_id == ActivityRecord.workspace_id)
            & (ActivityLink.position == ActivityRecord.position),
        )
        .where(thing, ActivityRecord.activity.in_([each.word for each in LOOKS]))
        .where(ActivityRecord.happened_at >= message.sent_at)
        .group_by(ActivityRecord.activity)
    )
    return dict(db.session.execute(statement).all())


def weighs(found: Comparison, company: Company, *, large_cents: int) -> bool:
    """Tell whether one looks at the customer's solvency first: it never ordered, or orders for much."""
    asked = totals_of(typed_from(found, {})).gross
    return not orders.has_ordered(company) or in_euros(asked, found.tariff.exchange_ppm).cents >= large_cents


def replies_to(message: Message) -> list[Message]:
    """Return what the customer wrote about a purchase order since, oldest first."""
    told = timeline(kind=Message.kind, object_id=message.id, words=[Activity.MESSAGE_RECEIVED.word])
    wanted = [json.loads(each.text)["about"][0]["id"] for each in told]
    found = db.session.scalars(
        select(Message).where(Message.id.in_(wanted), Message.id != message.id).order_by(Message.id)
    )
    return list(found)


def came_by_phone(message: Message) -> bool:
    """Tell whether an order was taken by telephone: there is a note of the call, and no paper."""
    return message.content.get("channel") == PHONE


def wanted_goods(comparison: Comparison) -> list[str]:
    """Return what is to be looked for on the shelves, as `stock.check` reads it: product and quantity."""
    known = catalogue.products_by_reference(term.reference for term in comparison.wish.asked)
    return [
        f"{known[term.reference].id}:{term.quantity.normalize():f}"
        for term in comparison.wish.asked
        if term.reference in known
    ]


def paper(message: Message, company: Company, comparison: Comparison, *, seller: Party) -> CommercialPaper:
    """Return a purchase order as the customer's own paper: the customer is who orders, we are the supplier."""
    wish = comparison.wish
    known = catalogue.products_by_reference(term.reference for term in wish.asked)
    agreed = {term.reference: term for term in wish.agreed}
    goes_to = Address(name=company.legal_name, street=wish.address, postcode="", city="") if wish.address else None
    return CommercialPaper(
        kind=PaperKind.SUPPLY_ORDER,
        number=wish.customer_reference or f"BC-{message.id}",
        issued_on=local_date(message.sent_at),
        seller=customer_party(company),
        customer=seller,
        lines=tuple(
            _paper_line(term, agreed.get(term.reference, term), known.get(term.reference), comparison.tariff)
            for term in wish.asked
        ),
        language=language_of(company),
        promised_on=comparison.wanted_on,
        delivery_address=goes_to,
        currency=comparison.tariff.currency,
        regime=comparison.tariff.regime,
    )


def _paper_line(asked: Term, agreed: Term, product: Product | None, tariff: Tariff) -> PaperLine:
    """Return a line of the customer's paper; a price that it does not state is the agreed one, else the list's."""
    listed = tariff.line(product, quantity=asked.quantity) if product else None
    return PaperLine(
        reference=asked.reference,
        label=listed.wording if listed else asked.reference,
        unit=listed.unit if listed else "",
        quantity=asked.quantity,
        unit_price=asked.unit_price or agreed.unit_price or (listed.unit_price if listed else ZERO),
        discount=asked.discount or agreed.discount or NO_RATE,
        vat_rate=listed.vat_rate if listed else NO_RATE,
    )


def _tariff(company: Company, quote: Quote | None, *, on: date, procedure: Callable[[str], int]) -> Tariff:
    """Return the prices of an order: in the currency and regime of its quote, else the customer's own."""
    currency, regime = (quote.currency, quote.regime) if quote else (None, None)
    return tariff_for(company, on=on, procedure=procedure, currency=currency, regime=regime)


def _worded(wish: Wish) -> Wish:
    """Give what is asked for the catalogue's words."""
    known = catalogue.products_by_reference(term.reference for term in wish.asked)
    asked = (
        replace(term, wording=known[term.reference].name if term.reference in known else "") for term in wish.asked
    )
    return replace(wish, asked=tuple(asked))


def _listed(asked: tuple[Term, ...], tariff: Tariff) -> tuple[Term, ...]:
    """Return what the customer's prices say of the products asked for, those that the catalogue knows."""
    known = catalogue.products_by_reference(term.reference for term in asked)
    return tuple(
        Term(
            term.reference,
            term.quantity,
            tariff.price(known[term.reference], quantity=term.quantity),
            wording=known[term.reference].name,
        )
        for term in asked
        if term.reference in known
    )


def _day(message: Message) -> date | None:
    """Return the day on which the customer wants the goods; what cannot be read says nothing."""
    said = message.content.get("wanted_on")
    try:
        return date.fromisoformat(said) if isinstance(said, str) else None
    except ValueError:
        return None


def _days(message: Message) -> int | None:
    """Return the term of payment which a purchase order asks for, in days."""
    said = message.content.get("payment_days")
    return said if isinstance(said, int) else None


def _stated_total(message: Message) -> Money | None:
    """Return the total, VAT included, which a purchase order states."""
    said = message.content.get("total_cents")
    return Money(said) if isinstance(said, int) else None
