"""The market of the first scenario: what it says, and what is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from crm.kernel.clock import add_working_days
from crm.prospecting.market_watch import queries as watch
from crm.prospecting.market_watch.choices import NewsKind, SourceKind
from crm.training.counterparts.market import Market
from crm.training.counterparts.models import Language
from crm.training.files import BadEntry
from crm.training.scenarios.entering import Entered
from crm.training.scenarios.models import Scenario
from crm.training.scenarios.rules import read_scenario
from crm.training.scenarios.watching import MARKET, enter_market
from tests.builders import Stage


@pytest.fixture(scope="session")
def market(nordbureau: Scenario) -> Market:
    """Return the shipped market."""
    return nordbureau.market


class TestShipped:
    def test_about_25_events_in_three_difficulties_over_the_exercises_weeks(self, market: Market) -> None:
        by_themselves = [each for each in market.events if not each.follows]
        assert 24 <= len(by_themselves) <= 28
        assert {each.difficulty for each in market.events} == {1, 2, 3}
        assert {each.working_day // 5 for each in by_themselves} == set(range(7))

    def test_every_week_brings_something_to_note(self, market: Market) -> None:
        for week in range(7):
            assert sum(each.working_day // 5 == week and not each.follows for each in market.events) >= 2

    def test_what_is_false_is_hard_and_taken_back_by_another_voice_or_a_correction(self, market: Market) -> None:
        false = [each for each in market.events if not each.truth]
        assert len(false) == 3
        assert {each.difficulty for each in false} == {3}
        denials = {each.follows: each for each in market.events if each.kind is NewsKind.DENIAL}
        assert set(denials) == {each.key for each in false}

    def test_one_rumour_is_true(self, market: Market) -> None:
        assert any(each.kind is NewsKind.RUMOUR and each.truth and each.difficulty == 3 for each in market.events)

    def test_two_voices_are_english(self, market: Market) -> None:
        assert sum(each.language is Language.ENGLISH for each in market.events) == 2
        assert len({each.outlet for each in market.events if each.language is Language.ENGLISH}) == 2

    def test_many_kinds_of_sources_speak(self, market: Market) -> None:
        assert {each.kind for each in market.outlets} >= {
            SourceKind.PRESS,
            SourceKind.FEDERATION,
            SourceKind.COMPETITOR_SITE,
            SourceKind.NETWORK,
            SourceKind.SALESPERSON,
            SourceKind.TRADE_FAIR,
        }
        assert {each.outlet for each in market.events} == {each.key for each in market.outlets}

    def test_addresses_belong_to_fiction(self, market: Market) -> None:
        for outlet in market.outlets:
            assert all(name.endswith(".example") for name in re.findall(r"[\w-]+(?:\.[\w-]+)+", outlet.address))
        assert len({each.siren for each in market.rivals if each.siren}) == sum(bool(e.siren) for e in market.rivals)


class TestRefused:
    @pytest.mark.parametrize(
        ("old", "new", "reason"),
        [
            ('outlet = "gazette"', 'outlet = "nobody"', "ne désigne rien de connu"),
            ('competitor = "trombonnade"', 'competitor = "nobody"', "ne désigne rien de connu"),
            ("difficulty = 3\ntruth = false", "difficulty = 4\ntruth = false", "la difficulté va de 1 à 3"),
            ('kind = "denial"\noutlet = "courrier"', 'kind = "demand"\noutlet = "courrier"', "démentie plus tard"),
            ('contact = "octetbleu-1"', 'contact = "tremplinor-1"', "ne désigne rien de connu"),
            ('siren = "999999774"', 'siren = "552100554"', "pourrait être celui d’une vraie entreprise"),
        ],
    )
    def test_what_does_not_hold_together(self, copy: Path, old: str, new: str, reason: str) -> None:
        text = (copy / MARKET).read_text("utf-8")
        assert old in text
        (copy / MARKET).write_text(text.replace(old, new, 1), "utf-8")
        with pytest.raises(BadEntry, match=reason):
            read_scenario(copy)

    def test_a_scenario_may_have_no_market(self, copy: Path) -> None:
        (copy / MARKET).write_text("# Nothing happens here.\n", "utf-8")
        assert read_scenario(copy).market == Market()


def test_the_predecessor_left_sources_and_sheets_that_nobody_kept(stage: Stage, nordbureau: Scenario) -> None:
    companies = dict.fromkeys(nordbureau.company_of, stage.petit.id)
    stage.do(enter_market, Entered(nordbureau, companies=companies))
    sources = watch.sources()
    assert [each.name for each in sources] == ["Fédération du Bureau équipé", "La Gazette des Fournituriers"]
    assert not any(each.reliability or each.last_consulted_on for each in sources)
    later = add_working_days(nordbureau.setting.starts_on, 5)
    assert [each.name for each in watch.competitor_page(stale_on=later)] == ["Calamaire Mobilier", "Trombonnade"]
    assert not any(each.is_placed for each in watch.competitors())
