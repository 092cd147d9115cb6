"""What can be typed about the stock."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import FieldList, Form, FormField, HiddenField
from wtforms.validators import ValidationError

from crm.selling.stock.queries import Held
from crm.selling.stock.rules import Want, plain
from crm.web.fields import LARGEST_QUANTITY, as_typed
from crm.web.forms import HouseForm, Parsed, decimal_of, line_field

THOUSANDTH = Decimal("0.001")
WANT = re.compile(r"([0-9]{1,9}):([0-9]{1,7}(?:\.[0-9]{1,3})?)")
MOST_WANTS = 100


class CountedField(Parsed):
    """A quantity counted: from nothing on, with at most three decimals."""

    refused = _("Quantité illisible : écrivez un nombre, par exemple 0, 12 ou 2,5.")

    def read(self, text: str) -> Decimal:
        """Return the quantity."""
        return _checked(decimal_of(text), least=Decimal(0))

    @property
    def value(self) -> Decimal | None:
        """The quantity that was typed, or None."""
        return None if self.data is None else Decimal(self.data)

    def write(self, value: object) -> str:
        """Show a quantity as a person types it."""
        return as_typed(f"{Decimal(str(value)).normalize():f}")


class SignedField(CountedField):
    """A difference: +3 or -2,5."""

    refused = _("Écart illisible : écrivez un nombre avec son signe, par exemple -2 ou +3.")

    def read(self, text: str) -> Decimal:
        """Return the difference; a real minus sign is one, too."""
        return _checked(decimal_of(text.replace("\u2212", "-")), least=-LARGEST_QUANTITY)


class OpeningForm(HouseForm):
    """What lies on the shelf when a stock begins."""

    quantity = CountedField(_("Quantité en rayon"), required=True)

    def read(self) -> Decimal:
        """Return the quantity."""
        return Decimal(self.quantity.data or 0)


class CorrectionForm(HouseForm):
    """A difference on the shelf, and why."""

    quantity = SignedField(_("Écart"), required=True)
    reason = line_field(_("Motif"), required=True)

    def read(self) -> Decimal:
        """Return the difference."""
        return Decimal(self.quantity.data or 0)


class CheckForm(HouseForm):
    """What is looked up, for whom: `wants` is written `12:3 15:2.5` (product's id, quantity)."""

    wants = HiddenField()
    company = HiddenField()
    message = HiddenField()


def read_wants(texts: Iterable[str]) -> list[Want]:
    """Read wants written `12:3`; what cannot be read is left out."""
    found = (WANT.fullmatch(text) for text in list(texts)[:MOST_WANTS])
    return [Want(int(each[1]), Decimal(each[2])) for each in found if each]


def write_wants(wants: Iterable[Want]) -> list[str]:
    """Write wants as addresses and forms hold them."""
    return [f"{want.product_id}:{plain(want.quantity)}" for want in wants]


class CountRow(Form):
    """One product of a stocktake."""

    product_id = HiddenField()
    counted = CountedField(_("Quantité comptée"), render_kw={"inputmode": "decimal"})


class CountForm(HouseForm):
    """A stocktake: what was counted of each product; what was left blank was not counted."""

    rows = FieldList(FormField(CountRow), label=_("Articles comptés"))

    def __init__(self, *args: Any, shelf: Sequence[Held], **kwargs: Any) -> None:
        """Offer a row for each product on the shelf; a row keeps its product whatever the form says."""
        super().__init__(*args, **kwargs)
        self.shelf = {held.product.id: held for held in shelf}
        if not self.rows.entries:
            for held in shelf:
                self.rows.append_entry({"product_id": str(held.product.id), "counted": None})

    def validate_rows(self, field: FieldList) -> None:  # type: ignore[type-arg]
        """Refuse a row of a product that is not on the shelf."""
        if any(self.held_of(entry.form) is None for entry in field.entries):
            raise ValidationError(gettext("Un article de la liste n’est plus tenu en stock : rechargez la page."))

    def held_of(self, row: CountRow) -> Held | None:
        """Return what the books say of a row's product."""
        typed = row.product_id.data or ""
        return self.shelf.get(int(typed)) if typed.isdecimal() else None

    def read(self) -> list[Want]:
        """Return what was counted; blanks are left out."""
        counts = []
        for entry in self.rows.entries:
            held, counted = self.held_of(entry.form), entry.form.counted.value
            if held is not None and counted is not None:
                counts.append(Want(held.product.id, counted))
        return counts


def _checked(quantity: Decimal, *, least: Decimal) -> Decimal:
    """Return a quantity, or raise ValueError for one too small, too large or too fine."""
    if not least <= quantity <= LARGEST_QUANTITY or quantity != quantity.quantize(THOUSANDTH):
        raise ValueError(quantity)
    return quantity
