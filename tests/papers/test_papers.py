"""What each commercial paper says, as French law has it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from crm.kernel.money import Money, Rate
from crm.papers.render import render_paper
from crm.papers.views import CommercialPaper, Operation
from tests.papers.reading import catalogue, text_of
from tests.papers.samples import (
    BAKERY,
    CONFIRMATION,
    CONSUMER,
    DELIVERY_NOTE,
    INVOICE,
    LINES,
    NOW,
    QUOTE,
    SELLER,
)


def said(paper: CommercialPaper) -> str:
    """Return all the text of a paper."""
    return text_of(render_paper(paper, made_at=NOW))


class TestAnInvoiceToAProfessional:
    @pytest.mark.parametrize(
        "mention",
        [
            "Facture",
            "FA-2026-0042",
            "2 mars 2026",
            "Date d’échéance 1er avr. 2026",
            "À régler au plus tard le 1er avr. 2026.",
            "27 févr. 2026",
            "Papeterie des Dunes · SARL au capital de 20 000,00 € · SIREN 100 000 009 · SIRET 100 000 009 00019",
            "RCS Dunkerque · TVA FR88100000009",
            "12 quai des Marées",
            "Boulangerie Petit",
            "SIREN du client 200 000 008",
            "TVA du client FR37200000008",
            "Nature de l’opération Livraison de biens",
            "Conditions de règlement : 30 jours date de facture, par virement",
            "Pas d’escompte en cas de paiement anticipé.",
            "Banque centrale européenne majoré de 10 points",
            "indemnité forfaitaire pour frais de recouvrement de 40 € par facture",
            "IBAN FR76 3000 1007 9412 3456 7890 185 · BIC BDFEFRPPCCT",
            "Document d’exercice — entreprise fictive",
        ],
    )
    def test_bears_what_the_law_asks(self, mention: str) -> None:
        assert mention in said(INVOICE)

    def test_shows_lines_and_totals_for_each_rate(self) -> None:
        text = said(INVOICE)
        assert "CHA-014 Chaise de bureau « Dune » Tissu gris, accoudoirs réglables 4 129,90 € 5 % 20 % 493,62 €" in text
        assert "20 % 493,62 € 98,72 €" in text
        assert "10 % 63,00 € 6,30 €" in text
        assert "5,5 % 55,50 € 3,05 €" in text
        assert "Total HT 612,12 € Total TVA 108,07 € Total TTC 720,19 € Net à payer 720,19 €" in text

    def test_shows_a_rate_that_was_agreed(self) -> None:
        text = said(replace(INVOICE, late_rate=Rate.percent("12.15")))
        assert "au taux annuel de 12,15 %" in text
        assert "Banque centrale" not in text

    def test_takes_off_what_was_paid(self) -> None:
        assert "Déjà réglé −100,00 € Net à payer 620,19 €" in said(replace(INVOICE, already_paid=Money.of(100)))

    def test_names_another_delivery_address_only(self) -> None:
        assert "ADRESSE DE LIVRAISON" not in said(replace(INVOICE, delivery_address=BAKERY.address))
        assert "ADRESSE DE LIVRAISON Fournil Petit ZA du Moulin Bâtiment B 59160 Lomme" in said(
            replace(INVOICE, delivery_address=CONFIRMATION.delivery_address)
        )

    def test_says_the_option_for_debits_and_the_reason_of_no_vat(self) -> None:
        paper = replace(INVOICE, seller=replace(SELLER, pays_vat_on_debits=True), vat_note="Exonération : art. 261 CGI")
        text = said(paper)
        assert "Option pour le paiement de la taxe d’après les débits." in text
        assert "Exonération : art. 261 CGI" in text

    def test_without_a_number_is_a_draft(self) -> None:
        text = said(replace(INVOICE, number="", due_on=None))
        assert "Brouillon" in text
        assert "Référence à rappeler" not in text

    def test_with_a_number_has_a_due_date(self) -> None:
        with pytest.raises(ValueError, match="FA-2026-0042"):
            replace(INVOICE, due_on=None)

    def test_leaves_out_empty_columns(self) -> None:
        text = said(replace(INVOICE, lines=(replace(LINES[1], reference=""),)))
        assert "Remise" not in text
        assert "Réf." not in text


class TestAnInvoiceToAConsumer:
    @pytest.mark.parametrize("language", ["fr", "en"])
    def test_never_asks_for_the_recovery_fee(self, language: str) -> None:
        text = said(replace(INVOICE, customer=CONSUMER, language="en" if language == "en" else "fr"))
        for word in ("40 €", "€40", "indemnité", "recovery", "L441", "Banque centrale", "Central Bank", "escompte"):
            assert word not in text

    def test_says_what_a_consumer_is_owed(self) -> None:
        text = said(replace(INVOICE, customer=CONSUMER))
        assert "l’intérêt au taux légal court à compter de la mise en demeure" in text
        assert "Garantie légale de conformité" in text
        assert "Médiateur de la consommation : Médiateur du commerce" in text
        assert "SIREN du client" not in text

    def test_of_services_alone_has_no_warranty_of_goods(self) -> None:
        assert "Garantie légale" not in said(replace(INVOICE, customer=CONSUMER, operation=Operation.SERVICES))


class TestAQuote:
    def test_says_how_long_it_holds_and_leaves_room_to_agree(self) -> None:
        text = said(QUOTE)
        assert "Ce devis nous engage jusqu’au 1er avr. 2026." in text
        assert "Bon pour accord" in text
        assert "mention manuscrite « Bon pour accord » et signature" in text
        assert "Merci de nous préciser l’étage de livraison : le montage en dépend." in text
        assert "Total TTC 720,19 €" in text
        assert "Net à payer" not in text

    def test_to_a_consumer_names_the_mediator_and_the_words_to_write(self) -> None:
        text = said(replace(QUOTE, customer=CONSUMER))
        assert "Médiateur de la consommation" in text
        assert "« Devis reçu avant l’exécution, bon pour accord »" in text

    def test_with_a_number_says_until_when(self) -> None:
        with pytest.raises(ValueError, match="DEV-2026-0007"):
            replace(QUOTE, valid_until=None)

    def test_as_a_draft_may_be_empty(self) -> None:
        assert "Total TTC 0,00 €" in said(replace(QUOTE, number="", valid_until=None, lines=()))


class TestAnOrderConfirmation:
    def test_refers_to_what_it_confirms(self) -> None:
        text = said(CONFIRMATION)
        assert "Confirmation de commande CO-2026-0031" in text
        for fact in ("Livraison prévue le 13 mars 2026", "Votre référence BC 7781", "Devis DEV-2026-0007"):
            assert fact in text
        assert "Total TTC 720,19 €" in text


class TestADeliveryNote:
    def test_counts_and_never_prices(self) -> None:
        text = said(DELIVERY_NOTE)
        assert "€" not in text.replace("SARL au capital de 20 000,00 €", "")
        assert "%" not in text
        assert "Tissu gris, accoudoirs réglables 6 4 2 ☐" in text
        assert "Le reliquat fera l’objet d’un prochain bon de livraison." in text

    def test_leaves_room_for_reservations_and_a_signature(self) -> None:
        text = said(DELIVERY_NOTE)
        assert "Réserves du client" in text
        assert "Reçu par le client" in text
        assert "art. L133-3" in text
        assert "L133-3" not in said(replace(DELIVERY_NOTE, customer=CONSUMER))

    def test_complete_announces_nothing_more(self) -> None:
        line = replace(LINES[0], quantity_ordered=None)
        assert line.remaining == Decimal(0)
        assert "prochain bon" not in said(replace(DELIVERY_NOTE, lines=(line,)))

    def test_always_says_where(self) -> None:
        assert "ADRESSE DE LIVRAISON Boulangerie Petit 3 rue du Four" in said(DELIVERY_NOTE)


class TestAnEnglishPaper:
    def test_is_english_throughout(self) -> None:
        lines = tuple(replace(line, unit="heure") if line.unit == "h" else line for line in INVOICE.lines)
        pdf = render_paper(replace(INVOICE, language="en", lines=lines), made_at=NOW)
        text = text_of(pdf)
        assert str(catalogue(pdf)["/Lang"]).startswith("en")
        assert "Invoice FA-2026-0042" in text
        assert "Amount due €720.19" in text
        assert "A fixed recovery fee of €40 per invoice" in text
        assert "Page 1 of 1" in text
        assert "1.5 hours" in text
        assert "Training document — fictitious company" in text
