"""Sales in the making, through the use cases; people of one's own choice on the other side; days that pass."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.billing.invoices.models import Invoice
from crm.billing.invoices.use_cases import draft_invoice, issue_invoice
from crm.desk.messages.models import Message, Topic
from crm.desk.messages.use_cases import receive
from crm.kernel.money import NO_RATE, Money, Rate
from crm.prospecting.companies.models import Company
from crm.selling.deliveries.models import DeliveryNote
from crm.selling.deliveries.use_cases import confirm_delivery, ship_order
from crm.selling.lines import LineData
from crm.selling.orders.models import Order
from crm.selling.orders.use_cases import confirm_order, order_from_purchase_order
from crm.selling.quotes.models import Channel, Quote
from crm.selling.quotes.use_cases import draft_quote, send_quote, set_lines
from crm.training.counterparts.models import Persona, ReminderHabit, Span
from crm.training.simulation.personas import ORDINARY
from crm.training.simulation.planning import assign_persona
from crm.training.simulation.use_cases import Progress, advance_to_next_day
from tests.builders import Stage

ALL, NONE = Rate.percent(100), Rate.percent(0)


def paying(**shares: int) -> Persona:
    """Return somebody who pays so: `paying(late=100)`."""
    chances = {"on_time": 0, "late": 0, "very_late": 0, "only_when_formally_chased": 0} | shares
    habit = replace(ORDINARY.payment, **{name: Rate.percent(share) for name, share in chances.items()})  # type: ignore[arg-type]
    return replace(ORDINARY, payment=habit)


def heeding(persona: Persona, **shares: int) -> Persona:
    """Return somebody whom reminders move so: `heeding(persona, level_1=100)`."""
    levels = [ReminderHabit(level, Rate.percent(shares.get(f"level_{level}", 0)), Span(2, 3)) for level in (1, 2, 3)]
    return replace(persona, reminders=tuple(levels))


def answering(*, acceptance: int) -> Persona:
    """Return somebody who accepts quotes so often."""
    return replace(ORDINARY, quote=replace(ORDINARY.quote, acceptance=Rate.percent(acceptance)))


def become(work: Work, company: Company, persona: Persona) -> Company:
    """Make a company a kind of person."""
    assign_persona(work, company, persona=persona, stream=company.legal_name)
    work.record(Activity.NOTE_ADDED, company, text="")
    return company


def some_paper(quantity: int = 10, discount: Rate = NO_RATE) -> LineData:
    """Return a line."""
    return LineData(
        reference="PAP-101",
        wording="Ramette A4",
        quantity=Decimal(quantity),
        unit_price=Money.of("40.00"),
        vat_rate=Rate.percent(20),
        discount=discount,
    )


def a_sent_quote(
    work: Work, company: Company, *, discount: Rate = NO_RATE, message: Message | None = None, quantity: int = 10
) -> Quote:
    """Send a quote."""
    quote = draft_quote(work, company, message=message)
    set_lines(work, quote, lines=[some_paper(quantity, discount)])
    return send_quote(work, quote, channel=Channel.EMAIL)


def a_request(work: Work, company: Company, *, topic: Topic = Topic.QUOTE_REQUEST) -> Message:
    """Let a company ask for a quote, or order."""
    return receive(
        work,
        topic=topic,
        sender=company.legal_name,
        subject="Papier",
        body="Dix ramettes.",
        company=company,
        content={"lines": [{"reference": "PAP-101", "quantity": "10"}]},
    )


def an_order(work: Work, company: Company) -> Order:
    """Record and confirm an order."""
    message = a_request(work, company, topic=Topic.PURCHASE_ORDER)
    order = order_from_purchase_order(work, company, message=message, lines=[some_paper()])
    return confirm_order(work, order, promised_on=work.today + timedelta(days=2))


def a_shipped_order(work: Work, company: Company) -> DeliveryNote:
    """Let an order leave."""
    return ship_order(work, an_order(work, company))


def an_issued_invoice(work: Work, company: Company) -> Invoice:
    """Sell, deliver and invoice 480 euros with VAT."""
    note = a_shipped_order(work, company)
    confirm_delivery(work, note)
    return issue_invoice(work, draft_invoice(work, note.order))


def pass_days(stage: Stage, days: int = 1) -> list[Progress]:
    """Let Lina close so many days."""
    return [stage.do(advance_to_next_day, stage.workspace) for _ in range(days)]


def day_of(stage: Stage, word: str) -> str:
    """Return the simulated day of the newest record of a word."""
    return str(stage.last(word)["happened_at"])[:10]
