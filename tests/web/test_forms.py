"""What people type, read as they meant it or said back in plain French."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from crm.kernel.choices import Labelled
from crm.kernel.errors import N_, Refused, Stale
from crm.kernel.money import LARGEST_CENTS, Money, Rate
from crm.web.forms import (
    ActForm,
    DayField,
    HouseForm,
    MoneyField,
    QuantityField,
    RateField,
    choice_field,
    count_field,
    line_field,
    text_field,
)

NBSP, NARROW, THIN = "\u00a0", "\u202f", "\u2009"


class Colour(Labelled):
    RED = "red", N_("Rouge")
    BLUE = "blue", N_("Bleu")


class Everything(HouseForm):
    name = line_field("Nom", required=True, longest=20)
    notes = text_field("Notes", longest=50)
    amount = MoneyField("Montant")
    rate = RateField("Taux")
    quantity = QuantityField("Quantité")
    day = DayField("Date")
    colour = choice_field("Couleur", Colour)
    count = count_field("Nombre", least=1, most=10)


class Needed(HouseForm):
    amount = MoneyField("Montant", required=True)
    day = DayField("Date", required=True)
    count = count_field("Nombre", required=True)


@pytest.fixture(scope="module")
def asking(house: Flask) -> Iterator[None]:
    """A request that sends a form."""
    with house.test_request_context("/", method="POST"):
        yield


def typed(**fields: str) -> Everything:
    """Fill the form in."""
    return Everything(formdata=MultiDict({"name": "Petit", **fields}))


def said(field: str, text: str, form: type[HouseForm] = Everything) -> str:
    """Return the one message at a field."""
    filled = form(formdata=MultiDict({"name": "Petit", field: text}))
    assert not filled.validate()
    assert filled.status == 422
    [message] = filled[field].errors
    return str(message)


def refuse(form: HouseForm, refusal: Refused) -> None:
    """Let a use case refuse."""

    def use_case() -> None:
        raise refusal

    with form.refusals():
        use_case()


@pytest.mark.usefixtures("asking")
class TestMoney:
    @pytest.mark.parametrize(
        ("text", "cents"),
        [
            ("1234,56", 123456),
            ("1234.56", 123456),
            ("1 234,56", 123456),
            (f"1{NBSP}234,56{NBSP}€", 123456),
            (f"1{NARROW}234,56", 123456),
            (f"1{THIN}234.5", 123450),
            ("12 €", 1200),
            ("12€", 1200),
            ("0", 0),
            ("+3", 300),
            ("٣", 300),
            (str(LARGEST_CENTS // 100), LARGEST_CENTS),
        ],
    )
    def test_it_is_read_as_people_write_it(self, text: str, cents: int) -> None:
        form = typed(amount=text)
        assert form.validate(), form.errors
        assert form["amount"].data == Money(cents)

    @pytest.mark.parametrize(
        "text",
        [
            "abc",
            "12,345",
            "1,2,3",
            "1.234,56",
            "-5",
            "1e9",
            "12 $",
            "∞",
            "NaN",
            "9" * 16,
            "€",
            "0x10",
            "١٢٣,٤٥٦",
            "--1",
        ],
    )
    def test_what_is_no_sum_stays_in_the_field(self, text: str) -> None:
        assert said("amount", text) == "Montant illisible : écrivez-le par exemple 1 234,56."
        form = typed(amount=text)
        form.validate()
        assert form["amount"].data is None
        assert form["amount"]._value() == text

    @given(st.integers(0, LARGEST_CENTS))
    def test_what_is_shown_is_read_back(self, cents: int) -> None:
        shown = Everything(formdata=None, data={"amount": Money(cents)})["amount"]._value()
        assert typed(amount=shown)["amount"].data == Money(cents)

    def test_nothing_is_nothing_unless_it_is_needed(self) -> None:
        assert typed(amount="")["amount"].data is None
        assert typed(amount="").validate()
        assert said("amount", "", Needed) == "Ce champ est obligatoire."


@pytest.mark.usefixtures("asking")
class TestRatesAndQuantities:
    @pytest.mark.parametrize(
        ("text", "percent"), [("5,5", "5.5"), ("5,5 %", "5.5"), ("20%", "20"), ("0", "0"), ("100", "100")]
    )
    def test_a_rate(self, text: str, percent: str) -> None:
        form = typed(rate=text)
        assert form.validate()
        assert form["rate"].data == Rate.percent(percent)

    @pytest.mark.parametrize("text", ["101", "-1", "5,555", "vingt", "%"])
    def test_no_rate(self, text: str) -> None:
        assert said("rate", text) == "Taux illisible : écrivez-le par exemple 5,5."

    @given(st.integers(0, 10_000))
    def test_a_rate_is_read_back(self, basis_points: int) -> None:
        rate = Rate(Decimal(basis_points) / 10_000)
        shown = Everything(formdata=None, data={"rate": rate})["rate"]._value()
        assert typed(rate=shown)["rate"].data == rate

    @pytest.mark.parametrize(
        ("text", "quantity"), [("12", "12"), ("2,5", "2.5"), ("1 000", "1000"), ("0,001", "0.001")]
    )
    def test_a_quantity(self, text: str, quantity: str) -> None:
        form = typed(quantity=text)
        assert form.validate()
        assert form["quantity"].data == Decimal(quantity)

    @pytest.mark.parametrize("text", ["0", "-1", "1,0001", "1000001", "douze"])
    def test_no_quantity(self, text: str) -> None:
        assert said("quantity", text).startswith("Quantité illisible")

    @given(st.integers(1, 10**9).map(lambda thousandths: Decimal(thousandths) / 1000))
    def test_a_quantity_is_read_back(self, quantity: Decimal) -> None:
        shown = Everything(formdata=None, data={"quantity": quantity})["quantity"]._value()
        assert typed(quantity=shown)["quantity"].data == quantity


@pytest.mark.usefixtures("asking")
class TestDays:
    @pytest.mark.parametrize(
        "text", ["2026-03-02", "02/03/2026", "2/3/2026", "02.03.2026", "02-03-2026", " 02/03/2026 "]
    )
    def test_a_day(self, text: str) -> None:
        form = typed(day=text)
        assert form.validate()
        assert form["day"].data == date(2026, 3, 2)

    @pytest.mark.parametrize(
        "text", ["31/02/2026", "2026-02-30", "29/02/2025", "00/01/2026", "demain", "2026", "32/13/9"]
    )
    def test_a_day_that_does_not_exist(self, text: str) -> None:
        assert said("day", text) == "Cette date n’existe pas : écrivez-la par exemple 02/03/2026."
        form = typed(day=text)
        form.validate()
        assert form["day"]._value() == text

    @pytest.mark.parametrize("text", ["0026-03-02", "9999-12-31", "01/01/1899"])
    def test_a_year_that_cannot_be_meant(self, text: str) -> None:
        assert said("day", text) == "Cette date est trop éloignée : vérifiez l’année."

    def test_a_day_that_is_needed(self) -> None:
        assert said("day", "", Needed) == "Ce champ est obligatoire."


@pytest.mark.usefixtures("asking")
class TestTexts:
    @pytest.mark.parametrize("letter", ["\0", "\x07", "\x1b", "\x7f", "\x85", "\ue000", "\ufffe"])
    def test_a_control_character_is_refused(self, letter: str) -> None:
        message = "Ce texte contient un caractère invisible interdit. Effacez-le et retapez-le."
        assert said("name", f"Pe{letter}tit") == message
        assert said("notes", f"Pe{letter}tit") == message

    @pytest.mark.parametrize("text", ["Œuvre d’art n° 5", "L'Haÿ", "ligne\nligne\ttab", "日本", "😀", "a\u200db"])
    def test_what_people_write_passes(self, text: str) -> None:
        form = typed(notes=text)
        assert form.validate()
        assert form["notes"].data == text

    def test_accents_have_one_form_and_blanks_around_fall(self) -> None:
        assert typed(name="  Cafe\u0301 ")["name"].data == "Café"

    def test_too_long_is_said_with_the_figure(self) -> None:
        assert said("name", "x" * 21) == "Ce texte est trop long : 20 caractères au plus."
        assert said("notes", "é" * 51) == "Ce texte est trop long : 50 caractères au plus."

    @pytest.mark.parametrize("text", ["", "   ", NBSP])
    def test_nothing_is_said_where_something_is_needed(self, text: str) -> None:
        form = Everything(formdata=MultiDict({"name": text}))
        assert not form.validate()
        assert list(form.name.errors) == ["Ce champ est obligatoire."]


@pytest.mark.usefixtures("asking")
class TestChoices:
    def test_a_member_is_read(self) -> None:
        assert typed(colour="blue")["colour"].data is Colour.BLUE
        assert typed()["colour"].data is Colour.RED

    @pytest.mark.parametrize("text", ["green", "", "RED", "\0"])
    def test_an_unknown_one_is_refused_in_french(self, text: str) -> None:
        assert said("colour", text) == "Ce choix n’existe pas : prenez-en un dans la liste."

    @pytest.mark.parametrize("text", ["0", "11", "-1"])
    def test_a_count_out_of_bounds(self, text: str) -> None:
        assert said("count", text) == "Écrivez un nombre entre 1 et 10."

    @pytest.mark.parametrize("text", ["un", "1.5", "9" * 5000, "1e3"])
    def test_a_count_that_is_none(self, text: str) -> None:
        assert said("count", text) == "Écrivez un nombre entier."

    def test_a_count_that_is_needed(self) -> None:
        assert said("count", "", Needed) == "Ce champ est obligatoire."


@pytest.mark.usefixtures("asking")
class TestForm:
    def test_it_draws_its_own_key_and_keeps_a_typed_one(self) -> None:
        first, second = ActForm(formdata=None), ActForm(formdata=None)
        assert first.submission.data != second.submission.data
        assert ActForm(formdata=MultiDict({"submission": "k"})).submission.data == "k"

    @pytest.mark.parametrize(
        ("text", "version"),
        [("3", 3), ("", None), ("x", None), ("²", None), ("-1", None), ("9" * 5000, None), ("٣", None)],
    )
    def test_the_version_seen_is_a_number_or_nothing(self, text: str, version: int | None) -> None:
        assert ActForm(formdata=MultiDict({"version": text})).expected_version == version

    def test_a_refusal_goes_to_its_field(self) -> None:
        class TooMuch(Refused):
            message = N_("Au plus %(most)s.")
            field = "amount"

        form = typed(amount="5")
        assert form.validate()
        refuse(form, TooMuch(most=3))
        assert form.status == 422
        assert not form.accepted()
        assert list(form.amount.errors) == ["Au plus 3."]

    @pytest.mark.parametrize("field", [None, "elsewhere"])
    def test_a_refusal_without_a_field_is_the_forms(self, field: str | None) -> None:
        class No(Refused):
            pass

        No.field = field
        form = typed()
        form.validate()
        refuse(form, No())
        assert form.form_errors == ["Cette opération est impossible."]

    def test_a_clash_is_409_with_the_others_values(self) -> None:
        form = typed()
        form.validate()
        refuse(form, Stale({"name": "Grand"}))
        assert (form.status, form.others) == (409, {"name": "Grand"})
        assert not form.accepted()

    def test_what_was_not_read_is_not_accepted(self) -> None:
        form = typed(amount="x")
        assert not form.accepted()
        form.validate()
        assert not form.accepted()
        good = typed()
        assert good.validate()
        assert good.validate()
        assert good.accepted()
        good.refuse("Non.")
        assert not good.accepted()

    def test_an_empty_value_in_a_refusal_says_nothing_else(self) -> None:
        class Named(Refused):
            message = N_("Nom « %(name)s » refusé.")

        form = typed()
        form.validate()
        refuse(form, Named(name=""))
        assert form.form_errors == ["Nom «  » refusé."]
