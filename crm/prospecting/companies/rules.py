"""Identifiers of French businesses, and likeness of two records: pure functions."""

from __future__ import annotations

from stdnum import exceptions
from stdnum.eu import vat
from stdnum.fr import siren as siren_number
from stdnum.fr import siret as siret_number
from stdnum.fr import tva


class NotAnIdentifier(ValueError):
    """A number whose check digits or length are wrong."""


def clean_siren(text: str) -> str:
    """Return a SIREN as nine digits (Luhn checked, Code de commerce R123-221)."""
    return _checked(siren_number, text)


def clean_siret(text: str) -> str:
    """Return a SIRET as fourteen digits (SIREN + NIC, Luhn checked; La Poste has its own rule)."""
    return _checked(siret_number, text)


def clean_vat_number(text: str) -> str:
    """Return a European VAT number with its country code, e.g. FR88100000009."""
    return _checked(vat, text)


def belongs_together(siren: str, siret: str) -> bool:
    """Tell whether a SIRET is one of the SIREN's sites."""
    return not siren or not siret or siret.startswith(siren)


def vat_matches(siren: str, vat_number: str) -> bool:
    """Tell whether a French VAT number carries the SIREN."""
    if not siren or not vat_number.startswith("FR"):
        return True
    return tva.compact(vat_number)[2:] == siren


def _checked(module: object, text: str) -> str:
    """Return the compact form of a number, or raise `NotAnIdentifier`."""
    try:
        return str(module.validate(text))  # type: ignore[attr-defined]
    except exceptions.ValidationError as fault:
        raise NotAnIdentifier(text) from fault
