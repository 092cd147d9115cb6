"""Purchase orders and orders built through the use cases."""

from __future__ import annotations

from datetime import date

from crm.activity.chain import Json
from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.desk.messages.models import Message, Topic
from crm.desk.messages.use_cases import receive
from crm.prospecting.companies.models import Company
from crm.selling.deliveries.models import DeliveryNote
from crm.selling.deliveries.use_cases import confirm_delivery, ship_order
from crm.selling.lines import LineData
from crm.selling.orders.models import Order
from crm.selling.orders.use_cases import confirm_order, order_from_quote
from crm.selling.quotes.models import Quote
from crm.selling.quotes.use_cases import accept_quote
from tests.selling.quotes.builders import a_sent_quote

PROMISED = date(2026, 3, 9)


def a_purchase_order(
    work: Work,
    company: Company,
    *lines: dict[str, Json],
    quote: Quote | None = None,
    address: str = "",
    reference: str = "BC 7781",
) -> Message:
    """Let a customer send a purchase order, perhaps on a quote, perhaps to another address."""
    content: dict[str, Json] = {"lines": [*lines], "customer_reference": reference}
    if quote is not None:
        content["quote_id"] = quote.id
    if address:
        content["delivery_address"] = address
    return receive(
        work,
        topic=Topic.PURCHASE_ORDER,
        sender="Mme Petit",
        subject="Bon de commande BC 7781",
        body="Bonjour, voici notre commande.",
        company=company,
        about=(quote,) if quote is not None else (),
        content=content,
        activity=Activity.PURCHASE_ORDER_RECEIVED,
        total_cents=0,
    )


def an_order(work: Work, company: Company, *lines: LineData) -> Order:
    """Record an order from an accepted quote."""
    return order_from_quote(work, accept_quote(work, a_sent_quote(work, company, *lines)))


def a_shipped_order(work: Work, company: Company, *lines: LineData) -> DeliveryNote:
    """Let the goods of an order leave."""
    return ship_order(work, confirm_order(work, an_order(work, company, *lines), promised_on=PROMISED))


def a_delivered_order(work: Work, company: Company, *lines: LineData) -> Order:
    """Let the goods of an order arrive."""
    return confirm_delivery(work, a_shipped_order(work, company, *lines)).order
