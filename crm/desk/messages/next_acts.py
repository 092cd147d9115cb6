"""What a message asks for, and what a day may begin with: buttons into higher rooms, named by their endpoints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crm.desk.messages.models import Topic
from crm.kernel.errors import N_


@dataclass(frozen=True)
class NextAct:
    """The act that a message asks for: a button into a higher room."""

    label: str
    endpoint: str
    icon: str
    arguments: tuple[str, ...] = ()


# `company_id` and `message_id` are the message's own; other arguments are looked up in its content.
NEXT_ACTS: Mapping[Topic, NextAct] = {
    Topic.QUOTE_REQUEST: NextAct(
        N_("Préparer le devis"), "quotes.new", icon="file-description", arguments=("company_id", "message_id")
    ),
    Topic.PURCHASE_ORDER: NextAct(
        N_("Contrôler la commande"), "purchase_orders.check", icon="shopping-cart", arguments=("message_id",)
    ),
    Topic.NEW_DETAILS: NextAct(N_("Modifier la fiche"), "companies.edit", icon="pencil", arguments=("company_id",)),
    Topic.PAYMENT: NextAct(N_("Enregistrer le règlement"), "payments.detail", icon="cash", arguments=("payment_id",)),
    Topic.PAYMENT_RETURN: NextAct(
        N_("Noter le rejet"), "payments.detail", icon="alert-triangle", arguments=("payment_id",)
    ),
    Topic.GOODS_RETURN: NextAct(
        N_("Traiter le retour"), "deliveries.detail", icon="truck-return", arguments=("note_id",)
    ),
    Topic.CLAIM: NextAct(N_("Traiter la réclamation"), "claims.detail", icon="mood-sad", arguments=("claim_id",)),
    Topic.QUOTE_ANSWER: NextAct(N_("Voir le devis"), "quotes.detail", icon="file-description", arguments=("quote_id",)),
    Topic.APPOINTMENT: NextAct(
        N_("Voir le rendez-vous"), "agenda.detail", icon="calendar-event", arguments=("appointment_id",)
    ),
    Topic.DATA_REQUEST: NextAct(
        N_("Enregistrer la demande"), "privacy.of_company", icon="shield-check", arguments=("company_id", "message_id")
    ),
    Topic.SUPPLY: NextAct(N_("Voir l’achat"), "supply.detail", icon="package-import", arguments=("supply_order_id",)),
}
SHORTCUTS = (
    NextAct(N_("Créer une fiche"), "companies.new", icon="building-plus"),
    NextAct(N_("Préparer un devis"), "quotes.new", icon="file-plus"),
    NextAct(N_("Écrire à un service"), "messages.compose", icon="send"),
    NextAct(N_("Alerter la direction"), "messages.alert", icon="bell-ringing"),
)
