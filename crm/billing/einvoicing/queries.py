"""What can be asked about electronic invoices: what is to be sent, what became of it, the prepared faulty ones."""

from __future__ import annotations

import copy
import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import joinedload

from crm.activity.chain import Json
from crm.billing.einvoicing import rules
from crm.billing.einvoicing.models import EInvoice, EInvoiceState, EInvoiceStatus, ExerciseAnswer
from crm.billing.invoices.models import Invoice, InvoiceState
from crm.billing.invoices.queries import paper_of
from crm.kernel.errors import N_
from crm.kernel.tax import HOME
from crm.papers.cii import fields_of, is_domestic_business
from crm.papers.cii_xml import Fields, Terms, groups_of, read_xml, write_xml
from crm.papers.keeping import read_back
from crm.papers.views import CommercialPaper
from crm.prospecting.companies.models import Company, Nature
from crm.store.base import db
from crm.store.paging import Slice, keyset

TABS = {
    "waiting": N_("À déposer"),
    "deposited": N_("Déposées"),
    "trouble": N_("En défaut"),
    "collected": N_("Encaissées"),
}
WAITING = "waiting"
STATES = {
    "deposited": (EInvoiceState.DEPOSITED,),
    "trouble": (EInvoiceState.REJECTED, EInvoiceState.REFUSED, EInvoiceState.DISPUTED),
    "collected": (EInvoiceState.COLLECTED,),
}


def einvoice_of(invoice: Invoice) -> EInvoice | None:
    """Return what was deposited for an invoice."""
    asked = select(EInvoice).where(EInvoice.invoice_id == invoice.id).options(joinedload(EInvoice.invoice))
    return db.session.scalars(asked).first()


def with_customer() -> Select[EInvoice]:
    """Ask for electronic invoices with their invoice and their customer; the caller says which."""
    return select(EInvoice).options(joinedload(EInvoice.invoice).joinedload(Invoice.company))


def einvoice_by_id(einvoice_id: int) -> EInvoice | None:
    """Find an electronic invoice with its invoice and its customer."""
    return db.session.scalars(with_customer().where(EInvoice.id == einvoice_id)).first()


def statuses_of(einvoice: EInvoice) -> Sequence[EInvoiceStatus]:
    """Return what an electronic invoice went through, oldest first."""
    asked = select(EInvoiceStatus).where(EInvoiceStatus.einvoice_id == einvoice.id).order_by(EInvoiceStatus.id)
    return db.session.scalars(asked).all()


def einvoices(tab: str, cursor: str | None = None) -> Slice[EInvoice]:
    """Return the electronic invoices in some states, latest first, by keyset."""
    asked = with_customer().where(EInvoice.state.in_(STATES[tab]))
    return keyset(asked, column=EInvoice.deposited_at, tie=EInvoice.id, cursor=cursor, descending=True)


def to_deposit(cursor: str | None = None) -> Slice[Invoice]:
    """Return the issued invoices to businesses in France that nobody deposited, the newest first."""
    asked = select(Invoice).join(Invoice.company).where(*_waiting()).options(joinedload(Invoice.company))
    return keyset(asked, column=Invoice.id, tie=Invoice.id, cursor=cursor, descending=True)


def to_deposit_count() -> int:
    """Count the invoices to be deposited."""
    asked = select(func.count(Invoice.id)).join(Invoice.company).where(*_waiting())
    return db.session.scalar(asked) or 0


def tab_counts() -> dict[str, int]:
    """Count what each tab holds."""
    rows = db.session.execute(select(EInvoice.state, func.count(EInvoice.id)).group_by(EInvoice.state))
    by_state = {row[0]: int(row[1]) for row in rows}
    counted = {tab: sum(by_state.get(state, 0) for state in states) for tab, states in STATES.items()}
    return {WAITING: to_deposit_count()} | counted


def _waiting() -> tuple[ColumnElement[bool], ...]:
    """Say which invoices a platform waits for."""
    sent = select(EInvoice.id).where(
        and_(EInvoice.invoice_id == Invoice.id, EInvoice.workspace_id == Invoice.workspace_id)
    )
    return (
        Invoice.state != InvoiceState.DRAFT,
        Company.nature == Nature.BUSINESS,
        Company.country == HOME,
        ~sent.exists(),
    )


def goes_by_platform(invoice: Invoice) -> bool:
    """Tell whether an invoice is one that goes through the platforms."""
    return is_domestic_business(paper_of(invoice))


def machine_reading(paper: CommercialPaper) -> Fields:
    """Return what a machine finds in the XML of a paper: written, then read back."""
    return read_xml(write_xml(fields_of(paper)))


@dataclass(frozen=True)
class Case:
    """A prepared faulty invoice: its paper, the terms of its XML, and what is wrong with them."""

    key: str
    rank: int
    paper: CommercialPaper
    fields: Fields
    rule: rules.Rule
    field: str
    explanation: str
    remedy: str

    @property
    def xml(self) -> bytes:
        """The file that the machine gets."""
        return write_xml(self.fields)


@cache
def cases() -> tuple[Case, ...]:
    """Return the prepared faulty invoices, in their order."""
    told = tomllib.loads((files("crm.billing.einvoicing") / "faulty.toml").read_text(encoding="utf-8"))
    return tuple(_case(rank, each, told["base"]) for rank, each in enumerate(told["case"], start=1))


def case_by_key(key: str) -> Case | None:
    """Find a prepared invoice."""
    return next((case for case in cases() if case.key == key), None)


def answers() -> dict[str, ExerciseAnswer]:
    """Return the last answer to each prepared invoice."""
    asked = select(ExerciseAnswer).order_by(ExerciseAnswer.id)
    return {answer.case: answer for answer in db.session.scalars(asked)}


def _case(rank: int, told: dict[str, Json], bases: dict[str, dict[str, Json]]) -> Case:
    """Return a case from its text; a rule that nobody knows is a LookupError."""
    rule = rules.rule_named(str(told["rule"]))
    if rule is None:
        raise LookupError(told["rule"])
    tree = _base(str(told["base"]), bases)
    for place, value in cast("dict[str, Json]", told.get("paper", {})).items():
        _put(tree, place.split("."), value)
    paper = read_back(json.dumps(tree))
    fields = fields_of(paper)
    for edit in cast("list[dict[str, Json]]", told.get("xml", [])):
        _spoil(fields, edit)
    return Case(
        key=str(told["key"]),
        rank=rank,
        paper=paper,
        fields=fields,
        rule=rule,
        field=str(told["field"]),
        explanation=str(told["explanation"]),
        remedy=str(told["remedy"]),
    )


def _base(name: str, bases: dict[str, dict[str, Json]]) -> dict[str, Json]:
    """Return the tree of a paper, with what it takes from another."""
    own = copy.deepcopy(bases[name])
    like = own.pop("like", None)
    return (_base(str(like), bases) if like else {}) | own


def _put(tree: Json, way: list[str], value: Json) -> None:
    """Change one value of a tree; numbers are places in lists."""
    for step in way[:-1]:
        tree = tree[int(step)] if isinstance(tree, list) else cast("dict[str, Json]", tree)[step]
    cast("dict[str, Json]", tree)[way[-1]] = value


def _spoil(fields: Fields, edit: dict[str, Json]) -> None:
    """Change, drop or repeat something that only the machine reads."""
    if "group" not in edit:
        fields[str(edit["code"])] = str(edit["value"])
        return
    group, place = groups_of(fields, str(edit["group"])), int(str(edit["place"]))
    if edit.get("drop"):
        group.pop(place)
    elif edit.get("repeat"):
        group.append(cast(Terms, dict(group[place])))
    else:
        group[place][str(edit["code"])] = str(edit["value"])
