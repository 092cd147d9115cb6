"""The project's own files, read once for the tests that look at them."""

from __future__ import annotations

import ast
import re
import subprocess
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from crm.config import ROOT

MENTION = re.compile(r"{%-?\s*(?:extends|include|import|from)\s+[\"']([^\"']+)[\"']")
COMMENT = re.compile(r"{#.*?#}", re.DOTALL)


@dataclass(frozen=True)
class Source:
    """A Python file: where it is, what it says, its tree."""

    path: str
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """The file's own name."""
        return Path(self.path).name


@lru_cache
def python_files(folder: str = "crm") -> tuple[Source, ...]:
    """Return the Python files of a folder."""
    found = []
    for path in sorted((ROOT / folder).rglob("*.py")):
        text = path.read_text("utf-8")
        found.append(Source(path.relative_to(ROOT).as_posix(), text, ast.parse(text)))
    return tuple(found)


@lru_cache
def templates() -> dict[str, str]:
    """Return the templates' texts by the name under which pages ask for them."""
    folder = ROOT / "templates"
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def mentioned_by(name: str) -> set[str]:
    """Return the templates that a template extends, includes or imports."""
    return set(MENTION.findall(COMMENT.sub("", templates().get(name, ""))))


@lru_cache
def tracked_files() -> tuple[Path, ...]:
    """Return what is (or is about to be) under version control; without git, the project's own folders."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607  (found on PATH)
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listing.returncode == 0:
        return tuple(ROOT / name for name in listing.stdout.splitlines() if (ROOT / name).is_file())
    folders = ("crm", "docs", "migrations", "seed_data", "templates", "tests", "static/house", "requirements")
    return tuple(path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file())


def calls(tree: ast.AST, name: str) -> list[ast.Call]:
    """Return the calls of a function by its bare or last name."""
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [call for call in found if _called(call) == name]


def _called(call: ast.Call) -> str:
    """Return the last name of what is called."""
    if isinstance(call.func, ast.Name):
        return call.func.id
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def first_text(call: ast.Call) -> str | None:
    """Return the first argument of a call if it is a plain text."""
    first = call.args[0] if call.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None
