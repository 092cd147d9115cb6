"""Goals and what was reached, on screen and on paper."""

from crm.aftersales.results.routes import aiming, reading
from crm.aftersales.results.routes.ground import blueprint

__all__ = ["aiming", "blueprint", "reading"]
