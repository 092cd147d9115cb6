"""Keeping customers: what changes, and what is recorded of it."""

from __future__ import annotations

from datetime import date

import pytest

from crm.aftersales.loyalty import queries, use_cases
from crm.aftersales.loyalty.models import OfferKind, Segment
from crm.aftersales.loyalty.queries import AccountFilter
from crm.kernel.money import Money, Rate
from crm.prospecting.companies.models import Stage as CompanyStage
from crm.prospecting.companies.use_cases import record_opt_out
from crm.selling.quotes.models import Channel
from tests.aftersales.loyalty.builders import an_offer
from tests.billing.invoices.builders import an_issued_invoice
from tests.builders import Stage, a_company

LAST_SUMMER, MONDAY = date(2025, 7, 1), date(2026, 3, 2)


class TestDetectingInactiveAccounts:
    def test_finds_who_has_not_ordered_and_says_by_which_criterion(self, stage: Stage) -> None:
        stage.do(an_issued_invoice, stage.petit, on=LAST_SUMMER)
        stage.do(a_company, "Mairie de Wattrelos")
        found = stage.do(use_cases.detect_inactive)
        assert found == [stage.petit]
        fact = stage.last("inactive_accounts.detected")
        assert fact["details"] == {
            "criterion": "days_without_order",
            "days": 180,
            "companies": [stage.petit.id],
        }
        assert [each["id"] for each in fact["about"]] == [stage.petit.id]

    def test_a_recent_order_is_enough(self, stage: Stage) -> None:
        stage.do(an_issued_invoice, stage.petit, on=LAST_SUMMER)
        stage.do(an_issued_invoice, stage.petit)
        assert stage.do(use_cases.detect_inactive) == []
        assert stage.last("inactive_accounts.detected")["details"]["companies"] == []

    def test_suspects_are_no_accounts(self, stage: Stage) -> None:
        stage.do(a_company, "Garage du Nord", stage=CompanyStage.SUSPECT)
        assert "Garage du Nord" not in [each.legal_name for each in stage.do(use_cases.detect_inactive, days=1)]

    def test_a_period_has_a_day_at_least(self, stage: Stage) -> None:
        with pytest.raises(use_cases.NoTime):
            stage.do(use_cases.detect_inactive, days=0)

    def test_the_last_search_is_read_from_its_record(self, stage: Stage) -> None:
        assert queries.last_detection() is None
        stage.do(an_issued_invoice, stage.petit, on=LAST_SUMMER)
        stage.do(use_cases.detect_inactive, days=90)
        found = queries.last_detection()
        assert found is not None
        assert (found.companies, found.days, found.by) == ([stage.petit], 90, "Lina")


class TestComputingSegments:
    def test_sorts_every_customer_and_counts_them(self, stage: Stage) -> None:
        stage.do(an_issued_invoice, stage.petit, "200")
        town = stage.do(a_company, "Mairie de Wattrelos")
        assert stage.do(use_cases.compute_segments) == {"new": 1, "lost": 1}
        assert stage.last("segments.computed")["details"] == {"accounts": 2, "segments": {"new": 1, "lost": 1}}
        account = queries.segments_of([stage.petit, town])[stage.petit.id]
        assert (account.segment, account.scores, account.orders) == (Segment.NEW, "R5 F2 M2", 1)
        assert account.revenue == Money.of(840)
        assert queries.segment_counts() == {Segment.NEW: 1, Segment.LOST: 1}
        assert queries.accounts(AccountFilter(segment=Segment.LOST)).rows == [town]

    def test_again_replaces_what_it_said(self, stage: Stage) -> None:
        stage.do(use_cases.compute_segments)
        stage.do(an_issued_invoice, stage.petit)
        assert stage.do(use_cases.compute_segments) == {"new": 1}
        assert queries.computed_on() == MONDAY

    def test_what_was_ordered_more_than_a_year_ago_no_longer_counts(self, stage: Stage) -> None:
        stage.do(an_issued_invoice, stage.petit, on=date(2025, 2, 3))
        trade = queries.trade_of([stage.petit], today=MONDAY)[stage.petit.id]
        assert (trade.last_order_on, trade.orders, trade.revenue) == (date(2025, 2, 3), 0, Money())


class TestOffers:
    def test_are_sent_with_their_terms(self, stage: Stage) -> None:
        offer = stage.do(an_offer, stage.petit)
        fact = stage.last("offer.sent")
        assert fact["details"] == {
            "type": "discount",
            "channel": "email",
            "discount_bp": 500,
            "allowed_discount_bp": 500,
            "beyond_terms": False,
            "opted_out": False,
            "valid_until": "2026-03-31",
        }
        assert [each["kind"] for each in fact["about"]] == ["offer", "company"]
        assert queries.offers_to(stage.petit) == queries.open_offers() == [offer]

    def test_beyond_the_delegation_or_against_an_opt_out_are_possible_and_recorded(self, stage: Stage) -> None:
        stage.do(record_opt_out, stage.petit, email=True)
        stage.do(an_offer, stage.petit, percent="12")
        details = stage.last("offer.sent")["details"]
        assert (details["beyond_terms"], details["opted_out"]) == (True, True)

    def test_a_gift_carries_no_discount(self, stage: Stage) -> None:
        offer = stage.do(
            use_cases.send_offer,
            stage.petit,
            type=OfferKind.GIFT,
            valid_until=MONDAY,
            text="Bonjour",
            discount=Rate.percent(5),
            channel=Channel.HAND,
        )
        assert offer.discount is None
        assert offer.is_open(on=MONDAY)

    def test_that_ended_before_they_left_are_refused(self, stage: Stage) -> None:
        with pytest.raises(use_cases.OfferOverBeforeSent):
            stage.do(
                use_cases.send_offer,
                stage.petit,
                type=OfferKind.GIFT,
                valid_until=date(2026, 3, 1),
                text="Bonjour",
            )

    def test_of_a_discount_without_rate_are_refused(self, stage: Stage) -> None:
        with pytest.raises(use_cases.DiscountMissing):
            stage.do(an_offer, stage.petit, percent="0")

    def test_are_answered_once(self, stage: Stage) -> None:
        offer = stage.do(an_offer, stage.petit)
        stage.do(use_cases.answer_offer, offer, accepted=False, reason="Pas de besoin")
        assert stage.last("offer.answered")["details"] == {"accepted": False, "reason": "Pas de besoin"}
        assert queries.open_offers() == []
        with pytest.raises(use_cases.AlreadyAnswered):
            stage.do(use_cases.answer_offer, offer, accepted=True)
        assert queries.offer_by_id(offer.id) is offer
