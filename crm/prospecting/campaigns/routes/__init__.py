"""Campaigns on screen."""

from crm.prospecting.campaigns.routes import preparing, results, running
from crm.prospecting.campaigns.routes.ground import blueprint

__all__ = ["blueprint", "preparing", "results", "running"]
