"""Where the paper of a thing is printed: the addresses that filing asks for the bytes it keeps."""

from __future__ import annotations

from flask import current_app

# What a document is about -> the endpoint that answers with its PDF; addresses may point up, imports may not.
PRINTED = {
    "quote": ("quotes.paper", "quote_id"),
    "order": ("orders.paper", "order_id"),
    "delivery_note": ("deliveries.paper", "note_id"),
    "return_note": ("deliveries.return_paper", "return_id"),
    "invoice": ("invoices.pdf", "invoice_id"),
    "reminder": ("dunning.pdf", "reminder_id"),
    "promise": ("agreements.promise_pdf", "promise_id"),
    "payment_plan": ("agreements.plan_pdf", "plan_id"),
    "supply_order": ("supply.paper", "supply_order_id"),
    "carrier_reservations": ("receipts.reservations_paper", "protest_id"),
    "supplier_claim": ("receipts.claim_paper", "claim_id"),
}


def print_thing(kind: str, thing_id: int) -> bytes | None:
    """Return the PDF of a thing of the workspace in which the reader stands; None for what has no paper."""
    endpoint, argument = PRINTED.get(kind, ("", ""))
    view = current_app.view_functions.get(endpoint)
    if view is None:
        return None
    answer = current_app.make_response(current_app.ensure_sync(view)(**{argument: thing_id}))
    return answer.get_data() if answer.mimetype == "application/pdf" else None
