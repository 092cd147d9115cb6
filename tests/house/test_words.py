"""The vocabulary: recorded by somebody, said in French, in the glossary, never taken back."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from crm.activity.vocabulary import Activity
from crm.config import ROOT
from tests.house.sources import Source, python_files

SHIPPED = Path(__file__).with_name("words.txt")
READERS = ("crm/activity/vocabulary.py", "crm/training/frameworks/", "crm/training/review/export/")


def _writes(source: Source) -> bool:
    """Tell whether a file can be one that records: it is not there to read."""
    return not source.path.startswith(READERS) and source.name != "queries.py" and "/queries/" not in source.path


@cache
def _said() -> set[str]:
    """Return the names of the words that writing files mention."""
    return {
        node.attr
        for source in python_files()
        if _writes(source)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Activity"
    }


@pytest.mark.parametrize("activity", Activity, ids=lambda activity: activity.word)
class TestWord:
    def test_some_use_case_records_it(self, activity: Activity) -> None:
        assert activity.name in _said()

    def test_it_has_a_french_label(self, activity: Activity) -> None:
        assert activity.label
        assert activity.label[0].isupper()

    def test_it_is_a_subject_and_a_participle(self, activity: Activity) -> None:
        subject, dot, deed = activity.word.partition(".")
        assert subject and dot and deed
        assert activity.word == activity.word.lower()
        assert activity.name == activity.word.replace(".", "_").upper()

    def test_the_glossary_has_it(self, activity: Activity) -> None:
        rows = (ROOT / "docs" / "glossary.md").read_text("utf-8").splitlines()
        assert f"| `{activity.word}` | {activity.label} |" in rows


def test_labels_are_distinct() -> None:
    labels = [activity.label for activity in Activity]
    assert len(labels) == len(set(labels))


def test_words_stand_in_order() -> None:
    names = [activity.name for activity in Activity]
    assert names == sorted(names)


def test_no_shipped_word_has_gone() -> None:
    assert set(SHIPPED.read_text("utf-8").split()) <= {activity.word for activity in Activity}


def test_new_words_are_written_down_as_shipped() -> None:
    assert {activity.word for activity in Activity} <= set(SHIPPED.read_text("utf-8").split())


def test_the_glossary_names_no_word_that_is_not_recorded() -> None:
    text = (ROOT / "docs" / "glossary.md").read_text("utf-8").partition("## Recorded words")[2]
    listed = [line.split("`")[1] for line in text.splitlines() if line.startswith("| `")]
    assert listed == [activity.word for activity in Activity]


def test_the_glossarys_names_are_in_the_code() -> None:
    table = (
        (ROOT / "docs" / "glossary.md").read_text("utf-8").partition("## Words of the trade")[2].partition("\n## ")[0]
    )
    code = "\n".join(source.text for source in python_files())
    rows = [line.split("|")[2] for line in table.splitlines() if line.startswith("| ")]
    names = [name.rpartition(".")[2] for row in rows for name in re.findall(r"`([^`]+)`", row)]
    assert len(names) > 50
    assert [name for name in names if not re.search(rf"\b{re.escape(name)}\b", code)] == []
