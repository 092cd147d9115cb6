"""Double entry in figures: every entry balances, the tax file says what the entries say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from crm.billing.entries import Account, Entry, Journal, Kind, Whose
from crm.billing.ledger import rules
from crm.billing.ledger.rules import COLUMNS, Sold
from crm.kernel.currency import MILLION, Currency
from crm.kernel.money import ZERO, Money, total

DAY = date(2026, 3, 2)
sums = st.integers(0, 10**8).map(Money)
rates = st.sampled_from([MILLION, 1_150_000, 920_000])
PETIT = Whose("C00001", "Boulangerie | Petit\t")


@st.composite
def sold(draw: st.DrawFn) -> Sold:
    """Draw what an invoice charges: goods, services, deposits."""
    services, goods, services_vat, goods_vat = (draw(sums) for _ in range(4))
    return Sold(
        services=services,
        services_vat=services_vat,
        net=services + goods,
        vat=services_vat + goods_vat,
        deposits_net=draw(sums),
        deposits_vat=draw(sums),
        is_deposit=draw(st.booleans()),
    )


def an_entry(amount: int = 12000, *, on: date = DAY, piece: str = "FA-2026-0001", letter: str = "") -> Entry:
    """Return the entry of an invoice of goods."""
    vat = Money(amount - Money(amount).times(1 / Decimal("1.2")).cents)
    charged = Sold(services=ZERO, services_vat=ZERO, net=Money(amount) - vat, vat=vat)
    postings = rules.sale(charged, signed=1, exchange_ppm=MILLION, vat_on_debits=False, currency=Currency.EUR)
    return Entry(Journal.SALES, Kind.INVOICE, on, piece, on, f"Facture {piece}", PETIT, postings, letter=letter)


class TestASale:
    @given(charged=sold(), signed=st.sampled_from([1, -1]), ppm=rates, debits=st.booleans())
    def test_always_balances(self, charged: Sold, signed: int, ppm: int, *, debits: bool) -> None:
        postings = rules.sale(charged, signed=signed, exchange_ppm=ppm, vat_on_debits=debits, currency=Currency.GBP)
        assert total(each.amount for each in postings) == ZERO

    def test_of_goods_is_customers_sales_and_vat(self) -> None:
        found = {each.account: each.amount for each in an_entry().postings}
        assert found == {
            Account.CUSTOMERS: Money(12000),
            Account.VAT: Money(-2000),
            Account.GOODS: Money(-10000),
        }

    def test_of_services_lets_vat_wait_for_the_money(self) -> None:
        charged = Sold(services=Money(1000), services_vat=Money(200), net=Money(1000), vat=Money(200))
        postings = rules.sale(charged, signed=1, exchange_ppm=MILLION, vat_on_debits=False, currency=Currency.EUR)
        found = {each.account: each.amount for each in postings}
        assert found[Account.VAT_WAITING] == Money(-200)
        assert found[Account.SERVICES] == Money(-1000)
        assert Account.GOODS not in found
        on_debits = rules.sale(charged, signed=1, exchange_ppm=MILLION, vat_on_debits=True, currency=Currency.EUR)
        assert Account.VAT_WAITING not in {each.account for each in on_debits}

    def test_after_a_deposit_asks_for_the_rest(self) -> None:
        deposit = Sold(services=ZERO, services_vat=ZERO, net=Money(300), vat=Money(60), is_deposit=True)
        first = rules.sale(deposit, signed=1, exchange_ppm=MILLION, vat_on_debits=True, currency=Currency.EUR)
        final = Sold(
            services=ZERO,
            services_vat=ZERO,
            net=Money(1000),
            vat=Money(200),
            deposits_net=Money(300),
            deposits_vat=Money(60),
        )
        rest = rules.sale(final, signed=1, exchange_ppm=MILLION, vat_on_debits=True, currency=Currency.EUR)
        entries = [replace(an_entry(), postings=first), replace(an_entry(), postings=rest)]
        assert rules.balances(entries) == {
            Account.CUSTOMERS: Money(1200),
            Account.DEPOSITS: ZERO,
            Account.VAT: Money(-200),
            Account.GOODS: Money(-1000),
        }

    def test_of_services_after_a_deposit_lets_only_the_rest_of_the_vat_wait(self) -> None:
        deposit = Sold(services=ZERO, services_vat=ZERO, net=Money(300), vat=Money(60), is_deposit=True)
        final = Sold(
            services=Money(1000),
            services_vat=Money(200),
            net=Money(1000),
            vat=Money(200),
            deposits_net=Money(300),
            deposits_vat=Money(60),
        )
        entries = [
            replace(
                an_entry(),
                postings=rules.sale(each, signed=1, exchange_ppm=MILLION, vat_on_debits=False, currency=Currency.EUR),
            )
            for each in (deposit, final)
        ]
        found = rules.balances(entries)
        assert (found[Account.VAT], found[Account.VAT_WAITING]) == (Money(-60), Money(-140))


@given(sums.filter(bool), sums, rates)
def test_money_discounts_and_exchange_balance(amount: Money, vat: Money, ppm: int) -> None:
    for postings in (
        rules.receipt(amount, exchange_ppm=ppm, currency=Currency.USD, cash=False),
        rules.discount(amount, min(vat, amount), exchange_ppm=ppm),
        rules.exchange(amount),
        rules.vat_transfer(vat, exchange_ppm=ppm),
    ):
        assert total(each.amount for each in postings) == ZERO


class TestADoubtfulDebt:
    @given(sums, sums, sums)
    def test_always_balances(self, amount: Money, vat: Money, waiting: Money) -> None:
        for postings in (
            rules.turned_doubtful(amount),
            rules.turned_doubtful(-amount),
            rules.set_aside(amount),
            rules.set_aside(-amount),
            rules.given_up(amount, vat=vat, waiting=waiting, account=Account.DOUBTFUL),
            rules.come_back(amount, vat=vat),
            rules.receipt(amount, exchange_ppm=MILLION, currency=Currency.EUR, cash=False, doubtful=vat),
        ):
            assert total(each.amount for each in postings) == ZERO

    def test_is_given_up_as_the_chart_of_accounts_says(self) -> None:
        postings = rules.given_up(Money(12000), vat=Money(1500), waiting=Money(500), account=Account.DOUBTFUL)
        assert {str(each.account.value): each.amount.cents for each in postings} == {
            "654000": 10000,
            "445710": 1500,
            "445800": 500,
            "416000": -12000,
        }

    def test_is_set_aside_for_and_released(self) -> None:
        found = [
            {str(each.account.value): each.amount.cents for each in rules.set_aside(Money(cents))}
            for cents in (6000, -6000)
        ]
        assert found == [{"681740": 6000, "491000": -6000}, {"781740": -6000, "491000": 6000}]

    def test_is_on_the_customers_account_in_the_tax_file(self) -> None:
        entry = replace(an_entry(), postings=rules.turned_doubtful(Money(12000)))
        rows = [line.split("\t") for line in rules.fec([entry]).split("\r\n")[1:-1]]
        assert [(row[4], row[6]) for row in rows] == [("416000", "C00001"), ("411000", "C00001")]


class TestTheTaxFile:
    @given(st.lists(st.tuples(st.integers(1, 10**8), st.integers(0, 300)), max_size=12))
    def test_has_18_columns_and_the_sums_of_the_entries(self, found: list[tuple[int, int]]) -> None:
        entries = rules.numbered(
            an_entry(amount, on=DAY + timedelta(days=days), piece=f"FA-{at}") for at, (amount, days) in enumerate(found)
        )
        head, *rows = [line.split("\t") for line in rules.fec(entries).split("\r\n")[:-1]]
        assert tuple(head) == COLUMNS
        assert all(len(row) == len(COLUMNS) for row in rows)
        debit, credit = (sum(int(row[at].replace(",", "")) for row in rows) for at in (11, 12))
        assert debit == credit == total(each.debit for each in entries).cents
        assert sorted({int(row[2]) for row in rows}) == list(range(1, len(entries) + 1))
        assert [row[3] for row in rows] == sorted(row[3] for row in rows)

    def test_says_whose_account_and_which_letter(self) -> None:
        rows = [line.split("\t") for line in rules.fec(rules.numbered([an_entry(letter="A")])).split("\r\n")[1:-1]]
        assert rows[0][:8] == ["VE", "Ventes", "1", "20260302", "411000", "Clients", "C00001", "Boulangerie Petit"]
        assert rows[0][11:] == ["120,00", "0,00", "A", "", "20260302", "", ""]
        assert [row[13] for row in rows[1:]] == ["", ""]

    def test_knows_no_letter_that_does_not_balance(self) -> None:
        assert "\ta\t" not in rules.fec([an_entry(letter="a")])

    def test_is_named_by_the_law(self) -> None:
        assert rules.fec_name("100000009", date(2026, 12, 31)) == "100000009FEC20261231.txt"
