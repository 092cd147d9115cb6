"""Personas: plain data and back."""

from __future__ import annotations

from crm.config import ROOT
from crm.training.counterparts.rules import CHECKS
from crm.training.files import read_table
from crm.training.scenarios.models import PersonaTable
from crm.training.simulation.personas import ORDINARY, habits_of, is_risky, persona_from

SHIPPED = read_table(ROOT / "seed_data" / "scenarios" / "nordbureau" / "personas.toml", PersonaTable, CHECKS).value


def test_every_persona_survives_the_journey() -> None:
    for persona in (*SHIPPED.personas, ORDINARY):
        assert persona_from(habits_of(persona)) == persona


def test_those_who_pay_very_late_are_risky() -> None:
    risky = {persona.key for persona in SHIPPED.personas if is_risky(persona)}
    assert {"hard_case", "stretched"} <= risky
    assert not {"model", "regular"} & risky
    assert not is_risky(ORDINARY)
