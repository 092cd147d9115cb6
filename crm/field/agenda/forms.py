"""What can be typed in the agenda."""

from __future__ import annotations

from datetime import time

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SelectField, TimeField
from wtforms.validators import InputRequired, Optional, StopValidation

from crm.field.agenda.models import AppointmentKind
from crm.field.agenda.rules.slots import LONGEST, SHORTEST, WEEK, Hours
from crm.prospecting.sales_actions import queries as plans
from crm.web.forms import DayField, HouseForm, choice_field, count_field, line_field, text_field

NOBODY = 0
WEEKDAYS = (
    _("Lundi"),
    _("Mardi"),
    _("Mercredi"),
    _("Jeudi"),
    _("Vendredi"),
    _("Samedi"),
    _("Dimanche"),
)


class ClockField(TimeField):
    """A time of day, from the browser's picker or typed as 9:30, 9h30 or 9 h."""

    def __init__(self, label: str, *, required: bool = False, **kwargs: object) -> None:
        """Be optional unless told otherwise."""
        presence = InputRequired(_("Ce champ est obligatoire.")) if required else Optional()
        super().__init__(label, validators=[presence], **kwargs)  # type: ignore[arg-type]

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the time; one that is none is said at the field and stays in it."""
        text = (valuelist[0] if valuelist else "").strip()
        self.raw_data, self.data = [text], None
        if not text:
            return
        hours, _sign, minutes = "".join(text.lower().split()).replace("h", ":").partition(":")
        try:
            self.data = time(int(hours), int(minutes[:2] or 0))
        except ValueError as fault:
            raise ValueError(_("Cette heure n’existe pas : écrivez-la par exemple 9:30.")) from fault

    def pre_validate(self, form: object) -> None:
        """Stop at the first message."""
        if self.process_errors:
            raise StopValidation


def _actions() -> list[tuple[int, str]]:
    """Return the actions of plans that an appointment can carry out, none first."""
    return [(NOBODY, gettext("Hors plan d’actions")), *plans.offered()]


class AppointmentForm(HouseForm):
    """An appointment to book."""

    purpose = line_field(_("Objet du rendez-vous"), required=True)
    meeting = choice_field(_("Forme"), AppointmentKind)
    contact = SelectField(_("Interlocuteur"), coerce=int, choices=[], default=NOBODY)
    on = DayField(_("Jour"), required=True)
    at = ClockField(_("Heure"), required=True)
    minutes = count_field(_("Durée en minutes"), least=SHORTEST, most=LONGEST, required=True)
    place = line_field(_("Lieu"), longest=300)
    sales_action = SelectField(_("Action du plan"), coerce=int, choices=_actions, default=NOBODY)
    despite_clashes = BooleanField(_("J’ai vu le problème : garder ce créneau"))


class MoveForm(HouseForm):
    """A new time for an appointment."""

    on = DayField(_("Nouveau jour"), required=True)
    at = ClockField(_("Nouvelle heure"), required=True)
    minutes = count_field(_("Durée en minutes"), least=SHORTEST, most=LONGEST, required=True)
    reason = line_field(_("Motif du déplacement"), required=True, longest=300)
    despite_clashes = BooleanField(_("J’ai vu le problème : garder ce créneau"))


class CancelForm(HouseForm):
    """Why an appointment is cancelled."""

    reason = line_field(_("Motif de l’annulation"), required=True, longest=300)


class TaskForm(HouseForm):
    """Something to be done by a day."""

    title = line_field(_("À faire"), required=True)
    due_on = DayField(_("Pour le"), required=True)
    notes = text_field(_("Précisions"))


class HoursForm(HouseForm):
    """When a company receives visitors: for each day of the week one window or two, or nothing."""

    def windows(self) -> list[Hours]:
        """Return what was typed, day by day; a half-typed window counts as typed wrongly: see `complete`."""
        return [Hours(day, tuple(self._windows_of(day))) for day in range(WEEK)]

    def _windows_of(self, day: int) -> list[tuple[time, time]]:
        ends = [self[f"day{day}_{end}"].data for end in ENDS]
        pairs = [(ends[0], ends[1]), (ends[2], ends[3])]
        return [(opens, closes) for opens, closes in pairs if opens is not None and closes is not None]

    def complete(self) -> bool:
        """Tell whether each window has both ends; what is missing is said at its field."""
        whole = True
        for day in range(WEEK):
            for opens, closes in (ENDS[:2], ENDS[2:]):
                pair = [self[f"day{day}_{opens}"], self[f"day{day}_{closes}"]]
                if (pair[0].data is None) is not (pair[1].data is None):
                    empty = pair[0] if pair[0].data is None else pair[1]
                    empty.errors = [*empty.errors, str(_("Indiquez aussi cette heure."))]
                    self.status, whole = 422, False
        return whole


ENDS = ("opens", "closes", "reopens", "closes_again")
END_LABELS = (_("Ouvre"), _("Ferme"), _("Rouvre"), _("Ferme le soir"))
for _day in range(WEEK):
    for _end, _label in zip(ENDS, END_LABELS, strict=True):
        setattr(HoursForm, f"day{_day}_{_end}", ClockField(_label))
