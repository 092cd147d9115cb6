"""Doubtful debts in figures."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crm.billing.doubtful import rules
from crm.billing.doubtful.rules import Loss, Owed
from crm.billing.invoices.rules import vat_fallen_due, vat_waiting
from crm.kernel.money import ZERO, Money, Rate

sums = st.integers(min_value=0, max_value=10**9).map(Money)
parts = st.integers(1, 10**6)


class TestWhatIsSetAside:
    @given(sums, st.integers(min_value=1, max_value=10**9), st.integers(min_value=0, max_value=10**8))
    def test_is_on_what_is_due_without_vat(self, due: Money, net: int, vat: int) -> None:
        part = rules.without_vat(due, net=Money(net), gross=Money(net + vat))
        assert ZERO <= part <= due

    def test_is_a_share_of_the_net(self) -> None:
        assert rules.without_vat(Money.of(252), net=Money.of(210), gross=Money.of(252)) == Money.of(210)
        assert rules.without_vat(ZERO, net=ZERO, gross=ZERO) == ZERO
        assert rules.allowance(Money.of(210), Rate.percent(60)) == Money.of(126)


class TestALoss:
    OWED = Owed(
        due=Money.of(120),
        gross=Money.of(240),
        deposited=ZERO,
        goods_vat=Money.of(30),
        services_vat=Money.of(10),
        on_receipt=True,
    )

    def test_claims_the_vat_of_goods_back_and_lets_that_of_services_go(self) -> None:
        assert rules.given_up(self.OWED, is_proven=True) == Loss(Money.of(100), Money.of(15), Money.of(5))

    def test_that_nobody_proves_is_with_the_vat_that_was_paid(self) -> None:
        assert rules.given_up(self.OWED, is_proven=False) == Loss(Money.of(115), ZERO, Money.of(5))

    def test_of_a_seller_who_pays_vat_on_debits_claims_all_of_it(self) -> None:
        on_debits = Owed(Money.of(120), Money.of(240), ZERO, Money.of(30), Money.of(10), on_receipt=False)
        assert rules.given_up(on_debits, is_proven=True) == Loss(Money.of(100), Money.of(20), ZERO)

    @given(parts, parts, parts, st.integers(0, 10**5), st.booleans())
    def test_and_money_leave_no_cent_of_vat_waiting(
        self,
        deposited: int,
        paid: int,
        due: int,
        cents: int,
        proven: bool,  # noqa: FBT001
    ) -> None:
        gross, asked, vat = Money(deposited + paid + due), Money(paid + due), Money(cents)
        waiting = vat_waiting(vat, gross=gross, deposited=Money(deposited))
        fell_due = vat_fallen_due(waiting, settled=Money(paid), gross=asked, before=ZERO)
        owed = Owed(Money(due), gross, Money(deposited), ZERO, vat, on_receipt=True)
        loss = rules.given_up(owed, is_proven=proven)
        assert waiting - fell_due - loss.waiting == ZERO
        assert loss.net + loss.vat == Money(due)

    @given(sums, sums.filter(bool), sums)
    def test_that_comes_back_has_its_own_share_of_vat(self, amount: Money, net: Money, vat: Money) -> None:
        assert ZERO <= rules.vat_share(amount, net=net, vat=vat) <= amount
