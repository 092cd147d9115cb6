"""What customers wait for is set aside as it comes in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from crm.selling.catalogue.models import Product
from crm.selling.deliveries.use_cases import ship_order
from crm.selling.orders.models import Order, OrderLine
from crm.selling.orders.use_cases import cancel_order, confirm_order
from crm.selling.receipts.use_cases import record_receipt
from crm.selling.stock.queries import level_of
from crm.selling.stock.rules import Want
from crm.selling.stock.use_cases import count_stock
from crm.selling.supply.queries import orders_lacking
from crm.selling.supply.use_cases import send_supply_order
from crm.store.base import db
from tests.builders import Stage
from tests.selling.orders.builders import an_order
from tests.selling.quotes.builders import a_line
from tests.selling.receipts.builders import counted
from tests.selling.stock.builders import a_stocked_product
from tests.selling.suppliers.builders import a_supplier
from tests.selling.supply.builders import a_draft, a_paper_supplier


def reserved(product: Product) -> tuple[Decimal, Decimal, Decimal]:
    """Return what is on hand and set aside of a product, and what its orders' lines believe is set aside for them."""
    level = level_of(product.id)
    assert level is not None
    lines = db.session.scalar(select(func.sum(OrderLine.reserved)).where(OrderLine.product_id == product.id))
    return level.on_hand, level.reserved, Decimal(lines or 0)


class TestWhatCustomersWaitFor:
    def test_is_set_aside_at_once_the_oldest_promise_first(self, stage: Stage) -> None:
        supplier, product = stage.do(a_paper_supplier, on_hand="5")
        late, early, other = (stage.do(an_order, stage.petit, a_line(product, "20")) for _ in range(3))
        for order, day in ((late, 12), (early, 10), (other, 13)):
            stage.do(confirm_order, order, promised_on=date(2026, 3, day))
        purchase = stage.do(send_supply_order, stage.do(a_draft, supplier, "40"))
        stage.do(record_receipt, purchase, lines=counted(purchase, "30"))
        assert [order.lines[0].reserved for order in (early, late, other)] == [Decimal(20), Decimal(15), Decimal(0)]
        about = stage.last("receipt.recorded")["about"]
        assert [thing["label"] for thing in about if thing["kind"] == "order"] == [early.number, late.number]
        assert reserved(product) == (Decimal(35), Decimal(35), Decimal(35))

    def test_is_not_set_aside_of_what_was_refused(self, stage: Stage) -> None:
        supplier, product = stage.do(a_paper_supplier, on_hand="5")
        order = stage.do(an_order, stage.petit, a_line(product, "20"))
        stage.do(confirm_order, order, promised_on=date(2026, 3, 10))
        purchase = stage.do(send_supply_order, stage.do(a_draft, supplier, "40"))
        stage.do(record_receipt, purchase, lines=counted(purchase, "30", damaged="30"))
        assert [thing["kind"] for thing in stage.last("receipt.recorded")["about"]].count("order") == 0
        assert reserved(product) == (Decimal(5), Decimal(5), Decimal(5))

    @settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        steps=st.lists(
            st.tuples(st.sampled_from(["order", "receive", "ship", "cancel"]), st.integers(1, 28)), max_size=8
        )
    )
    def test_never_exceeds_the_shelf_and_is_what_its_orders_got(
        self, stage: Stage, steps: list[tuple[str, int]]
    ) -> None:
        turn = len(stage.records())
        product = stage.do(a_stocked_product, f"PAP-{turn}", on_hand="5")
        supplier = stage.do(a_supplier, f"Papeterie {turn}", product)
        orders: list[Order] = []
        for what, quantity in steps:
            if what == "order":
                order = stage.do(an_order, stage.petit, a_line(product, str(quantity)))
                orders.append(stage.do(confirm_order, order, promised_on=date(2026, 3, 2 + quantity)))
            elif what == "receive":
                purchase = stage.do(send_supply_order, stage.do(a_draft, supplier, str(quantity)))
                stage.do(record_receipt, purchase, lines=counted(purchase, str(quantity)))
            elif orders:
                order = orders.pop(quantity % len(orders))
                if what == "cancel" or not order.lines[0].reserved:
                    stage.do(cancel_order, order, reason="Erreur")
                else:
                    line = order.lines[0]
                    stage.do(ship_order, order, quantities={line.id: line.reserved})
            on_hand, aside, theirs = reserved(product)
            assert theirs == aside <= on_hand
            if what == "receive":
                assert on_hand == aside or not orders_lacking([product.id])


class TestWhatAStocktakeFoundMissing:
    def test_is_taken_from_the_newest_order_and_never_from_another(self, stage: Stage) -> None:
        product = stage.do(a_stocked_product, on_hand="10")
        older, newer = (stage.do(an_order, stage.petit, a_line(product, "5")) for _ in range(2))
        for order in (older, newer):
            stage.do(confirm_order, order, promised_on=date(2026, 3, 10))
        stage.do(count_stock, [Want(product.id, Decimal(6))])
        assert reserved(product) == (Decimal(6), Decimal(6), Decimal(10))
        stage.do(cancel_order, newer, reason="Le client renonce")
        assert reserved(product) == (Decimal(6), Decimal(5), Decimal(5))
        stage.do(ship_order, older)
        assert reserved(product) == (Decimal(1), Decimal(0), Decimal(0))
