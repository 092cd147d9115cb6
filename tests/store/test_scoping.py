"""Each workspace sees its own rows, however the question is put."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import Executable, delete, exists, func, select, union_all, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased, joinedload, selectinload

from crm.activity.door import Work, perform
from crm.activity.models import ActivityLink, ActivityRecord
from crm.activity.vocabulary import Activity
from crm.people.workspaces import queries as workspaces
from crm.prospecting.companies.models import Company, Contact
from crm.prospecting.companies.use_cases import add_contact, add_note
from crm.store.base import db
from crm.store.scoping import AnotherWorkspace, NoWorkspaceEntered, enter, entered, find
from tests.builders import Cast, Stage, a_company

Other = aliased(Company)


def _everything() -> dict[str, Executable]:
    """Return the same question, how many companies there are, in many forms."""
    inner = select(Company).subquery()
    ids = select(Company.id)
    rows = ids.cte("rows")
    pair = aliased(Company, inner)
    return {
        "entities": select(Company),
        "a column": ids,
        "an aliased class": select(Other),
        "a count of rows": select(func.count()).select_from(Company),
        "a count of a column": select(func.count(Company.id)),
        "an aggregate": select(func.max(Company.id), func.min(Company.legal_name)),
        "groups": select(Company.city, func.count()).group_by(Company.city),
        "a subquery": select(inner.c.id),
        "a count over a subquery": select(func.count()).select_from(inner),
        "an entity over a subquery": select(pair),
        "a common table expression": select(rows.c.id),
        "a union": union_all(select(Company.id), select(Other.id)),
        "a scalar subquery": select(select(func.count()).select_from(Company).scalar_subquery()),
        "an exists": select(exists().where(Company.legal_name == "Secret de Noé")),
        "a join of records": select(ActivityRecord.position).join(
            ActivityLink, ActivityLink.position == ActivityRecord.position
        ),
        "a join without a condition of place": select(Company.id, Contact.last_name).join(
            Contact, Contact.company_id == Company.id
        ),
        "an outer join": select(Company.id, Contact.id).join(Contact, Contact.company_id == Company.id, isouter=True),
        "two classes": select(Company.id, Other.id).where(Company.id == Other.id),
        "in a list": select(Company.id).where(Company.id.in_(select(Contact.company_id))),
        "with relations": select(Contact).options(joinedload(Contact.company)),
        "with relations fetched apart": select(Contact).options(selectinload(Contact.company)),
    }


def noe_writes(app: Flask, cast: Cast) -> None:
    """Let Noé's workspace hold more companies, contacts and records than Lina's."""
    with app.app_context():
        workspace = workspaces.workspace_by_id(cast.elsewhere)
        assert workspace is not None
        standing = workspaces.standing_in(app.extensions["house"], workspace)
        company = perform(standing, a_company, "Secret de Noé")
        perform(standing, add_contact, company, last_name="Caché")
        petit = find(Company, cast.petit)
        assert petit is not None
        perform(standing, add_contact, petit, last_name="Caché aussi")


@pytest.fixture
def secret(app: Flask, cast: Cast) -> Cast:
    """The cast, after Noé has written."""
    noe_writes(app, cast)
    return cast


def _answer(app: Flask, workspace_id: int, form: str) -> list[object]:
    """Ask in one workspace."""
    with app.app_context():
        enter(workspace_id)
        rows = db.session.execute(_everything()[form]).unique().all()
        return sorted((tuple(_plain(cell) for cell in row) for row in rows), key=str)


def _plain(cell: object) -> object:
    """Return something that can be compared once the session is gone."""
    if isinstance(cell, Contact):
        return (cell.workspace_id, cell.last_name, cell.company.workspace_id)
    return (cell.workspace_id, cell.legal_name) if isinstance(cell, Company) else cell


class TestReading:
    @pytest.mark.parametrize("form", _everything())
    def test_nothing_of_elsewhere_shows(self, app: Flask, cast: Cast, form: str) -> None:
        """What Lina sees does not change when Noé writes."""
        before = _answer(app, cast.workspace, form)
        noe_writes(app, cast)
        assert _answer(app, cast.workspace, form) == before
        assert "Noé" not in str(before) and "Caché" not in str(before)

    @pytest.mark.parametrize("form", _everything())
    def test_without_a_workspace_nothing_is_answered(self, app: Flask, cast: Cast, form: str) -> None:
        with app.app_context(), pytest.raises(NoWorkspaceEntered):
            db.session.execute(_everything()[form])

    def test_a_foreign_id_finds_nothing(self, secret: Cast, stage: Stage) -> None:
        with stage.app.app_context():
            enter(secret.elsewhere)
            foreign = db.session.scalars(select(Company.id).where(Company.legal_name == "Secret de Noé")).one()
        assert find(Company, foreign) is None
        assert db.session.get(Company, (secret.elsewhere, foreign)) is None

    def test_relations_stay_inside(self, secret: Cast, stage: Stage) -> None:
        """The copied worlds share their ids: Petit has the same one in both."""
        stage.do(add_contact, stage.petit, last_name="Petit")
        contacts = db.session.scalars(select(Contact).options(joinedload(Contact.company))).all()
        assert [(each.last_name, each.company.workspace_id) for each in contacts] == [("Petit", secret.workspace)]

    def test_reading_across_must_be_said(self, secret: Cast, stage: Stage) -> None:
        everywhere = select(Company.legal_name).execution_options(every_workspace=True)
        assert "Secret de Noé" in db.session.scalars(everywhere).all()


class TestEntering:
    def test_one_session_stands_in_one_workspace(self, app: Flask, cast: Cast) -> None:
        with app.app_context():
            enter(cast.workspace)
            enter(cast.workspace)
            assert entered() == cast.workspace
            with pytest.raises(AnotherWorkspace):
                enter(cast.elsewhere)

    def test_performing_elsewhere_is_refused(self, app: Flask, cast: Cast, stage: Stage) -> None:
        other = workspaces.workspace_by_id(cast.elsewhere)
        assert other is not None
        with pytest.raises(AnotherWorkspace):
            perform(workspaces.standing_in(stage.house, other), a_company, "Ailleurs")

    def test_nowhere_is_no_place(self, app: Flask) -> None:
        with app.app_context(), pytest.raises(NoWorkspaceEntered):
            entered()


def _raise_prices(work: Work) -> None:
    """Change every company there is by one statement."""
    db.session.execute(update(Company).values(city="Partout"))
    work.record(Activity.NOTE_ADDED)


def _clear(work: Work) -> None:
    """Remove every contact there is by one statement."""
    db.session.execute(delete(Contact))
    work.record(Activity.NOTE_ADDED)


class TestWriting:
    @pytest.mark.parametrize("use_case", [_raise_prices, _clear])
    def test_a_statement_over_all_rows_means_those_of_the_workspace(
        self, secret: Cast, stage: Stage, use_case: Callable[[Work], None]
    ) -> None:
        def elsewhere() -> list[tuple[object, ...]]:
            with stage.app.app_context():
                enter(secret.elsewhere)
                cities = db.session.execute(select(Company.city).order_by(Company.id)).all()
                names = db.session.execute(select(Contact.last_name).order_by(Contact.id)).all()
            return [tuple(row) for row in (*cities, *names)]

        before = elsewhere()
        stage.do(use_case)
        assert elsewhere() == before

    def test_a_row_cannot_point_into_another_workspace(self, secret: Cast, stage: Stage) -> None:
        with stage.app.app_context():
            enter(secret.elsewhere)
            foreign = db.session.scalars(select(Company.id).where(Company.legal_name == "Secret de Noé")).one()

        def smuggle(work: Work) -> None:
            contact = add_contact(work, stage.petit, last_name="Passeur")
            db.session.flush()
            contact.company_id = foreign
            db.session.flush()

        with pytest.raises(IntegrityError):
            stage.do(smuggle)

    def test_new_rows_bear_the_workspace(self, cast: Cast, stage: Stage) -> None:
        company = stage.do(a_company, "Nouvelle")
        assert company.workspace_id == cast.workspace
        stage.do(add_note, company, text="x")
        assert stage.last("note.added")["about"][0]["id"] == company.id
