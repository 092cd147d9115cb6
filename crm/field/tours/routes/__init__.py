"""Tours on screen."""

from crm.field.tours.routes import computing, deciding, planning, stops, taking
from crm.field.tours.routes.ground import blueprint

__all__ = ["blueprint", "computing", "deciding", "planning", "stops", "taking"]
