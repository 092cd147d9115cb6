"""What customers answer when they are asked about a purchase order that differs: they yield, or stand by it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from crm.activity.chain import Json
from crm.activity.door import Recordable, Work
from crm.activity.queries import records
from crm.activity.vocabulary import Activity
from crm.desk.messages.models import Topic
from crm.desk.messages.queries import message_by_id
from crm.kernel import wording
from crm.kernel.clock import add_working_days, local_date
from crm.kernel.money import Money, Rate
from crm.papers.views import Language
from crm.prospecting.companies.queries import company_by_id
from crm.selling.orders import queries as orders
from crm.selling.parties import language_of
from crm.selling.purchase_orders import queries as purchase_orders
from crm.selling.purchase_orders.rules import Exact, Row, Settlement, key_of, read_settlements, rows
from crm.store.base import db
from crm.training.simulation import planning, reactions
from crm.training.simulation.letters import Text
from crm.training.simulation.models import EventKind, ScheduledEvent
from crm.training.simulation.occasions import NOTHING, Occasion

YIELDS = Rate.percent(65)
REPLIES: Mapping[Language, Text] = {
    "fr": Text(
        "Votre question : {order}",
        "Bonjour,\n\nNous avons vérifié ce que vous nous demandez sur notre bon de commande.\n\n{lines}\n\n"
        "Cordialement,\n{name}",
    ),
    "en": Text(
        "Your question: {order}",
        "Good morning,\n\nWe have checked what you asked about our purchase order.\n\n{lines}\n\nKind regards,\n{name}",
    ),
}
YIELDING: Mapping[Language, str] = {
    "fr": "- {what} : d’accord avec ce qui était convenu ({agreed}).",
    "en": "- {what}: we agree to what was settled before ({agreed}).",
}
STANDING: Mapping[Language, str] = {
    "fr": "- {what} : nous maintenons notre demande ({asked}).",
    "en": "- {what}: we stand by what we ask for ({asked}).",
}
NAMES: Mapping[Language, Mapping[str, str]] = {
    "fr": {
        "reference": "article",
        "quantity": "quantité",
        "price": "prix",
        "discount": "remise",
        "address": "adresse de livraison",
        "date": "date de livraison",
        "total": "total TTC",
        "payment_terms": "délai de règlement en jours",
    },
    "en": {
        "reference": "item",
        "quantity": "quantity",
        "price": "price",
        "discount": "discount",
        "address": "delivery address",
        "date": "delivery date",
        "total": "total including VAT",
        "payment_terms": "term of payment in days",
    },
}
NOT_THERE: Mapping[Language, str] = {"fr": "rien", "en": "nothing"}


def plan_replies(work: Work, *, seed: int, earliest: date) -> None:
    """Let each question about a purchase order be answered on the next working day; `object_id` is its record's."""
    planned = set(
        db.session.scalars(
            select(ScheduledEvent.object_id).where(ScheduledEvent.kind_of_event == EventKind.ORDER_REPLY)
        )
    )
    for record in reversed(records(words=[Activity.PURCHASE_ORDER_SETTLED.word])):
        facts = json.loads(record.text)
        asked = [key for key, each in read_settlements(facts["details"]).items() if each is Settlement.ASK]
        message = message_by_id(facts["about"][0]["id"]) if asked and record.position not in planned else None
        company = company_by_id(message.company_id or 0) if message else None
        if message is None or company is None:
            continue
        luck = planning.counterpart(work, company, seed=seed).luck(record.position)
        on = max(add_working_days(local_date(record.happened_at), 1), earliest)
        planning.schedule(
            work,
            EventKind.ORDER_REPLY,
            at=reactions.post_of(on, reactions.hour_of(luck, "hour_of_order_reply")),
            company_id=company.id,
            object_id=record.position,
            occurrence=record.position,
            payload={"message_id": message.id, "asked": [*asked]},
        )


def question_is_answered(occasion: Occasion) -> str:
    """Whoever was asked writes of each difference whether they yield; an order recorded meanwhile needs no answer."""
    asked = occasion.event.payload.get("asked")
    message = message_by_id(int(str(occasion.event.payload["message_id"])))
    if message is None or orders.order_of_message(message) is not None or not isinstance(asked, list):
        return NOTHING
    company, quote = occasion.company, orders.quote_of_message(message)
    found = purchase_orders.compare(message, company, procedure=occasion.work.procedure)
    open_rows = [row for row in rows(found.differences, {}) if key_of(row.what, row.reference) in asked]
    if not open_rows:
        return NOTHING
    language, answers = language_of(company), {}
    for row in open_rows:
        key = key_of(row.what, row.reference)
        answers[key] = Settlement.KEEP if occasion.luck.happens(f"yields {key}", YIELDS) else Settlement.ACCEPT
    written = "\n".join(
        _line(row, answers[key_of(row.what, row.reference)], language, found.tariff.currency.code) for row in open_rows
    )
    text = REPLIES[language].about(order=message.subject, lines=written, name=company.legal_name)
    content: dict[str, Json] = {
        "answers": message.id,
        "settlements": {key: each.value for key, each in answers.items()},
    }
    about: tuple[Recordable, ...] = (message,) if quote is None else (message, quote)
    occasion.hear(text, topic=Topic.INFORMATION, about=about, content=content)
    return "answered"


def _line(row: Row, answer: Settlement, language: Language, currency: str) -> str:
    """Write what becomes of one difference."""
    pattern = YIELDING if answer is Settlement.KEEP else STANDING
    what = " ".join(word for word in (NAMES[language][row.what.value], row.reference) if word)
    said = {"agreed": _said(row.agreed, language, currency), "asked": _said(row.asked, language, currency)}
    return pattern[language].format(what=what[0].upper() + what[1:], **said)


def _said(value: Exact, language: Language, currency: str) -> str:
    """Write one side of a difference."""
    if isinstance(value, Money):
        return wording.money(value, language, currency)
    if isinstance(value, Rate):
        return wording.rate(value, language)
    if isinstance(value, date):
        return wording.day(value, language)
    if isinstance(value, Decimal):
        return wording.number(value, language)
    return NOT_THERE[language] if value is None else value.replace("\n", ", ")
