"""A campaign from its draft to its conclusions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from crm.desk.messages.models import Service
from crm.desk.messages.queries import message_by_id
from crm.kernel.money import Money
from crm.prospecting.campaigns import queries
from crm.prospecting.campaigns.models import CampaignState, Exclusion, Return, Technique
from crm.prospecting.campaigns.use_cases import (
    AlreadyLaunched,
    EndsBeforeItStarts,
    Goals,
    NobodyLeft,
    NothingConcluded,
    NothingToSay,
    NotRunning,
    UnknownField,
    close_campaign,
    draft_campaign,
    launch_campaign,
    note_return,
    review_campaign,
    revise_campaign,
)
from crm.prospecting.privacy.use_cases import record_consent
from crm.prospecting.segments.use_cases import change_segment, define_segment
from tests.builders import Stage, a_company
from tests.prospecting.campaigns.builders import PLAIN, a_campaign, a_draft, a_file, the_target

MONDAY = date(2026, 3, 2)


class TestPreparing:
    def test_leaves_a_record_of_the_selection(self, stage: Stage) -> None:
        campaign = stage.do(a_draft)
        assert campaign.state is CampaignState.DRAFT
        assert stage.last("campaign.drafted")["details"]["selection"]["stage"] == "prospect"

    @pytest.mark.parametrize(
        ("changes", "refusal"),
        [({"ends_on": date(2026, 3, 1)}, EndsBeforeItStarts), ({"script": "Bonjour {{prix}}"}, UnknownField)],
    )
    def test_refuses_what_cannot_be(self, stage: Stage, changes: dict[str, object], refusal: type[Exception]) -> None:
        with pytest.raises(refusal):
            stage.do(a_draft, **changes)  # type: ignore[arg-type]
        assert stage.records("campaign.drafted") == []

    def test_is_changed_until_it_is_launched(self, stage: Stage) -> None:
        stage.do(a_file)
        campaign = stage.do(a_draft)
        stage.do(revise_campaign, campaign, replace(PLAIN, name="Sièges"))
        assert stage.last("campaign.revised")["details"]["changed"] == ["name"]
        stage.do(launch_campaign, campaign)
        with pytest.raises(AlreadyLaunched):
            stage.do(revise_campaign, campaign, PLAIN)
        with pytest.raises(AlreadyLaunched):
            stage.do(launch_campaign, campaign)

    def test_takes_companies_picked_by_hand(self, stage: Stage) -> None:
        people = stage.do(a_file)
        campaign = stage.do(draft_campaign, PLAIN, companies=[people["fit"]])
        assert [one.company.legal_name for one in queries.candidates(campaign, today=date(2026, 3, 2))] == [
            "Garage Benali"
        ]

    def test_takes_its_list_from_a_segment_as_it_read_then(self, stage: Stage) -> None:
        people = stage.do(a_file)
        segment = stage.do(define_segment, name="Arras", expression="all(stage.is.prospect,city.is.Arras)")
        campaign = stage.do(draft_campaign, PLAIN, segment=segment)
        fact = stage.last("campaign.drafted")
        assert {"kind": "segment", "id": segment.id, "label": "Arras"} in fact["about"]
        stage.do(change_segment, segment, name="Lille", expression="all(city.is.Lille)")
        stage.do(a_company, "Nouvelle", phone="03 21 00 00 09", stage=people["fit"].stage)
        found = {one.company.legal_name: one.exclusion for one in queries.candidates(campaign, today=MONDAY)}
        assert found["Serres du Nord"] is Exclusion.OPTED_OUT
        assert set(found) == {"Garage Benali", "Serres du Nord", "M. Brun", "Nouvelle"}
        assert queries.selected_count(campaign, today=MONDAY) == 4
        stage.do(launch_campaign, campaign)
        stage.do(a_company, "Trop tard", phone="03 21 00 00 10", stage=people["fit"].stage)
        assert {each.company.legal_name for each in queries.targets_of(campaign)} == set(found)
        assert stage.last("campaign.launched")["details"]["excluded"] == {"opted_out": 1}


class TestConsent:
    def test_counts_for_the_channel_that_it_was_given_for(self, stage: Stage) -> None:
        brun = stage.do(a_file)["consumer"]
        stage.do(record_consent, brun, phone=True, proof="Formulaire")

        def why(technique: Technique) -> Exclusion | None:
            draft = stage.do(a_draft, technique, starts_on=date(2026, 9, 1), ends_on=date(2026, 9, 2))
            return {one.company.id: one.exclusion for one in queries.candidates(draft, today=MONDAY)}[brun.id]

        assert why(Technique.PHONE) is None
        assert why(Technique.EMAIL) is why(Technique.COMBINATION) is Exclusion.NO_CONSENT


class TestTheList:
    @pytest.mark.parametrize(
        ("technique", "wanted"),
        [
            (Technique.PHONE, {"objects": Exclusion.OPTED_OUT, "bare": Exclusion.NO_PHONE}),
            (
                Technique.EMAIL,
                {
                    "objects": Exclusion.OPTED_OUT,
                    "consumer": Exclusion.NO_CONSENT,
                },
            ),
            (
                Technique.LETTER,
                {
                    "objects": Exclusion.OPTED_OUT,
                    "bare": Exclusion.NO_ADDRESS,
                    "consumer": Exclusion.NO_ADDRESS,
                },
            ),
        ],
    )
    def test_says_who_is_excluded_and_why(
        self, stage: Stage, technique: Technique, wanted: dict[str, Exclusion]
    ) -> None:
        people = stage.do(a_file)
        names = {company.id: name for name, company in people.items()}
        found = queries.candidates(stage.do(a_draft, technique), today=date(2026, 3, 2))
        why = {names[one.company.id]: one.exclusion for one in found if one.exclusion}
        assert {name: why[name] for name in wanted} == wanted
        assert "fit" not in why

    def test_reaches_nobody_twice(self, stage: Stage) -> None:
        stage.do(a_file)
        stage.do(a_company, "Zèbre Benali", phone="03 21 00 00 01", stage=stage.petit.stage.PROSPECT)
        found = queries.candidates(stage.do(a_draft), today=date(2026, 3, 2))
        assert [one.company.legal_name for one in found if one.exclusion is Exclusion.DOUBLE] == ["Zèbre Benali"]


class TestLaunching:
    def test_freezes_the_list_with_its_goals(self, stage: Stage) -> None:
        people = stage.do(a_file)
        goals = Goals(contacts=3, appointments=1, cost=Money.of(20))
        campaign = stage.do(a_campaign, goals=goals)
        stage.do(a_company, "Nouvelle", phone="03", stage=people["fit"].stage)
        kept = {each.company.legal_name for each in queries.targets_of(campaign, kept=True)}
        assert kept == {"Garage Benali", "M. Brun"}
        target = the_target(campaign, people["fit"])
        assert (target.person, target.next_call_on, target.sent_on) == ("Nadia Benali", date(2026, 3, 2), None)
        said = stage.last("campaign.launched")["details"]
        assert said["people"] == 2
        assert said["excluded"] == {"opted_out": 1, "no_phone": 1}
        assert (said["despite"], said["despite_opt_out"]) == ([], 0)
        assert (said["goal_contacts"], said["goal_cost_cents"]) == (3, 2000)
        assert (said["planned_cost_cents"], said["ends_on"]) == (90_00 + 2 * 1_50, "2026-03-20")
        assert (said["targeted"], said["scripted"]) == (True, True)

    def test_reaches_those_who_object_if_told_so_and_the_record_names_them(self, stage: Stage) -> None:
        people = stage.do(a_file)
        campaign = stage.do(a_campaign, Technique.EMAIL, kept=[people["objects"]])
        said = stage.last("campaign.launched")["details"]
        assert said["despite_opt_out"] == 1
        assert said["despite"][0]["name"] == "Serres du Nord"
        assert said["set_aside"] == 1
        target = the_target(campaign, people["objects"])
        assert (target.kept, target.exclusion, target.sent_on) == (True, Exclusion.OPTED_OUT, date(2026, 3, 2))

    def test_waits_for_the_day_on_which_it_begins(self, stage: Stage) -> None:
        people = stage.do(a_file)
        campaign = stage.do(a_campaign, Technique.COMBINATION, starts_on=date(2026, 3, 5))
        target = the_target(campaign, people["fit"])
        assert (target.sent_on, target.next_call_on) == (date(2026, 3, 5), date(2026, 3, 5))
        assert queries.done(campaign, today=date(2026, 3, 4)).figures().sent == 0
        assert queries.done(campaign, today=date(2026, 3, 5)).figures().sent == 1

    def test_picked_by_hand_and_without_a_word_prepared_is_recorded_as_such(self, stage: Stage) -> None:
        people = stage.do(a_file)
        draft = stage.do(draft_campaign, replace(PLAIN, script=""), companies=[people["fit"]])
        stage.do(launch_campaign, draft)
        said = stage.last("campaign.launched")["details"]
        assert (said["targeted"], said["scripted"]) == (False, False)

    def test_needs_somebody_and_something_to_say(self, stage: Stage) -> None:
        stage.do(a_file)
        with pytest.raises(NobodyLeft):
            stage.do(a_campaign, kept=[])
        with pytest.raises(NothingToSay):
            stage.do(a_campaign, Technique.LETTER, script="")
        assert stage.records("campaign.launched") == []


class TestFigures:
    def test_count_what_came_back(self, stage: Stage) -> None:
        people = stage.do(a_file)
        campaign = stage.do(a_campaign, Technique.EMAIL, kept=[people["fit"], people["objects"]])
        stage.do(note_return, the_target(campaign, people["fit"]), result=Return.OPENED)
        stage.do(note_return, the_target(campaign, people["fit"]), result=Return.ANSWERED)
        stage.do(note_return, the_target(campaign, people["objects"]), result=Return.COMPLAINED)
        assert stage.last("campaign.return_noted")["details"] == {"result": "complained", "exclusion": "opted_out"}
        found = queries.done(campaign, today=date(2026, 3, 3)).figures()
        assert (found.tried, found.contacts, found.useful, found.complained) == (2, 1, 1, 1)
        assert found.cost == Money.of(93)

    def test_are_concluded_on_record(self, stage: Stage) -> None:
        stage.do(a_file)
        campaign = stage.do(a_campaign, Technique.EMAIL)
        with pytest.raises(NothingConcluded):
            stage.do(review_campaign, campaign, causes=" ")
        stage.do(review_campaign, campaign, causes="Fichier ancien", corrections="Le mettre à jour")
        said = stage.last("campaign.reviewed")["details"]
        assert (said["text"], said["corrections"], said["sent"]) == ("Fichier ancien", "Le mettre à jour", 1)
        assert queries.reviews_of(campaign)[0].figures["sent"] == 1
        assert stage.records("message.sent") == []

    def test_are_told_to_a_service_if_one_reports(self, stage: Stage) -> None:
        stage.do(a_file)
        campaign = stage.do(a_campaign, Technique.EMAIL)
        stage.do(
            review_campaign, campaign, causes="Fichier ancien", corrections="Le mettre à jour", report_to=Service.SALES
        )
        told = stage.last("message.sent")
        assert told["details"]["service"] == "sales"
        assert ("campaign", campaign.id) in {(each["kind"], each["id"]) for each in told["about"]}
        message = message_by_id(told["about"][0]["id"])
        assert message is not None
        assert message.body == "Fichier ancien\n\nLe mettre à jour"

    def test_close_with_the_campaign(self, stage: Stage) -> None:
        stage.do(a_file)
        campaign = stage.do(a_campaign)
        stage.do(close_campaign, campaign)
        assert stage.last("campaign.closed")["details"]["calls"] == 0
        with pytest.raises(NotRunning):
            stage.do(close_campaign, campaign)
