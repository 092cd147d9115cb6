"""The law of personal data and of telephone canvassing as pure rules; nothing here forbids, facts are stated.

- Retention: three years after the last contact *from* the prospect, or after the data were collected when there was
  none (CNIL, standard for commercial management of prospects); a customer's file lives with the contract.
- A request is answered within one month of its receipt (GDPR, article 12.3).
- Telephone canvassing of consumers: until 10 August 2026 one may call who did not object (Code de la consommation,
  L223-1, Bloctel); since 11 August 2026 (loi 2025-594 of 30 June 2025, article 13) only who consented beforehand,
  or about a contract in force. The seller has to prove the consent. Businesses are not concerned.
- Hours (décret 2022-1313, article D223-9): working days from Monday to Friday, 10:00–13:00 and 14:00–20:00, never on
  public holidays; at most four calls in thirty days to the same consumer; sixty days of silence after a refusal.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from crm.kernel.choices import Labelled
from crm.kernel.clock import PARIS, is_working_day
from crm.kernel.errors import N_

RETENTION_YEARS = 3
CONSENT_SINCE = date(2026, 8, 11)
WINDOWS = ((time(10), time(13)), (time(14), time(20)))
MOST_CALLS = 4
CALLS_WITHIN = timedelta(days=30)
SILENCE = timedelta(days=60)
DECEMBER = 12


class Ground(Labelled):
    """By what right somebody may be called."""

    BUSINESS = "business", N_("Professionnel : hors du champ du démarchage des consommateurs")
    CONTRACT = "contract", N_("Contrat en cours")
    CONSENT = "consent", N_("Consentement préalable")
    NO_OBJECTION = "no_objection", N_("Pas d’opposition (règle d’avant le 11 août 2026)")
    NONE = "none", N_("Aucun : consentement préalable manquant")


class Fault(Labelled):
    """What a call breaks."""

    NO_GROUND = "no_ground", N_("Pas de consentement préalable du consommateur")
    OPTED_OUT = "opted_out", N_("La personne refuse les appels")
    OUTSIDE_HOURS = "outside_hours", N_("Hors des jours et heures permis")
    TOO_OFTEN = "too_often", N_("Plus de quatre appels en trente jours")
    AFTER_REFUSAL = "after_refusal", N_("Moins de soixante jours après un refus")
    TOO_OLD = "too_old", N_("Données conservées au-delà de trois ans")


@dataclass(frozen=True)
class Callee:
    """Who is called, as far as the rules ask; `earlier` are the instants of earlier calls."""

    is_business: bool
    is_customer: bool
    opted_out: bool
    consented_on: date | None
    keep_until: date | None
    earlier: Sequence[datetime] = ()
    refused_at: datetime | None = None


@dataclass(frozen=True)
class Canvassing:
    """Whether a call at an instant keeps the rules: its ground, and each fault."""

    ground: Ground
    faults: tuple[Fault, ...]

    @property
    def is_lawful(self) -> bool:
        """Whether nothing is broken."""
        return not self.faults


def ground_of(callee: Callee, *, on: date) -> Ground:
    """Return by what right somebody may be called on a day."""
    if callee.is_business:
        return Ground.BUSINESS
    if callee.is_customer:
        return Ground.CONTRACT
    if callee.consented_on is not None and callee.consented_on <= on:
        return Ground.CONSENT
    return Ground.NO_OBJECTION if on < CONSENT_SINCE else Ground.NONE


def canvassing(callee: Callee, *, at: datetime) -> Canvassing:
    """Return what a call at an instant keeps and breaks; hours and frequency bind calls to consumers only."""
    on = at.astimezone(PARIS).date()
    ground = ground_of(callee, on=on)
    recent = recent_calls(callee, at=at)
    refused = callee.refused_at
    checks = (
        (Fault.NO_GROUND, ground is Ground.NONE),
        (Fault.OPTED_OUT, callee.opted_out),
        (Fault.OUTSIDE_HOURS, not callee.is_business and not within_hours(at)),
        (Fault.TOO_OFTEN, not callee.is_business and recent >= MOST_CALLS),
        (Fault.AFTER_REFUSAL, not callee.is_business and refused is not None and at - refused < SILENCE),
        (Fault.TOO_OLD, callee.keep_until is not None and on > callee.keep_until),
    )
    return Canvassing(ground, tuple(fault for fault, broken in checks if broken))


def recent_calls(callee: Callee, *, at: datetime) -> int:
    """Return how many calls were made in the thirty days before an instant."""
    return sum(at - CALLS_WITHIN < each <= at for each in callee.earlier)


def within_hours(at: datetime) -> bool:
    """Tell whether a consumer may be called at an instant (Paris time)."""
    local = at.astimezone(PARIS)
    return is_working_day(local.date()) and any(start <= local.time() < end for start, end in WINDOWS)


def keep_until(last_contact_on: date | None, created_on: date, *, is_customer: bool) -> date | None:
    """Return the last day on which a prospect's data may be kept; None for a customer, whose contract runs."""
    return None if is_customer else years_after(max(last_contact_on or created_on, created_on), RETENTION_YEARS)


def years_after(day: date, years: int) -> date:
    """Return the same day some years later, 28 February for a 29th that is not there."""
    return date(day.year + years, day.month, min(day.day, monthrange(day.year + years, day.month)[1]))


def answer_due(received_on: date) -> date:
    """Return the day by which a request is answered: one month later, the month's last day where it is shorter."""
    year, month = (
        (received_on.year + 1, 1) if received_on.month == DECEMBER else (received_on.year, received_on.month + 1)
    )
    return date(year, month, min(received_on.day, monthrange(year, month)[1]))


@dataclass(frozen=True)
class Erasure:
    """What goes and what stays, as field names, and why it stays."""

    erased: tuple[str, ...]
    kept: tuple[str, ...]
    because: str = ""


ALWAYS = ("phone", "email", "notes", "consent_proof", "contacts", "qualifications")
IDENTITY = ("legal_name", "street", "postcode", "city")
KEPT_FOR_BOOKS = N_(
    "Nom et adresse restent sur les pièces comptables, gardées dix ans (Code de commerce, L123-22 ; RGPD, art. 17.3)."
)
KEPT_FOR_FIRMS = N_("La raison sociale et l’adresse d’une entreprise ne sont pas des données personnelles.")


def erasure(*, is_business: bool, has_invoices: bool) -> Erasure:
    """Return what an erasure takes away: everything personal, but what the books must keep."""
    if is_business:
        return Erasure(ALWAYS, IDENTITY, KEPT_FOR_FIRMS)
    if has_invoices:
        return Erasure(ALWAYS, IDENTITY, KEPT_FOR_BOOKS)
    return Erasure((*IDENTITY, *ALWAYS), ())
