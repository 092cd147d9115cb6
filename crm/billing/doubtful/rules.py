"""Doubtful debts in figures: what is set aside, what is lost and which VAT is not: pure functions."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from crm.billing.invoices.rules import vat_fallen_due, vat_waiting
from crm.kernel.money import ZERO, Money, Rate, half_up


def without_vat(due: Money, *, net: Money, gross: Money) -> Money:
    """Return the part of what is due that is no VAT, in the proportion of the invoice; rounded half-up."""
    return Money(half_up(Decimal(due.cents) * net.cents / gross.cents)) if gross else ZERO


def allowance(net: Money, share: Rate) -> Money:
    """Return what is set aside for a doubtful debt: a share of it without VAT (PCG, 214-25; accounts 6817 and 491)."""
    return share.of(net)


@dataclass(frozen=True)
class Owed:
    """An invoice of which something is to be given up: what is due and the VAT of the whole, of goods and of services.

    `on_receipt` says whether VAT on services waits for the money.
    """

    due: Money
    gross: Money
    deposited: Money
    goods_vat: Money
    services_vat: Money
    on_receipt: bool


@dataclass(frozen=True)
class Loss:
    """What is given up: the loss, the VAT that is claimed back, the VAT that never fell due; together what was due."""

    net: Money
    recovered: Money
    waiting: Money

    @property
    def vat(self) -> Money:
        """The VAT that is no loss."""
        return self.recovered + self.waiting


def given_up(owed: Owed, *, is_proven: bool) -> Loss:
    """Return the loss on what is due of an invoice.

    VAT that fell due is claimed back once the debt is lost for good and that
    is proven (CGI, article 272, 1; BOI-TVA-DED-40-10-20): without a proof it
    is a loss as well. VAT on services waits for the money (CGI, article 269,
    2-c): what never came, the State never got, so there is nothing to claim
    and it only leaves account 4458. Each is taken to the last cent of what
    earlier payments left.
    """
    asked = owed.gross - owed.deposited

    def left_of(vat: Money) -> Money:
        whole = vat_waiting(vat, gross=owed.gross, deposited=owed.deposited)
        return vat_fallen_due(whole, settled=asked, gross=asked, before=asked - owed.due)

    goods, services = left_of(owed.goods_vat), left_of(owed.services_vat)
    waiting = services if owed.on_receipt else ZERO
    recovered = goods + services - waiting if is_proven else ZERO
    return Loss(owed.due - recovered - waiting, recovered, waiting)


def vat_share(amount: Money, *, net: Money, vat: Money) -> Money:
    """Return the VAT in what comes back of a loss, or is added to it: in the loss's own proportion."""
    return amount - without_vat(amount, net=net, gross=net + vat)
