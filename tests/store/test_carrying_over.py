"""A database that worked with the first revision goes on with the second: nothing that was known is lost."""

from __future__ import annotations

from datetime import UTC, date, datetime

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import Boolean, Connection, Date, DateTime, Integer, MetaData, Table, select, update

from crm.activity.models import ChainHead
from crm.store.base import db
from crm.store.migrating import upgrade
from tests.builders import Cast

MONDAY = date(2026, 3, 2)
NOTHING = (
    (DateTime, datetime(2026, 3, 2, 9, tzinfo=UTC)),
    (Date, MONDAY),
    (Boolean, False),
    (Integer, 0),
)
NAMES = ("companies", "orders", "order_lines", "delivery_notes", "invoices", "payments")


def put(connection: Connection, table: Table, **values: object) -> None:
    """Insert a row; what is not said is nothing of its kind."""
    row: dict[str, object] = {}
    for column in table.columns:
        if column.name in values:
            row[column.name] = values[column.name]
        elif not column.nullable:
            row[column.name] = next((nothing for kind, nothing in NOTHING if isinstance(column.type, kind)), "")
    connection.execute(table.insert(), row)


@pytest.fixture
def first_revision(app: Flask, cast: Cast) -> Cast:
    """The world of the cast with a paid sale and an unpaid one, as the first revision stored them."""
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
            connection.execute(update(ChainHead.__table__).values(next_id=1_000_000))
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
        assert connection.execute(statement).scalar_one() == 1_000_003
