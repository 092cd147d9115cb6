"""What invoices and credit notes say case by case: types, regimes, currencies, what is taken off."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from crm.kernel.currency import Currency
from crm.kernel.incoterms import Incoterm
from crm.kernel.money import NO_RATE, Money, Rate
from crm.kernel.tax import TaxRegime
from crm.papers.render import render_paper
from crm.papers.views import CommercialPaper, Language, Named, PaperKind
from tests.papers.reading import text_of
from tests.papers.samples import CONSUMER, DELIVERY_NOTE, INVOICE, LINES, MONDAY, NOW, QUOTE

UNTAXED = tuple(replace(line, vat_rate=NO_RATE) for line in LINES)
ABROAD = replace(INVOICE, lines=UNTAXED, regime=TaxRegime.EXPORT, currency=Currency.GBP, exchange_ppm=1_150_000)
CREDIT = replace(
    INVOICE,
    kind=PaperKind.CREDIT_NOTE,
    number="AV-2026-0003",
    due_on=None,
    corrects=(Named(number="FA-2026-0042", issued_on=MONDAY),),
    reason="Deux chaises retournées",
)


def said(paper: CommercialPaper) -> str:
    """Return all the text of a paper."""
    return text_of(render_paper(paper, made_at=NOW))


class TestADiscountOnTheWhole:
    def test_is_shown_between_the_lines_and_the_net(self) -> None:
        text = said(replace(INVOICE, discount=Rate.percent(5)))
        assert "Total des lignes HT 612,12 € Remise globale 5 % −30,61 € Total HT 581,51 €" in text

    def test_on_a_quote_goes_with_the_deposit_asked(self) -> None:
        text = said(replace(QUOTE, discount=Rate.percent(5), deposit=Rate.percent(30)))
        assert "Acompte à la commande : 30 % du total TTC, soit 205,26 €." in text


class TestTypes:
    def test_a_final_invoice_names_its_deposits_and_takes_them_off(self) -> None:
        taken = (Named(number="FA-2026-0040", issued_on=date(2026, 2, 3), amount=Money.of(200)),)
        text = said(replace(INVOICE, kind=PaperKind.FINAL_INVOICE, deposits=taken))
        assert "Facture définitive FA-2026-0042" in text
        assert "Acompte FA-2026-0040 du 3 févr. 2026 −200,00 € Net à payer 520,19 €" in text

    def test_a_deposit_invoice_says_what_becomes_of_it(self) -> None:
        text = said(replace(INVOICE, kind=PaperKind.DEPOSIT_INVOICE))
        assert "Facture d’acompte FA-2026-0042" in text
        assert "Cet acompte sera déduit de la facture définitive." in text

    def test_a_corrective_invoice_replaces_the_one_it_names(self) -> None:
        text = said(replace(CREDIT, kind=PaperKind.CORRECTIVE_INVOICE, number="FA-2026-0043", due_on=MONDAY))
        assert "Annule et remplace la facture FA-2026-0042 du 2 mars 2026." in text
        assert "Motif : Deux chaises retournées" in text

    def test_a_credit_note_asks_for_nothing(self) -> None:
        text = said(CREDIT)
        assert "Avoir AV-2026-0003" in text
        assert "Facture d’origine : FA-2026-0042 du 2 mars 2026." in text
        assert "Net à votre crédit 720,19 €" in text
        assert "CGI, art. 272, 1" in text
        for word in ("Net à payer", "IBAN", "échéance", "40 €", "pénalités"):
            assert word not in text

    def test_a_credit_note_to_a_consumer_says_nothing_of_deductions(self) -> None:
        assert "art. 272" not in said(replace(CREDIT, customer=CONSUMER))

    def test_a_summary_invoice_names_its_period(self) -> None:
        text = said(replace(INVOICE, period=(date(2026, 2, 1), date(2026, 2, 28))))
        assert "Période facturée du 1er au 28 févr. 2026" in text

    def test_one_that_was_paid_asks_for_nothing_more(self) -> None:
        text = said(replace(INVOICE, is_settled=True, already_paid=INVOICE.totals.gross))
        assert "Facture acquittée à l’émission : rien n’est à régler." in text
        assert "IBAN" not in text

    @pytest.mark.parametrize("kind", [kind for kind in PaperKind if kind.is_invoice and kind is not CREDIT.kind])
    def test_all_that_ask_for_money_say_until_when(self, kind: PaperKind) -> None:
        with pytest.raises(ValueError, match="FA-2026-0042"):
            replace(INVOICE, kind=kind, due_on=None)


class TestRegimes:
    @pytest.mark.parametrize(
        ("regime", "french", "english"),
        [
            (TaxRegime.INTRA_EU, "art. 262 ter I", "intra-Community supply"),
            (TaxRegime.EXPORT, "art. 262 I", "export outside the European Union"),
            (TaxRegime.REVERSE_CHARGE, "Autoliquidation : TVA due par le client (CGI, art. 283).", "Reverse charge"),
            (TaxRegime.EXEMPT, "TVA non applicable (CGI, art. 293 B).", "VAT not applicable"),
        ],
    )
    def test_without_vat_say_why_with_the_article(self, regime: TaxRegime, french: str, english: str) -> None:
        paper = replace(INVOICE, lines=UNTAXED, regime=regime)
        assert french in said(paper)
        assert english in said(replace(paper, language="en"))

    def test_at_home_have_no_such_mention(self) -> None:
        text = said(INVOICE)
        for word in ("262", "283", "293 B", "Exonération"):
            assert word not in text


class TestCurrencies:
    def test_another_one_says_its_rate_and_the_vat_in_euros(self) -> None:
        text = said(replace(INVOICE, currency=Currency.USD, exchange_ppm=920_000))
        assert "Devise 1 USD = 0,92 €" in text
        assert "Total TVA 108,07 $US TVA en euros 99,42 € Total TTC 720,19 $US Net à payer 720,19 $US" in text

    def test_english_papers_write_pounds_and_the_named_place(self) -> None:
        text = said(replace(ABROAD, language="en", incoterm=Incoterm.DAP, carrier="Transports Vauban"))
        assert "Amount due £612.12" in text
        assert "Currency GBP 1 = €1.15" in text
        assert "Incoterms® 2020 DAP Lille Carrier Transports Vauban" in text

    def test_a_rule_under_which_the_customer_fetches_names_the_sellers_place(self) -> None:
        assert "Incoterm® 2020 EXW Dunkerque" in said(replace(ABROAD, incoterm=Incoterm.EXW))


class TestACashDiscount:
    def test_says_what_is_to_be_paid_early_instead_of_that_there_is_none(self) -> None:
        text = said(replace(INVOICE, cash_discount=Rate.percent(2), cash_discount_days=8))
        assert "Escompte de 2 % si vous payez sous 8 jours à compter de la date de facture : 705,79 € à régler." in text
        assert "Pas d’escompte" not in text


class TestEveryKind:
    @pytest.mark.parametrize("kind", [kind for kind in PaperKind if kind is not PaperKind.SUPPLY_ORDER])
    @pytest.mark.parametrize("language", ["fr", "en"])
    @pytest.mark.parametrize("regime", list(TaxRegime))
    def test_to_a_consumer_never_asks_for_the_fixed_fee(
        self, kind: PaperKind, language: Language, regime: TaxRegime
    ) -> None:
        paper = replace(CREDIT, due_on=MONDAY, valid_until=MONDAY, customer=CONSUMER)
        text = said(replace(paper, kind=kind, language=language, regime=regime))
        for word in ("40 €", "€40", "indemnité", "recovery fee", "L441"):
            assert word not in text

    def test_a_return_note_counts_what_came_back(self) -> None:
        text = said(replace(DELIVERY_NOTE, kind=PaperKind.RETURN_NOTE, number="BR-2026-0001"))
        assert "Bon de retour BR-2026-0001" in text
        assert "Réf. Désignation Retourné Reçu" in text
        assert "Contrôle à l’arrivée" in text

    @pytest.mark.parametrize(
        ("language", "theirs", "asked"),
        [
            ("fr", ("SIREN du fournisseur", "TVA du fournisseur"), "Livraison souhaitée le 2 mars 2026"),
            ("en", ("Supplier SIREN", "Supplier VAT"), "Delivery requested by 2 Mar 2026"),
        ],
    )
    def test_an_order_to_a_supplier_calls_nobody_its_customer(
        self, language: Language, theirs: tuple[str, ...], asked: str
    ) -> None:
        paper = replace(INVOICE, kind=PaperKind.SUPPLY_ORDER, number="ACH-2026-0001", promised_on=MONDAY)
        text = said(replace(paper, language=language))
        for words in (*theirs, asked):
            assert words in text
        for wrong in ("du client", "Customer", "prévue"):
            assert wrong not in text
