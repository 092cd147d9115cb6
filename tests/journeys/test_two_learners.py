"""A careful learner and a careless one in the same world: the records of one contradict those of the other."""

from __future__ import annotations

from tests.journeys.classroom import Classroom

CP4 = ("CP4.1", "CP4.2", "CP4.3")


def test_what_one_fulfils_the_other_violates(classroom: Classroom) -> None:
    classroom.play("demo-careful", "lina")
    alone = classroom.digest("lina")
    classroom.play("demo-careless", "karim")
    assert classroom.digest("lina") == alone, "one workspace disturbs another"
    assert classroom.ends["lina"].today == classroom.ends["karim"].today
    careful, careless = classroom.counts("lina"), classroom.counts("karim")
    for code in CP4:
        assert careful[code].satisfied > 0, code
        assert careful[code].violated == 0, code
        assert careless[code].violated > 0, code
    assert careless["CP4.1"].satisfied == careless["CP4.3"].satisfied == 0
