"""What can be done for people's data: tell, ask, note, call, answer, erase, review."""

from crm.prospecting.privacy.use_cases.agreeing import (
    check_canvassing,
    give_information,
    log_call,
    note_contact,
    record_consent,
    withdraw_consent,
)
from crm.prospecting.privacy.use_cases.answering import (
    answer_request,
    erase_personal_data,
    receive_request,
    review_retention,
)

__all__ = [
    "answer_request",
    "check_canvassing",
    "erase_personal_data",
    "give_information",
    "log_call",
    "note_contact",
    "receive_request",
    "record_consent",
    "review_retention",
    "withdraw_consent",
]
