"""How a party is named on a paper: address blocks and the seller's legal identity."""

from __future__ import annotations

from babel import Locale

from crm.kernel import wording
from crm.papers.cleaning import Tree
from crm.papers.phrases import say
from crm.papers.views import Address, Language, Party

SPACE = "\u202f"
WIDE_SPACE = "\u00a0"
SIREN_GROUPS = (3, 3, 3)
SIRET_GROUPS = (3, 3, 3, 5)
IBAN_GROUP = 4
COUNTRY_CODE = 2
# Where the postcode stands below the town, on a line of its own (UPU, S42: United Kingdom).
POSTCODE_LAST = {"GB", "GG", "IM", "JE"}


def spaced(digits: str, sizes: tuple[int, ...]) -> str:
    """Write an identifier in groups: 100 000 009; one of another length stays whole."""
    if len(digits) != sum(sizes):
        return digits
    ends = [sum(sizes[: index + 1]) for index in range(len(sizes))]
    return SPACE.join(digits[end - size : end] for end, size in zip(ends, sizes, strict=True))


def siren(party: Party) -> str:
    """Write a SIREN for the eye."""
    return spaced(party.siren, SIREN_GROUPS)


def iban(party: Party) -> str:
    """Write an IBAN in groups of four."""
    return WIDE_SPACE.join(party.iban[start : start + IBAN_GROUP] for start in range(0, len(party.iban), IBAN_GROUP))


def address_lines(address: Address, language: Language = "fr") -> list[str]:
    """Return an address line by line, without the name; a country told by its code is written out."""
    town = [f"{address.postcode} {address.city}".strip()]
    if address.country in POSTCODE_LAST:
        town = [address.city, address.postcode]
    return [line for line in (*address.street.splitlines(), *town, _country(address.country, language)) if line]


def _country(country: str, language: Language) -> str:
    """Write a country out, in the language of the paper."""
    return str(Locale(language).territories.get(country, country)) if len(country) == COUNTRY_CODE else country


def block(party: Party, label: str, language: Language) -> Tree:
    """Return the block of a party to whom a paper is sent."""
    attention = [say(language, "party.attention", contact=party.contact)] if party.contact else []
    return {"label": label, "name": party.name, "lines": attention + address_lines(party.address, language)}


def sender(party: Party, language: Language) -> Tree:
    """Return the seller's block: name, address, ways to reach it."""
    phone = say(language, "party.phone", phone=party.phone) if party.phone else ""
    return {"name": party.name, "lines": [*address_lines(party.address, language), *filter(None, (phone, party.email))]}


def legal_identity(party: Party, language: Language) -> str:
    """Return the line that the law asks for at the foot of a seller's papers (Code de commerce, R123-237, R123-238)."""
    form = party.legal_form
    if party.capital is not None:
        form = say(language, "party.capital", form=form, capital=wording.money(party.capital, language))
    parts = (
        party.name,
        form,
        _whole(say(language, "party.siren", siren=siren(party))) if party.siren else "",
        _whole(say(language, "party.siret", siret=spaced(party.siret, SIRET_GROUPS))) if party.siret else "",
        say(language, "party.rcs", rcs=party.rcs) if party.rcs else "",
        _whole(say(language, "party.vat", vat=party.vat_number)) if party.vat_number else "",
    )
    return " · ".join(part for part in parts if part)


def _whole(said: str) -> str:
    """Return an identifier that stays on one line with its name."""
    return said.replace(" ", WIDE_SPACE)
