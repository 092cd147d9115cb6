"""Suppliers at work: orders acknowledged, goods at the dock, reminders and claims answered."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from sqlalchemy import select

from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.desk.messages.models import Message, Topic
from crm.kernel.money import Rate
from crm.selling.receipts import queries as receipts
from crm.selling.receipts.models import Grievance, Remedy
from crm.selling.receipts.use_cases import claim_from_supplier, record_receipt
from crm.selling.suppliers.models import Supplier
from crm.selling.supply import queries as supply
from crm.selling.supply.models import SupplyOrder, SupplyState
from crm.selling.supply.use_cases import follow_up_supplier, send_supply_order
from crm.store.base import db
from crm.training.counterparts.models import Span
from crm.training.counterparts.suppliers import SupplierCharacter
from crm.training.simulation.sourcing import ORDINARY
from crm.training.simulation.supplying import assign_character
from tests.builders import Stage
from tests.selling.receipts.builders import counted
from tests.selling.supply.builders import a_draft, a_paper_supplier
from tests.training.simulation.builders import pass_days

ALWAYS, NEVER = Rate.percent(100), Rate.percent(0)
FLAWLESS = replace(
    ORDINARY, answer_days=Span(1, 1), late=NEVER, partial=NEVER, short=NEVER, damaged=NEVER, announces=NEVER
)


def become(work: Work, supplier: Supplier, character: SupplierCharacter) -> None:
    """Make a supplier such a one."""
    assign_character(work, supplier, character=character, stream="lys")
    work.record(Activity.SUPPLIER_CREATED, supplier)


def order_from(stage: Stage, character: SupplierCharacter) -> int:
    """Order forty reams from such a supplier; four days are usual."""
    supplier, _ = stage.do(a_paper_supplier)
    stage.do(become, supplier, character)
    return stage.do(send_supply_order, stage.do(a_draft, supplier)).id


def again(order_id: int) -> SupplyOrder:
    """Find the order as it is now."""
    db.session.expire_all()
    found = supply.order_by_id(order_id)
    assert found is not None
    return found


def letters(stage: Stage) -> list[str]:
    """Return what suppliers wrote, oldest first."""
    statement = select(Message).where(Message.topic == Topic.SUPPLY).order_by(Message.id)
    return [message.body for message in db.session.scalars(statement)]


class TestOrders:
    def test_an_order_is_acknowledged_and_comes_on_its_day(self, stage: Stage) -> None:
        order_id = order_from(stage, FLAWLESS)
        pass_days(stage, 1)
        order = again(order_id)
        assert order.state is SupplyState.CONFIRMED
        assert order.supplier_number.startswith("PAP-")
        assert stage.last("supply_order.confirmed")["actor"]["kind"] == "supplier"
        pass_days(stage, 4)
        (arrival,) = receipts.at_the_dock(again(order_id))
        assert [(line.announced, line.there) for line in arrival.lines] == [(Decimal(40), Decimal(40))]
        assert len(letters(stage)) == 2

    def test_goods_come_once_however_many_days_pass(self, stage: Stage) -> None:
        order_id = order_from(stage, FLAWLESS)
        pass_days(stage, 12)
        assert len(receipts.arrivals_of(again(order_id))) == 1

    def test_a_partial_delivery_is_followed_by_the_rest(self, stage: Stage) -> None:
        order_id = order_from(stage, replace(FLAWLESS, partial=ALWAYS))
        pass_days(stage, 6)
        (arrival,) = receipts.at_the_dock(again(order_id))
        first = arrival.lines[0].announced
        assert Decimal(1) <= first < Decimal(40)
        order = again(order_id)
        stage.do(record_receipt, order, lines=counted(order, str(first)), arrival=receipts.at_the_dock(order)[0])
        assert again(order_id).state is SupplyState.PARTLY_RECEIVED
        pass_days(stage, 10)
        (rest,) = receipts.at_the_dock(again(order_id))
        assert rest.lines[0].announced == Decimal(40) - first


class TestDelays:
    def test_a_delay_is_announced(self, stage: Stage) -> None:
        order_id = order_from(stage, replace(FLAWLESS, late=ALWAYS, announces=ALWAYS, late_days=Span(5, 5)))
        pass_days(stage, 6)
        order = again(order_id)
        assert order.promised_on is not None
        assert order.first_promised_on is not None
        assert order.promised_on > order.first_promised_on
        assert any("retard" in body for body in letters(stage))

    def test_a_silent_delay_needs_a_reminder(self, stage: Stage) -> None:
        order_id = order_from(stage, replace(FLAWLESS, late=ALWAYS, late_days=Span(8, 8)))
        pass_days(stage, 7)
        assert again(order_id).days_late(stage.workspace.today) > 0
        stage.do(follow_up_supplier, again(order_id), language="fr", text="Où est-elle ?")
        pass_days(stage, 1)
        assert again(order_id).days_late(stage.workspace.today) == 0
        assert "est en retard chez nous" in letters(stage)[-1]

    def test_a_letter_in_the_wrong_language_is_not_understood(self, stage: Stage) -> None:
        order_id = order_from(stage, replace(FLAWLESS, late=ALWAYS, late_days=Span(8, 8)))
        pass_days(stage, 7)
        stage.do(follow_up_supplier, again(order_id), language="en", text="Where is it?")
        pass_days(stage, 1)
        assert "écrire en français" in letters(stage)[-1]
        assert again(order_id).days_late(stage.workspace.today) > 0

    def test_whoever_asks_too_early_hears_that_all_is_well(self, stage: Stage) -> None:
        order_id = order_from(stage, FLAWLESS)
        pass_days(stage, 1)
        stage.do(follow_up_supplier, again(order_id), language="fr", text="Tout va bien ?")
        pass_days(stage, 1)
        assert "reste prévue" in letters(stage)[-1]

    def test_an_acknowledgement_comes_sooner_when_asked_for(self, stage: Stage) -> None:
        order_id = order_from(stage, replace(FLAWLESS, answer_days=Span(9, 9)))
        pass_days(stage, 1)
        stage.do(follow_up_supplier, again(order_id), language="fr", text="Votre accusé de réception ?")
        pass_days(stage, 2)
        assert again(order_id).state is SupplyState.CONFIRMED


class TestClaims:
    def soaked(self, stage: Stage) -> int:
        """Receive reams of which some are damaged and refused."""
        order_id = order_from(stage, replace(FLAWLESS, damaged=ALWAYS))
        pass_days(stage, 6)
        order = again(order_id)
        arrival = receipts.at_the_dock(order)[0]
        lines = counted(order, "40", damaged=str(arrival.lines[0].damaged))
        stage.do(record_receipt, order, lines=lines, arrival=arrival)
        return order_id

    def claim(self, stage: Stage, order_id: int, remedy: Remedy, language: str = "fr") -> None:
        """Complain, and wait for the answer."""
        stage.do(
            claim_from_supplier,
            again(order_id),
            grievance=Grievance.DAMAGED,
            remedy=remedy,
            language=language,
            text="Des ramettes mouillées.",
        )
        pass_days(stage, 1)

    def test_what_is_damaged_comes_again_once_claimed(self, stage: Stage) -> None:
        order_id = self.soaked(stage)
        pass_days(stage, 8)
        assert receipts.at_the_dock(again(order_id)) == []
        stage.do(follow_up_supplier, again(order_id), language="fr", text="Et le reste ?")
        pass_days(stage, 1)
        assert "adressez-nous une réclamation" in letters(stage)[-1]
        self.claim(stage, order_id, Remedy.REPLACEMENT)
        assert receipts.claims_of(again(order_id))[0].answered_on is not None
        pass_days(stage, 6)
        assert len(receipts.at_the_dock(again(order_id))) == 1

    def test_a_credit_note_closes_the_order(self, stage: Stage) -> None:
        order_id = self.soaked(stage)
        self.claim(stage, order_id, Remedy.CREDIT)
        assert "avoir" in letters(stage)[-1]
        assert again(order_id).state is SupplyState.RECEIVED

    def test_one_complains_in_their_language(self, stage: Stage) -> None:
        order_id = self.soaked(stage)
        self.claim(stage, order_id, Remedy.REPLACEMENT, language="en")
        assert receipts.claims_of(again(order_id))[0].answered_on is None
