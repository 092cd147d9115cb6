"""How records look on a page: icon, sentence, who, when, and the figures that were seen."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask import Flask, current_app, url_for
from flask_babel import gettext

from crm.activity.models import ActivityRecord
from crm.activity.vocabulary import Activity
from crm.kernel import wording
from crm.kernel.actor import ActorKind
from crm.kernel.errors import N_
from crm.kernel.money import Money, Rate
from crm.web import filters

ICONS = {
    "balance": "scale",
    "company": "building",
    "contact": "user-plus",
    "credit_limit": "wallet",
    "day": "calendar-event",
    "delivery": "truck-delivery",
    "delivery_note": "package",
    "derogation": "hand-stop",
    "document": "folder",
    "duplicates": "git-merge",
    "exercise": "school",
    "inactive_accounts": "users",
    "invoice": "file-invoice",
    "management": "bell-ringing",
    "message": "message",
    "next_step": "calendar-due",
    "note": "notes",
    "offer": "gift",
    "opinion": "award",
    "opt_out": "shield-check",
    "order": "shopping-cart",
    "payment": "cash",
    "payment_plan": "calendar",
    "product": "box",
    "prospect": "target",
    "purchase_order": "mail",
    "quote": "file-description",
    "receivable": "gavel",
    "reminder": "bell",
    "segments": "chart-bar",
    "solvency": "report-money",
}
TONES = {ActorKind.PERSON: "blue", ActorKind.CUSTOMER: "amber", ActorKind.HOUSE: "grey", ActorKind.SUPPLIER: "amber"}
PLACES = {
    "company": ("companies.detail", "company_id"),
    "quote": ("quotes.detail", "quote_id"),
    "order": ("orders.detail", "order_id"),
    "invoice": ("invoices.detail", "invoice_id"),
    "message": ("messages.detail", "message_id"),
}
WORDS = {
    "total_cents": N_("Total"),
    "amount_cents": N_("Montant"),
    "amount_due_cents": N_("Reste dû"),
    "outstanding_cents": N_("Encours"),
    "overdue_cents": N_("Dont échu"),
    "credit_limit_cents": N_("Plafond"),
    "limit_cents": N_("Plafond"),
    "max_discount_bp": N_("Remise la plus forte"),
    "allowed_discount_bp": N_("Remise permise"),
    "level": N_("Niveau"),
    "days_late": N_("Jours de retard"),
    "due_on": N_("Échéance"),
    "promised_on": N_("Livraison promise"),
    "score": N_("Score"),
    "to": N_("Destinataire"),
    "reason": N_("Motif"),
    "text": N_("Note"),
    "place": N_("Classé dans"),
    "instalments": N_("Échéances"),
    "service": N_("Service"),
}
DECISIONS = {
    "accept": N_("accepter"),
    "refuse": N_("refuser"),
    "derogation": N_("demander une dérogation"),
}
FIELDS = {
    "legal_name": N_("Raison sociale"),
    "nature": N_("Nature"),
    "siren": N_("SIREN"),
    "siret": N_("SIRET"),
    "vat_number": N_("N° de TVA"),
    "sector": N_("Activité"),
    "staff_size": N_("Effectif"),
    "street": N_("Adresse"),
    "postcode": N_("Code postal"),
    "city": N_("Ville"),
    "country": N_("Pays"),
    "phone": N_("Téléphone"),
    "email": N_("E-mail"),
    "language": N_("Langue"),
    "source": N_("Origine du contact"),
    "legal_basis": N_("Base légale"),
    "notes": N_("Informations"),
    "payment_days": N_("Délai de paiement"),
}
# Of what somebody typed, nothing is translated: only who something went to.
NAMING = {"to", "service"}
VALUES = {
    "management": N_("Direction"),
    "shipping": N_("Expédition"),
    "accounting": N_("Comptabilité"),
    "purchasing": N_("Achats"),
    "sales": N_("Service commercial"),
    "litigation": N_("Contentieux"),
}


@dataclass(frozen=True)
class Entry:
    """One line of a timeline, as the macro wants it."""

    icon: str
    tone: str
    title: str
    who: str
    when: str
    at: str
    body: str
    url: str | None
    link: str | None


def entries(records: Iterable[ActivityRecord], *, about: str = "") -> list[Entry]:
    """Return records as lines of a timeline; `about` is the kind of thing whose page it is."""
    return [_entry(record, about) for record in records]


def _entry(record: ActivityRecord, about: str) -> Entry:
    """Return one record as a line."""
    facts = json.loads(record.text)
    activity = Activity(record.activity)
    url, link = _way(facts["about"], about)
    return Entry(
        icon=ICONS.get(activity.subject, "point"),
        tone=TONES[record.actor_kind],
        title=gettext(activity.label),
        who=facts["actor"]["name"],
        when=filters.moment(record.happened_at),
        at=record.happened_at.isoformat(),
        body=said(facts["details"]),
        url=url,
        link=link,
    )


def _way(about: list[dict[str, object]], besides: str) -> tuple[str | None, str | None]:
    """Return where a record leads: the first thing it is about that has a page and is not this one."""
    for thing in about:
        place = PLACES.get(str(thing["kind"]))
        if place and thing["kind"] != besides and place[0] in current_app.view_functions:
            return url_for(place[0], **{place[1]: thing["id"]}), str(thing["label"])  # type: ignore[arg-type]
    return None, None


def said(details: dict[str, object]) -> str:
    """Say a record's figures in words."""
    parts = []
    if "changes" in details and isinstance(details["changes"], dict):
        parts += [f"{_field(name)} : {old or '—'} → {new or '—'}" for name, (old, new) in details["changes"].items()]
    if details.get("decision") in DECISIONS:
        parts.append(gettext("Décision : %(decision)s", decision=gettext(DECISIONS[str(details["decision"])])))
    for name, words in WORDS.items():
        if (value := details.get(name)) not in (None, "", []) and not (name == "to" and "from" in details):
            shown = _shown(name, value)
            parts.append(shown if name == "text" else f"{gettext(words)}{gettext(' : ')}{shown}")
    return " · ".join(parts)


def _shown(name: str, value: object) -> str:
    """Write one figure."""
    language = filters.language()
    if name.endswith("_cents"):
        return wording.money(Money(int(str(value))), language)
    if name.endswith("_bp"):
        return wording.rate(Rate.percent(Decimal(int(str(value))) / 100), language)
    if name.endswith("_on"):
        return wording.day(date.fromisoformat(str(value)), language)
    return gettext(VALUES[str(value)]) if name in NAMING and str(value) in VALUES else str(value)


def _field(name: str) -> str:
    """Say a field of a record as its form does."""
    return str(gettext(FIELDS[name])) if name in FIELDS else name


def register(app: Flask) -> None:
    """Give the templates `timeline_entries`."""
    app.jinja_env.globals["timeline_entries"] = entries
