"""What can be done with the bank's statements: imported, their lines matched, set aside."""

from __future__ import annotations

from collections.abc import Sequence

from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.billing.banking import queries, rules
from crm.billing.banking.models import BankLine, BankStatement, LineState
from crm.billing.banking.queries import Suggestion
from crm.billing.banking.rules import StatementLine
from crm.billing.payments.models import Method, Payment, PaymentState, Share
from crm.billing.payments.use_cases import bounce_payment, receive_money, record_payment
from crm.kernel import wording
from crm.kernel.actor import Actor, ActorKind
from crm.kernel.errors import N_, Refused
from crm.prospecting.companies.models import Company


class UnreadableStatement(Refused):
    """A statement is taken whole or not at all."""

    message = N_("Ce relevé ne peut pas être lu (ligne %(line)d) : rien n’a été importé.")
    field = "file"


class SameStatement(Refused):
    """A statement is imported once."""

    message = N_("Ce relevé a déjà été importé le %(day)s sous le nom « %(name)s ».")
    field = "file"


class NothingNew(Refused):
    """All of it came with statements before."""

    message = N_("Toutes les opérations de ce relevé sont déjà importées.")
    field = "file"


class AlreadyMatched(Refused):
    """A line is one movement: it is said once what it is."""

    message = N_("Cette ligne est déjà rapprochée ou écartée.")


class NobodysMoney(Refused):
    """Money in the books belongs to a customer's account."""

    message = N_("Dites de quel client vient cette somme.")
    field = "company"


class AnotherAmount(Refused):
    """A movement of the bank is the payment that has its amount."""

    message = N_("Ce règlement n’a pas le montant de la ligne.")


def import_statement(work: Work, *, name: str, text: str) -> BankStatement:
    """Import a statement's CSV; movements that came with another statement are left out, and said to be."""
    read = rules.read_statement(text)
    if read.faults:
        raise UnreadableStatement(line=read.faults[0].line)
    if (before := queries.statement_with(read.digest)) is not None:
        raise SameStatement(day=wording.day(before.imported_on), name=before.name)
    days = [line.booked_on for line in read.lines]
    fresh = rules.unknown(read.lines, queries.known_lines(min(days), max(days)))
    if not fresh:
        raise NothingNew
    statement = BankStatement(
        name=name,
        digest=read.digest,
        imported_on=work.today,
        first_on=min(days),
        last_on=max(days),
        line_count=len(fresh),
        credits=read.credits,
        debits=read.debits,
    )
    work.add(statement)
    for line in fresh:
        _keep(work, statement, line)
    work.record(
        Activity.BANK_STATEMENT_IMPORTED,
        statement,
        lines=len(fresh),
        known_lines=len(read.lines) - len(fresh),
        credits_cents=read.credits.cents,
        debits_cents=read.debits.cents,
        first_on=statement.first_on.isoformat(),
        last_on=statement.last_on.isoformat(),
    )
    return statement


def match_line(
    work: Work,
    line: BankLine,
    *,
    payment: Payment | None = None,
    company: Company | None = None,
    shares: Sequence[Share] = (),
    method: Method = Method.TRANSFER,
) -> Payment:
    """Say what money on the statement is: a payment that waits, or a customer's; it goes into the books with it."""
    _expect_open(line)
    if payment is None:
        if company is None:
            raise NobodysMoney
        with work.acting_as(Actor(ActorKind.CUSTOMER, company.legal_name, company.id)):
            payment = receive_money(
                work,
                company,
                amount=line.amount,
                method=method,
                received_on=line.booked_on,
                reference=(line.reference or line.wording)[:60],
            )
    if payment.amount != line.amount:
        raise AnotherAmount
    line.state, line.payment = LineState.MATCHED, payment
    if payment.state is PaymentState.AT_BANK:
        return record_payment(work, payment, shares=shares)
    return payment


def match_return(work: Work, line: BankLine, payment: Payment) -> Payment:
    """Say that the bank took a payment back: what it settled is due again."""
    _expect_open(line)
    if payment.amount.cents != -line.amount.cents:
        raise AnotherAmount
    line.state, line.payment = LineState.MATCHED, payment
    return bounce_payment(work, payment, reason=line.wording)


def take_suggestion(work: Work, suggestion: Suggestion) -> Payment:
    """Take what is suggested of a line as it stands: money with its shares, or a payment that comes back."""
    line, payment = suggestion.line, suggestion.payment
    if suggestion.is_return:
        if payment is None:
            raise NobodysMoney
        return match_return(work, line, payment)
    parts = suggestion.proposal.parts if suggestion.proposal else ()
    shares = [Share(suggestion.invoices[each.invoice_id], each.amount, each.discount) for each in parts]
    method = queries.method_of(line)
    return match_line(work, line, payment=payment, company=suggestion.company, shares=shares, method=method)


def set_line_aside(work: Work, line: BankLine, *, reason: str) -> BankLine:
    """Set a line aside that is no customer's payment: fees, a supplier, a transfer between accounts."""
    _expect_open(line)
    line.state, line.reason = LineState.SET_ASIDE, reason
    work.record(Activity.BANK_LINE_SET_ASIDE, line, amount_cents=line.amount.cents, reason=reason)
    return line


def _keep(work: Work, statement: BankStatement, line: StatementLine) -> None:
    """Keep a movement of a statement."""
    row = BankLine(
        statement_id=statement.id,
        booked_on=line.booked_on,
        wording=line.label,
        amount=line.amount,
        reference=line.reference,
        payment=None,
    )
    work.add(row)


def _expect_open(line: BankLine) -> None:
    """Refuse a line of which it is said already what it is."""
    if line.state is not LineState.OPEN:
        raise AlreadyMatched
