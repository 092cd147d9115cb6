"""What was measured, as a table for people and as JSON for later."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.timing import Line

RESULTS = Path(__file__).resolve().parent / "results"
HEAD = f"{'':<20}{'ours p50':>12}{'p95':>12}{'floor p50':>12}{'p95':>12}{'ratio':>9}  goal"


def table(lines: Iterable[Line]) -> Iterator[str]:
    """Yield the report's lines, a title before each group; a line that misses its goal is marked."""
    group = ""
    for line in lines:
        if line.group != group:
            group = line.group
            yield f"\n{group} ({line.unit})"
            yield HEAD
        yield _row(line)


def _row(line: Line) -> str:
    """Return one line of the table, with its note beneath."""
    times = [line.ours.p50, line.ours.p95, *([line.floor.p50, line.floor.p95] if line.floor else [])]
    figures = "".join(f"{_figure(line, each):>12}" for each in times).ljust(48)
    ratio = f"{line.ratio:.2f} x" if line.ratio else ""
    note = f"\n    {line.note}" if line.note else ""
    return f"{line.name:<20}{figures}{ratio:>9}  {_goal(line)}{note}"


def _figure(line: Line, ms: float) -> str:
    """Write a time in the line's unit."""
    shown = line.shown(ms)
    return f"{shown:,.0f}" if shown >= 1000 else f"{shown:.2f}"


def _goal(line: Line) -> str:
    """Say the goal, and whether it is missed."""
    said = f"≤ {line.goal:g} x" if line.goal else f"≤ {line.limit:,.0f} ms" if line.limit else ""
    return f"{said}   MISSED" if line.misses else said


def save(kind: str, about: Mapping[str, object], findings: object) -> Path:
    """Write the findings beside what they were measured on, and return where."""
    now = datetime.now(UTC)  # noqa: TID251  (a measurement has a real date)
    machine: dict[str, object] = {
        "cores": os.cpu_count(),
        "system": platform.system(),
        "python": platform.python_version(),
    }
    machine["load_now"] = round(os.getloadavg()[0], 2)
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{now:%Y-%m-%d}{'' if kind == 'run' else '-' + kind}.json"
    whole = {"measured_at": now.isoformat(), "machine": machine, **about, "findings": findings}
    path.write_text(json.dumps(whole, ensure_ascii=False, indent=1), encoding="utf-8")
    return path


def plain(line: Line) -> dict[str, object]:
    """Return a line as JSON has it; times in ms."""
    floor = {"p50_ms": line.floor.p50, "p95_ms": line.floor.p95} if line.floor else None
    return {
        "group": line.group,
        "name": line.name,
        "ours": {"p50_ms": line.ours.p50, "p95_ms": line.ours.p95},
        "floor": floor,
        "pieces": line.pieces,
        "ratio": line.ratio,
        "goal": line.goal,
        "limit_ms": line.limit,
        "misses": line.misses,
        "note": line.note,
    }
