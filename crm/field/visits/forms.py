"""What can be typed about a visit."""

from __future__ import annotations

from decimal import Decimal

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SelectField

from crm.field.visits.models import Motive, VisitResult
from crm.field.visits.rules import MOST_MOTIVES, Objection
from crm.prospecting.qualification.models import DecisionCircuit, NextStepKind
from crm.web.fields import decimal_of
from crm.web.forms import (
    DayField,
    HouseForm,
    MoneyField,
    Parsed,
    choice_field,
    count_field,
    line_field,
    text_field,
)

OBJECTIONS = range(3)
LONGEST_DRIVE = 5000
USUAL_POWER = 5
STRONGEST_CAR = 50


class KilometresField(Parsed):
    """Kilometres driven: `84` or `84,5`."""

    refused = _("Distance illisible : écrivez un nombre de kilomètres, par exemple 84 ou 84,5.")

    def read(self, text: str) -> Decimal:
        """Return the kilometres; more than 5,000 for one visit, or a finer tenth, is refused."""
        km = decimal_of(text.lower().removesuffix("km"))
        if not 0 <= km <= LONGEST_DRIVE or km != km.quantize(Decimal("0.1")):
            raise ValueError(text)
        return km


class PreparationForm(HouseForm):
    """What one thinks of before a visit."""

    main_goal = line_field(_("Objectif principal"), required=True, longest=300)
    fallback_goal = line_field(_("Objectif de repli"), longest=300)
    people = text_field(_("Interlocuteurs et leur rôle"))
    documents = text_field(_("Documents et échantillons à emporter"))


class DiscoveryForm(HouseForm):
    """What was learnt."""

    situation = text_field(_("Situation actuelle"))
    needs = text_field(_("Besoins exprimés"))
    brakes = text_field(_("Freins"))
    circuit = choice_field(_("Circuit de décision"), DecisionCircuit, default=DecisionCircuit.UNKNOWN)
    deciders = line_field(_("Qui décide, qui conseille, qui paie"), longest=300)

    @property
    def motives(self) -> list[Motive]:
        """The motives chosen, the strongest first."""
        chosen = [self[f"motive_{rank}"].data for rank in range(1, MOST_MOTIVES + 1)]
        return [Motive(each) for each in chosen if each]

    @property
    def objections(self) -> list[Objection]:
        """What was objected and answered."""
        pairs = [(self[f"objection_{each}"].data or "", self[f"answer_{each}"].data or "") for each in OBJECTIONS]
        return [Objection(text, answer) for text, answer in pairs]


def _motives() -> list[tuple[str, str]]:
    return [("", gettext("—")), *((str(each.value), gettext(each.label)) for each in Motive)]


for _rank, _label in enumerate((_("Première motivation"), _("Deuxième motivation"), _("Troisième motivation")), 1):
    setattr(DiscoveryForm, f"motive_{_rank}", SelectField(_label, choices=_motives, default=""))
for _each in OBJECTIONS:
    setattr(DiscoveryForm, f"objection_{_each}", line_field(_("Objection entendue"), longest=300))
    setattr(DiscoveryForm, f"answer_{_each}", line_field(_("Réponse apportée"), longest=300))


class ReportForm(HouseForm):
    """What is told afterwards, and what comes next."""

    summary = text_field(_("Résumé de l’entretien"), required=True)
    result = choice_field(_("Résultat"), VisitResult)
    next_step = choice_field(_("Prochaine action"), NextStepKind)
    next_step_on = DayField(_("Prévue le"))
    next_step_note = line_field(_("Précisions"))


class ExpensesForm(HouseForm):
    """What the visit cost."""

    km = KilometresField(_("Kilomètres parcourus, aller et retour"))
    power = count_field(_("Puissance fiscale (CV)"), least=1, most=STRONGEST_CAR)
    electric = BooleanField(_("Véhicule électrique (barème majoré)"))
    meals = MoneyField(_("Repas"))
    hotel = MoneyField(_("Hôtel"))
    other = MoneyField(_("Péages et stationnement"))
