"""Purchase orders that differ from what was agreed."""

from __future__ import annotations

from crm.activity.chain import Json
from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.desk.messages.models import Message, Topic
from crm.desk.messages.use_cases import receive
from crm.prospecting.companies.models import Company
from crm.selling.catalogue.models import Product
from crm.selling.quotes.models import Channel, Quote
from crm.selling.quotes.use_cases import draft_quote, send_quote
from tests.selling.quotes.builders import a_line


def an_offer(work: Work, company: Company, goods: dict[str, Product]) -> Quote:
    """Offer forty reams at five percent off and a chair, to be delivered within five working days."""
    lines = [a_line(goods["PAP-101"], "40", discount="5"), a_line(goods["SIE-601"], "1")]
    quote = draft_quote(work, company, lines=lines, delivery_days=5)
    return send_quote(work, quote, channel=Channel.EMAIL)


def differing(work: Work, /, company: Company, quote: Quote | None = None, **said: Json) -> Message:
    """Let a customer order fifty reams at less, two guides, no chair, earlier, elsewhere."""
    content: dict[str, Json] = {
        "lines": [
            {"reference": "PAP-101", "quantity": "50", "unit_price_cents": 399, "discount_bp": 800},
            {"reference": "LIV-002", "quantity": "2"},
        ],
        "customer_reference": "BC 7781",
        "delivery_address": "Quai arrière\n59000 Lille",
        "wanted_on": "2026-03-04",
        "total_cents": 40_000,
    }
    if quote is not None:
        content["quote_id"] = quote.id
    return receive(
        work,
        topic=Topic.PURCHASE_ORDER,
        sender="Mme Petit",
        subject="Bon de commande BC 7781",
        body="Bonjour, voici notre commande.",
        company=company,
        about=(quote,) if quote is not None else (),
        content=content | said,
        activity=Activity.PURCHASE_ORDER_RECEIVED,
        total_cents=40_000,
    )
