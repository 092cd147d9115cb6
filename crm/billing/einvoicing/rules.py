"""The checks of the platform: which rule an invoice breaks, in which field, and where one mends it.

The names are those of the French rules (BR-FR, AFNOR XP Z12-012) and of the
European standard (BR, EN 16931-1); each check is written from the sentence of
the standard. COMPTOIR-01 is ours: no official rule looks at a line's product.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from crm.billing.einvoicing.models import Reason
from crm.kernel.errors import N_
from crm.kernel.money import half_up
from crm.papers.cii_xml import Fields, Terms, groups_of, text_of
from crm.papers.facturx import mismatches, number

CUSTOMER, LINES, COMPANY = N_("Fiche du client"), N_("Lignes de la facture"), N_("Fiche de votre société")
DATES, ORIGIN, HEAD = N_("Dates et délai de paiement"), N_("Facture d’origine"), N_("En-tête de la facture")
TOTALS, MENTIONS, TAXES = N_("Totaux"), N_("Mentions obligatoires"), N_("TVA par taux")
NUMBER = re.compile(r"[A-Za-z0-9+\-_/]*")
LONGEST_NUMBER, SIREN_DIGITS, SIRET_DIGITS = 35, 9, 14
DATE = re.compile(r"20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
TYPES = {"380", "381", "384", "386"}
CREDIT_NOTE, CORRECTIVE, DEPOSIT = "381", "384", "386"
PROCESSES = {letter + digit for letter in "BSM" for digit in "124"}
NOTES = ("PMT", "PMD", "AAB")
CATEGORIES = {"S", "E", "AE", "K", "G", "O", "Z"}
UNTAXED = {"E", "AE", "K", "G", "O"}
RATES = {Decimal(each) for each in "0 0.9 1.05 1.75 2.1 5.5 7 8.5 9.2 9.6 10 13 19.6 20 20.6".split()}  # noqa: SIM905


@dataclass(frozen=True)
class Rule:
    """A rule by its name: the field it looks at, what it says, where one mends it, the platform's reason."""

    name: str
    field: str
    says: str
    mend: str
    reason: Reason


@dataclass(frozen=True)
class Finding:
    """A rule that is broken; `rank` is the line's, 0 for the whole document."""

    rule: Rule
    rank: int = 0


Check = Callable[[Fields], Iterable[int]]
CHECKS: dict[Rule, Check] = {}


def findings(fields: Fields) -> list[Finding]:
    """Return every rule that an invoice breaks, in the order of the rules."""
    return [Finding(rule, rank) for rule, check in CHECKS.items() for rank in check(fields)]


def rule_named(name: str) -> Rule | None:
    """Return a rule by its name."""
    return next((rule for rule in CHECKS if rule.name == name), None)


def _rule(name: str, field: str, says: str, mend: str, reason: Reason = Reason.REJ_SEMAN) -> Callable[[Check], Check]:
    """Add a check to the list under its rule."""

    def add(check: Check) -> Check:
        CHECKS[Rule(name, field, says, mend, reason)] = check
        return check

    return add


def _if(broken: bool) -> tuple[int, ...]:  # noqa: FBT001  (the one thing that it is about)
    """Return the whole document's rank if something is broken."""
    return (0,) if broken else ()


@_rule("BR-FR-01", "BT-1", N_("Le numéro de facture a 35 caractères au plus."), HEAD)
def _short_number(fields: Fields) -> Iterable[int]:
    return _if(len(text_of(fields, "BT-1")) > LONGEST_NUMBER)


@_rule("BR-FR-02", "BT-1", N_("Le numéro de facture n’a ni espace ni autre signe que + - _ /."), HEAD)
def _plain_number(fields: Fields) -> Iterable[int]:
    return _if(not NUMBER.fullmatch(text_of(fields, "BT-1")))


@_rule("BR-FR-03", "BT-2", N_("La date d’émission existe, entre 2000 et 2099."), DATES)
def _dated(fields: Fields) -> Iterable[int]:
    return _if(not DATE.fullmatch(text_of(fields, "BT-2")))


@_rule("BR-FR-04", "BT-3", N_("Le type de document est connu : 380, 381, 384 ou 386."), HEAD)
def _typed(fields: Fields) -> Iterable[int]:
    return _if(text_of(fields, "BT-3") not in TYPES)


@_rule(
    "BR-FR-05",
    "BT-22",
    N_("Entre professionnels, la facture dit l’indemnité de 40 € (PMT), les pénalités (PMD) et l’escompte (AAB)."),
    MENTIONS,
)
def _mentioned(fields: Fields) -> Iterable[int]:
    return _if(bool(set(NOTES) - set(_subjects(fields))))


@_rule("BR-FR-06", "BT-21", N_("Chaque mention obligatoire figure une seule fois."), MENTIONS)
def _mentioned_once(fields: Fields) -> Iterable[int]:
    counted = Counter(_subjects(fields))
    return _if(any(counted[code] > 1 for code in NOTES))


@_rule("BR-FR-08", "BT-23", N_("Le cadre de facturation est dit : biens (B), services (S) ou mixte (M)."), HEAD)
def _process_told(fields: Fields) -> Iterable[int]:
    return _if(text_of(fields, "BT-23") not in PROCESSES)


@_rule("BR-FR-09", "BT-29", N_("Le SIRET a 14 chiffres et commence par le SIREN."), COMPANY)
def _siret_of_the_siren(fields: Fields) -> Iterable[int]:
    siret = text_of(fields, "BT-29")
    return _if(bool(siret) and not (_is_digits(siret, SIRET_DIGITS) and siret.startswith(text_of(fields, "BT-30"))))


@_rule("BR-FR-10", "BT-30", N_("Le SIREN du vendeur figure, en 9 chiffres."), COMPANY)
def _sellers_siren(fields: Fields) -> Iterable[int]:
    return _if(not _is_digits(text_of(fields, "BT-30"), SIREN_DIGITS))


@_rule("BR-FR-11", "BT-47", N_("Le SIREN de l’acheteur figure, en 9 chiffres."), CUSTOMER)
def _buyers_siren(fields: Fields) -> Iterable[int]:
    return _if("B2B" in _audience(fields) and not _is_digits(text_of(fields, "BT-47"), SIREN_DIGITS))


@_rule("BR-FR-12", "BT-49", N_("L’acheteur a une adresse électronique de facturation."), CUSTOMER, Reason.REJ_ADR)
def _buyers_address(fields: Fields) -> Iterable[int]:
    return _if(not text_of(fields, "BT-49"))


@_rule("BR-FR-13", "BT-34", N_("Le vendeur a une adresse électronique de facturation."), COMPANY, Reason.REJ_ADR)
def _sellers_address(fields: Fields) -> Iterable[int]:
    return _if(not text_of(fields, "BT-34"))


@_rule("BR-FR-15", "BT-151", N_("La catégorie de TVA est S, E, AE, K, G, O ou Z."), LINES)
def _known_category(fields: Fields) -> Iterable[int]:
    return _lines(fields, lambda line: line.get("BT-151") not in CATEGORIES)


@_rule("BR-FR-16", "BT-152", N_("Le taux de TVA est un taux français."), LINES)
def _known_rate(fields: Fields) -> Iterable[int]:
    return _lines(fields, lambda line: number(line, "BT-152") not in RATES)


@_rule(
    "BR-FR-21",
    "BT-49",
    N_("L’adresse électronique de l’acheteur commence par son SIREN."),
    CUSTOMER,
    Reason.REJ_ADR,
)
def _address_of_the_siren(fields: Fields) -> Iterable[int]:
    address, siren = text_of(fields, "BT-49"), text_of(fields, "BT-47")
    return _if("B2B" in _audience(fields) and bool(address and siren) and not address.startswith(siren))


@_rule("BR-FR-CO-04", "BT-25", N_("Une facture rectificative nomme une seule facture d’origine."), ORIGIN)
def _names_one(fields: Fields) -> Iterable[int]:
    return _if(text_of(fields, "BT-3") == CORRECTIVE and len(groups_of(fields, "BG-3")) != 1)


@_rule("BR-FR-CO-05", "BT-25", N_("Un avoir nomme la facture d’origine et sa date."), ORIGIN)
def _names_its_origin(fields: Fields) -> Iterable[int]:
    origins = groups_of(fields, "BG-3")
    told = bool(origins) and all(each.get("BT-25") and each.get("BT-26") for each in origins)
    return _if(text_of(fields, "BT-3") == CREDIT_NOTE and not told)


@_rule("BR-FR-CO-07", "BT-9", N_("L’échéance ne précède pas la date d’émission."), DATES, Reason.REJ_COH)
def _due_after(fields: Fields) -> Iterable[int]:
    due, free = text_of(fields, "BT-9"), text_of(fields, "BT-3") == DEPOSIT or _is_settled(fields)
    return _if(bool(due) and not free and due < text_of(fields, "BT-2"))


@_rule("BR-FR-CO-09", "BT-115", N_("Une facture déjà payée laisse un net à payer nul."), TOTALS, Reason.REJ_COH)
def _nothing_due(fields: Fields) -> Iterable[int]:
    return _if(_is_settled(fields) and bool(number(_whole(fields), "BT-115")))


@_rule("BR-FR-CO-12", "BT-111", N_("En devise étrangère, la TVA figure aussi en euros."), TOTALS, Reason.REJ_COH)
def _vat_in_euros(fields: Fields) -> Iterable[int]:
    return _if(text_of(fields, "BT-5") != "EUR" and not (text_of(fields, "BT-6") and text_of(fields, "BT-111")))


@_rule("BR-16", "BT-126", N_("La facture a au moins une ligne."), LINES)
def _has_lines(fields: Fields) -> Iterable[int]:
    return _if(not groups_of(fields, "BG-25"))


@_rule("BR-27", "BT-146", N_("Un prix unitaire n’est pas négatif."), LINES, Reason.CALCUL_ERR)
def _no_negative_price(fields: Fields) -> Iterable[int]:
    return _lines(fields, lambda line: number(line, "BT-146") < 0)


@_rule("BR-CO-25", "BT-9", N_("Ce qui reste à payer a une échéance ou des conditions de règlement."), DATES)
def _payable_some_day(fields: Fields) -> Iterable[int]:
    told = text_of(fields, "BT-9") or text_of(fields, "BT-20")
    return _if(number(_whole(fields), "BT-115") > 0 and not told)


@_rule(
    "COMPTOIR-01",
    "BT-131",
    N_("Le montant d’une ligne est la quantité multipliée par le prix, moins la remise."),
    LINES,
    Reason.CALCUL_ERR,
)
def _line_product(fields: Fields) -> Iterable[int]:
    return [wrong.rank for wrong in mismatches(fields) if wrong.code == "BT-131"]


def _sum_rule(name: str, field: str, says: str) -> None:
    """Add the rule of a total."""

    def check(fields: Fields) -> Iterable[int]:
        return _if(any(wrong.code == field for wrong in mismatches(fields)))

    _rule(name, field, says, TOTALS, Reason.MONTANTTOTAL_ERR)(check)


_sum_rule("BR-CO-10", "BT-106", N_("Le total des lignes est la somme des lignes."))
_sum_rule("BR-CO-13", "BT-109", N_("Le total HT est le total des lignes moins les remises globales."))
_sum_rule("BR-CO-14", "BT-110", N_("La TVA totale est la somme des TVA par taux."))
_sum_rule("BR-CO-15", "BT-112", N_("Le total TTC est le total HT plus la TVA."))
_sum_rule("BR-CO-16", "BT-115", N_("Le net à payer est le total TTC moins ce qui est déjà payé."))


@_rule("BR-CO-17", "BT-117", N_("La TVA d’un taux est la base multipliée par le taux."), TAXES, Reason.CALCUL_ERR)
def _vat_of_the_base(fields: Fields) -> Iterable[int]:
    taxes = groups_of(fields, "BG-23")
    expected = [Decimal(half_up(number(tax, "BT-116") * number(tax, "BT-119"))) / 100 for tax in taxes]
    return _if([number(tax, "BT-117") for tax in taxes] != expected)


@_rule("BR-S-08", "BT-116", N_("La base d’un taux est la somme de ses lignes."), TAXES, Reason.CALCUL_ERR)
def _base_of_the_lines(fields: Fields) -> Iterable[int]:
    bases: Counter[tuple[str, Decimal]] = Counter()
    for code, sign, category, rate in (("BG-25", 1, "BT-151", "BT-152"), ("BG-20", -1, "BT-95", "BT-96")):
        net = "BT-131" if sign > 0 else "BT-92"
        for each in groups_of(fields, code):
            bases[each.get(category, ""), number(each, rate)] += sign * number(each, net)  # type: ignore[assignment]
    taxes = groups_of(fields, "BG-23")
    told = {(tax.get("BT-118", ""), number(tax, "BT-119")): number(tax, "BT-116") for tax in taxes}
    return _if(any(told.get(key, Decimal(0)) != base for key, base in bases.items()))


@_rule("BR-E-10", "BT-120", N_("Sans TVA, la facture dit pourquoi."), TAXES)
def _told_why(fields: Fields) -> Iterable[int]:
    untaxed = [tax for tax in groups_of(fields, "BG-23") if tax.get("BT-118") in UNTAXED]
    return _if(any(not (tax.get("BT-120") or tax.get("BT-121")) for tax in untaxed))


def _lines(fields: Fields, broken: Callable[[Terms], bool]) -> Iterator[int]:
    """Yield the ranks of the lines that break a rule."""
    return (rank for rank, line in enumerate(groups_of(fields, "BG-25"), start=1) if broken(line))


def _subjects(fields: Fields) -> list[str]:
    """Return the subjects of the notes."""
    return [note.get("BT-21", "") for note in groups_of(fields, "BG-1")]


def _audience(fields: Fields) -> list[str]:
    """Return for whom the document says it is."""
    return [note.get("BT-22", "") for note in groups_of(fields, "BG-1") if note.get("BT-21") == "BAR"]


def _is_settled(fields: Fields) -> bool:
    """Tell whether the document says that it was paid already."""
    return text_of(fields, "BT-23").endswith("2")


def _is_digits(said: str, count: int) -> bool:
    """Tell whether a text is so many digits."""
    return len(said) == count and said.isdigit()


def _whole(fields: Fields) -> Terms:
    """Return the terms of the whole document."""
    return {code: said for code, said in fields.items() if isinstance(said, str)}
