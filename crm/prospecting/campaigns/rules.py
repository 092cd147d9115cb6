"""Whom a campaign may reach, what it says, and what its figures are worth: pure.

Ratios, each a share of what stands before it in the funnel; None when there is nothing to divide by:

- contact rate = people spoken to (or whose e-mail was opened, or whose letter was delivered) / people tried;
- useful rate = the right person heard the whole argument or answered / contacts;
- appointment rate = appointments / useful contacts;
- sale rate = companies that ordered since the launch / contacts;
- cost of each = what the campaign cost / how many there are, rounded half-up to the cent.

A variance is the figure less its goal; its share is of the goal.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from crm.kernel.errors import N_
from crm.kernel.money import ZERO, Money, half_up
from crm.prospecting.campaigns.models import Exclusion, Technique
from crm.prospecting.privacy.rules import CONSENT_SINCE

FIELD = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
MERGE_FIELDS: Mapping[str, str] = {
    "bonjour": N_("« Bonjour », suivi du nom si on le connaît"),
    "prenom": N_("Prénom de la personne"),
    "nom": N_("Nom de la personne"),
    "fonction": N_("Fonction de la personne"),
    "entreprise": N_("Raison sociale"),
    "ville": N_("Ville"),
    "commercial": N_("Votre nom"),
    "societe": N_("Nom de votre société"),
}


@dataclass(frozen=True)
class Person:
    """What decides whether somebody may be contacted; the opt-outs are the company's, channel by channel."""

    is_individual: bool
    is_customer: bool
    consents: bool
    no_phone: bool = False
    no_email: bool = False
    no_post: bool = False
    phone: str = ""
    email: str = ""
    has_address: bool = False


def exclusion(person: Person, technique: Technique, *, on: date) -> Exclusion | None:
    """Return why somebody should not be contacted that way on a day, None if nothing speaks against it.

    Consent is asked of individuals who are not customers: for e-mails (CPCE, L34-5), and for calls from the day
    on which the law asks for it. Networking speaks to people met in person: only their own objection counts.
    """
    unknown = person.is_individual and not person.is_customer and not person.consents
    no_email, no_phone = (not person.email, Exclusion.NO_EMAIL), (not person.phone, Exclusion.NO_PHONE)
    not_asked, objects = (unknown, Exclusion.NO_CONSENT), Exclusion.OPTED_OUT
    against = {
        Technique.LETTER: ((person.no_post, objects), (not person.has_address, Exclusion.NO_ADDRESS)),
        Technique.EMAIL: ((person.no_email, objects), not_asked, no_email),
        Technique.COMBINATION: ((person.no_email or person.no_phone, objects), not_asked, no_email, no_phone),
        Technique.PHONE: (
            (person.no_phone, objects),
            (unknown and on >= CONSENT_SINCE, Exclusion.NO_CONSENT),
            no_phone,
        ),
        Technique.NETWORK: ((person.no_phone, objects),),
    }
    return next((why for speaks, why in against[technique] if speaks), None)


def unknown_fields(text: str) -> tuple[str, ...]:
    """Return the merge fields of a text that nobody can fill in, each once, in their order."""
    return tuple(dict.fromkeys(name for name in FIELD.findall(text) if name not in MERGE_FIELDS))


def merged(text: str, values: Mapping[str, str]) -> str:
    """Fill in the merge fields of a text; what is not known leaves nothing, and no blank before the next sign."""
    filled = FIELD.sub(lambda found: values.get(found[1], "") if found[1] in MERGE_FIELDS else found[0], text)
    return re.sub(r"[ \t]+([,.])", r"\1", re.sub(r"(?<=\S)[ \t]{2,}", " ", filled))


def empty_fields(text: str, values: Mapping[str, str]) -> tuple[str, ...]:
    """Return the merge fields of a text for which somebody has no value."""
    return tuple(dict.fromkeys(name for name in FIELD.findall(text) if name in MERGE_FIELDS and not values.get(name)))


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What a campaign, or one salesperson in it, did and got; `cost` is all that was spent on it."""

    tried: int = 0
    calls: int = 0
    sent: int = 0
    contacts: int = 0
    useful: int = 0
    appointments: int = 0
    sales: int = 0
    opened: int = 0
    clicked: int = 0
    answered: int = 0
    bounced: int = 0
    unsubscribed: int = 0
    complained: int = 0
    cost: Money = ZERO

    @property
    def counts(self) -> dict[str, int]:
        """The counts by name."""
        return {each.name: getattr(self, each.name) for each in fields(self) if each.name != "cost"}


@dataclass(frozen=True)
class Ratio:
    """A share in percent with one decimal, or a cost per head; None when there was nothing to divide by."""

    label: str
    value: Decimal | Money | None

    @property
    def is_money(self) -> bool:
        """Whether it is a cost."""
        return isinstance(self.value, Money)


def share(part: int, whole: int) -> Decimal | None:
    """Return a share in percent, rounded half-up to one decimal; None of nothing."""
    return (Decimal(part) * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP) if whole else None


def cost_of_one(cost: Money, count: int) -> Money | None:
    """Return what one of so many cost, rounded half-up to the cent; None of nothing."""
    return Money(half_up(Decimal(cost.cents) / count)) if count else None


def cost_share(fixed: Money, unit: Money, *, own: int, everybodys: int) -> Money:
    """Return what somebody's calls and letters cost: each its price, and their share of what is paid anyhow."""
    each = Money(own * unit.cents)
    if own == everybodys:
        return each + fixed
    return each + Money(half_up(Decimal(fixed.cents) * own / everybodys))


def ratios(done: Figures) -> tuple[Ratio, ...]:
    """Return the ratios of calls and contacts in the order of the funnel."""
    return (
        Ratio(N_("Taux de contact"), share(done.contacts, done.tried)),
        Ratio(N_("Taux de contacts utiles"), share(done.useful, done.contacts)),
        Ratio(N_("Taux de rendez-vous"), share(done.appointments, done.useful)),
        Ratio(N_("Taux de vente"), share(done.sales, done.contacts)),
        Ratio(N_("Coût par contact"), cost_of_one(done.cost, done.contacts)),
        Ratio(N_("Coût par contact utile"), cost_of_one(done.cost, done.useful)),
        Ratio(N_("Coût par rendez-vous"), cost_of_one(done.cost, done.appointments)),
        Ratio(N_("Coût par vente"), cost_of_one(done.cost, done.sales)),
    )


def mail_ratios(done: Figures) -> tuple[Ratio, ...]:
    """Return the ratios of what was sent; opening, clicks and answers are shares of what was delivered."""
    delivered = done.sent - done.bounced
    return (
        Ratio(N_("Taux de non-distribution"), share(done.bounced, done.sent)),
        Ratio(N_("Taux d’ouverture"), share(done.opened, delivered)),
        Ratio(N_("Taux de clic"), share(done.clicked, delivered)),
        Ratio(N_("Taux de réponse"), share(done.answered, delivered)),
        Ratio(N_("Taux de désinscription"), share(done.unsubscribed, delivered)),
        Ratio(N_("Taux de plainte"), share(done.complained, delivered)),
    )


@dataclass(frozen=True)
class Variance:
    """A figure against its goal; `gap` is figure less goal, `percent` its share of the goal; a cost is best low."""

    label: str
    goal: int | Money
    actual: int | Money | None
    gap: int | Money | None
    percent: Decimal | None
    is_good: bool | None


def count_variance(label: str, *, goal: int, actual: int) -> Variance:
    """Compare a count with its goal."""
    return Variance(label, goal, actual, actual - goal, share(actual - goal, goal), actual >= goal)


def cost_variance(label: str, *, goal: Money, actual: Money | None) -> Variance:
    """Compare a cost with the most that it may be."""
    if actual is None:
        return Variance(label, goal, None, None, None, None)
    gap = actual - goal
    return Variance(label, goal, actual, gap, share(gap.cents, goal.cents), gap.cents <= 0)
