"""Imports of prospect files: the file as it came, how it is read, its rows and what became of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.kernel.choices import Labelled
from crm.kernel.errors import N_
from crm.store.scoping import Entity, Scoped, Versioned, within_workspace
from crm.store.types import EnumColumn, JsonColumn, UtcDateTime

Plain = str | int | bool


class Format(Labelled):
    """What can be imported."""

    CSV = "csv", N_("CSV")
    XLSX = "xlsx", N_("Excel (XLSX)")


class Encoding(Labelled):
    """How letters may have been written as bytes; those that French software has used."""

    UTF8 = "utf-8", N_("UTF-8 (Unicode)")
    WINDOWS = "cp1252", N_("Windows (Europe de l’Ouest)")
    LATIN9 = "iso-8859-15", N_("ISO 8859-15 (Latin 9)")
    MAC = "mac_roman", N_("Mac OS (ancien)")
    DOS = "cp850", N_("DOS (ancien)")
    UTF16 = "utf-16", N_("UTF-16 (Unicode)")


class Separator(Labelled):
    """What parts two cells of a CSV."""

    SEMICOLON = ";", N_("Point-virgule ( ; )")
    COMMA = ",", N_("Virgule ( , )")
    TAB = "\t", N_("Tabulation")
    BAR = "|", N_("Barre verticale ( | )")


class DateOrder(Labelled):
    """How days are written with figures; `2026-03-02` is read in any case."""

    DAY_FIRST = "dmy", N_("Jour, mois, année (31/12/2026)")
    MONTH_FIRST = "mdy", N_("Mois, jour, année (12/31/2026)")


class DecimalMark(Labelled):
    """What parts euros from cents."""

    COMMA = ",", N_("Virgule (1 234,56)")
    POINT = ".", N_("Point (1,234.56)")


@dataclass(frozen=True)
class Reading:
    """How a file is read; the separator and the encoding say nothing about a workbook."""

    format: Format
    encoding: Encoding = Encoding.UTF8
    separator: Separator = Separator.SEMICOLON
    date_order: DateOrder = DateOrder.DAY_FIRST
    decimal_mark: DecimalMark = DecimalMark.COMMA


class Collision(Labelled):
    """When the file's value replaces the one of a record that is there already."""

    FILL = "fill", N_("Si vide")
    KEEP = "keep", N_("Jamais")
    OVERWRITE = "overwrite", N_("Toujours")


@dataclass(frozen=True)
class Column:
    """What is done with one column of the file: nothing (`target` empty), or fill a field by a rule."""

    target: str = ""
    collision: Collision = Collision.FILL


class ImportState(Labelled):
    """How far an import has come."""

    READ = "read", N_("Fichier lu")
    MAPPED = "mapped", N_("Colonnes associées")
    CHECKED = "checked", N_("Lignes contrôlées")
    LOADING = "loading", N_("Import en cours")
    LOADED = "loaded", N_("Importé")
    UNDOING = "undoing", N_("Annulation en cours")
    UNDONE = "undone", N_("Annulé")
    ABANDONED = "abandoned", N_("Abandonné")


class OnDuplicate(Labelled):
    """What happens to a row whose record is certainly there already, unless the row says otherwise."""

    UPDATE = "update", N_("Compléter la fiche existante")
    SKIP = "skip", N_("Ne pas importer la ligne")
    CREATE = "create", N_("Créer une fiche de plus")


class Decision(Labelled):
    """What is to be done with a row."""

    CREATE = "create", N_("Créer une fiche")
    UPDATE = "update", N_("Compléter la fiche")
    SKIP = "skip", N_("Ne pas importer")


class Outcome(Labelled):
    """What became of a row."""

    WAITING = "waiting", N_("En attente")
    CREATED = "created", N_("Créée")
    UPDATED = "updated", N_("Complétée")
    SKIPPED = "skipped", N_("Ignorée")
    REJECTED = "rejected", N_("Rejetée")
    UNDONE = "undone", N_("Retirée")
    KEPT = "kept", N_("Conservée")


MOVES = {
    ImportState.READ: {ImportState.READ, ImportState.MAPPED, ImportState.ABANDONED},
    ImportState.MAPPED: {ImportState.READ, ImportState.MAPPED, ImportState.CHECKED, ImportState.ABANDONED},
    ImportState.CHECKED: {
        ImportState.READ,
        ImportState.MAPPED,
        ImportState.CHECKED,
        ImportState.LOADING,
        ImportState.LOADED,
        ImportState.ABANDONED,
    },
    ImportState.LOADING: {ImportState.LOADING, ImportState.LOADED, ImportState.UNDOING, ImportState.UNDONE},
    ImportState.LOADED: {ImportState.UNDOING, ImportState.UNDONE},
    ImportState.UNDOING: {ImportState.UNDOING, ImportState.UNDONE},
    ImportState.UNDONE: set(),
    ImportState.ABANDONED: set(),
}


class Import(Versioned):
    """A prospect file brought in by somebody: `sha256` names its bytes.

    `mapping` says of each column [field, collision]; `done` of `total` rows
    lie behind; `undo_from` is the position in the chain at which its undoing
    began.
    """

    __tablename__ = "imports"
    __table_args__ = (Index(None, "workspace_id", "received_at", "id"),)
    kind: ClassVar[str] = "import"

    file_name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    received_at: Mapped[datetime] = mapped_column(UtcDateTime())
    format: Mapped[Format] = mapped_column(EnumColumn(Format))
    encoding: Mapped[Encoding] = mapped_column(EnumColumn(Encoding))
    separator: Mapped[Separator] = mapped_column(EnumColumn(Separator))
    date_order: Mapped[DateOrder] = mapped_column(EnumColumn(DateOrder))
    decimal_mark: Mapped[DecimalMark] = mapped_column(EnumColumn(DecimalMark))
    header: Mapped[list[str]] = mapped_column(JsonColumn)
    mapping: Mapped[list[list[str]]] = mapped_column(JsonColumn)
    on_duplicate: Mapped[OnDuplicate] = mapped_column(EnumColumn(OnDuplicate), default=OnDuplicate.UPDATE)
    state: Mapped[ImportState] = mapped_column(EnumColumn(ImportState), default=ImportState.READ)
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    undo_from: Mapped[int] = mapped_column(default=0)

    @property
    def label(self) -> str:
        """What records call it."""
        return self.file_name

    @property
    def reading(self) -> Reading:
        """How the file is read."""
        return Reading(self.format, self.encoding, self.separator, self.date_order, self.decimal_mark)

    @property
    def columns(self) -> tuple[Column, ...]:
        """What each column fills."""
        return tuple(Column(target, Collision(collision)) for target, collision in self.mapping)

    def can(self, state: ImportState) -> bool:
        """Whether the import may go there from where it is."""
        return state in MOVES[self.state]


class ImportFile(Scoped):
    """The bytes of an imported file, kept apart: lists do not read them."""

    __tablename__ = "import_files"
    __table_args__ = (within_workspace("import_id", "imports"),)

    import_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class ImportRow(Scoped):
    """A row of the file below its titles, numbered from 1.

    `texts` are its cells as read (mended ones as mended), `values` what they
    say by field, `problems` the sentences by field, `matches` the look-alikes
    as [company id or 0, row number or 0, score, reasons]. `before` are the
    values an update replaced, `touched_at` the position in the chain up to
    which the import's own records reach.
    """

    __tablename__ = "import_rows"
    __table_args__ = (
        within_workspace("import_id", "imports"),
        Index(None, "workspace_id", "import_id", "outcome", "number"),
        Index(None, "workspace_id", "import_id", "wrong", "number"),
        Index(None, "workspace_id", "import_id", "alike", "number"),
    )

    import_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    texts: Mapped[list[str]] = mapped_column(JsonColumn)
    values: Mapped[dict[str, Plain]] = mapped_column(JsonColumn)
    problems: Mapped[dict[str, str]] = mapped_column(JsonColumn)
    matches: Mapped[list[list[object]]] = mapped_column(JsonColumn)
    wrong: Mapped[bool] = mapped_column(default=False)
    alike: Mapped[bool] = mapped_column(default=False)
    decision: Mapped[Decision] = mapped_column(EnumColumn(Decision), default=Decision.CREATE)
    target_id: Mapped[int | None] = mapped_column(default=None)
    outcome: Mapped[Outcome] = mapped_column(EnumColumn(Outcome), default=Outcome.WAITING)
    reason: Mapped[str] = mapped_column(Text, default="")
    company_id: Mapped[int | None] = mapped_column(default=None)
    contact_id: Mapped[int | None] = mapped_column(default=None)
    before: Mapped[dict[str, list[Plain | None]]] = mapped_column(JsonColumn, default_factory=dict)
    touched_at: Mapped[int] = mapped_column(default=0)


class SavedMapping(Entity):
    """A mapping kept under a name for the next file of the same origin: [title, field, collision] by column."""

    __tablename__ = "import_mappings"
    __table_args__ = (UniqueConstraint("workspace_id", "name"),)
    kind: ClassVar[str] = "import_mapping"

    name: Mapped[str] = mapped_column(String(80))
    entries: Mapped[list[list[str]]] = mapped_column(JsonColumn)

    @property
    def label(self) -> str:
        """Its name."""
        return self.name

    @property
    def by_title(self) -> dict[str, Column]:
        """The columns by their folded titles."""
        return {title: Column(target, Collision(collision)) for title, target, collision in self.entries}
