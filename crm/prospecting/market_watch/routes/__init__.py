"""The market watch on screen."""

from crm.prospecting.market_watch.routes import competing, noting, reading, sending, sourcing
from crm.prospecting.market_watch.routes.ground import blueprint

__all__ = ["blueprint", "competing", "noting", "reading", "sending", "sourcing"]
