"""What was done, as a thing and what was done to it, in French and English; sorted by word."""

from __future__ import annotations

from crm.activity.vocabulary import Activity
from crm.training.frameworks.rules.phrases.phrase import Phrase

LABELS = {activity.word: activity.label for activity in Activity}
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


def french(word: str) -> Phrase:
    """Return the phrase of a word; one that has none is quoted by its label."""
    return FRENCH.get(word) or Phrase("l’", f"acte «\u202f{LABELS.get(word, word)}\u202f»", "effectué")


def english(word: str) -> tuple[str, str]:
    """Return an activity in English as a thing and what was done to it."""
    subject, _, done = word.partition(".")
    return ENGLISH.get(word) or (subject.replace("_", " "), done.replace("_", " "))
