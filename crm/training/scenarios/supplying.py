"""What a scenario says of suppliers and carriers: read, checked, and entered into its world."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import timedelta
from pathlib import Path

from crm.activity.door import Work
from crm.kernel.clock import opening_of
from crm.kernel.errors import N_
from crm.selling.carriers.models import Carrier
from crm.selling.carriers.use_cases import create_carrier
from crm.selling.catalogue.queries import products_by_reference
from crm.selling.suppliers.models import HOME
from crm.selling.suppliers.use_cases import create_supplier, offer_product
from crm.training.counterparts.rules import CHECKS, FICTITIOUS_PHONE
from crm.training.counterparts.suppliers import CarrierSaid, SupplierCharacter, SupplierSaid, Supply
from crm.training.files import Sheet, read_table
from crm.training.scenarios.models import Scenario
from crm.training.simulation.supplying import assign_character

SUPPLIERS = "suppliers.toml"
# Ofcom and the North American plan keep numbers free for films and books, as Arcep does.
FOREIGN_PHONE = re.compile(r"\+44 1632 960\d{3}|\+1 \d{3}-555-01\d{2}")


def _phone_fault(number: str) -> str | None:
    fictitious = FICTITIOUS_PHONE.fullmatch(number) or FOREIGN_PHONE.fullmatch(number)
    return None if fictitious or not number else N_("le numéro n’est pas dans une tranche réservée à la fiction")


RULES = {"key": CHECKS["key"], "email": CHECKS["email"], "phone": _phone_fault}


def read_supply(directory: Path, products: Collection[str]) -> Supply:
    """Read the suppliers of a scenario and check them; all of them may be missing in the file.

    `products` are the references of the catalogue. Raises `BadEntry` where a
    name is unknown, or a foreign supplier has no Incoterm.
    """
    sheet = read_table(directory / SUPPLIERS, Supply, RULES)
    _check(sheet, products)
    return sheet.value


def _check(sheet: Sheet[Supply], products: Collection[str]) -> None:
    supply = sheet.value
    characters, carriers = {each.key for each in supply.characters}, {each.key for each in supply.carriers}
    _check_unique(sheet, "carriers", [each.name for each in supply.carriers])
    _check_unique(sheet, "suppliers", [each.name for each in supply.suppliers])
    for index, each in enumerate(supply.suppliers):
        entry = sheet.entry(f"suppliers[{index}]", each)
        unknown = [line.reference for line in each.offers if line.reference not in products]
        if each.character not in characters:
            unknown.append(each.character)
        if each.carrier and each.carrier not in carriers:
            unknown.append(each.carrier)
        if unknown:
            raise entry.refusal(N_("« %(value)s » ne désigne rien de connu"), value=unknown[0])
        if (each.country != HOME) != (each.incoterm is not None):
            raise entry.refusal(N_("un fournisseur étranger a un Incoterm, un fournisseur français n’en a pas"))


def _check_unique(sheet: Sheet[Supply], table: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for index, name in enumerate(names):
        if name in seen:
            entry = sheet.entry(f"{table}[{index}]", name)
            raise entry.refusal(N_("« %(value)s » figure deux fois (%(name)s)"), value=name, name="name")
        seen.add(name)


def enter_supply(work: Work, scenario: Scenario) -> None:
    """List carriers and suppliers with what they sell, on the eve of the exercise, and settle who they really are."""
    supply = scenario.supply
    with work.acting_as(work.actor, at=opening_of(scenario.setting.starts_on) - timedelta(hours=1)):
        carriers = {each.key: _carrier(work, each) for each in supply.carriers}
        characters = {each.key: each for each in supply.characters}
        for each in supply.suppliers:
            _supplier(work, each, carriers, characters[each.character])


def _carrier(work: Work, each: CarrierSaid) -> Carrier:
    return create_carrier(
        work,
        name=each.name,
        mode=each.mode,
        lead_days=each.lead_days,
        base_price=each.base_price,
        price_per_kg=each.price_per_kg,
        email=each.email,
        phone=each.phone,
        claims_address=each.claims_address,
    )


def _supplier(work: Work, each: SupplierSaid, carriers: dict[str, Carrier], character: SupplierCharacter) -> None:
    supplier = create_supplier(
        work,
        name=each.name,
        language=each.language.value,
        country=each.country,
        street=each.street,
        postcode=each.postcode,
        city=each.town,
        contact=each.contact,
        email=each.email,
        phone=each.phone,
        vat_number=each.vat_number,
        lead_days=each.lead_days,
        minimum=each.minimum,
        currency=each.currency,
        incoterm=each.incoterm,
        carrier=carriers[each.carrier] if each.carrier else None,
    )
    assign_character(work, supplier, character=character, stream=each.key)
    goods = products_by_reference(line.reference for line in each.offers)
    for line in each.offers:
        reference = f"{each.key[:3].upper()}-{line.reference.replace('-', '')}"
        offer_product(
            work,
            supplier,
            goods[line.reference],
            supplier_reference=reference,
            unit_price=line.price,
            pack=line.pack,
        )
