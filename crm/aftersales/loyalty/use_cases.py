"""What can be done to keep customers: find who no longer orders, sort the accounts, make an offer."""

from __future__ import annotations

from datetime import date

from crm.activity.chain import Json
from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.aftersales.loyalty import queries, rules
from crm.aftersales.loyalty.models import AccountSegment, Offer, OfferKind
from crm.aftersales.loyalty.queries import Trade
from crm.kernel.errors import N_, Refused
from crm.kernel.money import Rate
from crm.prospecting.companies.models import Company
from crm.selling.quotes.models import Channel

INACTIVE_DAYS = 180


class NoTime(Refused):
    """A period has at least one day."""

    message = N_("Indiquez une durée d’au moins un jour.")
    field = "days"


class OfferOverBeforeSent(Refused):
    """An offer cannot have ended before it leaves."""

    message = N_("Cette date est passée : une offre doit pouvoir être acceptée.")
    field = "valid_until"


class DiscountMissing(Refused):
    """A discount of nothing is none."""

    message = N_("Indiquez la remise accordée.")
    field = "discount"


class AlreadyAnswered(Refused):
    """One offer has one answer."""

    message = N_("Le client a déjà répondu à cette offre.")


def detect_inactive(work: Work, *, days: int = INACTIVE_DAYS) -> list[Company]:
    """Look for the customers without an order for more than `days` days: an act, with whom it found."""
    if days < 1:
        raise NoTime
    found = queries.idle_customers(days=days, today=work.today)
    ids: list[Json] = [company.id for company in found]
    work.record(Activity.INACTIVE_ACCOUNTS_DETECTED, *found, criterion="days_without_order", days=days, companies=ids)
    return found


def compute_segments(work: Work) -> dict[str, int]:
    """Sort all customers by recency, frequency and amount; returns how many each segment holds."""
    customers, today = queries.customers(), work.today
    trade, before = queries.trade_of(None, today=today), queries.segments_of(customers)
    counts: dict[str, int] = {}
    for company in customers:
        account = _sorted_account(work, company, trade.get(company.id, Trade()), before.get(company.id))
        counts[account.segment.value] = counts.get(account.segment.value, 0) + 1
    work.record(Activity.SEGMENTS_COMPUTED, accounts=len(customers), segments=dict(counts))
    return counts


def _sorted_account(work: Work, company: Company, trade: Trade, account: AccountSegment | None) -> AccountSegment:
    """Write down one account's marks and segment."""
    found = rules.marks(last_order_on=trade.last_order_on, orders=trade.orders, revenue=trade.revenue, today=work.today)
    values = {
        "segment": rules.segment_of(found),
        "recency": found.recency,
        "frequency": found.frequency,
        "amount": found.amount,
        "last_order_on": trade.last_order_on,
        "orders": trade.orders,
        "revenue": trade.revenue,
        "computed_on": work.today,
    }
    if account is None:
        return work.add(AccountSegment(company=company, **values))  # type: ignore[arg-type]
    for name, value in values.items():
        setattr(account, name, value)
    return account


def send_offer(
    work: Work,
    company: Company,
    *,
    type: OfferKind,  # noqa: A002  (other rooms say `type=`)
    valid_until: date,
    text: str,
    discount: Rate | None = None,
    channel: Channel = Channel.EMAIL,
) -> Offer:
    """Send an offer; one against the customer's wish or beyond one's delegation is possible, and recorded so."""
    if valid_until < work.today:
        raise OfferOverBeforeSent
    if type is OfferKind.DISCOUNT and not (discount and discount.basis_points):
        raise DiscountMissing
    given = discount if type is OfferKind.DISCOUNT else None
    offer = Offer(
        company=company,
        type=type,
        channel=channel,
        discount=given,
        text=text,
        valid_until=valid_until,
        sent_on=work.today,
        sent_by=work.actor.name,
    )
    work.add(offer)
    _record_sending(work, offer)
    return offer


def _record_sending(work: Work, offer: Offer) -> None:
    """Leave the record of an offer, with whether it keeps to the delegation and to the customer's wish."""
    allowed, given = work.procedure("discount_limit_bp"), offer.discount.basis_points if offer.discount else 0
    work.record(
        Activity.OFFER_SENT,
        offer,
        offer.company,
        type=offer.type.value,
        channel=offer.channel.value,
        discount_bp=given,
        allowed_discount_bp=allowed,
        beyond_terms=given > allowed,
        opted_out=_objects(offer.company, offer.channel),
        valid_until=offer.valid_until.isoformat(),
    )


def answer_offer(work: Work, offer: Offer, *, accepted: bool, reason: str = "") -> Offer:
    """Let the customer answer."""
    if offer.accepted is not None:
        raise AlreadyAnswered
    offer.accepted, offer.reason, offer.answered_on = accepted, reason, work.today
    work.record(Activity.OFFER_ANSWERED, offer, offer.company, accepted=accepted, reason=reason)
    return offer


def _objects(company: Company, channel: Channel) -> bool:
    """Tell whether the customer no longer wants to hear from us by that channel (GDPR, article 21)."""
    wishes = {
        Channel.EMAIL: company.opted_out_email,
        Channel.PHONE: company.opted_out_phone,
        Channel.POST: company.opted_out_post,
    }
    return wishes.get(channel, False)
