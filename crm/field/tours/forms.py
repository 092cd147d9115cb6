"""What can be typed about tours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from crm.field.mileage import HIGHEST_POWER, LOWEST_POWER
from crm.field.tours.models import Layout, Tour, TourStop
from crm.field.tours.rules.hours import UsualHours, as_week
from crm.kernel.money import Money
from crm.prospecting.sales_actions import queries as plans
from crm.web.filters import long_day
from crm.web.forms import DayField, HouseForm, MoneyField, Parsed, choice_field, count_field, line_field

MOST_DAYS = 5
NO_ACTION = 0
CLOCK = re.compile(r"(\d{1,2})(?:[:hH](\d{2})?)?")
MINUTES_IN_HOUR, HOURS_IN_DAY = 60, 24
WEEKDAYS = (_("Lundi"), _("Mardi"), _("Mercredi"), _("Jeudi"), _("Vendredi"), _("Samedi"), _("Dimanche"))
TAUGHT = [each for each in Layout if each not in {Layout.HAND, Layout.OPTIMUM}]


class ClockField(Parsed):
    """A time of the day, in minutes from midnight: `9:30`, `9h30`, `9 h`."""

    refused = _("Heure illisible : écrivez-la par exemple 9:30.")

    def read(self, text: str) -> int:
        """Return the minutes."""
        found = CLOCK.fullmatch(text)
        hours, minutes = (int(found[1]), int(found[2] or 0)) if found else (HOURS_IN_DAY, 0)
        if hours >= HOURS_IN_DAY or minutes >= MINUTES_IN_HOUR:
            raise ValueError(text)
        return hours * MINUTES_IN_HOUR + minutes

    def write(self, value: object) -> str:
        """Show a time as a person types it."""
        return clock(value) if isinstance(value, int) else ""


def clock(minutes: int) -> str:
    """Write minutes from midnight as a time of the day: 9:05."""
    return f"{minutes // MINUTES_IN_HOUR}:{minutes % MINUTES_IN_HOUR:02d}"


def _of_numbers(label: str, numbers: range, *, default: int, words: dict[int, str] | None = None) -> SelectField:
    """Build a list of whole numbers."""
    return SelectField(  # type: ignore[call-arg]  # the stubs are older than the library
        label,
        choices=[(each, (words or {}).get(each, str(each))) for each in numbers],
        coerce=int,
        default=default,
        invalid_value_message=_("Ce choix n’existe pas : prenez-en un dans la liste."),
    )


def _of_layouts(label: str, members: Sequence[Layout]) -> SelectField:
    """Build a list of ways to lay out a tour."""
    return SelectField(  # type: ignore[call-arg]  # the stubs are older than the library
        label,
        choices=lambda: [(each.value, gettext(each.label)) for each in members],
        coerce=lambda value: value if isinstance(value, Layout) else Layout(value),
        default=members[0],
        invalid_value_message=_("Ce choix n’existe pas : prenez-en un dans la liste."),
    )


def _of_companies(label: str) -> SelectMultipleField:
    """Build a list of companies to tick."""
    return SelectMultipleField(
        label,
        coerce=int,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validate_choice=False,
    )


def _actions() -> list[tuple[int, str]]:
    """Return the actions of plans that a tour can carry out, none first."""
    return [(NO_ACTION, gettext("Hors plan d’actions")), *plans.offered()]


class TourForm(HouseForm):
    """A tour to plan and the companies to choose from."""

    title = line_field(_("Nom de la tournée"), required=True, longest=120)
    sales_action = SelectField(_("Action du plan"), coerce=int, choices=_actions, default=NO_ACTION)
    first_day = DayField(_("Premier jour"), required=True)
    day_count = _of_numbers(_("Nombre de jours"), range(1, MOST_DAYS + 1), default=1)
    day_starts = ClockField(_("Début de journée"), required=True, default=540)
    day_ends = ClockField(_("Fin de journée"), required=True, default=1080)
    lunch_minutes = count_field(_("Pause déjeuner (minutes)"), most=120)
    start = line_field(_("Départ : code postal et commune"), required=True, longest=120)
    end = line_field(_("Arrivée, si elle diffère"), longest=120)
    visit_minutes = count_field(_("Durée d’une visite (minutes)"), least=5, most=480, required=True)
    visit_value = MoneyField(_("Valeur d’une visite"), required=True)
    hours = choice_field(_("Horaires habituels des clients"), UsualHours)
    car_power = _of_numbers(
        _("Puissance fiscale (CV)"),
        range(LOWEST_POWER, HIGHEST_POWER + 1),
        default=5,
        words={LOWEST_POWER: f"≤ {LOWEST_POWER}", HIGHEST_POWER: f"≥ {HIGHEST_POWER}"},
    )
    car_yearly_km = count_field(_("Kilomètres professionnels par an"), most=200_000, required=True)
    car_electric = BooleanField(_("Voiture électrique"))
    pattern = _of_layouts(_("Méthode à comparer"), TAUGHT)
    company_ids = _of_companies(_("Entreprises à visiter"))


class StopsForm(HouseForm):
    """Companies to add to a tour."""

    company_ids = _of_companies(_("Entreprises à ajouter"))


class LockForm(HouseForm):
    """Whether something is locked."""

    locked = BooleanField()


class DayLockForm(LockForm):
    """Which day of a tour (from 1) is locked."""

    day = count_field(_("Jour"), least=1, most=MOST_DAYS, required=True)


class ReplanForm(HouseForm):
    """From when a tour goes on, and which visits were cancelled."""

    on = SelectField(_("Jour"), coerce=int, choices=[])
    minute = ClockField(_("À partir de"), required=True)
    cancelled = _of_companies(_("Visites annulées"))

    def offer(self, tour: Tour) -> ReplanForm:
        """Offer the days of a tour, by their number."""
        self.on.choices = [(number, long_day(on)) for number, on in enumerate(tour.dates)]
        return self


class StopForm(HouseForm):
    """How one visit is to be."""

    minutes = count_field(_("Durée de la visite (minutes)"), least=5, most=480, required=True)
    value = MoneyField(_("Valeur de la visite"), required=True)
    required = BooleanField(_("Visite obligatoire"))
    morning_from = ClockField(_("Ouvre à"), required=True)
    morning_until = ClockField(_("Ferme à"), required=True)
    afternoon_from = ClockField(_("Rouvre à"))
    afternoon_until = ClockField(_("Ferme à"))
    closed = SelectMultipleField(
        _("Jours de fermeture"),
        coerce=int,
        choices=list(enumerate(WEEKDAYS)),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    fixed_on = DayField(_("Rendez-vous ferme le"))
    fixed_at = ClockField(_("à"))

    @property
    def windows(self) -> tuple[tuple[int, int], ...]:
        """The opening windows typed."""
        pairs = (
            (self.morning_from.data, self.morning_until.data),
            (self.afternoon_from.data, self.afternoon_until.data),
        )
        return tuple((int(a), int(b)) for a, b in pairs if a is not None and b is not None)


class MoveForm(HouseForm):
    """Where a visit goes: a day and a place in it, or nowhere."""

    day = count_field(_("Jour"), most=MOST_DAYS)
    rank = count_field(_("Place"), most=100)


class LayoutForm(HouseForm):
    """A way to lay out a tour."""

    layout = _of_layouts(_("Méthode"), [each for each in Layout if each is not Layout.HAND])


def filled_stop(tour: Tour, stop: TourStop) -> StopForm:
    """Return the form of a visit as it stands."""
    week = as_week(stop.week)
    usual = next((windows for windows in week if windows), ())
    first, second = (*usual, (None, None), (None, None))[:2]
    return StopForm(
        minutes=stop.minutes,
        value=stop.value,
        required=stop.required,
        morning_from=first[0],
        morning_until=first[1],
        afternoon_from=second[0],
        afternoon_until=second[1],
        closed=[weekday for weekday, windows in enumerate(week) if not windows],
        fixed_on=stop.fixed_on,
        fixed_at=stop.fixed_at,
        version=tour.version,
    )


def blank_tour(*, start: str) -> TourForm:
    """Return the form of a new tour with what is usual."""
    return TourForm(
        formdata=None,
        lunch_minutes=45,
        visit_minutes=45,
        visit_value=Money(4000),
        car_yearly_km=15_000,
        start=start,
    )


def blank_replan(tour: Tour, now: datetime) -> ReplanForm:
    """Return the form of a tour that goes on from now, where today is one of its days, else from its first morning."""
    today = tour.dates.index(now.date()) if now.date() in tour.dates else 0
    minute = now.hour * MINUTES_IN_HOUR + now.minute if now.date() in tour.dates else tour.day_starts
    return ReplanForm(formdata=None, data={"on": today, "minute": minute}).offer(tour)
