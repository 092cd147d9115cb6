"""What can be typed about prices, delegated discounts and a customer's terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import FieldList, Form, FormField, HiddenField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are older
from wtforms.validators import InputRequired, ValidationError

from crm.kernel.currency import Currency
from crm.kernel.errors import N_
from crm.kernel.money import Money, Rate
from crm.kernel.tax import TaxRegime
from crm.prospecting.companies.models import DueRule
from crm.selling.catalogue.models import Product
from crm.selling.pricing.models import PriceEntry, Role
from crm.selling.pricing.rules import PriceData, StepData
from crm.selling.pricing.use_cases import PriceListData
from crm.web.fields import LARGEST_QUANTITY, as_typed
from crm.web.forms import (
    DayField,
    HouseForm,
    MoneyField,
    RateField,
    choice_field,
    count_field,
    decimal_of,
    line_field,
    text_field,
)

LONGEST_LIST = 40_000
BLANK_STEPS = 3
DECISIONS = {
    "accept": N_("Accepter : la demande respecte les conditions"),
    "refuse": N_("Refuser : appliquer les conditions du client"),
    "derogation": N_("Demander une dérogation"),
}


class PriceListForm(HouseForm):
    """A price list: its head, and one line per price, as a spreadsheet gives them."""

    code = line_field(_("Code"), required=True, longest=20)
    name = line_field(_("Nom du tarif"), required=True, longest=120)
    segment = line_field(_("Segment de clients"), longest=40)
    currency = choice_field(_("Devise"), Currency)
    valid_from = DayField(_("Valable à partir du"), required=True)
    valid_until = DayField(_("Jusqu’au"))
    prices = text_field(_("Prix"), required=True, longest=LONGEST_LIST)

    def __init__(self, *args: Any, products: Mapping[str, Product], **kwargs: Any) -> None:
        """Know the catalogue by reference."""
        super().__init__(*args, **kwargs)
        self.products = products
        self.read_prices: list[PriceData] = []

    def validate_prices(self, field: Any) -> None:
        """Read the lines `PAP-101 ; 20 ; 3,95`; a wrong one is named by its number."""
        self.read_prices = []
        for number, line in enumerate((field.data or "").splitlines(), 1):
            if not line.strip():
                continue
            try:
                self.read_prices.append(self._price(line))
            except (KeyError, ValueError, InvalidOperation) as fault:
                raise ValidationError(
                    gettext(
                        "Ligne %(number)s illisible : « %(line)s ». Écrivez référence ; à partir de ; prix HT.",
                        number=number,
                        line=line.strip()[:60],
                    )
                ) from fault

    def read(self) -> PriceListData:
        """Return the head as typed."""
        assert self.valid_from.data is not None  # noqa: S101  (required)
        return PriceListData(
            code=self.code.data or "",
            name=self.name.data or "",
            segment=self.segment.data or "",
            currency=self.currency.data,
            valid_from=self.valid_from.data,
            valid_until=self.valid_until.data,
        )

    def _price(self, line: str) -> PriceData:
        """Read one line; what cannot be is a KeyError or ValueError."""
        cells = [cell.strip() for cell in line.replace("\t", ";").split(";") if cell.strip()]
        reference, *quantity, price = cells
        if len(quantity) > 1:
            raise ValueError(line)
        minimum = decimal_of(quantity[0].replace(" ", "")) if quantity else Decimal(1)
        if not 0 < minimum <= LARGEST_QUANTITY or minimum != minimum.quantize(Decimal("0.001")):
            raise ValueError(line)
        amount = Money.of(decimal_of(price.replace(" ", "").replace("\u202f", "").replace("\u00a0", "").rstrip("€£$")))
        if amount.cents < 0:
            raise ValueError(line)
        return PriceData(self.products[reference].id, amount, minimum)


def written(entries: Iterable[PriceEntry], products: Mapping[int, Product]) -> str:
    """Return the prices of a list as lines to be changed."""
    return "\n".join(
        f"{products[each.product_id].reference} ; {as_typed(f'{each.min_quantity.normalize():f}')} ; "
        f"{as_typed(str(each.unit_price.euros))}"
        for each in entries
    )


class StepForm(Form):
    """One step of the discount schedule; a row without a limit is blank."""

    role = choice_field(_("Rôle"), Role)
    from_net = MoneyField(_("À partir de (HT)"), render_kw={"inputmode": "decimal"})
    limit = RateField(_("Remise permise"), render_kw={"inputmode": "decimal"})


class ScheduleForm(HouseForm):
    """The whole discount schedule, with a few blank rows at its end."""

    steps = FieldList(FormField(StepForm), label=_("Paliers"))

    def add_blank_rows(self) -> None:
        """Leave room for more steps."""
        for _row in range(BLANK_STEPS):
            self.steps.append_entry()

    def read(self) -> list[StepData]:
        """Return the steps typed; blank rows are left out."""
        steps = []
        for entry in self.steps.entries:
            from_net, limit = entry.form.from_net.data, entry.form.limit.data
            if limit is not None:
                steps.append(
                    StepData(entry.form.role.data.value, cast(Money | None, from_net) or Money(), cast(Rate, limit))
                )
        return steps


class TermsForm(HouseForm):
    """The terms on which a customer buys."""

    payment_days = count_field(_("Délai de paiement (jours)"), most=365, required=True)
    due_rule = choice_field(_("Calcul de l’échéance"), DueRule)
    currency = choice_field(_("Devise"), Currency)
    tax_regime = SelectField(_("Régime de TVA"))
    pricing_segment = line_field(_("Segment tarifaire"), longest=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the regimes, and none: then it follows from country and VAT number."""
        super().__init__(*args, **kwargs)
        automatic = SelectChoice("", gettext("Selon le pays et le n° de TVA"))
        self.tax_regime.choices = [automatic, *(SelectChoice(each.value, gettext(each.label)) for each in TaxRegime)]

    @property
    def regime(self) -> TaxRegime | None:
        """The regime chosen, or None."""
        return TaxRegime(self.tax_regime.data) if self.tax_regime.data else None


class TermsCheckForm(HouseForm):
    """What is decided once a customer's terms were looked up."""

    decision = SelectField(_("Décision"), validators=[InputRequired(_("Ce champ est obligatoire."))])
    message = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the decisions."""
        super().__init__(*args, **kwargs)
        self.decision.choices = [SelectChoice(value, gettext(label)) for value, label in DECISIONS.items()]
