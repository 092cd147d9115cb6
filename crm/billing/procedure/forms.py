"""What the trainer can type about the procedure."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, FieldList, FormField
from wtforms.form import Form

from crm.billing.procedure.models import Decider
from crm.billing.procedure.rules import LEVELS, StepPlan, house_text
from crm.kernel.money import NO_RATE, Rate
from crm.selling.quotes.models import Channel
from crm.web.forms import HouseForm, RateField, choice_field, count_field, text_field

MOST_DAYS = 365


class StepForm(Form):
    """One step of the procedure."""

    days = count_field(_("Jours après l’échéance"), most=MOST_DAYS, required=True)
    channel = choice_field(_("Canal habituel"), Channel)
    decided_by = choice_field(_("Décidée par"), Decider)
    claims_fees = BooleanField(_("Réclame les pénalités et l’indemnité de 40 € aux professionnels"))
    text_fr = text_field(_("Texte en français"))
    text_en = text_field(_("Texte en anglais"))


class ProcedureForm(HouseForm):
    """The whole procedure: three reminders and the handing over."""

    steps = FieldList(FormField(StepForm), min_entries=4, max_entries=4)

    def plans(self) -> list[StepPlan]:
        """Return the steps as values; the handing over has neither text nor fees of its own."""
        return [_plan(level, each.form) for level, each in enumerate(self.steps, start=1)]


def _plan(level: int, form: StepForm) -> StepPlan:
    """Return one step as a value."""
    speaks = level in LEVELS
    return StepPlan(
        level=level,
        days=int(form.days.data or 0),
        channel=form.channel.data,
        decided_by=form.decided_by.data,
        claims_fees=bool(form.claims_fees.data) and speaks,
        text_fr=_own(form.text_fr.data, level, "fr") if speaks else "",
        text_en=_own(form.text_en.data, level, "en") if speaks else "",
    )


def _own(typed: str | None, level: int, language: str) -> str:
    """Return a text that was typed, or nothing for the house's own."""
    text = (typed or "").replace("\r\n", "\n").strip()
    return "" if text == house_text(level, language) else text


class RateForm(HouseForm):
    """The rates of a semester."""

    year = count_field(_("Année"), most=2099, required=True)
    half = count_field(_("Semestre"), most=2, required=True)
    late = RateField(_("Pénalités entre professionnels"), required=True)
    legal_other = RateField(_("Intérêt légal, créancier professionnel"), required=True)
    legal_individual = RateField(_("Intérêt légal, créancier particulier"), required=True)

    @property
    def typed(self) -> tuple[Rate, Rate, Rate]:
        """The three rates: late, legal for individuals, legal for others."""
        return tuple(each.data or NO_RATE for each in (self.late, self.legal_individual, self.legal_other))  # type: ignore[return-value]
