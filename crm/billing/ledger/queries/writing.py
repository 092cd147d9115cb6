"""Every entry of the books, written from the documents, the money and what settles them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from crm.billing.doubtful import queries as doubtful
from crm.billing.doubtful.models import WriteOff
from crm.billing.entries import Account, Entry, Journal, Kind
from crm.billing.invoices.models import Carried, Invoice, InvoiceState, InvoiceType
from crm.billing.ledger import rules
from crm.billing.ledger.queries import reading
from crm.billing.ledger.queries.settling import NO_LETTER, Letter, Letters, doubting, on_doubtful, settling, whose
from crm.billing.ledger.rules import Sold
from crm.billing.payments.models import Allocation, Method, Payment
from crm.billing.payments.rules import split_discount
from crm.kernel.money import ZERO, Money, total
from crm.prospecting.companies.models import Company
from crm.selling.catalogue import queries as catalogue
from crm.selling.catalogue.queries import seller_identity
from crm.selling.lines import totals_of
from crm.store.base import db


def written(company: Company | None, last: date) -> Iterator[Entry]:
    """Return all entries up to a day, of one customer or of all."""
    allocations, lost = reading.allocations(company), doubtful.write_offs(company)
    letters = _letters(allocations, lost)
    made = (
        _sales(company, letters),
        _money(company, allocations, letters),
        _given_back(company),
        settling(allocations, letters),
        doubting(doubtful.moves(company), lost, allocations, letters),
    )
    yield from (each for entries in made for each in entries if each.on <= last)


def _sales(company: Company | None, letters: Letters) -> Iterator[Entry]:
    """Return the entries of issued invoices and credit notes; one that was replaced is taken back."""
    statement = select(Invoice).options(joinedload(Invoice.company)).where(Invoice.state != InvoiceState.DRAFT)
    if company is not None:
        statement = statement.where(Invoice.company_id == company.id)
    found = {each.id: each for each in db.session.scalars(statement)}
    services, deposits = catalogue.services(), reading.deposits_taken(found)
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
            if replaced.carried_as is Carried.DOUBTFUL:
                before = replace(before, postings=rules.on_account(before.postings, Account.DOUBTFUL))
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
        whose=whose(invoice.company),
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
    given_back = found.get(invoice.corrects_id or 0) if invoice.is_credit_note else None
    return Sold(
        services=work.net,
        services_vat=work.vat,
        net=sums.net,
        vat=sums.vat,
        deposits_net=total(each.net for parts in shares for each in parts),
        deposits_vat=total(each.vat for parts in shares for each in parts),
        is_deposit=(given_back or invoice).type is InvoiceType.DEPOSIT,
        corrected_gross=given_back.gross if given_back else ZERO,
        corrected_deposited=given_back.deposited if given_back else ZERO,
    )


def _money(company: Company | None, allocations: Sequence[Allocation], letters: Letters) -> Iterator[Entry]:
    """Return the entries of payments in the books, and of those that the bank took back."""
    settled, unsettled = on_doubtful(allocations)
    for payment in reading.payments(company):
        if payment.recorded_on is None:
            continue
        cash = payment.method is Method.CASH
        letter, lettered_on = letters.get((Payment.kind, payment.id), NO_LETTER)
        postings = partial(
            rules.receipt, payment.amount, exchange_ppm=payment.exchange_ppm, currency=payment.currency, cash=cash
        )
        came = Entry(
            journal=Journal.CASH if cash else Journal.BANK,
            kind=Kind.PAYMENT,
            on=payment.recorded_on,
            piece=payment.reference or f"RGT-{payment.id}",
            piece_on=payment.received_on,
            wording=f"{payment.method.label} {payment.company.legal_name}",
            postings=postings(doubtful=settled.get(payment.id, ZERO)),
            currency=payment.currency,
            rank=payment.id,
            letter=letter,
            lettered_on=lettered_on,
            whose=whose(payment.company),
        )
        yield came
        if payment.bounced_on is not None:
            went = replace(came, postings=postings(doubtful=unsettled.get(payment.id, ZERO)))
            yield went.reversed(payment.bounced_on, wording=f"Rejet {came.piece}", kind=Kind.RETURN)


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
            whose=whose(source.company),
        )


def _letters(allocations: Iterable[Allocation], lost: Mapping[int, WriteOff]) -> dict[tuple[str, int], Letter]:
    """Return the letter of each document: a capital when all that bear it settle one another."""
    groups: dict[tuple[int, str], list[Allocation]] = defaultdict(list)
    for each in allocations:
        if each.is_live:
            groups[each.company_id, each.letter].append(each)
    found: dict[tuple[str, int], Letter] = {}
    for (_, letter), group in groups.items():
        invoices = [each.invoice for each in group] + [each.credit_note for each in group if each.credit_note]
        payments = [each.payment for each in group if each.payment]
        balanced = not any(each.amount_due and each.carried_as is not Carried.LOST for each in invoices)
        balanced = balanced and not any(each.unallocated or each.refunded for each in payments)
        days = [each.made_on for each in group] + [lost[each.id].written_on for each in invoices if each.id in lost]
        said = (letter if balanced else letter.lower(), max(days) if balanced else None)
        found |= {(Invoice.kind, each.id): said for each in invoices}
        found |= {(Payment.kind, each.id): said for each in payments}
    return found
