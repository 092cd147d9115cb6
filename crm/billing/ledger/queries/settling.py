"""The entries that settle debts or give them up: discounts, exchange, VAT on receipts, doubtful debts, losses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from crm.billing.doubtful.models import DebtMove, WriteOff
from crm.billing.doubtful.rules import vat_share
from crm.billing.entries import Account, Entry, Journal, Kind, Posting, Whose
from crm.billing.invoices.models import Carried, Invoice, InvoiceType
from crm.billing.invoices.rules import vat_fallen_due, vat_waiting
from crm.billing.ledger import rules
from crm.billing.payments.models import Allocation
from crm.billing.payments.rules import split_discount
from crm.kernel.currency import in_euros
from crm.kernel.money import ZERO, Money, total
from crm.prospecting.companies.models import Company
from crm.selling.catalogue import queries as catalogue
from crm.selling.lines import totals_of

Letter = tuple[str, date | None]
Letters = Mapping[tuple[str, int], Letter]
NO_LETTER: Letter = ("", None)
ACCOUNTS = {Carried.SOUND: Account.CUSTOMERS, Carried.DOUBTFUL: Account.DOUBTFUL, Carried.LOST: Account.CUSTOMERS}


def settling(allocations: Sequence[Allocation], letters: Letters) -> Iterator[Entry]:
    """Return the entries that come with allocations: cash discounts, exchange differences, VAT that falls due.

    What settles a debt that was given up before is income: neither a
    discount nor a difference of rates comes with it.
    """
    of_invoice: dict[int, list[Allocation]] = defaultdict(list)
    for each in allocations:
        of_invoice[each.invoice_id].append(each)
        made = [] if each.carried_as is Carried.LOST else [_discount(each), _exchange(each)]
        letter, lettered_on = letters.get((Invoice.kind, each.invoice_id), NO_LETTER)
        for entry in made:
            if entry is not None:
                live, before = each.is_live, rules.on_account(entry.postings, ACCOUNTS[each.carried_as])
                entry = replace(entry, postings=before, letter=letter if live else "")  # noqa: PLW2901
                yield replace(entry, lettered_on=lettered_on if live else None)
                if each.undone_on is not None:
                    after = rules.on_account(before, ACCOUNTS[each.undone_as or each.carried_as])
                    undone = replace(entry, postings=after)
                    yield undone.reversed(each.undone_on, wording=f"Annulation {entry.wording}")
    seller = catalogue.seller_identity()
    if seller is None or not seller.pays_vat_on_debits:
        services = catalogue.services()
        for found in of_invoice.values():
            yield from _vat_on_receipts(found, services)


def doubting(
    moves: Sequence[DebtMove], lost: Mapping[int, WriteOff], allocations: Sequence[Allocation], letters: Letters
) -> Iterator[Entry]:
    """Return the entries of doubtful debts: carried, set aside for, settled, given up, and what came back after all."""
    for move in moves:
        invoice = move.invoice
        if move.moved:
            kind = f"{'Créance douteuse' if move.moved > ZERO else 'Retour en clients'} {invoice.number}"
            entry = _entry(invoice, move, rules.turned_doubtful(move.moved), move.made_on, kind, Kind.DOUBTFUL)
            yield _lettered(entry, letters)
        if move.allowance:
            kind = f"{'Dotation' if move.allowance > ZERO else 'Reprise'} dépréciation {invoice.number}"
            yield _entry(invoice, move, rules.set_aside(move.allowance), move.made_on, kind, Kind.ALLOWANCE)
    for loss in lost.values():
        yield _lettered(_loss(loss), letters)
    for each in allocations:
        yield from (_lettered(entry, letters) for entry in _on_doubtful_or_lost(each, lost))


def on_doubtful(allocations: Iterable[Allocation]) -> tuple[dict[int, Money], dict[int, Money]]:
    """Return, by payment, the euros that settle doubtful debts from the day of its entry, and until that of its return.

    The payment's own entry puts them on account 416; all other settings of
    money or credit notes against doubtful debts have an entry of their own.
    """
    settled: dict[int, Money] = defaultdict(Money)
    unsettled: dict[int, Money] = defaultdict(Money)
    for each in allocations:
        if each.payment_id is not None and _came_with_its_payment(each):
            settled[each.payment_id] += each.euros
        if each.payment_id is not None and _went_with_its_payment(each):
            unsettled[each.payment_id] += each.euros
    return settled, unsettled


def whose(company: Company) -> Whose:
    """Return whose account an entry is on, with its number in the auxiliary ledger."""
    return Whose(f"C{company.id:05}", company.legal_name)


def _came_with_its_payment(each: Allocation) -> bool:
    """Tell whether a payment settled a doubtful debt on the day on which it was entered."""
    payment = each.payment
    return each.carried_as is Carried.DOUBTFUL and payment is not None and each.made_on == payment.recorded_on


def _went_with_its_payment(each: Allocation) -> bool:
    """Tell whether a doubtful debt is due again because the bank took a payment back."""
    payment = each.payment
    bounced_on = payment.bounced_on if payment is not None else None
    return each.undone_as is Carried.DOUBTFUL and bounced_on is not None and each.undone_on == bounced_on


def _on_doubtful_or_lost(each: Allocation, lost: Mapping[int, WriteOff]) -> Iterator[Entry]:
    """Return the entries by which free money settles a debt that is not carried on account 411, or is free again."""
    invoice, loss = each.invoice, lost.get(each.invoice_id)
    if each.carried_as is Carried.DOUBTFUL and not _came_with_its_payment(each):
        yield _entry(
            invoice,
            each,
            rules.turned_doubtful(-each.euros),
            each.made_on,
            f"Imputation {invoice.number}",
            Kind.DOUBTFUL,
        )
    if each.carried_as is Carried.LOST and loss is not None:
        vat = vat_share(each.euros, net=loss.net, vat=loss.vat)
        wording = f"Rentrée sur créance amortie {invoice.number}"
        yield _entry(invoice, each, rules.come_back(each.euros, vat=vat), each.made_on, wording, Kind.RECOVERED)
    if each.undone_on is None:
        return
    if each.undone_as is Carried.DOUBTFUL and not _went_with_its_payment(each):
        wording = f"Annulation imputation {invoice.number}"
        yield _entry(invoice, each, rules.turned_doubtful(each.euros), each.undone_on, wording, Kind.DOUBTFUL)
    if each.undone_as is Carried.LOST and loss is not None:
        yield _lost_again(each, loss, each.undone_on)


def _lost_again(each: Allocation, loss: WriteOff, on: date) -> Entry:
    """Return the entry of what a debt given up lacks once more: the income is taken back, or the loss is larger."""
    invoice = each.invoice
    if each.carried_as is Carried.LOST:
        vat = vat_share(each.euros, net=loss.net, vat=loss.vat)
        came = _entry(invoice, each, rules.come_back(each.euros, vat=vat), on, "", Kind.RECOVERED)
        return came.reversed(on, wording=f"Annulation rentrée {invoice.number}")
    amount = each.euros + in_euros(each.discount, invoice.exchange_ppm) - each.exchange
    vat = vat_share(amount, net=loss.net, vat=loss.vat)
    postings = rules.given_up(amount, vat=vat, account=Account.CUSTOMERS)
    return _entry(invoice, each, postings, on, f"Créance irrécouvrable {invoice.number}", Kind.LOSS)


def _loss(loss: WriteOff) -> Entry:
    """Return the entry of a debt given up."""
    invoice = loss.invoice
    postings = rules.given_up(
        loss.euros,
        vat=in_euros(loss.recovered, invoice.exchange_ppm),
        waiting=in_euros(loss.waiting, invoice.exchange_ppm),
        account=ACCOUNTS[loss.carried_as],
    )
    return _entry(invoice, loss, postings, loss.written_on, f"Créance irrécouvrable {invoice.number}", Kind.LOSS)


def _lettered(entry: Entry, letters: Letters) -> Entry:
    """Return an entry under its invoice's letter."""
    letter, lettered_on = letters.get((Invoice.kind, entry.about), NO_LETTER)
    return replace(entry, letter=letter, lettered_on=lettered_on)


def _discount(allocation: Allocation) -> Entry | None:
    """Return the entry of a cash discount."""
    invoice = allocation.invoice
    if not allocation.discount:
        return None
    vat = total(each.vat for each in split_discount(allocation.discount, invoice.totals))
    postings = rules.discount(allocation.discount, vat, exchange_ppm=invoice.exchange_ppm)
    return _entry(invoice, allocation, postings, allocation.made_on, f"Escompte {invoice.number}", Kind.DISCOUNT)


def _exchange(allocation: Allocation) -> Entry | None:
    """Return the entry of what rates made of a settled invoice."""
    if not allocation.exchange:
        return None
    invoice, postings = allocation.invoice, rules.exchange(allocation.exchange)
    return _entry(invoice, allocation, postings, allocation.made_on, f"Écart de change {invoice.number}", Kind.EXCHANGE)


def _vat_on_receipts(found: Sequence[Allocation], services: set[int]) -> Iterator[Entry]:
    """Return the entries by which VAT on services falls due as an invoice is paid, and is taken back if undone.

    Money alone makes it due: what a credit note settles gave its VAT back
    itself. What was given up waits no more: its VAT comes with the entry of
    the loss, or of what comes back of it.
    """
    invoice = found[0].invoice
    work = totals_of((line for line in invoice.lines if line.product_id in services), invoice.discount)
    waiting = vat_waiting(work.vat, gross=invoice.gross, deposited=invoice.deposited)
    if not waiting or invoice.type is InvoiceType.DEPOSIT:
        return
    paid = [each for each in found if each.payment_id is not None and each.carried_as is not Carried.LOST]
    steps = [(each.made_on, each.id, each, each.amount) for each in paid]
    undone = (each for each in paid if each.undone_as is not Carried.LOST)
    steps += [(on, each.id, each, -each.amount) for each in undone if (on := each.undone_on)]
    settled, asked = ZERO, invoice.gross - invoice.deposited
    for on, _, allocation, amount in sorted(steps, key=lambda step: (step[0], step[1])):
        due = vat_fallen_due(waiting, settled=settled + amount, gross=asked, before=settled)
        settled += amount
        if due:
            postings = rules.vat_transfer(due, exchange_ppm=invoice.exchange_ppm)
            yield _entry(invoice, allocation, postings, on, f"TVA exigible {invoice.number}", Kind.VAT)


def _entry(  # noqa: PLR0917  (what every entry of this file says, in its order)
    invoice: Invoice,
    source: Allocation | DebtMove | WriteOff,
    postings: tuple[Posting, ...],
    on: date,
    wording: str,
    kind: Kind,
) -> Entry:
    """Return an entry of the various operations on an invoice."""
    return Entry(
        journal=Journal.VARIOUS,
        kind=kind,
        on=on,
        piece=invoice.number,
        piece_on=invoice.issued_on or on,
        wording=wording,
        postings=postings,
        rank=source.id,
        whose=whose(invoice.company),
        about=invoice.id,
    )
