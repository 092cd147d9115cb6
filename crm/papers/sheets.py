"""A commercial paper turned into words and places: all that its template needs, already written out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from crm.kernel import wording
from crm.kernel.currency import Currency, in_euros
from crm.kernel.money import NO_RATE, Money
from crm.papers import letterhead
from crm.papers.cleaning import Tree, shortened, typeset
from crm.papers.mentions import boxes, sections
from crm.papers.phrases import in_words, say
from crm.papers.views import CommercialPaper, Language, PaperKind, PaperLine

Cell = Callable[[PaperLine, CommercialPaper], Tree]


def sheet(paper: CommercialPaper) -> dict[str, Tree]:
    """Return the words of a commercial paper: a quote, an order, a delivery note, an invoice, a credit note."""
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
        "customer": letterhead.block(paper.customer, say(language, _addressee(paper)), language),
        "delivery": _delivery(paper),
        "facts": _facts(paper),
        "intro": say(language, f"{paper.kind}.intro"),
        "lines": _lines(paper),
        "taxes": _taxes(paper) if paper.kind.bears_prices else None,
        "sums": _sums(paper) if paper.kind.bears_prices else None,
        "sections": sections(paper),
        "boxes": boxes(paper),
    }


def _addressee(paper: CommercialPaper) -> str:
    """Return the name of the party to whom the paper goes."""
    return "party.supplier" if paper.kind is PaperKind.SUPPLY_ORDER else "party.customer"


def _delivery(paper: CommercialPaper) -> Tree:
    """Return the delivery address if it is another one; a delivery note always shows one."""
    address = paper.delivery_address
    if address is None and paper.kind is PaperKind.DELIVERY_NOTE:
        address = paper.customer.address
    if address is None or (address == paper.customer.address and paper.kind.bears_prices):
        return None
    label = say(paper.language, "party.deliver_to")
    name = address.name or paper.customer.name
    return {"label": label, "name": name, "lines": letterhead.address_lines(address, paper.language)}


def _facts(paper: CommercialPaper) -> list[Tree]:
    """Return the (label, value) pairs above the lines."""
    language, invoice, customer = paper.language, paper.kind.is_invoice, paper.customer
    asks = invoice and paper.kind is not PaperKind.CREDIT_NOTE
    buys = paper.kind is PaperKind.SUPPLY_ORDER  # Whom we buy from stands where a customer does.
    party = "supplier" if buys else "customer"
    facts = (
        ("issued_on", _day(paper.issued_on, language)),
        ("valid_until", _day(paper.valid_until, language) if paper.kind is PaperKind.QUOTE else ""),
        ("due_on", _day(paper.due_on, language) if asks else ""),
        ("wanted_on" if buys else "promised_on", _day(paper.promised_on, language)),
        ("delivered_on", _day(paper.delivered_on, language)),
        ("period", _period(paper)),
        ("corrects", ", ".join(each.number for each in paper.corrects)),
        ("customer_reference", paper.customer_reference),
        ("quote", paper.quote_number),
        ("order", paper.order_number),
        ("delivery_note", paper.delivery_note_number),
        ("incoterm", _incoterm(paper)),
        ("carrier", paper.carrier),
        ("currency", _currency(paper) if paper.kind.bears_prices else ""),
        ("followed_by", paper.followed_by),
        ("operation", say(language, f"operation.{paper.operation}") if invoice else ""),
        (f"{party}_siren", letterhead.siren(customer) if customer.is_professional else ""),
        (f"{party}_vat", customer.vat_number if customer.is_professional and paper.kind.bears_prices else ""),
    )
    return [[say(language, f"fact.{name}"), value] for name, value in facts if value]


def _period(paper: CommercialPaper) -> str:
    """Write the days that a summary invoice covers."""
    if paper.period is None:
        return ""
    first, last = (wording.day(day, paper.language) for day in paper.period)
    if paper.period[0].replace(day=1) == paper.period[1].replace(day=1):
        first = first.split()[0]
    return say(paper.language, "fact.period_days", first=first, last=last)


def _incoterm(paper: CommercialPaper) -> str:
    """Write the rule with its named place: where the goods go if the seller carries them, else where they leave."""
    if paper.incoterm is None:
        return ""
    there, from_here = paper.delivery_address or paper.customer.address, paper.seller.address
    if paper.kind is PaperKind.SUPPLY_ORDER:  # Here the customer's place on the paper is that of whoever sells.
        from_here = paper.customer.address
    place = there if paper.incoterm.seller_pays_carriage else from_here
    return f"{paper.incoterm.code} {place.city or paper.customer.address.city}".strip()


def _currency(paper: CommercialPaper) -> str:
    """Write another currency than the euro, with its rate."""
    if paper.currency is Currency.EUR:
        return ""
    worth = wording.exchange(paper.exchange_ppm, paper.language)
    return say(paper.language, "fact.exchange", code=paper.currency.code, worth=worth)


def _day(value: date | None, language: Language) -> str:
    """Write a date that may be missing."""
    return "" if value is None else wording.day(value, language)


def _money(amount: Money, paper: CommercialPaper) -> str:
    """Write a sum in the paper's currency."""
    return wording.money(amount, paper.language, paper.currency.code)


def _quantity(line: PaperLine, paper: CommercialPaper) -> str:
    """Write a quantity with its unit, in the paper's language where the unit is one of the trade's."""
    unit = in_words(paper.language, line.unit, line.quantity)
    if unit is None:
        return wording.counted(line.quantity, line.unit, paper.language)
    return f"{wording.number(line.quantity, paper.language)} {unit}"


def _label(line: PaperLine, paper: CommercialPaper) -> Tree:
    """Return what is sold, in two parts."""
    return {"label": typeset(line.label, paper.language), "detail": typeset(line.detail, paper.language)}


PRICED: tuple[tuple[str, str, Cell], ...] = (
    ("quantity", "right", _quantity),
    ("unit_price", "right", lambda line, paper: _money(line.unit_price, paper)),
    (
        "discount",
        "right",
        lambda line, paper: wording.rate(line.discount, paper.language) if line.discount.value else "",
    ),
    ("vat", "right", lambda line, paper: wording.rate(line.vat_rate, paper.language)),
    ("net", "right", lambda line, paper: _money(line.net, paper)),
)
COUNTED: tuple[tuple[str, str, Cell], ...] = (
    ("ordered", "right", lambda line, paper: wording.number(line.quantity + line.remaining, paper.language)),
    ("delivered", "right", _quantity),
    ("remaining", "right", lambda line, paper: wording.number(line.remaining, paper.language)),
    ("checked", "center", lambda _line, _paper: "☐"),
)
RETURNED: tuple[tuple[str, str, Cell], ...] = (
    ("returned", "right", _quantity),
    ("checked", "center", lambda _line, _paper: "☐"),
)


def _lines(paper: CommercialPaper) -> Tree:
    """Return the table of lines; columns in which nothing would stand are left out."""
    described: tuple[tuple[str, str, Cell], ...] = (
        ("reference", "left", lambda line, _paper: line.reference),
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
    counted = RETURNED if paper.kind is PaperKind.RETURN_NOTE else COUNTED
    columns = [
        column for column in described + (PRICED if paper.kind.bears_prices else counted) if column[0] not in empty
    ]
    return {
        "columns": [
            [say(paper.language, f"column.{name}"), align, "1fr" if name == "label" else "auto"]
            for name, align, _ in columns
        ],
        "rows": [[cell(line, paper) for _, _, cell in columns] for line in paper.lines],
    }


def _taxes(paper: CommercialPaper) -> Tree:
    """Return the VAT table: rate, base, amount."""
    language = paper.language
    return {
        "columns": [[say(language, f"column.{name}"), "right", "auto"] for name in ("rate", "base", "vat_amount")],
        "rows": [
            [wording.rate(taxed.rate, language), _money(taxed.net, paper), _money(taxed.vat, paper)]
            for taxed in paper.totals.by_rate
        ],
    }


def _sums(paper: CommercialPaper) -> Tree:
    """Return the totals as (label, value); the last one is what is asked for.

    In another currency the VAT is told in euros too (directive 2006/112/EC, article 230).
    """
    language, totals = paper.language, paper.totals
    sums = [("net", totals.net), ("vat", totals.vat), ("gross", totals.gross)]
    rows = _discounted(paper) + [[say(language, f"sum.{name}"), _money(value, paper)] for name, value in sums]
    if paper.currency is not Currency.EUR:
        in_home = wording.money(in_euros(totals.vat, paper.exchange_ppm), language)
        rows.insert(-1, [say(language, "sum.vat_in_euros"), in_home])
    for taken in paper.deposits:
        day = wording.day(taken.issued_on, language)
        rows.append([say(language, "sum.deposit", number=taken.number, day=day), _money(-taken.amount, paper)])
    if paper.already_paid:
        rows.append([say(language, "sum.paid"), _money(-paper.already_paid, paper)])
    if len(paper.deposits) or paper.already_paid or paper.kind.is_invoice:
        owed = "sum.credit" if paper.kind is PaperKind.CREDIT_NOTE else "sum.due"
        rows.append([say(language, owed), _money(paper.amount_due, paper)])
    return list(rows)


def _discounted(paper: CommercialPaper) -> list[list[str]]:
    """Return the sum of the lines and what is taken off the whole, if anything is."""
    if not paper.discount.value:
        return []
    language, totals = paper.language, paper.totals
    rate = wording.rate(paper.discount, language)
    return [
        [say(language, "sum.lines"), _money(totals.lines_net, paper)],
        [say(language, "sum.discount", rate=rate), _money(-totals.discount, paper)],
    ]
