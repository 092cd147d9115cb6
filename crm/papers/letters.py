"""A reminder turned into a letter: words in their order, the formal notice included."""

from __future__ import annotations

from crm.kernel import wording
from crm.papers import letterhead
from crm.papers.cleaning import Tree, shortened, tidied, typeset
from crm.papers.phrases import count, say
from crm.papers.views import FORMAL_NOTICE, ReminderLetter

FIRM = 2


def letter(reminder: ReminderLetter) -> dict[str, Tree]:
    """Return the words of a reminder."""
    language = reminder.language
    subject = say(language, f"letter.subject_{reminder.level}")
    return {
        "language": language,
        "title": shortened(f"{subject.capitalize()} — {reminder.customer.name}"),
        "author": shortened(reminder.seller.name),
        "page": say(language, "house.page", page="{page}", pages="{pages}"),
        "exercise": say(language, "house.exercise"),
        "legal": letterhead.legal_identity(reminder.seller, language),
        "seller": letterhead.sender(reminder.seller, language),
        "customer": letterhead.block(reminder.customer, "", language),
        "place": say(
            language,
            "letter.place_date",
            city=reminder.seller.address.city,
            day=wording.long_day(reminder.written_on, language),
        ),
        "registered": say(language, "letter.registered") if reminder.level == FORMAL_NOTICE else "",
        "reference": say(language, "letter.reference", reference=reminder.reference) if reminder.reference else "",
        "subject": say(language, "letter.object", subject=subject),
        "formal": reminder.level == FORMAL_NOTICE,
        "greeting": "" if reminder.text else say(language, "letter.greeting"),
        "opening": _written(reminder) if reminder.text else _opening(reminder),
        "items": _items(reminder),
        "sums": _sums(reminder),
        "paragraphs": _paragraphs(reminder),
        "signed_by": "" if reminder.text else typeset(reminder.signed_by, language),
        "signed_as": typeset(reminder.signed_as, language),
    }


def _asked(reminder: ReminderLetter, name: str) -> str:
    """Say a phrase with the sum asked for and the day by which it is due."""
    amount = wording.money(reminder.amount_due, reminder.language, reminder.currency.code)
    return say(reminder.language, name, amount=amount, day=wording.day(reminder.pay_by, reminder.language))


def _written(reminder: ReminderLetter) -> list[Tree]:
    """Return the paragraphs that a person wrote, blank lines between them; a signature keeps its own line."""
    paragraphs = (each.strip() for each in reminder.text.replace("\r\n", "\n").split("\n\n"))
    return [typeset(tidied(each), reminder.language) for each in paragraphs if each]


def _opening(reminder: ReminderLetter) -> list[Tree]:
    """Return the first paragraphs; earlier reminders are spoken of only if there were any."""
    bare = "_bare" if reminder.level >= FIRM and not reminder.earlier_on else ""
    paragraphs: list[Tree] = [_asked(reminder, f"letter.opening_{reminder.level}{bare}")]
    if reminder.earlier_on:
        days = ", ".join(wording.day(sent, reminder.language) for sent in reminder.earlier_on)
        paragraphs.append(say(reminder.language, "letter.earlier", days=days))
    return paragraphs


def _items(reminder: ReminderLetter) -> Tree:
    """Return the table of unpaid invoices."""
    language = reminder.language
    columns = (
        ("invoice", "left", "1fr"),
        ("issued", "left", "auto"),
        ("due", "left", "auto"),
        ("late", "right", "auto"),
        ("amount", "right", "auto"),
    )
    return {
        "columns": [[say(language, f"letter.{name}"), align, width] for name, align, width in columns],
        "rows": [
            [
                item.number,
                wording.day(item.issued_on, language),
                wording.day(item.due_on, language),
                count(language, "letter.days", item.days_late),
                wording.money(item.amount_due, language, reminder.currency.code),
            ]
            for item in reminder.items
        ],
    }


def _sums(reminder: ReminderLetter) -> Tree:
    """Return what is asked for, as (label, value)."""
    sums = [("principal", reminder.principal)]
    sums += [("late_fees", reminder.late_fees)] if reminder.late_fees else []
    sums += [("recovery_fee", reminder.recovery_fee)] if reminder.recovery_fee else []
    sums += [("total", reminder.amount_due)]
    language, code = reminder.language, reminder.currency.code
    return [[say(language, f"sum.{name}"), wording.money(value, language, code)] for name, value in sums]


def _paragraphs(reminder: ReminderLetter) -> list[Tree]:
    """Return what follows the table: fees, request, bank details, closing."""
    language, seller = reminder.language, reminder.seller
    lines: list[Tree] = [*_fees(reminder)]
    if not reminder.text:
        lines += [_asked(reminder, f"letter.request_{reminder.level}"), *_warning(reminder)]
    if seller.iban:
        name = "mention.bank_bic" if seller.bic else "mention.bank"
        lines.append(say(language, name, iban=letterhead.iban(seller), bic=seller.bic))
    return lines if reminder.text else [*lines, say(language, "letter.closing")]


def _fees(reminder: ReminderLetter) -> list[str]:
    """Say by which right fees are asked."""
    language = reminder.language
    if not (reminder.late_fees or reminder.recovery_fee):
        return []
    lines = [say(language, "letter.fees_law")]
    if reminder.late_rate is not None:
        lines.append(say(language, "letter.fees_at_rate", rate=wording.rate(reminder.late_rate, language)))
    return lines


def _warning(reminder: ReminderLetter) -> list[str]:
    """Announce fees to a professional, legal interest to a consumer (Code civil, 1231-6)."""
    if not reminder.customer.is_professional:
        return [say(reminder.language, "letter.consumer_interest")] if reminder.level == FORMAL_NOTICE else []
    if reminder.late_fees or reminder.recovery_fee or reminder.level < FIRM:
        return []
    return [say(reminder.language, "letter.fees_to_come")]
