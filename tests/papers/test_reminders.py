"""Reminders, from the courteous letter to the formal notice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crm.kernel.money import Money, Rate
from crm.papers.render import render_reminder
from crm.papers.views import ReminderLetter
from tests.papers.reading import text_of
from tests.papers.samples import CONSUMER, FORMAL_NOTICE, NOW, REMINDER, SELLER


def said(reminder: ReminderLetter) -> str:
    """Return all the text of a letter."""
    return text_of(render_reminder(reminder, made_at=NOW))


class TestAFirstReminder:
    def test_is_courteous_and_exact(self) -> None:
        text = said(REMINDER)
        assert "Objet : rappel de règlement" in text
        assert "Il s’agit sans doute d’un oubli." in text
        assert "FA-2026-0042 2 mars 2026 1er avr. 2026 8 jours 720,17 €" in text
        assert "régler 720,17 € d’ici au 17 avr. 2026" in text
        assert "Dunkerque, le jeudi 9 avril 2026" in text
        assert "Lina Assistante commerciale" in text
        assert "40 €" not in text
        assert "recommandée" not in text

    def test_without_a_signature_or_a_bank_is_still_a_letter(self) -> None:
        text = said(replace(REMINDER, signed_by="", reference="", seller=replace(SELLER, iban="")))
        assert "IBAN" not in text
        assert "Nos références" not in text

    def test_gives_an_iban_without_a_bic(self) -> None:
        assert "BIC" not in said(replace(REMINDER, seller=replace(SELLER, bic="")))


class TestASecondReminder:
    def test_is_firm_and_announces_fees_to_a_professional(self) -> None:
        text = said(replace(REMINDER, level=2, earlier_on=(REMINDER.written_on,)))
        assert "Malgré notre rappel" in text
        assert "Rappels déjà adressés : 9 avr. 2026." in text
        assert "indemnité forfaitaire de 40 € par facture" in text

    def test_does_not_speak_of_a_reminder_that_was_never_sent(self) -> None:
        text = said(replace(REMINDER, level=2))
        assert "Malgré notre rappel" not in text
        assert "Nous restons sans règlement" in text


class TestAFormalNotice:
    @pytest.mark.parametrize(
        "mention",
        [
            "Lettre recommandée avec avis de réception",
            "Objet : mise en demeure de payer",
            "nous vous mettons en demeure de nous payer la somme de 768,08 €",
            "au plus tard le 12 mai 2026",
            "Pénalités de retard 7,91 €",
            "Indemnité forfaitaire de recouvrement 40,00 €",
            "Total à régler 768,08 €",
            "au taux annuel de 12,15 %",
            "articles 1231 et 1344 du code civil",
            "injonction de payer",
        ],
    )
    def test_says_what_makes_it_one(self, mention: str) -> None:
        assert mention in said(FORMAL_NOTICE)

    def test_to_a_consumer_asks_for_legal_interest_only(self) -> None:
        text = said(replace(REMINDER, level=3, customer=CONSUMER))
        assert "l’intérêt au taux légal est dû" in text
        for word in ("40 €", "40,00", "indemnité", "Pénalités", "L441"):
            assert word not in text

    def test_may_ask_for_fees_without_a_rate(self) -> None:
        assert "au taux annuel" not in said(replace(FORMAL_NOTICE, late_rate=None))

    def test_in_english(self) -> None:
        text = said(replace(FORMAL_NOTICE, language="en"))
        assert "formal notice to pay us €768.08" in text


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        "asked",
        [
            replace(REMINDER, late_fees=Money(1)),
            replace(REMINDER, recovery_fee=Money.of(40)),
            replace(REMINDER, late_rate=Rate.percent(12)),
        ],
        ids=["late_fees", "recovery_fee", "late_rate"],
    )
    def test_fees_asked_of_a_consumer(self, asked: ReminderLetter) -> None:
        with pytest.raises(ValueError, match="Odile"):
            replace(asked, customer=CONSUMER)

    @pytest.mark.parametrize("level", [0, 4])
    def test_a_level_that_does_not_exist(self, level: int) -> None:
        with pytest.raises(ValueError, match=str(level)):
            replace(REMINDER, level=level)

    def test_a_letter_about_nothing(self) -> None:
        with pytest.raises(ValueError, match=r"\(\)"):
            replace(REMINDER, items=())


class TestWrittenByAPerson:
    def test_the_letter_says_what_was_written_and_keeps_the_figures(self) -> None:
        text = said(replace(REMINDER, text="Chère cliente,\n\nVotre colis rouge vous attend : #read(x).\n\nLina"))
        assert "Chère cliente" in text
        assert "#read(x)" in text
        assert REMINDER.items[0].number in text
        assert "Madame, Monsieur" not in text
