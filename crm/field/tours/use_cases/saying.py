"""What refuses a wish about a tour, and how records say what a tour amounts to."""

from __future__ import annotations

from crm.activity.chain import Json
from crm.field.tours.models import Tour, TourStop
from crm.field.tours.queries import Problem
from crm.field.tours.rules.figures import Figures, Orders, timetables
from crm.kernel.errors import N_, Refused
from crm.prospecting.companies.models import Company


class NoCompany(Refused):
    """A tour goes somewhere."""

    message = N_("Choisissez au moins une entreprise à visiter.")
    field = "company_ids"


class TooManyVisits(Refused):
    """A week holds so many visits to choose from."""

    message = N_("Une tournée compte au plus %(most)s visites : retirez-en %(over)s.")
    field = "company_ids"


class UnknownPlace(Refused):
    """A tour begins and ends at a place of metropolitan France."""

    message = N_("« %(name)s » est introuvable : écrivez le code postal et la commune, par exemple 59100 Roubaix.")
    field = "start"


class UnknownEnd(UnknownPlace):
    """The same, of the end."""

    field = "end"


class DayTooShort(Refused):
    """A day ends after it begins."""

    message = N_("La journée se termine au moins une heure après son début.")
    field = "day_ends"


class InThePast(Refused):
    """Nobody drives yesterday."""

    message = N_("Une tournée ne peut pas commencer avant aujourd’hui.")
    field = "first_day"


class AlreadyAccepted(Refused):
    """What is on record does not change."""

    message = N_("Cette tournée est validée : rouvrez-la pour la modifier.")


class NothingPlanned(Refused):
    """An accepted tour visits somebody."""

    message = N_("Placez au moins une visite dans une journée avant de valider la tournée.")


class NotAStop(Refused):
    """One arranges the stops of the tour, each once at most."""

    message = N_("Cet ordre cite une entreprise qui n’est pas dans la tournée, ou deux fois la même.")


class LockedDay(Refused):
    """What is locked stays as it is."""

    message = N_("Cette journée est verrouillée : déverrouillez-la pour la modifier.")


class AlreadyMade(Refused):
    """What has taken place does not change."""

    message = N_("Cette visite a déjà eu lieu : elle ne bouge plus.")


class DayDoesNotHold(Refused):
    """One locks what can be driven."""

    message = N_("Cette journée ne tient pas dans l’horaire : corrigez-la avant de la verrouiller.")


class NotPlaced(Refused):
    """A visit is locked to the day in which it is."""

    message = N_("Placez la visite dans une journée avant de la verrouiller.")


class NotOneOfTheDays(Refused):
    """A tour goes on within its days, today or later."""

    message = N_("La tournée reprend un de ses jours, aujourd’hui ou plus tard.")
    field = "on"


class AlreadyThere(Refused):
    """One visits a company once in a tour."""

    message = N_("Ces entreprises sont déjà dans la tournée.")
    field = "company_ids"


class HoursMixedUp(Refused):
    """Opening hours follow one another."""

    message = N_("Ces horaires se chevauchent ou finissent avant de commencer.")
    field = "morning_from"


class OutOfTheDays(Refused):
    """An appointment stands on one of the tour's days."""

    message = N_("Ce rendez-vous n’est pas un jour de la tournée.")
    field = "fixed_on"


def said(found: Figures) -> dict[str, Json]:
    """Return figures as records say them."""
    return {
        "visits": found.visits,
        "metres": found.metres,
        "driving_minutes": found.driving,
        "cost_cents": found.cost_cents,
        "net_cents": found.net_cents,
        "co2_grams": found.grams,
        "fault_count": found.faults,
    }


def faults_of(problem: Problem, orders: Orders) -> list[Json]:
    """Return what in an order cannot be: the day, the company if it is one's, the kind, the minutes."""
    return [
        {
            "day": day,
            "company": problem.stops[fault.stop].company_id if fault.stop is not None else None,
            "kind": fault.kind.value,
            "minutes": fault.minutes,
        }
        for day, sheet in enumerate(timetables(problem.instance, orders))
        for fault in sheet.faults
    ]


def still_draft(tour: Tour) -> None:
    """Refuse to change what is on record."""
    if not tour.is_draft:
        raise AlreadyAccepted


def draft_stop(tour: Tour, company: Company) -> TourStop:
    """Return the visit of a company in a tour, where it can change."""
    still_draft(tour)
    found = next((each for each in tour.stops if each.company_id == company.id), None)
    if found is None:
        raise NotAStop
    if found.made_at is not None:
        raise AlreadyMade
    if found.day in tour.locked_days:
        raise LockedDay
    return found
