"""Identifiers of fiction: right in form, nobody's in fact."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.fr import siren, tva

from crm.training.counterparts.rules import CHECKS, siren_fault, vat_fault


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("siren", "100000009"),
        ("siren", "200000008"),
        ("siret", "10000000900017"),
        ("vat_number", "FR88100000009"),
        ("iban", "FR7699999000011020304050638"),
        ("phone", "06 39 98 00 00"),
        ("email", "a.b-c@d-e.example"),
        ("website", "https://www.a-b.example"),
        ("postcode", "02100"),
        ("key", "cap-ternois"),
    ],
)
def test_it_is_admitted(name: str, text: str) -> None:
    assert CHECKS[name](text) is None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("siren", "100 000 009"),
        ("siren", "١٠٠٠٠٠٠٠٩"),
        ("siren", "732829320"),
        ("siren", ""),
        ("siret", "1000000090001"),
        ("siret", "73282932000074"),
        ("vat_number", "88100000009"),
        ("vat_number", "FRXX100000009"),
        ("vat_number", "FR44732829320"),
        ("iban", "FR7699999000011020304050639"),
        ("iban", "BE31435411161155"),
        ("phone", "0639980000"),
        ("phone", "06 39 99 00 00"),
        ("email", "a@b.example.com"),
        ("email", "A@b.example"),
        ("email", "a@b.c@d.example"),
        ("website", "http://a.example"),
        ("postcode", "96000"),
        ("postcode", "2100"),
        ("key", "Cap Ternois"),
    ],
)
def test_it_is_refused(name: str, text: str) -> None:
    assert CHECKS[name](text)


@given(base=st.integers(0, 99))
def test_the_vat_key_is_that_of_the_public_formula(base: int) -> None:
    number = f"999999{base:02d}"
    number += luhn.calc_check_digit(number)
    assert siren_fault(number) is None
    assert vat_fault("FR" + siren.to_tva(number)) is None
    other = f"{(int(siren.to_tva(number)[:2]) + 1) % 97:02d}"
    assert vat_fault(f"FR{other}{number}")
    assert not tva.is_valid(f"FR{other}{number}")
