"""What simulated counterparts write, in the customer's language: text of the exercise, not of the screens."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from crm.training.simulation.reactions import Refusal

FRENCH = "fr"


class Letter(Enum):
    """The occasions on which somebody writes."""

    ORDER = "order"
    DECLINED_PRICE = "declined_price"
    DECLINED_DELAY = "declined_delay"
    DECLINED_POSTPONED = "declined_postponed"
    DECLINED_COMPETITOR = "declined_competitor"
    GONE_ELSEWHERE = "gone_elsewhere"
    WHERE_IS_MY_ORDER = "where_is_my_order"
    ALREADY_PAID = "already_paid"
    OFFER_TAKEN = "offer_taken"
    OFFER_LEFT = "offer_left"


@dataclass(frozen=True)
class Text:
    """A subject and a body with `{places}` for what the letter is about."""

    subject: str
    body: str

    def about(self, **places: str) -> Text:
        """Fill in what the letter is about."""
        return Text(self.subject.format(**places), self.body.format(**places))


DECLINED = {
    Refusal.PRICE: Letter.DECLINED_PRICE,
    Refusal.DELAY: Letter.DECLINED_DELAY,
    Refusal.POSTPONED: Letter.DECLINED_POSTPONED,
    Refusal.COMPETITOR: Letter.DECLINED_COMPETITOR,
}
REASONS = {
    Refusal.PRICE: "Prix trop élevé",
    Refusal.DELAY: "Réponse trop tardive",
    Refusal.POSTPONED: "Projet reporté",
    Refusal.COMPETITOR: "Un concurrent a été retenu",
}
IN_FRENCH = {
    Letter.ORDER: Text(
        "Commande suite à votre devis {quote}",
        "Bonjour,\n\nVotre devis {quote} nous convient. Voici notre bon de commande :\n\n{lines}\n\n"
        "Merci de nous adresser votre accusé de réception.\n\nCordialement,\n{name}",
    ),
    Letter.DECLINED_PRICE: Text(
        "Votre devis {quote}",
        "Bonjour,\n\nNous avons comparé votre devis {quote} avec notre budget : il est au-dessus de ce que nous "
        "pouvons engager. Nous n’y donnons pas suite.\n\nCordialement,\n{name}",
    ),
    Letter.DECLINED_DELAY: Text(
        "Votre devis {quote}",
        "Bonjour,\n\nVotre devis {quote} nous est parvenu trop tard : nous avions besoin d’une réponse plus rapide "
        "et nous avons trouvé une autre solution.\n\nCordialement,\n{name}",
    ),
    Letter.DECLINED_POSTPONED: Text(
        "Votre devis {quote}",
        "Bonjour,\n\nLe projet pour lequel nous vous avions consultés est reporté. Nous ne donnons pas suite au devis "
        "{quote} pour l’instant et reviendrons vers vous le moment venu.\n\nCordialement,\n{name}",
    ),
    Letter.DECLINED_COMPETITOR: Text(
        "Votre devis {quote}",
        "Bonjour,\n\nMerci pour votre devis {quote}. Après étude, nous avons retenu un autre fournisseur.\n\n"
        "Cordialement,\n{name}",
    ),
    Letter.GONE_ELSEWHERE: Text(
        "Sans réponse de votre part",
        "Bonjour,\n\nNous attendions votre réponse à notre message « {message} ». Faute de devis, nous nous sommes "
        "adressés à un autre fournisseur.\n\nCordialement,\n{name}",
    ),
    Letter.WHERE_IS_MY_ORDER: Text(
        "Où en est notre commande ?",
        "Bonjour,\n\nNous vous avons envoyé un bon de commande (« {message} ») et n’avons reçu ni accusé de réception "
        "ni date de livraison. L’avez-vous bien reçu ?\n\nCordialement,\n{name}",
    ),
    Letter.ALREADY_PAID: Text(
        "Votre relance pour la facture {invoice}",
        "Bonjour,\n\nVous nous relancez pour la facture {invoice}, que nous avons réglée le {paid}. Merci de vérifier "
        "vos comptes avant d’écrire : ce courrier nous a désagréablement surpris.\n\nCordialement,\n{name}",
    ),
    Letter.OFFER_TAKEN: Text(
        "Votre offre nous intéresse",
        "Bonjour,\n\nMerci de votre attention. Votre offre « {offer} » nous intéresse : nous en profiterons pour notre "
        "prochaine commande.\n\nCordialement,\n{name}",
    ),
    Letter.OFFER_LEFT: Text(
        "Votre offre",
        "Bonjour,\n\nMerci pour votre offre « {offer} ». Nous n’en avons pas l’usage en ce moment.\n\n"
        "Cordialement,\n{name}",
    ),
}
IN_ENGLISH = {
    Letter.ORDER: Text(
        "Order following your quote {quote}",
        "Good morning,\n\nWe are happy with your quote {quote}. Please find our order below:\n\n{lines}\n\n"
        "Please send us your order confirmation.\n\nKind regards,\n{name}",
    ),
    Letter.DECLINED_PRICE: Text(
        "Your quote {quote}",
        "Good morning,\n\nYour quote {quote} is above the budget we have for this. We shall not take it further.\n\n"
        "Kind regards,\n{name}",
    ),
    Letter.DECLINED_DELAY: Text(
        "Your quote {quote}",
        "Good morning,\n\nYour quote {quote} reached us too late: we needed a quicker answer and found another "
        "solution.\n\nKind regards,\n{name}",
    ),
    Letter.DECLINED_POSTPONED: Text(
        "Your quote {quote}",
        "Good morning,\n\nOur project has been put back, so we cannot accept your quote {quote} for now. We will get "
        "in touch when the time comes.\n\nKind regards,\n{name}",
    ),
    Letter.DECLINED_COMPETITOR: Text(
        "Your quote {quote}",
        "Good morning,\n\nThank you for your quote {quote}. We have decided to go with another supplier.\n\n"
        "Kind regards,\n{name}",
    ),
    Letter.GONE_ELSEWHERE: Text(
        "Still waiting for your answer",
        "Good morning,\n\nWe never had an answer to our message “{message}”, so we have turned to another supplier.\n\n"
        "Kind regards,\n{name}",
    ),
    Letter.WHERE_IS_MY_ORDER: Text(
        "What about our order?",
        "Good morning,\n\nWe sent you an order (“{message}”) and have had neither a confirmation nor a delivery date. "
        "Did it reach you?\n\nKind regards,\n{name}",
    ),
    Letter.ALREADY_PAID: Text(
        "Your reminder about invoice {invoice}",
        "Good morning,\n\nYou are chasing us for invoice {invoice}, which we paid on {paid}. Please check your "
        "accounts before you write.\n\nKind regards,\n{name}",
    ),
    Letter.OFFER_TAKEN: Text(
        "Your offer",
        "Good morning,\n\nThank you for thinking of us. We like your offer “{offer}” and will use it with our next "
        "order.\n\nKind regards,\n{name}",
    ),
    Letter.OFFER_LEFT: Text(
        "Your offer",
        "Good morning,\n\nThank you for your offer “{offer}”. We have no use for it at the moment.\n\n"
        "Kind regards,\n{name}",
    ),
}
DAMAGED = "Un carton ouvert à l’arrivée, contenu à vérifier."
NO_USE = "Pas d’usage en ce moment"
BANK = "Banque"
CARRIER = "Transporteur"
MANAGEMENT = "Direction"
PAYMENT_NOTICE = Text(
    "Avis de règlement : {name}",
    "Le compte de la société a été crédité de {amount}.\nÉmetteur : {name}\nMoyen de paiement : {method}\n"
    "Référence indiquée : {invoice}",
)


def letter(occasion: Letter, language: str = FRENCH, **places: str) -> Text:
    """Return what somebody writes on an occasion, in French or English."""
    texts = IN_FRENCH if language == FRENCH else IN_ENGLISH
    return texts[occasion].about(**places)
