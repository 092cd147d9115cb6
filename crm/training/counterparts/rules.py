"""Identifiers that are formally valid and nobody's: the numbers, addresses and phones of fiction."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from stdnum import iban
from stdnum.fr import siren, siret, tva

from crm.kernel.errors import N_

# The samples of the public norm on invoices (one digit, zeros, a key), and the last hundred numbers of the range.
FICTITIOUS_SIREN = re.compile(r"[1-9]0{7}\d|999999\d{3}")
# Arcep, decision 2018-0881: numbers kept free for films and books.
FICTITIOUS_PHONE = re.compile(r"0(1 99 00|2 61 91|3 53 01|4 65 71|5 36 49|6 39 98) \d\d \d\d")
FICTITIOUS_EMAIL = re.compile(r"[a-z0-9]+([._-][a-z0-9]+)*@([a-z0-9]+(-[a-z0-9]+)*\.)+example")
FICTITIOUS_SITE = re.compile(r"https://([a-z0-9-]+\.)+example")
# The bank code 99999 belongs to no bank.
FICTITIOUS_IBAN = re.compile(r"FR\d{2}99999\d{18}")
POSTCODE = re.compile(r"(0[1-9]|[1-8]\d|9[0-5])\d{3}")
KEY = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*")


def siren_fault(number: str) -> str | None:
    """Return what is wrong with a SIREN (Luhn key, fictitious range), if anything."""
    if not siren.is_valid(number) or not number.isdigit():
        return N_("le SIREN n’est pas valide")
    return None if FICTITIOUS_SIREN.fullmatch(number) else N_("ce SIREN pourrait être celui d’une vraie entreprise")


def siret_fault(number: str) -> str | None:
    """Return what is wrong with a SIRET."""
    if not siret.is_valid(number) or not number.isdigit():
        return N_("le SIRET n’est pas valide")
    return siren_fault(number[:9])


def vat_fault(number: str) -> str | None:
    """Return what is wrong with a French VAT number, written FR and eleven digits."""
    well_written = re.fullmatch(r"FR\d{11}", number) and tva.is_valid(number)
    if not well_written or int(number[2:4]) != (12 + 3 * (int(number[4:]) % 97)) % 97:
        return N_("le numéro de TVA n’est pas valide")
    return siren_fault(number[4:])


def iban_fault(number: str) -> str | None:
    """Return what is wrong with a French IBAN, written without spaces."""
    if not iban.is_valid(number) or not rib_key_fits(number):
        return N_("l’IBAN n’est pas valide")
    return None if FICTITIOUS_IBAN.fullmatch(number) else N_("cet IBAN pourrait être celui d’un vrai compte")


def rib_key_fits(number: str) -> bool:
    """Tell whether the national key (last two digits) of a French IBAN is right; digits only."""
    if not re.fullmatch(r"FR\d{25}", number):
        return False
    bank, desk, account, key = (int(part) for part in (number[4:9], number[9:14], number[14:25], number[25:]))
    return key == 97 - (89 * bank + 15 * desk + 3 * account) % 97


def _written(pattern: re.Pattern[str], reason: str) -> Callable[[str], str | None]:
    return lambda text: None if pattern.fullmatch(text) else reason


CHECKS: Mapping[str, Callable[[str], str | None]] = {
    "key": _written(KEY, N_("une clé s’écrit en minuscules sans accent")),
    "siren": siren_fault,
    "siret": siret_fault,
    "vat_number": vat_fault,
    "iban": iban_fault,
    "phone": _written(FICTITIOUS_PHONE, N_("le numéro n’est pas dans une tranche réservée à la fiction")),
    "email": _written(FICTITIOUS_EMAIL, N_("l’adresse n’est pas dans le domaine .example")),
    "website": _written(FICTITIOUS_SITE, N_("l’adresse n’est pas dans le domaine .example")),
    "postcode": _written(POSTCODE, N_("ce n’est pas un code postal de métropole")),
}
