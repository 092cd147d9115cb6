"""What can be done with prices and terms: define lists and delegations, fix a customer's terms, check them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from crm.activity.chain import Json
from crm.activity.door import Recordable, Work
from crm.activity.vocabulary import Activity
from crm.kernel.currency import Currency
from crm.kernel.errors import N_, Refused
from crm.kernel.tax import TaxRegime
from crm.prospecting.companies.models import Company, DueRule
from crm.selling.catalogue.queries import products_by_id
from crm.selling.pricing import queries, rules
from crm.selling.pricing.models import DiscountStep, PriceEntry, PriceList, Role
from crm.selling.pricing.rules import PriceData, StepData
from crm.store.base import db

Key = tuple[int, Decimal]


class CodeMissing(Refused):
    """A list without a code cannot be named."""

    message = N_("Indiquez le code et le nom du tarif.")
    field = "code"


class CodeTaken(Refused):
    """Two lists cannot have one code."""

    message = N_("Le code « %(code)s » désigne déjà un tarif.")
    field = "code"


class EndsBeforeItBegins(Refused):
    """A validity has its end after its beginning."""

    message = N_("La fin de validité précède le début.")
    field = "valid_until"


class WrongPrice(Refused):
    """A price is for a known product, from a quantity on, and not below nothing; a quantity break is said once."""

    message = N_("Un prix du tarif est impossible : article inconnu, quantité nulle, prix négatif ou palier en double.")
    field = "prices"


class WrongStep(Refused):
    """A step is said once for each role and gives between nothing and all."""

    message = N_("Une ligne du barème est impossible : taux entre 0 et 100 %%, montant positif, palier non répété.")
    field = "steps"


class WrongDelay(Refused):
    """Payment is due some day from the invoice on."""

    message = N_("Indiquez un délai de paiement entre 0 et 365 jours.")
    field = "payment_days"


class DecisionMissing(Refused):
    """A check without a decision checks nothing."""

    message = N_("Indiquez la décision prise après le contrôle.")
    field = "decision"


@dataclass(frozen=True)
class PriceListData:
    """What the head of a price list says, as typed."""

    code: str
    name: str
    valid_from: date
    segment: str = ""
    currency: Currency = Currency.EUR
    valid_until: date | None = None


def define_price_list(
    work: Work,
    data: PriceListData,
    *,
    prices: Sequence[PriceData],
    price_list: PriceList | None = None,
    version: int | None = None,
) -> PriceList:
    """Define a price list, or define one anew: the head and every price are replaced, what changed is recorded."""
    values = _checked_head(data, price_list)
    wanted = _checked_prices(prices)
    if price_list is None:
        price_list = PriceList(**values)  # type: ignore[arg-type]
        work.add(price_list)
    else:
        work.expect(price_list, version, values)
        for name, value in values.items():
            setattr(price_list, name, value)
    changes = _replace_prices(work, price_list, wanted)
    work.record(
        Activity.PRICE_LIST_DEFINED,
        price_list,
        code=data.code,
        segment=data.segment,
        currency=data.currency.code,
        valid_from=data.valid_from.isoformat(),
        valid_until=data.valid_until.isoformat() if data.valid_until else None,
        prices=len(wanted),
        price_changes=changes,
    )
    return price_list


def define_discount_schedule(work: Work, *, steps: Sequence[StepData]) -> list[DiscountStep]:
    """Say how much each role may grant without asking, by the net of the document; replaces the whole schedule."""
    wanted = {(step.role, step.from_net): step for step in steps}
    possible = all(step.from_net.cents >= 0 and 0 <= step.limit.value <= 1 for step in steps)
    if len(wanted) < len(steps) or not possible:
        raise WrongStep
    before = {
        (step.role.value, step.from_net): step for steps_of in queries.discount_schedule().values() for step in steps_of
    }
    for key, step in before.items():
        if key not in wanted:
            db.session.delete(step)
    for key, typed in wanted.items():
        kept = before.get(key) or work.add(
            DiscountStep(role=Role(typed.role), from_net=typed.from_net, limit=typed.limit)
        )
        kept.limit = typed.limit
    plain: list[Json] = [
        {"role": step.role, "from_cents": step.from_net.cents, "limit_bp": step.limit.basis_points}
        for step in sorted(steps, key=lambda each: (each.role, each.from_net))
    ]
    work.record(Activity.DISCOUNT_SCHEDULE_DEFINED, steps=plain)
    db.session.flush()
    return [step for steps_of in queries.discount_schedule().values() for step in steps_of]


def set_trade_terms(
    work: Work,
    company: Company,
    *,
    payment_days: int,
    due_rule: DueRule,
    currency: Currency = Currency.EUR,
    tax_regime: TaxRegime | None = None,
    pricing_segment: str = "",
) -> Company:
    """Fix on which terms a customer buys; terms longer than the law allows are possible, and recorded as such."""
    if not 0 <= payment_days <= 365:  # noqa: PLR2004  (a year)
        raise WrongDelay
    wanted: dict[str, object] = {
        "payment_days": payment_days,
        "due_rule": due_rule,
        "currency": currency,
        "tax_regime": tax_regime,
        "pricing_segment": pricing_segment.strip(),
    }
    changes: dict[str, Json] = {}
    for name, value in wanted.items():
        if (before := getattr(company, name)) != value:
            changes[name] = [_plain(before), _plain(value)]
            setattr(company, name, value)
    beyond = company.is_business and rules.beyond_the_law(payment_days, ends_at_month=due_rule is not DueRule.NET)
    work.record(
        Activity.TRADE_TERMS_SET,
        company,
        changes=changes,
        payment_days=payment_days,
        due_rule=due_rule.value,
        beyond_the_law=beyond,
        beyond_payment_terms=payment_days > work.procedure("payment_days"),
    )
    return company


def check_terms(work: Work, company: Company, *, about: tuple[Recordable | None, ...] = (), decision: str) -> Company:
    """Hold a customer's terms beside what it asks for: an act, with the terms seen and what is decided."""
    if not decision.strip():
        raise DecisionMissing
    work.record(
        Activity.TERMS_CHECKED,
        company,
        *about,
        payment_days=company.payment_days,
        due_rule=company.due_rule.value,
        currency=company.currency.code,
        tax_regime=company.regime.value,
        pricing_segment=company.pricing_segment,
        price_lists=[each.code for each in queries.price_lists_of(company, on=work.today)],
        decision=decision.strip(),
    )
    return company


def _checked_head(data: PriceListData, price_list: PriceList | None) -> dict[str, object]:
    """Return the columns of a list's head, or a refusal at its field."""
    if not data.code.strip() or not data.name.strip():
        raise CodeMissing
    taken = queries.price_list_by_code(data.code.strip())
    if taken is not None and taken is not price_list:
        raise CodeTaken(code=data.code)
    if data.valid_until is not None and data.valid_until < data.valid_from:
        raise EndsBeforeItBegins
    return {**vars(data), "code": data.code.strip(), "name": data.name.strip(), "segment": data.segment.strip()}


def _checked_prices(prices: Sequence[PriceData]) -> dict[Key, PriceData]:
    """Return the prices by product and quantity break."""
    wanted = {(price.product_id, price.min_quantity): price for price in prices}
    known = products_by_id(price.product_id for price in prices)
    possible = all(
        price.product_id in known and price.min_quantity > 0 and price.unit_price.cents >= 0 for price in prices
    )
    if len(wanted) < len(prices) or not possible:
        raise WrongPrice
    return wanted


def _replace_prices(work: Work, price_list: PriceList, wanted: dict[Key, PriceData]) -> dict[str, Json]:
    """Make a list's prices those wanted; return the changed ones of an existing list, in cents: {break: [old, new]}."""
    before = {(entry.product_id, entry.min_quantity): entry for entry in queries.entries_of(price_list)}
    names = products_by_id(product_id for product_id, _ in (*before, *wanted))
    changes: dict[str, Json] = {}
    for key in sorted({*before, *wanted}):
        old, new = before.get(key), wanted.get(key)
        if old is not None and new is not None and old.unit_price == new.unit_price:
            continue
        named = f"{names[key[0]].reference} × {key[1].normalize():f}"
        changes[named] = [old.unit_price.cents if old else None, new.unit_price.cents if new else None]
        if old is not None and new is not None:
            old.unit_price = new.unit_price
        elif old is not None:
            db.session.delete(old)
        elif new is not None:
            work.add(PriceEntry(price_list_id=price_list.id, **vars(new)))
    return changes if before else {}


def _plain(value: object) -> Json:
    """Return a value as a record can hold it."""
    return value.value if isinstance(value, Enum) else "" if value is None else str(value)
