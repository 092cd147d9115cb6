"""The door: one transaction, always a record, never a write beside it."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.elements import TextClause

from crm.activity.door import UnrecordedChange, Work, WriteOutsideTheDoor
from crm.activity.guards import RawStatement, RecordTouched
from crm.activity.models import RECORDS, ActivityRecord
from crm.activity.queries import timeline, verify_chain
from crm.activity.vocabulary import Activity
from crm.kernel.errors import Refused
from crm.prospecting.companies.models import Company
from crm.prospecting.companies.use_cases import add_note
from crm.store.base import db
from tests.builders import Stage, a_company


class TestPerform:
    def test_a_use_case_leaves_state_and_record(self, stage: Stage) -> None:
        company = stage.do(a_company, "Papeterie Moreau")
        fact = stage.last("company.created")
        assert db.session.get(Company, (stage.cast.workspace, company.id)) is company
        assert fact["actor"] == {"kind": "person", "id": stage.cast.people["lina"], "name": "Lina"}
        assert fact["about"] == [{"kind": "company", "id": company.id, "label": "Papeterie Moreau"}]

    def test_the_chain_is_sound_after_each_act(self, stage: Stage) -> None:
        stage.do(add_note, stage.petit, text="Rappeler « lundi » à 9 h — œuvre n° 5")
        found = verify_chain(stage.cast.workspace, key=stage.house.seal_key)
        assert found.broken is None
        assert found.records == len(stage.records())

    def test_a_refusal_leaves_nothing(self, stage: Stage) -> None:
        def half(work: Work) -> None:
            a_company(work, "À moitié")
            raise Refused

        before = len(stage.records())
        with pytest.raises(Refused):
            stage.do(half)
        assert len(stage.records()) == before
        assert db.session.scalar(select(Company).where(Company.legal_name == "À moitié")) is None

    def test_a_change_without_a_record_is_refused(self, stage: Stage) -> None:
        def silent(work: Work, company: Company) -> None:
            company.city = "Paris"

        with pytest.raises(UnrecordedChange):
            stage.do(silent, stage.petit)
        assert stage.petit.city == "Lille"

    def test_the_same_form_twice_is_done_once(self, stage: Stage) -> None:
        from crm.activity.door import perform

        first = perform(stage.standing(submission="k1"), a_company, "Deux fois")
        second = perform(stage.standing(submission="k1"), a_company, "Deux fois")
        assert first.id == second.id
        assert len([f for f in stage.records("company.created") if f["about"][0]["label"] == "Deux fois"]) == 1

    def test_a_timeline_shows_what_a_thing_lived_through(self, stage: Stage) -> None:
        stage.do(add_note, stage.petit, text="Bonjour")
        words = [record.activity for record in timeline(kind="company", object_id=stage.petit.id)]
        assert words == ["note.added", "company.created"]


class TestGuards:
    def test_a_row_outside_the_door_is_refused(self, stage: Stage) -> None:
        stage.petit.city = "Paris"
        with pytest.raises(WriteOutsideTheDoor):
            db.session.flush()
        db.session.rollback()

    def test_a_bulk_statement_outside_the_door_is_refused(self, stage: Stage) -> None:
        with pytest.raises(WriteOutsideTheDoor):
            db.session.execute(update(Company).values(city="Paris"))

    def test_sql_as_text_is_refused(self, stage: Stage) -> None:
        with pytest.raises(RawStatement):
            db.session.execute(TextClause("SELECT 1"))

    def test_a_record_cannot_be_changed_even_inside(self, stage: Stage) -> None:
        def forge(work: Work) -> None:
            db.session.execute(update(ActivityRecord).values(text="{}"))

        with pytest.raises(RecordTouched):
            stage.do(forge)

        def forge_a_row(work: Work) -> None:
            record = db.session.scalars(select(ActivityRecord)).first()
            assert record is not None
            record.text = "{}"
            work.record(Activity.NOTE_ADDED)

        with pytest.raises(RecordTouched):
            stage.do(forge_a_row)

    @pytest.mark.parametrize("statement", [update(RECORDS).values(text="{}"), delete(RECORDS)])
    def test_the_database_itself_refuses(self, stage: Stage, statement: object) -> None:
        with db.engine.connect().execution_options(writing=True) as connection:
            with pytest.raises(DBAPIError, match="append-only"):
                connection.execute(statement)  # type: ignore[call-overload]
            connection.rollback()
