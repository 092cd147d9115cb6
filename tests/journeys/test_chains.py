"""After a class has worked, every chain of the house is sound: the house's own, the seeded world's, each learner's."""

from __future__ import annotations

from crm.activity.queries import verify_chain
from crm.people.workspaces.queries import all_workspaces
from crm.store.scoping import HOUSE_WORKSPACE, enter
from tests.journeys.classroom import Classroom


def test_every_chain_verifies_after_a_day_at_work(classroom: Classroom) -> None:
    classroom.play("demo-careless", "lina")
    classroom.play("demo-beginner", "karim")
    with classroom.app.app_context():
        enter(HOUSE_WORKSPACE)
        places = [HOUSE_WORKSPACE, *(each.id for each in all_workspaces())]
        sound = {each: verify_chain(each, key=classroom.house.seal_key) for each in places}
    assert {each: found.broken for each, found in sound.items()} == dict.fromkeys(places)
    assert len(places) >= 4
    assert min(found.records for found in sound.values()) > 0
