"""The agenda on screen."""

from crm.field.agenda.routes import appointments, todo
from crm.field.agenda.routes.board import blueprint

__all__ = ["appointments", "blueprint", "todo"]
