"""What can be done with orders to suppliers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from crm.desk.documents.models import DocumentType
from crm.desk.documents.queries import documents_about
from crm.kernel.currency import Currency
from crm.kernel.errors import ImpossibleMove
from crm.kernel.incoterms import Incoterm
from crm.kernel.money import Money
from crm.selling.orders.use_cases import confirm_order
from crm.selling.stock.queries import level_of
from crm.selling.suppliers.queries import offers_of
from crm.selling.supply import queries
from crm.selling.supply.models import SupplyState, Way
from crm.selling.supply.queries import SupplyFilter
from crm.selling.supply.rules import Ordered
from crm.selling.supply.use_cases import (
    NothingExpected,
    NothingOrdered,
    NothingWritten,
    NotOffered,
    PastDay,
    ReasonMissing,
    UnknownLanguage,
    announce_delay,
    cancel_supply_order,
    confirm_supply_order,
    draft_supply_order,
    follow_up_supplier,
    send_supply_order,
)
from tests.builders import Stage
from tests.selling.orders.builders import an_order
from tests.selling.quotes.builders import a_line
from tests.selling.stock.builders import a_stocked_product
from tests.selling.suppliers.builders import a_british_supplier, a_supplier
from tests.selling.supply.builders import (
    PROMISED,
    SUPPLIER,
    a_confirmed_supply_order,
    a_draft,
    a_paper_supplier,
    a_sent_supply_order,
    again,
)


class TestDraft:
    def test_without_lines_it_orders_what_is_needed_in_whole_packs(self, stage: Stage) -> None:
        supplier, product = stage.do(a_paper_supplier, on_hand="5", reorder_point="28")
        assert [need.product.id for need in queries.needs()] == [product.id]
        order = stage.do(draft_supply_order, supplier)
        assert order.number == "ACH-2026-0001"
        assert [line.quantity for line in order.lines] == [Decimal(40)]
        assert order.wanted_on == date(2026, 3, 6)
        details = stage.last("supply_order.drafted")["details"]
        assert details["lines"] == [{"reference": "PAP-101", "quantity": "40", "price_cents": 295}]
        assert details["needed"] == 1

    def test_a_product_that_is_not_needed_is_said_so(self, stage: Stage) -> None:
        supplier, _ = stage.do(a_paper_supplier, on_hand="500")
        stage.do(a_draft, supplier)
        assert stage.last("supply_order.drafted")["details"]["needed"] == 0

    def test_abroad_it_takes_currency_rate_and_incoterm(self, stage: Stage) -> None:
        supplier = stage.do(a_british_supplier, stage.do(a_stocked_product, "SIE-601"))
        order = stage.do(a_draft, supplier, "2")
        assert (order.currency, order.incoterm) == (Currency.GBP, Incoterm.FCA)
        assert order.net == Money.of(190)
        assert order.net_in_euros == Money.of("218.50")

    def test_an_order_of_nothing_or_of_what_is_not_sold_is_refused(self, stage: Stage) -> None:
        supplier, product = stage.do(a_paper_supplier, on_hand="500")
        other = stage.do(a_supplier, "Fournitures Scarpe", product)
        with pytest.raises(NothingOrdered):
            stage.do(draft_supply_order, supplier)
        with pytest.raises(NotOffered):
            stage.do(draft_supply_order, supplier, lines=[Ordered(offers_of(other)[0].id, Decimal(1))])
        with pytest.raises(PastDay):
            stage.do(draft_supply_order, supplier, lines=[], wanted_on=date(2026, 3, 1))


class TestSend:
    def test_the_goods_are_on_order(self, stage: Stage) -> None:
        order = stage.do(a_sent_supply_order, "40")
        assert order.state is SupplyState.SENT
        level = level_of(order.lines[0].product_id)
        assert level is not None
        assert level.on_order == Decimal(40)
        details = stage.last("supply_order.sent")["details"]
        assert details["below_minimum"] is False
        assert details["international"] is False
        assert queries.needs() == []

    def test_its_paper_waits_to_be_filed(self, stage: Stage) -> None:
        order = stage.do(a_sent_supply_order)
        (document,) = documents_about(order.kind, order.id)
        assert (document.type, document.number) == (DocumentType.SUPPLY_ORDER, order.number)
        assert (document.company_id, document.company_name) == (None, order.supplier.name)

    def test_below_the_minimum_it_goes_and_is_recorded(self, stage: Stage) -> None:
        stage.do(a_sent_supply_order, "10")
        assert stage.last("supply_order.sent")["details"]["below_minimum"] is True

    def test_it_goes_once(self, stage: Stage) -> None:
        order = stage.do(a_sent_supply_order)
        with pytest.raises(ImpossibleMove):
            stage.do(send_supply_order, order)


class TestSupplierAnswers:
    def test_it_confirms_and_promises_a_day(self, stage: Stage) -> None:
        order = stage.do(a_confirmed_supply_order)
        assert (order.state, order.promised_on, order.supplier_number) == (SupplyState.CONFIRMED, PROMISED, "PL-7781")
        fact = stage.last("supply_order.confirmed")
        assert fact["actor"]["kind"] == "supplier"
        assert fact["details"]["later_than_wanted"] is False

    def test_it_puts_off_the_day(self, stage: Stage) -> None:
        order = stage.do(a_confirmed_supply_order)
        stage.do_as(SUPPLIER, announce_delay, order, promised_on=date(2026, 3, 16), reason="Panne")
        assert order.promised_on == date(2026, 3, 16)
        assert order.first_promised_on == PROMISED
        assert stage.last("supply_order.delayed")["details"]["days"] == 10

    def test_it_is_late_when_its_day_is_over(self, stage: Stage) -> None:
        order = stage.do(a_confirmed_supply_order)
        assert order.days_late(PROMISED) == 0
        assert order.days_late(date(2026, 3, 9)) == 3
        assert [each.id for each in queries.supply_orders(SupplyFilter(late_on=date(2026, 3, 7))).rows] == [order.id]
        assert queries.supply_order_count(SupplyFilter(late_on=PROMISED)) == 0
        assert queries.orders_awaiting(order.lines[0].product_id) == [order]


class TestFollowUp:
    def test_it_is_recorded_with_its_language(self, stage: Stage) -> None:
        order = stage.do(a_confirmed_supply_order)
        stage.do(follow_up_supplier, order, language="en", text="Where is it?", way=Way.PHONE)
        details = stage.last("supplier.followed_up")["details"]
        assert (details["language"], details["in_their_language"], details["channel"]) == ("en", False, "phone")
        assert len(queries.follow_ups_of(order)) == 1

    def test_one_asks_about_what_is_expected_in_words(self, stage: Stage) -> None:
        supplier, _ = stage.do(a_paper_supplier)
        draft = stage.do(a_draft, supplier)
        with pytest.raises(NothingExpected):
            stage.do(follow_up_supplier, draft, language="fr", text="Bonjour")
        order_id = stage.do(send_supply_order, again(draft.id)).id
        with pytest.raises(NothingWritten):
            stage.do(follow_up_supplier, again(order_id), language="fr", text=" ")
        with pytest.raises(UnknownLanguage):
            stage.do(follow_up_supplier, again(order_id), language="de", text="Guten Tag")


class TestCancel:
    def test_the_goods_are_no_longer_on_order(self, stage: Stage) -> None:
        order = stage.do(a_confirmed_supply_order)
        stage.do(cancel_supply_order, order, reason="Trouvé ailleurs")
        assert order.state is SupplyState.CANCELLED
        level = level_of(order.lines[0].product_id)
        assert level is not None
        assert level.on_order == 0
        details = stage.last("supply_order.cancelled")["details"]
        assert details["lines"] == [{"reference": "PAP-101", "quantity": "40"}]
        with pytest.raises(NothingExpected):
            stage.do(announce_delay, order, promised_on=PROMISED)

    def test_a_draft_was_never_on_order(self, stage: Stage) -> None:
        supplier, product = stage.do(a_paper_supplier)
        first = stage.do(send_supply_order, stage.do(a_draft, supplier, "10"))
        stage.do(cancel_supply_order, stage.do(a_draft, supplier, "30"), reason="Doublon")
        level = level_of(product.id)
        assert level is not None
        assert level.on_order == Decimal(10)
        with pytest.raises(ReasonMissing):
            stage.do(cancel_supply_order, first, reason="")

    def test_a_confirmation_comes_once(self, stage: Stage) -> None:
        order = stage.do(a_confirmed_supply_order)
        with pytest.raises(ImpossibleMove):
            stage.do(confirm_supply_order, order, promised_on=PROMISED)


class TestShortage:
    def test_what_customers_wait_for_is_needed_and_they_are_named(self, stage: Stage) -> None:
        supplier, product = stage.do(a_paper_supplier, on_hand="30", reorder_point="0")
        order = stage.do(an_order, stage.petit, a_line(product, "80"))
        stage.do(confirm_order, order, promised_on=date(2026, 3, 9))
        (need,) = queries.needs()
        assert (need.awaited, need.quantity) == (Decimal(50), Decimal(50))
        supply = stage.do(send_supply_order, stage.do(draft_supply_order, supplier, about=(order,)))
        assert [line.quantity for line in supply.lines] == [Decimal(50)]
        assert [each.number for each in queries.waiting_for(supply)] == [order.number]
        assert queries.needs() == []
        assert {"kind": "order", "id": order.id, "label": order.number} in stage.last("supply_order.drafted")["about"]
