"""What can be typed when a prospect is qualified."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from crm.prospecting.qualification.models import Budget, DecisionCircuit, NextStepKind, Timing
from crm.web.forms import DayField, HouseForm, MoneyField, choice_field, text_field


class QualificationForm(HouseForm):
    """What was learnt of a company, and what comes next."""

    need = text_field(_("Besoin"))
    budget = choice_field(_("Budget"), Budget, default=Budget.UNKNOWN)
    budget_amount = MoneyField(_("Montant du budget"))
    circuit = choice_field(_("Circuit de décision"), DecisionCircuit, default=DecisionCircuit.UNKNOWN)
    timing = choice_field(_("Échéance du projet"), Timing, default=Timing.UNKNOWN)
    potential = MoneyField(_("Potentiel annuel HT"))
    objections = text_field(_("Freins et objections"))
    next_step = choice_field(_("Prochaine action"), NextStepKind)
    next_step_on = DayField(_("Prévue le"))
    next_step_note = text_field(_("Précisions"))
