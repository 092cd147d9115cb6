"""What the law makes a paper say, according to its kind and to who buys."""

from __future__ import annotations

from crm.kernel import wording
from crm.papers import letterhead
from crm.papers.cleaning import Tree, typeset
from crm.papers.phrases import say
from crm.papers.views import CommercialPaper, Operation, PaperKind


def sections(paper: CommercialPaper) -> list[Tree]:
    """Return the headed paragraphs under the totals, those with something to say."""
    written = {
        "note": typeset(paper.note, paper.language).splitlines(),
        "payment": _payment(paper) if paper.kind is PaperKind.INVOICE else [],
        "terms": _terms(paper),
    }
    return [
        {"title": say(paper.language, f"mention.heading_{name}"), "lines": lines}
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
    else:
        named = []
    return [
        {
            "title": say(paper.language, f"box.{title}", name=paper.seller.name),
            "hint": say(paper.language, f"box.{hint}"),
        }
        for title, hint in named
    ]


def _payment(paper: CommercialPaper) -> list[str]:
    """Say when, where and under which reference to pay."""
    language, seller = paper.language, paper.seller
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
    if paper.payment_terms and paper.kind.bears_prices:
        lines.append(say(language, "mention.payment_terms", terms=typeset(paper.payment_terms, language)))
    if paper.delivery_terms:
        lines.append(say(language, "mention.delivery_terms", terms=typeset(paper.delivery_terms, language)))
    if paper.vat_note and paper.kind.bears_prices:
        lines.append(typeset(paper.vat_note, language))
    return lines + _by_kind(paper)


def _by_kind(paper: CommercialPaper) -> list[str]:
    """Return the mentions of one kind of paper."""
    if paper.kind is PaperKind.INVOICE:
        return _invoice(paper)
    if paper.kind is PaperKind.QUOTE:
        return _quote(paper)
    if paper.kind is PaperKind.DELIVERY_NOTE:
        return _delivery_note(paper)
    return [say(paper.language, "mention.order_check")]


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
    lines = [say(language, "mention.vat_on_debits")] if paper.seller.pays_vat_on_debits else []
    if paper.customer.is_professional:
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


def _mediator(paper: CommercialPaper) -> list[str]:
    """Name the mediator to a consumer (Code de la consommation, L616-1)."""
    if paper.customer.is_professional or not paper.seller.mediator:
        return []
    return [say(paper.language, "mention.consumer_mediator", mediator=paper.seller.mediator)]
