"""Messages on screen: read, handed on, answered; the page with which a day begins."""

from crm.desk.messages.routes import reading, writing
from crm.desk.messages.routes.ground import blueprint

__all__ = ["blueprint", "reading", "writing"]
