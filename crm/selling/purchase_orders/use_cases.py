"""What can be done with a purchase order: settle each of its differences."""

from __future__ import annotations

from collections.abc import Sequence

from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.desk.messages.models import Message
from crm.kernel.errors import N_, Refused
from crm.prospecting.companies.models import Company
from crm.selling.orders import queries as orders
from crm.selling.orders.use_cases import AlreadyOrdered
from crm.selling.purchase_orders import queries, rules
from crm.selling.purchase_orders.rules import Settled, Settlement


class NothingDecided(Refused):
    """Settling nothing settles nothing."""

    message = N_("Choisissez la suite à donner à au moins un écart.")


class NoSuchDifference(Refused):
    """Only what differs can be settled."""

    message = N_("« %(what)s » ne diffère pas entre ce bon de commande et ce qui est convenu.")


class QuestionMissing(Refused):
    """Asking means writing."""

    message = N_("Écrivez ce que vous demandez au client.")
    field = "note"


def settle_purchase_order(
    work: Work, company: Company, *, message: Message, settlements: Sequence[Settled], note: str = ""
) -> Message:
    """Decide of a purchase order's differences, each for itself; what is left open may be decided later.

    `note` is what one writes to the customer; asking without a question is
    refused. The last decision on a difference counts.
    """
    quote = orders.quote_of_message(message)
    before = orders.order_of_message(message) or (orders.order_of_quote(quote) if quote else None)
    if before is not None:
        raise AlreadyOrdered(number=before.number)
    if not settlements:
        raise NothingDecided
    found = queries.compare(message, company, procedure=work.procedure).differences
    decided = {each.key: each.settlement for each in settlements}
    known = {rules.key_of(each.what, each.reference) for each in found}
    if unknown := [each for each in settlements if each.key not in known]:
        raise NoSuchDifference(what=unknown[0].what.label)
    if Settlement.ASK in decided.values() and not note.strip():
        raise QuestionMissing
    left = known - set(decided) - set(queries.decisions_on(message))
    work.record(
        Activity.PURCHASE_ORDER_SETTLED,
        message,
        quote,
        company,
        settlements=rules.plain(found, decided),
        left=len(left),
        text=note.strip(),
    )
    return message
