"""The framework's file: complete, faithful in its codes, and checked on the way in."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from crm.training.frameworks.queries import FrameworkError, UnknownFramework, frameworks, load_framework
from crm.training.frameworks.rules.framework import EvidenceKind, Strength
from tests.training.frameworks.traces import FOLDER, TP

LARGEST_PARAPHRASE = 10
FILE = FOLDER / "TP-AC-2020.toml"


def test_it_is_complete() -> None:
    sizes = {competency.code: len(competency.criteria) for competency in TP.competencies}
    assert sizes == {
        "CP1": 5, "CP2": 3, "CP3": 6, "CP4": 3, "CP5": 4, "CP6": 3, "CP7": 3, "CP8": 5, "CT1": 3, "CT2": 2, "CT3": 2,
    }  # fmt: skip
    assert [(block.code, [each.code for each in block.competencies]) for block in TP.blocks] == [
        ("AT1", ["CP1", "CP2", "CP3", "CP4"]),
        ("AT2", ["CP5", "CP6", "CP7", "CP8"]),
    ]
    assert [each.code for each in TP.transversal] == ["CT1", "CT2", "CT3"]
    assert len(TP.criteria) == 32 + 7


def test_codes_belong_to_their_competency() -> None:
    assert all(each.code.startswith(f"{each.competency}.") for each in TP.criteria)


def test_all_criteria_of_cp1_cp2_and_cp4_have_a_rule_and_the_others_a_plan() -> None:
    ruled = {each.code for each in TP.criteria if each.rule}
    assert ruled == {each.code for each in TP.criteria if each.competency in {"CP1", "CP2", "CP4"}}
    assert all(each.planned for each in TP.criteria if not each.rule)
    assert not any(each.planned for each in TP.criteria if each.rule)


def test_titles_are_our_own_short_ones() -> None:
    assert all(len(each.title.split()) <= LARGEST_PARAPHRASE for each in TP.criteria)


def test_what_only_a_person_can_judge_is_said() -> None:
    silent = [each for each in TP.criteria if each.strength is Strength.NONE]
    assert len(silent) == 8 + 1
    assert all(each.human and EvidenceKind.LOG not in each.evidence for each in silent)
    assert all(re.fullmatch(r"W\d\d", workflow) for each in TP.criteria for workflow in each.workflows)


def test_it_says_where_it_comes_from() -> None:
    assert (TP.id, TP.source.reference, TP.source.issued_on) == ("TP-AC-2020", "TP-01285, millésime 03", "2020-06-23")


def test_every_company_procedure_has_a_parameter() -> None:
    known = {each.key: each.default for each in TP.parameters}
    assert known["reminder_days"] == (8, 15, 30)
    assert {
        "quote_answer_hours", "invoice_delay_days", "filing_days", "reminder_days", "reminder_grace_days",
        "discount_limit_bp", "payment_days", "plan_limit_days", "large_order_cents", "credit_limit_default_cents",
        "payment_recording_days",
    } <= set(known)  # fmt: skip


def test_codes_find_their_things() -> None:
    assert TP.criterion("CP4.1").competency == "CP4"
    assert TP.competency("CP4").criteria[0] is TP.criterion("CP4.1")
    with pytest.raises(KeyError):
        TP.criterion("CP9.9")


def test_frameworks_are_found_in_a_folder() -> None:
    assert "TP-AC-2020" in {each.id for each in frameworks(FOLDER)}
    for stranger in ("TP-XX-1999", "../frameworks/TP-AC-2020"):
        with pytest.raises(UnknownFramework):
            load_framework(stranger, folder=FOLDER)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('id = "TP-AC-2020"', 'id = "TP"', "id is not TP-AC-2020"),
        ('title = "CGV appliquées"', "title = 4", "criterion CP1.4: title is missing or of another type than str"),
        ("Absence(quote.sent[beyond_payment_terms=true])", "Absence(quote.send)", "criterion CP1.4: character"),
        ("within=@filing_days", "within=@filing_hours", "criterion CP1.5: no parameter @filing_hours"),
        ("within=@filing_days", "within=@payment_limit_bp", "no parameter @payment_limit_bp"),
        ("within=@filing_days", "within=@discount_limit_bp", "is not a length of time"),
        ("after=@reminder_days[1]", "after=@reminder_days[4]", "no parameter @reminder_days[4]"),
        ('competency = "CT3"', 'competency = "CT4"', "codes without a parent"),
        ('block = "AT2"', 'block = "AT3"', "codes without a parent"),
        ('code = "CP1.2"', 'code = "CP1.1"', "codes used twice"),
        ('unit = "wh"', 'unit = "moons"', "moons"),
        ("default = 24", "default = true", "quote_answer_hours: True"),
        ('strength = "none"', 'strength = "weak"', "weak"),
        ("[source]", "[sauce]", "source is missing"),
        ('id = "TP-AC-2020"', "id = ", "TP-AC-2020.toml"),
    ],
)
def test_a_faulty_file_is_refused_with_its_place(tmp_path: Path, old: str, new: str, reason: str) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    (tmp_path / FILE.name).write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(FrameworkError, match=re.escape(reason)):
        frameworks(tmp_path)


@pytest.mark.parametrize("other", ["CP9.9", "CT1.1"])
def test_a_criterion_may_take_over_the_rule_of_another(tmp_path: Path, other: str) -> None:
    file, text = tmp_path / FILE.name, FILE.read_text(encoding="utf-8")
    borrowed = text.replace('rule = ""\nplanned = "La règle de CP3.4."', 'rule_of = "CP1.2"')
    file.write_text(borrowed, encoding="utf-8")
    (found,) = frameworks(tmp_path)
    assert found.criterion("CT1.1").rule == TP.criterion("CP1.2").rule
    file.write_text(borrowed.replace('rule_of = "CP1.2"', f'rule_of = "{other}"'), encoding="utf-8")
    with pytest.raises(FrameworkError, match=f"criterion CT1.1: {other} has no rule to take over"):
        frameworks(tmp_path)


def test_a_copy_is_the_same_framework(tmp_path: Path) -> None:
    shutil.copy(FILE, tmp_path)
    assert load_framework("TP-AC-2020", folder=tmp_path) == TP
