"""Customers and lines as papers show them: from rows to the frozen views of `papers`."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import cast

from crm.papers.views import Address, Language, PaperLine, Party
from crm.prospecting.companies.models import Company, DueRule
from crm.selling.lines import DocumentLine, LineData

HOME = "FR"
PAYMENT: dict[Language, tuple[str, str]] = {
    "fr": ("à réception, par virement", "{days} jours date de facture, par virement"),
    "en": ("on receipt, by bank transfer", "{days} days from the invoice date, by bank transfer"),
}

# Days first, then the end of the month; the end of the month first, then days.
MONTH_ENDS: dict[Language, tuple[str, str]] = {
    "fr": ("{days} jours, puis fin de mois, par virement", "fin de mois, puis {days} jours, par virement"),
    "en": ("{days} days, then end of month, by bank transfer", "end of month, then {days} days, by bank transfer"),
}

DELIVERY: dict[Language, tuple[str, str]] = {
    "fr": ("sous un jour ouvré", "sous {days} jours ouvrés"),
    "en": ("within one working day", "within {days} working days"),
}


def address_of(company: Company) -> Address:
    """Return a company's postal address."""
    country = "" if company.country == HOME else company.country
    return Address(street=company.street, postcode=company.postcode, city=company.city, country=country)


def typed_address(text: str, company: Company | None = None) -> Address | None:
    """Return an address that was typed line by line, or None for nothing; the company's own one is told as such."""
    if company is not None and text.splitlines() == list(company.address_lines):
        return address_of(company)
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


def payment_terms(days: int, language: Language, rule: DueRule = DueRule.NET) -> str:
    """Return when one pays, as a paper says it."""
    if rule is not DueRule.NET:
        return MONTH_ENDS[language][rule is DueRule.MONTH_END_THEN_DAYS].format(days=days)
    at_once, later = PAYMENT[language]
    return later.format(days=days) if days else at_once


def delivery_terms(said: str, days: int, language: Language) -> str:
    """Return how and within how many working days one delivers, as a paper says it; no days promise nothing."""
    one, many = DELIVERY[language]
    within = one if days == 1 else many.format(days=days)
    return ", ".join(part for part in (said.strip().rstrip("."), within if days else "") if part)


def paper_lines(lines: Iterable[DocumentLine | LineData], *, ordered: Iterable[Decimal] = ()) -> tuple[PaperLine, ...]:
    """Return lines as papers and pages show them; `ordered` are the quantities ordered, for a delivery note."""
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
