"""The rule language: what it reads, and how it says what it cannot read."""

from __future__ import annotations

import pytest

from crm.training.frameworks.rules.language import (
    EVERY_WORD,
    Condition,
    DetailRef,
    Event,
    ParameterRef,
    Period,
    RuleError,
    Span,
    Template,
    Unit,
)
from crm.training.frameworks.rules.parser import parse


def test_nothing_is_the_empty_rule() -> None:
    assert not parse("  \n ")
    assert parse("").clauses == ()


def test_a_pair_with_correlation_and_window() -> None:
    (clause,) = parse("AlternatePrecedence(balance.checked, order.recorded){same=company, within=24h}").clauses
    assert clause.template is Template.ALTERNATE_PRECEDENCE
    assert clause.events == (Event("balance.checked"), Event("order.recorded"))
    assert clause.same == ("company",)
    assert clause.within == (Span(24, Unit.HOURS),)
    assert clause.words == {"balance.checked", "order.recorded"}


def test_conditions_bind_commas_tighter_than_bars() -> None:
    (clause,) = parse('Absence(order.recorded[a=true, b!="x y" | c>=@floor, d<-3])').clauses
    assert clause.events[0].conditions == (
        (Condition("a", "=", value=True), Condition("b", "!=", "x y")),
        (Condition("c", ">=", ParameterRef("floor")), Condition("d", "<", -3)),
    )


def test_every_option_is_read() -> None:
    text = """
    Precedence(invoice.fell_due, reminder.sent[level=2]){same=[invoice, company], agree=message, if=[late=true],
        from=due_on, after=@days[2]+1wd, within=30d, unless=[derogation.granted, payment_plan.granted],
        until=payment.recorded[sum(amount_cents)>=$amount_due_cents]}
    & Existence(3, message.sent){per=week, distinct=company}
    & ChainResponse(order.recorded, order.confirmed){same=order, on=*}
    """
    rule = parse(text)
    first, second, third = rule.clauses
    assert first.same == ("invoice", "company") and first.agree == ("message",)
    assert first.only_if == ((Condition("late", "=", value=True),),)
    assert first.counted_from == "due_on"
    assert first.after == (Span(ParameterRef("days", 2)), Span(1, Unit.WORKING_DAYS))
    assert [event.word for event in first.unless] == ["derogation.granted", "payment_plan.granted"]
    assert first.until[0].plain == (Condition("amount_cents", ">=", DetailRef("amount_due_cents"), summed=True),)
    assert (second.count, second.per, second.distinct) == (3, Period.WEEK, "company")
    assert third.on == (EVERY_WORD,) and third.text == (
        "ChainResponse(order.recorded, order.confirmed){same=order, on=*}"
    )
    assert rule.parameters == {ParameterRef("days", 2)}
    assert rule.text == " ".join(text.split())


def test_parameters_are_found_wherever_they_stand() -> None:
    rule = parse(
        "Response(quote.sent[a=@one], quote.accepted){if=[b>@two], unless=quote.declined[c=@three], within=2h}"
    )
    assert {ref.name for ref in rule.parameters} == {"one", "two", "three"}


@pytest.mark.parametrize(
    ("text", "position", "reason"),
    [
        ("Absence quote.sent", 8, "expected “(”"),
        ("Nonsense(quote.sent)", 0, "unknown template Nonsense"),
        ("12", 0, "expected the name of a template"),
        ("Absence(quote.send)", 8, "unknown activity word quote.send"),
        ("Absence(quote)", 13, "expected “.”"),
        ("Absence(quote.sent", 18, "expected “)”"),
        ("Response(quote.sent)", 19, "expected “,”"),
        ("Absence(quote.sent) Absence(quote.sent)", 20, "expected “&”"),
        ("Absence(quote.sent) &", 21, "expected the name of a template"),
        ("Absence(quote.sent) ; ", 20, "unexpected character"),
        ("Existence(quote.sent)", 10, "expected a number of times"),
        ("Existence(0, quote.sent)", 10, "the number of times must be at least 1"),
        ("Absence(quote.sent[a])", 20, "expected a comparison"),
        ("Absence(quote.sent[a+1])", 20, "expected a comparison"),
        ("Absence(quote.sent[a=])", 21, "expected a value"),
        ("Absence(quote.sent[a=$b])", 21, "$detail may stand only in unless= and until="),
        ("Absence(quote.sent[sum(a)=1])", 19, "sum(…) may stand only in unless= and until="),
        ("Absence(quote.sent[a=@b[0]])", 24, "places in a list count from 1"),
        ("Absence(quote.sent){within=2d}", 20, "Absence has no option within"),
        ("Absence(quote.sent){same=quote, same=quote}", 32, "option same stands twice"),
        ("Absence(quote.sent){same=quotes}", 25, "unknown kind of thing quotes"),
        ("Absence(quote.sent){same=quote, unless=quote.sent[sum(a)>1]}", 20, "a sum excuses only what awaits an answer"),
        ("Response(quote.sent, quote.accepted){within=2y}", 45, "unknown unit y: h, d, wd, wh or turns"),
        ("Response(quote.sent, quote.accepted){within=d}", 44, "expected a length of time such as 24h, 2wd or @parameter"),
        ("Response(quote.sent, quote.accepted){within=-2d}", 44, "a length of time cannot be negative"),
        ("Response(quote.sent, quote.accepted){unless=note.added[sum(a)>1|b=1]}", 55, "a sum cannot stand beside an alternative"),
        ("Existence(1, quote.sent){per=year}", 29, "unknown period year: day, week or month"),
        ("Existence(1, quote.sent){per=week, same=quote}", 25, "per= and same= do not go together"),
        ("Init(quote.sent)", 0, "Init needs on=[words], the records that count between the two"),
        ("ChainResponse(quote.sent, quote.accepted){same=quote}", 0, "ChainResponse needs on=[words], the records that count between the two"),
    ],
)  # fmt: skip
def test_a_fault_is_said_with_its_place(text: str, position: int, reason: str) -> None:
    with pytest.raises(RuleError) as fault:
        parse(text)
    assert (fault.value.position, fault.value.reason) == (position, reason)
    assert str(fault.value).startswith(f"character {position}: {reason}")
