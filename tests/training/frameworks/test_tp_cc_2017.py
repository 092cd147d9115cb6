"""TP-CC-2017 as a file: complete, honest about what the records cannot show."""

from __future__ import annotations

import re

from crm.training.frameworks.queries import frameworks
from crm.training.frameworks.rules.framework import EvidenceKind, Strength
from tests.training.frameworks.traces import CC, FOLDER

LARGEST_PARAPHRASE = 10


def test_it_is_complete() -> None:
    sizes = {competency.code: len(competency.criteria) for competency in CC.competencies}
    assert sizes == {
        "CP1": 5, "CP2": 4, "CP3": 4, "CP4": 5, "CP5": 4, "CP6": 4, "CP7": 7, "CP8": 4, "CP9": 4,
        "CT1": 4, "CT2": 10, "CT3": 2,
    }  # fmt: skip
    assert [(block.code, [each.code for each in block.competencies]) for block in CC.blocks] == [
        ("AT1", ["CP1", "CP2", "CP3", "CP4", "CP5"]),
        ("AT2", ["CP6", "CP7", "CP8", "CP9"]),
    ]
    assert [each.code for each in CC.transversal] == ["CT1", "CT2", "CT3"]
    assert all(each.code.startswith(f"{each.competency}.") for each in CC.criteria)
    assert "TP-CC-2017" in {each.id for each in frameworks(FOLDER)}


def test_what_the_records_can_show_of_prospecting_visits_and_selling_has_a_rule() -> None:
    owed = [each for each in CC.criteria if each.competency in {"CP1", "CP2", "CP3", "CP4", "CP7", "CP8"}]
    silent = {each.code for each in owed if not each.rule}
    assert silent == {each.code for each in owed if each.strength is Strength.NONE}


def test_a_criterion_has_a_rule_or_says_what_will_judge_it() -> None:
    assert all(bool(each.rule) is not bool(each.planned) for each in CC.criteria)


def test_what_only_a_person_can_judge_is_said() -> None:
    silent = [each for each in CC.criteria if each.strength is Strength.NONE]
    assert {each.code for each in silent} == {"CP3.4", "CP4.1", "CP4.2", "CP5.3", "CP6.1", "CT2.1", "CT2.2", "CT2.4"}
    assert all(each.human and not each.rule and EvidenceKind.LOG not in each.evidence for each in silent)
    assert all(each.human for each in CC.criteria if each.strength is Strength.PARTIAL)


def test_a_transversal_criterion_is_judged_as_the_one_it_repeats() -> None:
    repeated = {
        "CT1.1": "CP1.1",
        "CT1.2": "CP2.3",
        "CT1.3": "CP2.4",
        "CT1.4": "CP4.5",
        "CT2.3": "CP4.3",
        "CT2.9": "CP7.5",
        "CT3.1": "CP2.2",
    }
    assert {code: CC.criterion(code).rule for code in repeated} == {
        code: CC.criterion(other).rule for code, other in repeated.items()
    }


def test_titles_are_our_own_short_ones() -> None:
    assert all(len(each.title.split()) <= LARGEST_PARAPHRASE for each in CC.criteria)
    assert all(re.fullmatch(r"W\d\d", workflow) for each in CC.criteria for workflow in each.workflows)
