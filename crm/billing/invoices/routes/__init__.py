"""Invoices on screen: lists, drafts, one invoice, its paper."""

from crm.billing.invoices.routes import drafting, listing, one
from crm.billing.invoices.routes.ground import blueprint

__all__ = ["blueprint", "drafting", "listing", "one"]
