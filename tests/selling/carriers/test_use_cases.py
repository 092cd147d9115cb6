"""What can be done with carriers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.activity.door import Work
from crm.kernel.money import Money
from crm.selling.carriers import queries
from crm.selling.carriers.models import Carrier, CarrierMode
from crm.selling.carriers.use_cases import AlreadyListed, NameMissing, WrongTerms, create_carrier
from tests.builders import Stage
from tests.selling.carriers.builders import a_carrier


def a_haulier(work: Work, name: str = "Fret Escaut", *, lead_days: int = 3) -> Carrier:
    """List a carrier of pallets."""
    return create_carrier(work, name=name, mode=CarrierMode.ROAD, lead_days=lead_days, base_price=Money.of(60))


class TestCreateCarrier:
    def test_it_is_listed_and_recorded_with_its_terms(self, stage: Stage) -> None:
        carrier = stage.do(a_carrier)
        assert queries.carrier_by_id(carrier.id) is carrier
        assert stage.last("carrier.created")["details"] == {
            "mode": "parcel",
            "lead_days": 2,
            "base_price_cents": 850,
            "price_per_kg_cents": 35,
        }

    def test_two_cannot_have_one_name(self, stage: Stage) -> None:
        stage.do(a_carrier)
        with pytest.raises(AlreadyListed):
            stage.do(a_carrier)

    def test_a_name_and_possible_terms_are_needed(self, stage: Stage) -> None:
        with pytest.raises(NameMissing):
            stage.do(a_haulier, " ")
        with pytest.raises(WrongTerms):
            stage.do(a_haulier, lead_days=-1)

    def test_the_cheapest_comes_first(self, stage: Stage) -> None:
        stage.do(a_haulier)
        stage.do(a_carrier)
        assert [each.name for each in queries.cheapest_first(1_000)] == ["Transports Lys", "Fret Escaut"]
        assert [each.name for each in queries.cheapest_first(200_000)] == ["Fret Escaut", "Transports Lys"]


class TestPrice:
    @given(grams=st.integers(0, 5_000_000), base=st.integers(0, 50_000), per_kg=st.integers(0, 5_000))
    def test_each_kilogram_begun_counts(self, grams: int, base: int, per_kg: int) -> None:
        carrier = Carrier(
            name="Lys", mode=CarrierMode.ROAD, lead_days=1, base_price=Money(base), price_per_kg=Money(per_kg)
        )
        begun = grams // 1000 + (grams % 1000 > 0)
        assert carrier.price_of(grams) == Money(base + begun * per_kg)
