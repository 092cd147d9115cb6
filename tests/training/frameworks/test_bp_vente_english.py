"""BP-VENTE: each rule said in plain English."""

from __future__ import annotations

import pytest

from crm.training.frameworks.rules.speech import say
from tests.training.frameworks.traces import BP

# fmt: off
SAID = {
    "111": [
        "No market note from a source not rated is taken.",
        "For the same watch note, after a market note of high importance is taken, the market digest is sent, within 5 working days.",
        "A source of market news is added at least 3 times, each for another source.",
    ],
    "112": [
        "No extract of records without a criterion is made.",
        "No segment without any record is defined.",
    ],
    "113": [
        "No campaign without targeting criteria is launched.",
        "No campaign without a goal of contacts and without a goal of useful contacts and without a goal of appointments and without a goal of sales is launched.",
        "No campaign without an estimated cost is launched.",
        "No sales plan without a justification is presented.",
    ],
    "121": [
        "For the same tour, before a tour is accepted, the tour was computed.",
        "No tour with a fault is accepted.",
        "No appointment at a time that does not suit is booked.",
    ],
    "122": [
        "Each time before a company is created, the look for duplicates is made, if by hand.",
        "No company that looks like another is created, if by an import.",
        "For the same customer, after a change of details is announced, the record is updated, within 1 working day.",
        "For the same customer, after a company is created, the person concerned is informed, within 30 days, if for a consumer and by a person.",
    ],
    "123": [
        "No campaign without a text or a call plan is launched.",
    ],
    "131": [
        "No reply other than an opening is said, if first and when prospecting and where an opening was possible.",
        "No conversation against the rules on canvassing is started.",
        "No campaign in spite of an opt-out is launched.",
    ],
    "132": [
        "For the same campaign and the same conversation, after a conversation is started, the campaign call is logged, within 1 hour.",
        "For the same customer, after a campaign call is logged, the prospect is qualified, within 1 working day, if that obtained an appointment or that obtained a request for a quote or that obtained a request for information.",
        "For the same customer, after a campaign call that met an opt-out is logged, the opt-out is recorded, within 1 working day.",
        "No prospect without a need or without who decides or without a date is qualified.",
        "No prospect without a next step is qualified, if with 40 points or more.",
    ],
    "133": [
        "For the same campaign call, after a campaign call that obtained an appointment is logged, the campaign appointment is confirmed, within 1 working day.",
        "No appointment at a time that does not suit is booked.",
        "For the same appointment, before an appointment is held, the appointment was confirmed, and no appointment was moved in between.",
    ],
    "141": [
        "For the same campaign, after a campaign is launched, the campaign is closed, within 2 working days of the planned end.",
    ],
    "142": [
        "For the same campaign, before a campaign review is written, the campaign with an estimated cost was launched.",
    ],
    "143": [
        "For the same campaign, before a campaign review is written, the campaign with a goal of contacts or with a goal of useful contacts or with a goal of appointments or with a goal of sales was launched.",
    ],
    "144": [
        "For the same campaign, after a campaign is closed, the campaign review is written, within 2 working days.",
    ],
    "146": [
        "No campaign review without corrective action is written.",
    ],
    "151": [
        "For the same campaign, after a campaign review is written, the message is sent, within 2 working days.",
    ],
    "211": [
        "For the same visit, before a visit is prepared, the history was consulted.",
        "No visit without people identified is prepared.",
    ],
    "212": [
        "For the same visit, before a visit report is written, the visit in time was prepared.",
        "No visit without a fallback goal is prepared.",
    ],
    "213": [
        "No visit without documents to bring is prepared.",
    ],
    "221": [
        "No reply other than an opening is said, if first and face to face and where an opening was possible.",
    ],
    "222": [
        "No conversation with fewer than 3 open questions is ended, if when discovering.",
        "For the same customer, after a conversation is ended, the prospect is qualified, within 1 working day, if when discovering, unless a discovery sheet was filled in.",
    ],
    "223": [
        "For the same conversation, after a reply is said, the reply marked “open question” or marked “rephrasing” or marked “empathy” is said, within 3 turns, if that learnt something of the customer and when discovering, unless a conversation was ended.",
        "No conversation without a rephrasing is ended, if when discovering.",
    ],
    "224": [
        "No conversation without a motive heard is ended, if when discovering.",
        "No discovery sheet without a motive is filled in.",
        "No discovery sheet without what holds back is filled in.",
    ],
    "225": [
        "For the same conversation, before a reply marked “conclusion” or marked “agreed next step” or marked “price” is said, the reply marked “rephrasing” and not followed by an objection was said, if when discovering.",
    ],
    "231": [
        "For the same conversation, before a reply marked “argument” or marked “proof” or marked “argument without a need” is said, the reply marked “open question” or marked “closed question” or marked “rephrasing” was said.",
    ],
    "232": [
        "No reply of argument tied to no need is said.",
        "No market argument that is not reliable is used.",
    ],
    "233": [
        "For the same conversation, before a reply marked “price” is said, the reply marked “argument” or marked “proof” was said.",
    ],
    "234": [
        "No reply that is a fault is said, if in answer to an objection.",
    ],
    "235": [
        "No conversation with a concession for nothing is ended.",
        "No quote with a discount beyond our terms is sent, unless a derogation on the discount was granted, for the same quote.",
    ],
    "241": [
        "For the same conversation, after a reply is said, the reply marked “conclusion” or marked “agreed next step” is said, within 3 turns, if followed by a buying signal and otherwise than when discovering, before a conversation is ended, unless a conversation with its goal reached was ended.",
    ],
    "242": [
        "For the same customer, after a conversation with its goal reached or with its fallback goal reached is ended, the next step is planned, within 1 working day, if face to face.",
        "No order not matching the request is recorded.",
    ],
    "C25.a": [
        "For the same appointment, after an appointment for a visit is booked, the visit report is written, within 2 working days of the appointment, unless an appointment was moved or an appointment was cancelled.",
        "For the same appointment, after an appointment for a visit is held, the visit report is written, within 2 working days of the appointment.",
    ],
    "C25.b": [
        "No visit report without a next step is written.",
    ],
    "311": [
        "For the same appointment, after an appointment for a visit is held, the visit report is written, within 2 working days of the appointment.",
        "For the same appointment, whenever an appointment for a visit is held, the discovery sheet is filled in, before or after, within 1 working day.",
        "For the same appointment, whenever an appointment for a visit is held, the expense report is written, before or after, within 7 days.",
    ],
    "312": [
        "For the same message, after a claim is received, the message is sent, within 2 working days, unless a claim was settled.",
        "For the same market event, after a market question is asked, the market note is taken, within 1 working day.",
        "For the same watch note, after a market note of high importance is taken, the market digest is sent, within 5 working days.",
    ],
    "321": [
        "For the same order, after an order is recorded, the order is handed over, within 2 working days, unless an order was cancelled.",
    ],
    "322": [
        "For the same order, after a delay is noticed, the delay is announced, within 1 working day, unless a delivery note was issued or an order was cancelled.",
        "For the same claim, after a claim is received, the claim is settled, within 2 working days.",
        "For the same invoice, after an invoice is issued, the reminder at level 1 is sent, at least 8 days after the due date and within 13 days of the due date, if by a person, unless a payment covering the total was received or a payment covering the total was recorded or a payment plan was granted or an unpaid account was handed over or a dispute was opened or a promise was recorded.",
    ],
    "331": [
        "For the same quote, after a follow-up of the quote is planned, the quote is followed up, within 1 working day of the planned day, unless a quote was accepted or a quote was declined.",
    ],
    "332": [
        "For the same customer, after an inactive account is detected, the loyalty offer is sent, within 7 days.",
    ],
    "334": [
        "No loyalty offer in spite of an opt-out is sent.",
        "No loyalty offer with a discount beyond our terms is sent.",
    ],
    "341": [
        "Before a loyalty offer is sent, the sorting of customers was computed, not more than 30 days earlier.",
    ],
    "352": [
        "For the same sales goal, after a sales goal is set, the variance from a goal is analysed, within 30 days.",
    ],
    "353": [
        "For the same sales goal, after a variance from a goal that lags behind is analysed, the corrective action is proposed, within 5 working days.",
        "For the same sales goal, after a corrective action is proposed, the sales action that corrects a variance is planned, within 5 working days.",
    ],
}
# fmt: on


@pytest.mark.parametrize("code", SAID)
def test_each_rule(code: str) -> None:
    assert say(BP.criterion(code).rule, BP.procedures(), language="en") == " ".join(SAID[code])


def test_every_rule_is_in_the_snapshot() -> None:
    assert [each.code for each in BP.criteria if each.rule] == list(SAID)
