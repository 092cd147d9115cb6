"""Reading a class list as it is pasted: one learner a line, first column the name."""

from __future__ import annotations

import csv
import io

HEADINGS = {"nom", "prénom", "prenom", "nom et prénom", "apprenant", "élève", "pseudonyme", "stagiaire", "name"}
SEPARATORS = "\t;,"


def names_of(text: str) -> list[str]:
    """Return the names of a pasted list (CSV by tab, semicolon or comma); a heading line is passed over.

    Two columns are read as family name and first name.
    """
    lines = [line for line in text.replace("\r", "\n").split("\n") if line.strip(" \t;,")]
    names = []
    for number, line in enumerate(lines):
        separator = next((each for each in SEPARATORS if each in line), ";")
        cells = [" ".join(cell.split()) for cell in next(csv.reader(io.StringIO(line), delimiter=separator))]
        if number == 0 and cells[0].lower() in HEADINGS:
            continue
        names.append(" ".join(cell for cell in reversed(cells[:2]) if cell))
    return names
