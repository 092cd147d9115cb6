"""What can be typed about orders to suppliers."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import FieldList, Form, FormField, HiddenField, SelectField

from crm.kernel.incoterms import Incoterm
from crm.selling.carriers.models import Carrier
from crm.selling.supply.models import Way
from crm.selling.supply.queries import Offered
from crm.selling.supply.rules import Ordered
from crm.web.forms import DayField, HouseForm, QuantityField, choice_field, line_field, text_field

UNKNOWN = _("Ce choix n’existe pas : prenez-en un dans la liste.")


class OrderedRow(Form):
    """One product of a supplier."""

    offer_id = HiddenField()
    quantity = QuantityField(_("Quantité à commander"), render_kw={"inputmode": "decimal"})


class SupplyOrderForm(HouseForm):
    """An order to a supplier: how much of what it sells, for when, on which terms."""

    rows = FieldList(FormField(OrderedRow), label=_("Articles"))
    wanted_on = DayField(_("Livraison souhaitée le"), required=True)
    incoterm = SelectField(_("Incoterm"), choices=[], default="", invalid_choice_message=UNKNOWN)  # type: ignore[call-arg]
    incoterm_place = line_field(_("Lieu convenu"), longest=120)
    carrier = SelectField(_("Transporteur"), choices=[], default="", invalid_choice_message=UNKNOWN)  # type: ignore[call-arg]
    note = text_field(_("Note au fournisseur"), longest=1000)

    def __init__(self, *args: Any, offers: Sequence[Offered], carriers: Sequence[Carrier], **kwargs: Any) -> None:
        """Offer a row for each product, with what one would order of it."""
        super().__init__(*args, **kwargs)
        self.offers = {each.offer.id: each for each in offers}
        self.incoterm.choices = [
            ("", gettext("Sans Incoterm")),
            *((each.value, gettext(each.label)) for each in Incoterm),
        ]
        self.carrier.choices = [
            ("", gettext("Au choix du fournisseur")),
            *((str(each.id), each.name) for each in carriers),
        ]
        if request.method != "POST":
            for each in offers:
                self.rows.append_entry({"offer_id": str(each.offer.id), "quantity": each.proposed or None})

    def offered(self, row: OrderedRow) -> Offered | None:
        """Return the offer of a row, if the supplier still makes it."""
        typed = row.offer_id.data or ""
        return self.offers.get(int(typed)) if typed.isdecimal() else None

    def read_rows(self) -> list[Ordered]:
        """Return what is to be ordered, blank rows left out."""
        ordered = []
        for entry in self.rows.entries:
            offered, quantity = self.offered(entry.form), entry.form.quantity.data
            if offered is not None and quantity is not None:
                ordered.append(Ordered(offered.offer.id, Decimal(quantity)))
        return ordered

    def read_incoterm(self) -> Incoterm | None:
        """Return the Incoterm chosen, if any."""
        return Incoterm(self.incoterm.data) if self.incoterm.data else None


class SendForm(HouseForm):
    """By which way an order goes."""

    way = choice_field(_("Envoi par"), Way, default=Way.EMAIL)


class PromiseForm(HouseForm):
    """What a supplier said: a day, its own number, a reason for a delay."""

    promised_on = DayField(_("Livraison promise le"), required=True)
    supplier_number = line_field(_("N° de commande chez le fournisseur"), longest=60)
    reason = line_field(_("Motif du report"))


class FollowUpForm(HouseForm):
    """A letter to a supplier; its language is that of the page."""

    language = HiddenField()
    way = choice_field(_("Envoi par"), Way, default=Way.EMAIL)
    text = text_field(_("Texte"), required=True)


class CancelForm(HouseForm):
    """Why an order is cancelled."""

    reason = line_field(_("Motif de l’annulation"), required=True)
