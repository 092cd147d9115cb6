"""The database handle and the base of every mapped class."""

from __future__ import annotations

from typing import dataclass_transform

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase, MappedAsDataclass, mapped_column, relationship

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Declarative(DeclarativeBase):
    """The registry; Flask-SQLAlchemy wants it plain, not a dataclass."""

    metadata = MetaData(naming_convention=NAMES)


db = SQLAlchemy(model_class=Declarative, session_options={"expire_on_commit": False})


@dataclass_transform(kw_only_default=True, field_specifiers=(mapped_column, relationship))
class Base(MappedAsDataclass, Declarative, kw_only=True, eq=False, repr=False):
    """What every table inherits: a typed, keyword-only constructor."""

    __abstract__ = True
