"""What can be done with a debt that will hardly be paid: doubtful, set aside for, sound again, given up."""

from __future__ import annotations

from datetime import date

from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.billing.agreements.use_cases import still_due
from crm.billing.doubtful import queries, rules
from crm.billing.doubtful.models import DebtMove, DoubtfulDebt, Proof, WriteOff
from crm.billing.invoices.models import Carried, Invoice, InvoiceState
from crm.kernel.errors import N_, Refused
from crm.kernel.money import NO_RATE, ZERO, Money, Rate

WHOLE = Rate.percent(100)


class AlreadyDoubtful(Refused):
    """A debt goes to the doubtful ones once."""

    message = N_("Cette créance est déjà inscrite en clients douteux.")


class NotDoubtful(Refused):
    """Nothing is set aside for a debt that the books hold for sound, or no longer hold."""

    message = N_("Cette créance n’est pas inscrite en clients douteux.")


class NoShare(Refused):
    """One sets aside something, and not more than all."""

    message = N_("La part dépréciée va de 0 à 100 %.")
    field = "share"


class NothingToChange(Refused):
    """An entry of nothing is no entry."""

    message = N_("La dépréciation est déjà de ce montant : il n’y a ni dotation ni reprise à passer.")
    field = "share"


class NoReason(Refused):
    """The auditor asks why."""

    message = N_("Expliquez pourquoi : l’expert-comptable le demandera.")
    field = "reason"


class NoDayOfProof(Refused):
    """A proof has a day, and it is there."""

    message = N_("Indiquez la date de la pièce, un jour passé.")
    field = "proof_on"


def mark_doubtful(work: Work, invoice: Invoice, *, reason: str, share: Rate = NO_RATE) -> DoubtfulDebt:
    """Carry an unpaid invoice as a doubtful debt (411 to 416, with VAT) and set a share of its net aside (68174/491).

    Source: plan comptable général, 214-25 and 944-41 (accounts 416 and 491).
    """
    still_due(invoice)
    doubt = queries.doubt_of(invoice)
    if doubt is not None and doubt.is_live:
        raise AlreadyDoubtful
    _check(reason, share)
    due, value = invoice.amount_due, queries.book_value(invoice)
    net = rules.without_vat(due, net=invoice.net, gross=invoice.gross)
    allowance = rules.allowance(rules.without_vat(value, net=invoice.net, gross=invoice.gross), share)
    if doubt is None:
        doubt = work.add(_blank(invoice, work.today))
    doubt.gross, doubt.net, doubt.share, doubt.allowance = due, net, share, allowance
    doubt.reason, doubt.since, doubt.ended_on = reason.strip(), work.today, None
    invoice.carried_as = Carried.DOUBTFUL
    _move(work, invoice, moved=value, allowance=allowance)
    work.record(
        Activity.RECEIVABLE_DOUBTFUL,
        invoice,
        invoice.company,
        amount_cents=due.cents,
        net_cents=net.cents,
        share_bp=share.basis_points,
        allowance_cents=allowance.cents,
        reason=doubt.reason,
    )
    return doubt


def revise_allowance(work: Work, invoice: Invoice, *, share: Rate, reason: str) -> DoubtfulDebt:
    """Set more or less aside for a doubtful debt: a charge (68174) or a release (78174); of what is paid, all goes.

    Source: plan comptable général, 214-25 (reviewed at each closing, released when there is no reason left).
    """
    doubt = _live_doubt(invoice)
    _check(reason, share)
    value = queries.book_value(invoice)
    allowance = rules.allowance(rules.without_vat(value, net=invoice.net, gross=invoice.gross), share)
    change = allowance - doubt.allowance
    if not change:
        raise NothingToChange
    doubt.share, doubt.allowance = share if allowance else NO_RATE, allowance
    _move(work, invoice, allowance=change)
    work.record(
        Activity.ALLOWANCE_REVISED,
        invoice,
        invoice.company,
        allowance_cents=allowance.cents,
        change_cents=change.cents,
        share_bp=doubt.share.basis_points,
        reason=reason.strip(),
    )
    return doubt


def clear_doubt(work: Work, invoice: Invoice, *, reason: str) -> DoubtfulDebt:
    """Take a debt back from the doubtful ones (416 to 411) and release what was set aside for it (491/78174)."""
    doubt = _live_doubt(invoice)
    _check(reason, doubt.share)
    value = queries.book_value(invoice)
    if invoice.state is not InvoiceState.REPLACED:
        # What a corrective invoice replaced was taken off account 416 itself.
        invoice.carried_as = Carried.SOUND
    released = _end(work, invoice, doubt, moved=-value)
    work.record(
        Activity.RECEIVABLE_CLEARED,
        invoice,
        invoice.company,
        amount_cents=invoice.amount_due.cents,
        released_cents=released.cents,
        reason=reason.strip(),
    )
    return doubt


def write_off_receivable(
    work: Work,
    invoice: Invoice,
    *,
    reason: str,
    proof: Proof = Proof.NONE,
    proof_on: date | None = None,
    proof_number: str = "",
) -> WriteOff:
    """Give an unpaid invoice up: a loss (654), less the VAT if it is proven that nothing will ever come.

    What was set aside is released on the same day (491/78174). Source: plan
    comptable général, 946-65; CGI, article 272, 1.
    """
    still_due(invoice)
    _check(reason, NO_RATE)
    is_proven = _is_proven(proof, proof_on, today=work.today)
    days_late = invoice.days_late(on=work.today)
    given = rules.given_up(queries.owed_of(invoice), is_proven=is_proven)
    loss = WriteOff(
        invoice=invoice,
        net=given.net,
        vat=given.vat,
        waiting=given.waiting,
        euros=queries.book_value(invoice),
        carried_as=invoice.carried_as,
        reason=reason.strip(),
        written_on=work.today,
        proof=proof,
        proof_on=proof_on if is_proven else None,
        proof_number=proof_number.strip() if is_proven else "",
    )
    doubt = queries.doubt_of(invoice)
    released = _end(work, invoice, doubt) if doubt is not None and doubt.is_live else ZERO
    invoice.move(InvoiceState.WRITTEN_OFF)
    invoice.carried_as = Carried.LOST
    work.add(loss)
    _record_loss(work, loss, released=released, days_late=days_late)
    return loss


def _is_proven(proof: Proof, proof_on: date | None, *, today: date) -> bool:
    """Tell whether a loss is proven; a proof without a day that has come is refused."""
    if proof is Proof.NONE:
        return False
    if proof_on is None or proof_on > today:
        raise NoDayOfProof
    return True


def _record_loss(work: Work, loss: WriteOff, *, released: Money, days_late: int) -> None:
    """Leave a record of a debt given up."""
    invoice = loss.invoice
    work.record(
        Activity.RECEIVABLE_WRITTEN_OFF,
        invoice,
        invoice.company,
        amount_cents=(loss.net + loss.vat).cents,
        net_cents=loss.net.cents,
        vat_cents=loss.vat.cents,
        vat_recovered_cents=loss.recovered.cents,
        released_cents=released.cents,
        proof=loss.proof.value,
        days_late=days_late,
        reason=loss.reason,
    )


def _blank(invoice: Invoice, on: date) -> DoubtfulDebt:
    """Return the row of a debt that becomes doubtful for the first time, without its sums."""
    return DoubtfulDebt(invoice=invoice, gross=ZERO, net=ZERO, share=NO_RATE, allowance=ZERO, reason="", since=on)


def _live_doubt(invoice: Invoice) -> DoubtfulDebt:
    """Return the invoice's doubtful debt, or refuse."""
    doubt = queries.doubt_of(invoice)
    if doubt is None or not doubt.is_live:
        raise NotDoubtful
    return doubt


def _check(reason: str, share: Rate) -> None:
    """Refuse a share that cannot be, and an act without a reason."""
    if not NO_RATE <= share <= WHOLE:
        raise NoShare
    if not reason.strip():
        raise NoReason


def _end(work: Work, invoice: Invoice, doubt: DoubtfulDebt, *, moved: Money = ZERO) -> Money:
    """Let a debt be doubtful no more; return what is released of what was set aside."""
    released, doubt.allowance, doubt.ended_on = doubt.allowance, ZERO, work.today
    _move(work, invoice, moved=moved, allowance=-released)
    return released


def _move(work: Work, invoice: Invoice, *, moved: Money = ZERO, allowance: Money = ZERO) -> None:
    """Note what the books change, if they do."""
    if moved or allowance:
        work.add(DebtMove(invoice=invoice, made_on=work.today, moved=moved, allowance=allowance))
