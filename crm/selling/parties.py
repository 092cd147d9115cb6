"""Customers and lines as papers show them: from rows to the frozen views of `papers`."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import cast

from crm.papers.views import Address, Language, PaperLine, Party
from crm.prospecting.companies.models import Company
from crm.selling.lines import DocumentLine

HOME = "FR"
PAYMENT: dict[Language, tuple[str, str]] = {
    "fr": ("à réception, par virement", "{days} jours date de facture, par virement"),
    "en": ("on receipt, by bank transfer", "{days} days from the invoice date, by bank transfer"),
}


def address_of(company: Company) -> Address:
    """Return a company's postal address."""
    country = "" if company.country == HOME else company.country
    return Address(street=company.street, postcode=company.postcode, city=company.city, country=country)


def typed_address(text: str) -> Address | None:
    """Return an address that was typed line by line, or None for nothing."""
    return Address(street=text, postcode="", city="") if text.strip() else None


def customer_party(company: Company) -> Party:
    """Return a company as the customer of a paper."""
    return Party(
        name=company.legal_name,
        address=address_of(company),
        is_professional=company.is_business,
        email=company.email,
        phone=company.phone,
        siren=company.siren,
        siret=company.siret,
        vat_number=company.vat_number,
    )


def language_of(company: Company) -> Language:
    """Return the language in which one writes to a company."""
    return cast(Language, company.language if company.language in {"fr", "en"} else "fr")


def payment_terms(days: int, language: Language) -> str:
    """Return when one pays, as a paper says it."""
    at_once, later = PAYMENT[language]
    return later.format(days=days) if days else at_once


def paper_lines(lines: Iterable[DocumentLine], *, ordered: Iterable[Decimal] = ()) -> tuple[PaperLine, ...]:
    """Return a document's lines; `ordered` are the quantities ordered, for a delivery note."""
    wanted = list(ordered)
    return tuple(
        PaperLine(
            reference=line.reference,
            label=line.wording,
            quantity=line.quantity,
            unit=line.unit,
            unit_price=line.unit_price,
            discount=line.discount,
            vat_rate=line.vat_rate,
            quantity_ordered=wanted[place] if place < len(wanted) else None,
        )
        for place, line in enumerate(lines)
    )
