"""An import taken back: records it made go, values it changed return; what was used since stays, and is named."""

from __future__ import annotations

from collections import Counter

from crm.activity.chain import Json
from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.kernel.errors import N_, Refused
from crm.kernel.money import Money
from crm.prospecting.companies import use_cases as entering
from crm.prospecting.companies.models import Company, Contact
from crm.prospecting.companies.use_cases import CompanyData
from crm.prospecting.imports import queries
from crm.prospecting.imports.models import Import, ImportRow, ImportState, Outcome
from crm.prospecting.imports.use_cases.loading import CHOICES, OPT_OUTS, data_of
from crm.prospecting.imports.use_cases.preparing import move

USED = N_("Cette fiche a été utilisée depuis l’import.")
CHANGED = N_("Des valeurs de cette fiche ont été modifiées depuis l’import.")


class NothingToUndo(Refused):
    """All that was imported has been used since, or there was nothing."""

    message = N_("Rien ne peut être annulé : toutes les fiches de cet import ont été utilisées depuis.")


def undo_import(work: Work, batch: Import, *, limit: int | None = None) -> Import:
    """Take the next rows back (all of them without `limit`), the last one first.

    A record that somebody has used since, or changed, is kept, and its row
    says so; `NothingToUndo` if that is true of all.
    """
    if batch.state is not ImportState.UNDOING:
        _refuse_if_all_used(work, batch)
        batch.undo_from, batch.done = work.position, 0
    move(batch, ImportState.UNDOING)
    found = queries.next_rows(batch, queries.MADE, limit=limit, backwards=True)
    blocked = queries.blocked_by(batch, found, until=batch.undo_from)
    # Held while the rows are taken back one by one: each is then found without asking again.
    known, people = queries.companies_of(found), queries.contacts_of(found)
    for row in found:
        _take_back(
            work,
            row,
            known.get(row.company_id or 0),
            people.get(row.contact_id or 0),
            blocked=row.company_id in blocked,
        )
    batch.done += len(found)
    told = Counter(row.outcome.value for row in found)
    numbers: dict[str, Json] = {word: told[word] for word in sorted(told)}
    if limit is None or len(found) < limit:
        move(batch, ImportState.UNDONE)
        whole = queries.counts(batch)
        numbers = {each.value: whole.of(each) for each in (Outcome.UNDONE, Outcome.KEPT)}
    work.record(
        Activity.IMPORT_UNDONE, batch, sha256=batch.sha256, complete=batch.state is ImportState.UNDONE, **numbers
    )
    return batch


def _refuse_if_all_used(work: Work, batch: Import) -> None:
    """Refuse what would change nothing."""
    found = queries.next_rows(batch, queries.MADE, limit=None)
    blocked = queries.blocked_by(batch, found, until=work.position)
    if all(row.company_id in blocked for row in found):
        raise NothingToUndo


def _take_back(work: Work, row: ImportRow, company: Company | None, contact: Contact | None, *, blocked: bool) -> None:
    """Take one row back, or keep it and say why."""
    if blocked or company is None:
        row.outcome, row.reason = Outcome.KEPT, USED
        return
    if contact is not None:
        entering.remove_contact(work, contact)
    if row.outcome is Outcome.CREATED:
        entering.remove_company(work, company)
    elif not _restore(work, company, row):
        row.outcome, row.reason = Outcome.KEPT, CHANGED
        return
    row.outcome = Outcome.UNDONE


def _restore(work: Work, company: Company, row: ImportRow) -> bool:
    """Give a record back the values that the import replaced; False if one of them is another by now."""
    now = data_of(company) | {name: getattr(company, name) for name in OPT_OUTS}
    now["credit_limit"] = company.credit_limit.cents if company.credit_limit is not None else None
    if any(str(now[name]) != str(after) for name, (_, after) in row.before.items()):
        return False
    typed = {name: old for name, (old, _) in row.before.items() if name in CompanyData.__dataclass_fields__}
    wanted = data_of(company) | {
        name: CHOICES[name](str(old)) if name in CHOICES else old for name, old in typed.items()
    }
    entering.update_company(work, company, CompanyData(**wanted))  # type: ignore[arg-type]
    objections = {name: bool(old) for name, (old, _) in row.before.items() if name in OPT_OUTS}
    if objections:
        all_of_them = {name: objections.get(name, getattr(company, name)) for name in OPT_OUTS}
        entering.record_opt_out(work, company, **{OPT_OUTS[name]: value for name, value in all_of_them.items()})
    if "credit_limit" in row.before:
        old = row.before["credit_limit"][0]
        entering.set_credit_limit(work, company, limit=Money(int(old)) if old is not None else None)
    return True
