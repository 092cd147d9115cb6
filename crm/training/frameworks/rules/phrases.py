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
    "company.created": Phrase("la", "fiche", "créée"),
    "company.details_announced": Phrase("le", "changement de coordonnées", "annoncé"),
    "company.updated": Phrase("la", "fiche", "modifiée"),
    "delivery.confirmed": Phrase("la", "livraison", "confirmée"),
    "delivery_note.issued": Phrase("le", "bon de livraison", "édité"),
    "derogation.granted": Phrase("la", "dérogation", "accordée"),
    "derogation.refused": Phrase("la", "dérogation", "refusée"),
    "derogation.requested": Phrase("la", "dérogation", "demandée"),
    "document.filed": Phrase("le", "document", "classé"),
    "document.issued": Phrase("le", "document", "émis"),
    "invoice.fell_due": Phrase("l’", "échéance", "dépassée"),
    "invoice.issued": Phrase("la", "facture", "émise"),
    "management.alerted": Phrase("la", "direction", "alertée"),
    "message.sent": Phrase("le", "message interne", "envoyé"),
    "order.cancelled": Phrase("la", "commande", "annulée"),
    "order.checked": Phrase("la", "demande", "contrôlée"),
    "order.confirmed": Phrase("la", "commande", "confirmée"),
    "order.handed_over": Phrase("la", "commande", "transmise"),
    "order.recorded": Phrase("la", "commande", "enregistrée"),
    "payment.received": Phrase("le", "règlement", "reçu"),
    "payment.recorded": Phrase("le", "règlement", "enregistré"),
    "payment_plan.granted": Phrase("l’", "échéancier", "accordé"),
    "purchase_order.received": Phrase("le", "bon de commande", "reçu"),
    "quote.accepted": Phrase("le", "devis", "accepté"),
    "quote.requested": Phrase("la", "demande de devis", "reçue"),
    "quote.sent": Phrase("le", "devis", "envoyé"),
    "receivable.handed_over": Phrase("le", "dossier d’impayé", "transmis"),
    "reminder.sent": Phrase("la", "relance", "envoyée"),
    "solvency.checked": Phrase("la", "solvabilité", "vérifiée"),
}
ENGLISH = {
    "balance.checked": ("outstanding balance", "checked"),
    "company.details_announced": ("change of details", "announced"),
    "company.updated": ("record", "updated"),
    "invoice.fell_due": ("due date", "passed"),
    "order.checked": ("request", "checked"),
    "quote.requested": ("request for a quote", "received"),
    "receivable.handed_over": ("unpaid account", "handed over"),
}
KINDS_FRENCH = {
    "company": "un même client",
    "contact": "un même interlocuteur",
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
