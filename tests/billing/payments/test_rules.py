"""Proposals, cash discounts and letters in figures."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.billing.payments.rules import (
    Candidate,
    Part,
    Why,
    cash_discount,
    cites,
    discount_until,
    next_letter,
    propose,
    split_discount,
)
from crm.kernel.money import ZERO, Money, Rate, total, totals

DAY = date(2026, 3, 2)
FIRST = Candidate(1, "FA-2026-0001", DAY, Money.of(100))
SECOND = Candidate(2, "FA-2026-0002", DAY + timedelta(days=1), Money.of(250))
THIRD = Candidate(3, "FA-2026-0003", DAY + timedelta(days=2), Money.of(75), discounted=Money.of("73.50"))
OPEN = [THIRD, SECOND, FIRST]

candidates = st.lists(
    st.tuples(st.integers(1, 50), st.integers(0, 60), st.integers(1, 500_00)),
    max_size=8,
    unique_by=lambda each: each[0],
).map(lambda found: [Candidate(a, f"FA-2026-{a:04}", DAY + timedelta(days=b), Money(c)) for a, b, c in found])
amounts = st.integers(1, 2_000_00).map(Money)


class TestProposing:
    @pytest.mark.parametrize(
        ("amount", "label", "why", "parts", "rest"),
        [
            (250, "VIR PETIT", Why.EXACT, (Part(2, Money.of(250)),), 0),
            (90, "VIR fa 2026 0002", Why.NAMED, (Part(2, Money.of(90)),), 0),
            (350, "FA20260001 + FA-2026-0002", Why.NAMED_SUM, (Part(1, Money.of(100)), Part(2, Money.of(250))), 0),
            ("73.50", "VIR", Why.DISCOUNTED, (Part(3, Money.of("73.50"), Money.of("1.50")),), 0),
            (325, "VIR", Why.SUM, (Part(2, Money.of(250)), Part(3, Money.of(75))), 0),
            (120, "VIR", Why.OLDEST, (Part(1, Money.of(100)), Part(2, Money.of(20))), 0),
            (110, "FA-2026-0001", Why.NAMED, (Part(1, Money.of(100)),), 10),
        ],
        ids=["exact", "named in part", "named sum", "discounted", "sum", "oldest first", "named, too much"],
    )
    def test_takes_the_strongest_sign(
        self, amount: int | str, label: str, why: Why, parts: tuple[Part, ...], rest: int
    ) -> None:
        proposal = propose(Money.of(amount), label, OPEN)
        assert (proposal.why, proposal.parts, proposal.rest) == (why, parts, Money.of(rest))

    def test_of_nothing_due_leaves_it_on_account(self) -> None:
        assert propose(Money(5), "FA-2026-0001", []).why is Why.NOTHING

    @given(amounts, candidates, st.integers(1, 50))
    def test_never_sets_more_than_came_nor_than_is_due(self, amount: Money, found: list[Candidate], cited: int) -> None:
        proposal = propose(amount, f"VIR FA-2026-{cited:04}", found)
        due = {each.id: each.due for each in found}
        assert total(part.amount for part in proposal.parts) + proposal.rest == amount
        assert proposal.rest >= ZERO
        assert all(ZERO < part.amount + part.discount <= due[part.invoice_id] for part in proposal.parts)
        assert len({part.invoice_id for part in proposal.parts}) == len(proposal.parts)

    def test_a_longer_number_is_another_invoice(self) -> None:
        assert cites("VIR FA-2026-0001 MERCI", "FA-2026-0001")
        assert not cites("VIR FA-2026-00012", "FA-2026-0001")
        assert not cites("VIR", "")


class TestCashDiscount:
    def test_is_a_share_of_what_is_asked_with_vat(self) -> None:
        assert cash_discount(Money.of(252), Rate.percent(2)) == Money.of("5.04")
        assert cash_discount(Money.of(252), Rate()) == ZERO
        assert discount_until(DAY, 8) == date(2026, 3, 10)

    @given(
        st.lists(st.tuples(st.integers(1, 10**6), st.sampled_from(["20", "10", "5.5", "0"])), min_size=1, max_size=6),
        st.integers(0, 10**4),
    )
    def test_is_shared_over_the_rates_to_the_cent(self, lines: list[tuple[int, str]], share: int) -> None:
        sums = totals((Money(net), Rate.percent(percent)) for net, percent in lines)
        amount = sums.gross.times(Decimal(share) / 10_000)
        shares = split_discount(amount, sums)
        assert total(each.net + each.vat for each in shares) == amount
        assert all(each.net >= ZERO and each.vat >= ZERO for each in shares)


class TestLetters:
    @pytest.mark.parametrize(("last", "following"), [("", "A"), ("A", "B"), ("Z", "AA"), ("AZ", "BA"), ("ZZ", "AAA")])
    def test_follow_one_another(self, last: str, following: str) -> None:
        assert next_letter(last) == following
