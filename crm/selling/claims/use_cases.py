"""What can be done with claims: they arrive, are noted, and are settled by goods, money or a refusal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from crm.activity.chain import Json
from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.desk.documents.models import DocumentType
from crm.desk.documents.use_cases import register_document
from crm.desk.messages.models import Topic
from crm.desk.messages.queries import message_by_id
from crm.desk.messages.use_cases import mark_handled, receive
from crm.kernel.errors import N_, Refused
from crm.kernel.money import ZERO, Money
from crm.selling.claims.models import Claim, ClaimCause, ClaimLine, Settlement
from crm.selling.deliveries.models import DeliveryLine, DeliveryNote
from crm.selling.deliveries.use_cases import count_returns
from crm.selling.lines import columns_of, totals_of
from crm.selling.stock.rules import NOTHING, Want, plain
from crm.selling.stock.use_cases import take_out
from crm.store.numbering import next_number

CLAIMS, DELIVERY_NOTES = "SAV", "BL"
WITH_AMOUNT = {Settlement.CREDIT_NOTE, Settlement.GOODWILL}


class NothingClaimed(Refused):
    """A claim says what is wrong."""

    message = N_("Indiquez ce que le client reproche à la livraison.")
    field = "text"


class MoreThanDelivered(Refused):
    """Nobody complains of more than there was."""

    message = N_("La réclamation porte sur plus que ce qui a été livré de « %(wording)s » : %(delivered)s.")


class NotArrived(Refused):
    """One complains of what one has, or of what is late."""

    message = N_("Cette livraison n’est pas encore arrivée : seul son retard peut faire l’objet d’une réclamation.")
    field = "cause"


class AlreadySettled(Refused):
    """A claim is settled once."""

    message = N_("Cette réclamation est déjà traitée.")


class AnswerMissing(Refused):
    """The customer is told what is decided."""

    message = N_("Écrivez la réponse faite au client.")
    field = "answer"


class AmountMissing(Refused):
    """A credit gives something back, at most what the delivery cost."""

    message = N_("Indiquez le montant rendu au client, au plus celui de la livraison.")
    field = "amount"


class NothingToReplace(Refused):
    """A replacement replaces goods."""

    message = N_("Aucun article n’est en cause : il n’y a rien à remplacer.")
    field = "settlement"


def receive_claim(
    work: Work, note: DeliveryNote, *, cause: ClaimCause, text: str, quantities: Mapping[int, Decimal] | None = None
) -> Claim:
    """Let a customer complain of a delivery by a message; `quantities` are those concerned, by delivery line id."""
    claim, lines = _enter(work, note, cause=cause, text=text, quantities=quantities)
    order = note.order
    message = receive(
        work,
        topic=Topic.CLAIM,
        sender=order.company.legal_name,
        subject=f"Réclamation, bon de livraison {note.number}",
        body=text,
        company=order.company,
        about=(claim, note, order),
        content={"claim_id": claim.id},
        activity=Activity.CLAIM_RECEIVED,
        cause=cause.value,
        items=[*lines],
    )
    claim.message_id = message.id
    return claim


def note_claim(
    work: Work, note: DeliveryNote, *, cause: ClaimCause, text: str, quantities: Mapping[int, Decimal] | None = None
) -> Claim:
    """Note a claim that a customer made by phone or on the spot."""
    claim, lines = _enter(work, note, cause=cause, text=text, quantities=quantities)
    work.record(Activity.CLAIM_RECEIVED, claim, note, note.order, note.order.company, cause=cause.value, items=[*lines])
    return claim


def settle_claim(
    work: Work, claim: Claim, *, settlement: Settlement, answer: str, amount: Money | None = None
) -> Claim:
    """Settle a claim and answer the customer: replace the goods, promise a credit note of `amount`, or refuse.

    A replacement leaves at once, free of charge; a credit note is made from
    the invoice. Settling against what the customer can ask for is possible,
    and recorded as it is.
    """
    if not claim.is_open:
        raise AlreadySettled
    if not answer.strip():
        raise AnswerMissing
    note, order = claim.delivery_note, claim.delivery_note.order
    given = _given(claim, settlement, amount)
    sent = _replace(work, claim) if settlement is Settlement.REPLACEMENT else None
    claim.settlement, claim.answer, claim.amount, claim.settled_on = settlement, answer, given, work.today
    claim.replacement_id = sent.id if sent else None
    message = message_by_id(claim.message_id) if claim.message_id else None
    if message is not None:
        mark_handled(work, message)
    money: dict[str, Json] = {"amount_cents": given.cents} if given else {}
    work.record(
        Activity.CLAIM_SETTLED,
        claim,
        note,
        order,
        order.company,
        message,
        sent,
        settlement=settlement.value,
        text=answer,
        days=(work.today - claim.received_on).days,
        with_reservations=bool(note.reservations),
        **money,
    )
    return claim


def _enter(
    work: Work, note: DeliveryNote, *, cause: ClaimCause, text: str, quantities: Mapping[int, Decimal] | None
) -> tuple[Claim, Sequence[Json]]:
    """Write a claim into the books; return it with its goods as a record names them."""
    if not text.strip():
        raise NothingClaimed
    if note.delivered_on is None and cause is not ClaimCause.LATE:
        raise NotArrived
    claim = Claim(
        delivery_note=note,
        number=next_number(CLAIMS, work.today.year),
        cause=cause,
        text=text,
        received_on=work.today,
    )
    work.add(claim)
    named: list[Json] = []
    for line in note.lines:
        quantity = (quantities or {}).get(line.id, NOTHING)
        if quantity < 0 or quantity > line.quantity:
            raise MoreThanDelivered(wording=line.wording, delivered=plain(line.quantity))
        if quantity:
            columns = columns_of(line.data, len(claim.lines)) | {"quantity": quantity, "delivery_line_id": line.id}
            claim.lines.append(ClaimLine(**columns))  # type: ignore[arg-type]
            work.stamp(claim.lines[-1])
            named.append({"reference": line.reference, "quantity": plain(quantity)})
    return claim, named


def _given(claim: Claim, settlement: Settlement, amount: Money | None) -> Money:
    """Return what is given back, at most what the delivery cost."""
    if settlement not in WITH_AMOUNT:
        return ZERO
    given = claim.claimed if amount is None else amount
    note = claim.delivery_note
    if given <= ZERO or given > totals_of(note.goods, note.order.discount).gross:
        raise AmountMissing
    return given


def _replace(work: Work, claim: Claim) -> DeliveryNote:
    """Let the goods complained of leave again, free of charge: a delivery note of its own."""
    if not claim.lines:
        raise NothingToReplace
    order = claim.delivery_note.order
    sent = DeliveryNote(
        order=order,
        number=next_number(DELIVERY_NOTES, work.today.year),
        issued_on=work.today,
        replaces_id=claim.delivery_note_id,
    )
    work.add(sent)
    take_out(work, [Want(line.product_id, line.quantity, reserved=NOTHING) for line in claim.lines], about=sent)
    parts = {line.id: line for line in claim.delivery_note.lines}
    for rank, line in enumerate(claim.lines):
        before = parts[line.delivery_line_id]
        count_returns(claim.delivery_note, before, replaced=line.quantity)
        columns = columns_of(line.data, rank) | {
            "order_line_id": before.order_line_id,
            "gone_after": before.gone_after,
        }
        sent.lines.append(DeliveryLine(**columns))  # type: ignore[arg-type]
        work.stamp(sent.lines[-1])
    work.record(
        Activity.DELIVERY_NOTE_ISSUED,
        sent,
        order,
        order.company,
        number=sent.number,
        after_promise=False,
        replaces=claim.delivery_note.number,
    )
    type_ = DocumentType.DELIVERY_NOTE
    register_document(work, type=type_, number=sent.number, title=type_.label, company=order.company, about=sent)
    return sent
