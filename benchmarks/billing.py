"""What customers owe, added up over a whole file, and a batch of invoices that are issued one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from time import perf_counter

from sqlalchemy import event, select

from benchmarks.timing import PER_SECOND, Line, Spread, by_turns
from benchmarks.worlds import Place, World
from crm.activity.door import Standing, Work, perform
from crm.activity.vocabulary import Activity
from crm.billing.batches.use_cases import issue_one
from crm.billing.invoices.models import Invoice, InvoiceLine
from crm.billing.receivables.queries import aged_balance
from crm.kernel.clock import local_date
from crm.prospecting.companies.models import Company
from crm.selling.lines import columns_of
from crm.store.base import db

AGED_GOAL = 3.0
Said = tuple[str, object]


def measure_owed(world: World, place: Place, *, rounds: int, goal: float | None) -> Iterator[Line]:
    """Yield a line for the aged balance of everything open, read into lines, beside its one statement alone."""
    with world.inside(place.workspace_id):
        now = world.standing(place).now
        assert now is not None
        day = local_date(now)
        with overheard() as said:
            size = len(aged_balance(on=day))
        [(statement, values)] = said
        raw = db.session().connection().connection.cursor()

        def bare() -> None:
            raw.execute(statement, values)  # type: ignore[arg-type]  # as the driver was told
            raw.fetchall()

        taken, floor = by_turns(lambda: aged_balance(on=day), bare, rounds=rounds)
    note = f"{size} customers; floor: its one statement through the bare driver"
    yield Line("billing", "aged balance", taken, floor, goal=goal, note=note)


def measure_batch(world: World, place: Place, *, size: int) -> Iterator[Line]:
    """Yield a line for issuing drafts one by one, each with its number, its paper and its record in one transaction."""
    with world.inside(place.workspace_id):
        standing = world.standing(place)
        ids = perform(standing, _drafts, size)
    seconds, numbers = [], []
    for invoice_id in ids:
        began = perf_counter()
        with world.inside(place.workspace_id):
            issued = perform(Standing(**vars(standing)), issue_one, invoice_id)
            assert issued
            numbers.append(int(issued.rpartition("-")[2]))
        seconds.append(perf_counter() - began)
    assert sorted(numbers) == list(range(min(numbers), min(numbers) + size)), "a number was lost or given twice"
    note = f"{size} drafts in {sum(seconds):.1f} s, numbers in a row, none lost"
    yield Line("billing", "issue an invoice in a batch", Spread.of(seconds), None, unit=PER_SECOND, note=note)


def _drafts(work: Work, size: int) -> Sequence[int]:
    """Prepare so many drafts, copies of invoices that there are."""
    models = list(db.session.scalars(select(Invoice).where(Invoice.number != "").order_by(Invoice.id).limit(50)))
    companies = {each.id: each for each in db.session.scalars(select(Company))}
    ids = []
    for number in range(size):
        model = models[number % len(models)]
        draft = Invoice(
            company=companies[model.company_id],
            order_id=None,
            drafted_on=work.today,
            due_on=work.today,
            payment_days=model.payment_days,
            net=model.net,
            gross=model.gross,
        )
        work.add(draft)
        for line in model.lines:
            draft.lines.append(InvoiceLine(**columns_of(line.data, line.rank)))  # type: ignore[arg-type]
            work.stamp(draft.lines[-1])
        ids.append(draft.id)
    work.record(Activity.INVOICE_DRAFTED, companies[models[0].company_id], total_cents=0)
    return ids


@contextmanager
def overheard() -> Iterator[list[Said]]:
    """Overhear what the driver is told."""
    said: list[Said] = []

    def hear(*told: object) -> None:
        said.append((str(told[2]), told[3]))

    event.listen(db.engine, "before_cursor_execute", hear)
    try:
        yield said
    finally:
        event.remove(db.engine, "before_cursor_execute", hear)
