"""Workspaces: each sees its own rows, and one session stands in one workspace for its whole life."""

from __future__ import annotations

from functools import lru_cache
from typing import ClassVar, TypeVar, cast

from sqlalchemy import ClauseElement, ColumnClause, Executable, ForeignKeyConstraint, TableClause, event
from sqlalchemy.orm import (
    LoaderCriteriaOption,
    Mapped,
    ORMExecuteState,
    Relationship,
    Session,
    declared_attr,
    mapped_column,
    relationship,
    with_loader_criteria,
)
from sqlalchemy.orm.interfaces import ORMOption
from sqlalchemy.sql import visitors

from crm.store.base import Base, db

WORKSPACE = "workspace_id"
HOUSE_WORKSPACE = 0


class NoWorkspaceEntered(RuntimeError):
    """Rows of a workspace were asked for before anybody entered one."""


class AnotherWorkspace(RuntimeError):
    """A session that stands in one workspace was sent to another."""


class Scoped(Base):
    """A row that belongs to a workspace."""

    __abstract__ = True

    workspace_id: Mapped[int] = mapped_column(primary_key=True, init=False, autoincrement=False, sort_order=-2)


class Entity(Scoped):
    """A thing of a workspace with a number of its own, unique inside the workspace.

    The same world copied into two workspaces keeps its ids, so that runs can
    be compared and foreign keys can never cross from one workspace to another.
    """

    __abstract__ = True
    kind: ClassVar[str]

    id: Mapped[int] = mapped_column(primary_key=True, init=False, autoincrement=False, sort_order=-1)

    @property
    def label(self) -> str:
        """What records and pages call it."""
        return f"{self.kind} {self.id}"


class Versioned(Entity):
    """An entity under an optimistic lock: two people cannot overwrite each other unseen."""

    __abstract__ = True

    version: Mapped[int] = mapped_column(init=False)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, object]:  # noqa: N805
        """Let the mapper count versions."""
        return {"version_id_col": cls.__table__.c.version}


Thing = TypeVar("Thing", bound=Entity)


def within_workspace(column: str, table: str) -> ForeignKeyConstraint:
    """Declare a foreign key that cannot leave the workspace."""
    return ForeignKeyConstraint([WORKSPACE, column], [f"{table}.{WORKSPACE}", f"{table}.id"])


def belongs_to(column: str, target: str) -> Relationship[Thing]:
    """Relate `Class.some_id` to its target in the same workspace; loading it is said by the query."""
    owner = column.partition(".")[0]
    join = f"and_({target}.workspace_id == {owner}.workspace_id, {target}.id == foreign({column}))"
    return relationship(target, primaryjoin=join, lazy="raise")


def enter(workspace_id: int) -> None:
    """Let the current session see one workspace (HOUSE_WORKSPACE for what happens outside any)."""
    info = db.session().info
    if info.setdefault(WORKSPACE, workspace_id) != workspace_id:
        raise AnotherWorkspace(workspace_id)


def entered() -> int:
    """Return the workspace in which the current session stands."""
    workspace_id = db.session().info.get(WORKSPACE)
    if workspace_id is None:
        raise NoWorkspaceEntered
    return int(workspace_id)


def find(cls: type[Thing], thing_id: int, *options: ORMOption) -> Thing | None:
    """Return the thing of this workspace with that id, or None."""
    return db.session().get(cls, (entered(), thing_id), options=options)


def _asks_for_scoped_rows(statement: Executable) -> bool:
    """Tell whether a table of workspaces occurs anywhere in a statement: in a count, a subquery, a union."""
    scoped = {str(mapper.local_table) for mapper in Base.registry.mappers if issubclass(mapper.class_, Scoped)}
    for part in visitors.iterate(cast(ClauseElement, statement)):
        table = part.table if isinstance(part, ColumnClause) else part
        if isinstance(table, TableClause) and table.name in scoped:
            return True
    return False


@event.listens_for(Session, "do_orm_execute")
def _keep_to_the_workspace(state: ORMExecuteState) -> None:
    """Give every ORM statement on scoped rows its workspace, or refuse it."""
    if state.is_column_load or state.is_relationship_load:
        return
    if state.execution_options.get("every_workspace"):
        return
    workspace_id = state.session.info.get(WORKSPACE)
    if workspace_id is None:
        if _asks_for_scoped_rows(state.statement):
            raise NoWorkspaceEntered
        return
    state.statement = state.statement.options(_rows_of(workspace_id))


@lru_cache(maxsize=1000)
def _rows_of(workspace_id: int) -> LoaderCriteriaOption:
    """Return the criterion of a workspace, made once: every statement bears it."""
    return with_loader_criteria(Scoped, lambda cls: cls.workspace_id == workspace_id, include_aliases=True)
