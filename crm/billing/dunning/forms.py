"""What can be typed about unpaid money."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import HiddenField

from crm.billing.dunning.models import Decision
from crm.kernel.money import Money
from crm.selling.quotes.models import Channel
from crm.web.forms import DayField, HouseForm, MoneyField, choice_field, count_field, line_field, text_field

MOST_INSTALMENTS = 36
LITIGATION = "Contentieux"


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


class ReminderForm(HouseForm):
    """A reminder: its level, how it goes, what it says."""

    level = HiddenField()
    channel = choice_field(_("Canal d’envoi"), Channel)
    text = text_field(_("Texte de la relance"), required=True)

    @property
    def chosen_level(self) -> int:
        """The level sent with the form, 0 for none that can be read."""
        text = str(self.level.data or "")
        return int(text) if text.isdigit() else 0


class PlanForm(HouseForm):
    """A payment plan."""

    instalments = count_field(_("Nombre de versements"), most=MOST_INSTALMENTS, required=True)
    last_on = DayField(_("Dernier versement le"), required=True)


class HandOverForm(HouseForm):
    """To whom a file goes."""

    to = line_field(_("Service ou cabinet"), required=True, default=LITIGATION)


class AlertForm(HouseForm):
    """A message to the management."""

    subject = line_field(_("Objet"), required=True)
    body = text_field(_("Message"), required=True)
