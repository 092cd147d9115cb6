"""Filters as a typed tree: conditions joined by "all" or "any", in groups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from crm.kernel.choices import Labelled
from crm.kernel.errors import N_

MOST_CONDITIONS = 40
DEEPEST = 3
Value = str | int | date | None


class Kind(Labelled):
    """What a field holds."""

    TEXT = "text", N_("Texte")
    CHOICE = "choice", N_("Choix")
    NUMBER = "number", N_("Nombre")
    MONEY = "money", N_("Montant")
    DAY = "day", N_("Date")
    FLAG = "flag", N_("Oui ou non")
    SET = "set", N_("Plusieurs valeurs")


class Op(Labelled):
    """How a field is compared with a value."""

    CONTAINS = "contains", N_("contient")
    LACKS = "lacks", N_("ne contient pas")
    IS = "is", N_("est")
    IS_NOT = "not", N_("n’est pas")
    STARTS = "starts", N_("commence par")
    AT_LEAST = "min", N_("est d’au moins")
    AT_MOST = "max", N_("est d’au plus")
    SINCE = "since", N_("est à partir du")
    BEFORE = "before", N_("est avant le")
    OLDER = "older", N_("date de plus de (jours)")
    WITHIN = "within", N_("date de moins de (jours)")
    YES = "yes", N_("oui")
    NO = "no", N_("non")
    EMPTY = "empty", N_("n’est pas renseigné")
    FILLED = "filled", N_("est renseigné")


WITHOUT_VALUE = frozenset({Op.YES, Op.NO, Op.EMPTY, Op.FILLED})
OPS: dict[Kind, tuple[Op, ...]] = {
    Kind.TEXT: (Op.CONTAINS, Op.LACKS, Op.IS, Op.STARTS, Op.EMPTY, Op.FILLED),
    Kind.CHOICE: (Op.IS, Op.IS_NOT, Op.EMPTY, Op.FILLED),
    Kind.NUMBER: (Op.AT_LEAST, Op.AT_MOST, Op.EMPTY, Op.FILLED),
    Kind.MONEY: (Op.AT_LEAST, Op.AT_MOST, Op.EMPTY, Op.FILLED),
    Kind.DAY: (Op.SINCE, Op.BEFORE, Op.OLDER, Op.WITHIN, Op.EMPTY, Op.FILLED),
    Kind.FLAG: (Op.YES, Op.NO),
    Kind.SET: (Op.IS, Op.IS_NOT, Op.EMPTY, Op.FILLED),
}


class Join(Labelled):
    """How the parts of a group are joined."""

    ALL = "all", N_("Toutes les conditions")
    ANY = "any", N_("Au moins une condition")


@dataclass(frozen=True)
class Condition:
    """One comparison; `value` is text, a whole number (cents for money), a day, or None where the op needs none."""

    field: str
    op: Op
    value: Value = None


@dataclass(frozen=True)
class Group:
    """Parts of which all or at least one must hold; a group of nothing holds always."""

    join: Join = Join.ALL
    parts: tuple[Condition | Group, ...] = ()

    def conditions(self) -> tuple[Condition, ...]:
        """Return every condition, those of inner groups too, from left to right."""
        return tuple(
            found for part in self.parts for found in ((part,) if isinstance(part, Condition) else part.conditions())
        )


EVERYTHING = Group()


def depth(group: Group) -> int:
    """Return how many groups stand inside each other."""
    return 1 + max((depth(part) for part in group.parts if isinstance(part, Group)), default=0)


def with_condition(group: Group, added: Condition, path: tuple[int, ...] = ()) -> Group:
    """Return the tree with a condition more in the group at a path; beyond the last part it opens a new group."""
    if not path:
        return Group(group.join, (*group.parts, added))
    place, parts = path[0], list(group.parts)
    if place >= len(parts):
        other = Join.ANY if group.join is Join.ALL else Join.ALL
        return Group(group.join, (*parts, Group(other, (added,))))
    inner = parts[place]
    if isinstance(inner, Group):
        parts[place] = with_condition(inner, added, path[1:])
        return Group(group.join, tuple(parts))
    return Group(group.join, (*parts, added))


def without(group: Group, path: tuple[int, ...]) -> Group:
    """Return the tree without the part at a path; a group left empty goes, too."""
    if not path or path[0] >= len(group.parts):
        return group
    place, parts = path[0], list(group.parts)
    inner = parts[place]
    if len(path) == 1 or not isinstance(inner, Group):
        del parts[place]
    else:
        left = without(inner, path[1:])
        parts[place : place + 1] = [left] if left.parts else []
    return Group(group.join, tuple(parts))


def turned(group: Group, path: tuple[int, ...] = ()) -> Group:
    """Return the tree with "all" and "any" exchanged in the group at a path."""
    if not path:
        return Group(Join.ANY if group.join is Join.ALL else Join.ALL, group.parts)
    parts = list(group.parts)
    if path[0] < len(parts) and isinstance(inner := parts[path[0]], Group):
        parts[path[0]] = turned(inner, path[1:])
    return Group(group.join, tuple(parts))
