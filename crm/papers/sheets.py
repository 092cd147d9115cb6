"""A commercial paper turned into words and places: all that its template needs, already written out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from crm.kernel import wording
from crm.kernel.money import NO_RATE
from crm.papers import letterhead
from crm.papers.cleaning import Tree, shortened, typeset
from crm.papers.mentions import boxes, sections
from crm.papers.phrases import say
from crm.papers.views import CommercialPaper, Language, PaperKind, PaperLine

Cell = Callable[[PaperLine, Language], Tree]


def sheet(paper: CommercialPaper) -> dict[str, Tree]:
    """Return the words of a quote, an order confirmation, a delivery note or an invoice."""
    language = paper.language
    name = say(language, f"{paper.kind}.title")
    number = paper.number or say(language, "house.draft")
    return {
        "language": language,
        "title": shortened(f"{name} {number} — {paper.seller.name}"),
        "author": shortened(paper.seller.name),
        "name": name,
        "number": number,
        "draft": not paper.number,
        "page": say(language, "house.page", page="{page}", pages="{pages}"),
        "exercise": say(language, "house.exercise"),
        "legal": letterhead.legal_identity(paper.seller, language),
        "seller": letterhead.sender(paper.seller, language),
        "customer": letterhead.block(paper.customer, say(language, "party.customer"), language),
        "delivery": _delivery(paper),
        "facts": _facts(paper),
        "intro": say(language, f"{paper.kind}.intro"),
        "lines": _lines(paper),
        "taxes": _taxes(paper) if paper.kind.bears_prices else None,
        "sums": _sums(paper) if paper.kind.bears_prices else None,
        "sections": sections(paper),
        "boxes": boxes(paper),
    }


def _delivery(paper: CommercialPaper) -> Tree:
    """Return the delivery address if it is another one; a delivery note always shows one."""
    address = paper.delivery_address
    if address is None and paper.kind is PaperKind.DELIVERY_NOTE:
        address = paper.customer.address
    if address is None or (address == paper.customer.address and paper.kind.bears_prices):
        return None
    label = say(paper.language, "party.deliver_to")
    name = address.name or paper.customer.name
    return {"label": label, "name": name, "lines": letterhead.address_lines(address)}


def _facts(paper: CommercialPaper) -> list[Tree]:
    """Return the (label, value) pairs above the lines."""
    invoice, customer = paper.kind is PaperKind.INVOICE, paper.customer
    facts = (
        ("issued_on", _day(paper.issued_on, paper.language)),
        ("valid_until", _day(paper.valid_until, paper.language) if paper.kind is PaperKind.QUOTE else ""),
        ("due_on", _day(paper.due_on, paper.language) if invoice else ""),
        ("promised_on", _day(paper.promised_on, paper.language)),
        ("delivered_on", _day(paper.delivered_on, paper.language)),
        ("customer_reference", paper.customer_reference),
        ("quote", paper.quote_number),
        ("order", paper.order_number),
        ("delivery_note", paper.delivery_note_number),
        ("followed_by", paper.followed_by),
        ("operation", say(paper.language, f"operation.{paper.operation}") if invoice else ""),
        ("customer_siren", letterhead.siren(customer) if customer.is_professional else ""),
        ("customer_vat", customer.vat_number if customer.is_professional and paper.kind.bears_prices else ""),
    )
    return [[say(paper.language, f"fact.{name}"), value] for name, value in facts if value]


def _day(value: date | None, language: Language) -> str:
    """Write a date that may be missing."""
    return "" if value is None else wording.day(value, language)


def _quantity(line: PaperLine, language: Language) -> str:
    """Write a quantity with its unit."""
    return wording.counted(line.quantity, line.unit, language)


PRICED: tuple[tuple[str, str, Cell], ...] = (
    ("quantity", "right", _quantity),
    ("unit_price", "right", lambda line, language: wording.money(line.unit_price, language)),
    ("discount", "right", lambda line, language: wording.rate(line.discount, language) if line.discount.value else ""),
    ("vat", "right", lambda line, language: wording.rate(line.vat_rate, language)),
    ("net", "right", lambda line, language: wording.money(line.net, language)),
)
COUNTED: tuple[tuple[str, str, Cell], ...] = (
    ("ordered", "right", lambda line, language: wording.number(line.quantity + line.remaining, language)),
    ("delivered", "right", _quantity),
    ("remaining", "right", lambda line, language: wording.number(line.remaining, language)),
    ("checked", "center", lambda _line, _language: "☐"),
)


def _label(line: PaperLine, language: Language) -> Tree:
    """Return what is sold, in two parts."""
    return {"label": typeset(line.label, language), "detail": typeset(line.detail, language)}


def _lines(paper: CommercialPaper) -> Tree:
    """Return the table of lines; columns in which nothing would stand are left out."""
    described: tuple[tuple[str, str, Cell], ...] = (
        ("reference", "left", lambda line, _: line.reference),
        ("label", "left", _label),
    )
    empty = {
        name
        for name, used in (
            ("reference", any(line.reference for line in paper.lines)),
            ("discount", any(line.discount != NO_RATE for line in paper.lines)),
        )
        if not used
    }
    columns = [
        column for column in described + (PRICED if paper.kind.bears_prices else COUNTED) if column[0] not in empty
    ]
    return {
        "columns": [
            [say(paper.language, f"column.{name}"), align, "1fr" if name == "label" else "auto"]
            for name, align, _ in columns
        ],
        "rows": [[cell(line, paper.language) for _, _, cell in columns] for line in paper.lines],
    }


def _taxes(paper: CommercialPaper) -> Tree:
    """Return the VAT table: rate, base, amount."""
    language = paper.language
    return {
        "columns": [[say(language, f"column.{name}"), "right", "auto"] for name in ("rate", "base", "vat_amount")],
        "rows": [
            [wording.rate(taxed.rate, language), wording.money(taxed.net, language), wording.money(taxed.vat, language)]
            for taxed in paper.totals.by_rate
        ],
    }


def _sums(paper: CommercialPaper) -> Tree:
    """Return the totals as (label, value); the last one is what is asked for."""
    totals = paper.totals
    sums = [("net", totals.net), ("vat", totals.vat), ("gross", totals.gross)]
    if paper.already_paid:
        sums += [("paid", -paper.already_paid)]
    if paper.already_paid or paper.kind is PaperKind.INVOICE:
        sums += [("due", paper.amount_due)]
    return [[say(paper.language, f"sum.{name}"), wording.money(value, paper.language)] for name, value in sums]
