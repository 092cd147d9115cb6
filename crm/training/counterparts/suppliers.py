"""Who supplies and who carries in a scenario: frozen values, and the hidden habits that drive suppliers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from crm.kernel.currency import Currency
from crm.kernel.errors import N_
from crm.kernel.incoterms import Incoterm
from crm.kernel.money import Money, Rate
from crm.selling.carriers.models import CarrierMode
from crm.training.counterparts.models import Language, Span
from crm.training.values import Misfit, as_decimal, as_money


@dataclass(frozen=True)
class SupplierCharacter:
    """The habits of a kind of supplier, hidden too: when it answers, how late it is, what goes wrong in its parcels."""

    key: str
    label: str
    answer_days: Span
    late: Rate
    late_days: Span
    announces: Rate
    partial: Rate
    short: Rate
    damaged: Rate

    def __post_init__(self) -> None:
        """Refuse days that run backwards."""
        if min(self.answer_days.low, self.late_days.low) < 1:
            raise Misfit(N_("un fournisseur répond et tarde d’un jour au moins"))


@dataclass(frozen=True)
class Offer:
    """An article as a supplier sells it, written `PAP-101×5@2.95`: reference, pack, net price in its currency."""

    reference: str
    pack: Decimal
    price: Money

    @classmethod
    def parse(cls, text: str) -> Offer:
        """Read a reference, a pack above zero and a price."""
        goods, _, price = text.partition("@")
        reference, _, pack = goods.partition("×")
        if not (reference and pack and price) or as_decimal(pack) <= 0:
            raise Misfit(N_("« %(value)s » n’est pas une offre (REF×lot@prix)") % {"value": text})
        return cls(reference, as_decimal(pack), as_money(price))


@dataclass(frozen=True)
class CarrierSaid:
    """A carrier, as the scenario names it."""

    key: str
    name: str
    mode: CarrierMode
    lead_days: int
    base_price: Money
    price_per_kg: Money
    email: str
    phone: str
    claims_address: str


@dataclass(frozen=True)
class SupplierSaid:
    """A supplier, as the scenario names it; `character` is one of the scenario's."""

    key: str
    name: str
    character: str
    language: Language
    country: str
    street: str
    postcode: str
    town: str
    contact: str
    email: str
    lead_days: int
    minimum: Money
    currency: Currency
    offers: tuple[Offer, ...]
    phone: str = ""
    vat_number: str = ""
    carrier: str = ""
    incoterm: Incoterm | None = None


@dataclass(frozen=True)
class Supply:
    """Everything in `suppliers.toml`."""

    characters: tuple[SupplierCharacter, ...] = ()
    carriers: tuple[CarrierSaid, ...] = ()
    suppliers: tuple[SupplierSaid, ...] = ()
