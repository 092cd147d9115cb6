"""TP-CC-2017, watching the market (CP1): traces that pass and traces that fail, criterion by criterion."""

from __future__ import annotations

import pytest

from tests.training.frameworks.test_tp_cc_2017_prospecting import found
from tests.training.frameworks.traces import Log

NOTE = "watch_note:1 source:2"
QUESTION = "market_event:9"


class TestRegularity:
    """CP1.1, and CT1.1 which takes its rule over."""

    def test_pass(self) -> None:
        log = Log().add("watch_note.taken", NOTE, source_rated=True).add("source.consulted", "source:2", late=False)
        log.at(7).add("watch_note.taken", "watch_note:2 source:2", source_rated=True)
        assert found(log, "CP1.1") == found(log, "CT1.1") == [(1, 0, 1), (1, 0, 0)]

    def test_fail(self) -> None:
        log = Log().add("watch_note.taken", NOTE, source_rated=True).add("source.consulted", "source:2", late=True)
        log.at(8).add("watch_note.taken", "watch_note:2 source:2", source_rated=True)
        assert found(log, "CP1.1") == [(0, 1, 1), (0, 1, 0)]


class TestCompetitors:
    """CP1.2."""

    def moved(self) -> Log:
        return Log().house("market_event.published", "market_event:9 competitor:4", competitor_moves=True)

    def test_pass(self) -> None:
        log = self.moved().at(4).add("competitor.described", "competitor:4", positioned=True)
        assert found(log, "CP1.2") == [(1, 0, 0), (1, 0, 0)]

    def test_fail(self) -> None:
        log = self.moved().add("competitor.described", "competitor:5", positioned=False).at(8)
        assert found(log, "CP1.2") == [(0, 1, 0), (0, 1, 0)]


class TestSources:
    """CP1.3."""

    def test_pass(self) -> None:
        log = Log().add("source.added", "source:2", sector="Mobilier de bureau", need="Prix des sièges")
        assert found(log, "CP1.3") == [(1, 0, 0)]

    @pytest.mark.parametrize(("sector", "need"), [("", "Prix des sièges"), ("Mobilier de bureau", "")])
    def test_fail(self, sector: str, need: str) -> None:
        assert found(Log().add("source.added", "source:2", sector=sector, need=need), "CP1.3") == [(0, 1, 0)]


class TestSearching:
    """CP1.4."""

    def asked(self) -> Log:
        return Log().house("market_question.asked", QUESTION, news_kind="question")

    def test_pass(self) -> None:
        log = self.asked().at(1).add("watch_note.taken", f"{NOTE} {QUESTION}", source_rated=True)
        assert found(log, "CP1.4") == [(1, 0, 0)]

    def test_fail(self) -> None:
        log = self.asked().add("watch_note.taken", f"{NOTE} market_event:8", source_rated=True).at(2)
        assert found(log, "CP1.4") == [(0, 1, 0)]


class TestChoosingSources:
    """CP1.5."""

    def test_pass(self) -> None:
        log = Log().add("watch_note.taken", NOTE, source_rated=True)
        log.add("argument.used", "quote:7 company:12 watch_note:1", shaky=False)
        assert found(log, "CP1.5") == [(1, 0, 0), (1, 0, 0)]

    def test_fail(self) -> None:
        log = Log().add("watch_note.taken", NOTE, source_rated=False)
        log.add("argument.used", "quote:7 company:12 watch_note:1", shaky=True)
        assert found(log, "CP1.5") == [(0, 1, 0), (0, 1, 0)]
