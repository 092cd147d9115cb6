"""Which of two records' values stay when they become one: pure functions."""

from __future__ import annotations

from collections.abc import Mapping

from crm.kernel.choices import Labelled
from crm.kernel.errors import N_
from crm.prospecting.companies.models import Stage


class Side(Labelled):
    """Whose value stays."""

    KEPT = "kept", N_("Fiche gardée")
    MERGED = "merged", N_("Fiche fusionnée")
    BOTH = "both", N_("Les deux, l’une après l’autre")


# What somebody chooses value by value; the rest follows from the record that is kept.
FIELDS = (
    "legal_name",
    "nature",
    "siren",
    "siret",
    "vat_number",
    "sector",
    "staff_size",
    "street",
    "postcode",
    "city",
    "country",
    "phone",
    "email",
    "language",
    "source",
    "legal_basis",
    "notes",
)
OPT_OUTS = ("opted_out_email", "opted_out_phone", "opted_out_post")
STAGES = (Stage.SUSPECT, Stage.PROSPECT, Stage.CUSTOMER)
NOTES = "notes"


def proposed(kept: Mapping[str, object], merged: Mapping[str, object]) -> dict[str, Side]:
    """Propose a side for each field: the kept record's value unless it has none; notes of both are joined."""
    sides = {}
    for name in FIELDS:
        if name == NOTES and kept[name] and merged[name] and kept[name] != merged[name]:
            sides[name] = Side.BOTH
        else:
            sides[name] = Side.MERGED if merged[name] and not kept[name] else Side.KEPT
    return sides


def merged_values(
    kept: Mapping[str, object], merged: Mapping[str, object], sides: Mapping[str, Side]
) -> dict[str, object]:
    """Return the values of the record that stays.

    An objection to being contacted survives whichever record it stood on
    (GDPR, article 21), and a customer remains one.
    """
    values: dict[str, object] = {}
    for name in FIELDS:
        side = sides[name]
        if side is Side.BOTH:
            values[name] = "\n".join(str(each) for each in (kept[name], merged[name]) if each)
        else:
            values[name] = (merged if side is Side.MERGED else kept)[name]
    values |= {name: bool(kept[name] or merged[name]) for name in OPT_OUTS}
    values["stage"] = max((kept["stage"], merged["stage"]), key=STAGES.index)
    return values
