"""Batches on screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from crm.billing.batches.jobs import BATCHES
from crm.config import Settings
from crm.people.jobs import CANCELLED, FAILED
from tests.billing.batches.test_jobs import asked, drafts
from tests.builders import Cast
from tests.client import CheckingClient
from tests.selling.conftest import Backstage

Open = Callable[[str], CheckingClient]


@pytest.fixture
def at(cast: Cast) -> str:
    """Where Lina's workspace begins."""
    return f"/w/{cast.workspace}/invoices/batch"


@pytest.fixture(autouse=True)
def settings(app: Flask, tmp_path: Path) -> Settings:
    """Let batches have a folder of their own."""
    own: Settings = replace(app.extensions["settings"], data_dir=tmp_path)
    app.extensions["settings"] = own
    return own


class TestABatch:
    def test_issues_what_is_ticked(self, app: Flask, cast: Cast, backstage: Backstage, client: Open, at: str) -> None:
        ids, browser = backstage(drafts), client("lina")
        assert "Émettre en lot" in browser.get(at).text
        answer = browser.post(at, drafts=[str(each) for each in ids[:3]])
        assert answer.status == 303
        wait(app, answer.location)
        page = browser.get(answer.location)
        for words in ("Le lot est terminé", "3 documents émis", "de FA-2026-0001 à FA-2026-0003"):
            assert words in page.text
        assert "Boulangerie Petit" in browser.get(at).text

    def test_of_nothing_is_told(self, backstage: Backstage, client: Open, at: str) -> None:
        backstage(drafts)
        answer = client("lina").post(at)
        assert answer.status == 422
        assert "Cochez au moins un brouillon" in answer.text

    def test_without_drafts_says_so(self, client: Open, at: str) -> None:
        assert "Aucun brouillon" in client("lina").get(at).text


class TestWatching:
    def test_a_running_batch_can_be_stopped(
        self, app: Flask, cast: Cast, backstage: Backstage, client: Open, at: str
    ) -> None:
        job = replace(asked(cast, backstage(drafts)), server="another", beat_at="2099-01-01T00:00:00+00:00", done=2)
        BATCHES.save(app, job)
        browser = client("lina")
        page = browser.get(f"{at}/{job.id}", part="job_part")
        assert "2 sur 5" in page.text
        assert browser.post(f"{at}/{job.id}/cancel").status == 303
        assert BATCHES.told_to_stop(app, job)

    def test_an_ended_one_says_how(self, app: Flask, cast: Cast, client: Open, at: str) -> None:
        refused = ((1, "Une facture émise ne peut plus être modifiée."),)
        for status, words in ((CANCELLED, "Le lot est arrêté"), (FAILED, "Le lot s’est interrompu")):
            job = replace(asked(cast, [1]), status=status, refused=refused)
            BATCHES.save(app, job)
            page = client("lina").get(f"{at}/{job.id}")
            assert words in page.text
            assert "ne peut plus être modifiée" in page.text

    def test_of_another_workspace_is_not_found(self, app: Flask, cast: Cast, client: Open, at: str) -> None:
        job = replace(asked(cast, [1]), workspace_id=cast.elsewhere)
        BATCHES.save(app, job)
        browser = client("lina")
        assert browser.get(f"{at}/{job.id}").status == 404
        assert browser.get(f"{at}/nonsense").status == 404
        assert browser.post(f"{at}/{job.id}/cancel").status == 404

    def test_noe_finds_nothing(self, client: Open, at: str) -> None:
        assert client("noe").get(at).status == 404


def wait(app: Flask, place: str) -> None:
    """Wait for a batch by its address."""
    job = BATCHES.find(app, place.rsplit("/", 1)[-1])
    assert job is not None
    BATCHES.wait_for(job)
