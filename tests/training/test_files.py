"""Tables and rows know the line on which each value stood."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from crm.training.files import BadEntry, MissingFile, read_rows, read_table


@dataclass(frozen=True)
class Leaf:
    """Something inside something."""

    size: int
    note: str | None = None


@dataclass(frozen=True)
class Tree:
    """Something with something inside."""

    name: str
    leaves: tuple[Leaf, ...] = ()
    root: Leaf | None = None


@dataclass(frozen=True)
class Forest:
    """Several of them."""

    trees: tuple[Tree, ...]


FOREST = '''# a comment
[[trees]]
name = """
size = 3"""
root = { size = 1 }

[[trees.leaves]]
size = 1

[[trees.leaves]]
size = 2

[[trees]]
name = "b"

[[trees.leaves]]
size = SIZE
note = "x"
'''


def written(path: Path, text: str) -> Path:
    """Write a file and return its path."""
    path.write_text(text, encoding="utf-8")
    return path


def test_tables_are_read_into_values(tmp_path: Path) -> None:
    sheet = read_table(written(tmp_path / "forest.toml", FOREST.replace("SIZE", "3")), Forest, {})
    first, second = sheet.value.trees
    assert first == Tree("size = 3", (Leaf(1), Leaf(2)), Leaf(1))
    assert second == Tree("b", (Leaf(3, "x"),))
    assert sheet.entry("trees[1]", second).line == 13
    assert sheet.entry("trees[0].leaves[1].size", 2).line == 11
    assert sheet.entry("trees[1].leaves[0].colour", None).line == 16
    assert sheet.entry("nowhere", None).line == 1


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (FOREST.replace("SIZE", '"many"'), 17, "« many » n’est pas un nombre entier"),
        (FOREST.replace('name = "b"', "name = []").replace("SIZE", "3"), 14, "n’est pas un texte"),
        (FOREST.replace('name = "b"', "").replace("SIZE", "3"), 13, "name : valeur manquante"),
        (FOREST.replace("size = 2", "sizes = 2").replace("SIZE", "3"), 11, "champ inconnu « sizes »"),
        (FOREST.replace("root = { size = 1 }", "root = 3").replace("SIZE", "3"), 5, "forme attendue"),
        ("trees = 3", 1, "une liste est attendue"),
        ("trees = [3]", 1, "forme attendue"),
        ("[trees", 1, "syntaxe TOML"),
        ("a = " + "[" * 5000, 1, "syntaxe TOML"),
        ("a = 1" + "0" * 5000, 1, "syntaxe TOML"),
        ("stranger = 1\n", 1, "champ inconnu « stranger »"),
    ],
)
def test_tables_that_do_not_fit_name_their_line(tmp_path: Path, text: str, line: int, reason: str) -> None:
    with pytest.raises(BadEntry) as refusal:
        read_table(written(tmp_path / "forest.toml", text), Forest, {})
    assert refusal.value.values["line"] == line
    assert reason in str(refusal.value)


def test_rows_are_read_into_values(tmp_path: Path) -> None:
    path = written(tmp_path / "leaves.csv", 'size,note\n1,\n2,"a\nb"\n3,c\n')
    entries = read_rows(path, Leaf, {})
    assert [entry.value for entry in entries] == [Leaf(1), Leaf(2, "a\nb"), Leaf(3, "c")]
    assert [entry.line for entry in entries] == [2, 4, 5]


def test_a_check_by_name_refuses_what_it_does_not_like(tmp_path: Path) -> None:
    path = written(tmp_path / "leaves.csv", "size,note\n1,\n2,red\n")
    checks = {"note": lambda text: None if text == "green" else "trop rouge"}
    with pytest.raises(BadEntry, match="ligne 3 : note : trop rouge"):
        read_rows(path, Leaf, checks)


def test_an_empty_file_has_no_rows(tmp_path: Path) -> None:
    assert read_rows(written(tmp_path / "leaves.csv", ""), Leaf, {}) == ()


def test_a_directory_is_not_a_file(tmp_path: Path) -> None:
    with pytest.raises(MissingFile):
        read_rows(tmp_path, Leaf, {})
