"""Imports on screen: a file, how it is read, its columns, its rows, the work, the report, the way back."""

from crm.prospecting.imports.routes import preparing, reporting, rows
from crm.prospecting.imports.routes.ground import blueprint

__all__ = ["blueprint", "preparing", "reporting", "rows"]
