"""BP-VENTE as a file: complete, faithful in its codes, honest about what the records cannot show."""

from __future__ import annotations

import re

from crm.training.frameworks.rules.framework import EvidenceKind, Strength
from crm.training.frameworks.rules.language import Unit
from tests.training.frameworks.traces import BP, CC, TP

LARGEST_PARAPHRASE = 10
ITEMS = {
    "C11": 4, "C12": 3, "C13": 3, "C14": 6, "C15": 2,
    "C21": 3, "C22": 5, "C23": 5, "C24": 4, "C25": 2,
    "C31": 2, "C32": 2, "C33": 4, "C34": 2, "C35": 3, "C36": 2,
}  # fmt: skip
ONLY_PEOPLE = {"114", "145", "152", "243", "244", "351", "361", "362"}
ROOMS_TO_COME = {"333", "342"}


def test_it_is_complete() -> None:
    assert {each.code: len(each.criteria) for each in BP.competencies} == ITEMS
    assert [(block.code, [each.code for each in block.competencies]) for block in BP.blocks] == [
        ("C1", ["C11", "C12", "C13", "C14", "C15"]),
        ("C2", ["C21", "C22", "C23", "C24", "C25"]),
        ("C3", ["C31", "C32", "C33", "C34", "C35", "C36"]),
    ]
    assert not BP.transversal


def test_know_how_is_numbered_after_its_competency_and_what_the_text_leaves_unnumbered_says_so() -> None:
    numbered = [each for each in BP.criteria if each.competency != "C25"]
    assert all(each.code == f"{each.competency[1:]}{each.code[-1]}" for each in numbered)
    assert len(numbered) == 50
    for competency in BP.competencies:
        assert [each.code[-1] for each in competency.criteria] in ([*"1234567"[: len(competency.criteria)]], ["a", "b"])
    assert [each.code for each in BP.competency("C25").criteria] == ["C25.a", "C25.b"]


def test_an_item_has_a_rule_or_says_what_it_waits_for() -> None:
    assert {each.code for each in BP.criteria if not each.rule} == ONLY_PEOPLE | ROOMS_TO_COME
    assert all(bool(each.rule) is not bool(each.planned) for each in BP.criteria)


def test_what_only_a_person_can_judge_is_said() -> None:
    silent = [each for each in BP.criteria if each.strength is Strength.NONE]
    assert {each.code for each in silent} == ONLY_PEOPLE
    assert all(each.human and EvidenceKind.LOG not in each.evidence for each in silent)
    assert all(each.human for each in BP.criteria if each.strength is Strength.PARTIAL)


def test_titles_are_our_own_short_ones() -> None:
    assert all(len(each.title.split()) <= LARGEST_PARAPHRASE for each in BP.criteria)
    assert all(re.fullmatch(r"W\d\d", workflow) for each in BP.criteria for workflow in each.workflows)


def test_a_procedure_of_the_same_name_is_the_same_in_all_frameworks() -> None:
    for other in (TP, CC):
        theirs = {each.key: each for each in other.parameters}
        mine = [each for each in BP.parameters if each.key in theirs]
        assert mine
        assert mine == [theirs[each.key] for each in mine]


def test_talk_is_measured_in_turns() -> None:
    units = {each.key: each.unit for each in BP.parameters}
    assert (units["listening_turns"], units["signal_turns"]) == (Unit.TURNS, Unit.TURNS)
