"""Sales action plans on screen."""

from crm.prospecting.sales_actions.routes import actions, plans
from crm.prospecting.sales_actions.routes.ground import blueprint

__all__ = ["actions", "blueprint", "plans"]
