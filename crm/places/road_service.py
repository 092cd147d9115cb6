"""Road times and distances from a service that the centre names: the table service of OSRM, never called unless named.

Format: `GET {base}/table/v1/driving/{lon,lat;…}?annotations=duration,distance`
answers `{"code": "Ok", "durations": [[seconds]], "distances": [[metres]]}`
(OSRM API documentation, "Table service").
"""

from __future__ import annotations

import http.client
import json
import logging
from collections.abc import Callable, Sequence
from typing import cast
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from crm.places.roads import Place

LOG = logging.getLogger(__name__)
PATIENCE_SECONDS = 5
LARGEST_ANSWER = 4_000_000
AGENT = "comptoir"
Rows = list[list[float]]
Fetch = Callable[[str], bytes]


class NoRoads(Exception):
    """The road service did not answer with a table of these places."""


def fetched(url: str) -> bytes:
    """Return what an address answers, within patience."""
    request = Request(url, headers={"User-Agent": AGENT, "Accept": "application/json"})  # noqa: S310  (http or https)
    with urlopen(request, timeout=PATIENCE_SECONDS) as answer:  # noqa: S310
        return cast("bytes", answer.read(LARGEST_ANSWER + 1))


def table_between(base: str, places: Sequence[Place], *, fetch: Fetch = fetched) -> tuple[Rows, Rows]:
    """Return seconds and metres by road between all places, row by row from each; raise `NoRoads`."""
    spots = ";".join(f"{each.longitude:.6f},{each.latitude:.6f}" for each in places)
    try:
        answer = json.loads(fetch(f"{base.rstrip('/')}/table/v1/driving/{spots}?annotations=duration,distance"))
        return _rows(answer, "durations", len(places)), _rows(answer, "distances", len(places))
    except (OSError, ValueError, KeyError, TypeError, http.client.HTTPException) as fault:
        LOG.warning("the road service at %s did not answer: %r", urlsplit(base).hostname, fault)
        raise NoRoads from fault


def _rows(answer: dict[str, list[list[object]]], name: str, count: int) -> Rows:
    """Return a square table of the answer; a way that the service does not know is a fault."""
    rows = [[float(cast("float", each)) for each in row] for row in answer[name]]
    if [len(row) for row in rows] != [count] * count or min(map(min, rows)) < 0:
        raise ValueError(name)
    return rows
