"""What simulated suppliers write, in their language: text of the exercise, not of the screens."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from crm.training.simulation.letters import Text


class Reply(Enum):
    """The occasions on which a supplier writes."""

    CONFIRMED = "confirmed"
    DELAYED = "delayed"
    NEW_DAY = "new_day"
    ON_TIME = "on_time"
    ALL_SENT = "all_sent"
    NOT_UNDERSTOOD = "not_understood"
    REPLACES = "replaces"
    CREDITS = "credits"
    REGRETS = "regrets"


IN_FRENCH = {
    Reply.CONFIRMED: Text(
        "Accusé de réception de votre commande {order}",
        "Bonjour,\n\nNous accusons réception de votre commande {order} (notre référence {number}) et prévoyons de vous "
        "livrer le {day}.\n\nCordialement,\n{name}",
    ),
    Reply.DELAYED: Text(
        "Retard sur votre commande {order}",
        "Bonjour,\n\nLa fabrication a pris du retard : votre commande {order} ne partira pas à temps. Nous prévoyons "
        "maintenant de la livrer le {day} et vous prions de nous en excuser.\n\nCordialement,\n{name}",
    ),
    Reply.NEW_DAY: Text(
        "Votre relance : commande {order}",
        "Bonjour,\n\nVous avez raison, votre commande {order} est en retard chez nous. Elle vous sera livrée le {day}."
        "\n\nCordialement,\n{name}",
    ),
    Reply.ON_TIME: Text(
        "Votre commande {order}",
        "Bonjour,\n\nVotre commande {order} est en préparation : la livraison reste prévue le {day}.\n\nCordialement,\n"
        "{name}",
    ),
    Reply.ALL_SENT: Text(
        "Votre commande {order}",
        "Bonjour,\n\nD’après nos livres, tout ce que vous avez commandé avec la commande {order} est parti. S’il vous "
        "manque quelque chose, adressez-nous une réclamation avec le détail.\n\nCordialement,\n{name}",
    ),
    Reply.NOT_UNDERSTOOD: Text(
        "Votre message sur la commande {order}",
        "Bonjour,\n\nNous avons bien reçu un message de votre part, mais personne ici ne lit l’anglais. Pouvez-vous "
        "nous écrire en français ?\n\nCordialement,\n{name}",
    ),
    Reply.REPLACES: Text(
        "Votre réclamation : commande {order}",
        "Bonjour,\n\nNous regrettons ce qui s’est passé et vous livrons ce qui manque, sans frais, le {day}.\n\n"
        "Cordialement,\n{name}",
    ),
    Reply.CREDITS: Text(
        "Votre réclamation : commande {order}",
        "Bonjour,\n\nNous regrettons ce qui s’est passé. Vous recevrez un avoir pour ce qui manque.\n\nCordialement,\n"
        "{name}",
    ),
    Reply.REGRETS: Text(
        "Votre réclamation : commande {order}",
        "Bonjour,\n\nNous regrettons ce désagrément et faisons le nécessaire pour qu’il ne se reproduise pas.\n\n"
        "Cordialement,\n{name}",
    ),
}
IN_ENGLISH = {
    Reply.CONFIRMED: Text(
        "Confirmation of your order {order}",
        "Good morning,\n\nThank you for your order {order} (our reference {number}). We expect to deliver it on {day}."
        "\n\nKind regards,\n{name}",
    ),
    Reply.DELAYED: Text(
        "Your order {order} is delayed",
        "Good morning,\n\nProduction is running behind schedule and your order {order} will not leave on time. We now "
        "expect to deliver it on {day}. Please accept our apologies.\n\nKind regards,\n{name}",
    ),
    Reply.NEW_DAY: Text(
        "Your reminder: order {order}",
        "Good morning,\n\nYou are right, your order {order} is overdue on our side. It will reach you on {day}.\n\n"
        "Kind regards,\n{name}",
    ),
    Reply.ON_TIME: Text(
        "Your order {order}",
        "Good morning,\n\nYour order {order} is being prepared and delivery is still planned for {day}.\n\n"
        "Kind regards,\n{name}",
    ),
    Reply.ALL_SENT: Text(
        "Your order {order}",
        "Good morning,\n\nAccording to our records, everything on your order {order} has been dispatched. If anything "
        "is missing, please send us a claim with the details.\n\nKind regards,\n{name}",
    ),
    Reply.NOT_UNDERSTOOD: Text(
        "Your message about order {order}",
        "Good morning,\n\nWe received a message from you, but nobody in our office reads French. Could you please "
        "write to us in English?\n\nKind regards,\n{name}",
    ),
    Reply.REPLACES: Text(
        "Your claim: order {order}",
        "Good morning,\n\nWe are sorry about what happened and will deliver what is missing, free of charge, on {day}."
        "\n\nKind regards,\n{name}",
    ),
    Reply.CREDITS: Text(
        "Your claim: order {order}",
        "Good morning,\n\nWe are sorry about what happened. You will receive a credit note for what is missing.\n\n"
        "Kind regards,\n{name}",
    ),
    Reply.REGRETS: Text(
        "Your claim: order {order}",
        "Good morning,\n\nWe are sorry about the inconvenience and will make sure that it does not happen again.\n\n"
        "Kind regards,\n{name}",
    ),
}
REPLIES: Mapping[str, Mapping[Reply, Text]] = {"fr": IN_FRENCH, "en": IN_ENGLISH}
