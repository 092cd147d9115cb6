"""Pages by keyset: each row exactly once, in order, whatever the cursor."""

from __future__ import annotations

import base64
import json
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.kernel.money import Money
from crm.prospecting.companies.models import Company
from crm.store.base import db
from crm.store.paging import _start, keyset
from tests.builders import Cast, Stage, a_company

COLUMNS = [Company.sort_name, Company.city, Company.created_on, Company.credit_limit, Company.stage, Company.id]
CITIES = ["Lille", "Arras", "Lens", ""]


def _populate(work: Work) -> None:
    """Create companies whose cities, names and limits repeat."""
    for number in range(23):
        company = a_company(work, f"Société {number % 7}", city=CITIES[number % 4])
        company.credit_limit = Money((number % 5) * 1000 - 1000)
        company.created_on = date(2026, 1 + number % 3, 1)
    for company in db.session.scalars(select(Company).where(Company.credit_limit.is_(None))):
        company.credit_limit = Money(0)
    work.record(Activity.NOTE_ADDED)


class TestWalking:
    @pytest.mark.parametrize("descending", [False, True], ids=["upwards", "downwards"])
    @pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.key)
    def test_each_row_comes_exactly_once_and_in_order(self, stage: Stage, column: object, *, descending: bool) -> None:
        stage.do(_populate)
        order = (column.desc(), Company.id.desc()) if descending else (column, Company.id)  # type: ignore[attr-defined]
        wanted = db.session.scalars(select(Company.id).order_by(*order)).all()
        for size in (1, 4, 23, 24, 100):
            seen: list[int] = []
            cursor, turns = None, 0
            while turns <= len(wanted):
                page = keyset(
                    select(Company),
                    column=column,  # type: ignore[arg-type]
                    tie=Company.id,
                    cursor=cursor,
                    descending=descending,
                    size=size,
                )
                assert len(page.rows) <= size
                seen += [row.id for row in page.rows]
                cursor, turns = page.next, turns + 1
                if cursor is None:
                    break
            assert seen == list(wanted), f"size {size}"

    def test_rows_that_come_in_between_are_neither_lost_nor_doubled(self, stage: Stage) -> None:
        stage.do(_populate)
        first = keyset(select(Company), column=Company.sort_name, tie=Company.id, size=5)
        stage.do(a_company, "Aaa Première")
        second = keyset(select(Company), column=Company.sort_name, tie=Company.id, size=100, cursor=first.next)
        ids = [row.id for row in (*first.rows, *second.rows)]
        assert len(ids) == len(set(ids)) == 24

    def test_an_empty_list_has_one_page(self, stage: Stage) -> None:
        page = keyset(select(Company).where(Company.city == "?"), column=Company.city, tie=Company.id)
        assert (list(page.rows), page.next) == ([], None)


def _cursor(value: object) -> str:
    """Write a cursor by hand."""
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


GARBAGE = [
    "",
    "=",
    "é",
    "%%%",
    "AAAA",
    "x" * 5000,
    _cursor(None),
    _cursor(5),
    _cursor("ab"),
    _cursor([]),
    _cursor([1]),
    _cursor([1, 2, 3]),
    _cursor({"a": 1, "b": 2}),
    _cursor(["a", "b"]),
    _cursor([None, 1]),
    _cursor([True, 1]),
    _cursor([1.5, 1]),
    _cursor([[], 1]),
    _cursor([{}, 1]),
    _cursor(["a", 2**31]),
    _cursor(["a", -(2**70)]),
    _cursor([2**63, 1]),
    _cursor(["\0", 1]),
    _cursor(["\ud800", 1]),
    _cursor(["not a date", 1]),
    _cursor(["9999-99-99", 1]),
    base64.urlsafe_b64encode(b"[" * 1400).decode(),
]


class TestGarbage:
    @pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.key)
    def test_a_cursor_that_means_nothing_is_no_fault(self, stage: Stage, column: object) -> None:
        stage.do(_populate)
        for cursor in GARBAGE:
            page = keyset(select(Company), column=column, tie=Company.id, cursor=cursor, size=3)  # type: ignore[arg-type]
            assert len(page.rows) <= 3, cursor

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
    @given(
        cursor=st.text(max_size=60)
        | st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
            lambda inner: st.lists(inner, max_size=3),
        ).map(_cursor)
    )
    def test_any_cursor_gives_a_page(self, app: Flask, cast: Cast, cursor: str) -> None:
        with app.app_context():
            from crm.store.scoping import enter

            enter(cast.workspace)
            for column in COLUMNS:
                keyset(select(Company), column=column, tie=Company.id, cursor=cursor, size=2)

    def test_an_instant_is_read_back(self) -> None:
        from crm.activity.models import ActivityRecord

        instant = datetime(2026, 3, 2, 8, tzinfo=UTC)
        assert _start(_cursor([instant.isoformat(), 7]), ActivityRecord.happened_at) == (instant, 7)
