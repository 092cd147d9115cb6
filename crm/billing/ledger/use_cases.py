"""What can be done with the books: exported for the tax office, sent to a customer as a statement of account."""

from __future__ import annotations

from datetime import date

from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.billing.ledger import rules
from crm.billing.ledger.queries import accounts
from crm.billing.ledger.queries.accounts import CustomerAccount
from crm.desk.documents.models import DocumentType
from crm.desk.documents.use_cases import register_document
from crm.kernel.errors import N_, Refused
from crm.kernel.money import total
from crm.prospecting.companies.models import Company
from crm.selling.quotes.models import Channel


class NothingToExport(Refused):
    """A file of nothing proves nothing."""

    message = N_("Aucune écriture dans cet exercice.")


class BackwardPeriod(Refused):
    """A statement goes from one day to a later one."""

    message = N_("La fin de la période doit suivre son début.")
    field = "last"


def export_ledger(work: Work, *, year: int) -> str:
    """Export the entries of a year, as far as it is gone, as the tax file (A47 A-1 LPF); return its text."""
    found = accounts.entries(year, until=work.today)
    if not found:
        raise NothingToExport
    work.record(
        Activity.LEDGER_EXPORTED,
        year=year,
        entries=len(found),
        total_cents=total(each.debit for each in found).cents,
        until_on=found[-1].on.isoformat(),
    )
    return rules.fec(found)


def send_statement(work: Work, company: Company, *, first: date, last: date, channel: Channel) -> CustomerAccount:
    """Send a customer its statement of account."""
    if last < first:
        raise BackwardPeriod
    account = accounts.account_of(company, first=first, last=last)
    work.record(
        Activity.STATEMENT_SENT,
        company,
        balance_cents=account.closing.cents,
        overdue_cents=account.overdue.cents,
        first_on=first.isoformat(),
        last_on=last.isoformat(),
        channel=channel.value,
    )
    register_document(
        work,
        type=DocumentType.STATEMENT,
        number=f"REL-{company.id}-{last:%Y%m%d}",
        title="Relevé de compte",
        company=company,
        about=company,
    )
    return account
