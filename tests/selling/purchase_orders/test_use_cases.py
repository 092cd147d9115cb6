"""Settling a purchase order's differences: what is recorded, what follows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from crm.activity.standing import PROCEDURES
from crm.desk.messages.models import Message
from crm.kernel.money import Money, Rate
from crm.selling.catalogue import queries as catalogue
from crm.selling.catalogue.models import Product
from crm.selling.orders.models import Order
from crm.selling.orders.rules import What
from crm.selling.orders.use_cases import AlreadyOrdered, order_from_purchase_order, order_from_quote
from crm.selling.pricing.rules import PriceData
from crm.selling.pricing.use_cases import PriceListData, define_price_list
from crm.selling.purchase_orders import queries, use_cases
from crm.selling.purchase_orders.queries import Comparison
from crm.selling.purchase_orders.rules import Settled, Settlement
from crm.selling.quotes.models import Channel, Quote
from crm.selling.quotes.use_cases import draft_quote, send_quote
from tests.builders import Stage
from tests.selling.catalogue.builders import a_catalogue
from tests.selling.purchase_orders.builders import an_offer, differing
from tests.selling.quotes.builders import a_line
from tests.training.simulation.builders import pass_days

KEEP, ACCEPT, ASK = Settlement.KEEP, Settlement.ACCEPT, Settlement.ASK


@pytest.fixture
def goods(stage: Stage) -> dict[str, Product]:
    """The cast's catalogue."""
    return stage.do(a_catalogue)


@pytest.fixture
def offer(stage: Stage, goods: dict[str, Product]) -> Quote:
    """What Petit was offered."""
    return stage.do(an_offer, stage.petit, goods)


@pytest.fixture
def order(stage: Stage, offer: Quote) -> Message:
    """What Petit orders."""
    return stage.do(differing, stage.petit, offer)


def compared(stage: Stage, message: Message) -> Comparison:
    """Hold the order against the offer."""
    return queries.compare(message, stage.petit, procedure=PROCEDURES.__getitem__)


class TestComparing:
    def test_everything_that_differs_is_found(self, stage: Stage, order: Message) -> None:
        found = compared(stage, order)
        assert [(each.what.value, each.reference) for each in found.differences] == [
            ("quantity", "PAP-101"),
            ("price", "PAP-101"),
            ("discount", "PAP-101"),
            ("reference", "SIE-601"),
            ("reference", "LIV-002"),
            ("address", ""),
            ("date", ""),
            ("total", ""),
        ]
        assert (found.agreed_on, found.wanted_on) == (date(2026, 3, 9), date(2026, 3, 4))

    def test_without_offer_the_customers_own_prices_are_what_is_agreed(
        self, stage: Stage, goods: dict[str, Product]
    ) -> None:
        head = PriceListData(code="PRO", name="Professionnels", valid_from=date(2026, 1, 1))
        stage.do(define_price_list, head, prices=[PriceData(goods["PAP-101"].id, Money.of("3.99"))])
        found = compared(stage, stage.do(differing, stage.petit))
        assert "price" not in [each.what.value for each in found.differences]

    def test_another_term_of_payment_is_a_difference(self, stage: Stage, offer: Quote) -> None:
        message = stage.do(differing, stage.petit, offer, payment_days=60)
        (apart,) = [each for each in compared(stage, message).differences if each.what is What.PAYMENT_TERMS]
        assert (apart.expected, apart.found) == (30, 60)

    def test_an_order_after_the_offers_last_day_says_so(self, stage: Stage, goods: dict[str, Product]) -> None:
        short = stage.do(draft_quote, stage.petit, lines=[a_line(goods["PAP-101"])], valid_until=date(2026, 3, 2))
        stage.do(send_quote, short, channel=Channel.EMAIL)
        assert not compared(stage, stage.do(differing, stage.petit, short)).expired
        pass_days(stage)
        assert compared(stage, stage.do(differing, stage.petit, short)).expired

    def test_a_day_that_cannot_be_read_says_nothing(self, stage: Stage, offer: Quote) -> None:
        message = stage.do(differing, stage.petit, offer, wanted_on="bientôt")
        assert compared(stage, message).wanted_on is None


class TestSettling:
    def test_each_decision_is_recorded_with_both_sides(self, stage: Stage, order: Message) -> None:
        stage.do(
            use_cases.settle_purchase_order,
            stage.petit,
            message=order,
            settlements=[Settled(What.PRICE, KEEP, "PAP-101"), Settled(What.QUANTITY, ACCEPT, "PAP-101")],
        )
        fact = stage.last("purchase_order.settled")
        assert [each["kind"] for each in fact["about"]] == ["message", "quote", "company"]
        assert fact["details"] == {
            "settlements": [
                {"what": "quantity", "reference": "PAP-101", "agreed": "40", "asked": "50", "settlement": "accept"},
                {"what": "price", "reference": "PAP-101", "agreed": 420, "asked": 399, "settlement": "keep"},
            ],
            "left": 6,
            "text": "",
        }

    def test_the_order_begins_as_it_was_settled(self, stage: Stage, order: Message) -> None:
        settlements = [
            Settled(What.PRICE, KEEP, "PAP-101"),
            Settled(What.DISCOUNT, KEEP, "PAP-101"),
            Settled(What.REFERENCE, KEEP, "SIE-601"),
            Settled(What.REFERENCE, ACCEPT, "LIV-002"),
            Settled(What.ADDRESS, ACCEPT),
        ]
        stage.do(use_cases.settle_purchase_order, stage.petit, message=order, settlements=settlements)
        decided, found = queries.decisions_on(order), compared(stage, order)
        lines = queries.typed_from(found, decided)
        assert [(line.reference, line.quantity, line.unit_price, line.discount) for line in lines] == [
            ("PAP-101", Decimal(50), Money.of("4.20"), Rate.percent(5)),
            ("SIE-601", Decimal(1), Money.of("189.00"), Rate.percent(0)),
            ("LIV-002", Decimal(2), Money.of("18.50"), Rate.percent(0)),
        ]
        assert queries.delivery_address(found, stage.petit, decided) == "Quai arrière\n59000 Lille"

    def test_the_last_word_on_a_difference_counts(self, stage: Stage, order: Message) -> None:
        for settlement, note in ((ASK, "Le tarif est de 4,20 €. Êtes-vous d’accord ?"), (KEEP, "")):
            stage.do(
                use_cases.settle_purchase_order,
                stage.petit,
                message=order,
                settlements=[Settled(What.PRICE, settlement, "PAP-101")],
                note=note,
            )
        assert queries.decisions_on(order) == {"price:PAP-101": KEEP}
        assert stage.last("purchase_order.settled")["details"]["left"] == 7

    @pytest.mark.parametrize(
        ("settlements", "refusal"),
        [
            ([], use_cases.NothingDecided),
            ([Settled(What.PRICE, KEEP, "LIV-002")], use_cases.NoSuchDifference),
            ([Settled(What.PRICE, ASK, "PAP-101")], use_cases.QuestionMissing),
        ],
    )
    def test_what_cannot_be_is_refused(
        self, stage: Stage, order: Message, settlements: list[Settled], refusal: type[Exception]
    ) -> None:
        with pytest.raises(refusal):
            stage.do(use_cases.settle_purchase_order, stage.petit, message=order, settlements=settlements)

    def test_what_is_entered_is_settled(self, stage: Stage, order: Message, offer: Quote) -> None:
        stage.do(order_from_quote, offer, message=order)
        with pytest.raises(AlreadyOrdered):
            stage.do(
                use_cases.settle_purchase_order,
                stage.petit,
                message=order,
                settlements=[Settled(What.PRICE, KEEP, "PAP-101")],
            )


class TestRecordingWhatWasSettled:
    def recorded(self, stage: Stage, message: Message, *settlements: Settled) -> tuple[bool, Order]:
        """Settle differences, enter the order as the form begins it; return whether it matches the request."""
        stage.do(use_cases.settle_purchase_order, stage.petit, message=message, settlements=settlements)
        lines = queries.typed_from(compared(stage, message), queries.decisions_on(message))
        order = stage.do(order_from_purchase_order, stage.petit, message=message, lines=lines)
        return stage.last("order.recorded")["details"]["matches_request"], order

    def test_an_order_entered_as_it_was_settled_matches(self, stage: Stage, order: Message) -> None:
        kept = [Settled(What.QUANTITY, KEEP, "PAP-101"), Settled(What.REFERENCE, KEEP, "LIV-002")]
        matches, _ = self.recorded(stage, order, *kept, Settled(What.ADDRESS, KEEP))
        assert matches is True

    def test_an_address_that_was_accepted_must_be_the_orders(self, stage: Stage, order: Message) -> None:
        matches, _ = self.recorded(stage, order, Settled(What.ADDRESS, ACCEPT))
        assert matches is False

    def test_an_accepted_term_of_payment_is_the_orders(self, stage: Stage, offer: Quote) -> None:
        message = stage.do(differing, stage.petit, offer, payment_days=60)
        _, order = self.recorded(stage, message, Settled(What.PAYMENT_TERMS, ACCEPT))
        assert order.payment_days == 60

    def test_a_term_of_payment_that_nobody_accepted_is_not(self, stage: Stage, offer: Quote) -> None:
        message = stage.do(differing, stage.petit, offer, payment_days=60)
        _, order = self.recorded(stage, message, Settled(What.PAYMENT_TERMS, KEEP))
        assert order.payment_days == offer.payment_days


class TestThePaper:
    def test_it_is_the_customers_own(self, stage: Stage, order: Message) -> None:
        found = compared(stage, order)
        paper = queries.paper(order, stage.petit, found, seller=catalogue.seller())
        assert (paper.seller.name, paper.number) == ("Boulangerie Petit", "BC 7781")
        assert [(line.quantity, line.unit_price) for line in paper.lines] == [
            (Decimal(50), Money.of("3.99")),
            (Decimal(2), Money.of("18.50")),
        ]
        assert paper.promised_on == date(2026, 3, 4)

    def test_a_call_leaves_no_paper(self, stage: Stage, offer: Quote) -> None:
        assert queries.came_by_phone(stage.do(differing, stage.petit, offer, channel="phone"))

    def test_goods_are_looked_for_by_product(self, stage: Stage, order: Message, goods: dict[str, Product]) -> None:
        found = compared(stage, order)
        assert queries.wanted_goods(found) == [f"{goods['PAP-101'].id}:50", f"{goods['LIV-002'].id}:2"]

    def test_a_new_customer_or_a_large_order_weighs(self, stage: Stage, order: Message, offer: Quote) -> None:
        found = compared(stage, order)
        assert queries.weighs(found, stage.petit, large_cents=10**9)
        stage.do(order_from_quote, offer)
        assert not queries.weighs(found, stage.petit, large_cents=10**9)
        assert queries.weighs(found, stage.petit, large_cents=1)
