"""Promises confirmed and payment plans, on paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from crm.kernel.currency import Currency
from crm.kernel.money import Money
from crm.papers.agreements import AgreementLetter
from crm.papers.render import render_agreement
from tests.papers.reading import text_of
from tests.papers.samples import BAKERY, NOW, SELLER

PROMISE = AgreementLetter(
    written_on=date(2026, 3, 2),
    seller=SELLER,
    customer=BAKERY,
    number="FA-2026-0042",
    issued_on=date(2026, 1, 12),
    due_on=date(2026, 2, 11),
    due=Money.of(252),
    payments=((date(2026, 3, 6), Money.of(252)),),
    said_by="Mme Petit",
    signed_by="Lina",
)
PLAN = replace(
    PROMISE,
    said_by="",
    asks_for_signature=True,
    payments=tuple((date(2026, month, 1), Money.of(84)) for month in (4, 5, 6)),
)


def said(letter: AgreementLetter) -> str:
    """Return all the text of a letter."""
    return text_of(render_agreement(letter, made_at=NOW))


class TestAPromise:
    def test_is_confirmed(self) -> None:
        text = said(PROMISE)
        assert "confirmation de votre promesse de règlement" in text
        assert "vendredi 6 mars 2026 252,00 €" in text
        assert "Cette promesse nous a été faite par Mme Petit." in text
        assert "Bon pour accord" not in text

    def test_without_a_name_or_a_bank_is_still_a_letter(self) -> None:
        text = said(replace(PROMISE, said_by="", signed_by="", seller=replace(SELLER, iban="")))
        assert "faite par" not in text
        assert "IBAN" not in text

    def test_in_english_and_in_pounds(self) -> None:
        text = said(replace(PROMISE, language="en", currency=Currency.GBP))
        assert "confirmation of your promise to pay" in text
        assert "Friday 6 March 2026 £252.00" in text


class TestAPlan:
    def test_lists_its_payments_and_is_signed(self) -> None:
        text = said(PLAN)
        assert "accord d’échéancier — facture FA-2026-0042" in text
        assert "3 lundi 1er juin 2026 84,00 €" in text
        assert "Total convenu 252,00 €" in text
        assert "Bon pour accord" in text
        assert "vous reconnaissez devoir cette somme" in text

    def test_gives_an_iban_without_a_bic(self) -> None:
        assert "BIC" not in said(replace(PLAN, seller=replace(SELLER, bic=""), language="en"))


def test_an_agreement_to_pay_nothing_is_none() -> None:
    with pytest.raises(ValueError, match=r"\(\)"):
        replace(PLAN, payments=())
