"""The market watch: what stands in it afterwards, and what the records say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from crm.desk.messages import queries as messages
from crm.desk.messages.queries import SENT, MessageFilter
from crm.kernel.errors import Refused, Stale
from crm.kernel.money import Money
from crm.prospecting import offering
from crm.prospecting.market_watch import queries
from crm.prospecting.market_watch.choices import Credibility, Finding, Nature, NewsKind, Reliability, SourceKind
from crm.prospecting.market_watch.queries import NewsFilter, NoteFilter, SourceFilter
from crm.prospecting.market_watch.use_cases import (
    CompetitorKnown,
    FreshBeforeToday,
    NobodyToTell,
    NothingArgued,
    NothingToTell,
    NotYet,
    PriceUnnamed,
    SameSource,
    SourceKnown,
    ValidBeforeKnown,
    WrongSiren,
    change_source,
    consult_source,
    cross_check,
    describe_own_position,
    note_competitor_price,
    rate_source,
    read_news,
    revise_note,
    send_digest,
    update_competitor,
    use_argument,
)
from crm.prospecting.offering import Article
from tests.builders import Stage
from tests.prospecting.conversations.builders import a_cold_call
from tests.prospecting.market_watch.builders import (
    FACT,
    GAZETTE,
    PAPYRADE,
    RUMOUR,
    a_competitor,
    a_note,
    a_rated_source,
    a_source,
    some_news,
)

MONDAY = date(2026, 3, 2)
REAM = Article("PAP-101", "Ramette A4", "Papier", Money.of("4.20"))


class TestSources:
    def test_are_listed_for_a_need_and_rated_with_a_reason(self, stage: Stage) -> None:
        source = stage.do(a_source)
        added = stage.last("source.added")["details"]
        assert added["source_kind"] == "press"
        assert added["sector"] == "Fournitures de bureau"
        stage.do(rate_source, source, reliability=Reliability.D, reason="Deux erreurs en un mois.")
        rated = stage.last("source.rated")
        assert source.reliability is Reliability.D
        assert (rated["details"]["reliability"], rated["details"]["before"]) == ("D", None)  # nobody had rated it
        assert rated["details"]["reasoned"] is True
        assert {"id": source.id, "kind": "source", "label": source.name} in rated["about"]

    def test_stand_in_the_list_once(self, stage: Stage) -> None:
        stage.do(a_source)
        with pytest.raises(SourceKnown):
            stage.do(a_source, name="LA GAZETTE DU BUREAU")
        assert len(stage.records("source.added")) == 1

    def test_are_corrected_by_one_person_at_a_time(self, stage: Stage) -> None:
        source = stage.do(a_source)
        stage.do(change_source, source, replace(GAZETTE, address="Kiosque"), version=source.version)
        assert stage.last("source.changed")["details"]["changed"] == ["address"]
        with pytest.raises(Stale):
            stage.do(change_source, source, replace(GAZETTE, address="Gare"), version=1)

    def test_consulting_one_reads_what_it_published(self, stage: Stage) -> None:
        source = stage.do(a_source)
        stage.do(some_news)
        stage.do(some_news, key="elsewhere", outlet="Forum", headline="Ailleurs")
        stage.do(consult_source, source)
        assert (source.last_consulted_on, source.consultations) == (MONDAY, 1)
        assert [each.headline for each in queries.news_page(NewsFilter()).rows] == ["Ailleurs"]
        assert stage.last("source.consulted")["details"] == {
            "source_kind": "press",
            "rhythm": "weekly",
            "days_since": None,
            "late": False,
            "found": 1,
        }

    def test_are_due_when_their_rhythm_says_so(self, stage: Stage) -> None:
        stage.do(a_source)
        assert queries.watched(SourceFilter(due=True), today=date(2026, 3, 9)) == []
        late = queries.watched(SourceFilter(due=True), today=date(2026, 3, 10))
        assert [each.source.name for each in late] == [GAZETTE.name]


class TestNews:
    def test_are_unread_until_somebody_reads_them(self, stage: Stage) -> None:
        source = stage.do(a_source)
        news = stage.do(some_news)
        published = stage.last("market_event.published")["details"]
        assert (published["competitor"], published["competitor_moves"]) == ("Papyrade", True)
        assert queries.unread_count() == 1
        stage.do(read_news, news)
        assert queries.unread_count() == 0
        assert news.read_by == "Lina"
        assert {each["kind"] for each in stage.last("market_event.read")["about"]} == {"market_event", "source"}
        assert source.last_consulted_on == MONDAY

    def test_reading_twice_is_reading_once(self, stage: Stage) -> None:
        news = stage.do(some_news)
        stage.do(read_news, news)
        stage.do(read_news, news)
        assert len(stage.records("market_event.read")) == 1
        assert stage.records("source.consulted") == []

    def test_appear_once_and_name_what_they_deny(self, stage: Stage) -> None:
        first = stage.do(some_news)
        assert stage.do(some_news).id == first.id
        denial = stage.do(some_news, key="no", news_kind=NewsKind.DENIAL, headline="Non", denies="papyrade-cuts")
        assert queries.what_denies(first) is denial
        assert {"market_event"} == {each["kind"] for each in stage.last("market_event.published")["about"]}
        assert len(stage.last("market_event.published")["about"]) == 2

    def test_a_question_is_answered_by_a_note(self, stage: Stage) -> None:
        question = stage.do(some_news, key="q", news_kind=NewsKind.QUESTION, headline="Qui nous concurrence ?")
        assert stage.last("market_question.asked")["about"][0]["id"] == question.id
        note = stage.do(a_note, news=question)
        assert queries.answers_to(question) == [note]
        taken = stage.last("watch_note.taken")
        assert taken["details"]["answers_question"] is True
        assert {"market_event", "source", "watch_note"} == {each["kind"] for each in taken["about"]}


class TestNotes:
    def test_say_source_date_and_whether_it_is_a_fact(self, stage: Stage) -> None:
        note = stage.do(a_note, data=FACT)
        details = stage.last("watch_note.taken")["details"]
        assert (details["nature"], details["credibility"], details["reliability"]) == ("fact", "2", "B")
        assert details["source_rated"] is True
        assert details["valid_until"] == "2026-03-31"
        assert not note.is_stale(on=date(2026, 3, 31))
        assert note.is_stale(on=date(2026, 4, 1))

    def test_may_come_from_a_source_that_nobody_rated_and_the_record_says_so(self, stage: Stage) -> None:
        stage.do(a_note, stage.do(a_source))
        assert stage.last("watch_note.taken")["details"]["source_rated"] is False

    @pytest.mark.parametrize(
        ("changes", "refusal"),
        [({"informed_on": date(2026, 3, 3)}, NotYet), ({"valid_until": date(2026, 2, 1)}, ValidBeforeKnown)],
    )
    def test_refuse_dates_that_cannot_be(
        self, stage: Stage, changes: dict[str, object], refusal: type[Refused]
    ) -> None:
        source = stage.do(a_source)
        with pytest.raises(refusal):
            stage.do(a_note, source, **changes)  # type: ignore[arg-type]
        assert stage.records("watch_note.taken") == []

    @pytest.mark.parametrize(
        ("finding", "after"), [(Finding.CONFIRMS, Credibility.CONFIRMED), (Finding.CONTRADICTS, Credibility.UNLIKELY)]
    )
    def test_a_rumour_is_compared_with_another_source(self, stage: Stage, finding: Finding, after: Credibility) -> None:
        note = stage.do(a_note)
        assert queries.note_count(NoteFilter(open_rumours=True)) == 1
        other = stage.do(a_source, name="Le greffe", source_kind=SourceKind.AUTHORITY)
        stage.do(cross_check, note, other, finding=finding, text="Aucune procédure.")
        assert note.credibility is after
        assert queries.note_count(NoteFilter(open_rumours=True)) == 0
        checked = stage.last("watch_note.cross_checked")["details"]
        assert (checked["finding"], checked["before"], checked["credibility"]) == (finding.value, "6", after.value)

    def test_a_source_does_not_confirm_itself(self, stage: Stage) -> None:
        note = stage.do(a_note)
        with pytest.raises(SameSource):
            stage.do(cross_check, note, note.source, finding=Finding.CONFIRMS)
        assert note.checks == 0

    def test_are_corrected_and_found_by_their_words(self, stage: Stage) -> None:
        note = stage.do(a_note)
        papyrade = stage.do(a_competitor)
        stage.do(revise_note, note, replace(RUMOUR, nature=Nature.OPINION), competitor=papyrade, version=note.version)
        revised = stage.last("watch_note.revised")["details"]
        assert sorted(revised["changed"]) == ["competitor_id", "nature"]
        assert (revised["nature_before"], revised["nature"]) == ("rumour", "opinion")
        assert queries.note_count(NoteFilter(search="depot papyrade")) == 1
        assert queries.note_count(NoteFilter(nature=Nature.RUMOUR)) == 0


class TestCompetitors:
    def test_a_sheet_answers_the_news_about_its_competitor(self, stage: Stage) -> None:
        news = stage.do(some_news)
        stage.do(some_news, key="other", competitor="Burolys")
        sheet = stage.do(a_competitor)
        described = stage.last("competitor.described")
        assert [each["id"] for each in described["about"]] == [sheet.id, news.id]
        assert (described["details"]["first"], described["details"]["positioned"]) == (True, True)

    def test_a_sheet_is_kept_fresh(self, stage: Stage) -> None:
        sheet = stage.do(a_competitor, fresh_until=None)
        assert sheet.is_stale(on=MONDAY)
        stage.do(update_competitor, sheet, replace(PAPYRADE, weaknesses="Délais"), version=sheet.version)
        assert stage.last("competitor.described")["details"]["late"] is True
        assert not sheet.is_stale(on=date(2026, 4, 30))
        assert sheet.is_stale(on=date(2026, 5, 1))

    def test_refuses_a_second_sheet_and_a_date_gone_by(self, stage: Stage) -> None:
        stage.do(a_competitor)
        with pytest.raises(CompetitorKnown):
            stage.do(a_competitor, name="PAPYRADE")
        with pytest.raises(WrongSiren):
            stage.do(a_competitor, name="Burolys", siren="123456789")
        with pytest.raises(FreshBeforeToday):
            stage.do(a_competitor, name="Burolys", fresh_until=date(2026, 3, 1))
        assert len(queries.competitors()) == 1

    def test_we_stand_on_the_map_and_are_no_competitor(self, stage: Stage) -> None:
        stage.do(a_competitor)
        ours = stage.do(describe_own_position, replace(PAPYRADE, name="Nord Bureau", price_level=6, service_level=8))
        again = stage.do(describe_own_position, replace(PAPYRADE, name="Nord Bureau", price_level=7, service_level=8))
        assert again.id == ours.id
        assert [each.name for each in queries.competitors()] == ["Papyrade"]
        assert queries.competitor_by_id(ours.id) is None
        marks = queries.map_of([*queries.competitors(), ours])
        assert [mark.placed.is_us for mark in marks] == [True, False]
        assert stage.last("own_position.described")["details"]["price_level"] == 7

    def test_prices_stand_beside_ours(self, stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(offering, "ANNOUNCED", [lambda: [REAM]])
        sheet = stage.do(a_competitor)
        stage.do(note_competitor_price, sheet, price=Money.of("3.79"), reference="PAP-101")
        stage.do(note_competitor_price, sheet, price=Money.of(12), wording="Ramette A2")
        prices = queries.prices_of(sheet)
        assert [(each.seen.wording, each.ours, str(each.gap)) for each in prices] == [
            ("Ramette A2", None, "None"),
            ("Ramette A4", Money.of("4.20"), "-9.8"),
        ]
        assert [each.seen.reference for each in queries.compared_prices()] == ["PAP-101"]
        noted = stage.records("competitor_price.noted")[0]["details"]
        assert (noted["price_cents"], noted["our_price_cents"]) == (379, 420)
        with pytest.raises(PriceUnnamed):
            stage.do(note_competitor_price, sheet, price=Money.of(1))


class TestDigests:
    def test_go_to_colleagues_and_say_what_they_hold(self, stage: Stage) -> None:
        source = stage.do(a_rated_source)
        notes = [stage.do(a_note, source), stage.do(a_note, source, FACT)]
        digest = stage.do(
            send_digest,
            title="Veille du 2 mars",
            summary="Papier : attention.",
            notes=notes,
            recipients=["sales", "purchasing"],
        )
        sent = stage.last("digest.sent")
        counts = {name: sent["details"][name] for name in ("notes", "sources", "facts", "opinions", "rumours")}
        assert counts == {"notes": 2, "sources": 1, "facts": 1, "opinions": 0, "rumours": 1}
        assert (sent["details"]["open_rumours"], sent["details"]["people"]) == (1, 2)
        assert {"digest", "watch_note", "source"} == {each["kind"] for each in sent["about"]}
        told = messages.inbox(MessageFilter(SENT)).rows
        assert sorted(each.recipient for each in told) == ["Achats", "Service commercial"]
        assert "Papyrade baisse la ramette A4 [Fait, B2]" in told[0].body
        assert queries.sent_in() == {note.id: digest.id for note in notes}

    def test_tell_something_to_somebody(self, stage: Stage) -> None:
        note = stage.do(a_note)
        with pytest.raises(NothingToTell):
            stage.do(send_digest, title="x", summary="x", notes=[], recipients=["sales"])
        with pytest.raises(NobodyToTell):
            stage.do(send_digest, title="x", summary="x", notes=[note], recipients=["moon"])
        assert messages.message_count(MessageFilter(SENT)) == 0


class TestArguments:
    def test_serve_in_a_conversation_and_say_how_far_they_hold(self, stage: Stage) -> None:
        talk = stage.do(a_cold_call, stage.petit)
        note = stage.do(a_note)
        stage.do(use_argument, note, about=talk, company=stage.petit, text="Notre prix tient toute l’année.")
        used = stage.last("argument.used")
        assert {each["kind"] for each in used["about"]} == {"conversation", "company", "watch_note", "source"}
        assert (used["details"]["nature"], used["details"]["shaky"], used["details"]["checked"]) == (
            "rumour",
            True,
            False,
        )
        assert [each.note.id for each in queries.arguments_about("conversation", talk.id)] == [note.id]
        assert [each.about_id for each in queries.arguments_from(note)] == [talk.id]

    def test_are_put_into_words(self, stage: Stage) -> None:
        note = stage.do(a_note)
        with pytest.raises(NothingArgued):
            stage.do(use_argument, note, about=stage.petit, text=" ")
        assert stage.records("argument.used") == []
