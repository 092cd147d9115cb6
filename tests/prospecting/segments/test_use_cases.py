"""Changing many records: what changes, what is recorded, and that only what still stands is taken back."""

from __future__ import annotations

from datetime import date

import pytest

from crm.activity.door import Work
from crm.activity.vocabulary import Activity
from crm.prospecting.companies.models import Company
from crm.prospecting.qualification import queries as qualifications
from crm.prospecting.qualification.models import NextStepKind
from crm.prospecting.qualification.use_cases import StepWithoutDay
from crm.prospecting.segments import use_cases
from crm.prospecting.segments.models import Deed
from crm.prospecting.segments.use_cases.changing import AlreadyUndone, NobodyChosen, NotATag
from crm.prospecting.segments.use_cases.keeping import NameTaken, NotAFilter
from tests.builders import Stage, a_company
from tests.prospecting.qualification.builders import a_promising_prospect


def retag(work: Work, company: Company, tags: str) -> None:
    """Set a record's tags by another way."""
    company.tags = tags
    work.record(Activity.COMPANY_UPDATED, company)


class TestTags:
    def test_are_put_where_they_are_missing_and_taken_back_where_they_stand(self, stage: Stage) -> None:
        garage, ecole = stage.do(a_company, "Garage"), stage.do(a_company, "École")
        stage.do(retag, garage, "|VIP|")
        ids = [stage.petit.id, garage.id, ecole.id]
        change = stage.do(use_cases.apply_to_many, company_ids=ids, deed=Deed.TAG, value="vip")
        assert (stage.petit.tags, garage.tags, ecole.tags) == ("|vip|", "|VIP|", "|vip|")
        fact = stage.last("bulk_change.applied")
        assert fact["details"]["count"] == 2
        assert fact["details"]["unchanged"] == 1
        stage.do(retag, ecole, "")
        stage.do(use_cases.undo_bulk_change, change)
        assert (stage.petit.tags, garage.tags, ecole.tags) == ("", "|VIP|", "")
        assert stage.last("bulk_change.undone")["details"] == {"deed": "tag", "value": "vip", "count": 1, "left": 1}
        with pytest.raises(AlreadyUndone):
            stage.do(use_cases.undo_bulk_change, change)

    @pytest.mark.parametrize("value", ["", "a|b", "x" * 41])
    def test_a_tag_that_is_none_is_refused(self, stage: Stage, value: str) -> None:
        with pytest.raises(NotATag):
            stage.do(use_cases.apply_to_many, company_ids=[stage.petit.id], deed=Deed.TAG, value=value)

    def test_nobody_known_is_refused(self, stage: Stage) -> None:
        with pytest.raises(NobodyChosen):
            stage.do(use_cases.apply_to_many, company_ids=[999], deed=Deed.TAG, value="vip")


class TestOwner:
    def test_is_given_back(self, stage: Stage) -> None:
        change = stage.do(use_cases.apply_to_many, company_ids=[stage.petit.id], deed=Deed.OWNER, value="Lina")
        assert stage.petit.owner == "Lina"
        stage.do(use_cases.undo_bulk_change, change)
        assert stage.petit.owner == ""


class TestNextSteps:
    def test_keep_what_is_known_and_come_back(self, stage: Stage) -> None:
        known = stage.do(a_promising_prospect, stage.petit)
        garage = stage.do(a_company, "Garage")
        ids, day = [stage.petit.id, garage.id], date(2026, 3, 6)
        before = len(stage.records("next_step.planned"))
        change = stage.do(use_cases.apply_to_many, company_ids=ids, deed=Deed.NEXT_STEP, value="visit", on=day)
        found = qualifications.latest(stage.petit)
        assert found is not None
        assert (found.next_step, found.next_step_on, found.score) == (NextStepKind.VISIT, day, known.score)
        superseded = known.current
        assert superseded is False
        assert len(stage.records("next_step.planned")) == before
        stage.do(use_cases.undo_bulk_change, change)
        assert qualifications.latest(stage.petit) is known
        assert known.current is True
        assert qualifications.latest(garage) is None

    def test_need_a_day(self, stage: Stage) -> None:
        with pytest.raises(StepWithoutDay):
            stage.do(use_cases.apply_to_many, company_ids=[stage.petit.id], deed=Deed.NEXT_STEP, value="visit")


class TestSegments:
    def test_are_kept_under_one_name(self, stage: Stage) -> None:
        stage.do(use_cases.define_segment, name="Lillois", expression="all(city.is.Lille)")
        with pytest.raises(NameTaken):
            stage.do(use_cases.define_segment, name="lillois", expression="all(city.is.Arras)")
        assert stage.do(use_cases.save_view, name="Lillois", expression="all(city.is.Arras)").shared is False

    def test_what_cannot_be_read_is_refused(self, stage: Stage) -> None:
        with pytest.raises(NotAFilter):
            stage.do(use_cases.define_segment, name="x", expression="all(")

    def test_a_change_says_what_it_was(self, stage: Stage) -> None:
        segment = stage.do(use_cases.define_segment, name="Lillois", expression="all(city.is.Lille)")
        stage.do(use_cases.change_segment, segment, name="Lillois", expression="all(city.is.Arras)")
        details = stage.last("segment.changed")["details"]
        assert details["expression"] == ["all(city.is.Lille)", "all(city.is.Arras)"]
        assert details["count"] == 0
