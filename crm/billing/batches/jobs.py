"""Batches at work: drafts issued one by one in the background, a stop between two, nothing lost."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Flask

from crm.billing.batches.use_cases import issue_one
from crm.kernel.errors import Refused
from crm.people.jobs import CANCELLED, DONE, Job, Jobs, act

MOST = 5000


@dataclass(frozen=True, kw_only=True)
class Batch(Job):
    """A batch asked for: drafts to be issued in this order. `done` counts those seen, `issued` those that got a number.

    `refused` are (draft, French message id) pairs, `first` and `last` the
    numbers given.
    """

    invoice_ids: tuple[int, ...]
    issued: int = 0
    first: str = ""
    last: str = ""
    refused: tuple[tuple[int, str], ...] = ()

    @property
    def whole(self) -> int:
        """How many invoices there are."""
        return len(self.invoice_ids)


def issue_all(app: Flask, batch: Batch) -> Batch:
    """Issue a batch's drafts one by one, each in its own transaction, until the end or until told to stop."""
    for invoice_id in batch.invoice_ids[batch.done :]:
        if BATCHES.told_to_stop(app, batch):
            return replace(batch, status=CANCELLED)
        batch = BATCHES.note(app, _after(app, batch, invoice_id))
    return replace(batch, status=DONE)


def _after(app: Flask, batch: Batch, invoice_id: int) -> Batch:
    """Return a batch after one more draft, issued or refused."""
    try:
        number = act(app, batch, issue_one, invoice_id)
    except Refused as refusal:
        return replace(batch, done=batch.done + 1, refused=(*batch.refused, (invoice_id, refusal.message)))
    if not number:
        return replace(batch, done=batch.done + 1)
    return replace(batch, done=batch.done + 1, issued=batch.issued + 1, first=batch.first or number, last=number)


BATCHES = Jobs(Batch, folder="batches", carry_out=issue_all)
