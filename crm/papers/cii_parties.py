"""Who sells, who buys and where it went, as the terms of the European model."""

from __future__ import annotations

from crm.kernel.tax import HOME
from crm.papers.cii_xml import Terms
from crm.papers.cleaning import BREAK, clean
from crm.papers.views import Address, CommercialPaper, Party

SIREN_SCHEME = "0225"
MAIL_SCHEME = "EM"
SIREN_DIGITS, SIRET_DIGITS, COUNTRY_LETTERS = 9, 14, 2
ADDRESS_LINES = 3


def seller_terms(paper: CommercialPaper) -> Terms:
    """Return the seller; without VAT number its SIREN is its tax registration (BT-32)."""
    party, siren = paper.seller, _siren(paper.seller)
    address, scheme = _electronic_address(party)
    return {
        "BT-27": one_line(party.name),
        "BT-29": _siret(party),
        "BT-30": siren,
        "BT-31": party.vat_number,
        "BT-32": "" if party.vat_number else siren,
        "BT-33": one_line(" ".join(each for each in (party.legal_form, party.rcs and f"RCS {party.rcs}") if each)),
        "BT-34": address,
        "BT-34-1": scheme,
        "BT-41": one_line(paper.followed_by),
        "BT-42": party.phone if paper.followed_by else "",
        "BT-43": party.email if paper.followed_by else "",
    } | _address(party.address, ("BT-35", "BT-36", "BT-162"), ("BT-38", "BT-37", "BT-40"))


def buyer_terms(paper: CommercialPaper) -> Terms:
    """Return the customer; a private person has neither register nor VAT number."""
    party = paper.customer
    address, scheme = _electronic_address(party)
    found = {
        "BT-44": one_line(party.name),
        "BT-46": _siret(party),
        "BT-47": _siren(party),
        "BT-48": party.vat_number if party.is_professional else "",
        "BT-49": address,
        "BT-49-1": scheme,
        "BT-56": one_line(party.contact),
    }
    return found | _address(party.address, ("BT-50", "BT-51", "BT-163"), ("BT-53", "BT-52", "BT-55"))


def delivery_terms(paper: CommercialPaper) -> Terms:
    """Return where and when it was delivered; abroad both must be told, so the invoice's own day stands for none."""
    abroad = not paper.regime.bears_vat
    day = paper.delivered_on or (paper.issued_on if abroad and paper.period is None else None)
    found = {"BT-72": day.isoformat() if day else ""}
    if paper.delivery_address is None and not abroad:
        return found
    home = paper.customer.address
    there = paper.delivery_address or home
    found |= _address(there, ("BT-75", "BT-76", "BT-165"), ("BT-78", "BT-77", "BT-80"))
    return found | {
        "BT-70": one_line(there.name or paper.customer.name),
        "BT-80": country_code(there if there.country else home),
    }


def _electronic_address(party: Party) -> tuple[str, str]:
    """Return where electronic invoices go: by SIREN in the French directory, else by e-mail."""
    if party.is_professional and (siren := _siren(party)):
        return siren, SIREN_SCHEME
    return (party.email, MAIL_SCHEME) if party.email else ("", "")


def _siren(party: Party) -> str:
    """Return a SIREN that can be one."""
    return party.siren if party.is_professional and len(party.siren) == SIREN_DIGITS and party.siren.isdigit() else ""


def _siret(party: Party) -> str:
    """Return a SIRET that can be one."""
    whole = len(party.siret) == SIRET_DIGITS and party.siret.isdigit()
    return party.siret if whole and party.siret.startswith(party.siren) and _siren(party) else ""


def _address(address: Address, streets: tuple[str, ...], town: tuple[str, str, str]) -> Terms:
    """Return an address: three lines of street at most, then postcode, town, country."""
    lines = [one_line(line) for line in address.street.splitlines() if line.strip()]
    if len(lines) > ADDRESS_LINES:
        lines = [*lines[: ADDRESS_LINES - 1], ", ".join(lines[ADDRESS_LINES - 1 :])]
    found = dict(zip(streets, lines, strict=False))
    return found | dict(
        zip(town, (one_line(address.postcode), one_line(address.city), country_code(address)), strict=True)
    )


def country_code(address: Address) -> str:
    """Return a country's ISO 3166 code; an address that names none is in France."""
    return address.country if len(address.country) == COUNTRY_LETTERS else HOME


def plain_text(said: str) -> str:
    """Return prose as XML may hold it, without the invisible places to break that paper wants."""
    return clean(said).replace(BREAK, "").strip()


def one_line(said: str) -> str:
    """Return text on one line."""
    return " ".join(plain_text(said).split())
