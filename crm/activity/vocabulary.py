"""Every thing that the house records: one word each, never renamed once shipped."""

from __future__ import annotations

from enum import Enum
from typing import Self

from crm.kernel.errors import N_


class Activity(Enum):
    """`subject.past_participle`, with its French label; sorted by subject."""

    ACCOUNT_CODE_RENEWED = "account.code_renewed", N_("Code d’accès renouvelé")
    ACCOUNT_CREATED = "account.created", N_("Compte créé")
    ACCOUNT_SIGNED_IN = "account.signed_in", N_("Connexion")
    ACCOUNT_SIGN_IN_FAILED = "account.sign_in_failed", N_("Échec de connexion")
    BALANCE_CHECKED = "balance.checked", N_("Encours vérifié")
    COHORT_CREATED = "cohort.created", N_("Session de formation créée")
    COMPANY_CREATED = "company.created", N_("Fiche créée")
    COMPANY_DETAILS_ANNOUNCED = "company.details_announced", N_("Changement de coordonnées annoncé")
    COMPANY_UPDATED = "company.updated", N_("Fiche modifiée")
    CONTACT_ADDED = "contact.added", N_("Interlocuteur ajouté")
    CREDIT_LIMIT_SET = "credit_limit.set", N_("Plafond d’encours fixé")
    DAY_CLOSED = "day.closed", N_("Journée terminée")
    DELIVERY_CONFIRMED = "delivery.confirmed", N_("Livraison confirmée")
    DELIVERY_NOTE_ISSUED = "delivery_note.issued", N_("Bon de livraison édité")
    DEROGATION_GRANTED = "derogation.granted", N_("Dérogation accordée")
    DEROGATION_REFUSED = "derogation.refused", N_("Dérogation refusée")
    DEROGATION_REQUESTED = "derogation.requested", N_("Dérogation demandée")
    DOCUMENT_FILED = "document.filed", N_("Document classé")
    DOCUMENT_ISSUED = "document.issued", N_("Document émis")
    DOSSIER_EXPORTED = "dossier.exported", N_("Dossier de preuves exporté")
    DUPLICATES_CHECKED = "duplicates.checked", N_("Doublons contrôlés")
    EXERCISE_CREATED = "exercise.created", N_("Exercice créé")
    EXERCISE_OPENED = "exercise.opened", N_("Exercice ouvert")
    FILING_PLACE_DEFINED = "filing_place.defined", N_("Emplacement de classement défini")
    INACTIVE_ACCOUNTS_DETECTED = "inactive_accounts.detected", N_("Comptes inactifs détectés")
    INVOICE_DRAFTED = "invoice.drafted", N_("Facture préparée")
    INVOICE_FELL_DUE = "invoice.fell_due", N_("Échéance dépassée")
    INVOICE_ISSUED = "invoice.issued", N_("Facture émise")
    MANAGEMENT_ALERTED = "management.alerted", N_("Direction alertée")
    MEMBERSHIP_GRANTED = "membership.granted", N_("Accès accordé")
    MESSAGE_HANDLED = "message.handled", N_("Message traité")
    MESSAGE_RECEIVED = "message.received", N_("Message reçu")
    MESSAGE_SENT = "message.sent", N_("Message interne envoyé")
    NEXT_STEP_PLANNED = "next_step.planned", N_("Prochaine action prévue")
    NOTE_ADDED = "note.added", N_("Note ajoutée")
    OFFER_ANSWERED = "offer.answered", N_("Réponse à une offre")
    OFFER_SENT = "offer.sent", N_("Offre de fidélisation envoyée")
    OPINION_GIVEN = "opinion.given", N_("Avis du formateur donné")
    OPT_OUT_CHECKED = "opt_out.checked", N_("Opposition vérifiée")
    OPT_OUT_RECORDED = "opt_out.recorded", N_("Opposition enregistrée")
    ORDER_CANCELLED = "order.cancelled", N_("Commande annulée")
    ORDER_CHECKED = "order.checked", N_("Commande contrôlée")
    ORDER_CONFIRMED = "order.confirmed", N_("Commande confirmée")
    ORDER_HANDED_OVER = "order.handed_over", N_("Commande transmise")
    ORDER_RECORDED = "order.recorded", N_("Commande enregistrée")
    PAYMENT_PLAN_GRANTED = "payment_plan.granted", N_("Échéancier accordé")
    PAYMENT_RECEIVED = "payment.received", N_("Règlement reçu en banque")
    PAYMENT_RECORDED = "payment.recorded", N_("Règlement enregistré")
    PRODUCT_CREATED = "product.created", N_("Article créé")
    PROSPECT_QUALIFIED = "prospect.qualified", N_("Prospect qualifié")
    PURCHASE_ORDER_RECEIVED = "purchase_order.received", N_("Bon de commande reçu")
    QUOTE_ACCEPTED = "quote.accepted", N_("Devis accepté")
    QUOTE_DECLINED = "quote.declined", N_("Devis refusé")
    QUOTE_DRAFTED = "quote.drafted", N_("Devis préparé")
    QUOTE_LINES_CHANGED = "quote.lines_changed", N_("Lignes du devis modifiées")
    QUOTE_REQUESTED = "quote.requested", N_("Demande de devis reçue")
    QUOTE_SENT = "quote.sent", N_("Devis envoyé")
    RECEIVABLE_HANDED_OVER = "receivable.handed_over", N_("Dossier d’impayé transmis")
    REMINDER_SENT = "reminder.sent", N_("Relance envoyée")
    REVIEW_VIEWED = "review.viewed", N_("Preuves consultées")
    SEGMENTS_COMPUTED = "segments.computed", N_("Segments de clientèle calculés")
    SELLER_DESCRIBED = "seller.described", N_("Identité du vendeur renseignée")
    SOLVENCY_CHECKED = "solvency.checked", N_("Solvabilité vérifiée")
    WORKSPACE_OPENED = "workspace.opened", N_("Espace de travail ouvert")

    label: str

    def __new__(cls, word: str, label: str = "") -> Self:
        """Take the stored word as the value and keep the label beside it."""
        member = object.__new__(cls)
        member._value_ = word
        member.label = label
        return member

    @property
    def word(self) -> str:
        """The stored word."""
        return str(self.value)

    @property
    def subject(self) -> str:
        """What the word is about: the part before the dot."""
        return self.word.partition(".")[0]
