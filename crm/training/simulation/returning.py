"""Goods that customers send back: decided when they arrive, announced by a message some days later."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import Enum

from sqlalchemy import select

from crm.activity.chain import Json
from crm.desk.messages.models import Message, Topic
from crm.kernel import wording
from crm.kernel.clock import add_working_days, local_date
from crm.papers.views import Language
from crm.selling.claims.models import Claim
from crm.selling.deliveries.models import DeliveryLine, DeliveryNote, ReturnNote
from crm.selling.deliveries.use_cases import announce_return
from crm.selling.parties import language_of
from crm.store.base import db
from crm.training.counterparts.models import Span
from crm.training.simulation import planning, queries, reactions
from crm.training.simulation.dice import Luck
from crm.training.simulation.letters import Text
from crm.training.simulation.models import EventKind
from crm.training.simulation.occasions import NOTHING, Occasion

ANNOUNCED_AFTER = Span(1, 4)
ONE, NONE_LEFT = Decimal(1), Decimal(0)


class Why(Enum):
    """Why goods come back."""

    WRONG = "wrong"
    DAMAGED = "damaged"
    UNWANTED = "unwanted"


WORDS: Mapping[Language, Mapping[Why, str]] = {
    "fr": {
        Why.WRONG: "Ce n’est pas l’article que nous attendions.",
        Why.DAMAGED: "Nous avons découvert des pièces abîmées en ouvrant l’emballage, qui était intact à la livraison.",
        Why.UNWANTED: "Nous avons vu trop grand\u00a0: ces pièces sont neuves, dans leur emballage d’origine.",
    },
    "en": {
        Why.WRONG: "This is not the item that we expected.",
        Why.DAMAGED: "We found damaged pieces when we unpacked the parcel, which looked intact on delivery.",
        Why.UNWANTED: "We ordered too many: these pieces are new and in their original packaging.",
    },
}
LETTERS: Mapping[Language, Text] = {
    "fr": Text(
        "Retour de marchandises, bon de livraison {note}",
        "Bonjour,\n\nNous vous renvoyons une partie de votre livraison {note}\u00a0: {goods}. {why}\n\n"
        "Merci de nous dire ce que vous proposez.\n\nCordialement,\n{name}",
    ),
    "en": Text(
        "Goods to be returned, delivery note {note}",
        "Good morning,\n\nWe are sending back part of your delivery {note}: {goods}. {why}\n\n"
        "Please let us know what you suggest.\n\nKind regards,\n{name}",
    ),
}


def plan_return(occasion: Occasion, note: DeliveryNote) -> None:
    """Decide whether a customer will send some of a delivery back, what of it, why, and when it says so."""
    luck = occasion.luck
    if not note.lines or not luck.happens("sends_back", occasion.persona.complaint.sends_back):
        return
    line, why = luck.choose("sends_back what", note.lines), luck.choose("sends_back why", list(Why))
    on = add_working_days(occasion.today, luck.between("sends_back days", ANNOUNCED_AFTER))
    planning.schedule(
        occasion.work,
        EventKind.GOODS_RETURN,
        at=reactions.post_of(on, reactions.hour_of(luck, "hour_of_return")),
        company_id=note.order.company_id,
        object_id=note.id,
        occurrence=occasion.event.occurrence,
        payload={"items": {line.reference: str(how_many(luck, why, line.quantity))}, "why": why.value},
    )


def how_many(luck: Luck, why: Why, delivered: Decimal) -> Decimal:
    """Return how much of a line comes back: all that is wrong, else a whole part of it."""
    whole = int(delivered)
    if why is Why.WRONG or whole <= 1:
        return delivered
    return Decimal(luck.between("sends_back how many", Span(1, max(1, whole // 2))))


def return_is_announced(occasion: Occasion) -> str:
    """A customer writes that goods come back, as far as they did not come back meanwhile."""
    note, told = queries.note_with_order(occasion.object_id), occasion.event.payload
    items = _items(note, told.get("items")) if note is not None else {}
    if note is None or note.delivered_on is None or not items:
        return NOTHING
    text = _letter(note, items, told)
    quantities = {line.reference: quantity for line, quantity in items.items()}
    announce_return(occasion.work, note, text=text.body, subject=text.subject, items=quantities)
    return "announced"


def settled_news() -> list[Message]:
    """Return the announced returns that wait although goods came back, or a claim was noted, since they were told."""
    waiting = select(Message).where(Message.handled_at.is_(None), Message.topic == Topic.GOODS_RETURN)
    return [message for message in db.session.scalars(waiting) if _is_settled(message)]


def _is_settled(message: Message) -> bool:
    """Tell whether somebody dealt with goods that were announced to come back."""
    note_id, told_on = message.content.get("note_id"), local_date(message.sent_at)
    back = select(ReturnNote.id).where(ReturnNote.delivery_note_id == note_id, ReturnNote.issued_on >= told_on)
    claimed = select(Claim.id).where(Claim.delivery_note_id == note_id, Claim.received_on >= told_on)
    return any(db.session.scalar(each.limit(1)) is not None for each in (back, claimed))


def _items(note: DeliveryNote, told: Json) -> dict[DeliveryLine, Decimal]:
    """Return the lines that come back with their quantities, as far as they still can."""
    wanted = {reference: Decimal(str(count)) for reference, count in told.items()} if isinstance(told, dict) else {}
    found = {line: min(wanted.get(line.reference, NONE_LEFT), line.returnable) for line in note.lines}
    return {line: quantity for line, quantity in found.items() if quantity > NONE_LEFT}


def _letter(note: DeliveryNote, items: Mapping[DeliveryLine, Decimal], told: Mapping[str, Json]) -> Text:
    """Return what the customer writes: the scenario's own words if it has some."""
    if told.get("body"):
        return Text(str(told["subject"]), str(told["body"]))
    language = language_of(note.order.company)
    goods = [
        f"{wording.number(quantity, language)} × {line.reference} {line.wording}" for line, quantity in items.items()
    ]
    return LETTERS[language].about(
        note=note.number,
        goods=", ".join(goods),
        why=WORDS[language][Why(str(told["why"]))],
        name=note.order.company.legal_name,
    )
