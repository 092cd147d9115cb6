"""The checkers against the textbook: brute force over small logs, record by record against all at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.training.frameworks.rules.facts import Fact
from crm.training.frameworks.rules.judge import Judge, judge
from crm.training.frameworks.rules.verdicts import Counts, CriterionVerdict
from tests.training.frameworks.traces import TP, Log, fed, framework_of

A, B, C = "quote.requested", "quote.sent", "note.added"
HOURS = 3
Step = tuple[str, int, int]
steps = st.lists(st.tuples(st.sampled_from([A, B, C]), st.integers(1, 2), st.integers(0, 4)), max_size=9)


def log_of(trace: list[Step]) -> Log:
    log = Log()
    for word, company, hours in trace:
        log.now += timedelta(hours=hours)
        log.add(word, f"company:{company}")
    return log


def apart(one: Fact, other: Fact) -> bool:
    return abs((other.happened_at - one.happened_at).total_seconds()) > HOURS * 3600


def same(one: Fact, other: Fact) -> bool:
    return one.about == other.about


def of(facts: list[Fact], word: str) -> list[Fact]:
    return [fact for fact in facts if fact.word == word]


def after(facts: list[Fact], fact: Fact) -> list[Fact]:
    return [each for each in facts if each.position > fact.position and same(each, fact)]


def before(facts: list[Fact], fact: Fact) -> list[Fact]:
    return [each for each in reversed(facts) if each.position < fact.position and same(each, fact)]


def counted(good: int, bad: int, still: int = 0) -> Counts:
    return Counts(good, bad, still)


def obligations(log: Log, meets: Callable[[Fact], bool], fails: Callable[[Fact], bool]) -> Counts:
    causes = of(log.facts, A)
    good = [cause for cause in causes if meets(cause)]
    bad = [cause for cause in causes if not meets(cause) and fails(cause)]
    return counted(len(good), len(bad), len(causes) - len(good) - len(bad))


def acts(log: Log, allowed: Callable[[Fact], bool]) -> Counts:
    good = sum(allowed(act) for act in of(log.facts, B))
    return counted(good, len(of(log.facts, B)) - good)


def response(log: Log) -> Counts:
    return obligations(log, lambda a: bool(of(after(log.facts, a), B)), lambda _: False)


def timed_response(log: Log) -> Counts:
    def meets(cause: Fact) -> bool:
        return any(not apart(cause, each) for each in of(after(log.facts, cause), B))

    return obligations(log, meets, lambda a: log.now - a.happened_at > timedelta(hours=HOURS))


def responded_existence(log: Log) -> Counts:
    return obligations(log, lambda a: any(same(a, b) for b in of(log.facts, B)), lambda _: False)


def timed_responded_existence(log: Log) -> Counts:
    def meets(cause: Fact) -> bool:
        return any(same(cause, each) and not apart(cause, each) for each in of(log.facts, B))

    return obligations(log, meets, lambda a: log.now - a.happened_at > timedelta(hours=HOURS))


def alternate_response(log: Log) -> Counts:
    def first(cause: Fact) -> str | None:
        return next((each.word for each in after(log.facts, cause) if each.word in {A, B}), None)

    return obligations(log, lambda a: first(a) == B, lambda a: first(a) == A)


def chain_response(log: Log) -> Counts:
    def first(cause: Fact) -> str | None:
        return next((each.word for each in after(log.facts, cause)), None)

    return obligations(log, lambda a: first(a) == B, lambda a: first(a) not in {B, None})


def precedence(log: Log) -> Counts:
    return acts(log, lambda b: bool(of(before(log.facts, b), A)))


def timed_precedence(log: Log) -> Counts:
    return acts(log, lambda b: any(not apart(each, b) for each in of(before(log.facts, b), A)))


def alternate_precedence(log: Log) -> Counts:
    return acts(log, lambda b: next((e.word for e in before(log.facts, b) if e.word in {A, B}), None) == A)


def chain_precedence(log: Log) -> Counts:
    return acts(log, lambda b: next((each.word for each in before(log.facts, b)), None) == A)


def not_succession(log: Log) -> Counts:
    return acts(log, lambda b: not of(before(log.facts, b), A))


def not_chain_succession(log: Log) -> Counts:
    return acts(log, lambda b: next((each.word for each in before(log.facts, b)), None) != A)


def existence(log: Log) -> Counts:
    found = len(of(log.facts, A))
    return counted(int(found >= 2), 0, int(found == 1))


def exactly(log: Log) -> Counts:
    found = [sum(same(a, each) for each in of(log.facts, A)) for a in of(log.facts, A)]
    companies = {fact.about: number for fact, number in zip(of(log.facts, A), found, strict=True)}
    return counted(list(companies.values()).count(1), sum(number > 1 for number in companies.values()))


TEXTBOOK: dict[str, Callable[[Log], Counts]] = {
    f"Response({A}, {B}){{same=company}}": response,
    f"Response({A}, {B}){{same=company, within={HOURS}h}}": timed_response,
    f"RespondedExistence({A}, {B}){{same=company}}": responded_existence,
    f"RespondedExistence({A}, {B}){{same=company, within={HOURS}h}}": timed_responded_existence,
    f"AlternateResponse({A}, {B}){{same=company}}": alternate_response,
    f"ChainResponse({A}, {B}){{same=company, on=*}}": chain_response,
    f"Precedence({A}, {B}){{same=company}}": precedence,
    f"Precedence({A}, {B}){{same=company, within={HOURS}h}}": timed_precedence,
    f"AlternatePrecedence({A}, {B}){{same=company}}": alternate_precedence,
    f"ChainPrecedence({A}, {B}){{same=company, on=*}}": chain_precedence,
    f"NotSuccession({A}, {B}){{same=company}}": not_succession,
    f"NotChainSuccession({A}, {B}){{same=company, on=*}}": not_chain_succession,
    f"Existence(2, {A})": existence,
    f"Exactly(1, {A}){{same=company}}": exactly,
}


@pytest.mark.parametrize("rule", TEXTBOOK)
@given(trace=steps, wait=st.integers(0, 5))
@settings(max_examples=120, deadline=None)
def test_the_checker_says_what_the_textbook_says(rule: str, trace: list[Step], wait: int) -> None:
    log = log_of(trace)
    log.now += timedelta(hours=wait)
    assert log.counts(rule) == TEXTBOOK[rule](log)


@pytest.mark.parametrize("name", ["Succession", "AlternateSuccession"])
@given(trace=steps)
@settings(max_examples=60, deadline=None)
def test_a_succession_is_a_response_and_a_precedence(name: str, trace: list[Step]) -> None:
    log, prefix = log_of(trace), name.removesuffix("Succession")
    both = [TEXTBOOK[f"{prefix}{half}({A}, {B}){{same=company}}"](log) for half in ("Response", "Precedence")]
    assert log.counts(f"{name}({A}, {B}){{same=company}}") == both[0] + both[1]


WORDS = [
    ("order.checked", "company:{0}"),
    ("balance.checked", "company:{0}"),
    ("order.recorded", "company:{0} order:{1}"),
    ("order.handed_over", "company:{0} order:{1}"),
    ("invoice.issued", "company:{0} order:{1} invoice:{1}"),
    ("invoice.fell_due", "company:{0} invoice:{1}"),
    ("reminder.sent", "company:{0} invoice:{1}"),
    ("payment.recorded", "company:{0} invoice:{1} payment:{1}"),
    ("exercise.opened", "workspace:1"),
]
days_at_work = st.lists(
    st.tuples(st.sampled_from(WORDS), st.integers(1, 2), st.integers(1, 3), st.integers(0, 90), st.integers(1, 3)),
    max_size=14,
)


@given(trace=days_at_work)
@settings(max_examples=60, deadline=None)
def test_record_by_record_or_all_at_once_is_the_same(
    trace: list[tuple[tuple[str, str], int, int, int, int]],
) -> None:
    log, judging = Log(), Judge(TP)
    for (word, about), company, thing, hours, level in trace:
        log.now += timedelta(hours=hours)
        log.add(word, about.format(company, thing), level=level, amount_cents=level, amount_due_cents=2, large=True)
        judging.feed(log.facts[-1])
        judging.verdicts(log.now)
    step_by_step: tuple[CriterionVerdict, ...] = judging.verdicts(log.now)
    assert step_by_step == judge(TP, reversed(log.facts), log.now)


def test_a_record_reaches_only_the_rules_that_mention_it() -> None:
    judging = fed(framework_of(f"Response({A}, {B}){{same=company}} & Absence(order.recorded[large=true])"), Log())
    assert {word: len(checkers) for word, checkers in judging.readers.items()} == {
        A: 1, B: 1, "order.recorded": 1, "*": 0,
    }  # fmt: skip
