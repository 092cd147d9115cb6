"""Segments on screen: the file through a filter, filters under a name, changes of many records."""

from crm.prospecting.segments.routes import changing, keeping, listing
from crm.prospecting.segments.routes.ground import blueprint

__all__ = ["blueprint", "changing", "keeping", "listing"]
