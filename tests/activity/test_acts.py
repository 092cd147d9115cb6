"""Acts under stress: at the same time, twice, half-way, on yesterday's page."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import event, insert, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from crm.activity.copying import scoped_tables
from crm.activity.door import PROCEDURES, Standing, UnrecordedChange, Work, WriteOutsideTheDoor, perform
from crm.activity.guards import RecordTouched
from crm.activity.models import ActivityLink, ActivityRecord, Submission
from crm.activity.queries import verify_chain
from crm.activity.standing import LONGEST_DAY
from crm.activity.vocabulary import Activity
from crm.kernel.actor import HOUSE, Actor, ActorKind
from crm.kernel.errors import Refused, Stale
from crm.people.workspaces import queries as workspaces
from crm.prospecting.companies.models import Company, Contact
from crm.prospecting.companies.use_cases import CompanyData, add_note, update_company
from crm.store.base import db
from crm.store.scoping import AnotherWorkspace, enter
from tests.builders import MONDAY, Cast, Stage, a_company
from tests.looking import facts, tamper

PETIT = Actor(ActorKind.CUSTOMER, "Boulangerie Petit", 1)


def rename(work: Work, company: Company, *, city: str, version: int | None = None) -> Company:
    """Change a company's city."""
    return update_company(work, company, CompanyData(legal_name=company.legal_name, city=city), version=version)


class TestAtTheSameTime:
    def test_writers_of_one_workspace_queue_and_none_is_lost(self, app: Flask, cast: Cast) -> None:
        threads, each = 6, 5
        start = Barrier(threads)

        def writer(number: int) -> None:
            start.wait()
            for turn in range(each):
                with app.app_context():
                    enter(cast.workspace)
                    stage = Stage(app, cast)
                    stage.do(add_note, stage.petit, text=f"{number}.{turn}")

        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(writer, range(threads)))
        said = {fact["details"]["text"] for fact in facts(app, cast.workspace, "note.added")}
        assert said == {f"{number}.{turn}" for number in range(threads) for turn in range(each)}
        with app.app_context():
            assert verify_chain(cast.workspace, key=app.extensions["house"].seal_key).broken is None

    def test_the_same_form_sent_many_times_at_once_is_done_once(self, app: Flask, cast: Cast) -> None:
        threads = 8
        start = Barrier(threads)

        def sender(_: int) -> int:
            start.wait()
            with app.app_context():
                enter(cast.workspace)
                stage = Stage(app, cast)
                return perform(stage.standing(submission="one"), a_company, "Une seule fois").id

        with ThreadPoolExecutor(threads) as pool:
            ids = set(pool.map(sender, range(threads)))
        assert len(ids) == 1
        assert len(facts(app, cast.workspace, "company.created")) == 2

    def test_two_people_on_one_record_one_is_told(self, app: Flask, cast: Cast) -> None:
        """Both read the same version; whoever comes second is refused and nothing of his is written."""
        threads = 2
        start = Barrier(threads)

        def editor(number: int) -> str:
            with app.app_context():
                enter(cast.workspace)
                stage = Stage(app, cast)
                company = stage.petit
                start.wait()
                try:
                    stage.do(rename, company, city=f"Ville {number}")
                except Stale:
                    return "told"
                return "done"

        with ThreadPoolExecutor(threads) as pool:
            assert sorted(pool.map(editor, range(threads))) == ["done", "told"]
        assert len(facts(app, cast.workspace, "company.updated")) == 1


class TestStale:
    def test_a_version_that_has_passed_shows_what_is_stored_now(self, stage: Stage) -> None:
        seen = stage.petit.version
        stage.do_as("karim", rename, stage.petit, city="Arras")
        with pytest.raises(Stale) as clash:
            stage.do(rename, stage.petit, city="Lens", version=seen)
        assert clash.value.others["city"] == "Arras"
        assert stage.petit.city == "Arras"

    def test_without_a_version_nothing_is_compared(self, stage: Stage) -> None:
        stage.do_as("karim", rename, stage.petit, city="Arras")
        assert stage.do(rename, stage.petit, city="Lens").city == "Lens"


class TestSubmissions:
    def test_an_act_without_a_thing_is_remembered_too(self, stage: Stage) -> None:
        def check(work: Work) -> None:
            work.record(Activity.BALANCE_CHECKED, stage.petit)

        for _ in range(2):
            perform(stage.standing(submission="k"), check)
        assert len(stage.records("balance.checked")) == 1

    def test_a_refusal_is_not_remembered(self, stage: Stage) -> None:
        def refuse(work: Work, *, really: bool) -> Company:
            if really:
                raise Refused
            return a_company(work, "Enfin")

        with pytest.raises(Refused):
            perform(stage.standing(submission="k"), refuse, really=True)
        assert perform(stage.standing(submission="k"), refuse, really=False).legal_name == "Enfin"

    def test_remembering_the_form_is_no_record(self, stage: Stage) -> None:
        def silent(work: Work) -> None:
            stage.petit.city = "Nulle part"

        with pytest.raises(UnrecordedChange):
            perform(stage.standing(submission="k"), silent)


class TestHalfWay:
    @pytest.mark.parametrize("at", ["before_flush", "before_commit"])
    def test_a_fault_anywhere_leaves_nothing(self, stage: Stage, at: str) -> None:
        before = stage.records()

        def fail(*_: object) -> None:
            raise OperationalError("x", {}, Exception("disk full"))

        event.listen(Session, at, fail)
        try:
            with pytest.raises(OperationalError):
                stage.do(a_company, "À moitié")
        finally:
            event.remove(Session, at, fail)
        assert stage.records() == before
        assert db.session.scalar(select(Company).where(Company.legal_name == "À moitié")) is None
        assert stage.do(a_company, "Entière").id is not None
        assert verify_chain(stage.cast.workspace, key=stage.house.seal_key).broken is None

    def test_a_fault_of_the_code_leaves_nothing_either(self, stage: Stage) -> None:
        def fail(work: Work) -> None:
            a_company(work, "À moitié")
            db.session.flush()
            raise ZeroDivisionError

        before = stage.records()
        with pytest.raises(ZeroDivisionError):
            stage.do(fail)
        assert stage.records() == before


class TestGuards:
    def test_nobody_performs_inside_an_act(self, stage: Stage) -> None:
        def nested(work: Work) -> None:
            stage.do(a_company, "Dedans")

        with pytest.raises(WriteOutsideTheDoor):
            stage.do(nested)

    def test_a_row_removed_without_a_record_is_refused(self, stage: Stage) -> None:
        def remove(work: Work) -> None:
            db.session.delete(stage.petit)

        with pytest.raises(UnrecordedChange):
            stage.do(remove)

    def test_a_bulk_insert_without_a_record_is_refused(self, stage: Stage) -> None:
        def smuggle(work: Work) -> None:
            row = {"workspace_id": work.workspace_id, "key": "x"}
            db.session.execute(insert(Submission), [row])

        with pytest.raises(UnrecordedChange):
            stage.do(smuggle)

    @pytest.mark.parametrize("cls", [ActivityRecord, ActivityLink])
    def test_sealed_rows_cannot_be_removed(self, stage: Stage, cls: type[ActivityRecord | ActivityLink]) -> None:
        def remove(work: Work) -> None:
            db.session.delete(db.session.scalars(select(cls)).first())
            work.record(Activity.NOTE_ADDED)

        with pytest.raises(RecordTouched):
            stage.do(remove)

    def test_a_workspace_without_a_chain_is_refused(self, app: Flask) -> None:
        with app.app_context(), pytest.raises(Refused):
            perform(Standing(house=app.extensions["house"], workspace_id=777), a_company)


class TestWork:
    def test_an_act_takes_two_minutes_and_no_act_the_next_day(self, stage: Stage) -> None:
        for text in ("un", "deux"):
            stage.do(add_note, stage.petit, text=text)
        first, second = [fact["happened_at"] for fact in stage.records("note.added")]
        assert first == (MONDAY).isoformat()
        assert second == (MONDAY + timedelta(minutes=2)).isoformat()
        standing = stage.standing()
        began = standing.day_began_at
        assert began is not None
        assert standing.instant_after(began + 10_000) == MONDAY + LONGEST_DAY

    def test_others_act_at_their_own_time(self, stage: Stage) -> None:
        later = MONDAY + timedelta(hours=5)

        def answer(work: Work) -> None:
            with work.acting_as(PETIT, at=later):
                add_note(work, stage.petit, text="du client")
            add_note(work, stage.petit, text="de Lina")

        stage.do(answer)
        customer, lina = stage.records("note.added")
        assert (customer["actor"]["name"], customer["happened_at"]) == ("Boulangerie Petit", later.isoformat())
        assert lina["actor"]["name"] == "Lina"

    def test_a_counterpart_stands_in_the_same_place_without_the_form(self, stage: Stage) -> None:
        standing = stage.standing(submission="k").as_(PETIT)
        assert (standing.actor, standing.submission, standing.workspace_id) == (PETIT, None, stage.cast.workspace)

    def test_procedures_are_the_exercises_or_the_usual_ones(self, stage: Stage) -> None:
        def ask(work: Work) -> tuple[int, int]:
            work.record(Activity.NOTE_ADDED)
            return work.procedure("payment_days"), work.procedure("quote_validity_days")

        assert stage.do(ask) == (30, PROCEDURES["quote_validity_days"])

    def test_outside_a_workspace_time_is_real(self, app: Flask, cast: Cast) -> None:
        with app.app_context():
            standing = Standing(house=app.extensions["house"])
            assert standing.instant_after(5) == MONDAY
            assert standing.actor is HOUSE
        assert Standing(house=app.extensions["house"], now=MONDAY).instant_after(99) == MONDAY

    def test_a_record_is_about_each_thing_once(self, stage: Stage) -> None:
        def twice(work: Work) -> None:
            work.record(Activity.NOTE_ADDED, stage.petit, None, stage.petit, text="x")

        stage.do(twice)
        links = db.session.scalars(select(ActivityLink).where(ActivityLink.position == len(stage.records()))).all()
        assert [(link.kind, link.object_id) for link in links] == [("company", stage.petit.id)]

    def test_another_chain_may_be_written_beside(self, app: Flask, cast: Cast) -> None:
        """Only for a workspace that the same act has just opened; a session never enters two."""
        with app.app_context():
            enter(cast.workspace)
            other = workspaces.workspace_by_id(cast.elsewhere)
            assert other is not None
            with pytest.raises(AnotherWorkspace):
                perform(workspaces.standing_in(app.extensions["house"], other), a_company)


class TestWorkspaceTables:
    def test_parents_are_copied_before_children(self) -> None:
        names = [table.name for table in scoped_tables()]
        assert names.index("companies") < names.index("contacts")
        assert Contact.__tablename__ in names
        assert "users" not in names and "workspaces" not in names

    def test_every_key_of_a_workspaces_table_begins_with_the_workspace(self) -> None:
        own = scoped_tables()
        for table in own:
            assert next(iter(table.primary_key.columns)).name == "workspace_id", table.name
            for key in table.foreign_keys:
                if key.column.table in own:
                    assert key.constraint is not None
                    assert "workspace_id" in key.constraint.column_keys, f"{table.name}: {key}"


def test_what_is_tampered_with_is_seen_by_the_next_reader(app: Flask, cast: Cast) -> None:
    """A number that a forger gave the chain's head makes the next act break the chain visibly."""
    tamper(app, f"UPDATE chain_heads SET position = position + 1 WHERE workspace_id = {cast.workspace}")  # noqa: S608
    with app.app_context():
        enter(cast.workspace)
        stage = Stage(app, cast)
        stage.do(add_note, stage.petit, text="x")
        broken = verify_chain(cast.workspace, key=stage.house.seal_key).broken
    assert broken is not None and broken.reason == "missing"
