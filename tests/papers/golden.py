"""The twelve invoices that every part of the electronic invoice is tried on, by their name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from crm.kernel.currency import Currency
from crm.kernel.incoterms import Incoterm
from crm.kernel.money import NO_RATE, Money, Rate
from crm.kernel.tax import TaxRegime
from crm.papers.views import Address, CommercialPaper, Named, Operation, PaperKind, Party
from tests.papers.samples import CONSUMER, INVOICE, LINES, MONDAY, SELLER

UNTAXED = tuple(replace(line, vat_rate=NO_RATE) for line in LINES)
EARLIER = Named(number="FA-2026-0040", issued_on=date(2026, 2, 3), amount=Money.of(200))
BRUSSELS = Party(
    name="Papiers du Parc",
    vat_number="BE0999999922",
    email="compta@parc.example",
    address=Address(street="5 rue du Parc", postcode="1000", city="Bruxelles", country="BE"),
)
LONDON = Party(
    name="Harbour Stationers Ltd",
    email="accounts@harbour.example",
    address=Address(street="9 Dock Street\nUnit 4", postcode="E1 8QH", city="London", country="GB"),
)
BOSTON = replace(LONDON, name="Back Bay Supplies Inc.", address=replace(LONDON.address, city="Boston", country="US"))
ABROAD = replace(INVOICE, lines=UNTAXED, language="en", delivered_on=date(2026, 2, 27))
CREDIT = replace(
    INVOICE,
    kind=PaperKind.CREDIT_NOTE,
    number="AV-2026-0003",
    due_on=None,
    corrects=(Named(number="FA-2026-0040", issued_on=date(2026, 2, 3)),),
    reason="Deux chaises retournées",
)

CASES: dict[str, CommercialPaper] = {
    "01_business": replace(
        INVOICE,
        seller=replace(SELLER, pays_vat_on_debits=True),
        operation=Operation.MIXED,
        discount=Rate.percent("2.5"),
        already_paid=Money.of(100),
        cash_discount=Rate.percent(2),
        cash_discount_days=8,
        delivery_address=Address(
            name="Fournil Petit", street="ZA du Moulin\nBâtiment B\nQuai 2\nPorte 12", postcode="59160", city="Lomme"
        ),
    ),
    "02_credit_note": CREDIT,
    "03_consumer": replace(INVOICE, customer=replace(CONSUMER, email="odile.martin@exemple.example")),
    "04_intra_eu": replace(ABROAD, customer=BRUSSELS, regime=TaxRegime.INTRA_EU, incoterm=Incoterm.DAP),
    "05_export_gbp": replace(
        ABROAD, customer=LONDON, regime=TaxRegime.EXPORT, currency=Currency.GBP, exchange_ppm=1_150_000
    ),
    "06_reverse_charge": replace(INVOICE, lines=UNTAXED, regime=TaxRegime.REVERSE_CHARGE),
    "07_exempt": replace(
        INVOICE, lines=UNTAXED, regime=TaxRegime.EXEMPT, seller=replace(SELLER, vat_number="", legal_form="EI")
    ),
    "08_deposit": replace(INVOICE, kind=PaperKind.DEPOSIT_INVOICE, number="FA-2026-0041", delivered_on=None),
    "09_settled": replace(INVOICE, is_settled=True, already_paid=INVOICE.totals.gross, due_on=MONDAY),
    "10_corrective": replace(
        INVOICE,
        kind=PaperKind.CORRECTIVE_INVOICE,
        corrects=(Named(number="FA-2026-0040", issued_on=date(2026, 2, 3)),),
        reason="Quantité de la ligne 1",
    ),
    "11_final": replace(INVOICE, kind=PaperKind.FINAL_INVOICE, deposits=(EARLIER,)),
    "12_dollars": replace(
        ABROAD,
        customer=BOSTON,
        regime=TaxRegime.EXPORT,
        currency=Currency.USD,
        exchange_ppm=920_000,
        period=(date(2026, 2, 1), date(2026, 2, 28)),
        delivered_on=None,
        lines=(*UNTAXED, replace(UNTAXED[0], quantity=Decimal("2.125"), unit="kg", discount=Rate.percent("33.33"))),
    ),
}
