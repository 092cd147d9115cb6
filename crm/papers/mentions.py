"""What the law makes a paper say, according to its kind and to who buys."""

from __future__ import annotations

from crm.kernel import wording
from crm.papers import letterhead
from crm.papers.cleaning import Tree, typeset
from crm.papers.phrases import say
from crm.papers.views import CommercialPaper, Operation, PaperKind


def sections(paper: CommercialPaper) -> list[Tree]:
    """Return the headed paragraphs under the totals, those with something to say."""
    asks = paper.kind.is_invoice and paper.kind is not PaperKind.CREDIT_NOTE
    written = {
        "correction": _correction(paper),
        "note": typeset(paper.note, paper.language).splitlines(),
        "vat": _vat(paper),
        "payment": _payment(paper) if asks else [],
        "terms": _terms(paper),
    }
    titles = {"correction": "return"} if paper.kind is PaperKind.RETURN_NOTE else {}
    return [
        {"title": say(paper.language, f"mention.heading_{titles.get(name, name)}"), "lines": lines}
        for name, lines in written.items()
        if lines
    ]


def boxes(paper: CommercialPaper) -> list[Tree]:
    """Return the places left for a hand: agreement, reservations, signature."""
    if paper.kind is PaperKind.QUOTE:
        hint = "agreement_hint" if paper.customer.is_professional else "consumer_agreement_hint"
        named = [("seller", "seller_hint"), ("agreement", hint)]
    elif paper.kind is PaperKind.DELIVERY_NOTE:
        named = [("reservations", "reservations_hint"), ("received", "received_hint")]
    elif paper.kind is PaperKind.RETURN_NOTE:
        named = [("returned", "returned_hint"), ("warehouse", "warehouse_hint")]
    else:
        named = []
    return [
        {
            "title": say(paper.language, f"box.{title}", name=paper.seller.name),
            "hint": say(paper.language, f"box.{hint}"),
        }
        for title, hint in named
    ]


def _correction(paper: CommercialPaper) -> list[str]:
    """Say which invoice is corrected and why (CGI, article 289, I-5: it must be named without doubt)."""
    language = paper.language
    name = "mention.replaces" if paper.kind is PaperKind.CORRECTIVE_INVOICE else "mention.corrects"
    lines = [
        say(language, name, number=each.number, day=wording.day(each.issued_on, language)) for each in paper.corrects
    ]
    if paper.reason:
        lines.append(say(language, "mention.reason", reason=typeset(paper.reason, language)))
    return lines


def _vat(paper: CommercialPaper) -> list[str]:
    """Say why no VAT is charged, with the article (CGI, annexe II, article 242 nonies A, I-12° and 13°)."""
    if not paper.kind.bears_prices:
        return []
    lines = [] if paper.regime.bears_vat else [say(paper.language, f"mention.regime_{paper.regime.value}")]
    if paper.vat_note:
        lines.append(typeset(paper.vat_note, paper.language))
    if paper.seller.pays_vat_on_debits and paper.kind.is_invoice:
        lines.append(say(paper.language, "mention.vat_on_debits"))
    return lines


def _payment(paper: CommercialPaper) -> list[str]:
    """Say when, where and under which reference to pay."""
    language, seller = paper.language, paper.seller
    if paper.is_settled:
        return [say(language, "mention.settled")]
    lines = []
    if paper.due_on is not None:
        lines.append(say(language, "mention.due_on", day=wording.day(paper.due_on, language)))
    if seller.iban:
        name = "mention.bank_bic" if seller.bic else "mention.bank"
        lines.append(say(language, name, iban=letterhead.iban(seller), bic=seller.bic))
    if paper.number:
        lines.append(say(language, "mention.payment_reference", number=paper.number))
    return lines


def _terms(paper: CommercialPaper) -> list[str]:
    """Return the agreed terms, then those that the law adds."""
    language = paper.language
    lines = []
    if paper.payment_terms and paper.kind.bears_prices and paper.kind is not PaperKind.CREDIT_NOTE:
        lines.append(say(language, "mention.payment_terms", terms=typeset(paper.payment_terms, language)))
    if paper.deposit.value and not paper.kind.is_invoice:
        asked = wording.money(paper.deposit.of(paper.totals.gross), language, paper.currency.code)
        lines.append(say(language, "mention.deposit", rate=wording.rate(paper.deposit, language), amount=asked))
    if paper.delivery_terms:
        lines.append(say(language, "mention.delivery_terms", terms=typeset(paper.delivery_terms, language)))
    return lines + _by_kind(paper)


def _by_kind(paper: CommercialPaper) -> list[str]:
    """Return the mentions of one kind of paper."""
    if paper.kind is PaperKind.CREDIT_NOTE:
        return _credit_note(paper)
    if paper.kind.is_invoice:
        return _invoice(paper)
    if paper.kind is PaperKind.QUOTE:
        return _quote(paper)
    if paper.kind is PaperKind.DELIVERY_NOTE:
        return _delivery_note(paper)
    name = {PaperKind.RETURN_NOTE: "return_check", PaperKind.SUPPLY_ORDER: "supply_check"}.get(
        paper.kind, "order_check"
    )
    return [say(paper.language, f"mention.{name}")]


def _credit_note(paper: CommercialPaper) -> list[str]:
    """Say what becomes of the credit; a business takes back the VAT that it had deducted."""
    lines = [say(paper.language, "mention.credit_use")]
    if paper.customer.is_professional and paper.regime.bears_vat:
        lines.append(say(paper.language, "mention.credit_vat"))
    return lines


def _quote(paper: CommercialPaper) -> list[str]:
    """Say how long the offer binds (Code civil, articles 1113 to 1117)."""
    lines = [say(paper.language, "mention.quote_free")]
    if paper.valid_until is not None:
        day = wording.day(paper.valid_until, paper.language)
        lines.insert(0, say(paper.language, "mention.quote_valid", day=day))
    return lines + _mediator(paper)


def _delivery_note(paper: CommercialPaper) -> list[str]:
    """Say what to do about damage, and what is still to come."""
    lines = [say(paper.language, "mention.carrier" if paper.customer.is_professional else "mention.consumer_parcel")]
    if any(line.remaining > 0 for line in paper.lines):
        lines.append(say(paper.language, "mention.backorder"))
    return lines


def _invoice(paper: CommercialPaper) -> list[str]:
    """Return an invoice's mentions: between professionals L441-9 and L441-10, to a consumer neither."""
    language = paper.language
    lines = [cash_discount(paper)] if paper.cash_discount.value else []
    if paper.kind is PaperKind.DEPOSIT_INVOICE:
        lines.append(say(language, "mention.deposit_use"))
    if paper.customer.is_professional:
        if not paper.cash_discount.value:
            lines.append(say(language, "mention.no_cash_discount"))
        if paper.late_rate is None:
            lines.append(say(language, "mention.late_by_law"))
        else:
            lines.append(say(language, "mention.late_at_rate", rate=wording.rate(paper.late_rate, language)))
        return [*lines, say(language, "mention.recovery_fee")]
    lines.append(say(language, "mention.consumer_late"))
    if paper.operation is not Operation.SERVICES:
        lines.append(say(language, "mention.consumer_warranty"))
    return lines + _mediator(paper)


def cash_discount(paper: CommercialPaper) -> str:
    """Say what is paid less by who pays early; VAT goes down with it (CGI, article 267, II-1°)."""
    due = paper.amount_due
    return say(
        paper.language,
        "mention.cash_discount" if paper.regime.bears_vat else "mention.cash_discount_untaxed",
        rate=wording.rate(paper.cash_discount, paper.language),
        days=str(paper.cash_discount_days),
        amount=wording.money(due - paper.cash_discount.of(due), paper.language, paper.currency.code),
    )


def _mediator(paper: CommercialPaper) -> list[str]:
    """Name the mediator to a consumer (Code de la consommation, L616-1)."""
    if paper.customer.is_professional or not paper.seller.mediator:
        return []
    return [say(paper.language, "mention.consumer_mediator", mediator=paper.seller.mediator)]
