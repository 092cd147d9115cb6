"""Filling a world in bulk: whole sales with totals that agree, inserted by the thousand, each act recorded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import Table, inspect

from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.billing.invoices.models import Invoice, InvoicedNote, InvoiceLine, InvoiceState
from crm.billing.payments.models import Allocation, Method, Payment, PaymentState
from crm.kernel.clock import opening_of
from crm.kernel.money import Money, Rate, Totals
from crm.prospecting.companies.models import Company, Contact, ContactRole, LegalBasis, Nature, Source, Stage
from crm.selling.catalogue.models import Product
from crm.selling.catalogue.use_cases import create_product, describe_seller
from crm.selling.deliveries.models import DeliveryNote
from crm.selling.lines import LineData, columns_of, totals_of
from crm.selling.orders.models import Order, OrderLine, OrderState
from crm.store.base import db
from crm.store.numbering import Series
from crm.store.scoping import Entity, Versioned

PRODUCTS = 40
BASKETS = 60
CITIES = ("Lille", "Arras", "Lens", "Amiens", "Calais", "Béthune", "Valenciennes", "Roubaix")
TRADES = ("Boulangerie", "Garage", "Imprimerie", "Cabinet", "Menuiserie", "Librairie", "Transports", "Clinique")
PAYMENT_DAYS = 30
BATCH = 2_000
YEAR = 365


@dataclass(frozen=True)
class Size:
    """How much a world holds. Every `favourite`-th sale is to the first company, the others go round.

    Every `unpaid`-th invoice is still open: 1 leaves them all to be paid.
    """

    companies: int
    invoices: int
    lines: int
    favourite: int = 20
    unpaid: int = 5


@dataclass
class Shelf:
    """Rows on their way to the database, by table, parents before children."""

    rows: defaultdict[Table, list[dict[str, object]]] = field(default_factory=lambda: defaultdict(list))

    def put(self, work: Work, *things: Entity) -> None:
        """Number things and take their rows."""
        for thing in things:
            work.stamp(thing)
            if isinstance(thing, Versioned):
                thing.version = 1
            table = inspect(type(thing)).local_table
            self.rows[table].append({name: getattr(thing, name) for name in table.columns.keys()})  # noqa: SIM118

    def empty(self) -> None:
        """Insert everything, by the thousand."""
        for table in db.metadata.sorted_tables:
            rows = self.rows.pop(table, [])
            for start in range(0, len(rows), BATCH):
                db.session.execute(table.insert(), rows[start : start + BATCH])


@dataclass(frozen=True)
class Basket:
    """What is sold at once."""

    lines: Sequence[LineData]
    totals: Totals


@dataclass(frozen=True)
class Sale:
    """When something was sold, under which number, and whether it has been paid."""

    number: int
    day: date
    is_paid: bool


def fill(work: Work, size: Size, *, before: date) -> None:
    """Fill the world with companies and a year of sales that end the day before `before`."""
    describe_seller(work, name="Nord Bureau", legal_form="SAS", siren="100000009", city="Lille", postcode="59000")
    products = [_product(work, number) for number in range(PRODUCTS)]
    baskets = [_basket(products, number, size.lines) for number in range(BASKETS)]
    shelf = Shelf()
    companies = [_company(work, shelf, number, before=before) for number in range(size.companies)]
    for number in range(size.invoices):
        at = 0 if number % size.favourite == 0 else number % size.companies
        day = before - timedelta(days=YEAR - YEAR * number // size.invoices)
        sale = Sale(number + 1, day, is_paid=(number + 1) % size.unpaid != 0)
        _sale(work, shelf, companies[at], baskets[number % BASKETS], sale, today=before)
    shelf.empty()
    for prefix in ("CMD", "BL", "FA"):
        work.add(Series(name=f"{prefix}-{before.year}", last=size.invoices))


def _product(work: Work, number: int) -> Product:
    """Add one product."""
    return create_product(
        work,
        reference=f"FB-{number:03d}",
        name=f"Fourniture de bureau {number}",
        family="Papeterie",
        unit="unité",
        cost=Money(300 + 10 * number),
        unit_price=Money(500 + 17 * number),
        vat_rate=Rate.percent(20),
    )


def _basket(products: Sequence[Product], number: int, lines: int) -> Basket:
    """Choose products in an order that depends on the number alone."""
    chosen = [products[(number * 7 + rank * 3) % len(products)] for rank in range(lines)]
    data = [
        LineData(
            reference=product.reference,
            wording=product.name,
            quantity=Decimal(1 + (number + rank) % 9),
            unit_price=product.unit_price,
            vat_rate=product.vat_rate,
            discount=Rate.percent((number + rank) % 4),
            product_id=product.id,
        )
        for rank, product in enumerate(chosen)
    ]
    return Basket(data, totals_of(data))


def _company(work: Work, shelf: Shelf, number: int, *, before: date) -> Company:
    """Add one customer and somebody to talk to."""
    city = CITIES[number % len(CITIES)]
    company = Company(
        legal_name=f"{TRADES[number // 7 % len(TRADES)]} {city} {number:04d}",
        nature=Nature.BUSINESS,
        stage=Stage.CUSTOMER,
        street=f"{1 + number % 90} rue de la Gare",
        postcode=f"59{number % 1000:03d}",
        city=city,
        phone="03 20 00 00 00",
        email=f"contact{number}@client.example",
        source=Source.CUSTOMER_FILE,
        legal_basis=LegalBasis.CONTRACT,
        created_on=before - timedelta(days=YEAR),
    )
    contact = Contact(company=company, last_name=f"Martin {number}", role=ContactRole.DECISION_MAKER)
    shelf.put(work, company)
    contact.company_id = company.id
    shelf.put(work, contact)
    with work.acting_as(work.actor, at=opening_of(company.created_on)):
        work.record(Activity.COMPANY_CREATED, company, stage="customer", nature="business", source="customer_file")
    return company


def _sale(work: Work, shelf: Shelf, company: Company, basket: Basket, sale: Sale, *, today: date) -> None:
    """Add a whole sale: order, delivery, invoice and, if it is paid, the payment."""
    year, lines, sums, number, day = today.year, basket.lines, basket.totals, sale.number, sale.day
    order = Order(
        company=company,
        number=f"CMD-{year}-{number:04d}",
        state=OrderState.INVOICED,
        recorded_on=day,
        confirmed_on=day,
        delivery_address="\n".join(company.address_lines),
        payment_days=PAYMENT_DAYS,
        net=sums.net,
        gross=sums.gross,
    )
    order.company_id = company.id
    note = DeliveryNote(order=order, number=f"BL-{year}-{number:04d}", issued_on=day, delivered_on=day)
    shelf.put(work, order)
    note.order_id = order.id
    shelf.put(work, note)
    invoice = _invoice(company, order, note, number=number, is_paid=sale.is_paid)
    shelf.put(work, invoice)
    for rank, line in enumerate(lines):
        ordered, invoiced = OrderLine(**columns_of(line, rank)), InvoiceLine(**columns_of(line, rank))  # type: ignore[arg-type]
        ordered.order_id, invoiced.invoice_id = order.id, invoice.id
        shelf.put(work, ordered, invoiced)
    charged = InvoicedNote(invoice=invoice, delivery_note_id=note.id)
    charged.invoice_id = invoice.id
    shelf.put(work, charged)
    payment = _payment(invoice, today) if invoice.paid else None
    if payment is not None:
        shelf.put(work, payment)
        shelf.put(work, _allocation(payment, invoice))
    _record(work, order, invoice, payment)


def _invoice(company: Company, order: Order, note: DeliveryNote, *, number: int, is_paid: bool) -> Invoice:
    """Return the issued invoice of an order."""
    day = order.recorded_on
    invoice = Invoice(
        company=company,
        order_id=order.id,
        delivery_note_id=note.id,
        number=f"FA-{day.year}-{number:05d}",
        state=InvoiceState.PAID if is_paid else InvoiceState.ISSUED,
        drafted_on=day,
        issued_on=day,
        delivered_on=day,
        due_on=day + timedelta(days=PAYMENT_DAYS),
        payment_days=PAYMENT_DAYS,
        net=order.net,
        gross=order.gross,
        paid=order.gross if is_paid else Money(),
    )
    invoice.company_id = company.id
    return invoice


def _payment(invoice: Invoice, today: date) -> Payment:
    """Return the payment of an invoice, on its due date or the last day."""
    day = min(invoice.due_on, today - timedelta(days=1))
    payment = Payment(
        company=invoice.company,
        invoice=invoice,
        amount=invoice.gross,
        allocated=invoice.gross,
        method=Method.TRANSFER,
        received_on=day,
        recorded_on=day,
        state=PaymentState.RECORDED,
    )
    payment.invoice_id, payment.company_id = invoice.id, invoice.company_id
    return payment


def _allocation(payment: Payment, invoice: Invoice) -> Allocation:
    """Return the payment set against its invoice."""
    allocation = Allocation(
        company_id=invoice.company_id,
        invoice=invoice,
        amount=payment.amount,
        made_on=payment.received_on,
        letter="A",
        payment=payment,
        credit_note=None,
    )
    allocation.invoice_id, allocation.payment_id = invoice.id, payment.id
    return allocation


def _record(work: Work, order: Order, invoice: Invoice, payment: Payment | None) -> None:
    """Leave the records of a sale, each on its day."""
    company, total = invoice.company, invoice.gross.cents
    with work.acting_as(work.actor, at=opening_of(order.recorded_on)):
        work.record(Activity.ORDER_RECORDED, order, company, total_cents=total, matches_request=True, differences=[])
        work.record(
            Activity.INVOICE_ISSUED,
            invoice,
            order,
            company,
            total_cents=total,
            due_on=invoice.due_on.isoformat(),
            matches_delivery=True,
            payment_days=PAYMENT_DAYS,
            beyond_payment_terms=False,
        )
    if payment is not None:
        with work.acting_as(work.actor, at=opening_of(payment.received_on)):
            work.record(
                Activity.PAYMENT_RECORDED, payment, invoice, company, amount_cents=total, method=payment.method.value
            )
