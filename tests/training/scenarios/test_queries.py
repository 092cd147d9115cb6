"""The past of a scenario, told in the order in which it can be entered."""

from __future__ import annotations

from crm.training.scenarios.models import PastOrder, Scenario
from crm.training.scenarios.queries import Act, past_events

BEFORE = {
    Act.ORDERED: {Act.QUOTED},
    Act.DELIVERED: {Act.ORDERED},
    Act.INVOICED: {Act.DELIVERED},
    Act.REMINDED: {Act.INVOICED},
    Act.PAID: {Act.INVOICED},
}


def test_days_follow_each_other_and_so_do_the_acts_of_an_order(nordbureau: Scenario) -> None:
    events = past_events(nordbureau)
    assert [event.on for event in events] == sorted(event.on for event in events)
    told: dict[str, set[Act]] = {}
    for event in events:
        earlier = told.setdefault(event.subject.key, set())
        needs = BEFORE.get(event.act, set())
        quoted = isinstance(event.subject, PastOrder) and event.subject.quoted_on is None
        assert needs - ({Act.QUOTED} if quoted else set()) <= earlier
        assert Act.PAID not in earlier
        earlier.add(event.act)


def test_nothing_is_left_out(nordbureau: Scenario) -> None:
    events = past_events(nordbureau)
    acts = [event.act for event in events]
    assert acts.count(Act.ORDERED) == len(nordbureau.history)
    assert acts.count(Act.REMINDED) == sum(len(order.reminders) for order in nordbureau.history)
    assert acts.count(Act.PAID) == sum(order.paid_on is not None for order in nordbureau.history)
    assert acts.count(Act.QUOTED) == len(nordbureau.quotes) + sum(bool(each.quoted_on) for each in nordbureau.history)
    assert {event.level for event in events if event.act is Act.REMINDED} == {1, 2, 3}
