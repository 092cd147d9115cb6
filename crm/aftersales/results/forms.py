"""What is typed about goals: a figure in its indicator's unit, its parts, why it was missed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from crm.aftersales.results.queries import Part
from crm.aftersales.results.rules import NotOfItsUnit, as_typed, in_unit
from crm.prospecting.sales_actions.models import Goal, Indicator, Priority, Unit
from crm.prospecting.sales_actions.use_cases import GoalData, ShareData
from crm.web import fields
from crm.web.forms import DayField, HouseForm, Parsed, choice_field, decimal_of, line_field, text_field


class FigureField(Parsed):
    """A number of euros, of things or of percent: which, the indicator says."""

    refused = _("Valeur illisible : écrivez un nombre, par exemple 25 000 ou 12,5.")

    def read(self, text: str) -> Decimal:
        """Return the number."""
        return decimal_of(text.removesuffix("€").removesuffix("%"))

    def write(self, value: object) -> str:
        """Show a number as a person types it."""
        if not isinstance(value, Decimal):
            return ""
        return fields.as_typed(f"{value:.2f}" if value != value.to_integral_value() else f"{int(value)}")


def _stored(field: FigureField, indicator: Indicator) -> int | None:
    """Return the figure as it is stored, or say at its field what is wrong with it."""
    try:
        return in_unit(indicator, field.data) if isinstance(field.data, Decimal) else None
    except NotOfItsUnit as fault:
        field.errors = [*field.errors, gettext(str(fault))]
        return None


class GoalForm(HouseForm):
    """A goal: what, by which indicator, how much, until when."""

    aim = line_field(_("Objectif"), required=True)
    indicator = choice_field(_("Indicateur"), Indicator)
    target = FigureField(_("Valeur visée"), required=True)
    due_on = DayField(_("Échéance"), required=True)
    priority = choice_field(_("Priorité"), Priority, default=Priority.MEDIUM)

    def validate(self, extra_validators: Any = None) -> bool:
        """Check that the figure is one of the indicator's unit, too."""
        known = self._valid is not None
        valid = super().validate(extra_validators)
        if not known and valid and _stored(self.target, self.indicator.data) is None:
            self._valid, self.status = False, 422
        return bool(self._valid)

    def read(self) -> GoalData:
        """Return what was typed."""
        return GoalData(
            aim=self.aim.data or "",
            indicator=self.indicator.data,
            target=in_unit(self.indicator.data, self.target.data),  # type: ignore[arg-type]  # checked
            due_on=self.due_on.data,  # type: ignore[arg-type]
            priority=self.priority.data,
        )


def filled_goal(goal: Goal) -> GoalForm:
    """Return the form of a goal as it stands."""
    return GoalForm(
        formdata=None,
        aim=goal.aim,
        indicator=goal.indicator,
        target=as_typed(goal.indicator, goal.target),
        due_on=goal.due_on,
        priority=goal.priority,
        version=goal.version,
    )


class VarianceForm(HouseForm):
    """Why a goal's figures differ, and what is to be done about it."""

    causes = text_field(_("Causes de l’écart"), required=True)
    correction = text_field(_("Action corrective proposée"))
    correct_by = DayField(_("À mener avant le"))


class BreakdownForm(HouseForm):
    """A goal's parts: one field for each; what is left empty has no share."""

    parts: Sequence[Part] = ()
    indicator: Indicator = Indicator.REVENUE

    def fields_of_parts(self) -> list[tuple[Part, FigureField]]:
        """Return each part with its field."""
        return [(part, self[f"part{place}"]) for place, part in enumerate(self.parts)]

    def validate(self, extra_validators: Any = None) -> bool:
        """Check that each figure is one of the indicator's unit, too."""
        known = self._valid is not None
        valid = super().validate(extra_validators)
        if not known and valid:
            typed = [field for _part, field in self.fields_of_parts() if field.data is not None]
            if None in [_stored(field, self.indicator) for field in typed]:
                self._valid, self.status = False, 422
        return bool(self._valid)

    def read(self) -> list[ShareData]:
        """Return the shares typed."""
        typed = [(part, _stored(field, self.indicator)) for part, field in self.fields_of_parts()]
        return [ShareData(part.key, part.name, share) for part, share in typed if share is not None]


def breakdown_form(
    indicator: Indicator, parts: Sequence[Part], shares: Sequence[int | None] | None = None
) -> BreakdownForm:
    """Return the form of a goal's parts, as typed, or with these shares in it."""
    labels = {f"part{place}": FigureField(part.name) for place, part in enumerate(parts)}
    form_class = type("BreakdownForm", (BreakdownForm,), {**labels, "parts": parts, "indicator": indicator})
    if shares is None:
        return form_class()  # type: ignore[no-any-return]
    data = {f"part{place}": as_typed(indicator, share) for place, share in enumerate(shares) if share is not None}
    return form_class(formdata=None, data=data)  # type: ignore[no-any-return]


def unit_sign(indicator: Indicator) -> str:
    """Return the sign beside a figure."""
    return {Unit.EUROS: "€", Unit.RATE: "%", Unit.COUNT: ""}[indicator.unit]
