"""The stock: what moves, what is recorded, and that nothing is promised twice."""

from __future__ import annotations

import threading
from contextlib import suppress
from decimal import Decimal

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.activity.door import Recordable, Work, perform
from crm.activity.vocabulary import Activity
from crm.kernel.errors import Refused
from crm.prospecting.companies.models import Company
from crm.selling.catalogue.models import Product, ProductNature
from crm.selling.stock import queries, use_cases
from crm.selling.stock.models import Cause, StockLevel
from crm.selling.stock.rules import Shortage, Want
from crm.store.scoping import enter
from tests.builders import Cast, Stage
from tests.selling.catalogue.builders import a_product
from tests.selling.stock.builders import a_stocked_product


def d(number: str | int) -> Decimal:
    """Write a quantity shortly."""
    return Decimal(number)


def reserve(work: Work, wants: list[Want], about: Recordable) -> list[Shortage]:
    """Reserve as an order does, whose record it is."""
    found = use_cases.reserve(work, wants, about=about)
    work.record(Activity.NOTE_ADDED, about, text="réservé")
    return found


def take_out(work: Work, wants: list[Want], about: Recordable) -> None:
    """Let goods leave as a delivery does, whose record it is."""
    use_cases.take_out(work, wants, about=about)
    work.record(Activity.NOTE_ADDED, about, text="sorti")


def level(stage: Stage, reference: str = "PAP-101") -> StockLevel:
    """Return the level of a product, which must have one."""
    found = next((held.level for held in queries.stocked() if held.product.reference == reference), None)
    assert found is not None
    return found


class TestOpening:
    def test_a_stock_is_opened_with_what_lies_there(self, stage: Stage) -> None:
        product = stage.do(a_stocked_product, on_hand="12.5")
        assert product.is_stocked
        assert level(stage).on_hand == d("12.5")
        [movement] = queries.movements(product.id).rows
        assert (movement.cause, movement.quantity, movement.on_hand_after) == (Cause.OPENING, d("12.5"), d("12.5"))
        fact = stage.last("stock.opened")
        assert fact["details"] == {"quantity": "12.5", "value_cents": 3688}
        assert fact["about"][0]["kind"] == "product"

    def test_it_is_opened_once(self, stage: Stage) -> None:
        product = stage.do(a_stocked_product)
        with pytest.raises(use_cases.AlreadyOpen):
            stage.do(use_cases.open_stock, product, quantity=d(1))

    def test_work_is_not_kept_on_shelves(self, stage: Stage) -> None:
        product = stage.do(a_product, nature=ProductNature.SERVICE)
        with pytest.raises(use_cases.NotStocked):
            stage.do(use_cases.open_stock, product, quantity=d(1))

    @pytest.mark.parametrize("quantity", ["-1", "0.0001", "NaN"])
    def test_quantities_are_counted_from_nothing_to_the_thousandth(self, stage: Stage, quantity: str) -> None:
        product = stage.do(a_product)
        with pytest.raises(use_cases.WrongQuantity):
            stage.do(use_cases.open_stock, product, quantity=d(quantity))


class TestReserving:
    def test_what_is_available_is_set_aside_and_what_lacks_is_told(self, stage: Stage) -> None:
        product = stage.do(a_stocked_product)
        wants = [Want(product.id, d(7), line_id=1), Want(product.id, d(5), line_id=2), Want(None, d(1))]
        lacking = stage.do(reserve, wants, stage.petit)
        assert lacking == [Shortage(product.id, d(5), d(3), line_id=2)]
        assert lacking[0].lacking == d(2)
        assert (level(stage).reserved, level(stage).available) == (d(10), d(0))

    def test_unstocked_products_are_always_at_hand(self, stage: Stage) -> None:
        product = stage.do(a_product)
        assert stage.do(reserve, [Want(product.id, d(999))], stage.petit) == []

    def test_what_was_set_aside_is_given_back(self, stage: Stage) -> None:
        product = stage.do(a_stocked_product)
        stage.do(reserve, [Want(product.id, d(7))], stage.petit)

        def give_back(work: Work, company: Company) -> None:
            use_cases.release(work, [Want(product.id, d(4))], about=company)
            work.record(Activity.NOTE_ADDED, company, text="rendu")

        stage.do(give_back, stage.petit)
        assert level(stage).reserved == d(3)


class TestMovingGoods:
    def test_a_delivery_takes_what_was_reserved(self, stage: Stage) -> None:
        product = stage.do(a_stocked_product)
        stage.do(reserve, [Want(product.id, d(4))], stage.petit)
        stage.do(take_out, [Want(product.id, d(4), reserved=d(4))], stage.petit)
        assert (level(stage).on_hand, level(stage).reserved) == (d(6), d(0))
        movement = queries.movements(product.id).rows[0]
        assert (movement.quantity, movement.cause, movement.about_label) == (d(-4), Cause.DELIVERY, "Boulangerie Petit")

    def test_more_than_there_is_cannot_leave(self, stage: Stage) -> None:
        product = stage.do(a_stocked_product)
        with pytest.raises(use_cases.NotInStock):
            stage.do(take_out, [Want(product.id, d(11))], stage.petit)
        assert queries.moved(product.id) == d(10)

    def test_what_is_set_aside_for_others_cannot_leave(self, stage: Stage) -> None:
        product = stage.do(a_stocked_product)
        stage.do(reserve, [Want(product.id, d(8))], stage.petit)
        with pytest.raises(use_cases.NotInStock):
            stage.do(take_out, [Want(product.id, d(3), reserved=d(0))], stage.petit)

    def test_a_receipt_comes_in_and_is_no_longer_expected(self, stage: Stage) -> None:
        product = stage.do(a_stocked_product)

        def receive(work: Work, company: Company) -> None:
            use_cases.expect_in(work, [Want(product.id, d(20))])
            use_cases.take_in(work, [Want(product.id, d(12))], cause=Cause.RECEIPT, about=company)
            use_cases.unexpect(work, [Want(product.id, d(12))])
            work.record(Activity.NOTE_ADDED, company, text="reçu")

        stage.do(receive, stage.petit)
        assert (level(stage).on_hand, level(stage).on_order) == (d(22), d(8))


class TestChecking:
    def test_the_figures_seen_are_recorded(self, stage: Stage) -> None:
        product, chair = stage.do(a_stocked_product), stage.do(a_product, "SIE-601")
        stage.do(reserve, [Want(product.id, d(4))], stage.petit)
        wants = [Want(product.id, d(4)), Want(product.id, d(5)), Want(chair.id, d(1))]
        lacking = stage.do(use_cases.check_stock, wants, about=(stage.petit, None))
        assert lacking == [Shortage(product.id, d(9), d(6))]
        fact = stage.last("stock.checked")
        assert [thing["kind"] for thing in fact["about"]] == ["company", "product", "product"]
        assert fact["details"]["shortages"] == 1
        assert fact["details"]["figures"][0] == {
            "reference": "PAP-101",
            "wanted": "9",
            "stocked": True,
            "on_hand": "10",
            "reserved": "4",
            "available": "6",
            "on_order": "0",
        }
        assert fact["details"]["figures"][1] == {"reference": "SIE-601", "wanted": "1", "stocked": False}

    def test_bare_products_are_looked_up(self, stage: Stage) -> None:
        assert stage.do(use_cases.check_stock, [stage.do(a_stocked_product)]) == []


class TestCounting:
    def test_what_was_counted_is_what_there_is_and_differences_are_recorded(self, stage: Stage) -> None:
        product, chair = stage.do(a_stocked_product), stage.do(a_stocked_product, "SIE-601")
        stage.do(reserve, [Want(product.id, d(9))], stage.petit)
        stage.do(use_cases.count_stock, [Want(product.id, d(8)), Want(chair.id, d(10))])
        assert (level(stage).on_hand, level(stage).reserved) == (d(8), d(8))
        details = stage.last("stock.counted")["details"]
        assert details["counted"] == 2
        assert details["difference_value_cents"] == -590
        assert details["differences"] == [
            {
                "reference": "PAP-101",
                "expected": "10",
                "counted": "8",
                "value_cents": -590,
                "reservations_lost": "1",
            }
        ]
        assert queries.moved(product.id) == d(8)

    def test_an_empty_list_counts_nothing(self, stage: Stage) -> None:
        with pytest.raises(use_cases.NothingCounted):
            stage.do(use_cases.count_stock, [])


class TestCorrecting:
    def test_a_correction_has_a_reason_and_a_movement(self, stage: Stage) -> None:
        product = stage.do(a_stocked_product)
        stage.do(use_cases.correct_stock, product, quantity=d(-2), reason="Casse")
        movement = queries.movements(product.id).rows[0]
        assert (movement.quantity, movement.cause, movement.reason) == (d(-2), Cause.CORRECTION, "Casse")
        details = stage.last("stock.corrected")["details"]
        assert (details["quantity"], details["on_hand"], details["reason"]) == ("-2", "8", "Casse")

    def test_nothing_is_corrected_without_reason_quantity_stock_or_goods(self, stage: Stage) -> None:
        product, chair = stage.do(a_stocked_product), stage.do(a_product, "SIE-601")
        for wrong, quantity, reason, refusal in (
            (product, "1", " ", use_cases.ReasonMissing),
            (product, "0", "Casse", use_cases.WrongQuantity),
            (product, "-11", "Casse", use_cases.NotInStock),
            (chair, "1", "Casse", use_cases.NotStocked),
        ):
            with pytest.raises(refusal):
                stage.do(use_cases.correct_stock, wrong, quantity=d(quantity), reason=reason)


class TestTheLastUnit:
    def test_goes_to_one_of_two_learners_who_want_it_at_once(self, app: Flask, cast: Cast) -> None:
        with app.app_context():
            enter(cast.workspace)
            product_id = Stage(app, cast).do(a_stocked_product, on_hand="1").id
        start = threading.Barrier(2)
        got: list[str] = []
        refused: list[str] = []

        def want_it(name: str) -> None:
            with app.app_context():
                enter(cast.workspace)
                here = Stage(app, cast)
                # Both have looked before either acts: what the session remembers is no longer true.
                seen = queries.level_of(product_id)
                company, standing = here.petit, here.standing(name)
                assert seen is not None
                assert seen.available == 1
                start.wait(timeout=20)
                lacking = perform(standing, reserve, [Want(product_id, d(1))], company)
                (refused if lacking else got).append(name)

        threads = [threading.Thread(target=want_it, args=(name,)) for name in ("lina", "karim")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=30)
        assert (len(got), len(refused)) == (1, 1)
        with app.app_context():
            enter(cast.workspace)
            final = queries.level_of(product_id)
            assert final is not None
            assert (final.on_hand, final.reserved) == (d(1), d(1))


class TestTheBooks:
    def test_what_is_on_hand_is_the_sum_of_the_movements_whatever_happens(self, stage: Stage) -> None:
        product = stage.do(a_stocked_product)
        wants = st.tuples(st.sampled_from(["reserve", "out", "in", "count", "correct"]), st.integers(-4, 12).map(d))

        @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
        @given(st.lists(wants, min_size=1, max_size=6))
        def happens(acts: list[tuple[str, Decimal]]) -> None:
            for act, quantity in acts:
                with suppress(Refused):
                    _act(stage, product, act, quantity)
                found = queries.level_of(product.id)
                assert found is not None
                assert 0 <= found.reserved <= found.on_hand == queries.moved(product.id)

        happens()


def _act(stage: Stage, product: Product, act: str, quantity: Decimal) -> None:
    """Let one thing happen to the stock of a product."""

    def receive(work: Work, company: Company) -> None:
        use_cases.take_in(work, [Want(product.id, quantity)], cause=Cause.RECEIPT, about=company)
        work.record(Activity.NOTE_ADDED, company, text="reçu")

    if act == "reserve":
        stage.do(reserve, [Want(product.id, quantity)], stage.petit)
    elif act == "out":
        stage.do(take_out, [Want(product.id, quantity)], stage.petit)
    elif act == "in":
        stage.do(receive, stage.petit)
    elif act == "count":
        stage.do(use_cases.count_stock, [Want(product.id, quantity)])
    else:
        stage.do(use_cases.correct_stock, product, quantity=quantity, reason="Casse")


class TestQueries:
    def test_what_is_sold_out_or_low_is_found(self, stage: Stage) -> None:
        stage.do(a_stocked_product, on_hand="30", reorder_point="10")
        stage.do(a_stocked_product, "SIE-601", name="Siège", on_hand="10", reorder_point="10")
        out = stage.do(a_stocked_product, "LIV-002", name="Guide", on_hand="0")
        assert [held.product.reference for held in queries.below_reorder_point()] == ["SIE-601"]
        assert [held.product.reference for held in queries.shortages()] == ["LIV-002"]
        assert queries.availability([out.id, None]) == {out.id: d(0)}
        assert queries.shortages()[0].is_out
        assert queries.below_reorder_point()[0].is_low
