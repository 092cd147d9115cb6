"""Things, sums and dates that rules name, in French and English."""

from __future__ import annotations

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
    "appointment": "un même rendez-vous",
    "campaign": "une même campagne",
    "campaign_call": "un même appel de campagne",
    "import": "un même fichier importé",
    "segment": "un même segment",
    "task": "une même tâche",
    "tour": "une même tournée",
    "visit": "une même visite",
    "competitor": "un même concurrent",
    "digest": "une même synthèse de veille",
    "sales_action": "une même action commerciale",
    "sales_goal": "un même objectif commercial",
    "sales_plan": "un même plan d’actions",
    "source": "une même source",
    "watch_note": "une même note de veille",
    "market_event": "une même actualité du marché",
}
KINDS_ENGLISH = {"company": "customer"}
SUMS_FRENCH = {
    "amount_due_cents": "couvrant le montant dû",
    "amount_cents": "couvrant le montant réclamé",
    "total_cents": "couvrant le total",
}
SUMS_ENGLISH = {
    "amount_due_cents": "covering the amount due",
    "amount_cents": "covering the amount claimed",
    "total_cents": "covering the total",
}
DATES_FRENCH = {
    "due_on": "l’échéance",
    "promised_on": "la date promise",
    "starts": "le rendez-vous",
    "ends_on": "la fin prévue",
    "follow_up_on": "le jour prévu",
}
DATES_ENGLISH = {
    "due_on": "the due date",
    "promised_on": "the promised date",
    "starts": "the appointment",
    "ends_on": "the planned end",
    "follow_up_on": "the planned day",
}
