"""What a script calls things: results named earlier, what people call a thing, what waits to be filed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from crm.activity.door import Recordable
from crm.billing.banking.models import BankLine
from crm.billing.dunning.models import Derogation
from crm.billing.invoices.models import Invoice
from crm.billing.payments.models import Payment
from crm.desk.documents.models import Document, DocumentType
from crm.desk.messages.models import Message
from crm.field.tours.models import Tour, TourStop
from crm.prospecting.campaigns.models import Campaign, CampaignCall, CampaignTarget
from crm.prospecting.companies.models import Company, CompanyMerge
from crm.prospecting.imports.models import Import
from crm.prospecting.market_watch.models import Competitor, Digest, News, Source, WatchNote
from crm.prospecting.privacy.models import DataRequest
from crm.prospecting.sales_actions.models import Goal, SalesAction, SalesActionPlan
from crm.prospecting.segments.models import BulkChange, Segment
from crm.selling.carriers.models import Carrier
from crm.selling.catalogue.models import Product
from crm.selling.deliveries.models import DeliveryNote
from crm.selling.orders.models import Order
from crm.selling.quotes.models import Quote
from crm.selling.receipts.models import Arrival, Receipt
from crm.selling.suppliers.models import Supplier
from crm.selling.supply.models import SupplyOrder
from crm.store.base import db
from crm.store.scoping import Entity

Scope = Mapping[str, object]
Thunk = Callable[[Scope], object]
NAME = re.compile(r"\{(\w+)\}")
NARROW_BLANKS = ("\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}")
WAITING, EVERY_TYPE = "waiting", "*"
OF_SUPPLY = (joinedload(SupplyOrder.supplier), joinedload(SupplyOrder.carrier))


class Unreadable(ValueError):
    """A value that is not what the input takes; the text says why."""


@dataclass(frozen=True)
class Named:
    """A kind of thing, the column by which a person names it, and what use cases want loaded with it.

    `beside` is what the column belongs to, where that is not the thing itself.
    """

    cls: type[Entity]
    column: ColumnElement[str]
    load: tuple[ORMOption, ...] = ()
    beside: InstrumentedAttribute[Any] | None = None


def _of_goods(cls: type[Arrival | Receipt]) -> tuple[ORMOption, ...]:
    """Return what is loaded with goods that come in."""
    return joinedload(cls.order).options(*OF_SUPPLY), joinedload(cls.carrier)


# The newest of a name is meant; a payment goes by the number of its invoice, an arrival by that of the order
# to the supplier, a derogation by what it is about.
NAMED_BY: Mapping[str, Named] = {
    "company": Named(Company, Company.legal_name.expression),
    "product": Named(Product, Product.reference.expression),
    "quote": Named(Quote, Quote.number.expression),
    "order": Named(Order, Order.number.expression),
    "delivery_note": Named(
        DeliveryNote, DeliveryNote.number.expression, (joinedload(DeliveryNote.order).joinedload(Order.company),)
    ),
    "invoice": Named(Invoice, Invoice.number.expression),
    "payment": Named(
        Payment,
        Invoice.number.expression,
        (joinedload(Payment.company), joinedload(Payment.invoice).joinedload(Invoice.company)),
        beside=Payment.invoice,
    ),
    "bank_line": Named(BankLine, BankLine.wording.expression),
    "derogation": Named(Derogation, Derogation.about_label.expression),
    "supplier": Named(Supplier, Supplier.name.expression),
    "carrier": Named(Carrier, Carrier.name.expression),
    "supply_order": Named(SupplyOrder, SupplyOrder.number.expression, OF_SUPPLY),
    "arrival": Named(Arrival, SupplyOrder.number.expression, _of_goods(Arrival), beside=Arrival.order),
    "receipt": Named(Receipt, Receipt.number.expression, _of_goods(Receipt)),
    "sales_plan": Named(SalesActionPlan, SalesActionPlan.name.expression),
    "sales_goal": Named(Goal, Goal.aim.expression, (joinedload(Goal.plan),)),
    "sales_action": Named(
        SalesAction, SalesAction.name.expression, (joinedload(SalesAction.plan), joinedload(SalesAction.goal))
    ),
    "campaign": Named(Campaign, Campaign.name.expression),
    "campaign_target": Named(
        CampaignTarget,
        Company.legal_name.expression,
        (joinedload(CampaignTarget.company), joinedload(CampaignTarget.campaign)),
        beside=CampaignTarget.company,
    ),
    "campaign_call": Named(
        CampaignCall,
        Company.legal_name.expression,
        (joinedload(CampaignCall.company), joinedload(CampaignCall.target).joinedload(CampaignTarget.campaign)),
        beside=CampaignCall.company,
    ),
    "source": Named(Source, Source.name.expression),
    "competitor": Named(Competitor, Competitor.name.expression),
    "market_event": Named(News, News.headline.expression),
    "watch_note": Named(WatchNote, WatchNote.subject.expression, (joinedload(WatchNote.source),)),
    "digest": Named(Digest, Digest.title.expression),
    "import": Named(Import, Import.file_name.expression),
    "merge": Named(CompanyMerge, CompanyMerge.merged_name.expression),
    "data_request": Named(
        DataRequest, Company.legal_name.expression, (joinedload(DataRequest.company),), beside=DataRequest.company
    ),
    "segment": Named(Segment, Segment.name.expression),
    "bulk_change": Named(BulkChange, BulkChange.value.expression),
    "tour": Named(Tour, Tour.title.expression, (selectinload(Tour.stops).joinedload(TourStop.company),)),
    "message": Named(Message, Message.subject.expression),
    "document": Named(Document, Document.number.expression),
}


def thing(kind: object, raw: object, known: set[str]) -> Thunk:
    """A thing: `$name` of an earlier result, or `kind:what people call it`."""
    if not isinstance(raw, str):
        raise Unreadable("nommez une chose : « $résultat » ou « company:Nom »")
    if raw.startswith("$"):
        _expect(raw[1:], known)
        return lambda scope: scope[raw[1:]]
    word, separator, name = raw.partition(":")
    if not separator or word not in NAMED_BY:
        raise Unreadable(f"« {raw} » : écrivez « $résultat » ou l’un de {', '.join(f'{each}:…' for each in NAMED_BY)}")
    if isinstance(kind, type) and kind is not Recordable and not issubclass(NAMED_BY[word].cls, kind):
        raise Unreadable(f"« {raw} » n’est pas de la sorte attendue ({kind.__name__})")
    for used in NAME.findall(name):
        _expect(used, known)
    return lambda scope: look_up(word, NAME.sub(lambda found: _label(scope[found[1]]), name))


def _expect(name: str, known: set[str]) -> None:
    """Refuse a name that no earlier step gives."""
    if name not in known:
        raise Unreadable(f"« {name} » n’est le nom d’aucun résultat précédent")


def _label(result: object) -> str:
    """Return what people call an earlier result."""
    return cast(Recordable, result).label


def look_up(word: str, name: str) -> Entity:
    """Return the newest thing of a kind with that name, whatever its blanks; none is `Unreadable`."""
    named = NAMED_BY[word]
    statement = select(named.cls)
    if named.beside is not None:
        statement = statement.join(named.beside)
    statement = statement.where(_plain(named.column) == _folded(name)).order_by(named.cls.id.desc()).limit(1)
    found = db.session.scalars(statement.options(*_loading(named.cls))).first()
    if found is None:
        raise Unreadable(f"{word} « {name} » n’existe pas dans cet espace")
    return found


def load_anew(found: Entity) -> None:
    """Load a thing anew, with what use cases want of it: a refusal rolled back what was in memory."""
    cls = type(found)
    statement = select(cls).where(cls.id == found.id).options(*_loading(cls))
    db.session.scalars(statement.execution_options(populate_existing=True)).unique().one()


def _loading(cls: type[Entity]) -> tuple[ORMOption, ...]:
    """Return what is loaded with a thing."""
    return next((each.load for each in NAMED_BY.values() if each.cls is cls and each.load), (joinedload("*"),))


def _plain(column: ColumnElement[str]) -> ColumnElement[str]:
    """Write a column's blanks as a keyboard does."""
    for blank in NARROW_BLANKS:
        column = func.replace(column, blank, " ")
    return column


def _folded(name: str) -> str:
    """Write a name's blanks as a keyboard does."""
    for blank in NARROW_BLANKS:
        name = name.replace(blank, " ")
    return name


def waiting_documents(raw: str) -> Thunk:
    """All documents of a type that wait to be filed: `waiting:invoice`, or `waiting:*` for every type."""
    word, _, name = raw.partition(":")
    types = {each.value for each in DocumentType}
    if word != WAITING or name not in {*types, EVERY_TYPE}:
        raise Unreadable(f"« {raw} » : écrivez une liste, ou waiting: suivi de l’un de *, {', '.join(sorted(types))}")
    statement = select(Document).where(Document.filed_at.is_(None)).order_by(Document.id)
    if name != EVERY_TYPE:
        statement = statement.where(Document.type == DocumentType(name))
    return lambda scope: list(db.session.scalars(statement))
