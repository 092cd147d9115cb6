"""What a backup is, and how it can fail."""

from __future__ import annotations

from dataclasses import dataclass

from crm.kernel.errors import N_, Refused

NEEDED = frozenset({"chain_heads", "activity_records", "activity_links", "users", "workspaces"})


@dataclass(frozen=True)
class Saved:
    """What was read back from a backup: its size in bytes and how many tables it holds."""

    size: int
    tables: int


class NotABackup(Refused):
    """The file is not what this database was saved as."""

    message = N_("Le fichier « %(file)s » n’est pas une sauvegarde de cette base : %(why)s.")


class SavingFailed(Refused):
    """The database or one of its programs said no."""

    message = N_("La base n’a pas pu être sauvegardée ou restaurée : %(why)s")


class ProgramMissing(Refused):
    """PostgreSQL's own programs are needed."""

    message = N_("Le programme « %(name)s » est introuvable : installez les outils clients de PostgreSQL.")


def lacking(tables: set[str]) -> str:
    """Return what a file lacks to be one of ours, or nothing."""
    missing = sorted(NEEDED - tables)
    return f"{', '.join(missing)} ?" if missing else ""
