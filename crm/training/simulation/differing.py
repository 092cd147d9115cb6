"""In what else a purchase order differs from its quote: another article, another place, an earlier day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from crm.activity.chain import Json
from crm.kernel import wording
from crm.kernel.clock import add_working_days
from crm.papers.views import Language
from crm.prospecting.companies.models import Company
from crm.selling.catalogue.models import Product
from crm.selling.lines import LineData
from crm.selling.quotes.models import Quote
from crm.training.simulation.dice import Luck
from crm.training.simulation.reactions import Difference

SOON = 2
DEPOTS: Mapping[Language, Sequence[str]] = {
    "fr": ("27 rue des Ateliers", "3 chemin du Dépôt", "12 quai de l’Écluse"),
    "en": ("Unit 4, Mill Lane", "The Old Depot, Canal Street", "Gate 2, Station Yard"),
}
ALSO: Mapping[Language, Mapping[str, str]] = {
    "fr": {
        "delivery_address": "Adresse de livraison\u00a0: {said}",
        "wanted_on": "Livraison souhaitée le {said} au plus tard",
    },
    "en": {"delivery_address": "Please deliver to: {said}", "wanted_on": "Delivery wanted by {said}"},
}


def other_article(line: LineData, catalogue: Sequence[Product]) -> LineData:
    """Return a line with a neighbouring article, at what was agreed for the right one: a reference mistaken.

    The neighbour is of the same family and costs nearly the same; an article
    that has none stays.
    """
    own = next((each for each in catalogue if each.reference == line.reference), None)
    kin = [each for each in catalogue if own is not None and each.family == own.family and each is not own]
    if own is None or not kin:
        return line
    price = own.unit_price.cents
    taken = min(kin, key=lambda each: (abs(each.unit_price.cents - price), each.reference))
    return replace(line, reference=taken.reference, wording=taken.name, product_id=taken.id)


def depot(company: Company, luck: Luck, language: Language) -> str:
    """Return another address of a company in its own town, line by line."""
    town = f"{company.postcode} {company.city}".strip()
    return "\n".join(part for part in (luck.choose("depot", DEPOTS[language]), town) if part)


def sooner(today: date, delivery_days: int) -> date:
    """Return a day before the one that a quote promised; soon, if it promised none."""
    return add_working_days(today, max(1, delivery_days // 2) if delivery_days else SOON)


def said_beside(
    quote: Quote, company: Company, difference: Difference | None, luck: Luck, *, today: date, language: Language
) -> dict[str, Json]:
    """Return what a purchase order says beside its lines, as the rooms read it."""
    if difference is Difference.ADDRESS:
        return {"delivery_address": depot(company, luck, language)}
    if difference is Difference.DATE:
        return {"wanted_on": sooner(today, quote.delivery_days).isoformat()}
    return {}


def written_beside(said: Mapping[str, Json], language: Language) -> str:
    """Return the same in the customer's words, a line for each."""
    lines = []
    for name, value in said.items():
        told = wording.long_day(date.fromisoformat(str(value)), language) if name == "wanted_on" else str(value)
        lines.append("\n" + ALSO[language][name].format(said=told.replace("\n", ", ")))
    return "".join(lines)
