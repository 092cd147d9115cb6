"""What a customer pays: list prices in a document's currency, VAT by its regime."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from crm.kernel.currency import MILLION, Currency
from crm.kernel.money import NO_RATE, Money, Rate, half_up
from crm.kernel.tax import TaxRegime
from crm.prospecting.companies.models import Company
from crm.selling.catalogue.models import Product
from crm.selling.lines import LineData
from crm.selling.pricing.queries import PriceBook, price_book


@dataclass(frozen=True)
class Tariff:
    """The prices of one document: a price list in its currency first, else the catalogue's price, converted.

    `exchange_ppm` is what one unit of the currency is worth, in millionths of a euro.
    """

    book: PriceBook
    currency: Currency = Currency.EUR
    exchange_ppm: int = MILLION
    regime: TaxRegime = TaxRegime.DOMESTIC

    def price(self, product: Product, *, quantity: Decimal = Decimal(1)) -> Money:
        """Return the net price of one unit when so many are bought."""
        offer = self.book.offer(product.id, quantity=quantity)
        if offer is not None and offer.currency is self.currency:
            return offer.unit_price
        if self.currency is Currency.EUR:
            return product.unit_price
        return Money(half_up(Decimal(product.unit_price.cents) * MILLION / self.exchange_ppm))

    def steps(self, product: Product) -> list[tuple[Decimal, Money]]:
        """Return from which quantities on which price holds, lowest first; one step where it never changes."""
        breaks = {Decimal(1), *(offer.min_quantity for offer in self.book.offers.get(product.id, ()))}
        return [(quantity, self.price(product, quantity=quantity)) for quantity in sorted(breaks)]

    def vat_rate(self, product: Product) -> Rate:
        """Return the rate that a line bears."""
        return product.vat_rate if self.regime.bears_vat else NO_RATE

    def line(self, product: Product, *, quantity: Decimal) -> LineData:
        """Return a line at the list price, without discount."""
        return listed_line(product, quantity, self)


def listed_line(product: Product, quantity: Decimal, tariff: Tariff | None) -> LineData:
    """Return a line at the price that holds, without discount; without tariff the catalogue's holds."""
    return LineData(
        reference=product.reference,
        wording=product.name,
        quantity=quantity,
        unit_price=tariff.price(product, quantity=quantity) if tariff else product.unit_price,
        vat_rate=tariff.vat_rate(product) if tariff else product.vat_rate,
        unit=product.unit,
        product_id=product.id,
    )


def untaxed(lines: Iterable[LineData], regime: TaxRegime) -> list[LineData]:
    """Return lines as a regime has them: without VAT where none is borne."""
    return [line if regime.bears_vat else replace(line, vat_rate=NO_RATE) for line in lines]


def exchange_of(currency: Currency, procedure: Callable[[str], int]) -> int:
    """Return what one unit of a currency is worth by the company's procedures, in millionths of a euro."""
    return MILLION if currency is Currency.EUR else procedure(f"exchange_{currency.code.lower()}_ppm")


def tariff_for(
    company: Company,
    *,
    on: date,
    procedure: Callable[[str], int],
    currency: Currency | None = None,
    regime: TaxRegime | None = None,
) -> Tariff:
    """Return a customer's prices on a day, in its own currency and regime unless told otherwise."""
    chosen = company.currency if currency is None else currency
    return Tariff(
        price_book(company, on=on),
        chosen,
        exchange_of(chosen, procedure),
        company.regime if regime is None else regime,
    )
