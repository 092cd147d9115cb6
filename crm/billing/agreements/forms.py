"""What can be typed about promises, payment plans and disputes."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import BooleanField

from crm.billing.agreements.models import DisputeCause, DisputeOutcome
from crm.selling.quotes.models import Channel
from crm.web.forms import DayField, HouseForm, MoneyField, choice_field, count_field, line_field, text_field

MOST_INSTALMENTS = 36


class PromiseForm(HouseForm):
    """A promise to pay; nothing typed as its sum means all that is due."""

    due_on = DayField(_("Jour promis"), required=True)
    amount = MoneyField(_("Montant promis"))
    channel = choice_field(_("Reçue par"), Channel, default=Channel.PHONE)
    said_by = line_field(_("Promis par"), longest=120)
    confirm = BooleanField(_("Envoyer une confirmation écrite"))


class PlanForm(HouseForm):
    """A payment plan."""

    instalments = count_field(_("Nombre de versements"), most=MOST_INSTALMENTS, required=True)
    last_on = DayField(_("Dernier versement le"), required=True)


class DisputeForm(HouseForm):
    """A dispute that a customer opens."""

    cause = choice_field(_("Objet du litige"), DisputeCause)
    reason = text_field(_("Ce que le client conteste"), required=True)


class ClosingForm(HouseForm):
    """How a dispute ended."""

    outcome = choice_field(_("Conclusion"), DisputeOutcome)
    conclusion = text_field(_("Explication"))
