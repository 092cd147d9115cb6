"""A scenario that contradicts itself is refused with file, line and reason."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.kernel.money import Money, Rate
from crm.training.files import BadEntry, MissingFile
from crm.training.scenarios.models import Line, MessageKind, Scenario, Trap
from crm.training.scenarios.rules import read_scenario, traps_of
from tests.training.scenarios.conftest import SHIPPED

FILES = sorted(path.name for path in SHIPPED.iterdir() if path.is_file())
SPOILED = [
    ("scenario.toml", 'siren = "100000009"', 'siren = "100000008"', "le SIREN n’est pas valide"),
    ("scenario.toml", 'siren = "100000009"', 'siren = "732829320"', "vraie entreprise"),
    ("scenario.toml", 'siret = "10000000900017"', 'siret = "10000000900018"', "le SIRET n’est pas valide"),
    ("scenario.toml", 'vat_number = "FR88', 'vat_number = "FR89', "TVA n’est pas valide"),
    ("scenario.toml", 'iban = "FR76', 'iban = "FR77', "l’IBAN n’est pas valide"),
    ("scenario.toml", 'iban = "FR7699999000011020304050638"', 'iban = "FR1420041010050500013M02606"', "IBAN"),
    ("scenario.toml", 'phone = "03 53 01 20 00"', 'phone = "03 20 01 20 00"', "réservée à la fiction"),
    ("scenario.toml", "bonjour@nordbureau.example", "bonjour@nordbureau.fr", "domaine .example"),
    ("scenario.toml", "https://www.nordbureau.example", "https://www.nordbureau.fr", "domaine .example"),
    ("scenario.toml", "starts_on = 2026-03-02", "starts_on = 2026-03-01", "jour travaillé"),
    ("scenario.toml", "history_starts_on = 2025-03-03", "history_starts_on = 2026-03-03", "après le début"),
    ("scenario.toml", "starts_on = 2026-03-02", 'starts_on = "2026-02-30"', "n’est pas une date"),
    ("scenario.toml", "capital = 120000", "capital = 120000.005", "plus de deux décimales"),
    ("scenario.toml", "capital = 120000", "capital = nan", "n’est pas un nombre décimal"),
    ("scenario.toml", "capital = 120000", "capital = 1e400", "n’est pas un nombre décimal"),
    ("scenario.toml", "late_fee_rate = 12.15", "late_fee_rate = 12.155", "centième de pour cent"),
    ("scenario.toml", "vat_on_debits = false", 'vat_on_debits = "non"', "ni true ni false"),
    ("scenario.toml", "seed = 20260302", "seed = true", "n’est pas un nombre entier"),
    ("scenario.toml", 'family = "paper"', 'family = "papers"', "famille connue"),
    ("scenario.toml", "discount = 2\n", "discount = 100\n", "entre 0 et 100"),
    ("scenario.toml", "reminder_days = [8, 15, 30]", "reminder_days = [8, 30, 15]", "relance croissants"),
    ("scenario.toml", "filing_days = 1", "filing_days = -1", "nombre négatif"),
    ("scenario.toml", "filing_days = 1", "filing_day = 1", "champ inconnu « filing_day »"),
    ("scenario.toml", "filing_days = 1\n", "", "filing_days : valeur manquante"),
    ("scenario.toml", 'documents = ["quote"]', 'documents = ["quote", "question"]', "« question » se classe déjà"),
    ("scenario.toml", 'key = "dispatch"', 'key = "sales"', "« sales » figure deux fois"),
    ("scenario.toml", 'key = "dispatch"', 'key = "Expédition"', "minuscules"),
    ("scenario.toml", "[procedures]", "[procedures", "syntaxe TOML"),
    ("companies.csv", "SAS,999999030", "SAS,999999031", "le SIREN n’est pas valide"),
    ("companies.csv", ",99999903000011,", ",99999904800013,", "ne commence pas par le SIREN"),
    ("companies.csv", ",FR17999999030,", ",FR71999999048,", "ne contient pas le SIREN"),
    ("companies.csv", ",model,fr", ",modele,fr", "« modele » ne désigne rien"),
    ("companies.csv", ",62000,", ",99000,", "code postal"),
    ("companies.csv", "42,", "quarante-deux,", "n’est pas un nombre entier"),
    ("companies.csv", "Imprimerie Plume-au-Vent", "ateliers houblonvert", "figure deux fois (name)"),
    ("companies.csv", "trade_fair,contract", "tradefair,contract", "n’est pas admis (website, trade_fair"),
    ("companies.csv", "Ateliers Houblonvert,SAS", "Ateliers Houblonvert,", "une entreprise a une forme"),
    ("companies.csv", "contract,,30,4000,", "contract,,-30,4000,", "ne sont pas négatifs"),
    ("companies.csv", "contract,,30,4000,", "contract,fax,30,4000,", "« fax » n’est pas admis"),
    ("companies.csv", "contract,,30,4000,", 'contract,,30,"4 000,00",', "n’est pas un nombre décimal"),
    ("companies.csv", "key,kind", "key,key", "figure deux fois dans l’en-tête"),
    ("companies.csv", "plume-vent,company", "plume-vent,,company", "nombre de colonnes"),
    ("companies.csv", "Imprimerie Plume", '"Imprimerie Plume', "syntaxe CSV"),
    ("companies.csv", "Imprimerie Plume", "Imprimerie\x07Plume", "caractère de contrôle"),
    ("companies.csv", "Imprimerie Plume", " Imprimerie Plume", "espace en début"),
    ("contacts.csv", "plume-vent-1,plume-vent", "plume-vent-1,plume-ciel", "« plume-ciel » ne désigne rien"),
    ("contacts.csv", "plume-vent-1,plume-vent", "plume-vent-1,kowalinski", "« kowalinski » ne désigne rien"),
    ("contacts.csv", "plume-vent-1,", "houblonvert-1,", "figure deux fois (key)"),
    ("catalogue.csv", "2.95,4.20", "4.20,2.95", "supérieur au coût"),
    ("catalogue.csv", "4.20,20,", "4.20,20 %,", "n’est pas un nombre décimal"),
    ("catalogue.csv", ",paper,ramette", ",papier,ramette", "« papier » ne désigne rien"),
    ("catalogue.csv", "20..80", "80..20", "n’est pas un intervalle"),
    ("catalogue.csv", "20..80", "20", "n’est pas un nombre entier"),
    ("catalogue.csv", "20..80", "0..80", "part de 1"),
    ("personas.toml", "on_time = 94", "on_time = 95", "ne font pas 100"),
    ("personas.toml", "level = 2", "level = 3", "dans cet ordre"),
    ("personas.toml", "paper:5", "paper:0", "n’est pas une préférence"),
    ("personas.toml", "paper:5", "papyrus:5", "« papyrus » ne désigne rien"),
    ("personas.toml", 'on_time_days = "-6..0"', "on_time_days = 6", "forme attendue"),
    ("quotes.csv", "2026-03-21", "2026-03-22", "conditions de vente"),
    ("quotes.csv", "1135.55", "1135.56", "le total TTC devrait être 1135.55"),
    ("quotes.csv", "MOB-505×2 CLA-306×4 PAP-102×40,2,", "MOB-505×2 CLA-306×4 PAP-102×40,-2,", "entre 0 et 100"),
    ("quotes.csv", "MOB-505×2", "MOB-599×2", "« MOB-599 » ne désigne rien"),
    ("quotes.csv", "MOB-505×2", "MOB-505x2", "n’est pas une ligne"),
    ("quotes.csv", "MOB-505×2", "MOB-505×0", "n’est pas une ligne"),
    ("incoming.toml", 'company = "tremplinor"', 'company = "tremplin"', "« tremplin » ne désigne rien"),
    ("incoming.toml", 'contact = "tremplinor-1"', 'contact = "houblonvert-1"', "« houblonvert-1 » ne désigne rien"),
    ("incoming.toml", 'quote = "q-tremplinor"', 'quote = "q-clairmoule"', "« q-clairmoule » ne désigne rien"),
    ("incoming.toml", 'order = "h204"', 'order = "h205"', "« h205 » ne désigne rien"),
    ("incoming.toml", 'traps = "price"', 'traps = "quantity"', "les pièges de cette commande sont : price"),
    ("incoming.toml", "@145.00", "@155.00", "les pièges de cette commande sont : —"),
    ("incoming.toml", 'lines = "IMP-403×1 IMP-401×2"\n', "", "lines : valeur manquante"),
    ("incoming.toml", "IMP-403×1 IMP-401×2", "IMP-403×1 IMP-499×2", "« IMP-499 » ne désigne rien"),
    ("incoming.toml", "instalments = 2\n", "", "instalments : valeur manquante"),
    ("incoming.toml", "working_day = 1\n", "working_day = 2\n", "dans l’ordre des dates"),
    ("incoming.toml", "at = 09:20:00", 'at = "9 h 20"', "n’est pas une heure"),
    ("incoming.toml", "changes = {", "changes = { fax = 1,", "champ inconnu « fax »"),
    ("incoming.toml", 'opt_outs = "email"', "opt_outs = 3", "une liste est attendue"),
]


def spoil(directory: Path, name: str, old: str, new: str) -> int:
    """Replace the first `old` in a file and return the line on which it stood."""
    text = (directory / name).read_text(encoding="utf-8")
    assert old in text, old
    (directory / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


@pytest.mark.parametrize(("name", "old", "new", "reason"), SPOILED)
def test_a_spoiled_file_is_refused_with_its_reason(copy: Path, name: str, old: str, new: str, reason: str) -> None:
    spoil(copy, name, old, new)
    with pytest.raises(BadEntry) as refusal:
        read_scenario(copy)
    assert refusal.value.values["file"] == name
    assert reason in str(refusal.value)
    assert str(refusal.value) == f"{name}, ligne {refusal.value.values['line']} : {refusal.value.values['reason']}."


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("scenario.toml", "capital = 120000", "capital = true"),
        ("scenario.toml", 'phone = "03 53 01 20 03"', 'phone = "0353012003"'),
        ("companies.csv", "Imprimerie Plume-au-Vent", "Ateliers Houblonvert"),
        ("catalogue.csv", "11.50,17.90", "11.50,-17.90"),
        ("personas.toml", "acceptance = 34", "acceptance = 34.123"),
        ("quotes.csv", "2103.35", "2103.36"),
        ("incoming.toml", "at = 10:05:00", "at = 10"),
        ("incoming.toml", 'postcode = "80000"', 'postcode = "00000"'),
    ],
)
def test_the_refusal_names_the_very_line(copy: Path, name: str, old: str, new: str) -> None:
    line = spoil(copy, name, old, new)
    with pytest.raises(BadEntry) as refusal:
        read_scenario(copy)
    assert refusal.value.values["line"] == line


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("quoted_on", "2025-02-28", "hors de l’historique"),
        ("ordered_on", "2026-03-02", "ne se suivent pas"),
        ("delivered_on", "", "une étape manque"),
        ("paid_on", "2025-03-29", "sans travail"),
        ("due_on", "", "une étape manque"),
        ("due_on", "2025-12-31", "l’échéance n’est pas celle du client"),
        ("paid_on", "2025-03-03", "ne se suivent pas"),
        ("paid_on", "hier", "n’est pas une date"),
        ("reminders", "1@2025-03-10", "entre l’échéance et le règlement"),
        ("reminders", "2@2025-12-10", "les relances ne se suivent pas"),
        ("reminders", "4@2025-12-10", "n’est pas une relance"),
        ("reminders", "1:2025-12-10", "n’est pas un nombre entier"),
        ("company", "personne", "« personne » ne désigne rien"),
        ("lines", "CLA-306×2", "le total TTC devrait être 66.96"),
        ("key", "h001", "figure deux fois"),
    ],
)
def test_a_past_that_cannot_be_is_refused(copy: Path, column: str, value: str, reason: str) -> None:
    path = copy / "history.csv"
    rows = path.read_text(encoding="utf-8").split("\n")
    cells = dict(zip(rows[0].split(","), rows[6].split(","), strict=True))
    assert cells["paid_on"]
    rows[6] = ",".join((cells | {column: value}).values())
    path.write_text("\n".join(rows), encoding="utf-8")
    with pytest.raises(BadEntry, match=f"history.csv, ligne 7 .*{reason}"):
        read_scenario(copy)


def test_orders_stand_in_the_order_of_their_dates(copy: Path) -> None:
    path = copy / "history.csv"
    header, first, *rest = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([header, *rest, first]), encoding="utf-8")
    with pytest.raises(BadEntry, match="dans l’ordre des dates"):
        read_scenario(copy)


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_absent_or_not_text_is_named(copy: Path, name: str) -> None:
    (copy / name).write_bytes("é".encode("latin-1"))
    with pytest.raises(MissingFile, match=name):
        read_scenario(copy)
    (copy / name).unlink()
    with pytest.raises(MissingFile, match=name):
        read_scenario(copy)


@given(name=st.sampled_from(FILES), seed=st.integers(0, 2**32), piece=st.text(max_size=6))
@settings(max_examples=30, deadline=None)
def test_whatever_is_typed_into_a_file_it_is_read_or_refused_by_name(
    tmp_path_factory: pytest.TempPathFactory, name: str, seed: int, piece: str
) -> None:
    directory = tmp_path_factory.mktemp("spoiled")
    for path in sorted(SHIPPED.glob("*.*")):
        (directory / path.name).write_bytes(path.read_bytes())
    text = (directory / name).read_text(encoding="utf-8")
    at = random.Random(seed).randrange(len(text))  # noqa: S311  (which letter is spoiled is no secret)
    spoiled = text[:at] + piece + text[at + len(piece) :]
    (directory / name).write_bytes(spoiled.encode("utf-8", "surrogatepass"))
    try:
        read_scenario(directory)
    except (BadEntry, MissingFile) as refusal:
        assert ".toml" in str(refusal) or ".csv" in str(refusal)  # noqa: PT017


def test_a_byte_order_mark_is_welcome(copy: Path, nordbureau: Scenario) -> None:
    path = copy / "companies.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert read_scenario(copy) == nordbureau


def test_what_a_company_owes_is_what_it_has_not_paid(nordbureau: Scenario) -> None:
    unpaid = [order.gross.cents for order in nordbureau.history if order.company == "briquefort" and not order.paid_on]
    assert nordbureau.outstanding("briquefort") == Money(sum(unpaid)) > Money.of(3500)
    assert nordbureau.outstanding("ruche-plume") == Money(0)


def test_the_best_step_of_the_schedule_is_earned(nordbureau: Scenario) -> None:
    terms = nordbureau.setting.terms
    assert terms.earned(Money.of("499.99")) == Rate()
    assert terms.earned(Money.of(500)) == Rate.percent(2)
    assert terms.earned(Money.of(9000)) == Rate.percent(5)
    assert terms.earned(Money.of(300), "paper") == Rate.percent(3)
    assert terms.earned(Money.of(300), "writing") == Rate()


def test_a_dropped_line_is_a_difference_of_quantity(nordbureau: Scenario) -> None:
    order = next(each for each in nordbureau.messages if each.quote == "q-clairmoule")
    assert traps_of(replace(order, deliver_to=None), nordbureau) == ()
    shorter = replace(order, deliver_to=None, lines=order.lines[:1])
    assert traps_of(shorter, nordbureau) == (Trap.QUANTITY,)
    cheaper = replace(order, deliver_to=None, discount=Rate.percent(3))
    assert traps_of(cheaper, nordbureau) == (Trap.DISCOUNT,)


def test_an_order_without_quote_is_held_against_the_price_list(nordbureau: Scenario) -> None:
    order = next(
        each for each in nordbureau.messages if each.kind is MessageKind.PURCHASE_ORDER and each.company == "bleumaree"
    )
    dear = Line("PAP-101", Decimal(1), Money.of("9.99"))
    assert traps_of(replace(order, lines=(dear,)), nordbureau) == (Trap.PRICE,)
    assert traps_of(replace(order, payment_days=45), nordbureau) == ()
    assert traps_of(replace(order, payment_days=60), nordbureau) == (Trap.PAYMENT_TERMS,)


def test_lines_are_read_exactly() -> None:
    assert Line.parse("PAP-101×20@3.95") == Line("PAP-101", Decimal(20), Money(395))
    assert Line.parse("PAP-101×20") == Line("PAP-101", Decimal(20))
