"""Offers, built through the use case."""

from __future__ import annotations

from datetime import date

from crm.activity.door import Work
from crm.aftersales.loyalty.models import Offer, OfferKind
from crm.aftersales.loyalty.use_cases import send_offer
from crm.kernel.money import Rate
from crm.prospecting.companies.models import Company

UNTIL = date(2026, 3, 31)


def an_offer(work: Work, company: Company, *, percent: str = "5") -> Offer:
    """Send a discount for the next order."""
    return send_offer(
        work,
        company,
        type=OfferKind.DISCOUNT,
        valid_until=UNTIL,
        text="Bonjour, votre prochaine commande vous attend.",
        discount=Rate.percent(percent),
    )
