"""The clock on screen."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.builders import Cast
from tests.client import CheckingClient

Open = Callable[[str], CheckingClient]


def clock(cast: Cast, tail: str = "") -> str:
    return f"/w/{cast.workspace}/clock/{tail}"


class TestClock:
    def test_it_shows_the_company_s_date_and_what_closing_does(self, client: Open, cast: Cast) -> None:
        page = client("lina").get(clock(cast))
        assert page.status == 200
        assert "Lundi 2 mars 2026" in page.text
        assert "mardi 3 mars 2026" in page.text
        assert "Terminer la journée" in page.text
        assert "Aucune journée terminée" in page.text

    def test_a_trainer_looks_without_buttons(self, client: Open, cast: Cast) -> None:
        page = client("roy").get(clock(cast))
        assert page.status == 200
        assert not [form for form in page.reader.forms if "/clock/" in str(form["action"])]

    def test_a_stranger_finds_nothing(self, client: Open, cast: Cast) -> None:
        assert client("noe").get(clock(cast)).status == 404


class TestAdvanceDay:
    def test_it_turns_to_the_new_day(self, client: Open, cast: Cast) -> None:
        browser = client("lina")
        answer = browser.post(clock(cast, "day"), closing="2026-03-02", submission="a")
        assert answer.status == 303
        assert answer.location.endswith(f"/w/{cast.workspace}/today")
        page = browser.get(clock(cast))
        assert "Mardi 3 mars 2026" in page.text
        assert re.search(r"lundi 2 mars 2026 Lina 0", page.text)

    def test_sent_twice_it_closes_one_day(self, client: Open, cast: Cast) -> None:
        browser = client("lina")
        for _ in range(2):
            assert browser.post(clock(cast, "day"), closing="2026-03-02", submission="same").status == 303
        assert "Mardi 3 mars 2026" in browser.get(clock(cast)).text

    def test_a_day_that_somebody_else_closed_is_refused(self, client: Open, cast: Cast) -> None:
        client("karim").post(clock(cast, "day"), closing="2026-03-02", submission="k")
        page = client("lina").post(clock(cast, "day"), closing="2026-03-02", submission="l")
        assert page.status == 422
        assert "déjà terminée" in page.text

    def test_without_a_date_it_closes_the_day_that_is(self, client: Open, cast: Cast) -> None:
        assert client("lina").post(clock(cast, "day"), closing="hier").status == 303

    def test_a_trainer_may_not(self, client: Open, cast: Cast) -> None:
        assert client("roy").post(clock(cast, "day")).status == 403

    def test_a_stranger_finds_nothing(self, client: Open, cast: Cast) -> None:
        assert client("noe").post(clock(cast, "day")).status == 404


class TestAdvanceEvent:
    def test_it_goes_on_until_something_happens(self, client: Open, cast: Cast) -> None:
        browser = client("lina")
        assert browser.post(clock(cast, "event"), closing="2026-03-02", submission="a").status == 303
        assert "Mardi 14 avril 2026" in browser.get(clock(cast)).text

    def test_it_says_how_much_happened(self, client: Open, cast: Cast) -> None:
        browser = client("lina")
        page = browser.get(browser.post(clock(cast, "event"), closing="2026-03-02").location)
        assert "Il ne s’est rien passé entre-temps." in page.text

    def test_a_stranger_finds_nothing(self, client: Open, cast: Cast) -> None:
        assert client("noe").post(clock(cast, "event")).status == 404
