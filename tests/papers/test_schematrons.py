"""The official rules of Factur-X (EN 16931) and of France (BR-FR) find nothing against our invoices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.kernel.currency import Currency
from crm.kernel.money import NO_RATE, Money, Rate
from crm.kernel.tax import TaxRegime
from crm.papers.cii import fields_of, is_domestic_business
from crm.papers.cii_xml import read_xml, write_xml
from crm.papers.facturx import mismatches, schema_faults
from crm.papers.views import CommercialPaper, Named, Operation, PaperKind, PaperLine
from tests.papers.golden import BRUSSELS, CASES, LONDON
from tests.papers.samples import BAKERY, CONSUMER, INVOICE, MONDAY
from tests.papers.schematrons import EVERY, Schematrons

pytestmark = pytest.mark.once
KINDS = [kind for kind in PaperKind if kind.is_invoice]
BUYERS = {
    TaxRegime.DOMESTIC: (BAKERY, replace(CONSUMER, email="odile.martin@exemple.example")),
    TaxRegime.INTRA_EU: (BRUSSELS,),
    TaxRegime.EXPORT: (LONDON,),
    TaxRegime.REVERSE_CHARGE: (BAKERY,),
    TaxRegime.EXEMPT: (BAKERY,),
}
RATES = [Rate.percent(each) for each in ("20", "10", "5.5", "2.1", "0")]
UNITS = ["", "unité", "h", "ramette", "carton", "boîte", "paquet", "kg", "m²", "forfait", "lot", "palette", "jour"]


@pytest.fixture(scope="module")
def schematrons() -> Iterator[Schematrons]:
    with Schematrons() as running:
        yield running


def sheets_for(paper: CommercialPaper) -> tuple[str, ...]:
    """Return the rules that an invoice must keep: those of France between businesses in France only."""
    return EVERY if is_domestic_business(paper) else ("en16931",)


@st.composite
def lines(draw: st.DrawFn) -> PaperLine:
    return PaperLine(
        label=draw(st.text("abcé &<>«»'\"", min_size=1, max_size=40)) + "x",
        reference=draw(st.sampled_from(["", "PAP-101"])),
        quantity=Decimal(draw(st.integers(1, 2_000_000))) / 1000,
        unit=draw(st.sampled_from(UNITS)),
        unit_price=Money(draw(st.integers(0, 500_000))),
        discount=Rate(Decimal(draw(st.sampled_from([0, 0, 500, 3333, 10_000]))) / 10_000),
        vat_rate=draw(st.sampled_from(RATES)),
    )


@st.composite
def papers(draw: st.DrawFn) -> CommercialPaper:
    """Draw an invoice of any type, regime and currency, with lines enough to make roundings matter."""
    regime = draw(st.sampled_from(list(TaxRegime)))
    kind = draw(st.sampled_from(KINDS))
    sold = draw(st.lists(lines(), min_size=1, max_size=25))
    if not regime.bears_vat:
        sold = [replace(line, vat_rate=NO_RATE) for line in sold]
    currency = draw(st.sampled_from(Currency))
    corrects = (Named(number="FA-2026-0001", issued_on=MONDAY - timedelta(days=9)),)
    paper = replace(
        INVOICE,
        kind=kind,
        lines=tuple(sold),
        regime=regime,
        customer=draw(st.sampled_from(BUYERS[regime])),
        operation=draw(st.sampled_from(Operation)),
        language=draw(st.sampled_from(["fr", "en"])),
        discount=Rate(Decimal(draw(st.sampled_from([0, 0, 250, 3333]))) / 10_000),
        currency=currency,
        exchange_ppm=1_000_000 if currency is Currency.EUR else draw(st.integers(500_000, 2_000_000)),
        corrects=corrects if kind in {PaperKind.CREDIT_NOTE, PaperKind.CORRECTIVE_INVOICE} else (),
        due_on=None if kind is PaperKind.CREDIT_NOTE else MONDAY + timedelta(days=draw(st.integers(0, 60))),
    )
    if kind in {PaperKind.FINAL_INVOICE, PaperKind.CORRECTIVE_INVOICE}:
        taken = Money(draw(st.integers(0, paper.totals.gross.cents)))
        return replace(paper, deposits=(Named(number="FA-2026-0002", issued_on=MONDAY, amount=taken),))
    return paper


class TestTheGoldenTwelve:
    @pytest.mark.parametrize("name", CASES)
    def test_break_no_rule(self, schematrons: Schematrons, name: str) -> None:
        paper = CASES[name]
        assert schematrons.against(write_xml(fields_of(paper)), sheets=sheets_for(paper)) == []

    def test_nor_does_a_corrective_invoice_after_a_deposit(self, schematrons: Schematrons) -> None:
        paper = replace(CASES["10_corrective"], deposits=CASES["11_final"].deposits)
        assert schematrons.against(write_xml(fields_of(paper))) == []


class TestTwoHundredAtRandom:
    @settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
    @given(papers())
    def test_break_no_rule(self, schematrons: Schematrons, paper: CommercialPaper) -> None:
        fields = fields_of(paper)
        xml = write_xml(fields)
        assert mismatches(fields) == []
        assert schema_faults(xml) == []
        assert read_xml(xml) == fields
        assert schematrons.against(xml, sheets=sheets_for(paper)) == []
