"""Papers kept as text come back the same."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from crm.kernel.currency import Currency
from crm.kernel.incoterms import Incoterm
from crm.kernel.money import Money, Rate
from crm.kernel.tax import TaxRegime
from crm.papers.keeping import keep, read_back
from crm.papers.views import CommercialPaper, Named, Operation
from tests.papers.samples import CONFIRMATION, CONSUMER, INVOICE, PAPERS

FULL = replace(
    INVOICE,
    language="en",
    operation=Operation.MIXED,
    currency=Currency.USD,
    exchange_ppm=920_000,
    regime=TaxRegime.EXPORT,
    discount=Rate.percent("2.5"),
    deposits=(Named(number="FA-2026-0001", issued_on=date(2026, 1, 2), amount=Money.of("12.34")),),
    corrects=(Named(number="FA-2026-0002", issued_on=date(2026, 1, 3)),),
    period=(date(2026, 1, 1), date(2026, 1, 31)),
    incoterm=Incoterm.FOB,
    late_rate=Rate.percent("12.15"),
    delivery_address=CONFIRMATION.delivery_address,
    is_settled=True,
)


@pytest.mark.parametrize("paper", [*PAPERS, FULL, replace(FULL, customer=CONSUMER)])
def test_a_paper_comes_back_the_same(paper: CommercialPaper) -> None:
    assert read_back(keep(paper)) == paper


def test_what_is_at_its_default_takes_no_room() -> None:
    assert "currency" not in json.loads(keep(INVOICE))


def test_a_field_that_no_paper_has_any_more_is_left_out() -> None:
    kept = json.loads(keep(INVOICE)) | {"fax": "03"}
    assert read_back(json.dumps(kept)) == INVOICE
