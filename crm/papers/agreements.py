"""What was agreed on the phone, turned into a letter: a promise confirmed, a payment plan to be signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from crm.kernel import wording
from crm.kernel.currency import Currency
from crm.kernel.money import ZERO, Money
from crm.papers import letterhead
from crm.papers.cleaning import Tree, shortened, typeset
from crm.papers.phrases import say
from crm.papers.views import Language, Party


@dataclass(frozen=True, kw_only=True)
class AgreementLetter:
    """A letter about how an unpaid invoice will be paid: `payments` are (day, sum), in their order.

    `asks_for_signature` makes it a payment plan, which the customer signs;
    without it one promise is confirmed, given by `said_by` if one knows. `due`
    is what was open on the day of the letter, the due date being `due_on`.
    """

    written_on: date
    seller: Party
    customer: Party
    number: str
    issued_on: date
    due_on: date
    due: Money
    payments: tuple[tuple[date, Money], ...]
    asks_for_signature: bool = False
    said_by: str = ""
    signed_by: str = ""
    language: Language = "fr"
    currency: Currency = Currency.EUR

    def __post_init__(self) -> None:
        """Refuse an agreement to pay nothing."""
        if not self.payments:
            raise ValueError(self.payments)

    @property
    def agreed(self) -> Money:
        """All that is to be paid by the agreement."""
        return sum((amount for _, amount in self.payments), ZERO)

    @property
    def sort(self) -> str:
        """Which of the phrases it takes."""
        return "plan" if self.asks_for_signature else "promise"


def agreement(letter: AgreementLetter) -> dict[str, Tree]:
    """Return the words of a letter about an agreement."""
    language = letter.language
    subject = say(language, f"agreement.subject_{letter.sort}", number=letter.number)
    return {
        "language": language,
        "title": shortened(f"{subject.capitalize()} — {letter.customer.name}"),
        "author": shortened(letter.seller.name),
        "page": say(language, "house.page", page="{page}", pages="{pages}"),
        "exercise": say(language, "house.exercise"),
        "legal": letterhead.legal_identity(letter.seller, language),
        "seller": letterhead.sender(letter.seller, language),
        "customer": letterhead.block(letter.customer, "", language),
        "place": say(
            language,
            "letter.place_date",
            city=letter.seller.address.city,
            day=wording.long_day(letter.written_on, language),
        ),
        "registered": "",
        "reference": say(language, "letter.reference", reference=letter.number),
        "subject": say(language, "letter.object", subject=subject),
        "formal": False,
        "greeting": say(language, "letter.greeting"),
        "opening": _opening(letter),
        "items": _payments(letter),
        "sums": [[say(language, "agreement.total"), _money(letter, letter.agreed)]],
        "paragraphs": _paragraphs(letter),
        "signed_by": typeset(letter.signed_by, language),
        "signed_as": "",
        "boxes": _boxes(letter),
    }


def _money(letter: AgreementLetter, amount: Money) -> str:
    """Write a sum of this letter."""
    return wording.money(amount, letter.language, letter.currency.code)


def _opening(letter: AgreementLetter) -> list[Tree]:
    """Say what is open and what was agreed."""
    language = letter.language
    said = " " + say(language, "agreement.said_by", name=letter.said_by) if letter.said_by else ""
    opening = say(
        language,
        f"agreement.opening_{letter.sort}",
        number=letter.number,
        issued=wording.day(letter.issued_on, language),
        due=wording.day(letter.due_on, language),
        amount=_money(letter, letter.due),
        said=said,
    )
    return [typeset(opening, language)]


def _payments(letter: AgreementLetter) -> Tree:
    """Return the table of what will be paid and when."""
    language = letter.language
    columns = (("rank", "left", "auto"), ("day", "left", "1fr"), ("amount", "right", "auto"))
    return {
        "columns": [[say(language, f"agreement.{name}"), align, width] for name, align, width in columns],
        "rows": [
            [str(rank), wording.long_day(on, language), _money(letter, amount)]
            for rank, (on, amount) in enumerate(letter.payments, start=1)
        ],
    }


def _paragraphs(letter: AgreementLetter) -> list[Tree]:
    """Return what follows the table: what becomes of the chase, what happens otherwise, bank details, closing."""
    language, seller = letter.language, letter.seller
    lines: list[Tree] = [say(language, f"agreement.meanwhile_{letter.sort}")]
    lines.append(say(language, f"agreement.otherwise_{letter.sort}"))
    if letter.asks_for_signature:
        lines.append(say(language, "agreement.acknowledges"))
    if seller.iban:
        name = "mention.bank_bic" if seller.bic else "mention.bank"
        lines.append(say(language, name, iban=letterhead.iban(seller), bic=seller.bic))
    return [*lines, say(language, "letter.closing")]


def _boxes(letter: AgreementLetter) -> Tree:
    """Return the places to sign, for a plan."""
    if not letter.asks_for_signature:
        return []
    language = letter.language
    return [
        {"title": say(language, "agreement.customer_signs"), "hint": say(language, "agreement.customer_hint")},
        {"title": letter.seller.name, "hint": say(language, "agreement.seller_hint")},
    ]
