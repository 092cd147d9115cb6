"""What can be done with carriers: list one, with its terms."""

from __future__ import annotations

from crm.activity.chain import Json
from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.kernel.errors import N_, Refused
from crm.kernel.money import ZERO, Money
from crm.selling.carriers import queries
from crm.selling.carriers.models import Carrier, CarrierMode


class NameMissing(Refused):
    """Somebody without a name brings nothing."""

    message = N_("Indiquez le nom du transporteur.")
    field = "name"


class AlreadyListed(Refused):
    """Two carriers cannot have one name."""

    message = N_("Le transporteur « %(name)s » est déjà référencé.")
    field = "name"


class WrongTerms(Refused):
    """Nobody arrives before leaving, or pays one to carry."""

    message = N_("Le délai et les prix d’un transporteur ne sont pas négatifs.")
    field = "lead_days"


def create_carrier(
    work: Work,
    *,
    name: str,
    mode: CarrierMode,
    lead_days: int,
    base_price: Money,
    price_per_kg: Money = ZERO,
    email: str = "",
    phone: str = "",
    claims_address: str = "",
    note: str = "",
) -> Carrier:
    """List a carrier with its terms; `lead_days` are working days."""
    if not name.strip():
        raise NameMissing
    if queries.carrier_by_name(name) is not None:
        raise AlreadyListed(name=name)
    if lead_days < 0 or base_price.cents < 0 or price_per_kg.cents < 0:
        raise WrongTerms
    carrier = Carrier(
        name=name,
        mode=mode,
        lead_days=lead_days,
        base_price=base_price,
        price_per_kg=price_per_kg,
        email=email,
        phone=phone,
        claims_address=claims_address,
        note=note,
    )
    work.add(carrier)
    prices: dict[str, Json] = {"base_price_cents": base_price.cents, "price_per_kg_cents": price_per_kg.cents}
    work.record(Activity.CARRIER_CREATED, carrier, mode=mode.value, lead_days=lead_days, **prices)
    return carrier
