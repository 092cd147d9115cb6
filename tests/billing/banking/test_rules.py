"""Reading a bank's file: every bank writes its own way."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.billing.banking.rules import (
    Fault,
    StatementLine,
    decoded,
    names,
    parse_amount,
    parse_day,
    read_statement,
    unknown,
    write_statement,
)
from crm.kernel.money import Money

DAY = date(2026, 3, 2)
FIRST = StatementLine(DAY, "VIR PETIT FA-2026-0001", Money.of("1234.56"))
SECOND = StatementLine(DAY, "REJET CHQ 77", Money.of("-12.00"))
WRITINGS = {
    "semicolons, French": "Date;Libellé;Montant\n02/03/2026;VIR PETIT FA-2026-0001;1 234,56\n02/03/2026;REJET CHQ 77;-12,00\n",
    "commas, English": 'Date,Label,Amount\n2026-03-02,VIR PETIT FA-2026-0001,"1,234.56"\n2026-03-02,REJET CHQ 77,-12.00\n',
    "tabs, two columns": (
        "Date opération\tLibellé\tDébit\tCrédit\n2.3.26\tVIR PETIT FA-2026-0001\t\t1234,56\n02-03-2026\tREJET CHQ 77\t12\t\n"
    ),
    "lines above": (
        "Compte;FR76 0000\nSolde;10,00\n\nDATE;LIBELLE;MONTANT\n"
        "02/03/2026;VIR PETIT FA-2026-0001;1.234,56 €\n02/03/2026;REJET CHQ 77;(12,00)\n"
    ),
}

lines = st.builds(
    StatementLine,
    st.integers(0, 400).map(lambda days: DAY + timedelta(days=days)),
    st.text(st.characters(whitelist_categories=("L", "N"), max_codepoint=0x17F), min_size=1, max_size=40),
    st.integers(-(10**9), 10**9).filter(bool).map(Money),
    st.text(st.characters(whitelist_categories=("L", "N"), max_codepoint=0x17F), max_size=20),
)


class TestReading:
    @pytest.mark.parametrize("text", WRITINGS.values(), ids=WRITINGS)
    def test_understands_what_banks_write(self, text: str) -> None:
        read = read_statement(text)
        assert (read.lines, read.faults) == ((FIRST, SECOND), ())
        assert (read.credits, read.debits) == (Money.of("1234.56"), Money.of(12))

    def test_the_same_statement_is_known_however_it_is_written(self) -> None:
        assert len({read_statement(text).digest for text in WRITINGS.values()}) == 1

    def test_tells_every_fault_with_its_line(self) -> None:
        read = read_statement("Date;Libellé;Montant\n31/02/2026;VIR;1,00\n02/03/2026;VIR;beaucoup\n02/03/2026;;1,00\n")
        assert read.lines == ()
        assert read.faults == (
            Fault(2, "Date illisible", "31/02/2026"),
            Fault(3, "Montant illisible", "beaucoup"),
            Fault(4, "Libellé manquant"),
        )

    @pytest.mark.parametrize(
        ("text", "word"),
        [("", "vide"), ("bonjour\n", "Colonnes introuvables"), ("Date;Libellé;Montant\n", "aucune opération")],
    )
    def test_says_what_is_missing(self, text: str, word: str) -> None:
        (fault,) = read_statement(text).faults
        assert word in fault.message

    def test_reads_old_programs_too(self) -> None:
        assert decoded("Libellé".encode("cp1252")) == "Libellé"
        assert decoded("\ufeffDate".encode()) == "Date"

    @given(st.text(max_size=300))
    def test_never_breaks(self, text: str) -> None:
        read = read_statement(text)
        assert bool(read.lines) != bool(read.faults)

    @given(st.lists(lines, min_size=1, max_size=8))
    def test_reads_back_what_is_written(self, found: list[StatementLine]) -> None:
        assert list(read_statement(write_statement(found)).lines) == found


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("12", 1200),
        ("12,5", 1250),
        ("1 234,56", 123456),
        ("1\u202f234,56 €", 123456),
        ("12,00-", -1200),
        ("−3,00", -300),
    ],
)
def test_sums_are_read(text: str, cents: int) -> None:
    assert parse_amount(text) == Money(cents)


@pytest.mark.parametrize("text", ["", "douze", "1.234", "1,2,3", "--2", "12,345"])
def test_what_is_no_sum_is_not(text: str) -> None:
    assert parse_amount(text) is None


@pytest.mark.parametrize("text", ["31/02/2026", "2026-13-01", "demain", ""])
def test_what_is_no_day_is_not(text: str) -> None:
    assert parse_day(text) is None


def test_overlapping_statements_bring_what_is_new() -> None:
    assert unknown([FIRST, FIRST, SECOND], [FIRST]) == [FIRST, SECOND]


def test_a_return_is_known_by_its_words() -> None:
    assert SECOND.is_return
    assert not StatementLine(DAY, "FRAIS DE TENUE", Money(-500)).is_return


def test_a_customer_is_known_by_all_words_of_its_name() -> None:
    assert names("VIR SEPA BOULANGERIE PETIT 77", "Boulangerie Petit SARL")
    assert not names("VIR BOULANGERIE MARTIN", "Boulangerie Petit")


def test_a_formula_is_written_as_text() -> None:
    assert "'=1+1" in write_statement([StatementLine(DAY, "=1+1", Money(1))])
