"""What can be typed about recovery."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import HiddenField

from crm.billing.doubtful.models import Proof
from crm.billing.recovery.models import OrderStep, Recoverer
from crm.web.forms import DayField, HouseForm, RateField, choice_field, line_field, text_field

LITIGATION = "Contentieux"


class HandOverForm(HouseForm):
    """To whom a file goes."""

    recoverer = choice_field(_("Transmettre à"), Recoverer)
    to = line_field(_("Service ou cabinet"), required=True, default=LITIGATION)


class DoubtForm(HouseForm):
    """Why a debt is doubtful, and which share of it is set aside."""

    share = RateField(_("Part dépréciée"), required=True)
    reason = text_field(_("Motif"), required=True)


class AllowanceForm(HouseForm):
    """Which share of a doubtful debt is set aside from now on, and why."""

    share = RateField(_("Part dépréciée"), required=True)
    reason = text_field(_("Motif"), required=True)


class ClearForm(HouseForm):
    """Why a debt is no longer doubtful."""

    reason = text_field(_("Motif"), required=True)


class LossForm(HouseForm):
    """Why a debt is given up, and what proves that nothing will come."""

    reason = text_field(_("Motif"), required=True)
    proof = choice_field(_("Preuve"), Proof)
    proof_on = DayField(_("Date de la pièce"))
    proof_number = line_field(_("Référence de la pièce"), longest=60)


class StepForm(HouseForm):
    """A step of the payment order that was done."""

    step = HiddenField()
    done_on = DayField(_("Fait le"))
    note = line_field(_("Note"))

    @property
    def chosen(self) -> OrderStep | None:
        """The step sent with the form, None for none that there is."""
        return next((each for each in OrderStep if each.value == self.step.data), None)
