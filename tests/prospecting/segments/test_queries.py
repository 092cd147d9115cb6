"""What the database finds is what the rules find."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import HealthCheck, given, settings

from crm.activity.door import Work
from crm.kernel.actor import Actor, ActorKind
from crm.kernel.money import Money
from crm.prospecting.companies.models import Company, ContactRole, LegalBasis, Nature, Source
from crm.prospecting.companies.models import Stage as CompanyStage
from crm.prospecting.companies.use_cases import add_contact, add_note, record_opt_out
from crm.prospecting.qualification.models import Budget, NextStepKind, Timing
from crm.prospecting.qualification.use_cases import qualify
from crm.prospecting.segments import queries
from crm.prospecting.segments.rules import parsing
from crm.prospecting.segments.rules.evaluating import fits
from crm.prospecting.segments.rules.tree import EVERYTHING, Group
from tests.builders import Stage, a_company
from tests.prospecting.segments.trees import trees

TODAY = date(2026, 3, 2)


def a_mixed_file(work: Work) -> list[Company]:
    """Enter records that differ in everything a filter asks for."""
    ecole = a_company(
        work, "École « L’Été » 100 %", city="Évreux", postcode="27000", sector="Enseignement", phone="0232000000"
    )
    oeuf = a_company(
        work, "L’ŒUF d’or", stage=CompanyStage.SUSPECT, city="LILLE", postcode="59800", staff_size="10-19",
        street="1 rue", siren="100000009", source=Source.TRADE_FAIR,
    )  # fmt: skip
    durand = a_company(
        work, "Mme Durand", nature=Nature.INDIVIDUAL, stage=CompanyStage.PROSPECT, city="Saint-Denis",
        postcode="97400", legal_basis=LegalBasis.CONSENT, email="d@durand.example",
    )  # fmt: skip
    abroad = a_company(work, "Ça_va Ltd", country="BE", city="", postcode="1000")
    add_contact(work, ecole, last_name="Roy", role=ContactRole.ACCOUNTING)
    add_contact(work, ecole, last_name="Blanc", role=ContactRole.DECISION_MAKER)
    add_contact(work, oeuf, last_name="Noir", role=ContactRole.USER)
    record_opt_out(work, durand, phone=True, email=True)
    qualify(work, oeuf, budget=Budget.PLANNED, potential=Money.of("2500.50"))
    qualify(work, oeuf, budget=Budget.APPROVED, timing=Timing.NOW, potential=Money.of(9000),
            next_step=NextStepKind.CALL, next_step_on=date(2026, 3, 5))  # fmt: skip
    qualify(work, abroad, timing=Timing.YEAR)
    ecole.tags, durand.tags, ecole.owner = "|Été|vip|", "|vip|", "Lina"
    durand.last_contact_on, durand.consented_phone_on = date(2026, 2, 10), date(2026, 1, 15)
    oeuf.informed_on, oeuf.consented_email_on = date(2026, 2, 28), date(2026, 3, 1)
    with work.acting_as(Actor(ActorKind.CUSTOMER, "Mme Blanc", ecole.id), at=datetime(2026, 2, 20, 23, 30, tzinfo=UTC)):
        add_note(work, ecole, text="Rappelez-moi")
    return [ecole, oeuf, durand, abroad]


def test_last_contact_and_activity_are_compared_whatever_is_asked(stage: Stage) -> None:
    stage.do(a_mixed_file)
    everybody = queries.companies(EVERYTHING, today=TODAY)
    sheets = queries.sheets(everybody, today=TODAY)
    for field in ("last_contact", "last_activity"):
        for text in ("empty", "filled", "since.2026-02-21", "before.2026-02-21", "older.9", "within.9"):
            wanted = parsing.read(f"all({field}.{text})")
            expected = [each.id for each in everybody if fits(wanted, sheets[each.id], today=TODAY)]
            assert [each.id for each in queries.companies(wanted, today=TODAY)] == expected


def test_a_filter_finds_in_the_database_what_the_rules_find(stage: Stage) -> None:
    stage.do(a_mixed_file)
    everybody = queries.companies(EVERYTHING, today=TODAY)
    sheets = queries.sheets(everybody, today=TODAY)
    assert len(everybody) == 5

    @given(trees)
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    def agree(wanted: Group) -> None:
        expected = [each.id for each in everybody if fits(wanted, sheets[each.id], today=TODAY)]
        found = queries.companies(wanted, today=TODAY)
        assert [each.id for each in found] == expected
        assert queries.count(wanted, today=TODAY) == len(expected)

    agree()
