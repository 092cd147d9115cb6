"""BP-VENTE: each rule said in plain French."""

from __future__ import annotations

import pytest

from crm.training.frameworks.rules.speech import say
from tests.training.frameworks.traces import BP

# fmt: off
SAID = {
    "111": [
        "Aucune note de veille d’une source non évaluée n’est prise.",
        "Pour une même note de veille, après chaque note de veille d’importance forte prise, la synthèse de veille est diffusée sous 5\u00a0jours ouvrés.",
        "Une source de veille est ajoutée au moins 3\u00a0fois, chaque fois pour une autre source.",
    ],
    "112": [
        "Aucune extraction de fiches sans critère n’est faite.",
        "Aucun segment sans aucune fiche n’est défini.",
    ],
    "113": [
        "Aucune campagne sans critère de ciblage n’est lancée.",
        "Aucune campagne sans objectif de contacts, sans objectif de contacts utiles, sans objectif de rendez-vous et sans objectif de ventes n’est lancée.",
        "Aucune campagne sans coût estimé n’est lancée.",
        "Aucun plan d’actions sans justification n’est présenté.",
    ],
    "121": [
        "Pour une même tournée, la tournée a été calculée avant toute tournée validée.",
        "Aucune tournée avec une faute n’est validée.",
        "Aucun rendez-vous à une heure qui ne convient pas n’est pris.",
    ],
    "122": [
        "Le contrôle des doublons est fait avant chaque fiche créée à la main.",
        "Aucune fiche qui ressemble à une autre n’est créée par un import.",
        "Pour un même client, après chaque changement de coordonnées annoncé, la fiche est modifiée sous 1\u00a0jour ouvré.",
        "Pour un même client, après chaque fiche créée au nom d’un particulier et par une personne, la personne concernée est informée sous 30\u00a0jours.",
    ],
    "123": [
        "Aucune campagne sans texte ni plan d’appel n’est lancée.",
    ],
    "131": [
        "Aucune réplique autre qu’une prise de contact n’est dite en premier, en prospection et quand une prise de contact était possible.",
        "Aucun entretien contraire aux règles du démarchage n’est commencé.",
        "Aucune campagne malgré une opposition n’est lancée.",
    ],
    "132": [
        "Pour une même campagne et un même entretien, après chaque entretien commencé, l’appel de campagne est consigné sous 1\u00a0h.",
        "Pour un même client, après chaque appel de campagne consigné obtenant un rendez-vous, obtenant une demande de devis ou obtenant une demande de documentation, le prospect est qualifié sous 1\u00a0jour ouvré.",
        "Pour un même client, après chaque appel de campagne se heurtant à une opposition consigné, l’opposition est enregistrée sous 1\u00a0jour ouvré.",
        "Aucun prospect sans besoin, sans circuit de décision ou sans échéance n’est qualifié.",
        "Aucun prospect sans prochaine action n’est qualifié avec 40 points ou plus.",
    ],
    "133": [
        "Pour un même appel de campagne, après chaque appel de campagne obtenant un rendez-vous consigné, le rendez-vous de campagne est confirmé sous 1\u00a0jour ouvré.",
        "Aucun rendez-vous à une heure qui ne convient pas n’est pris.",
        "Pour un même rendez-vous, le rendez-vous a été confirmé avant tout rendez-vous tenu, et aucun rendez-vous n’a été déplacé entre-temps.",
    ],
    "141": [
        "Chaque campagne lancée est ensuite terminée au plus tard 2\u00a0jours ouvrés après la fin prévue.",
    ],
    "142": [
        "Pour une même campagne, la campagne avec un coût estimé a été lancée avant toute analyse de campagne rédigée.",
    ],
    "143": [
        "Pour une même campagne, la campagne avec un objectif de contacts, avec un objectif de contacts utiles, avec un objectif de rendez-vous ou avec un objectif de ventes a été lancée avant toute analyse de campagne rédigée.",
    ],
    "144": [
        "Pour une même campagne, après chaque campagne terminée, l’analyse de campagne est rédigée sous 2\u00a0jours ouvrés.",
    ],
    "146": [
        "Aucune analyse de campagne sans action corrective n’est rédigée.",
    ],
    "151": [
        "Pour une même campagne, après chaque analyse de campagne rédigée, le message interne est envoyé sous 2\u00a0jours ouvrés.",
    ],
    "211": [
        "Pour une même visite, l’historique a été consulté avant toute visite préparée.",
        "Aucune visite sans interlocuteur identifié n’est préparée.",
    ],
    "212": [
        "Pour une même visite, la visite à temps a été préparée avant tout compte rendu de visite rédigé.",
        "Aucune visite sans objectif de repli n’est préparée.",
    ],
    "213": [
        "Aucune visite sans documents à emporter n’est préparée.",
    ],
    "221": [
        "Aucune réplique autre qu’une prise de contact n’est dite en premier, en face à face et quand une prise de contact était possible.",
    ],
    "222": [
        "Aucun entretien avec moins de 3 questions ouvertes n’est terminé en découverte.",
        "Pour un même client, après chaque entretien terminé en découverte, le prospect est qualifié sous 1\u00a0jour ouvré, sauf si une fiche de découverte a déjà été remplie.",
    ],
    "223": [
        "Pour un même entretien, après chaque réplique dite apprenant quelque chose du client et en découverte, la réplique «\u202fquestion ouverte\u202f», «\u202freformulation\u202f» ou «\u202fempathie\u202f» est dite au plus 3\u00a0répliques plus tard, sauf si un entretien a déjà été terminé.",
        "Aucun entretien sans reformulation n’est terminé en découverte.",
    ],
    "224": [
        "Aucun entretien sans motivation entendue n’est terminé en découverte.",
        "Aucune fiche de découverte sans motivation n’est remplie.",
        "Aucune fiche de découverte sans frein n’est remplie.",
    ],
    "225": [
        "Pour un même entretien, la réplique «\u202freformulation\u202f» et non suivie d’une objection a été dite avant toute réplique «\u202fconclusion\u202f», «\u202fsuite convenue\u202f» ou «\u202fannonce du prix\u202f» dite en découverte.",
    ],
    "231": [
        "Pour un même entretien, la réplique «\u202fquestion ouverte\u202f», «\u202fquestion fermée\u202f» ou «\u202freformulation\u202f» a été dite avant toute réplique «\u202fargument\u202f», «\u202fpreuve\u202f» ou «\u202fargument sans lien avec un besoin\u202f» dite.",
    ],
    "232": [
        "Aucune réplique d’argument sans lien avec un besoin n’est dite.",
        "Aucun argument de veille peu fiable n’est utilisé.",
    ],
    "233": [
        "Pour un même entretien, la réplique «\u202fargument\u202f» ou «\u202fpreuve\u202f» a été dite avant toute réplique «\u202fannonce du prix\u202f» dite.",
    ],
    "234": [
        "Aucune réplique maladroite n’est dite en réponse à une objection.",
    ],
    "235": [
        "Aucun entretien avec une concession sans contrepartie n’est terminé.",
        "Aucun devis avec une remise hors conditions de vente n’est envoyé, sauf si une dérogation sur la remise a déjà été accordée pour le même devis.",
    ],
    "241": [
        "Pour un même entretien, après chaque réplique dite suivie d’un signal d’achat et hors de la découverte, la réplique «\u202fconclusion\u202f» ou «\u202fsuite convenue\u202f» est dite au plus 3\u00a0répliques plus tard avant tout entretien terminé, sauf si un entretien à l’objectif atteint a déjà été terminé.",
    ],
    "242": [
        "Pour un même client, après chaque entretien à l’objectif atteint ou à l’objectif de repli atteint terminé en face à face, la prochaine action est prévue sous 1\u00a0jour ouvré.",
        "Aucune commande non conforme à la demande n’est enregistrée.",
    ],
    "C25.a": [
        "Pour un même rendez-vous, après chaque rendez-vous en visite pris, le compte rendu de visite est rédigé au plus tard 2\u00a0jours ouvrés après le rendez-vous, sauf si un rendez-vous a déjà été déplacé ou un rendez-vous annulé.",
        "Pour un même rendez-vous, après chaque rendez-vous en visite tenu, le compte rendu de visite est rédigé au plus tard 2\u00a0jours ouvrés après le rendez-vous.",
    ],
    "C25.b": [
        "Aucun compte rendu de visite sans prochaine action n’est rédigé.",
    ],
    "311": [
        "Pour un même rendez-vous, après chaque rendez-vous en visite tenu, le compte rendu de visite est rédigé au plus tard 2\u00a0jours ouvrés après le rendez-vous.",
        "Pour un même rendez-vous, à chaque rendez-vous en visite tenu, la fiche de découverte est remplie, avant ou après, à 1\u00a0jour ouvré près.",
        "Pour un même rendez-vous, à chaque rendez-vous en visite tenu, la note de frais est établie, avant ou après, à 7\u00a0jours près.",
    ],
    "312": [
        "Pour un même message, après chaque réclamation reçue, le message interne est envoyé sous 2\u00a0jours ouvrés, sauf si une réclamation a déjà été traitée.",
        "Pour une même actualité du marché, après chaque question sur le marché posée, la note de veille est prise sous 1\u00a0jour ouvré.",
        "Pour une même note de veille, après chaque note de veille d’importance forte prise, la synthèse de veille est diffusée sous 5\u00a0jours ouvrés.",
    ],
    "321": [
        "Chaque commande enregistrée est ensuite transmise sous 2\u00a0jours ouvrés, sauf si elle a déjà été annulée.",
    ],
    "322": [
        "Chaque retard constaté est ensuite annoncé sous 1\u00a0jour ouvré, sauf si un bon de livraison a déjà été édité ou une commande annulée.",
        "Chaque réclamation reçue est ensuite traitée sous 2\u00a0jours ouvrés.",
        "Pour une même facture, après chaque facture émise par une personne, la relance de niveau 1 est envoyée entre 8 et 13\u00a0jours après l’échéance, sauf si un règlement couvrant le total a déjà été reçu, un règlement couvrant le total enregistré, un échéancier accordé, un dossier d’impayé transmis, un litige ouvert ou une promesse notée.",
    ],
    "331": [
        "Pour un même devis, après chaque relance de devis prévue, le devis est relancé au plus tard 1\u00a0jour ouvré après le jour prévu, sauf s’il a déjà été accepté ou un devis refusé.",
    ],
    "332": [
        "Pour un même client, après chaque compte inactif détecté, l’offre de fidélisation est envoyée sous 7\u00a0jours.",
    ],
    "334": [
        "Aucune offre de fidélisation malgré une opposition n’est envoyée.",
        "Aucune offre de fidélisation avec une remise hors conditions de vente n’est envoyée.",
    ],
    "341": [
        "Le classement des clients a été calculé avant toute offre de fidélisation envoyée, depuis moins de 30\u00a0jours.",
    ],
    "352": [
        "Pour un même objectif commercial, après chaque objectif commercial fixé, l’écart à l’objectif est analysé sous 30\u00a0jours.",
    ],
    "353": [
        "Pour un même objectif commercial, après chaque écart à l’objectif en retard analysé, l’action corrective est proposée sous 5\u00a0jours ouvrés.",
        "Pour un même objectif commercial, après chaque action corrective proposée, l’action commerciale corrigeant un écart est prévue sous 5\u00a0jours ouvrés.",
    ],
}
# fmt: on


@pytest.mark.parametrize("code", SAID)
def test_each_rule(code: str) -> None:
    assert say(BP.criterion(code).rule, BP.procedures()) == " ".join(SAID[code])


def test_every_rule_is_in_the_snapshot() -> None:
    assert [each.code for each in BP.criteria if each.rule] == list(SAID)
