"""Quotes built through the use cases; the catalogue of the cast must be there."""

from __future__ import annotations

from decimal import Decimal

from crm.activity.chain import Json
from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.desk.messages.models import Message, Topic
from crm.desk.messages.use_cases import receive
from crm.kernel.money import Rate
from crm.prospecting.companies.models import Company
from crm.selling.catalogue.models import Product
from crm.selling.lines import LineData
from crm.selling.quotes.models import Channel, Quote
from crm.selling.quotes.use_cases import draft_quote, send_quote, set_lines


def a_line(product: Product, quantity: str = "10", *, discount: str = "0") -> LineData:
    """Return a line at list price."""
    return LineData(
        reference=product.reference,
        wording=product.name,
        quantity=Decimal(quantity),
        unit_price=product.unit_price,
        vat_rate=product.vat_rate,
        unit=product.unit,
        discount=Rate.percent(discount),
        product_id=product.id,
    )


def a_request(work: Work, company: Company, *lines: tuple[str, str]) -> Message:
    """Let a customer ask for a quote: references and quantities."""
    content: list[Json] = [{"reference": reference, "quantity": quantity} for reference, quantity in lines]
    return receive(
        work,
        topic=Topic.QUOTE_REQUEST,
        sender="Mme Petit",
        subject="Demande de devis : papier",
        body="Bonjour, pouvez-vous nous faire un prix ?",
        company=company,
        content={"lines": content},
        activity=Activity.QUOTE_REQUESTED,
        items=len(lines),
        channel="email",
    )


def a_draft(work: Work, company: Company, *lines: LineData, payment_days: int | None = None) -> Quote:
    """Prepare a quote with these lines."""
    return set_lines(work, draft_quote(work, company, payment_days=payment_days), lines=lines)


def a_sent_quote(work: Work, company: Company, *lines: LineData) -> Quote:
    """Prepare a quote and send it by e-mail."""
    return send_quote(work, a_draft(work, company, *lines), channel=Channel.EMAIL)
