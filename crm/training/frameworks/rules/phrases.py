"""The French and English words for what rules speak of."""

from __future__ import annotations

from dataclasses import dataclass

from crm.activity.vocabulary import Activity

LABELS = {activity.word: activity.label for activity in Activity}


@dataclass(frozen=True)
class Phrase:
    """An activity as a thing and what was done to it: *la* · *commande* · *enregistrée*."""

    article: str
    noun: str
    done: str

    @property
    def is_feminine(self) -> bool:
        """Whether the participle agrees in the feminine; all our phrases are in the singular."""
        return self.done.endswith("e")

    @property
    def the(self) -> str:
        """*la commande*, *l’encours*."""
        return f"{self.article}{'' if self.article.endswith('’') else ' '}{self.noun}"

    @property
    def a(self) -> str:
        """*une commande*."""
        return f"{'une' if self.is_feminine else 'un'} {self.noun}"

    @property
    def any(self) -> str:
        """*toute commande*."""
        return f"{'toute' if self.is_feminine else 'tout'} {self.noun}"

    @property
    def no(self) -> str:
        """*aucune commande*."""
        return f"{'aucune' if self.is_feminine else 'aucun'} {self.noun}"

    @property
    def it(self) -> str:
        """*elle*."""
        return "elle" if self.is_feminine else "il"

    @property
    def every(self) -> str:
        """*chaque commande*."""
        return f"chaque {self.noun}"


FRENCH = {
    "balance.checked": Phrase("l’", "encours", "vérifié"),
    "carrier_reservations.sent": Phrase("la", "lettre de réserves", "envoyée"),
    "cash_discount.granted": Phrase("l’", "escompte", "accordé"),
    "claim.received": Phrase("la", "réclamation", "reçue"),
    "claim.settled": Phrase("la", "réclamation", "traitée"),
    "company.created": Phrase("la", "fiche", "créée"),
    "company.details_announced": Phrase("le", "changement de coordonnées", "annoncé"),
    "company.updated": Phrase("la", "fiche", "modifiée"),
    "credit_note.issued": Phrase("l’", "avoir", "émis"),
    "delay.announced": Phrase("le", "retard", "annoncé"),
    "delay.noticed": Phrase("le", "retard", "constaté"),
    "delivery.confirmed": Phrase("la", "livraison", "confirmée"),
    "delivery.dispatched": Phrase("l’", "expédition", "remise"),
    "delivery_note.issued": Phrase("le", "bon de livraison", "édité"),
    "derogation.granted": Phrase("la", "dérogation", "accordée"),
    "derogation.refused": Phrase("la", "dérogation", "refusée"),
    "derogation.requested": Phrase("la", "dérogation", "demandée"),
    "dispute.closed": Phrase("le", "litige", "clos"),
    "dispute.opened": Phrase("le", "litige", "ouvert"),
    "document.filed": Phrase("le", "document", "classé"),
    "document.issued": Phrase("le", "document", "émis"),
    "document.received": Phrase("le", "document", "reçu"),
    "einvoice.deposited": Phrase("la", "facture électronique", "déposée"),
    "einvoice.rejected": Phrase("la", "facture électronique", "rejetée"),
    "invoice.fell_due": Phrase("l’", "échéance", "dépassée"),
    "invoice.issued": Phrase("la", "facture", "émise"),
    "management.alerted": Phrase("la", "direction", "alertée"),
    "message.sent": Phrase("le", "message interne", "envoyé"),
    "order.cancelled": Phrase("la", "commande", "annulée"),
    "order.changed": Phrase("la", "commande", "modifiée"),
    "order.checked": Phrase("la", "demande", "contrôlée"),
    "order.confirmed": Phrase("la", "commande", "confirmée"),
    "order.handed_over": Phrase("la", "commande", "transmise"),
    "order.recorded": Phrase("la", "commande", "enregistrée"),
    "order.split": Phrase("la", "commande", "fractionnée"),
    "payment.allocated": Phrase("le", "règlement", "lettré"),
    "payment.bounced": Phrase("le", "règlement", "rejeté"),
    "payment.received": Phrase("le", "règlement", "reçu"),
    "payment.recorded": Phrase("le", "règlement", "enregistré"),
    "payment_plan.broken": Phrase("l’", "échéancier", "rompu"),
    "payment_plan.granted": Phrase("l’", "échéancier", "accordé"),
    "promise.broken": Phrase("la", "promesse", "rompue"),
    "promise.recorded": Phrase("la", "promesse", "notée"),
    "purchase_order.received": Phrase("le", "bon de commande", "reçu"),
    "purchase_order.settled": Phrase("l’", "écart", "réglé"),
    "quote.accepted": Phrase("le", "devis", "accepté"),
    "quote.followed_up": Phrase("le", "devis", "relancé"),
    "quote.requested": Phrase("la", "demande de devis", "reçue"),
    "quote.sent": Phrase("le", "devis", "envoyé"),
    "receipt.announced": Phrase("la", "réception", "annoncée"),
    "receipt.recorded": Phrase("la", "réception", "enregistrée"),
    "receivable.handed_over": Phrase("le", "dossier d’impayé", "transmis"),
    "reminder.sent": Phrase("la", "relance", "envoyée"),
    "return.announced": Phrase("le", "retour", "annoncé"),
    "return_note.issued": Phrase("le", "bon de retour", "édité"),
    "solvency.checked": Phrase("la", "solvabilité", "vérifiée"),
    "statement.sent": Phrase("le", "relevé de compte", "envoyé"),
    "stock.checked": Phrase("le", "stock", "vérifié"),
    "supplier.claimed": Phrase("la", "réclamation au fournisseur", "adressée"),
    "supplier.followed_up": Phrase("le", "fournisseur", "relancé"),
    "supply_order.cancelled": Phrase("la", "commande fournisseur", "annulée"),
    "supply_order.confirmed": Phrase("la", "commande fournisseur", "confirmée"),
    "supply_order.delayed": Phrase("le", "retard du fournisseur", "annoncé"),
    "supply_order.drafted": Phrase("la", "commande fournisseur", "préparée"),
    "supply_order.sent": Phrase("la", "commande fournisseur", "envoyée"),
    "terms.checked": Phrase("la", "vérification des conditions", "faite"),
}
ENGLISH = {
    "balance.checked": ("outstanding balance", "checked"),
    "carrier_reservations.sent": ("letter of reservations", "sent"),
    "company.details_announced": ("change of details", "announced"),
    "company.updated": ("record", "updated"),
    "invoice.fell_due": ("due date", "passed"),
    "order.checked": ("request", "checked"),
    "quote.requested": ("request for a quote", "received"),
    "receivable.handed_over": ("unpaid account", "handed over"),
    "supplier.claimed": ("claim on the supplier", "made"),
    "supply_order.delayed": ("supplier’s delay", "announced"),
    "terms.checked": ("terms of sale", "checked"),
}
KINDS_FRENCH = {
    "company": "un même client",
    "contact": "un même interlocuteur",
    "conversation": "un même entretien",
    "product": "un même article",
    "quote": "un même devis",
    "order": "une même commande",
    "delivery_note": "un même bon de livraison",
    "invoice": "une même facture",
    "payment": "un même règlement",
    "document": "un même document",
    "message": "un même message",
    "payment_plan": "un même échéancier",
    "derogation": "une même dérogation",
    "offer": "une même offre",
    "qualification": "une même qualification",
    "workspace": "un même espace de travail",
    "user": "une même personne",
    "cohort": "une même session de formation",
    "exercise": "un même exercice",
    "carrier": "un même transporteur",
    "claim": "une même réclamation",
    "dispute": "un même litige",
    "promise": "une même promesse",
    "receipt": "une même réception",
    "return_note": "un même bon de retour",
    "supplier": "un même fournisseur",
    "supply_order": "une même commande fournisseur",
    "bank_statement": "un même relevé bancaire",
    "price_list": "un même tarif",
    "einvoice": "une même facture électronique",
}
KINDS_ENGLISH = {"company": "customer"}
QUALITIES_FRENCH = {
    ("beyond_delegation", "=", True): "hors délégation",
    ("beyond_payment_terms", "=", True): "avec un délai de paiement hors conditions",
    ("beyond_terms", "=", True): "avec une remise hors conditions de vente",
    ("large", "=", True): "d’un montant élevé",
    ("level", "=", 1): "de niveau 1",
    ("level", "=", 2): "de niveau 2",
    ("level", "=", 3): "de niveau 3 (mise en demeure)",
    ("matches_delivery", "=", False): "non conforme à la livraison",
    ("matches_request", "=", False): "non conforme à la demande",
    ("new_customer", "=", True): "d’un nouveau client",
    ("over_limit", "=", True): "au-delà du plafond d’encours",
    ("subject", "=", "credit_limit"): "sur le plafond d’encours",
    ("subject", "=", "discount"): "sur la remise",
    ("subject", "=", "payment_plan"): "sur l’échéancier",
    ("counted_right", "=", False): "mal comptée",
    ("short", "=", True): "avec une rupture",
    ("summary", "=", True): "récapitulative",
    ("trouble", "=", True): "avec une anomalie",
    ("type", "=", "delivery_note"): "de livraison",
    ("in_time", "=", False): "hors délai",
}
QUALITIES_ENGLISH = {
    ("beyond_delegation", "=", True): "beyond the delegation",
    ("beyond_payment_terms", "=", True): "with payment terms beyond ours",
    ("beyond_terms", "=", True): "with a discount beyond our terms",
    ("large", "=", True): "for a large sum",
    ("level", "=", 1): "at level 1",
    ("level", "=", 2): "at level 2",
    ("level", "=", 3): "at level 3 (formal notice)",
    ("matches_delivery", "=", False): "not matching the delivery",
    ("matches_request", "=", False): "not matching the request",
    ("new_customer", "=", True): "from a new customer",
    ("over_limit", "=", True): "over the credit limit",
    ("subject", "=", "credit_limit"): "on the credit limit",
    ("subject", "=", "discount"): "on the discount",
    ("subject", "=", "payment_plan"): "on the payment plan",
    ("counted_right", "=", False): "wrongly counted",
    ("short", "=", True): "with a shortage",
    ("summary", "=", True): "for several deliveries",
    ("trouble", "=", True): "with trouble",
    ("type", "=", "delivery_note"): "of delivery",
    ("in_time", "=", False): "too late",
}
SUMS_FRENCH = {"amount_due_cents": "couvrant le montant dû"}
SUMS_ENGLISH = {"amount_due_cents": "covering the amount due"}
DATES_FRENCH = {"due_on": "l’échéance", "promised_on": "la date promise"}
DATES_ENGLISH = {"due_on": "the due date", "promised_on": "the promised date"}


def french(word: str) -> Phrase:
    """Return the phrase of a word; one that has none is quoted by its label."""
    return FRENCH.get(word) or Phrase("l’", f"acte «\u202f{LABELS.get(word, word)}\u202f»", "effectué")


def english(word: str) -> tuple[str, str]:
    """Return an activity in English as a thing and what was done to it."""
    subject, _, done = word.partition(".")
    return ENGLISH.get(word) or (subject.replace("_", " "), done.replace("_", " "))
