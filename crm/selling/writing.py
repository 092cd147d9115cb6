"""Writing to a supplier on screen: in which language the letter is proposed, and whose name stands beneath it."""

from __future__ import annotations

from flask import request

from crm.people.access import person
from crm.selling.catalogue import queries as catalogue
from crm.selling.suppliers.models import LANGUAGES


def asked_language() -> str:
    """Return the language that the address asks for, French unless it is one in which suppliers are written to."""
    asked = request.args.get("language", "fr")
    return asked if asked in LANGUAGES else "fr"


def signature() -> str:
    """Return the name of the person who writes, and of the company."""
    return f"{person().display_name}\n{catalogue.seller().name}"
