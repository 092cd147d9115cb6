"""A database that worked with the first revision goes on with the second: nothing that was known is lost."""

from __future__ import annotations

from datetime import UTC, date, datetime

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import Boolean, Connection, Date, DateTime, Integer, MetaData, Table, select, update
from sqlalchemy.util import FacadeDict

from crm.activity.models import HEADS
from crm.store.base import db
from crm.store.migrating import upgrade
from tests.builders import Cast

MONDAY = date(2026, 3, 2)
DUE = date(2026, 1, 31)
NOTHING = (
    (DateTime, datetime(2026, 3, 2, 9, tzinfo=UTC)),
    (Date, MONDAY),
    (Boolean, False),
    (Integer, 0),
)
NAMES = (
    "activity_links",
    "activity_records",
    "companies",
    "delivery_notes",
    "invoices",
    "order_lines",
    "orders",
    "payment_plans",
    "payments",
)
# A record of the first revision says to whom and for how much; its place lies beyond those of the cast.
HANDED = '{"details": {"to": "Étude Quinquet", "amount_due_cents": 12000, "days_late": 40}}'


def put(connection: Connection, table: Table, **values: object) -> None:
    """Insert a row; what is not said is nothing of its kind."""
    row: dict[str, object] = {}
    for column in table.columns:
        if column.name in values:
            row[column.name] = values[column.name]
        elif not column.nullable:
            row[column.name] = next((nothing for kind, nothing in NOTHING if isinstance(column.type, kind)), "")
    connection.execute(table.insert(), row)


def plan_and_hand_over(connection: Connection, of: FacadeDict[str, Table], cast: Cast) -> None:
    """Spread the second invoice and a paid one over three payments, and hand a third and a fourth one over."""
    here = {"workspace_id": cast.workspace}
    whole = here | {"version": 1, "company_id": cast.petit, "gross": 12_000}
    for at, number, state in ((900_103, "F2", "handed_over"), (900_113, "F3", "handed_over")):
        put(connection, of["invoices"], **whole, id=at, number=number, state=state, paid=2_000, due_on=DUE)
    for at, invoice in ((900_005, 900_003), (900_015, 900_013)):
        put(
            connection,
            of["payment_plans"],
            **here,
            id=at,
            invoice_id=invoice,
            instalments=3,
            amount=10_000,
            granted_on=MONDAY,
            last_on=date(2026, 4, 1),
        )
    record = here | {"position": 900_000}
    put(
        connection,
        of["activity_records"],
        **record,
        activity="receivable.handed_over",
        text=HANDED,
        happened_at=datetime(2026, 3, 12, 9, tzinfo=UTC),
    )
    put(connection, of["activity_links"], **record, kind="invoice", object_id=900_103)


@pytest.fixture
def first_revision(app: Flask, cast: Cast) -> Cast:
    """The world of the cast with sales paid, spread, unpaid and handed over, as the first revision stored them."""
    here = {"workspace_id": cast.workspace, "version": 1}
    with app.app_context():
        flask_migrate.downgrade(revision="0001")
        with db.engine.connect().execution_options(writing=True) as connection:
            tables = MetaData()
            tables.reflect(connection, only=NAMES)
            of = tables.tables
            for number, (paid, recorded) in enumerate([(12_000, date(2026, 3, 9)), (0, None)]):
                at = 900_000 + 10 * number
                order = {"workspace_id": cast.workspace, "order_id": at}
                put(
                    connection,
                    of["orders"],
                    **here,
                    id=at,
                    company_id=cast.petit,
                    number=f"C{number}",
                    state="invoiced",
                )
                put(connection, of["order_lines"], **order, id=at + 1, quantity=5_000)
                put(connection, of["delivery_notes"], **here, id=at + 2, order_id=at, number=f"B{number}")
                put(
                    connection,
                    of["invoices"],
                    **here,
                    id=at + 3,
                    company_id=cast.petit,
                    order_id=at,
                    delivery_note_id=at + 2,
                    number=f"F{number}",
                    state="paid" if paid else "issued",
                    gross=12_000,
                    paid=paid,
                )
                put(
                    connection,
                    of["payments"],
                    **here,
                    id=at + 4,
                    invoice_id=at + 3,
                    amount=12_000,
                    method="transfer",
                    recorded_on=recorded,
                )
            plan_and_hand_over(connection, of, cast)
            connection.execute(update(HEADS).values(next_id=1_000_000))
            connection.commit()
        upgrade()
    return cast


def rows(app: Flask, table: str, *columns: str) -> list[tuple[object, ...]]:
    """Return some columns of a table, by id."""
    with app.app_context(), db.engine.connect() as connection:
        reflected = Table(table, MetaData(), autoload_with=connection)
        statement = select(*(reflected.c[name] for name in columns)).where(reflected.c.id >= 900_000)
        return [tuple(row) for row in connection.execute(statement.order_by(reflected.c.id))]


def test_a_payment_knows_its_customer_and_is_set_against_its_invoice(app: Flask, first_revision: Cast) -> None:
    company = first_revision.petit
    assert rows(app, "payments", "company_id", "state", "allocated") == [
        (company, "recorded", 12_000),
        (company, "at_bank", 0),
    ]
    assert rows(app, "allocations", "id", "payment_id", "invoice_id", "amount") == [
        (1_000_000, 900_004, 900_003, 12_000)
    ]


def test_an_order_knows_what_left_and_an_invoice_what_it_charges(app: Flask, first_revision: Cast) -> None:
    assert rows(app, "order_lines", "shipped", "invoiced") == [(5_000, 5_000), (5_000, 5_000)]
    assert rows(app, "invoiced_notes", "id", "invoice_id", "delivery_note_id") == [
        (1_000_001, 900_003, 900_002),
        (1_000_002, 900_013, 900_012),
    ]


def test_what_is_numbered_next_comes_after_what_was_carried_over(app: Flask, first_revision: Cast) -> None:
    with app.app_context(), db.engine.connect() as connection:
        heads = Table("chain_heads", MetaData(), autoload_with=connection)
        statement = select(heads.c.next_id).where(heads.c.workspace_id == first_revision.workspace)
        assert connection.execute(statement).scalar_one() == 1_000_014


def test_a_payment_plan_has_its_instalments(app: Flask, first_revision: Cast) -> None:
    days = (date(2026, 3, 12), date(2026, 3, 22), date(2026, 4, 1))
    sums = ((3_334, 6_666), (3_333, 3_333), (3_333, 0))
    assert rows(app, "plan_instalments", "plan_id", "rank", "due_on", "amount", "left_after", "state") == [
        (plan, rank, day, amount, left, state)
        for plan, state in ((900_005, "kept"), (900_015, "open"))
        for rank, (day, (amount, left)) in enumerate(zip(days, sums, strict=True), 1)
    ]
    assert [state for (state,) in rows(app, "payment_plans", "state")] == ["kept", "open"]


def test_each_open_instalment_is_looked_at_in_days_to_come(app: Flask, first_revision: Cast) -> None:
    waiting = rows(app, "scheduled_events", "kind_of_event", "object_id", "payload", "due_at")
    assert [(kind, plan, payload) for kind, plan, payload, _ in waiting] == [
        ("instalment_due", 900_015, {"rank": rank}) for rank in (1, 2, 3)
    ]
    days = [due_at.date() for *_, due_at in waiting if isinstance(due_at, datetime)]
    assert days == [date(2026, 3, 13), date(2026, 3, 23), date(2026, 4, 2)]


def test_what_was_handed_over_has_its_file(app: Flask, first_revision: Cast) -> None:
    assert rows(app, "recovery_files", "invoice_id", "to", "handed_on", "principal", "interest", "fee") == [
        (900_103, "Étude Quinquet", date(2026, 3, 12), 12_000, 0, 0),
        (900_113, "Contentieux", DUE, 10_000, 0, 0),
    ]
