"""What customers complain of: goods that arrived damaged."""

from __future__ import annotations

from decimal import Decimal

from crm.kernel.actor import Actor, ActorKind
from crm.selling.claims.models import Claim, ClaimCause
from crm.selling.claims.use_cases import receive_claim
from crm.selling.deliveries.models import DeliveryNote
from crm.training.simulation.occasions import Occasion

ONE = Decimal(1)
WORDS = {
    "fr": "Bonjour,\n\nVotre livraison {note} est arrivée avec un colis abîmé : {quantity} × {wording} inutilisable. "
    "Nous l’avons écrit sur le bon. Que proposez-vous ?\n\nCordialement,\n{name}",
    "en": "Good morning,\n\nYour delivery {note} arrived with a damaged parcel: {quantity} × {wording} cannot be used. "
    "We wrote so on the delivery note. What do you suggest?\n\nKind regards,\n{name}",
}


def complain(occasion: Occasion, note: DeliveryNote) -> Claim:
    """Let a customer complain of a damaged parcel: one unit of the first line, or what there is of it."""
    company, line = occasion.company, next(iter(note.lines), None)
    quantity = min(ONE, line.quantity) if line else ONE
    text = WORDS["en" if company.language == "en" else "fr"].format(
        note=note.number,
        quantity=f"{quantity.normalize():f}".replace(".", ","),
        wording=line.wording if line else "colis",
        name=company.legal_name,
    )
    with occasion.work.acting_as(Actor(ActorKind.CUSTOMER, company.legal_name, company.id)):
        return receive_claim(
            occasion.work,
            note,
            cause=ClaimCause.DAMAGED,
            text=text,
            quantities={line.id: quantity} if line else None,
        )
