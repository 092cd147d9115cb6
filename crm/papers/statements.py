"""A statement of account turned into a paper: what a customer was asked for, what it paid, what remains."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from crm.kernel import wording
from crm.kernel.money import ZERO, Money
from crm.papers import letterhead
from crm.papers.cleaning import Tree, shortened, typeset
from crm.papers.phrases import say
from crm.papers.views import Language, Party


@dataclass(frozen=True, kw_only=True)
class StatementRow:
    """A movement of the account: `kind` is a word of the phrases, `amount` what is asked (+) or was given (-)."""

    on: date
    kind: str
    number: str
    amount: Money
    balance: Money
    due_on: date | None = None
    letter: str = ""


@dataclass(frozen=True, kw_only=True)
class AccountStatement:
    """A customer's account from one day to another, in euros; a closing balance above zero is to be paid."""

    seller: Party
    customer: Party
    first: date
    last: date
    opening: Money
    closing: Money
    overdue: Money
    rows: tuple[StatementRow, ...]
    language: Language = "fr"


def statement_sheet(statement: AccountStatement) -> dict[str, Tree]:
    """Return the words of a statement of account."""
    language, seller = statement.language, statement.seller
    title = say(language, "statement.title")
    return {
        "language": language,
        "title": shortened(f"{title} — {statement.customer.name}"),
        "author": shortened(seller.name),
        "page": say(language, "house.page", page="{page}", pages="{pages}"),
        "exercise": say(language, "house.exercise"),
        "legal": letterhead.legal_identity(seller, language),
        "seller": letterhead.sender(seller, language),
        "customer": letterhead.block(statement.customer, "", language),
        "heading": title,
        "period": say(
            language,
            "statement.period",
            first=wording.long_day(statement.first, language),
            last=wording.long_day(statement.last, language),
        ),
        "rows": _rows(statement),
        "sums": _sums(statement),
        "paragraphs": _paragraphs(statement),
    }


def _rows(statement: AccountStatement) -> Tree:
    """Return the table of movements."""
    language = statement.language
    columns = (
        ("date", "left", "auto"),
        ("document", "left", "1fr"),
        ("due", "left", "auto"),
        ("debit", "right", "auto"),
        ("credit", "right", "auto"),
        ("balance", "right", "auto"),
        ("letter", "center", "auto"),
    )
    opening = [wording.day(statement.first, language), say(language, "statement.opening"), "", "", ""]
    rows: list[Tree] = [[*opening, wording.money(statement.opening, language), ""]]
    rows += [_row(row, language) for row in statement.rows]
    return {
        "columns": [[say(language, f"statement.column_{name}"), align, width] for name, align, width in columns],
        "rows": rows,
    }


def _row(row: StatementRow, language: Language) -> Tree:
    """Return a movement as cells."""
    named = say(language, f"statement.{row.kind}")
    return [
        wording.day(row.on, language),
        {"label": named, "detail": typeset(row.number, language), "plain": True},
        wording.day(row.due_on, language) if row.due_on else "",
        wording.money(row.amount, language) if row.amount >= ZERO else "",
        wording.money(-row.amount, language) if row.amount < ZERO else "",
        wording.money(row.balance, language),
        row.letter,
    ]


def _sums(statement: AccountStatement) -> Tree:
    """Return what is due, and what of it is late."""
    language, closing = statement.language, statement.closing
    owed = say(language, "statement.closing" if closing >= ZERO else "statement.in_your_favour")
    last = [owed, wording.money(closing if closing >= ZERO else -closing, language)]
    late = [say(language, "statement.overdue"), wording.money(statement.overdue, language)]
    return [late, last] if statement.overdue > ZERO else [last]


def _paragraphs(statement: AccountStatement) -> list[Tree]:
    """Return the request, the bank details, how letters read."""
    language, seller = statement.language, statement.seller
    lines: list[Tree] = [say(language, "statement.request" if statement.closing > ZERO else "statement.no_request")]
    if seller.iban and statement.closing > ZERO:
        name = "mention.bank_bic" if seller.bic else "mention.bank"
        lines.append(say(language, name, iban=letterhead.iban(seller), bic=seller.bic))
    return [*lines, say(language, "statement.letters")]
