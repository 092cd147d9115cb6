"""Setting money against invoices: proposals, cash discount, letters: pure functions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from crm.kernel.choices import Labelled
from crm.kernel.errors import N_
from crm.kernel.money import NO_RATE, ZERO, Money, Rate, Taxed, Totals, total

MOST_TOGETHER = 4
MOST_SEARCHED = 14
NOT_A_MARK = re.compile(r"[^A-Z0-9]")
A = ord("A")
LETTERS = 26


class Why(Labelled):
    """What speaks for a proposal, the strongest first."""

    NAMED = "named", N_("le libellé cite la facture")
    NAMED_SUM = "named_sum", N_("le libellé cite ces factures, dont la somme est ce montant")
    EXACT = "exact", N_("une seule facture a ce montant")
    DISCOUNTED = "discounted", N_("c’est le montant d’une facture, escompte déduit")
    SUM = "sum", N_("ces factures font ensemble ce montant")
    OLDEST = "oldest", N_("les plus anciennes d’abord")
    NOTHING = "nothing", N_("rien n’est dû : la somme reste au compte du client")


@dataclass(frozen=True)
class Candidate:
    """An open invoice that money may be for; `discounted` is what settles it if paid early enough, else None."""

    id: int
    number: str
    due_on: date
    due: Money
    discounted: Money | None = None


@dataclass(frozen=True)
class Part:
    """What a proposal sets against one invoice, with the cash discount that goes with it."""

    invoice_id: int
    amount: Money
    discount: Money = ZERO


@dataclass(frozen=True)
class Proposal:
    """How a sum might be set against invoices; `rest` stays on the customer's account."""

    why: Why
    parts: tuple[Part, ...]
    rest: Money = ZERO


def propose(amount: Money, label: str, candidates: Sequence[Candidate]) -> Proposal:
    """Propose how to set a sum against open invoices.

    In this order: the invoices that the label cites (all of them if their sum
    is the amount), the only invoice of that amount, the one of that amount
    less its cash discount, the fewest oldest invoices whose sum it is (four at
    most), else the oldest first (Code civil, article 1342-10: the debts due
    first, the oldest among equals, unless the payer says which).
    """
    waiting = sorted((each for each in candidates if each.due > ZERO), key=lambda each: (each.due_on, each.id))
    cited = [each for each in waiting if cites(label, each.number)]
    if cited:
        exact = total(each.due for each in cited) == amount
        return _spread(amount, cited, Why.NAMED_SUM if exact and len(cited) > 1 else Why.NAMED)
    same = [each for each in waiting if each.due == amount]
    if len(same) == 1:
        return _spread(amount, same, Why.EXACT)
    early = [each for each in waiting if each.discounted == amount]
    if len(early) == 1 and not same:
        return _spread(amount, early, Why.DISCOUNTED)
    together = same[:1] or _summing_to(amount, waiting)
    if together:
        return _spread(amount, together, Why.SUM if len(together) > 1 else Why.OLDEST)
    return _spread(amount, waiting, Why.OLDEST if waiting else Why.NOTHING)


def cites(label: str, number: str) -> bool:
    """Tell whether a bank's label names an invoice, however it is written (FA-2026-0012, fa 2026 0012, FA20260012)."""
    wanted = NOT_A_MARK.sub("", number.upper())
    found = NOT_A_MARK.sub("", label.upper())
    at = found.find(wanted) if wanted else -1
    return at >= 0 and not found[at + len(wanted) : at + len(wanted) + 1].isdigit()


def _spread(amount: Money, wanted: Sequence[Candidate], why: Why) -> Proposal:
    """Set a sum against invoices one after the other; an early payment brings its discount."""
    parts, left = [], amount
    for each in wanted:
        if left <= ZERO:
            break
        if len(wanted) == 1 and each.discounted is not None and each.discounted == left:
            parts.append(Part(each.id, left, each.due - left))
            left = ZERO
            break
        part = min(left, each.due)
        parts.append(Part(each.id, part))
        left -= part
    return Proposal(why, tuple(parts), left)


def _summing_to(amount: Money, waiting: Sequence[Candidate]) -> list[Candidate]:
    """Return the fewest invoices, the oldest first, whose sum is an amount; none if there is no such choice."""
    for count in range(2, MOST_TOGETHER + 1):
        for chosen in combinations(waiting[:MOST_SEARCHED], count):
            if total(each.due for each in chosen) == amount:
                return list(chosen)
    return []


def cash_discount(gross: Money, rate: Rate) -> Money:
    """Return the cash discount of an invoice paid early: the agreed share of what it asks, VAT included, half-up.

    Source: Code de commerce, L441-9 (the invoice states the terms of discount);
    CGI, article 267, II-1° (it reduces the base of VAT).
    """
    return rate.of(gross) if rate > NO_RATE else ZERO


def discount_until(issued_on: date, days: int) -> date:
    """Return the last day on which a payment is early enough for the cash discount."""
    return issued_on + timedelta(days=days)


def split_discount(amount: Money, sums: Totals) -> tuple[Taxed, ...]:
    """Share a discount (VAT included) over an invoice's VAT rates in proportion to what each bears.

    The shares' net and VAT add up to the amount exactly: cents left over by
    rounding go to the largest shares (CGI, article 267, II-1°).
    """
    whole = sums.gross.cents
    if not whole or not amount:
        return ()
    bases = [(each, (each.net + each.vat).cents) for each in sums.by_rate]
    floors = [amount.cents * base // whole for _, base in bases]
    left = amount.cents - sum(floors)
    order = sorted(range(len(bases)), key=lambda at: -(amount.cents * bases[at][1] % whole))
    for at in order[:left]:
        floors[at] += 1
    shares = []
    for (taxed, _), cents in zip(bases, floors, strict=True):
        vat = Money(cents) - Money(cents).times(1 / (1 + taxed.rate.value))
        shares.append(Taxed(taxed.rate, Money(cents) - vat, vat))
    return tuple(shares)


def next_letter(last: str) -> str:
    """Return the letter that follows: A … Z, AA, AB … (« lettrage » of a customer's account)."""
    value = 0
    for letter in last:
        value = value * LETTERS + ord(letter) - A + 1
    value, letters = value + 1, ""
    while value:
        value, rest = divmod(value - 1, LETTERS)
        letters = chr(A + rest) + letters
    return letters
