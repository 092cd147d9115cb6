"""Receivables in figures."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.billing.receivables import rules
from crm.billing.receivables.rules import Basis, Bucket, Receipt
from crm.kernel.money import ZERO, Money, total

TODAY = date(2026, 3, 4)
days_late = st.integers(min_value=-400, max_value=4000)
sums = st.integers(min_value=0, max_value=10**9).map(Money)
days = st.dates(min_value=date(2026, 1, 1), max_value=date(2026, 12, 31))


class TestBuckets:
    @given(days_late)
    def test_each_day_lies_in_exactly_one(self, late: int) -> None:
        holding = [
            bucket
            for bucket in Bucket
            if (bucket.days[0] is None or bucket.days[0] <= late) and (bucket.days[1] is None or late <= bucket.days[1])
        ]
        assert holding == [rules.bucket_of(late)]

    @given(st.lists(st.tuples(days_late, sums)))
    def test_their_sums_add_up_to_what_is_open(self, unpaid: list[tuple[int, Money]]) -> None:
        found = rules.aged(unpaid)
        assert set(found) == set(Bucket)
        assert rules.open_total(found) == total(amount for _, amount in unpaid)

    @pytest.mark.parametrize(
        ("late", "bucket"),
        [
            (0, Bucket.NOT_DUE),
            (1, Bucket.MONTH),
            (30, Bucket.MONTH),
            (31, Bucket.TWO_MONTHS),
            (60, Bucket.TWO_MONTHS),
            (61, Bucket.THREE_MONTHS),
            (90, Bucket.THREE_MONTHS),
            (91, Bucket.LATER),
        ],
    )
    def test_their_bounds(self, late: int, bucket: Bucket) -> None:
        assert rules.bucket_of(late) is bucket


class TestDaysOfSales:
    def test_by_accounting(self) -> None:
        assert rules.dso(Money.of(30_000), revenue=Money.of(60_000), days=90) == 45

    def test_nothing_sold_says_nothing(self) -> None:
        assert rules.dso(Money.of(30_000), revenue=ZERO, days=90) is None

    def test_by_exhaustion_takes_whole_months_then_a_part(self) -> None:
        months = [(31, Money.of(10_000)), (28, Money.of(20_000)), (31, Money.of(50_000))]
        assert rules.dso_by_exhaustion(Money.of(20_000), months) == 31 + 14
        assert rules.dso_by_exhaustion(Money.of(5_000), months) == 16
        assert rules.dso_by_exhaustion(ZERO, months) == 0
        assert rules.dso_by_exhaustion(Money.of(100_000), months) is None

    @given(sums, st.lists(st.tuples(st.integers(1, 31), sums), max_size=12))
    def test_by_exhaustion_lies_within_the_months(self, owed: Money, months: list[tuple[int, Money]]) -> None:
        found = rules.dso_by_exhaustion(owed, months)
        assert (found is None) == (owed > total(each for _, each in months))
        assert found is None or 0 <= found <= sum(length for length, _ in months)

    @given(sums, sums, st.lists(st.tuples(st.integers(1, 31), sums), max_size=12))
    def test_by_exhaustion_grows_with_what_is_owed(
        self, owed: Money, more: Money, months: list[tuple[int, Money]]
    ) -> None:
        less, all_of_it = rules.dso_by_exhaustion(owed, months), rules.dso_by_exhaustion(owed + more, months)
        assert all_of_it is None or (less is not None and less <= all_of_it)


class TestReceiptsByWeek:
    @given(st.lists(st.builds(Receipt, days, sums, st.sampled_from([Basis.DUE_DATE, Basis.PROMISE, Basis.PLAN]))))
    def test_every_sum_is_in_exactly_one_week(self, receipts: list[Receipt]) -> None:
        weeks = rules.by_week(receipts, today=TODAY, weeks=8)
        assert len(weeks) == 9
        assert total(week.total for week in weeks) == total(each.amount for each in receipts)

    def test_what_is_late_without_a_word_has_no_week(self) -> None:
        late, promised = Receipt(TODAY - timedelta(days=3), Money(5)), Receipt(TODAY, Money(7), Basis.PROMISE)
        weeks = rules.by_week([late, promised, Receipt(date(2027, 1, 1), Money(9))], today=TODAY, weeks=4)
        assert (weeks[0].begins_on, weeks[0].sums[Basis.OVERDUE]) == (None, Money(5))
        assert (weeks[1].begins_on, weeks[1].sums[Basis.PROMISE]) == (date(2026, 3, 2), Money(7))
        assert weeks[-1].sums[Basis.DUE_DATE] == Money(9)
