"""Quotes: what changes, and what is recorded of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from crm.billing.dunning.models import Derogation, Subject
from crm.billing.dunning.use_cases import answer_derogation, request_derogation
from crm.kernel.actor import Actor, ActorKind
from crm.kernel.currency import Currency
from crm.kernel.errors import ImpossibleMove, Stale
from crm.kernel.incoterms import Incoterm
from crm.kernel.money import Money, Rate
from crm.kernel.tax import TaxRegime
from crm.selling.catalogue import queries as catalogue
from crm.selling.catalogue.models import Product
from crm.selling.lines import WrongLine
from crm.selling.pricing.rules import PriceData, StepData
from crm.selling.pricing.use_cases import PriceListData, define_discount_schedule, define_price_list
from crm.selling.quotes import queries, use_cases
from crm.selling.quotes.models import Channel, Quote, QuoteState
from crm.selling.quotes.queries import QuoteFilter
from crm.store.base import db
from tests.builders import Stage
from tests.selling.catalogue.builders import a_catalogue
from tests.selling.quotes.builders import a_draft, a_line, a_request, a_sent_quote


def a_quote(quote_id: int) -> Quote:
    """Find a quote anew: a refusal rolled back what was in memory."""
    found = queries.quote_by_id(quote_id)
    assert found is not None
    return found


@pytest.fixture
def goods(stage: Stage) -> dict[str, Product]:
    """The cast's catalogue."""
    return stage.do(a_catalogue)


class TestDrafting:
    def test_an_empty_draft_has_the_customers_terms_and_no_number(self, stage: Stage) -> None:
        quote = stage.do(use_cases.draft_quote, stage.petit)
        assert (quote.number, quote.state, quote.payment_days) == ("", QuoteState.DRAFT, 30)
        assert quote.valid_until == date(2026, 4, 1)
        fact = stage.last("quote.drafted")
        assert [each["kind"] for each in fact["about"]] == ["quote", "company"]
        assert fact["details"] == {
            "lines": 0,
            "total_cents": 0,
            "payment_days": 30,
            "max_discount_bp": 0,
        }

    def test_a_request_fills_the_lines_it_asks_for(self, stage: Stage, goods: dict[str, Product]) -> None:
        message = stage.do(a_request, stage.petit, ("PAP-101", "40"), ("INCONNU-1", "2"), ("LIV-002", "1"))
        quote = stage.do(use_cases.draft_quote, stage.petit, message=message)
        assert [(line.reference, line.quantity) for line in quote.lines] == [
            ("PAP-101", Decimal(40)),
            ("LIV-002", Decimal(1)),
        ]
        assert quote.net == Money.of("186.50")
        assert quote.gross == Money.of("221.12")
        assert [each["kind"] for each in stage.last("quote.drafted")["about"]] == ["quote", "company", "message"]
        assert message.is_waiting


class TestChanging:
    def test_the_lines_are_replaced_and_the_totals_kept(self, stage: Stage, goods: dict[str, Product]) -> None:
        quote = stage.do(a_draft, stage.petit, a_line(goods["PAP-101"], "10", discount="5"))
        assert (quote.net, quote.gross) == (Money.of("39.90"), Money.of("47.88"))
        stage.do(use_cases.set_lines, quote, lines=[a_line(goods["SIE-601"], "2")], note="Livraison au 2e étage")
        assert [line.reference for line in quote.lines] == ["SIE-601"]
        assert quote.note == "Livraison au 2e étage"
        assert stage.last("quote.lines_changed")["details"] == {
            "lines": 1,
            "total_cents": 45360,
            "max_discount_bp": 0,
            "payment_days": 30,
        }

    def test_two_people_cannot_overwrite_each_other(self, stage: Stage, goods: dict[str, Product]) -> None:
        quote = stage.do(a_draft, stage.petit, a_line(goods["PAP-101"]))
        seen = quote.version
        stage.do_as("karim", use_cases.set_lines, quote, lines=[a_line(goods["PAP-101"])], version=seen)
        with pytest.raises(Stale):
            stage.do(use_cases.set_lines, quote, lines=[], version=seen)

    def test_what_was_sent_stays_as_it_is(self, stage: Stage, goods: dict[str, Product]) -> None:
        quote = stage.do(a_sent_quote, stage.petit, a_line(goods["PAP-101"]))
        with pytest.raises(use_cases.NotADraft):
            stage.do(use_cases.set_lines, quote, lines=[])

    def test_a_validity_that_is_over_is_refused(self, stage: Stage) -> None:
        quote = stage.do(use_cases.draft_quote, stage.petit)
        with pytest.raises(use_cases.PastValidity):
            stage.do(use_cases.set_lines, quote, lines=[], valid_until=date(2026, 3, 1))

    def test_a_line_of_nothing_is_refused(self, stage: Stage, goods: dict[str, Product]) -> None:
        with pytest.raises(WrongLine):
            stage.do(a_draft, stage.petit, a_line(goods["PAP-101"], "0"))


class TestSending:
    def test_it_gets_its_number_and_the_document_is_registered(self, stage: Stage, goods: dict[str, Product]) -> None:
        quote = stage.do(a_sent_quote, stage.petit, a_line(goods["PAP-101"], discount="5"))
        assert (quote.number, quote.state, quote.channel) == ("DEV-2026-0001", QuoteState.SENT, Channel.EMAIL)
        assert quote.sent_on == date(2026, 3, 2)
        assert stage.last("quote.sent")["details"] == {
            "total_cents": 4788,
            "max_discount_bp": 500,
            "allowed_discount_bp": 500,
            "beyond_terms": False,
            "derogation": "none",
            "payment_days": 30,
            "beyond_payment_terms": False,
            "channel": "email",
            "revision": 1,
        }
        issued = stage.last("document.issued")
        assert issued["details"] == {"type": "quote", "number": "DEV-2026-0001"}
        assert [each["kind"] for each in issued["about"]] == ["document", "quote", "company"]

    def test_it_answers_the_request(self, stage: Stage, goods: dict[str, Product]) -> None:
        message = stage.do(a_request, stage.petit, ("PAP-101", "40"))
        quote = stage.do(use_cases.draft_quote, stage.petit, message=message)
        stage.do(use_cases.send_quote, quote, channel=Channel.POST)
        assert not message.is_waiting
        assert [each["kind"] for each in stage.last("quote.sent")["about"]] == ["quote", "company", "message"]

    def test_an_empty_quote_is_refused_and_takes_no_number(self, stage: Stage, goods: dict[str, Product]) -> None:
        empty = stage.do(use_cases.draft_quote, stage.petit)
        with pytest.raises(use_cases.EmptyQuote):
            stage.do(use_cases.send_quote, empty, channel=Channel.EMAIL)
        assert stage.do(a_sent_quote, stage.petit, a_line(goods["PAP-101"])).number == "DEV-2026-0001"

    def test_a_discount_beyond_the_delegation_goes_out_and_is_recorded(
        self, stage: Stage, goods: dict[str, Product]
    ) -> None:
        stage.do(a_sent_quote, stage.petit, a_line(goods["PAP-101"], discount="5.01"))
        details = stage.last("quote.sent")["details"]
        assert (details["beyond_terms"], details["max_discount_bp"]) == (True, 501)

    def test_a_price_below_the_list_counts_as_a_discount(self, stage: Stage, goods: dict[str, Product]) -> None:
        cheap = replace(a_line(goods["PAP-101"]), unit_price=Money.of("3.78"))
        stage.do(a_sent_quote, stage.petit, cheap)
        details = stage.last("quote.sent")["details"]
        assert (details["beyond_terms"], details["max_discount_bp"]) == (True, 1000)

    def test_paying_later_than_the_terms_goes_out_and_is_recorded(
        self, stage: Stage, goods: dict[str, Product]
    ) -> None:
        quote = stage.do(a_draft, stage.petit, a_line(goods["PAP-101"]), payment_days=45)
        stage.do(use_cases.send_quote, quote, channel=Channel.EMAIL)
        details = stage.last("quote.sent")["details"]
        assert (details["payment_days"], details["beyond_payment_terms"]) == (45, True)

    def test_it_is_sent_once(self, stage: Stage, goods: dict[str, Product]) -> None:
        quote = stage.do(a_sent_quote, stage.petit, a_line(goods["PAP-101"]))
        with pytest.raises(use_cases.NotADraft):
            stage.do(use_cases.send_quote, quote, channel=Channel.EMAIL)


class TestTerms:
    def test_a_discount_on_the_whole_comes_after_those_of_the_lines(
        self, stage: Stage, goods: dict[str, Product]
    ) -> None:
        lines = [a_line(goods["PAP-101"], "10", discount="10"), a_line(goods["LIV-002"], "2")]
        quote = stage.do(use_cases.draft_quote, stage.petit, lines=lines, discount=Rate.percent(5))
        assert quote.totals.lines_net == Money.of("74.80")
        assert (quote.net, quote.totals.discount) == (Money.of("71.06"), Money.of("3.74"))
        assert quote.max_discount == Rate.percent("14.5")

    def test_it_counts_against_the_delegation(self, stage: Stage, goods: dict[str, Product]) -> None:
        quote = stage.do(use_cases.draft_quote, stage.petit, lines=[a_line(goods["PAP-101"])], discount=Rate.percent(6))
        stage.do(use_cases.send_quote, quote, channel=Channel.EMAIL)
        details = stage.last("quote.sent")["details"]
        assert (details["beyond_terms"], details["max_discount_bp"]) == (True, 600)

    def test_a_deposit_is_a_share_of_the_gross(self, stage: Stage, goods: dict[str, Product]) -> None:
        lines = [a_line(goods["PAP-101"])]
        quote = stage.do(use_cases.draft_quote, stage.petit, lines=lines, deposit=Rate.percent(30))
        assert quote.deposit_amount == Money.of("15.12")
        assert quote.paper(seller=catalogue.seller()).deposit == Rate.percent(30)

    def test_more_than_all_cannot_be_taken_off(self, stage: Stage) -> None:
        with pytest.raises(use_cases.WrongShare):
            stage.do(use_cases.draft_quote, stage.petit, discount=Rate.percent(101))

    def test_a_customer_abroad_pays_in_its_currency_without_french_vat(
        self, stage: Stage, goods: dict[str, Product]
    ) -> None:
        message = stage.do(a_request, stage.petit, ("PAP-101", "40"))
        quote = stage.do(
            use_cases.draft_quote,
            stage.petit,
            message=message,
            currency=Currency.GBP,
            regime=TaxRegime.EXPORT,
            incoterm=Incoterm.DAP,
        )
        assert (quote.currency, quote.exchange_ppm) == (Currency.GBP, 1_150_000)
        assert [line.unit_price for line in quote.lines] == [Money.of("3.65")]
        assert quote.net == quote.gross == Money.of("146.00")
        assert quote.paper(seller=catalogue.seller()).incoterm is Incoterm.DAP

    def test_the_terms_of_a_draft_change_with_its_lines(self, stage: Stage, goods: dict[str, Product]) -> None:
        quote = stage.do(use_cases.draft_quote, stage.petit, incoterm=Incoterm.EXW)
        lines = [a_line(goods["PAP-101"])]
        stage.do(use_cases.set_lines, quote, lines=lines, regime=TaxRegime.REVERSE_CHARGE, delivery_days=5)
        assert (quote.net, quote.gross) == (Money.of("42.00"), Money.of("42.00"))
        assert (quote.incoterm, quote.delivery_days) == (Incoterm.EXW, 5)
        assert quote.paper(seller=catalogue.seller()).delivery_terms == "sous 5 jours ouvrés"
        stage.do(use_cases.set_lines, quote, lines=lines, incoterm="", currency=Currency.USD)
        assert quote.incoterm is None
        assert quote.exchange_ppm == 920_000

    def test_a_day_to_ask_again_is_planned_when_it_leaves(self, stage: Stage, goods: dict[str, Product]) -> None:
        quote = stage.do(a_draft, stage.petit, a_line(goods["PAP-101"]))
        stage.do(use_cases.send_quote, quote, channel=Channel.EMAIL, follow_up_on=date(2026, 3, 9))
        assert quote.follow_up_on == date(2026, 3, 9)
        assert stage.last("quote.follow_up_planned")["details"] == {"follow_up_on": "2026-03-09"}
        assert queries.follow_up_counts(date(2026, 3, 8)) == (0, 0)
        assert queries.follow_up_counts(date(2026, 3, 9)) == (1, 0)
        assert queries.follow_up_counts(date(2026, 3, 10)) == (1, 1)

    def test_one_does_not_plan_for_yesterday_or_for_a_draft(self, stage: Stage, goods: dict[str, Product]) -> None:
        quote = stage.do(a_draft, stage.petit, a_line(goods["PAP-101"]))
        with pytest.raises(use_cases.NothingToFollowUp):
            stage.do(use_cases.plan_follow_up, quote, follow_up_on=date(2026, 3, 9))
        quote_id = quote.id
        stage.do(use_cases.send_quote, a_quote(quote_id), channel=Channel.EMAIL)
        with pytest.raises(use_cases.PastFollowUp):
            stage.do(use_cases.plan_follow_up, a_quote(quote_id), follow_up_on=date(2026, 3, 1))


class TestLeave:
    @pytest.fixture
    def generous(self, stage: Stage, goods: dict[str, Product]) -> Quote:
        """A draft at eight percent, where five are allowed."""
        return stage.do(a_draft, stage.petit, a_line(goods["PAP-101"], discount="8"))

    def ask(self, stage: Stage, quote: Quote) -> Derogation:
        """Ask the management for what the quote gives away."""
        return stage.do(
            request_derogation, stage.petit, subject=Subject.DISCOUNT, about=quote, reason="Un concurrent fait 8 %."
        )

    def sent(self, stage: Stage, quote: Quote) -> tuple[bool, str]:
        """Send it; return whether it goes beyond and what the record says of the management."""
        stage.do(use_cases.send_quote, quote, channel=Channel.EMAIL)
        details = stage.last("quote.sent")["details"]
        return details["beyond_terms"], details["derogation"]

    def test_sent_without_asking(self, stage: Stage, generous: Quote) -> None:
        assert self.sent(stage, generous) == (True, "none")

    def test_sent_while_the_management_thinks(self, stage: Stage, generous: Quote) -> None:
        self.ask(stage, generous)
        assert self.sent(stage, generous) == (True, "waiting")

    @pytest.mark.parametrize("word", ["granted", "refused"])
    def test_sent_after_the_answer(self, stage: Stage, generous: Quote, word: str) -> None:
        stage.do(answer_derogation, self.ask(stage, generous), granted=word == "granted")
        assert self.sent(stage, generous) == (True, word)

    def test_what_was_granted_does_not_cover_more(
        self, stage: Stage, generous: Quote, goods: dict[str, Product]
    ) -> None:
        stage.do(answer_derogation, self.ask(stage, generous), granted=True)
        stage.do(use_cases.set_lines, generous, lines=[a_line(goods["PAP-101"], discount="9")])
        assert self.sent(stage, generous) == (True, "exceeded")


class TestPrices:
    def test_a_list_of_the_customers_segment_is_what_a_request_is_priced_by(
        self, stage: Stage, goods: dict[str, Product]
    ) -> None:
        head = PriceListData(code="PRO", name="Professionnels", valid_from=date(2026, 1, 1))
        prices = [
            PriceData(goods["PAP-101"].id, Money.of("4.00")),
            PriceData(goods["PAP-101"].id, Money.of("3.50"), Decimal(50)),
        ]
        stage.do(define_price_list, head, prices=prices)
        few = stage.do(use_cases.draft_quote, stage.petit, message=stage.do(a_request, stage.petit, ("PAP-101", "49")))
        many = stage.do(use_cases.draft_quote, stage.petit, message=stage.do(a_request, stage.petit, ("PAP-101", "50")))
        assert [quote.lines[0].unit_price for quote in (few, many)] == [Money.of("4.00"), Money.of("3.50")]
        stage.do(use_cases.send_quote, many, channel=Channel.EMAIL)
        assert stage.last("quote.sent")["details"]["max_discount_bp"] == 0

    def test_the_schedule_delegates_by_the_net(self, stage: Stage, goods: dict[str, Product]) -> None:
        steps = [
            StepData("assistant", Money(), Rate.percent(2)),
            StepData("assistant", Money.of(1000), Rate.percent(7)),
        ]
        stage.do(define_discount_schedule, steps=steps)
        small = stage.do(a_sent_quote, stage.petit, a_line(goods["SIE-601"], "2", discount="6"))
        assert stage.last("quote.sent")["details"]["allowed_discount_bp"] == 200
        large = stage.do(a_sent_quote, stage.petit, a_line(goods["SIE-601"], "10", discount="6"))
        assert stage.last("quote.sent")["details"]["allowed_discount_bp"] == 700
        assert small.net < large.net


class TestTheAnswer:
    def test_the_customer_accepts(self, stage: Stage, goods: dict[str, Product]) -> None:
        quote = stage.do(a_sent_quote, stage.petit, a_line(goods["PAP-101"]))
        customer = Actor(ActorKind.CUSTOMER, "Boulangerie Petit", stage.petit.id)
        stage.do_as(customer, use_cases.accept_quote, quote)
        assert quote.state is QuoteState.ACCEPTED
        assert stage.last("quote.accepted")["actor"]["kind"] == "customer"
        assert stage.last("quote.accepted")["details"] == {"total_cents": 5040, "after_validity": False}

    def test_the_customer_declines_and_says_why(self, stage: Stage, goods: dict[str, Product]) -> None:
        quote = stage.do(a_sent_quote, stage.petit, a_line(goods["PAP-101"]))
        stage.do(use_cases.decline_quote, quote, reason="Trop cher")
        assert (quote.state, quote.decline_reason) == (QuoteState.DECLINED, "Trop cher")
        assert stage.last("quote.declined")["details"]["reason"] == "Trop cher"

    def test_a_refusal_has_a_reason(self, stage: Stage, goods: dict[str, Product]) -> None:
        quote = stage.do(a_sent_quote, stage.petit, a_line(goods["PAP-101"]))
        with pytest.raises(use_cases.ReasonMissing):
            stage.do(use_cases.decline_quote, quote, reason=" ")

    def test_a_draft_cannot_be_accepted(self, stage: Stage, goods: dict[str, Product]) -> None:
        quote = stage.do(a_draft, stage.petit, a_line(goods["PAP-101"]))
        with pytest.raises(ImpossibleMove):
            stage.do(use_cases.accept_quote, quote)


class TestQueries:
    def test_quotes_are_found_by_number_and_company(self, stage: Stage, goods: dict[str, Product]) -> None:
        sent = stage.do(a_sent_quote, stage.petit, a_line(goods["PAP-101"]))
        draft = stage.do(use_cases.draft_quote, stage.petit)
        assert [each.id for each in queries.quotes(QuoteFilter()).rows] == [draft.id, sent.id]
        assert [each.id for each in queries.quotes(QuoteFilter(search="dev-2026")).rows] == [sent.id]
        assert queries.quote_count(QuoteFilter(search="boulangerie")) == 2
        assert queries.quote_count(QuoteFilter(search="ailleurs")) == 0
        assert queries.state_counts() == {QuoteState.DRAFT: 1, QuoteState.SENT: 1}
        assert [each.id for each in queries.quotes_of(stage.petit, state=QuoteState.SENT)] == [sent.id]

    def test_a_quote_comes_with_its_company(self, stage: Stage) -> None:
        quote_id = stage.do(use_cases.draft_quote, stage.petit).id
        db.session.expire_all()
        found = queries.quote_by_id(quote_id)
        assert found is not None
        assert found.company.legal_name == "Boulangerie Petit"

    def test_quotes_without_answer_wait(self, stage: Stage, goods: dict[str, Product]) -> None:
        sent = stage.do(a_sent_quote, stage.petit, a_line(goods["PAP-101"]))
        assert [each.id for each in queries.sent_quotes()] == [sent.id]
        assert queries.sent_quotes(before=date(2026, 3, 2)) == []
        assert queries.quote_by_number("DEV-2026-0001") is sent
        assert queries.quote_by_number("") is None
