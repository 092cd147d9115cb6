"""Words given: calls answered, promises and instalments kept or broken."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from crm.billing.agreements import queries as agreements
from crm.billing.agreements.models import AgreementState
from crm.billing.agreements.use_cases import grant_payment_plan, record_promise
from crm.billing.dunning.models import CallResult
from crm.billing.dunning.use_cases import send_reminder
from crm.billing.invoices.models import Invoice
from crm.desk.messages.models import Topic
from crm.kernel.clock import is_working_day
from crm.kernel.money import Money, Rate
from crm.selling.quotes.models import Channel
from crm.training.simulation import promising, reactions
from crm.training.simulation.dice import Luck
from crm.training.simulation.personas import ORDINARY
from tests.billing.invoices.builders import an_issued_invoice
from tests.builders import Stage
from tests.training.simulation.builders import become, pass_days, paying
from tests.training.simulation.test_use_cases import messages_of

NEVER, ALWAYS = Rate(), Rate.percent(100)
FRIDAY = date(2026, 3, 6)


def a_promised_invoice(stage: Stage, amount: Money | None = None) -> Invoice:
    """Let somebody who pays only when forced promise to pay on Friday."""
    stage.do(become, stage.petit, paying(only_when_formally_chased=100))
    invoice = stage.do(an_issued_invoice, stage.petit, on=date(2026, 1, 12))
    stage.do(record_promise, invoice, due_on=FRIDAY, amount=amount)
    return invoice


@pytest.fixture
def faithful(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every word be kept, as far as chance goes."""
    for module, name in ((promising, "RISKY_KEEPS_PROMISE"), (reactions, "RISKY_KEEPS_PLAN")):
        monkeypatch.setattr(module, name, ALWAYS)


@pytest.fixture
def faithless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no word be kept, as far as chance goes."""
    for module, name in ((promising, "RISKY_KEEPS_PROMISE"), (reactions, "RISKY_KEEPS_PLAN")):
        monkeypatch.setattr(module, name, NEVER)


class TestAPromise:
    @pytest.mark.usefixtures("faithful")
    def test_is_kept_with_the_money_that_was_promised(self, stage: Stage) -> None:
        invoice = a_promised_invoice(stage, Money.of(100))
        pass_days(stage, 6)
        assert stage.last("payment.received")["details"]["amount_cents"] == 10000
        assert stage.last("payment.received")["happened_at"].startswith("2026-03-06")
        kept = stage.last("promise.kept")
        assert (kept["actor"]["kind"], kept["happened_at"][:10]) == ("house", "2026-03-09")
        assert agreements.promises_of(invoice)[0].state is AgreementState.KEPT

    @pytest.mark.usefixtures("faithful")
    def test_of_all_that_is_due_takes_the_place_of_the_payment(self, stage: Stage) -> None:
        a_promised_invoice(stage)
        pass_days(stage, 30)
        assert [fact["details"]["amount_cents"] for fact in stage.records("payment.received")] == [25200]

    @pytest.mark.usefixtures("faithless")
    def test_is_broken_when_nothing_came(self, stage: Stage) -> None:
        invoice = a_promised_invoice(stage)
        pass_days(stage, 6)
        assert stage.records("payment.received") == []
        assert stage.last("promise.broken")["details"]["left_cents"] == 25200
        assert agreements.promises_of(invoice)[0].state is AgreementState.BROKEN

    def test_is_looked_at_once(self, stage: Stage) -> None:
        a_promised_invoice(stage)
        pass_days(stage, 20)
        assert len(stage.records("promise.kept")) + len(stage.records("promise.broken")) == 1

    def test_the_same_seed_keeps_or_breaks_the_same_words(self) -> None:
        found = [promising.keeps_promise(ORDINARY, Luck(7, "Petit", turn)) for turn in range(400)]
        assert found == [promising.keeps_promise(ORDINARY, Luck(7, "Petit", turn)) for turn in range(400)]
        assert 300 < sum(found) < 380

    def test_names_a_working_day(self) -> None:
        for turn in range(50):
            day = promising.promised_day(Luck(7, "Petit", turn), FRIDAY)
            assert is_working_day(day)
            assert FRIDAY + timedelta(days=3) <= day <= FRIDAY + timedelta(days=14)


class TestAPlan:
    @pytest.mark.usefixtures("faithful")
    def test_is_kept_instalment_by_instalment(self, stage: Stage) -> None:
        stage.do(become, stage.petit, paying(only_when_formally_chased=100))
        invoice = stage.do(an_issued_invoice, stage.petit, on=date(2026, 1, 12))
        plan = stage.do(grant_payment_plan, invoice, instalments=2, last_on=date(2026, 3, 27))
        pass_days(stage, 22)
        assert [fact["details"]["amount_cents"] for fact in stage.records("payment.received")] == [12600, 12600]
        assert [fact["details"]["ended"] for fact in stage.records("payment_plan.kept")] == [False, True]
        found = agreements.plan_by_id(plan.id)
        assert found is not None
        assert found.state is AgreementState.KEPT

    @pytest.mark.usefixtures("faithless")
    def test_ends_with_the_first_that_does_not_come(self, stage: Stage) -> None:
        stage.do(become, stage.petit, paying(only_when_formally_chased=100))
        invoice = stage.do(an_issued_invoice, stage.petit, on=date(2026, 1, 12))
        stage.do(grant_payment_plan, invoice, instalments=2, last_on=date(2026, 3, 27))
        pass_days(stage, 22)
        (broken,) = stage.records("payment_plan.broken")
        assert (broken["details"]["rank"], broken["details"]["ended"]) == (1, True)
        assert stage.records("payment_plan.kept") == []


class TestACall:
    def call(self, stage: Stage) -> Invoice:
        """Call about a late invoice."""
        stage.do(become, stage.petit, paying(only_when_formally_chased=100))
        invoice = stage.do(an_issued_invoice, stage.petit, on=date(2026, 1, 12))
        stage.do(
            send_reminder,
            invoice,
            level=1,
            channel=Channel.PHONE,
            text="Mme Petit me rappelle.",
            result=CallResult.CALL_BACK,
        )
        return invoice

    def test_is_answered_with_a_day(self, stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(promising, "ANSWERS_CALL", ALWAYS)
        invoice = self.call(stage)
        pass_days(stage, 2)
        message = messages_of(stage, Topic.INFORMATION)[-1]
        assert message.subject == f"Suite à votre appel : facture {invoice.number}"
        assert message.content["asks"] == "promise"
        assert date.fromisoformat(str(message.content["due_on"])) > date(2026, 3, 3)

    def test_or_is_not(self, stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(promising, "ANSWERS_CALL", NEVER)
        self.call(stage)
        pass_days(stage, 2)
        assert messages_of(stage, Topic.INFORMATION) == []
