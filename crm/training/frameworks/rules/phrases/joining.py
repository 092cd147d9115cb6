"""How French puts things side by side: lists, things that are the same, lengths of time."""

from __future__ import annotations

from collections.abc import Sequence

from crm.training.frameworks.rules.language import Unit
from crm.training.frameworks.rules.parameters import Lengths
from crm.training.frameworks.rules.phrases.things import KINDS_FRENCH
from crm.training.frameworks.rules.windows import working_days

SPACE = "\u00a0"


def kinds(names: Sequence[str]) -> str:
    """*une même facture et un même client*."""
    return joined([KINDS_FRENCH[kind] for kind in names], "et")


def those(names: Sequence[str]) -> str:
    """*le même client*."""
    return kinds(names).replace("une même", "la même").replace("un même", "le même")


def elided(reasons: str) -> str:
    """*s’il a été…*, *si une commande…*."""
    return f"s’{reasons}" if reasons.startswith("il ") else f"si {reasons}"


def short(kind: str) -> str:
    """*même devis*."""
    return KINDS_FRENCH[kind].partition(" ")[2]


def other(kind: str) -> str:
    """*un autre client*."""
    return KINDS_FRENCH[kind].replace("même", "autre", 1)


def joined(items: Sequence[str], word: str) -> str:
    """*a, b et c*."""
    return f" {word} ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def lengths(window: Lengths) -> str:
    """*8 jours et 2 jours ouvrés*."""
    sums: dict[Unit, int] = {}
    for count, unit in window:
        unit_said = Unit.WORKING_DAYS if unit is Unit.WORKING_HOURS else unit
        number = working_days(count) if unit is Unit.WORKING_HOURS else count
        sums[unit_said] = sums.get(unit_said, 0) + number
    return joined([_length(count, unit) for unit, count in sums.items()], "et")


def _length(count: int, unit: Unit) -> str:
    if unit is Unit.HOURS:
        return f"{count}{SPACE}h"
    plural = "s" if count > 1 else ""
    if unit is Unit.TURNS:
        return f"{count}{SPACE}réplique{plural}"
    return f"{count}{SPACE}jour{plural}" + (f" ouvré{plural}" if unit is Unit.WORKING_DAYS else "")
