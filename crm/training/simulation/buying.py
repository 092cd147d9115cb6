"""What customers write and decide when they buy: requests, answers to quotes, purchase orders, goods, offers."""

from __future__ import annotations

from crm.activity.chain import Json
from crm.activity.vocabulary import Activity
from crm.aftersales.loyalty import queries as loyalty
from crm.aftersales.loyalty.use_cases import answer_offer
from crm.billing.invoices import queries as invoices
from crm.desk.messages import queries as messages
from crm.desk.messages.models import Message, Topic
from crm.desk.messages.use_cases import mark_handled
from crm.kernel import wording
from crm.selling.catalogue.queries import products
from crm.selling.deliveries.use_cases import confirm_delivery
from crm.selling.lines import LineData, totals_of
from crm.selling.parties import language_of
from crm.selling.quotes import queries as quotes
from crm.selling.quotes.models import Quote, QuoteState
from crm.selling.quotes.use_cases import accept_quote, decline_quote
from crm.training.simulation import claiming, differing, letters, planning, queries, reactions, returning
from crm.training.simulation.dice import Luck
from crm.training.simulation.letters import Letter, Text
from crm.training.simulation.occasions import NOTHING, Occasion
from crm.training.simulation.reactions import QuoteAnswer


def message_arrives(occasion: Occasion) -> str:
    """A message of the scenario arrives; somebody who asks for goods waits for an answer from then on."""
    letter = occasion.event.payload
    topic, content = Topic(str(letter["topic"])), _table(letter.get("content"))
    quote = quotes.quote_by_id(occasion.object_id) if "quote_id" in content else None
    invoice = invoices.invoice_by_id(occasion.object_id) if "invoice_id" in content else None
    if quote is not None and letter.get("agrees") and quote.state is QuoteState.SENT:
        accept_quote(occasion.work, quote)
    message = occasion.hear(
        Text(str(letter["subject"]), str(letter["body"])),
        topic=topic,
        about=tuple(thing for thing in (quote, invoice) if thing is not None),
        content=content,
        activity=Activity(str(letter.get("activity", Activity.MESSAGE_RECEIVED.word))),
        details=_table(letter.get("details")),
        sender=str(letter.get("sender", "")),
    )
    _wait_for_answer(occasion, message)
    return str(topic)


def _wait_for_answer(occasion: Occasion, message: Message) -> None:
    today = occasion.today
    if message.topic is Topic.QUOTE_REQUEST:
        on = reactions.loses_patience_on(occasion.persona, today)
    elif message.topic is Topic.PURCHASE_ORDER:
        on = reactions.asks_for_order_on(today)
    else:
        return
    planning.plan_patience(occasion.work, occasion.company, message.id, on=on, seed=occasion.seed)


def patience_ends(occasion: Occasion) -> str:
    """Somebody has waited long enough: goes elsewhere, or asks what became of the order."""
    message = messages.message_by_id(occasion.object_id)
    if message is None:
        return NOTHING
    if message.topic is Topic.PURCHASE_ORDER:
        if queries.order_for(message) is not None:
            return NOTHING
        text = occasion.letter(Letter.WHERE_IS_MY_ORDER, message=message.subject)
    else:
        if queries.quote_since(occasion.company.id, message.sent_at) is not None:
            return NOTHING
        text = occasion.letter(Letter.GONE_ELSEWHERE, message=message.subject)
        mark_handled(occasion.work, message)
    occasion.hear(text, topic=Topic.INFORMATION, about=(message,))
    return "impatient"


def quote_is_answered(occasion: Occasion) -> str:
    """A customer accepts a quote and sends its purchase order, or declines and says why."""
    quote = quotes.quote_by_id(occasion.object_id)
    if quote is None or quote.state is not QuoteState.SENT:
        return NOTHING
    answer = reactions.answer_to_quote(occasion.persona, occasion.luck, planning.quote_seen(quote))
    if answer.refusal is not None:
        decline_quote(occasion.work, quote, reason=letters.REASONS[answer.refusal])
        text = occasion.letter(letters.DECLINED[answer.refusal], quote=quote.number)
        occasion.hear(text, topic=Topic.QUOTE_ANSWER, about=(quote,), content={"quote_id": quote.id})
        return "declined"
    accept_quote(occasion.work, quote)
    _wait_for_answer(occasion, _order(occasion, quote, answer))
    return "accepted"


def _order(occasion: Occasion, quote: Quote, answer: QuoteAnswer) -> Message:
    lines, language = _ordered(quote, answer, occasion.luck), language_of(occasion.company)
    beside = differing.said_beside(
        quote, occasion.company, answer.difference, occasion.luck, today=occasion.today, language=language
    )
    written = "\n".join(f"- {wording.number(line.quantity)} × {line.reference} {line.wording}" for line in lines)
    return occasion.hear(
        occasion.letter(Letter.ORDER, quote=quote.number, lines=written + differing.written_beside(beside, language)),
        topic=Topic.PURCHASE_ORDER,
        about=(quote,),
        content={"quote_id": quote.id, "lines": [_plain(line) for line in lines], **beside},
        activity=Activity.PURCHASE_ORDER_RECEIVED,
        details={"total_cents": totals_of(lines).gross.cents},
    )


def _ordered(quote: Quote, answer: QuoteAnswer, luck: Luck) -> list[LineData]:
    """Return the lines of a purchase order: those of the quote, the first perhaps with a difference."""
    first, *others = [line.data for line in quote.lines]
    changed = LineData(
        reference=first.reference,
        wording=first.wording,
        quantity=reactions.differing(first.quantity, answer.difference, luck),
        unit_price=reactions.cheaper(first.unit_price, answer.difference),
        vat_rate=first.vat_rate,
        unit=first.unit,
        discount=reactions.dearer_discount(first.discount, answer.difference),
        product_id=first.product_id,
    )
    if answer.difference is reactions.Difference.REFERENCE:
        changed = differing.other_article(changed, products())
    return [changed, *others]


def _plain(line: LineData) -> dict[str, Json]:
    return {
        "reference": line.reference,
        "quantity": str(line.quantity),
        "unit_price_cents": line.unit_price.cents,
        "discount_bp": line.discount.basis_points,
    }


def goods_arrive(occasion: Occasion) -> str:
    """The carrier has delivered, now and then with a reservation."""
    note = queries.note_with_order(occasion.object_id)
    if note is None or note.delivered_on is not None:
        return NOTHING
    damaged = reactions.arrives_damaged(occasion.luck)
    confirm_delivery(occasion.work, note, reservations=letters.DAMAGED if damaged else "")
    if damaged:
        claiming.complain(occasion, note)
    else:
        returning.plan_return(occasion, note)
    return "damaged" if damaged else "delivered"


def offer_is_answered(occasion: Occasion) -> str:
    """A customer takes an offer up, or leaves it."""
    offer = loyalty.offer_by_id(occasion.object_id)
    if offer is None or not offer.is_open(on=occasion.today):
        return NOTHING
    _, taken = reactions.takes_offer(occasion.persona, occasion.luck, sent_on=offer.sent_on)
    answer_offer(occasion.work, offer, accepted=taken, reason="" if taken else letters.NO_USE)
    text = occasion.letter(Letter.OFFER_TAKEN if taken else Letter.OFFER_LEFT, offer=offer.label)
    occasion.hear(text, topic=Topic.INFORMATION, about=(offer,), content={"offer_id": offer.id})
    return "taken" if taken else "left"


def _table(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}
