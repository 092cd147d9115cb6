"""The editor of a document's lines: rows that are typed, offered the catalogue, and read into lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import FieldList, Form, FormField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are older
from wtforms.validators import ValidationError

from crm.kernel import wording
from crm.kernel.currency import Currency
from crm.kernel.money import NO_RATE, Money, Rate
from crm.selling.catalogue.models import Product
from crm.selling.lines import DocumentLine, LineData
from crm.selling.tariffs import Tariff, listed_line
from crm.web.forms import HouseForm, MoneyField, QuantityField, RateField

ADD, REMOVE = "add_line", "remove_line"
UNTOUCHED = (None, Decimal(1))


class LineForm(Form):
    """One row: a product of the catalogue, how many, at which price; an empty price is the list's."""

    product = SelectField(  # type: ignore[call-arg]  # the stubs are older
        _("Article"), choices=[], default="", invalid_choice_message=_("Choisissez un article du catalogue.")
    )
    quantity = QuantityField(_("Quantité"), render_kw={"inputmode": "decimal"})
    unit_price = MoneyField(_("Prix unitaire HT"), render_kw={"inputmode": "decimal"})
    discount = RateField(_("Remise (%)"), render_kw={"inputmode": "decimal"})

    def validate_product(self, field: SelectField) -> None:
        """Ask for what a row that was begun lacks."""
        if not field.data and not self.is_blank:
            raise ValidationError(_("Choisissez un article, ou retirez la ligne."))
        if field.data and self.quantity.data is None and not self.quantity.process_errors:
            raise ValidationError(_("Indiquez la quantité de cet article."))

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed into the row; a new row may come with a quantity of one."""
        begun = (self.product.data, self.unit_price.data, self.discount.data)
        return not any(begun) and self.quantity.data in UNTOUCHED and not self.quantity.process_errors


class EditorForm(HouseForm):
    """A form with the lines of a document."""

    lines = FieldList(FormField(LineForm), label=_("Lignes"), min_entries=1)

    def __init__(self, *args: Any, products: Sequence[Product], tariff: Tariff | None = None, **kwargs: Any) -> None:
        """Offer the catalogue in every row, and do what the buttons that add and remove rows ask.

        `tariff` are the customer's prices; without, the catalogue's hold.
        """
        super().__init__(*args, **kwargs)
        self.products = {str(product.id): product for product in products}
        # The rows keep the names which static/house/lines.js counts on.
        self.lines.id = self.lines.short_name
        self.resized = self._resize()
        if not self.lines.entries:
            self.lines.append_entry()
        self.tariff = tariff
        self._offer()

    def price_by(self, tariff: Tariff) -> None:
        """Take the prices, currency and regime of a customer."""
        self.tariff = tariff
        self._offer()

    @property
    def currency(self) -> Currency:
        """The currency of the prices typed."""
        return self.tariff.currency if self.tariff else Currency.EUR

    def _offer(self) -> None:
        """Offer the catalogue in every row, at the prices that hold."""
        offers = [_choice(each, self.tariff) for each in self.products.values()]
        for row in self.lines.entries:
            row.form.product.choices = [SelectChoice("", gettext("Choisir un article…")), *offers]

    def read_lines(self) -> list[LineData]:
        """Return the lines typed, blank rows left out."""
        rows = [row.form for row in self.lines.entries]
        return [self._line(row, self.products[row.product.data]) for row in rows if row.product.data in self.products]

    def _line(self, row: LineForm, product: Product) -> LineData:
        """Return one row as a line; what was not typed comes from the customer's prices or the catalogue."""
        quantity = Decimal(1) if row.quantity.data is None else Decimal(row.quantity.data)
        listed = listed_line(product, quantity, self.tariff)
        return replace(
            listed,
            unit_price=row.unit_price.data if isinstance(row.unit_price.data, Money) else listed.unit_price,
            discount=row.discount.data if isinstance(row.discount.data, Rate) else NO_RATE,
        )

    def _resize(self) -> bool:
        """Add or remove a row if one of the editor's buttons was pressed; tell whether one was."""
        if ADD in request.form:
            self.lines.append_entry()
            return True
        row = request.form.get(REMOVE, type=int)
        if row is not None and 0 <= row < len(self.lines.entries):
            del self.lines.entries[row]
        return REMOVE in request.form


def typed_lines(lines: Iterable[LineData | DocumentLine]) -> list[dict[str, object]]:
    """Return lines as the editor's rows begin with them."""
    return [
        {
            "product": "" if line.product_id is None else str(line.product_id),
            "quantity": line.quantity,
            "unit_price": None if line.product_id is None else line.unit_price,
            # A row without product says at least 0 %: it was begun, so it is not passed over as blank.
            "discount": line.discount if line.discount.value or line.product_id is None else None,
        }
        for line in lines
    ]


def _choice(product: Product, tariff: Tariff | None) -> SelectChoice:
    """Return a product as an option that carries its price and VAT rate for the totals on screen."""
    listed = listed_line(product, Decimal(1), tariff)
    currency = tariff.currency if tariff else Currency.EUR
    return SelectChoice(
        str(product.id),
        f"{product.reference} · {product.name} · {wording.money(listed.unit_price, currency=currency.code)}",
        render_kw={
            "data-price": _typed(listed.unit_price),
            "data-vat": f"{listed.vat_rate.as_percent.normalize():f}",
            "data-label": product.name,
            "data-steps": ";".join(_typed_step(each) for each in tariff.steps(product)) if tariff else "",
        },
        optgroup=product.family,
    )


def _typed(price: Money) -> str:
    """Write a price as the price field holds it."""
    return f"{price.euros}".replace(".", ",")


def _typed_step(step: tuple[Decimal, Money]) -> str:
    """Write from which quantity on a price holds."""
    return f"{step[0].normalize():f}={_typed(step[1])}"
