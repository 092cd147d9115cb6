"""After the whole suite: the pages that no test drew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from flask import template_rendered
from jinja2 import Template

from tests.house.sources import mentioned_by, templates

SHARED = "COMPTOIR_TEST_RENDERED"
"""The file through which the parts of one run tell each other what they drew; unset where a run has one part."""


class Rendered:
    """Notes the templates that are rendered in each process, and fails a whole run that left one out."""

    def __init__(self, config: pytest.Config) -> None:
        """Listen to all applications of this process."""
        self.config = config
        self.names: set[str] = set()
        self.failures = 0
        template_rendered.connect(self._note)

    def _note(self, sender: object, template: Template, **more: object) -> None:
        if template.name:
            self.names.add(template.name)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Hand over what a worker saw; judge in the process that sees all."""
        output = getattr(self.config, "workeroutput", None)
        if output is not None:
            output["rendered"] = sorted(self.names)
            return
        self.share()
        if self._is_whole(session) and self.missing:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def share(self) -> None:
        """Learn what earlier parts of the run drew, and leave word for the next."""
        if where := os.environ.get(SHARED):
            file = Path(where)
            self.names |= set(file.read_text("utf-8").splitlines()) if file.exists() else set()
            file.write_text("\n".join(sorted(self.names)), "utf-8")

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: object) -> None:
        """Take over what a worker saw."""
        self.names |= set(getattr(node, "workeroutput", {}).get("rendered", []))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Name the pages that were left out."""
        session = getattr(terminalreporter, "_session", None)
        if session is not None and self._is_whole(session) and self.missing:
            terminalreporter.write_line(f"no test rendered: {', '.join(self.missing)}", red=True)

    @property
    def missing(self) -> list[str]:
        """The pages that neither were rendered nor are part of one that was."""
        seen = set(self.names)
        while more := {other for name in seen for other in mentioned_by(name)} - seen:
            seen |= more
        return sorted(name for name in templates() if not name.startswith("house/macros/") and name not in seen)

    def _is_whole(self, session: pytest.Session) -> bool:
        """Tell whether every test there is was asked for and could be drawn."""
        option = self.config.option
        chosen = option.keyword or option.markexpr or option.collectonly or option.maxfail
        whole = list(self.config.args) == list(self.config.getini("testpaths"))
        return whole and not chosen and option.database == "sqlite" and session.testscollected > 0
