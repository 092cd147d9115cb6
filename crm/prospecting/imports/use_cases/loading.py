"""Rows become records, batch by batch, through the acts of the prospect file itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

from crm.activity.chain import Json
from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.kernel import wording
from crm.kernel.errors import N_, Refused
from crm.kernel.money import Money
from crm.prospecting.companies import queries as companies
from crm.prospecting.companies import use_cases as entering
from crm.prospecting.companies.models import Company, Contact, ContactRole, LegalBasis, Nature, Source, Stage
from crm.prospecting.companies.use_cases import CompanyData
from crm.prospecting.imports import queries
from crm.prospecting.imports.models import (
    Collision,
    Column,
    Decision,
    Import,
    ImportRow,
    ImportState,
    Outcome,
    Plain,
)
from crm.prospecting.imports.use_cases.preparing import move
from crm.prospecting.likeness import folded

CHOICES = {"nature": Nature, "source": Source, "legal_basis": LegalBasis}
OPT_OUTS = {"opted_out_email": "email", "opted_out_phone": "phone", "opted_out_post": "post"}
DATA = frozenset(CompanyData.__dataclass_fields__)
TARGET_GONE = N_("La fiche à compléter n’existe plus.")
WRONG = N_("Des cellules de cette ligne n’ont pas été corrigées.")


def load_rows(work: Work, batch: Import, *, limit: int | None = None) -> Import:
    """Enter the next rows that wait (all of them without `limit`): one act, with its counts and the file's hash.

    A row that is wrong is rejected with its reason and never half entered.
    When none is left, the import is complete.
    """
    move(batch, ImportState.LOADING)
    found = queries.next_rows(batch, [Outcome.WAITING], limit=limit)
    columns = {column.target: column for column in batch.columns if column.target}
    for row in found:
        _enter(work, row, columns)
        row.touched_at = work.position + len(work.notes)
    batch.done += len(found)
    told = Counter(row.outcome.value for row in found)
    about: dict[str, Json] = {"sha256": batch.sha256, **{word: told[word] for word in sorted(told)}}
    if found:
        work.record(Activity.IMPORT_LOADED, batch, first=found[0].number, last=found[-1].number, **about)
    if batch.done >= batch.total:
        move(batch, ImportState.LOADED)
        ended = queries.counts(batch)
        whole: dict[str, Json] = {each.value: number for each, number in ended.by_outcome.items()}
        work.record(Activity.IMPORT_COMPLETED, batch, rows=batch.total, sha256=batch.sha256, **whole)
    return batch


def _enter(work: Work, row: ImportRow, columns: Mapping[str, Column]) -> None:
    """Do with one row what was decided."""
    if row.problems:
        row.outcome, row.reason = Outcome.REJECTED, WRONG
        return
    if row.decision is Decision.SKIP:
        row.outcome = Outcome.SKIPPED
        return
    try:
        if row.decision is Decision.UPDATE:
            _update(work, row, columns)
        else:
            _create(work, row)
    except Refused as refusal:
        row.outcome, row.reason = Outcome.REJECTED, refusal.message


def _create(work: Work, row: ImportRow) -> None:
    """Make a record of a row."""
    values = row.values
    data = CompanyData(**_data(values))  # type: ignore[arg-type]
    stage = Stage(str(values.get("stage", Stage.SUSPECT.value)))
    alike = [int(str(match[0])) for match in row.matches if match[0]]
    company = entering.create_company(work, data, stage=stage, alike=alike)
    row.outcome, row.company_id = Outcome.CREATED, company.id
    _add_what_is_not_data(work, company, values, row)
    _add_contact(work, company, row, known=[])


def _update(work: Work, row: ImportRow, columns: Mapping[str, Column]) -> None:
    """Complete the record that is there, each value by its column's rule."""
    company = companies.company_by_id(row.target_id or 0)
    if company is None:
        row.outcome, row.reason = Outcome.REJECTED, TARGET_GONE
        return
    now = data_of(company)
    wins = {name: value for name, value in row.values.items() if _wins(columns[name], getattr(company, name, None))}
    wanted = now | _data(wins)
    entering.update_company(work, company, CompanyData(**wanted))  # type: ignore[arg-type]
    after = data_of(company)
    row.before = {name: [_stored(now[name]), _stored(after[name])] for name in now if now[name] != after[name]}
    row.outcome, row.company_id = Outcome.UPDATED, company.id
    _add_what_is_not_data(work, company, wins, row)
    _add_contact(work, company, row, known=companies.contacts_of(company))


def _wins(column: Column, there: object) -> bool:
    """Tell whether the file's value replaces what the record has."""
    if column.collision is Collision.OVERWRITE:
        return True
    return column.collision is Collision.FILL and there in ("", None, False)


def data_of(company: Company) -> dict[str, object]:
    """Return a record as it would be typed."""
    return {name: getattr(company, name) for name in DATA}


def _data(values: Mapping[str, Plain]) -> dict[str, object]:
    """Return a row's values as a record is typed; the day of the last contact goes among the notes."""
    said: dict[str, object] = {
        name: CHOICES[name](str(value)) if name in CHOICES else value for name, value in values.items() if name in DATA
    }
    if last := values.get("last_contact"):
        told = f"Dernier contact : {wording.day(date.fromisoformat(str(last)))}"
        said["notes"] = "\n".join(str(each) for each in (said.get("notes"), told) if each)
    return said


def _stored(value: object) -> Plain:
    """Return a value as a row keeps it."""
    return value if isinstance(value, str) else str(value)


def _add_what_is_not_data(work: Work, company: Company, values: Mapping[str, Plain], row: ImportRow) -> None:
    """Enter objections and the credit limit, which have acts of their own."""
    objections = {name: bool(values[name]) for name in OPT_OUTS if name in values}
    if any(objections[name] != getattr(company, name) for name in objections):
        before = {name: getattr(company, name) for name in OPT_OUTS}
        after = before | objections
        entering.record_opt_out(work, company, **{OPT_OUTS[name]: after[name] for name in OPT_OUTS})
        row.before = row.before | {name: [before[name], after[name]] for name in objections}
    if "credit_limit" in values:
        old = company.credit_limit.cents if company.credit_limit is not None else None
        cents = int(values["credit_limit"])
        entering.set_credit_limit(work, company, limit=Money(cents))
        row.before = row.before | {"credit_limit": [old, cents]}


def _add_contact(work: Work, company: Company, row: ImportRow, *, known: list[Contact]) -> None:
    """Add the person of a row, unless the record knows somebody of that name."""
    said = {name.removeprefix("contact_"): value for name, value in row.values.items() if name.startswith("contact_")}
    last_name = str(said.get("last_name", ""))
    if not last_name or any(folded(each.last_name) == folded(last_name) for each in known):
        return
    contact = entering.add_contact(
        work,
        company,
        last_name=last_name,
        first_name=str(said.get("first_name", "")),
        function=str(said.get("function", "")),
        role=ContactRole(str(said.get("role", ContactRole.DECISION_MAKER.value))),
        email=str(said.get("email", "")),
        phone=str(said.get("phone", "")),
    )
    row.contact_id = contact.id
