"""What can be done with imports: bring a file in, say how it is read, check and mend rows, load them, undo it all."""

from crm.prospecting.imports.use_cases.checking import check_rows, mend_row
from crm.prospecting.imports.use_cases.loading import load_rows
from crm.prospecting.imports.use_cases.preparing import (
    abandon_import,
    map_columns,
    receive_file,
    save_mapping,
    set_reading,
)
from crm.prospecting.imports.use_cases.undoing import undo_import

__all__ = [
    "abandon_import",
    "check_rows",
    "load_rows",
    "map_columns",
    "mend_row",
    "receive_file",
    "save_mapping",
    "set_reading",
    "undo_import",
]
