"""TP-CC-2017: each rule said in plain words, in French and in English."""

from __future__ import annotations

import pytest

from crm.training.frameworks.rules.speech import say
from tests.training.frameworks.traces import CC

# fmt: off
FRENCH = {
    "CP1.1": [
        "Après chaque note de veille prise, une autre est prise sous 7\u00a0jours.",
        "Aucune source de veille au-delà de son rythme n’est consultée.",
    ],
    "CP1.2": [
        "Aucune fiche de concurrent sans positionnement n’est renseignée.",
        "Pour un même concurrent, après chaque actualité du marché sur un concurrent qui bouge parue, la fiche de concurrent est renseignée sous 5\u00a0jours ouvrés.",
    ],
    "CP1.3": [
        "Aucune source de veille sans secteur ou sans besoin d’information n’est ajoutée.",
    ],
    "CP1.4": [
        "Pour une même actualité du marché, après chaque question sur le marché posée, la note de veille est prise sous 1\u00a0jour ouvré.",
    ],
    "CP1.5": [
        "Aucune note de veille d’une source non évaluée n’est prise.",
        "Aucun argument de veille peu fiable n’est utilisé.",
    ],
    "CP2.1": [
        "Aucune campagne malgré une opposition n’est lancée.",
        "Aucun appel de campagne contraire aux règles du démarchage n’est consigné.",
        "Aucun appel de prospection contraire aux règles du démarchage n’est passé.",
        "Aucun plan d’actions sans justification n’est présenté.",
    ],
    "CP2.2": [
        "Pour une même tournée, la tournée a été calculée avant toute tournée validée.",
        "Chaque tâche créée est ensuite faite au plus tard 1\u00a0jour ouvré après l’échéance.",
    ],
    "CP2.3": [
        "Pour une même campagne, le rattachement à une action du plan a été fait avant toute campagne lancée.",
        "Pour une même tournée, le rattachement à une action du plan a été fait avant toute tournée validée.",
        "Chaque action commerciale retenue est ensuite terminée au plus tard 2\u00a0jours ouvrés après la fin prévue, sauf si elle a déjà été replanifiée ou une action commerciale abandonnée.",
    ],
    "CP2.4": [
        "Aucune tournée avec une faute n’est validée.",
        "Aucun rendez-vous à une heure qui ne convient pas n’est pris.",
        "Aucun rendez-vous à une heure qui ne convient pas n’est déplacé.",
    ],
    "CP3.1": [
        "Pour un même client, la campagne a été lancée avant tout entretien de prospection commencé, sauf si une prochaine action a déjà été prévue ou une demande de devis reçue.",
        "Pour un même client, la campagne a été lancée avant tout appel de prospection passé, sauf si une prochaine action a déjà été prévue ou une demande de devis reçue.",
        "Pour une même campagne, le rattachement à une action du plan a été fait avant toute campagne lancée.",
    ],
    "CP3.2": [
        "Pour un même appel de campagne, après chaque appel de campagne obtenant un rendez-vous consigné, le rendez-vous de campagne est confirmé sous 1\u00a0jour ouvré.",
        "Aucune réplique maladroite n’est dite au téléphone et en réponse à un barrage.",
        "Pour un même rendez-vous, le rendez-vous a été confirmé avant tout compte rendu de visite rédigé.",
    ],
    "CP3.3": [
        "Pour une même campagne et un même entretien, après chaque entretien commencé, l’appel de campagne est consigné sous 1\u00a0h.",
        "Pour un même client, après chaque appel de campagne se heurtant à une opposition consigné, l’opposition est enregistrée sous 1\u00a0jour ouvré.",
    ],
    "CP4.3": [
        "Pour un même entretien, la réplique «\u202fquestion ouverte\u202f» a été dite avant toute réplique «\u202fconclusion\u202f» ou «\u202fsuite convenue\u202f» dite en face à face.",
        "Aucun entretien avec une faute n’est terminé en face à face.",
    ],
    "CP4.4": [
        "Aucun prospect sans besoin, sans circuit de décision ou sans échéance n’est qualifié.",
        "Pour un même rendez-vous, la fiche de découverte avec un besoin et avec le circuit de décision a été remplie avant tout compte rendu de visite rédigé.",
    ],
    "CP4.5": [
        "Pour un même rendez-vous, après chaque rendez-vous en visite pris, le compte rendu de visite est rédigé au plus tard 2\u00a0jours ouvrés après le rendez-vous, sauf si un rendez-vous a déjà été déplacé ou un rendez-vous annulé.",
        "Pour un même rendez-vous, après chaque rendez-vous en visite tenu, le compte rendu de visite est rédigé au plus tard 2\u00a0jours ouvrés après le rendez-vous.",
        "Pour un même client, après chaque changement de coordonnées annoncé, la fiche est modifiée sous 1\u00a0jour ouvré.",
    ],
    "CP5.1": [
        "Pour une même campagne, la campagne a été terminée avant toute analyse de campagne rédigée.",
    ],
    "CP5.2": [
        "Pour une même campagne, après chaque campagne terminée, l’analyse de campagne est rédigée sous 2\u00a0jours ouvrés.",
    ],
    "CP5.4": [
        "Aucune analyse de campagne sans action corrective n’est rédigée.",
        "Pour un même objectif commercial, après chaque écart à l’objectif en retard analysé, l’action corrective est proposée sous 5\u00a0jours ouvrés.",
        "Pour un même objectif commercial, après chaque action corrective proposée, l’action commerciale corrigeant un écart est prévue sous 5\u00a0jours ouvrés.",
    ],
    "CP7.1": [
        "Pour un même rendez-vous, l’historique a été consulté avant toute visite préparée.",
        "Pour un même rendez-vous, la visite à temps et avec un objectif de repli a été préparée avant tout compte rendu de visite rédigé.",
    ],
    "CP7.2": [
        "Pour un même rendez-vous, la visite avec ses documents a été préparée avant tout compte rendu de visite rédigé.",
    ],
    "CP7.3": [
        "Pour un même entretien, la réplique «\u202fquestion ouverte\u202f» ou «\u202fquestion fermée\u202f» a été dite avant toute réplique «\u202fargument\u202f», «\u202fargument sans lien avec un besoin\u202f», «\u202fpreuve\u202f» ou «\u202fannonce du prix\u202f» dite en face à face.",
    ],
    "CP7.4": [
        "Pour un même rendez-vous, la fiche de découverte avec un besoin et avec une motivation a été remplie avant tout compte rendu de visite rédigé.",
        "Pour un même entretien, la réplique apprenant quelque chose du client a été dite avant toute réplique «\u202fargument\u202f», «\u202fargument sans lien avec un besoin\u202f», «\u202fpreuve\u202f» ou «\u202fannonce du prix\u202f» dite en face à face.",
    ],
    "CP7.5": [
        "Aucune réplique d’argument sans lien avec un besoin n’est dite en face à face.",
    ],
    "CP7.6": [
        "Aucune réplique maladroite n’est dite en face à face et en réponse à une objection.",
    ],
    "CP7.7": [
        "Pour un même entretien, après chaque réplique suivie d’un signal d’achat dite en face à face, la réplique «\u202fconclusion\u202f» ou «\u202fsuite convenue\u202f» est dite avant tout entretien terminé, sauf si un entretien à l’objectif atteint a déjà été terminé.",
        "Aucun compte rendu de visite sans prochaine action n’est rédigé à l’objectif atteint ou à l’objectif de repli atteint.",
    ],
    "CP8.1": [
        "Pour un même client (même devis et même message si c’est précisé), la demande est contrôlée avant chaque commande enregistrée.",
        "Pour un même client, l’encours est vérifié avant chaque commande enregistrée, depuis moins de 24\u00a0h.",
        "Chaque commande enregistrée est ensuite transmise sous 2\u00a0jours ouvrés, sauf si elle a déjà été annulée.",
        "Pour une même facture, la relance de niveau 1 a été envoyée avant toute relance de niveau 2 envoyée, au moins 1\u00a0jour plus tôt.",
        "Pour une même facture, la relance de niveau 2 a été envoyée avant toute relance de niveau 3 (mise en demeure) envoyée, au moins 1\u00a0jour plus tôt.",
    ],
    "CP8.2": [
        "Chaque réclamation reçue est ensuite traitée sous 2\u00a0jours ouvrés.",
    ],
    "CP8.3": [
        "Aucun échéancier hors délégation n’est accordé, sauf si une dérogation sur l’échéancier a déjà été accordée pour le même client (même échéancier et même facture si c’est précisé).",
        "Pour un même client (même commande et même devis si c’est précisé), la dérogation sur le plafond d’encours est accordée avant chaque commande au-delà du plafond d’encours enregistrée.",
        "Aucun devis avec une remise hors conditions de vente n’est envoyé, sauf si une dérogation sur la remise a déjà été accordée pour le même devis.",
    ],
    "CP8.4": [
        "Pour une même facture, après chaque relance de niveau 3 (mise en demeure) envoyée, le dossier d’impayé est transmis sous 35\u00a0jours, sauf si un règlement couvrant le montant réclamé a déjà été reçu, un règlement couvrant le montant réclamé enregistré, un échéancier accordé, un litige ouvert ou une promesse notée.",
        "Pour un même client (même facture si c’est précisé), à chaque dossier d’impayé transmis, la direction est alertée, avant ou après, à 1\u00a0jour ouvré près.",
    ],
    "CP9.1": [
        "Aucune offre de fidélisation avec une remise hors conditions de vente n’est envoyée, sauf si une dérogation sur la remise a déjà été accordée pour le même client.",
    ],
    "CP9.3": [
        "Aucune offre de fidélisation malgré une opposition n’est envoyée.",
    ],
    "CP9.4": [
        "Pour un même client, après chaque compte inactif détecté, l’offre de fidélisation est envoyée sous 7\u00a0jours, sauf si une campagne a déjà été lancée ou une commande enregistrée.",
    ],
}
ENGLISH = {
    "CP1.1": [
        "After a market note is taken, another market note is taken, within 7 days.",
        "No source of market news beyond its rhythm is consulted.",
    ],
    "CP1.2": [
        "No competitor’s sheet without a place on the market is filled in.",
        "For the same competitor, after a piece of market news about a competitor’s move is published, the competitor’s sheet is filled in, within 5 working days.",
    ],
    "CP1.3": [
        "No source of market news without a sector or without a need of information is added.",
    ],
    "CP1.4": [
        "For the same market event, after a market question is asked, the market note is taken, within 1 working day.",
    ],
    "CP1.5": [
        "No market note from a source not rated is taken.",
        "No market argument that is not reliable is used.",
    ],
    "CP2.1": [
        "No campaign in spite of an opt-out is launched.",
        "No campaign call against the rules on canvassing is logged.",
        "No canvassing call against the rules on canvassing is made.",
        "No sales plan without a justification is presented.",
    ],
    "CP2.2": [
        "For the same tour, before a tour is accepted, the tour was computed.",
        "For the same task, after a task is created, the task is done, within 1 working day of the due date.",
    ],
    "CP2.3": [
        "For the same campaign, before a campaign is launched, the tie to an action of the plan was made.",
        "For the same tour, before a tour is accepted, the tie to an action of the plan was made.",
        "For the same sales action, after a sales action is chosen, the sales action is completed, within 2 working days of the planned end, unless a sales action was rescheduled or a sales action was abandoned.",
    ],
    "CP2.4": [
        "No tour with a fault is accepted.",
        "No appointment at a time that does not suit is booked.",
        "No appointment at a time that does not suit is moved.",
    ],
    "CP3.1": [
        "For the same customer, before a conversation to canvass is started, the campaign was launched, unless a next step was planned or a request for a quote was received.",
        "For the same customer, before a canvassing call is made, the campaign was launched, unless a next step was planned or a request for a quote was received.",
        "For the same campaign, before a campaign is launched, the tie to an action of the plan was made.",
    ],
    "CP3.2": [
        "For the same campaign call, after a campaign call that obtained an appointment is logged, the campaign appointment is confirmed, within 1 working day.",
        "No reply that is a fault is said, if on the phone and in answer to a gatekeeper.",
        "For the same appointment, before a visit report is written, the appointment was confirmed.",
    ],
    "CP3.3": [
        "For the same campaign and the same conversation, after a conversation is started, the campaign call is logged, within 1 hour.",
        "For the same customer, after a campaign call that met an opt-out is logged, the opt-out is recorded, within 1 working day.",
    ],
    "CP4.3": [
        "For the same conversation, before a reply marked “conclusion” or marked “agreed next step” is said, the reply marked “open question” was said, if face to face.",
        "No conversation with a fault is ended, if face to face.",
    ],
    "CP4.4": [
        "No prospect without a need or without who decides or without a date is qualified.",
        "For the same appointment, before a visit report is written, the discovery sheet with a need and with who decides was filled in.",
    ],
    "CP4.5": [
        "For the same appointment, after an appointment for a visit is booked, the visit report is written, within 2 working days of the appointment, unless an appointment was moved or an appointment was cancelled.",
        "For the same appointment, after an appointment for a visit is held, the visit report is written, within 2 working days of the appointment.",
        "For the same customer, after a change of details is announced, the record is updated, within 1 working day.",
    ],
    "CP5.1": [
        "For the same campaign, before a campaign review is written, the campaign was closed.",
    ],
    "CP5.2": [
        "For the same campaign, after a campaign is closed, the campaign review is written, within 2 working days.",
    ],
    "CP5.4": [
        "No campaign review without corrective action is written.",
        "For the same sales goal, after a variance from a goal that lags behind is analysed, the corrective action is proposed, within 5 working days.",
        "For the same sales goal, after a corrective action is proposed, the sales action that corrects a variance is planned, within 5 working days.",
    ],
    "CP7.1": [
        "For the same appointment, before a visit is prepared, the history was consulted.",
        "For the same appointment, before a visit report is written, the visit in time and with a fallback goal was prepared.",
    ],
    "CP7.2": [
        "For the same appointment, before a visit report is written, the visit with its documents was prepared.",
    ],
    "CP7.3": [
        "For the same conversation, before a reply marked “argument” or marked “argument without a need” or marked “proof” or marked “price” is said, the reply marked “open question” or marked “closed question” was said, if face to face.",
    ],
    "CP7.4": [
        "For the same appointment, before a visit report is written, the discovery sheet with a need and with a motive was filled in.",
        "For the same conversation, before a reply marked “argument” or marked “argument without a need” or marked “proof” or marked “price” is said, the reply that learnt something of the customer was said, if face to face.",
    ],
    "CP7.5": [
        "No reply of argument tied to no need is said, if face to face.",
    ],
    "CP7.6": [
        "No reply that is a fault is said, if face to face and in answer to an objection.",
    ],
    "CP7.7": [
        "For the same conversation, after a reply followed by a buying signal is said, the reply marked “conclusion” or marked “agreed next step” is said, if face to face, before a conversation is ended, unless a conversation with its goal reached was ended.",
        "No visit report without a next step is written, if with its goal reached or with its fallback goal reached.",
    ],
    "CP8.1": [
        "For the same customer (the same quote and the same message if given), each time before an order is recorded, the request is checked.",
        "For the same customer, each time before an order is recorded, the outstanding balance is checked, not more than 24 hours earlier.",
        "For the same order, after an order is recorded, the order is handed over, within 2 working days, unless an order was cancelled.",
        "For the same invoice, before a reminder at level 2 is sent, the reminder at level 1 was sent, at least 1 day earlier.",
        "For the same invoice, before a reminder at level 3 (formal notice) is sent, the reminder at level 2 was sent, at least 1 day earlier.",
    ],
    "CP8.2": [
        "For the same claim, after a claim is received, the claim is settled, within 2 working days.",
    ],
    "CP8.3": [
        "No payment plan beyond the delegation is granted, unless a derogation on the payment plan was granted, for the same customer.",
        "For the same customer (the same order and the same quote if given), each time before an order over the credit limit is recorded, the derogation on the credit limit is granted.",
        "No quote with a discount beyond our terms is sent, unless a derogation on the discount was granted, for the same quote.",
    ],
    "CP8.4": [
        "For the same invoice, after a reminder at level 3 (formal notice) is sent, the unpaid account is handed over, within 35 days, unless a payment covering the amount claimed was received or a payment covering the amount claimed was recorded or a payment plan was granted or a dispute was opened or a promise was recorded.",
        "For the same customer (the same invoice if given), whenever an unpaid account is handed over, the management is alerted, before or after, within 1 working day.",
    ],
    "CP9.1": [
        "No loyalty offer with a discount beyond our terms is sent, unless a derogation on the discount was granted, for the same customer.",
    ],
    "CP9.3": [
        "No loyalty offer in spite of an opt-out is sent.",
    ],
    "CP9.4": [
        "For the same customer, after an inactive account is detected, the loyalty offer is sent, within 7 days, unless a campaign was launched or an order was recorded.",
    ],
}
# fmt: on


@pytest.mark.parametrize("code", FRENCH)
def test_each_rule_in_french(code: str) -> None:
    assert say(CC.criterion(code).rule, CC.procedures()) == " ".join(FRENCH[code])


@pytest.mark.parametrize("code", ENGLISH)
def test_each_rule_in_english(code: str) -> None:
    assert say(CC.criterion(code).rule, CC.procedures(), language="en") == " ".join(ENGLISH[code])


def test_every_rule_is_in_the_snapshot() -> None:
    own = [each.code for each in CC.criteria if each.rule and not each.code.startswith("CT")]
    assert own == list(FRENCH) == list(ENGLISH)
