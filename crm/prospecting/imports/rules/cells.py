"""What a cell says: a clean value for its field, or the reason why it cannot stay as it is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import phonenumbers
from babel import Locale

from crm.kernel.choices import Labelled
from crm.kernel.errors import N_
from crm.kernel.money import LARGEST_CENTS, Money
from crm.prospecting.companies.models import ContactRole, LegalBasis, Nature, Source, Stage
from crm.prospecting.companies.rules import (
    NotAnIdentifier,
    belongs_together,
    clean_siren,
    clean_siret,
    clean_vat_number,
    vat_matches,
)
from crm.prospecting.imports.models import Column, DateOrder, DecimalMark, Plain, Reading
from crm.prospecting.imports.rules.columns import TARGETS, Kind, Target, plain

FORMULA_STARTS = ("=", "@")
# Our own files and spreadsheets put an apostrophe before what must not be computed.
QUOTED_FORMULA = re.compile(r"^'[=@+\-]")
SIGNED_FORMULA = re.compile(r"^[+\-](?=\S).*[A-Za-z!|]", re.DOTALL)
COMPUTED = re.compile(r"^(?:[=@\t\r]|[+\-].*[A-Za-z!|])", re.DOTALL)
EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
FIGURES_DAY = re.compile(r"^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})(?: .*)?$")
ISO_DAY = re.compile(r"^(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?$")
BLANKS = re.compile(r"[\s\u00a0\u202f\u2009]+")
POSTCODE_DIGITS, CENTURY, FIRST_YEAR, LAST_YEAR = 5, 2000, 1950, 2199
YES = frozenset(["oui", "o", "vrai", "true", "yes", "y", "1", "x"])
NO = frozenset(["non", "n", "faux", "false", "no", "0"])
LANGUAGES = {"fr": "fr", "francais": "fr", "french": "fr", "en": "en", "anglais": "en", "english": "en"}
WORDS: Mapping[Kind, Mapping[str, Labelled]] = {
    Kind.NATURE: {
        "pro": Nature.BUSINESS,
        "b2b": Nature.BUSINESS,
        "societe": Nature.BUSINESS,
        "company": Nature.BUSINESS,
    }
    | {"b2c": Nature.INDIVIDUAL, "consommateur": Nature.INDIVIDUAL, "consumer": Nature.INDIVIDUAL},
    Kind.STAGE: {"lead": Stage.SUSPECT, "piste": Stage.SUSPECT, "customer": Stage.CUSTOMER},
    Kind.SOURCE: {"salon professionnel": Source.TRADE_FAIR, "foire": Source.TRADE_FAIR, "fair": Source.TRADE_FAIR}
    | {"web": Source.WEBSITE, "site": Source.WEBSITE, "internet": Source.WEBSITE, "telephone": Source.PHONE}
    | {"annuaire": Source.DIRECTORY, "bouche a oreille": Source.REFERRAL, "parrainage": Source.REFERRAL},
    Kind.LEGAL_BASIS: {"interet legitime": LegalBasis.LEGITIMATE_INTEREST, "consent": LegalBasis.CONSENT},
    Kind.ROLE: {"decision maker": ContactRole.DECISION_MAKER, "comptable": ContactRole.ACCOUNTING},
}
CHOICES: Mapping[Kind, type[Labelled]] = {
    Kind.NATURE: Nature,
    Kind.STAGE: Stage,
    Kind.SOURCE: Source,
    Kind.LEGAL_BASIS: LegalBasis,
    Kind.ROLE: ContactRole,
}
FORMULA = N_("Cette cellule contient une formule ou son début (=, @, +, -). Écrivez sa valeur.")
INVISIBLE = N_("Cette cellule contient un caractère invisible interdit. Retapez-la.")
TOO_LONG = N_("Ce texte est trop long pour ce champ.")
MISSING = N_("Indiquez la raison sociale ou le nom.")
TOO_WIDE = N_("Cette ligne a plus de cellules que le fichier n’a de colonnes : vérifiez le séparateur.")
TOO_NARROW = N_(
    "Cette ligne s’arrête avant la dernière colonne alors que le fichier finit là : il est peut-être tronqué."
)


class Wrong(ValueError):
    """A cell that does not say what its field holds; the text is a French sentence for the catalogue."""


@dataclass(frozen=True)
class Checked:
    """A row as it can be entered: `values` by field, what is wrong by field (or "row")."""

    values: dict[str, Plain] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)


def check_row(texts: Sequence[str], columns: Sequence[Column], reading: Reading) -> Checked:
    """Read a row's cells by the columns' fields; what cannot be read stays out and is said."""
    checked = Checked()
    if len(texts) > len(columns):
        checked.problems["row"] = TOO_WIDE
    for column, text in zip(columns, texts, strict=False):
        if column.target:
            try:
                value = read(TARGETS[column.target], text, reading)
            except Wrong as wrong:
                checked.problems[column.target] = str(wrong)
            else:
                if value != "":
                    checked.values[column.target] = value
    _check_together(checked)
    return checked


def _check_together(checked: Checked) -> None:
    """Check what cells say of each other: the name is there, the numbers belong together."""
    values, problems = checked.values, checked.problems
    if "legal_name" not in values and "legal_name" not in problems:
        problems["legal_name"] = MISSING
    siren, siret, vat = (str(values.get(name, "")) for name in ("siren", "siret", "vat_number"))
    if not belongs_together(siren, siret):
        problems["siret"] = N_("Ce SIRET ne commence pas par le SIREN de la ligne.")
    if not vat_matches(siren or siret[:9], vat):
        problems["vat_number"] = N_("Ce numéro de TVA ne correspond pas au SIREN de la ligne.")


def read(target: Target, text: str, reading: Reading) -> Plain:
    """Return the clean value of a cell, empty for an empty one, or raise `Wrong`."""
    clean = unicodedata.normalize("NFC", text).strip()
    if QUOTED_FORMULA.match(clean):
        clean = clean[1:]
    if not clean:
        return ""
    if is_formula(clean):
        raise Wrong(FORMULA)
    if any(letter not in "\n\r\t" and unicodedata.category(letter) in {"Cc", "Cs", "Co", "Cn"} for letter in clean):
        raise Wrong(INVISIBLE)
    if target.kind is Kind.AMOUNT:
        return _amount(clean, reading.decimal_mark)
    if target.kind is Kind.DAY:
        return _day(clean, reading.date_order).isoformat()
    if target.kind in CHOICES:
        return _choice(target.kind, clean)
    value = READERS[target.kind](clean)
    if len(str(value)) > target.longest:
        raise Wrong(TOO_LONG)
    return value


def is_formula(text: str) -> bool:
    """Tell whether a spreadsheet would compute the text: the start of an injection, unless it is a signed number."""
    return text.startswith(FORMULA_STARTS) or bool(SIGNED_FORMULA.match(text))


def harmless(text: str) -> str:
    """Return a cell for a file of ours that no spreadsheet computes: an apostrophe goes before it."""
    return f"'{text}" if COMPUTED.match(text) else text


def _line(text: str) -> str:
    """A text on one line."""
    return BLANKS.sub(" ", text)


def _identifier(clean: Callable[[str], str], message: str, digits: int = 0) -> Callable[[str], str]:
    """Read a number by its check digits; a spreadsheet may have eaten its leading zero."""

    def read_number(text: str) -> str:
        compact = BLANKS.sub("", text)
        try:
            eaten = compact.isdigit() and len(compact) == digits - 1
            return clean(f"0{compact}" if eaten else compact)
        except NotAnIdentifier as fault:
            raise Wrong(message) from fault

    return read_number


def _postcode(text: str) -> str:
    """A postcode; a French one whose zero a spreadsheet has eaten gets it back."""
    compact = text.replace(" ", "")
    return compact.zfill(POSTCODE_DIGITS) if compact.isdigit() and len(compact) == POSTCODE_DIGITS - 1 else text


def _country(text: str) -> str:
    """A country by its code or its French or English name."""
    if len(text) == 2 and text.upper() in COUNTRIES.values():  # noqa: PLR2004  (ISO 3166-1 alpha-2)
        return text.upper()
    if (code := COUNTRIES.get(plain(text))) is None:
        raise Wrong(N_("Pays inconnu : écrivez son nom ou son code à deux lettres (FR, BE…)."))
    return code


def _countries() -> dict[str, str]:
    """Return the codes of countries by their folded names in both languages."""
    codes: dict[str, str] = {}
    for language in ("en", "fr"):
        territories = Locale(language).territories
        codes |= {plain(name): code for code, name in territories.items() if len(code) == 2 and code.isalpha()}  # noqa: PLR2004  (as above)
    return codes


COUNTRIES = _countries()


def _phone(text: str) -> str:
    """A phone number in its national form if it is French, else in the international one (E.164 with blanks)."""
    digits = "".join(letter for letter in text if letter.isdigit())
    eaten = len(digits) == 9 and digits[0] in "123456789" and text.strip()[0] != "+"  # noqa: PLR2004  (without its zero)
    try:
        number = phonenumbers.parse(f"0{digits}" if eaten else text, "FR")
    except phonenumbers.NumberParseException as fault:
        raise Wrong(N_("Ce numéro de téléphone est illisible.")) from fault
    if not phonenumbers.is_possible_number(number):
        raise Wrong(N_("Ce numéro de téléphone n’a pas le bon nombre de chiffres."))
    french = number.country_code == 33  # noqa: PLR2004  (France)
    style = phonenumbers.PhoneNumberFormat.NATIONAL if french else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, style)


def _email(text: str) -> str:
    """An e-mail address that is complete."""
    if not EMAIL.match(text):
        raise Wrong(N_("Cette adresse e-mail n’est pas complète (nom@domaine.example)."))
    return text


def _language(text: str) -> str:
    """French or English."""
    if (code := LANGUAGES.get(plain(text))) is None:
        raise Wrong(N_("Langue inconnue : écrivez « français » ou « anglais »."))
    return code


def _yes_no(text: str) -> bool:
    """Yes or no in the words of both languages."""
    word = plain(text)
    if word not in YES | NO:
        raise Wrong(N_("Écrivez « oui » ou « non »."))
    return word in YES


def _choice(kind: Kind, text: str) -> str:
    """A choice by its word, its French label, or another name for it."""
    wanted = plain(text)
    for each in CHOICES[kind]:
        if wanted in (plain(str(each.value)), plain(each.label), f"{plain(each.label)}s"):
            return str(each.value)
    if (found := WORDS.get(kind, {}).get(wanted)) is None:
        raise Wrong(N_("Ce mot n’est pas dans la liste des choix de ce champ."))
    return str(found.value)


def _amount(text: str, mark: DecimalMark) -> int:
    """A sum in cents; blanks and the other mark part thousands."""
    bare = BLANKS.sub("", text).removesuffix("€").removesuffix("EUR")
    other = "." if mark is DecimalMark.COMMA else ","
    if re.fullmatch(r"\d{1,15}[.,]\d{1,2}", bare):
        exact = bare.replace(",", ".")
    else:
        exact = bare.replace(other, "").replace(mark.value, ".")
    if not re.fullmatch(r"\d{1,15}(\.\d{1,2})?", exact) or Decimal(exact) * 100 > LARGEST_CENTS:
        raise Wrong(N_("Montant illisible : écrivez-le par exemple 1 234,56."))
    return Money.of(Decimal(exact)).cents


def _day(text: str, order: DateOrder) -> date:
    """A day in the order chosen, or in ISO form."""
    iso, figures = ISO_DAY.match(text), FIGURES_DAY.match(text)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if figures:
            first, second, year = int(figures[1]), int(figures[2]), int(figures[3])
            day, month = (first, second) if order is DateOrder.DAY_FIRST else (second, first)
            found = date(year + CENTURY if year < 100 else year, month, day)  # noqa: PLR2004  (two figures)
            if FIRST_YEAR <= found.year <= LAST_YEAR:
                return found
    except ValueError as fault:
        raise Wrong(N_("Cette date n’existe pas : vérifiez l’ordre des jours et des mois.")) from fault
    raise Wrong(N_("Date illisible : écrivez-la par exemple 31/12/2026."))


READERS: Mapping[Kind, Callable[[str], Plain]] = {
    Kind.LINE: _line,
    Kind.TEXT: str,
    Kind.SIREN: _identifier(clean_siren, N_("Ce numéro SIREN n’est pas valide."), 9),
    Kind.SIRET: _identifier(clean_siret, N_("Ce numéro SIRET n’est pas valide."), 14),
    Kind.VAT: _identifier(clean_vat_number, N_("Ce numéro de TVA n’est pas valide.")),
    Kind.POSTCODE: _postcode,
    Kind.COUNTRY: _country,
    Kind.PHONE: _phone,
    Kind.EMAIL: _email,
    Kind.LANGUAGE: _language,
    Kind.YES_NO: _yes_no,
}
