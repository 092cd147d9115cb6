"""Messages as simulated customers write them, built through the use cases."""

from __future__ import annotations

from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.desk.messages.models import Message, Topic
from crm.desk.messages.use_cases import receive
from crm.prospecting.companies.models import Company


def a_quote_request(work: Work, company: Company) -> Message:
    """Let a customer ask for a quote."""
    return receive(
        work,
        topic=Topic.QUOTE_REQUEST,
        sender="Mme Petit",
        subject="Demande de devis : papier",
        body="Bonjour,\n\nPouvez-vous nous chiffrer dix ramettes de papier A4 ?\n\nCordialement",
        company=company,
        content={"lines": [{"reference": "PAP-A4-80", "quantity": "10"}]},
        activity=Activity.QUOTE_REQUESTED,
        items=1,
        channel="email",
    )


def a_message(work: Work, *, topic: Topic = Topic.INFORMATION, company: Company | None = None) -> Message:
    """Let something be told."""
    return receive(work, topic=topic, sender="La Poste", subject="Tournée", body="Passage à 10 h.", company=company)
