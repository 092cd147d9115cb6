"""What a person reads on an invoice beside what a machine reads in it, term by term."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from crm.kernel import wording
from crm.kernel.money import Money, Rate
from crm.papers.cii import fields_of
from crm.papers.cii_xml import Fields, Terms, groups_of, text_of
from crm.papers.phrases import say
from crm.papers.views import CommercialPaper, Language

DATES = frozenset({"BT-2", "BT-9", "BT-26", "BT-72", "BT-73", "BT-74"})
RATES = frozenset({"BT-94", "BT-96", "BT-119", "BT-138", "BT-152"})
LINE_SUMS = frozenset({"BT-131", "BT-136", "BT-137", "BT-146"})
SUMS = LINE_SUMS | {f"BT-{number}" for number in (92, 93, 106, 107, 109, 110, 112, 113, 115, 116, 117)}
IN_EUROS = "BT-111"
# What only machines are told: codes, directories, the same thing said twice.
UNPRINTED = frozenset(
    "BT-6 BT-8 BT-21 BT-23 BT-24 BT-34 BT-34-1 BT-49 BT-49-1 BT-46 BT-81 BT-93 BT-94 BT-95 BT-96 BT-98 BT-118"  # noqa: SIM905
    " BT-121 BT-126 BT-130 BT-136 BT-137 BT-139 BT-140 BT-151 BT-40 BT-55".split()
)
HIDDEN = frozenset({"BT-136-0", "BT-24"})
WHOLE = {
    "document": ("BT-1", "BT-3", "BT-2", "BT-5", "BT-6", "BT-23", "BT-13", "BT-14", "BT-16", "BT-73", "BT-74"),
    "seller": (
        *("BT-27", "BT-33", "BT-30", "BT-29", "BT-31", "BT-32", "BT-34", "BT-34-1", "BT-35", "BT-36", "BT-162"),
        *("BT-38", "BT-37", "BT-40", "BT-41", "BT-42", "BT-43"),
    ),
    "buyer": (
        *("BT-44", "BT-56", "BT-47", "BT-46", "BT-48", "BT-49", "BT-49-1", "BT-50", "BT-51", "BT-163", "BT-53"),
        *("BT-52", "BT-55"),
    ),
    "delivery": ("BT-72", "BT-70", "BT-75", "BT-76", "BT-165", "BT-78", "BT-77", "BT-80"),
    "payment": ("BT-9", "BT-20", "BT-81", "BT-83", "BT-84", "BT-86"),
    "sums": ("BT-106", "BT-107", "BT-109", "BT-110", "BT-111", "BT-112", "BT-113", "BT-115"),
}
GROUPS = {"line": "BG-25", "tax": "BG-23", "allowance": "BG-20", "notes": "BG-1", "origin": "BG-3"}
ORDER = ("document", "origin", "seller", "buyer", "delivery", "line", "allowance", "tax", "sums", "payment", "notes")


@dataclass(frozen=True)
class Read:
    """A term: what the paper prints (empty for what only machines are told), what the XML says."""

    code: str
    label: str
    printed: str
    read: str
    differs: bool


@dataclass(frozen=True)
class Section:
    """The terms of one part of the invoice."""

    title: str
    terms: tuple[Read, ...]

    @property
    def differs(self) -> bool:
        """Whether paper and machine part somewhere in it."""
        return any(term.differs for term in self.terms)


def side_by_side(paper: CommercialPaper, read: Fields, *, language: Language) -> list[Section]:
    """Return an invoice's paper beside the terms of an XML, part by part; labels are in the reader's language."""
    expected, found = fields_of(paper), []
    for name in ORDER:
        if name in WHOLE:
            pairs = [(name, _chosen(expected, WHOLE[name]), _chosen(read, WHOLE[name]))]
        else:
            printed, told = groups_of(expected, GROUPS[name]), groups_of(read, GROUPS[name])
            pairs = [(name, _at(printed, place), _at(told, place)) for place in range(max(len(printed), len(told)))]
        for place, (part, printed_terms, read_terms) in enumerate(pairs, start=1):
            title = say(language, f"machine.{part}", n=str(place))
            terms = _terms(printed_terms, read_terms, paper, language)
            found += [Section(title, terms)] if terms else []
    return found


def term_label(code: str, language: Language) -> str:
    """Return what a term is called."""
    return say(language, f"term.{code}")


def _chosen(fields: Fields, codes: tuple[str, ...]) -> Terms:
    """Return some of the terms of the whole document."""
    return {code: said for code in codes if (said := text_of(fields, code))}


def _at(groups: list[Terms], place: int) -> Terms:
    """Return a group, or nothing where there is none."""
    return groups[place] if place < len(groups) else {}


def _terms(expected: Terms, read: Terms, paper: CommercialPaper, language: Language) -> tuple[Read, ...]:
    """Return the terms that either of the two tells."""
    codes = [code for code in dict.fromkeys((*expected, *read)) if code not in HIDDEN]
    return tuple(
        Read(
            code,
            term_label(code, language),
            "" if code in UNPRINTED else _printed(code, expected.get(code, ""), paper),
            _told(code, read.get(code, "")),
            expected.get(code, "") != read.get(code, ""),
        )
        for code in codes
    )


def _printed(code: str, said: str, paper: CommercialPaper) -> str:
    """Return a term as the paper writes it; what is no date or number stays as it is."""
    try:
        return _written(code, said, paper) if said else ""
    except (ValueError, InvalidOperation):
        return said


def _written(code: str, said: str, paper: CommercialPaper) -> str:
    """Return a term written out for the eye."""
    if code == "BT-3":
        return say(paper.language, f"{paper.kind}.title")
    if code in DATES:
        return wording.day(date.fromisoformat(said), paper.language)
    if code in RATES:
        return wording.rate(Rate.percent(said), paper.language)
    if code in SUMS or code == IN_EUROS:
        return wording.money(Money.of(said), paper.language, "EUR" if code == IN_EUROS else paper.currency.code)
    return wording.number(Decimal(said), paper.language) if code == "BT-129" else said


def _told(code: str, said: str) -> str:
    """Return a term as it stands in the XML, dates without hyphens."""
    return said.replace("-", "") if code in DATES else said
