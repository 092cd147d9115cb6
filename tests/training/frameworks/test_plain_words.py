"""Each rule said in plain words: what the screens and the dossier will show."""

from __future__ import annotations

import re

import pytest

from crm.training.frameworks.queries import frameworks
from crm.training.frameworks.rules.framework import Framework
from crm.training.frameworks.rules.parameters import Parameters
from crm.training.frameworks.rules.parser import parse
from crm.training.frameworks.rules.speech import say
from tests.training.frameworks.traces import FOLDER, PARAMETERS, TP

OURS = re.compile(r"\(\w+(\.\w+)? (=|<|>|<=|>=|!=|≠|≤|≥) ")

# fmt: off
FRENCH = {
    "CP1.1": [
        "Pour un même client (même devis et même message si c’est précisé), la demande est contrôlée avant chaque commande enregistrée.",
        "Chaque commande enregistrée est ensuite transmise sous 2\u00a0jours ouvrés, sauf si elle a déjà été annulée.",
        "Pour une même commande, le bon de livraison a été édité avant toute facture émise.",
    ],
    "CP1.2": [
        "Aucune commande non conforme à la demande n’est enregistrée.",
        "Aucune facture non conforme à la livraison n’est émise.",
    ],
    "CP1.3": [
        "Pour un même client (même message si c’est précisé), après chaque demande de devis reçue, le devis est envoyé sous 1\u00a0jour ouvré.",
        "Pour un même bon de livraison, après chaque livraison confirmée, la facture est émise sous 1\u00a0jour ouvré (facture récapitulative\u00a0: au plus tard à la fin du mois), sauf si elle a déjà été émise.",
        "Chaque règlement reçu est ensuite enregistré sous 2\u00a0jours ouvrés.",
    ],
    "CP1.4": [
        "Aucun devis avec une remise hors conditions de vente n’est envoyé, sauf si une dérogation sur la remise a déjà été accordée pour le même devis.",
        "Aucun devis avec un délai de paiement hors conditions n’est envoyé.",
        "Aucune facture avec un délai de paiement hors conditions n’est émise.",
    ],
    "CP1.5": [
        "Chaque document émis est ensuite classé sous 1\u00a0jour ouvré.",
        "Pour un même client, après chaque changement de coordonnées annoncé, la fiche est modifiée sous 1\u00a0jour ouvré.",
    ],
    "CP2.1": [
        "Pour une même commande fournisseur, après chaque retard du fournisseur annoncé, le fournisseur est relancé sous 1\u00a0jour ouvré, sauf si une commande fournisseur a déjà été annulée ou une réception annoncée.",
        "Pour un même client (même commande et même devis si c’est précisé), le stock a été vérifié avant toute commande confirmée.",
        "Après chaque commande avec une rupture confirmée, la commande fournisseur est envoyée sous 1\u00a0jour ouvré.",
    ],
    "CP2.2": [
        "Chaque document de livraison émis est ensuite classé sous 1\u00a0jour ouvré.",
        "Chaque réception annoncée est ensuite enregistrée sous 1\u00a0jour ouvré.",
        "Aucune réception mal comptée n’est enregistrée.",
    ],
    "CP2.3": [
        "Chaque commande enregistrée est ensuite transmise sous 2\u00a0jours ouvrés, sauf si elle a déjà été annulée.",
        "Chaque retard constaté est ensuite annoncé sous 1\u00a0jour ouvré, sauf si un bon de livraison a déjà été édité ou une commande annulée.",
        "Pour une même commande fournisseur, après chaque réception avec une anomalie enregistrée, la réclamation au fournisseur est adressée sous 1\u00a0jour ouvré, sauf si une lettre de réserves a déjà été envoyée.",
    ],
    "CP4.1": [
        "Pour un même client, l’encours est vérifié avant chaque commande enregistrée, depuis moins de 24\u00a0h.",
        "Pour un même client, la solvabilité a été vérifiée avant toute commande enregistrée d’un nouveau client ou d’un montant élevé, depuis moins de 90\u00a0jours.",
    ],
    "CP4.2": [
        "Pour une même facture, après chaque échéance dépassée, la relance de niveau 1 est envoyée entre 8 et 13\u00a0jours après l’échéance, sauf si un règlement couvrant le montant dû a déjà été reçu, un règlement couvrant le montant dû enregistré, un échéancier accordé, un dossier d’impayé transmis, un litige ouvert ou une promesse notée.",
        "Pour une même facture, après chaque échéance dépassée, la relance de niveau 2 est envoyée entre 15 et 20\u00a0jours après l’échéance, sauf si un règlement couvrant le montant dû a déjà été reçu, un règlement couvrant le montant dû enregistré, un échéancier accordé, un dossier d’impayé transmis, un litige ouvert ou une promesse notée.",
        "Pour une même facture, après chaque échéance dépassée, la relance de niveau 3 (mise en demeure) est envoyée entre 30 et 35\u00a0jours après l’échéance, sauf si un règlement couvrant le montant dû a déjà été reçu, un règlement couvrant le montant dû enregistré, un échéancier accordé, un dossier d’impayé transmis, un litige ouvert ou une promesse notée.",
        "Pour une même facture, la relance de niveau 1 a été envoyée avant toute relance de niveau 2 envoyée, au moins 1\u00a0jour plus tôt.",
        "Pour une même facture, la relance de niveau 2 a été envoyée avant toute relance de niveau 3 (mise en demeure) envoyée, au moins 1\u00a0jour plus tôt.",
        "Pour une même facture, l’échéance a été dépassée avant toute relance envoyée, et aucun règlement couvrant le montant dû n’a été enregistré entre-temps.",
        "Pour une même facture, la relance de niveau 3 (mise en demeure) a été envoyée avant tout dossier d’impayé transmis.",
        "Pour une même facture, après chaque promesse rompue, la relance est envoyée sous 5\u00a0jours, sauf si un règlement couvrant le montant dû a déjà été enregistré, un échéancier accordé ou un dossier d’impayé transmis.",
    ],
    "CP4.3": [
        "Aucun échéancier hors délégation n’est accordé, sauf si une dérogation sur l’échéancier a déjà été accordée pour le même client (même échéancier et même facture si c’est précisé).",
        "Pour un même client (même commande et même devis si c’est précisé), la dérogation sur le plafond d’encours est accordée avant chaque commande au-delà du plafond d’encours enregistrée.",
        "Pour un même client (même facture si c’est précisé), à chaque dossier d’impayé transmis, la direction est alertée, avant ou après, à 1\u00a0jour ouvré près.",
    ],
}
ENGLISH = {
    "CP1.1": [
        "For the same customer (the same quote and the same message if given), each time before an order is recorded, the request is checked.",
        "For the same order, after an order is recorded, the order is handed over, within 2 working days, unless an order was cancelled.",
        "For the same order, before an invoice is issued, the delivery note was issued.",
    ],
    "CP1.2": [
        "No order not matching the request is recorded.",
        "No invoice not matching the delivery is issued, for the same order.",
    ],
    "CP1.3": [
        "For the same customer (the same message if given), after a request for a quote is received, the quote is sent, within 1 working day.",
        "For the same delivery note, after a delivery is confirmed, the invoice is issued, within 1 working day (invoice for several deliveries: by the end of the month), unless an invoice was issued.",
        "For the same payment, after a payment is received, the payment is recorded, within 2 working days.",
    ],
    "CP1.4": [
        "No quote with a discount beyond our terms is sent, unless a derogation on the discount was granted, for the same quote.",
        "No quote with payment terms beyond ours is sent.",
        "No invoice with payment terms beyond ours is issued.",
    ],
    "CP1.5": [
        "For the same document, after a document is issued, the document is filed, within 1 working day.",
        "For the same customer, after a change of details is announced, the record is updated, within 1 working day.",
    ],
    "CP2.1": [
        "For the same supply order, after a supplier’s delay is announced, the supplier is followed up, within 1 working day, unless a supply order was cancelled or a receipt was announced.",
        "For the same customer (the same order and the same quote if given), before an order is confirmed, the stock was checked.",
        "After an order with a shortage is confirmed, the supply order is sent, within 1 working day.",
    ],
    "CP2.2": [
        "For the same document, after a document of delivery is issued, the document is filed, within 1 working day.",
        "For the same supply order, after a receipt is announced, the receipt is recorded, within 1 working day.",
        "No receipt wrongly counted is recorded.",
    ],
    "CP2.3": [
        "For the same order, after an order is recorded, the order is handed over, within 2 working days, unless an order was cancelled.",
        "For the same order, after a delay is noticed, the delay is announced, within 1 working day, unless a delivery note was issued or an order was cancelled.",
        "For the same supply order, after a receipt with trouble is recorded, the claim on the supplier is made, within 1 working day, unless a letter of reservations was sent.",
    ],
    "CP4.1": [
        "For the same customer, each time before an order is recorded, the outstanding balance is checked, not more than 24 hours earlier.",
        "For the same customer, before an order is recorded, the solvency was checked, not more than 90 days earlier, if from a new customer or for a large sum.",
    ],
    "CP4.2": [
        "For the same invoice, after a due date is passed, the reminder at level 1 is sent, at least 8 days after the due date and within 13 days of the due date, unless a payment covering the amount due was received or a payment covering the amount due was recorded or a payment plan was granted or an unpaid account was handed over or a dispute was opened or a promise was recorded.",
        "For the same invoice, after a due date is passed, the reminder at level 2 is sent, at least 15 days after the due date and within 20 days of the due date, unless a payment covering the amount due was received or a payment covering the amount due was recorded or a payment plan was granted or an unpaid account was handed over or a dispute was opened or a promise was recorded.",
        "For the same invoice, after a due date is passed, the reminder at level 3 (formal notice) is sent, at least 30 days after the due date and within 35 days of the due date, unless a payment covering the amount due was received or a payment covering the amount due was recorded or a payment plan was granted or an unpaid account was handed over or a dispute was opened or a promise was recorded.",
        "For the same invoice, before a reminder at level 2 is sent, the reminder at level 1 was sent, at least 1 day earlier.",
        "For the same invoice, before a reminder at level 3 (formal notice) is sent, the reminder at level 2 was sent, at least 1 day earlier.",
        "For the same invoice, before a reminder is sent, the due date was passed, and no payment covering the amount due was recorded in between.",
        "For the same invoice, before an unpaid account is handed over, the reminder at level 3 (formal notice) was sent.",
        "For the same invoice, after a promise is broken, the reminder is sent, within 5 days, unless a payment covering the amount due was recorded or a payment plan was granted or an unpaid account was handed over.",
    ],
    "CP4.3": [
        "No payment plan beyond the delegation is granted, unless a derogation on the payment plan was granted, for the same customer.",
        "For the same customer (the same order and the same quote if given), each time before an order over the credit limit is recorded, the derogation on the credit limit is granted.",
        "For the same customer (the same invoice if given), whenever an unpaid account is handed over, the management is alerted, before or after, within 1 working day.",
    ],
}
TEMPLATES = [
    (
        "Existence(3, message.sent){per=week}",
        "Un message interne est envoyé au moins 3\u00a0fois par semaine.",
        "A message is sent at least 3 times per week.",
    ),
    (
        "Existence(2, offer.sent){distinct=company}",
        "Une offre de fidélisation est envoyée au moins 2\u00a0fois, chaque fois pour un autre client.",
        "A loyalty offer is sent at least 2 times, each for another customer.",
    ),
    (
        "Exactly(1, invoice.issued){same=order}",
        "Pour une même commande, une facture est émise exactement 1\u00a0fois.",
        "For the same order, an invoice is issued exactly 1 time.",
    ),
    (
        "Init(company.created){same=company, on=*}",
        "Pour un même client, une fiche créée vient en premier (tous les enregistrements comptent).",
        "For the same customer, the company is created before anything else (all records count).",
    ),
    (
        "Absence(message.sent)",
        "Aucun message interne n’est envoyé.",
        "No message is sent.",
    ),
    (
        "CoExistence(quote.accepted, order.recorded){same=quote, within=2d}",
        "Pour un même devis, à chaque devis accepté, la commande est enregistrée, avant ou après, à 2\u00a0jours près. Pour un même devis, à chaque commande enregistrée, le devis est accepté, avant ou après, à 2\u00a0jours près.",
        "For the same quote, whenever a quote is accepted, the order is recorded, before or after, within 2 days. For the same quote, whenever an order is recorded, the quote is accepted, before or after, within 2 days.",
    ),
    (
        "AlternateResponse(quote.requested, quote.sent){same=company, within=2wd}",
        "Pour un même client, après chaque demande de devis reçue, le devis est envoyé sous 2\u00a0jours ouvrés, avant toute demande de devis reçue à nouveau.",
        "For the same customer, after a request for a quote is received, the quote is sent before the next time, within 2 working days.",
    ),
    (
        "ChainResponse(order.recorded, order.confirmed){same=order, on=[order.handed_over]}",
        "Pour une même commande, juste après chaque commande enregistrée, la commande est confirmée (comptent aussi\u00a0: commande transmise).",
        "For the same order, right after an order is recorded, the order is confirmed (also counting: order handed over).",
    ),
    (
        "ChainPrecedence(balance.checked[decision=accept], order.recorded){same=company, on=[invoice.issued, payment.recorded]}",
        "Pour un même client, l’encours (decision = accept) est vérifié juste avant chaque commande enregistrée (comptent aussi\u00a0: facture émise, règlement enregistré).",
        "For the same customer, right before an order is recorded, the outstanding balance (decision = accept) is checked (also counting: invoice issued, payment recorded).",
    ),
    (
        "Succession(order.recorded, order.handed_over){same=order, within=@grace}",
        "Chaque commande enregistrée est ensuite transmise sous 5\u00a0jours. Pour une même commande, la commande a été enregistrée avant toute commande transmise, depuis moins de 5\u00a0jours.",
        "For the same order, after an order is recorded, the order is handed over, within 5 days. For the same order, before an order is handed over, the order was recorded, not more than 5 days earlier.",
    ),
    (
        "AlternateSuccession(order.checked, order.recorded){same=company}",
        "Pour un même client, après chaque demande contrôlée, la commande est enregistrée, avant toute demande contrôlée à nouveau. Pour un même client, la demande est contrôlée avant chaque commande enregistrée.",
        "For the same customer, after a request is checked, the order is recorded before the next time. For the same customer, each time before an order is recorded, the request is checked.",
    ),
    (
        "NotCoExistence(quote.accepted, quote.declined){same=quote}",
        "Pour un même devis, un devis accepté et un devis refusé s’excluent.",
        "For the same quote, after a quote is accepted, no quote is declined. For the same quote, after a quote is declined, no quote is accepted.",
    ),
    (
        "NotSuccession(balance.checked[decision=refuse], order.recorded){same=company, within=30d, until=balance.checked[decision=accept], unless=derogation.granted[subject=credit_limit]}",
        "Pour un même client, après un encours (decision = refuse) vérifié, aucune commande n’est enregistrée pendant 30\u00a0jours, tant qu’aucun encours (decision = accept) n’a été vérifié, sauf si une dérogation sur le plafond d’encours a déjà été accordée.",
        "For the same customer, after an outstanding balance (decision = refuse) is checked, no order is recorded, within 30 days, and no outstanding balance (decision = accept) was checked in between, unless a derogation on the credit limit was granted.",
    ),
    (
        "NotChainSuccession(quote.sent, quote.sent){same=quote, on=[quote.accepted]}",
        "Pour un même devis, juste après un devis envoyé, aucun devis n’est envoyé (comptent aussi\u00a0: devis accepté).",
        "For the same quote, right after a quote is sent, no quote is sent (also counting: quote accepted).",
    ),
    (
        "Precedence(reminder.sent, receivable.handed_over[total_cents>=@floor, ok!=true | n<3]){same=[invoice, company], from=due_on, after=@levels[1], within=30d}",
        "Pour une même facture et un même client, la relance a été envoyée avant tout dossier d’impayé (total_cents ≥ 3\u202f000,00\u00a0€) et (ok ≠ oui) ou (n < 3) transmis, au moins 8\u00a0jours après l’échéance, au plus 30\u00a0jours après l’échéance.",
        "For the same invoice and the same customer, before an unpaid account (total_cents >= €3,000.00) and (ok != true) or (n < 3) is handed over, the reminder was sent, at least 8 days after the due date and not more than 30 days after the due date.",
    ),
    (
        "Response(quote.sent, quote.accepted){same=quote, after=2d}",
        "Chaque devis envoyé est ensuite accepté au moins 2\u00a0jours plus tard.",
        "For the same quote, after a quote is sent, the quote is accepted, at least 2 days later.",
    ),
    (
        "Response(order.recorded, order.recorded){within=7d}",
        "Après chaque commande enregistrée, une autre est enregistrée sous 7\u00a0jours.",
        "After an order is recorded, another order is recorded, within 7 days.",
    ),
    (
        "Response(quote.requested, quote.sent){same=company, until=[quote.declined, order.cancelled]}",
        "Pour un même client, après chaque demande de devis reçue, le devis est envoyé avant tout devis refusé et avant toute commande annulée.",
        "For the same customer, after a request for a quote is received, the quote is sent, before a quote is declined or an order is cancelled.",
    ),
    (
        "Response(note.added, next_step.planned){same=company, unless=payment.received[sum(amount_cents)>=$x]}",
        "Pour un même client, après chaque acte «\u202fNote ajoutée\u202f» effectué, la prochaine action est prévue, sauf si un règlement (total de amount_cents ≥ x) a déjà été reçu.",
        "For the same customer, after a note is added, the next step is planned, unless a payment (total amount_cents >= x) was received.",
    ),
]
# fmt: on


@pytest.mark.parametrize("code", FRENCH)
def test_each_rule_of_the_framework_in_french(code: str) -> None:
    assert say(TP.criterion(code).rule, TP.procedures()) == " ".join(FRENCH[code])


@pytest.mark.parametrize("code", ENGLISH)
def test_each_rule_of_the_framework_in_english(code: str) -> None:
    assert say(TP.criterion(code).rule, TP.procedures(), language="en") == " ".join(ENGLISH[code])


@pytest.mark.parametrize(("rule", "french", "english"), TEMPLATES)
def test_each_template(rule: str, french: str, english: str) -> None:
    parameters = Parameters.of(PARAMETERS)
    assert say(parse(rule), parameters) == french
    assert say(parse(rule), parameters, language="en") == english


def test_nothing_to_say_about_no_rule() -> None:
    assert say(parse(""), TP.procedures()) == ""


def test_every_rule_of_the_framework_is_in_the_snapshot() -> None:
    assert [each.code for each in TP.criteria if each.rule] == list(FRENCH) == list(ENGLISH)


@pytest.mark.parametrize("framework", frameworks(FOLDER), ids=lambda each: each.id)
def test_no_rule_of_any_framework_speaks_in_our_words_instead_of_the_readers(framework: Framework) -> None:
    for criterion in framework.criteria:
        french, english = (say(criterion.rule, framework.procedures(), language=each) for each in ("fr", "en"))
        assert not OURS.search(french + english), f"{criterion.code}: {french} {english}"
        assert "l’acte «" not in french, f"{criterion.code}: {french}"


def test_the_machine_never_decides() -> None:
    assert "acquis" not in "".join(sentence for sentences in FRENCH.values() for sentence in sentences)
