"""Roads: estimates that never shrink with distance; tables of a service kept whole, or refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.field.tours.rules.measured import as_measured, measured
from crm.places.road_service import NoRoads, table_between
from crm.places.roads import LEAST_METRES, LEAST_MINUTES, Place, leg, leg_between_doors

pytestmark = pytest.mark.once

LILLE, ROUBAIX, DOUAI = Place(50.633, 3.058), Place(50.69, 3.174), Place(50.371, 3.08)
THREE = (LILLE, ROUBAIX, DOUAI)
TABLE = {
    "code": "Ok",
    "durations": [[0, 900.4, 2400], [960, 0, 2900], [2380, 2800, 0]],
    "distances": [[0, 13_500.6, 40_100], [13_900, 0, 52_000], [40_000, 51_000, 0]],
}


def answering(answer: object) -> Callable[[str], bytes]:
    return lambda _url: json.dumps(answer).encode()


@settings(max_examples=60, deadline=None)
@given(a=st.floats(0, 2), b=st.floats(0, 2))
def test_a_longer_way_as_the_crow_flies_is_no_shorter_road(a: float, b: float) -> None:
    near, far = sorted((a, b))
    here = Place(48.0, 3.0)
    assert leg(here, Place(48.0 + near, 3.0)) <= leg(here, Place(48.0 + far, 3.0))


def test_there_is_no_way_to_where_one_is_and_some_way_to_another_door_of_the_town() -> None:
    assert leg(LILLE, LILLE) == (0, 0)
    assert leg_between_doors(LILLE, LILLE) == (LEAST_MINUTES, LEAST_METRES)
    assert leg_between_doors(LILLE, DOUAI) == leg(LILLE, DOUAI)


def test_a_service_is_asked_as_osrm_is_and_its_table_is_whole_numbers_with_the_minutes_to_park() -> None:
    asked: list[str] = []

    def fetch(url: str) -> bytes:
        asked.append(url)
        return json.dumps(TABLE).encode()

    found = measured("roads.example", THREE, *table_between("https://roads.example/osrm/", THREE, fetch=fetch))
    spots = "3.058000,50.633000;3.174000,50.690000;3.080000,50.371000"
    assert asked == [f"https://roads.example/osrm/table/v1/driving/{spots}?annotations=duration,distance"]
    legs = found.legs((LILLE, DOUAI, ROUBAIX, LILLE))
    # 900 s are 15 minutes, 4 more to park; 960 s back are 16.
    assert (legs.minutes[0][2], legs.minutes[2][0], legs.minutes[0][3]) == (19, 20, 0)
    assert (legs.metres[0][2], legs.metres[0][1]) == (13_501, 40_100)
    assert as_measured(found.stored()) == found
    assert not found.covers((LILLE, Place(43.3, 5.4)))


def test_no_leg_is_longer_than_a_way_round() -> None:
    slow = [[0, 10, 100], [10, 0, 20], [100, 20, 0]]
    assert measured("x", THREE, slow, slow).seconds == ((0, 10, 30), (10, 0, 20), (30, 20, 0))


@pytest.mark.parametrize(
    "answer",
    [
        {"code": "InvalidQuery", "message": "no"},
        TABLE | {"durations": [[0, None, 1], [1, 0, 1], [1, 1, 0]]},
        TABLE | {"distances": [[0, 1], [1, 0]]},
        TABLE | {"distances": [[0, -1, 2], [1, 0, 2], [1, 1, 0]]},
        [],
        "never",
    ],
)
def test_what_is_no_table_of_these_places_is_refused(answer: object) -> None:
    with pytest.raises(NoRoads):
        table_between("https://roads.example", THREE, fetch=answering(answer))


def test_a_service_is_really_spoken_to_and_one_that_is_not_there_is_no_error_of_ours() -> None:
    class Roads(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(TABLE).encode())

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Roads)
    Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        assert table_between(address, THREE)[0][0] == [0, 900.4, 2400]
    finally:
        server.shutdown()
        server.server_close()
    with pytest.raises(NoRoads):
        table_between(address, THREE)
