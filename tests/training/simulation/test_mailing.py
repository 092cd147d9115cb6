"""People do something, or nothing, with what a campaign sends."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from crm.prospecting.campaigns import queries as campaigns
from crm.prospecting.campaigns.models import Return, Technique
from crm.prospecting.companies.models import Stage as CompanyStage
from crm.store.base import db
from crm.training.simulation.dice import Luck
from crm.training.simulation.mailing import KIND, Sending, story
from crm.training.simulation.models import ScheduledEvent
from tests.builders import Stage, a_company
from tests.prospecting.campaigns.builders import a_campaign, a_file
from tests.training.simulation.builders import pass_days

FLAGS = st.booleans()


class TestStory:
    @settings(max_examples=60)
    @given(st.integers(0, 10**6), st.integers(0, 20), FLAGS, FLAGS, FLAGS)
    def test_is_one_that_can_be_true(self, seed: int, turn: int, by_post: bool, customer: bool, spite: bool) -> None:  # noqa: FBT001
        told = story(Luck(seed, "Garage", turn), Sending(by_post=by_post, to_customer=customer, in_spite=spite))
        results = [result for result, _ in told]
        days = [after for _, after in told]
        assert len(set(results)) == len(results)
        assert days == sorted(days) and all(0 <= after <= 8 for after in days)
        assert results == [Return.BOUNCED] or Return.BOUNCED not in results
        if {Return.CLICKED, Return.UNSUBSCRIBED} & set(results):
            assert results[0] is Return.OPENED
        if by_post:
            assert set(results) <= {Return.ANSWERED, Return.BOUNCED, Return.COMPLAINED}
        assert told == story(Luck(seed, "Garage", turn), Sending(by_post=by_post, to_customer=customer, in_spite=spite))

    def test_those_who_object_complain_more_often(self) -> None:
        def complaints(*, in_spite: bool) -> int:
            sending = Sending(by_post=False, to_customer=False, in_spite=in_spite)
            stories = [story(Luck(7, f"Prospect {number}"), sending) for number in range(200)]
            return sum(result is Return.COMPLAINED for told in stories for result, _ in told)

        assert complaints(in_spite=True) > 10 * complaints(in_spite=False)


def test_what_is_sent_comes_back_over_the_following_days_and_once(stage: Stage) -> None:
    people = stage.do(a_file)
    listed = [
        stage.do(a_company, f"Prospect {number}", email=f"p{number}@prospect.example", stage=CompanyStage.PROSPECT)
        for number in range(8)
    ]
    campaign = stage.do(a_campaign, Technique.EMAIL, kept=[*listed, people["objects"]])
    campaign_id = campaign.id
    pass_days(stage, 7)
    planned = list(db.session.scalars(select(ScheduledEvent).where(ScheduledEvent.kind_of_event == KIND)))
    assert {event.object_id for event in planned} == {target.id for target in campaigns.targets_of(campaign, kept=True)}
    assert all(event.done_at for event in planned)
    told = [event.payload["result"] for event in planned if event.payload]
    noted = stage.records("campaign.return_noted")
    assert told and sorted(each["details"]["result"] for each in noted) == sorted(map(str, told))
    assert {each["actor"]["kind"] for each in noted} == {"customer"}
    found = campaigns.campaign_by_id(campaign_id)
    assert found is not None
    assert sum(map(len, campaigns.returns_of(found).values())) == len(told)
    wrote = {"answered", "complained"}
    assert len(stage.records("message.received")) == sum(result in wrote for result in told)
