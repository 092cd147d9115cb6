"""Batches at work: one number after the other, stopped between two, nothing lost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from crm.billing.batches import queries
from crm.billing.batches.jobs import BATCHES, Batch, issue_all
from crm.billing.corrections.use_cases import credit_note_for
from crm.billing.invoices.models import Invoice
from crm.billing.invoices.queries import invoice_by_id
from crm.billing.invoices.use_cases import discard_draft
from crm.config import Settings
from crm.people.jobs import CANCELLED, DONE, FAILED
from crm.store.base import db
from crm.store.scoping import enter
from tests.billing.invoices.builders import a_drafted_invoice, an_issued_invoice
from tests.builders import Cast, Stage
from tests.selling.conftest import Backstage

NOW = "2026-03-02T08:00:00+00:00"


@pytest.fixture
def settings(app: Flask, tmp_path: Path) -> Settings:
    """Let batches have a folder of their own."""
    own: Settings = replace(app.extensions["settings"], data_dir=tmp_path)
    app.extensions["settings"] = own
    return own


def drafts(stage: Stage, count: int = 5) -> list[int]:
    """Prepare invoices; return their ids."""
    return [stage.do(a_drafted_invoice, stage.petit, str(number + 1)).id for number in range(count)]


def asked(cast: Cast, ids: list[int], number: int = 0) -> Batch:
    """Ask for a batch."""
    return Batch(
        id=f"{number:032}",
        workspace_id=cast.workspace,
        asked_by=cast.people["lina"],
        invoice_ids=tuple(ids),
        asked_at=NOW,
        beat_at=NOW,
    )


def numbers(app: Flask, cast: Cast) -> list[str]:
    """Return the numbers given, in the order of the drafts."""
    with app.app_context():
        enter(cast.workspace)
        return list(db.session.scalars(select(Invoice.number).where(Invoice.number != "").order_by(Invoice.id)))


def test_issues_all_in_order(app: Flask, cast: Cast, settings: Settings, backstage: Backstage) -> None:
    batch = BATCHES.start(app, asked(cast, backstage(drafts)))
    BATCHES.wait_for(batch)
    ended = BATCHES.find(app, batch.id)
    assert ended is not None
    assert (ended.status, ended.done, ended.issued) == (DONE, 5, 5)
    assert (ended.first, ended.last) == ("FA-2026-0001", "FA-2026-0005")
    assert numbers(app, cast) == [f"FA-2026-{number:04}" for number in range(1, 6)]
    assert len(backstage(lambda stage: stage.records("invoice.issued"))) == 5


def test_told_to_stop_it_stops_between_two_and_goes_on_later(
    app: Flask, cast: Cast, settings: Settings, backstage: Backstage
) -> None:
    ids = backstage(drafts)
    first = issue_all(app, asked(cast, ids[:2]))
    stopped = asked(cast, ids, 1)
    BATCHES.save(app, stopped)
    BATCHES.cancel(app, stopped)
    assert issue_all(app, stopped).status == CANCELLED
    rest = issue_all(app, asked(cast, ids, 2))
    assert (first.issued, rest.issued, rest.done) == (2, 3, 5)
    assert numbers(app, cast) == [f"FA-2026-{number:04}" for number in range(1, 6)]


def test_what_is_refused_is_told_and_takes_no_number(
    app: Flask, cast: Cast, settings: Settings, backstage: Backstage
) -> None:
    def scene(stage: Stage) -> list[int]:
        issued = stage.do(an_issued_invoice, stage.petit)
        notes = [stage.do(credit_note_for, stage_again(issued), reason="Retour").id for _ in range(2)]
        gone = stage.do(a_drafted_invoice, stage.petit)
        stage.do(discard_draft, gone)
        return [*notes, gone.id, stage.do(a_drafted_invoice, stage.petit).id]

    batch = issue_all(app, asked(cast, backstage(scene)))
    assert (batch.status, batch.done, batch.issued) == (DONE, 4, 2)
    assert [why.startswith("Cet avoir dépasse") for _, why in batch.refused] == [True]
    assert numbers(app, cast) == ["FA-2026-0001", "AV-2026-0001", "FA-2026-0002"]


def test_one_that_fails_says_so(app: Flask, cast: Cast, settings: Settings) -> None:
    batch = BATCHES.start(app, replace(asked(cast, [1]), asked_by=999_999))
    BATCHES.wait_for(batch)
    found = BATCHES.find(app, batch.id)
    assert found is not None
    assert found.status == FAILED


def test_drafts_are_offered_in_the_order_of_issue(stage: Stage) -> None:
    ids = drafts(stage, 3)
    assert queries.draft_ids() == ids
    assert [each.id for each in queries.drafts()] == ids
    assert queries.draft_count() == 3


def stage_again(invoice: Invoice) -> Invoice:
    """Find an invoice again with its company."""
    found = invoice_by_id(invoice.id)
    assert found is not None
    return found
