"""Every entry of the books, written from the documents and the money."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from crm.billing.invoices.models import Invoice, InvoiceState, InvoiceType
from crm.billing.ledger import rules
from crm.billing.ledger.queries import reading
from crm.billing.ledger.rules import Entry, Journal, Kind, Sold, Whose
from crm.billing.payments.models import Allocation, Method, Payment
from crm.billing.payments.rules import split_discount
from crm.kernel.money import ZERO, Money, total
from crm.prospecting.companies.models import Company
from crm.selling.catalogue.queries import seller_identity
from crm.selling.lines import totals_of
from crm.store.base import db

Letter = tuple[str, date | None]
NO_LETTER: Letter = ("", None)


def customer_code(company_id: int) -> str:
    """Return the number of a customer's account in the auxiliary ledger."""
    return f"C{company_id:05}"


def written(company: Company | None, last: date) -> Iterator[Entry]:
    """Return all entries up to a day, of one customer or of all."""
    allocations = reading.allocations(company)
    letters = _letters(allocations)
    yield from (each for each in _sales(company, letters) if each.on <= last)
    yield from (each for each in _money(company, letters) if each.on <= last)
    yield from (each for each in _given_back(company) if each.on <= last)
    yield from (each for each in _settling(allocations, letters) if each.on <= last)


def _sales(company: Company | None, letters: Mapping[tuple[str, int], Letter]) -> Iterator[Entry]:
    """Return the entries of issued invoices and credit notes; one that was replaced is taken back."""
    statement = select(Invoice).options(joinedload(Invoice.company)).where(Invoice.state != InvoiceState.DRAFT)
    if company is not None:
        statement = statement.where(Invoice.company_id == company.id)
    found = {each.id: each for each in db.session.scalars(statement)}
    services, deposits = reading.services(), reading.deposits_taken(found)
    seller = seller_identity()
    on_debits = seller is not None and seller.pays_vat_on_debits
    for invoice in found.values():
        if invoice.issued_on is None:
            continue
        entry = _sale(invoice, _sold(invoice, found, services, deposits), on_debits=on_debits)
        letter, lettered_on = letters.get((Invoice.kind, invoice.id), NO_LETTER)
        yield replace(entry, letter=letter, lettered_on=lettered_on)
        replaced = found.get(invoice.corrects_id or 0)
        if invoice.type is InvoiceType.CORRECTIVE and replaced is not None:
            before = _sale(replaced, _sold(replaced, found, services, deposits), on_debits=on_debits)
            wording = f"Annulation {replaced.number}"
            yield replace(
                before.reversed(invoice.issued_on, piece=invoice.number, wording=wording, kind=Kind.CANCELLED),
                due_on=None,
            )


def _sale(invoice: Invoice, sold: Sold, *, on_debits: bool) -> Entry:
    """Return the entry of an issued invoice or credit note."""
    postings = rules.sale(
        sold,
        signed=invoice.signed,
        exchange_ppm=invoice.exchange_ppm,
        vat_on_debits=on_debits,
        currency=invoice.currency,
    )
    on = invoice.issued_on or invoice.drafted_on
    return Entry(
        journal=Journal.SALES,
        kind=Kind.CREDIT_NOTE if invoice.is_credit_note else Kind.INVOICE,
        on=on,
        piece=invoice.number,
        piece_on=on,
        wording=f"{invoice.type.label} {invoice.number}",
        postings=postings,
        currency=invoice.currency,
        due_on=None if invoice.is_credit_note else invoice.due_on,
        rank=invoice.id,
        whose=_whose(invoice.company),
    )


def _sold(
    invoice: Invoice,
    found: Mapping[int, Invoice],
    services: set[int],
    deposits: Mapping[int, Sequence[tuple[Invoice, Money]]],
) -> Sold:
    """Return what an invoice charges, by kind, and what its deposit invoices took."""
    sums = invoice.totals
    work = totals_of((line for line in invoice.lines if line.product_id in services), invoice.discount)
    shares = [split_discount(amount, deposit.totals) for deposit, amount in deposits.get(invoice.id, ())]
    corrected = found.get(invoice.corrects_id or 0)
    kind = corrected.type if invoice.is_credit_note and corrected is not None else invoice.type
    return Sold(
        services=work.net,
        services_vat=work.vat,
        net=sums.net,
        vat=sums.vat,
        deposits_net=total(each.net for parts in shares for each in parts),
        deposits_vat=total(each.vat for parts in shares for each in parts),
        is_deposit=kind is InvoiceType.DEPOSIT,
    )


def _money(company: Company | None, letters: Mapping[tuple[str, int], Letter]) -> Iterator[Entry]:
    """Return the entries of payments in the books, and of those that the bank took back."""
    for payment in reading.payments(company):
        if payment.recorded_on is None:
            continue
        cash = payment.method is Method.CASH
        letter, lettered_on = letters.get((Payment.kind, payment.id), NO_LETTER)
        came = Entry(
            journal=Journal.CASH if cash else Journal.BANK,
            kind=Kind.PAYMENT,
            on=payment.recorded_on,
            piece=payment.reference or f"RGT-{payment.id}",
            piece_on=payment.received_on,
            wording=f"{payment.method.label} {payment.company.legal_name}",
            postings=rules.receipt(
                payment.amount, exchange_ppm=payment.exchange_ppm, currency=payment.currency, cash=cash
            ),
            currency=payment.currency,
            rank=payment.id,
            letter=letter,
            lettered_on=lettered_on,
            whose=_whose(payment.company),
        )
        yield came
        if payment.bounced_on is not None:
            yield came.reversed(payment.bounced_on, wording=f"Rejet {came.piece}", kind=Kind.RETURN)


def _given_back(company: Company | None) -> Iterator[Entry]:
    """Return the entries of money given back."""
    for refund in reading.refunds(company):
        source = refund.payment or refund.credit_note
        if source is None:
            continue
        given = rules.receipt(-refund.amount, exchange_ppm=source.exchange_ppm, currency=source.currency, cash=False)
        wording = f"Remboursement {source.label}"
        yield Entry(
            journal=Journal.BANK,
            kind=Kind.REFUND,
            postings=given,
            currency=source.currency,
            rank=refund.id,
            on=refund.made_on,
            piece=source.label if isinstance(source, Invoice) else source.reference or f"RGT-{source.id}",
            piece_on=refund.made_on,
            wording=wording,
            whose=_whose(source.company),
        )


def _settling(allocations: Sequence[Allocation], letters: Mapping[tuple[str, int], Letter]) -> Iterator[Entry]:
    """Return the entries that come with allocations: cash discounts, exchange differences, VAT that falls due."""
    of_invoice: dict[int, list[Allocation]] = defaultdict(list)
    for each in allocations:
        of_invoice[each.invoice_id].append(each)
        made = [_discount(each), _exchange(each)]
        letter, lettered_on = letters.get((Invoice.kind, each.invoice_id), NO_LETTER)
        for entry in made:
            if entry is not None:
                live = each.is_live
                yield replace(entry, letter=letter if live else "", lettered_on=lettered_on if live else None)
                if each.undone_on is not None:
                    yield entry.reversed(each.undone_on, wording=f"Annulation {entry.wording}")
    seller = seller_identity()
    if seller is None or not seller.pays_vat_on_debits:
        services = reading.services()
        for found in of_invoice.values():
            yield from _vat_on_receipts(found, services)


def _discount(allocation: Allocation) -> Entry | None:
    """Return the entry of a cash discount."""
    invoice = allocation.invoice
    if not allocation.discount:
        return None
    vat = total(each.vat for each in split_discount(allocation.discount, invoice.totals))
    postings = rules.discount(allocation.discount, vat, exchange_ppm=invoice.exchange_ppm)
    return _various(allocation, postings, allocation.made_on, f"Escompte {invoice.number}", Kind.DISCOUNT)


def _exchange(allocation: Allocation) -> Entry | None:
    """Return the entry of what rates made of a settled invoice."""
    if not allocation.exchange:
        return None
    postings = rules.exchange(allocation.exchange)
    return _various(
        allocation, postings, allocation.made_on, f"Écart de change {allocation.invoice.number}", Kind.EXCHANGE
    )


def _vat_on_receipts(found: Sequence[Allocation], services: set[int]) -> Iterator[Entry]:
    """Return the entries by which VAT on services falls due as an invoice is paid, and is taken back if undone.

    Money alone makes it due: what a credit note settles gave its VAT back itself.
    """
    invoice = found[0].invoice
    work = totals_of((line for line in invoice.lines if line.product_id in services), invoice.discount)
    if not work.vat or invoice.type is InvoiceType.DEPOSIT:
        return
    steps = [(each.made_on, each.id, each, each.amount) for each in found if each.payment_id is not None]
    steps += [(on, each.id, each, -each.amount) for each in found if each.payment_id and (on := each.undone_on)]
    settled = ZERO
    for on, _, allocation, amount in sorted(steps, key=lambda step: (step[0], step[1])):
        due = rules.vat_fallen_due(work.vat, settled=settled + amount, gross=invoice.gross, before=settled)
        settled += amount
        if due:
            postings = rules.vat_transfer(due, exchange_ppm=invoice.exchange_ppm)
            yield _various(allocation, postings, on, f"TVA exigible {invoice.number}", Kind.VAT)


def _various(allocation: Allocation, postings: tuple[rules.Posting, ...], on: date, wording: str, kind: Kind) -> Entry:
    """Return an entry that an allocation brings."""
    invoice = allocation.invoice
    return Entry(
        journal=Journal.VARIOUS,
        kind=kind,
        on=on,
        piece=invoice.number,
        piece_on=invoice.issued_on or on,
        wording=wording,
        postings=postings,
        rank=allocation.id,
        whose=_whose(invoice.company),
    )


def _whose(company: Company) -> Whose:
    """Return whose account an entry is on."""
    return Whose(customer_code(company.id), company.legal_name)


def _letters(allocations: Iterable[Allocation]) -> dict[tuple[str, int], Letter]:
    """Return the letter of each document: a capital when all that bear it settle one another."""
    groups: dict[tuple[int, str], list[Allocation]] = defaultdict(list)
    for each in allocations:
        if each.is_live:
            groups[each.company_id, each.letter].append(each)
    found: dict[tuple[str, int], Letter] = {}
    for (_, letter), group in groups.items():
        invoices = [each.invoice for each in group] + [each.credit_note for each in group if each.credit_note]
        payments = [each.payment for each in group if each.payment]
        balanced = not any(each.amount_due for each in invoices)
        balanced = balanced and not any(each.unallocated or each.refunded for each in payments)
        said = (letter if balanced else letter.lower(), max(each.made_on for each in group) if balanced else None)
        found |= {(Invoice.kind, each.id): said for each in invoices}
        found |= {(Payment.kind, each.id): said for each in payments}
    return found
