"""An invoice's paper as the terms of the European model: the same sums, words and dates as are printed."""

from __future__ import annotations

from decimal import Decimal

from crm.kernel import wording
from crm.kernel.currency import Currency, in_euros
from crm.kernel.money import Money, Rate, total
from crm.kernel.tax import HOME
from crm.papers.cii_parties import buyer_terms, country_code, delivery_terms, one_line, plain_text, seller_terms
from crm.papers.cii_xml import Fields, Terms
from crm.papers.cleaning import typeset
from crm.papers.mentions import cash_discount
from crm.papers.phrases import say
from crm.papers.views import CommercialPaper, Named, Operation, PaperKind, PaperLine

PROFILE = "urn:cen.eu:en16931:2017"
CREDIT_TRANSFER, UNDEFINED_MEANS = "30", "1"
ON_DEBITS = "5"
DISCOUNT = "95"
# UN/ECE recommendation 20 (and 21 with an X before, for packages); one piece for all that has no code of its own.
UNITS = {
    "h": "HUR",
    "heure": "HUR",
    "jour": "DAY",
    "mois": "MON",
    "an": "ANN",
    "kg": "KGM",
    "g": "GRM",
    "l": "LTR",
    "m": "MTR",
    "m²": "MTK",
    "km": "KMT",
    "forfait": "LS",
    "lot": "SET",
    "ramette": "RM",
    "carton": "XCT",
    "boîte": "XBX",
    "paquet": "XPK",
    "palette": "XPX",
}
PIECE = "C62"


def fields_of(paper: CommercialPaper) -> Fields:
    """Return the terms of an invoice or credit note by their EN 16931 codes; dates are ISO 8601, sums have a point.

    Sums are those of `paper.totals`: VAT per category and rate on the sum of
    the bases (BR-S-08, BR-CO-17), a discount on the whole as one allowance per
    rate (BG-20). A credit note's sums are positive (type 381). What is no
    invoice is a ValueError.
    """
    if not paper.kind.is_invoice:
        raise ValueError(paper.kind)
    terms = (
        _document(paper)
        | seller_terms(paper)
        | buyer_terms(paper)
        | delivery_terms(paper)
        | _payment(paper)
        | _sums(paper)
    )
    found: Fields = dict(_told(terms))
    groups = {
        "BG-1": _notes(paper),
        "BG-25": [_line(paper, line, rank) for rank, line in enumerate(paper.lines, start=1)],
        "BG-23": _taxes(paper),
        "BG-20": _allowances(paper),
        "BG-3": [{"BT-25": each.number, "BT-26": each.issued_on.isoformat()} for each in _origins(paper)],
    }
    return found | {code: [_told(each) for each in terms] for code, terms in groups.items() if terms}


def _origins(paper: CommercialPaper) -> tuple[Named, ...]:
    """Return the invoices that a paper goes back to; a corrective one names the one it replaces alone (BR-FR-CO-04).

    Its deposits are those that the replaced one names.
    """
    alone = paper.kind is PaperKind.CORRECTIVE_INVOICE
    return paper.corrects if alone else (*paper.corrects, *paper.deposits)


def _told(terms: Terms) -> Terms:
    """Return the terms that say something."""
    return {code: said for code, said in terms.items() if said}


def is_domestic_business(paper: CommercialPaper) -> bool:
    """Tell whether an invoice goes through the platforms: between businesses in France (CGI, article 289 bis)."""
    return paper.customer.is_professional and country_code(paper.customer.address) == HOME


def amount(sum_: Money) -> str:
    """Write a sum for a machine: 1234.50."""
    return f"{sum_.euros:f}"


def percent(rate: Rate) -> str:
    """Write a rate for a machine: 5.50."""
    return f"{rate.as_percent:f}"


def _document(paper: CommercialPaper) -> Terms:
    """Return what names the document."""
    first, last = paper.period or (None, None)
    return {
        "BT-23": _process(paper),
        "BT-24": PROFILE,
        "BT-1": paper.number,
        "BT-2": paper.issued_on.isoformat(),
        "BT-3": paper.kind.invoice_type,
        "BT-5": paper.currency.code,
        "BT-6": "" if paper.currency is Currency.EUR else Currency.EUR.code,
        "BT-13": one_line(paper.customer_reference),
        "BT-14": paper.order_number,
        "BT-16": one_line(paper.delivery_note_number),
        "BT-73": first.isoformat() if first else "",
        "BT-74": last.isoformat() if last else "",
    }


def _process(paper: CommercialPaper) -> str:
    """Return the business process (BT-23): what is sold, then 1 plain, 2 already paid, 4 final after a deposit."""
    letter = {Operation.GOODS: "B", Operation.SERVICES: "S", Operation.MIXED: "M"}[paper.operation]
    if paper.is_settled and not paper.amount_due:
        return letter + "2"
    return letter + ("4" if paper.deposits else "1")


def _notes(paper: CommercialPaper) -> list[Terms]:
    """Return the notes: between businesses the three that French law wants, then who the document is for (BAR)."""
    notes = [("BAR", _audience(paper))]
    if paper.customer.is_professional:
        notes = [*_business_notes(paper), *notes]
    if paper.reason:
        notes.insert(0, ("AAI", typeset(paper.reason, paper.language)))
    return [{"BT-22": plain_text(said), "BT-21": code} for code, said in notes]


def _business_notes(paper: CommercialPaper) -> list[tuple[str, str]]:
    """Return recovery fee (PMT), late fees (PMD), cash discount (AAB); a credit note asks for none, and says so."""
    language = paper.language
    if paper.kind is PaperKind.CREDIT_NOTE:
        return [(code, say(language, "einvoice.not_for_credit")) for code in ("PMT", "PMD", "AAB")]
    if paper.late_rate is None:
        late = say(language, "mention.late_by_law")
    else:
        late = say(language, "mention.late_at_rate", rate=wording.rate(paper.late_rate, language))
    early = cash_discount(paper) if paper.cash_discount.value else say(language, "mention.no_cash_discount")
    return [("PMT", say(language, "mention.recovery_fee")), ("PMD", late), ("AAB", early)]


def _audience(paper: CommercialPaper) -> str:
    """Return who the document is for, as the platforms sort it."""
    if not paper.customer.is_professional:
        return "B2C"
    return "B2B" if is_domestic_business(paper) else "B2BINT"


def _payment(paper: CommercialPaper) -> Terms:
    """Return when and how to pay; a credit note says instead what becomes of the credit."""
    if paper.kind is PaperKind.CREDIT_NOTE:
        return {"BT-20": plain_text(say(paper.language, "mention.credit_use"))}
    seller = paper.seller
    return {
        "BT-9": paper.due_on.isoformat() if paper.due_on else "",
        "BT-20": plain_text(typeset(paper.payment_terms, paper.language)),
        "BT-81": CREDIT_TRANSFER if seller.iban else UNDEFINED_MEANS,
        "BT-83": paper.number,
        "BT-84": seller.iban,
        "BT-86": seller.bic if seller.iban else "",
    }


def _sums(paper: CommercialPaper) -> Terms:
    """Return the totals; in another currency the VAT in euros too (BT-111)."""
    totals, paid = paper.totals, paper.already_paid + paper.prepaid
    foreign = paper.currency is not Currency.EUR
    return {
        "BT-106": amount(totals.lines_net),
        "BT-107": amount(totals.discount) if totals.discount else "",
        "BT-109": amount(totals.net),
        "BT-110": amount(totals.vat),
        "BT-111": amount(in_euros(totals.vat, paper.exchange_ppm)) if foreign else "",
        "BT-112": amount(totals.gross),
        "BT-113": amount(paid) if paid else "",
        "BT-115": amount(paper.amount_due),
    }


def _taxes(paper: CommercialPaper) -> list[Terms]:
    """Return the VAT per category and rate, with why there is none (BT-120, BT-121)."""
    why = (
        {} if paper.regime.bears_vat else {"BT-120": plain_text(say(paper.language, f"mention.regime_{paper.regime}"))}
    )
    return [
        {
            "BT-116": amount(taxed.net),
            "BT-117": amount(taxed.vat),
            "BT-118": _category(paper, taxed.rate),
            "BT-119": percent(taxed.rate),
            "BT-121": paper.regime.exemption_code,
            "BT-8": ON_DEBITS if paper.seller.pays_vat_on_debits and paper.regime.bears_vat else "",
        }
        | why
        for taxed in paper.totals.by_rate
    ]


def _allowances(paper: CommercialPaper) -> list[Terms]:
    """Return the discount on the whole, shared out among the rates."""
    found = []
    for taxed in paper.totals.by_rate:
        base = total(line.net for line in paper.lines if line.vat_rate == taxed.rate)
        if off := base - taxed.net:
            found.append(
                {
                    "BT-92": amount(off),
                    "BT-93": amount(base),
                    "BT-94": percent(paper.discount),
                    "BT-95": _category(paper, taxed.rate),
                    "BT-96": percent(taxed.rate),
                    "BT-97": say(paper.language, "einvoice.discount"),
                    "BT-98": DISCOUNT,
                }
            )
    return found


def _line(paper: CommercialPaper, line: PaperLine, rank: int) -> Terms:
    """Return a line; its discount is an allowance (BG-27), so that the price stays the one that is printed."""
    before = line.unit_price.times(line.quantity)
    found = {
        "BT-126": str(rank),
        "BT-127": plain_text(line.detail),
        "BT-155": one_line(line.reference),
        "BT-153": one_line(line.label) or one_line(line.reference) or "—",
        "BT-146": amount(line.unit_price),
        "BT-129": quantity(line.quantity),
        "BT-130": UNITS.get(line.unit.strip().lower(), PIECE),
        "BT-151": _category(paper, line.vat_rate),
        "BT-152": percent(line.vat_rate),
        "BT-131": amount(line.net),
    }
    if off := before - line.net:
        found |= {
            "BT-136-0": "false",
            "BT-136": amount(off),
            "BT-137": amount(before),
            "BT-138": percent(line.discount),
            "BT-139": say(paper.language, "einvoice.line_discount"),
            "BT-140": DISCOUNT,
        }
    return found


def quantity(value: Decimal) -> str:
    """Write a quantity for a machine: no exponent, no zeros at the end."""
    said = f"{value:f}"
    return said.rstrip("0").rstrip(".") if "." in said else said


def _category(paper: CommercialPaper, rate: Rate) -> str:
    """Return the VAT category: that of the regime; at home a rate of nothing is zero-rated (Z)."""
    return paper.regime.category if rate.value or not paper.regime.bears_vat else "Z"
