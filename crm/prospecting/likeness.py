"""How alike two records of the prospect file are, and why: pure functions over rapidfuzz."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.fuzz import ratio

from crm.kernel.choices import Labelled
from crm.kernel.errors import N_

POSSIBLE, CERTAIN = 80, 95
CROWD = 60  # a key that more records share tells nothing: "boulangerie", a switchboard
PHONE_DIGITS, SIREN_DIGITS, STEM = 9, 9, 4
NOT_LETTERS = re.compile(r"[^a-z0-9]+")
# Forms of companies say nothing about who it is (Code de commerce, livre II; Code civil, 1832).
LEGAL_FORMS = frozenset(
    ["sa", "sas", "sasu", "sarl", "eurl", "snc", "sci", "scop", "selarl", "scp", "gie", "eirl", "ei", "ste", "societe"]
)
SMALL_WORDS = frozenset(["le", "la", "les", "l", "de", "du", "des", "d", "et", "and", "a", "au", "aux", "the", "of"])
WAYS = {"av": "avenue", "ave": "avenue", "bd": "boulevard", "bld": "boulevard", "blvd": "boulevard", "r": "rue"}
WAYS |= {
    "pl": "place",
    "rte": "route",
    "ch": "chemin",
    "chem": "chemin",
    "imp": "impasse",
    "all": "allee",
    "fg": "faubourg",
}
WAYS |= {"st": "saint", "ste": "sainte", "zi": "zone industrielle", "za": "zone artisanale"}


class Reason(Labelled):
    """Why two records look alike."""

    SIREN = "siren", N_("même SIREN")
    EMAIL = "email", N_("même e-mail")
    PHONE = "phone", N_("même téléphone")
    NAME = "name", N_("même nom")
    CLOSE_NAME = "close_name", N_("nom voisin")
    ADDRESS = "address", N_("même adresse")
    CITY = "city", N_("même commune")


# What each likeness says by itself, between 0 and 1; independent signs add up (noisy or).
WEIGHT = {
    Reason.SIREN: 1.0,
    Reason.EMAIL: 0.95,
    Reason.PHONE: 0.82,
    Reason.NAME: 0.86,
    Reason.CLOSE_NAME: 0.86,
    Reason.ADDRESS: 0.6,
    Reason.CITY: 0.3,
}
CLOSE_FROM, SAME_STREET = 75.0, 88.0


class Card(NamedTuple):
    """What is compared of a record, as it stands in the file; `id` 0 is a record that is not there yet."""

    id: int = 0
    name: str = ""
    siren: str = ""
    phone: str = ""
    email: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""


@dataclass(frozen=True)
class Likeness:
    """How alike: 0 to 100, and the signs, the strongest first."""

    score: int
    reasons: tuple[Reason, ...]

    @property
    def is_certain(self) -> bool:
        """Whether nobody would doubt it."""
        return self.score >= CERTAIN


@dataclass(frozen=True)
class Traits:
    """A card in the form in which it is compared, made once."""

    id: int
    words: tuple[str, ...]
    name: str
    siren: str
    phone: str
    email: str
    street: str
    postcode: str
    city: str

    def shelf_marks(self) -> Iterator[str]:
        """Yield what another record must share with this one for a comparison to be worth while."""
        for mark, value in (("s", self.siren), ("p", self.phone), ("e", self.email)):
            if value:
                yield f"{mark}:{value}"
        compact = "".join(self.words)
        if compact:
            yield f"n:{self.name}"
            yield f"b:{compact[:STEM]}:{self.postcode[:2]}"
            yield f"f:{compact[-STEM:]}:{self.postcode[:2]}"
        for word in self.words:
            if len(word) >= STEM:
                yield f"w:{word}"
        if self.street and self.postcode:
            yield f"a:{self.postcode}:{self.street[:12]}"


def folded(text: str) -> str:
    """Fold a text: lower case, no accents."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).lower()


@lru_cache(maxsize=4096)
def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name that tell who it is, folded; all of them if none does."""
    every = tuple(word for word in NOT_LETTERS.split(folded(name)) if word)
    telling = tuple(word for word in every if word not in LEGAL_FORMS and word not in SMALL_WORDS)
    return telling or every


def phone_key(phone: str) -> str:
    """Return the last nine digits of a number, the same with `0`, `+33` or `0033` before them."""
    digits = "".join(letter for letter in phone if letter.isdigit())
    return digits[-PHONE_DIGITS:] if len(digits) >= PHONE_DIGITS else ""


def street_key(street: str) -> str:
    """Return an address folded, its abbreviations written out."""
    words = NOT_LETTERS.split(folded(street))
    return " ".join(WAYS.get(word, word) for word in words if word and word not in SMALL_WORDS)


def traits(card: Card) -> Traits:
    """Return a card in the form in which it is compared."""
    words = words_of(card.name)
    return Traits(
        id=card.id,
        words=words,
        name=" ".join(sorted(words)),
        siren="".join(letter for letter in card.siren if letter.isdigit())[:SIREN_DIGITS],
        phone=phone_key(card.phone),
        email=card.email.strip().lower(),
        street=street_key(card.street),
        postcode=card.postcode.replace(" ", ""),
        city=folded(card.city).strip(),
    )


def compare(one: Traits, other: Traits) -> Likeness:
    """Return how alike two records are; two different SIREN are two different companies, whatever else they share."""
    if one.siren and other.siren and one.siren != other.siren:
        return Likeness(0, ())
    signs: dict[Reason, float] = {}
    for reason in (Reason.SIREN, Reason.EMAIL, Reason.PHONE):
        if (value := getattr(one, reason.value)) and value == getattr(other, reason.value):
            signs[reason] = WEIGHT[reason]
    _compare_names(one, other, signs)
    _compare_places(one, other, signs)
    if not signs.keys() - {Reason.ADDRESS, Reason.CITY}:
        return Likeness(0, ())
    doubt = 1.0
    for weight in signs.values():
        doubt *= 1 - weight
    ranked = sorted(signs, key=lambda each: -signs[each])
    return Likeness(round(100 * (1 - doubt)), tuple(ranked))


def _compare_names(one: Traits, other: Traits, signs: dict[Reason, float]) -> None:
    """Add what the two names say."""
    if not one.name or not other.name:
        return
    if one.name == other.name:
        signs[Reason.NAME] = WEIGHT[Reason.NAME]
        return
    alike = max(ratio(one.name, other.name), ratio("".join(one.words), "".join(other.words)))
    if alike >= CLOSE_FROM:
        signs[Reason.CLOSE_NAME] = WEIGHT[Reason.CLOSE_NAME] * (alike - CLOSE_FROM) / (100 - CLOSE_FROM)


def _compare_places(one: Traits, other: Traits, signs: dict[Reason, float]) -> None:
    """Add what the two addresses say: another town speaks against a name that is only close."""
    near = one.postcode and one.postcode == other.postcode and one.street and other.street
    if near and ratio(one.street, other.street) >= SAME_STREET:
        signs[Reason.ADDRESS] = WEIGHT[Reason.ADDRESS]
        return
    if one.city and one.city == other.city:
        signs[Reason.CITY] = WEIGHT[Reason.CITY]
    elif one.city and other.city and Reason.CLOSE_NAME in signs:
        signs[Reason.CLOSE_NAME] *= 0.6


class Match(NamedTuple):
    """A record that looks like the one asked about."""

    id: int
    likeness: Likeness


@dataclass
class Index:
    """Records by the keys they share, so that each is compared with few others."""

    known: dict[int, Traits] = field(default_factory=dict)
    shelves: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, cards: Iterable[Card]) -> Index:
        """Shelve all cards."""
        index = cls()
        for card in cards:
            index.add(traits(card))
        return index

    def add(self, one: Traits) -> None:
        """Shelve a record."""
        self.known[one.id] = one
        for key in one.shelf_marks():
            self.shelves[key].append(one.id)

    def near(self, one: Traits, *, least: int = POSSIBLE, most: int = 5) -> list[Match]:
        """Return the records that look like this one, the likest first; itself never."""
        candidates: set[int] = set()
        for key in one.shelf_marks():
            shelf = self.shelves.get(key, ())
            if len(shelf) <= CROWD:
                candidates.update(shelf)
        candidates.discard(one.id)
        found = [Match(each, compare(one, self.known[each])) for each in candidates]
        alike = [match for match in found if match.likeness.score >= least]
        return sorted(alike, key=lambda match: (-match.likeness.score, match.id))[:most]


class Pair(NamedTuple):
    """Two records of the file that look alike; the older one first."""

    first: int
    second: int
    likeness: Likeness


def pairs(cards: Iterable[Card], *, progress: Callable[[int], None] = lambda done: None) -> list[Pair]:
    """Return every pair of the file that looks alike, the likest first."""
    index, found = Index(), []
    for done, card in enumerate(cards):
        one = traits(card)
        found += [Pair(match.id, one.id, match.likeness) for match in index.near(one)]
        index.add(one)
        if done % 500 == 0:
            progress(done)
    return sorted(found, key=lambda pair: (-pair.likeness.score, pair.first, pair.second))
