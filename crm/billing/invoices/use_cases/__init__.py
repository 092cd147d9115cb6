"""What can be done with invoices: draft from what was delivered or ordered, correct, discard, issue."""

from crm.billing.invoices.use_cases.drafting import (
    BEFORE_DELIVERY,
    discard_draft,
    draft_deposit,
    draft_from_notes,
    draft_invoice,
    draft_summary,
    keep_deposits,
    set_lines,
)
from crm.billing.invoices.use_cases.issuing import issue_invoice, note_fell_due, number_and_seal
from crm.billing.invoices.use_cases.refusals import (
    AlreadyInvoiced,
    EmptyInvoice,
    IsCreditNote,
    MixedNotes,
    NotADraft,
    NotDelivered,
    NotReplaceable,
    TooMuchDeposit,
    WrongShare,
)
from crm.billing.invoices.use_cases.starting import copy_draft, exchange_of, put_lines, start_draft

__all__ = [
    "BEFORE_DELIVERY",
    "AlreadyInvoiced",
    "EmptyInvoice",
    "IsCreditNote",
    "MixedNotes",
    "NotADraft",
    "NotDelivered",
    "NotReplaceable",
    "TooMuchDeposit",
    "WrongShare",
    "copy_draft",
    "discard_draft",
    "draft_deposit",
    "draft_from_notes",
    "draft_invoice",
    "draft_summary",
    "exchange_of",
    "issue_invoice",
    "keep_deposits",
    "note_fell_due",
    "number_and_seal",
    "put_lines",
    "set_lines",
    "start_draft",
]
