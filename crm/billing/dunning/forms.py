"""What can be typed about unpaid money."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField

from crm.billing.dunning.models import CallResult, Decision
from crm.kernel.money import Money
from crm.selling.quotes.models import Channel
from crm.web.forms import HouseForm, MoneyField, choice_field, line_field, text_field


class BalanceForm(HouseForm):
    """The decision after looking at a balance, and the balance that was on the page (cents)."""

    seen = HiddenField()
    decision = choice_field(_("Votre décision"), Decision)

    @property
    def seen_balance(self) -> Money | None:
        """The balance that was on the page."""
        text = str(self.seen.data or "").removeprefix("-")
        return Money(int(str(self.seen.data))) if text.isdigit() else None


class SolvencyForm(HouseForm):
    """The decision after reading the company report."""

    decision = choice_field(_("Votre décision"), Decision)


class LimitForm(HouseForm):
    """How much a company may owe; nothing typed goes back to the usual limit."""

    limit = MoneyField(_("Plafond d’encours"))


class CoverForm(HouseForm):
    """What the credit insurer guarantees; nothing typed: it guarantees nothing."""

    cover = MoneyField(_("Agrément de l’assureur-crédit"))


def chosen_level(field: HiddenField) -> int:
    """Return the level sent with a form, 0 for none that can be read."""
    text = str(field.data or "")
    return int(text) if text.isdigit() else 0


class ReminderForm(HouseForm):
    """A reminder in writing: its level, how it goes, what it says."""

    level = HiddenField()
    channel: SelectField = choice_field(_("Canal d’envoi"), Channel)
    text = text_field(_("Texte de la relance"), required=True)

    @property
    def chosen_level(self) -> int:
        """The level sent with the form."""
        return chosen_level(self.level)


class CallForm(HouseForm):
    """A reminder by phone: its level, what came of it, what was said."""

    level = HiddenField()
    result = choice_field(_("Résultat de l’appel"), CallResult)
    notes = text_field(_("Compte rendu"), required=True)

    @property
    def chosen_level(self) -> int:
        """The level sent with the form."""
        return chosen_level(self.level)


class AlertForm(HouseForm):
    """A message to the management."""

    subject = line_field(_("Objet"), required=True)
    body = text_field(_("Message"), required=True)
