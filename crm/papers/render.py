"""From a view to PDF bytes: PDF/A-3a and PDF/UA-1 at once, the same bytes for the same view."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

import typst

from crm.papers.agreements import AgreementLetter, agreement
from crm.papers.cleaning import Tree, clean, cleaned
from crm.papers.correspondence import WrittenLetter, mailing, written_letter
from crm.papers.dossiers import dossier_sheet
from crm.papers.evidence import Dossier
from crm.papers.glyphs import font_directory
from crm.papers.letters import letter
from crm.papers.plans import PlanPaper, plan_sheet
from crm.papers.roadbooks import Roadbook, roadbook_sheet
from crm.papers.sheets import sheet
from crm.papers.statements import AccountStatement, statement_sheet
from crm.papers.views import Attachment, CommercialPaper, ReminderLetter

STANDARDS: list[typst.PDFStandard] = ["a-3a", "ua-1"]
KEPT_COMPILATIONS = 10
_mine = threading.local()
_starting = threading.Lock()


class CompiledBeforeFork(RuntimeError):
    """The process was forked after a first rendering, in which state Typst would wait for ever."""


def render_paper(paper: CommercialPaper, *, made_at: datetime, attach: Sequence[Attachment] = ()) -> bytes:
    """Return a commercial paper as PDF; `made_at` is aware and only goes into the file's metadata."""
    return _render("paper.typ", sheet(paper), made_at=made_at, attach=attach)


def render_reminder(reminder: ReminderLetter, *, made_at: datetime) -> bytes:
    """Return a reminder letter as PDF; `made_at` is aware and only goes into the file's metadata."""
    return _render("letter.typ", letter(reminder), made_at=made_at)


def render_agreement(agreed: AgreementLetter, *, made_at: datetime) -> bytes:
    """Return a promise confirmed or a payment plan as PDF; `made_at` as for a reminder."""
    return _render("letter.typ", agreement(agreed), made_at=made_at)


def render_written(written: WrittenLetter, *, made_at: datetime) -> bytes:
    """Return a letter in somebody's own words as PDF; `made_at` as for a reminder."""
    return _render("letter.typ", written_letter(written), made_at=made_at)


def render_mailing(written: Sequence[WrittenLetter], *, made_at: datetime) -> bytes:
    """Return several letters of one sender as one PDF, each from a page of its own; `made_at` as for a reminder."""
    return _render("mailing.typ", mailing(written), made_at=made_at)


def render_statement(statement: AccountStatement, *, made_at: datetime) -> bytes:
    """Return a statement of account as PDF; `made_at` is aware and only goes into the file's metadata."""
    return _render("statement.typ", statement_sheet(statement), made_at=made_at)


def render_roadbook(book: Roadbook, *, made_at: datetime) -> bytes:
    """Return a tour as PDF; `made_at` is aware and only goes into the file's metadata."""
    return _render("roadbook.typ", roadbook_sheet(book), made_at=made_at)


def render_plan(plan: PlanPaper, *, made_at: datetime) -> bytes:
    """Return a sales action plan as PDF; `made_at` is aware and only goes into the file's metadata."""
    return _render("plan.typ", plan_sheet(plan), made_at=made_at)


def render_dossier(dossier: Dossier, *, made_at: datetime, attach: Sequence[Attachment] = ()) -> bytes:
    """Return an evidence dossier as PDF, `made_at` (real, aware) printed on it, with text files inside."""
    words = dossier_sheet(dossier, made_at=made_at)
    try:
        return _render("dossier.typ", words, made_at=made_at, attach=attach)
    finally:
        _presses().submit(_forget).result()


def _render(template: str, words: dict[str, Tree], *, made_at: datetime, attach: Sequence[Attachment] = ()) -> bytes:
    """Compile a template with its words; text reaches Typst as JSON only, never as source."""
    if made_at.tzinfo is None:
        raise ValueError(made_at)
    inputs = {"data": json.dumps(cleaned(words)), "files": json.dumps([_carried(file) for file in attach])}
    return _presses().submit(_press, template, inputs, int(made_at.timestamp())).result()


def _carried(file: Attachment) -> dict[str, str]:
    """Return a file as the template attaches it."""
    return {
        "name": file.name,
        "text": file.text,
        "type": file.media_type,
        "description": clean(file.description),
        "relationship": file.relationship,
    }


def _presses() -> ThreadPoolExecutor:
    """Return the threads that compile; a forked process has lost them."""
    if _first_process() != os.getpid():
        raise CompiledBeforeFork
    with _starting:
        return _pool()


def _press(template: str, inputs: dict[str, str], timestamp: int) -> bytes:
    """Compile in a thread of ours."""
    pdf = _compiler().compile(
        input=_templates() / template, sys_inputs=inputs, pdf_standards=STANDARDS, timestamp=timestamp
    )
    if not isinstance(pdf, bytes):
        raise TypeError(template)
    return pdf


def _forget() -> None:
    """Let Typst drop what it remembers of a big document (tens of megabytes) instead of keeping ten of them.

    It has no other way to be told: an entry goes when ten compilations did
    without it, and a blank one takes about 3 ms.
    """
    for _ in range(KEPT_COMPILATIONS):
        _compiler().compile(input=b"", sys_inputs={})


def _compiler() -> typst.Compiler:
    """Return this thread's compiler: one cannot be shared."""
    compiler: typst.Compiler | None = getattr(_mine, "compiler", None)
    if compiler is None:
        with _starting:
            compiler = _mine.compiler = typst.Compiler(root=_templates(), font_paths=_fonts())
    return compiler


@cache
def _first_process() -> int:
    """Return the process that rendered first."""
    return os.getpid()


@cache
def _pool() -> ThreadPoolExecutor:
    """Return two threads for all: as fast as one for each caller, in half the memory."""
    return ThreadPoolExecutor(2, thread_name_prefix="papers")


@cache
def _fonts() -> typst.Fonts:
    """Return the fonts, read once for all threads."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[Path(font_directory().name)]
    )


@cache
def _templates() -> Path:
    """Return the directory of the templates, the only one that Typst may read."""
    with as_file(files("crm.papers") / "templates") as path:
        return path
