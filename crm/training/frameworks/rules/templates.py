"""From a clause to what judges it: composite templates are two simple ones."""

from __future__ import annotations

from dataclasses import replace

from crm.training.frameworks.rules.acts import Abstentions, Acts, Beginnings
from crm.training.frameworks.rules.counts import Tallies
from crm.training.frameworks.rules.language import COUNTED, OBLIGING, Clause, Template
from crm.training.frameworks.rules.obligations import Obligations
from crm.training.frameworks.rules.settling import Checker

PARTS = {
    Template.SUCCESSION: (Template.RESPONSE, Template.PRECEDENCE),
    Template.ALTERNATE_SUCCESSION: (Template.ALTERNATE_RESPONSE, Template.ALTERNATE_PRECEDENCE),
    Template.CHAIN_SUCCESSION: (Template.CHAIN_RESPONSE, Template.CHAIN_PRECEDENCE),
}
MIRRORED = {
    Template.CO_EXISTENCE: Template.RESPONDED_EXISTENCE,
    Template.NOT_CO_EXISTENCE: Template.NOT_SUCCESSION,
}


def simple_clauses(clause: Clause) -> tuple[Clause, ...]:
    """Return the simple clauses which together say the same."""
    if clause.template in PARTS:
        return tuple(replace(clause, template=part) for part in PARTS[clause.template])
    if clause.template in MIRRORED:
        once = replace(clause, template=MIRRORED[clause.template])
        return once, replace(once, events=tuple(reversed(clause.events)))
    return (clause,)


def checkers_of(clause: Clause) -> tuple[Checker, ...]:
    """Return fresh judges for a clause."""
    return tuple(_checker(each) for each in simple_clauses(clause))


def _checker(clause: Clause) -> Checker:
    if clause.template in OBLIGING:
        return Obligations(clause)
    if clause.template in COUNTED:
        return Tallies(clause)
    if clause.template is Template.ABSENCE:
        return Abstentions(clause)
    if clause.template is Template.INIT:
        return Beginnings(clause)
    return Acts(clause)
