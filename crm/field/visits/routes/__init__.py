"""Visits on screen."""

from crm.field.visits.routes import visit
from crm.field.visits.routes.ground import blueprint

__all__ = ["blueprint", "visit"]
