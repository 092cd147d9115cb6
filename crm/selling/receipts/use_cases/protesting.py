"""Protesting: reservations to the carrier, claims to the supplier."""

from __future__ import annotations

from crm.activity.chain import Json
from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.desk.documents.models import DocumentType
from crm.desk.documents.use_cases import register_document
from crm.kernel.errors import N_, Refused
from crm.selling.receipts.models import CarrierReservations, Grievance, Receipt, Remedy, SupplierClaim
from crm.selling.suppliers.models import LANGUAGES
from crm.selling.supply.models import SupplyOrder, SupplyState, Way
from crm.selling.supply.use_cases import NothingExpected, NothingWritten, UnknownLanguage, give_up


class NoCarrier(Refused):
    """One protests to somebody."""

    message = N_("Le transporteur de cette livraison n’est pas connu.")


class AlreadyProtested(Refused):
    """One protest for a delivery is enough."""

    message = N_("Les réserves pour cette livraison sont déjà parties.")


class NothingReceived(Refused):
    """Where nothing came, one cancels or follows up."""

    message = N_("Rien n’est encore reçu : relancez le fournisseur ou annulez la commande.")
    field = "remedy"


def send_carrier_reservations(
    work: Work, receipt: Receipt, *, text: str, way: Way = Way.REGISTERED
) -> CarrierReservations:
    """Protest to the carrier; too late or not registered is possible, and recorded as worth nothing (L133-3)."""
    carrier = receipt.carrier
    if carrier is None:
        raise NoCarrier
    if receipt.protest is not None:
        raise AlreadyProtested
    if not text.strip():
        raise NothingWritten
    in_time = receipt.may_protest(work.today)
    protest = CarrierReservations(carrier_id=carrier.id, sent_on=work.today, way=way, in_time=in_time, text=text)
    work.stamp(protest)
    receipt.protests.append(protest)
    work.record(
        Activity.CARRIER_RESERVATIONS_SENT,
        receipt,
        receipt.order,
        receipt.order.supplier,
        carrier,
        sent_on=work.today.isoformat(),
        last_protest_on=receipt.last_protest_on.isoformat(),
        in_time=protest.in_time,
        registered=way is Way.REGISTERED,
        noted_on_delivery=bool(receipt.reservations.strip()),
        channel=way.value,
        text=text,
    )
    type_ = DocumentType.RESERVATIONS
    register_document(
        work, type=type_, number=receipt.number, title=type_.label, company=None, party=carrier.name, about=protest
    )
    return protest


def claim_from_supplier(
    work: Work,
    order: SupplyOrder,
    *,
    grievance: Grievance,
    remedy: Remedy,
    language: str,
    text: str,
    way: Way = Way.EMAIL,
    receipt: Receipt | None = None,
) -> SupplierClaim:
    """Complain to a supplier and ask for something; a credit note means that what is missing will not come."""
    if order.state in {SupplyState.DRAFT, SupplyState.CANCELLED}:
        raise NothingExpected
    if language not in LANGUAGES:
        raise UnknownLanguage
    if not text.strip():
        raise NothingWritten
    claim = SupplierClaim(
        order=order, sent_on=work.today, grievance=grievance, remedy=remedy, language=language, way=way, text=text
    )
    work.add(claim)
    given_up = _renounce(work, order) if remedy is Remedy.CREDIT and order.remaining else []
    work.record(
        Activity.SUPPLIER_CLAIMED,
        order,
        receipt,
        order.supplier,
        grievance=grievance.value,
        remedy=remedy.value,
        language=language,
        in_their_language=language == order.supplier.language,
        given_up=given_up,
        channel=way.value,
        text=text,
    )
    _register(work, claim)
    return claim


def _register(work: Work, claim: SupplierClaim) -> None:
    """Let the letter of a claim wait to be filed."""
    order, type_ = claim.order, DocumentType.LETTER
    name = order.supplier.name
    register_document(work, type=type_, number=order.number, title=claim.label, company=None, party=name, about=claim)


def _renounce(work: Work, order: SupplyOrder) -> list[Json]:
    """Close an order of which a part came: what is missing is credited."""
    if order.state is not SupplyState.PARTLY_RECEIVED:
        raise NothingReceived
    given_up = give_up(work, order)
    order.move(SupplyState.RECEIVED)
    order.closed_on = work.today
    return given_up
