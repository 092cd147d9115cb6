"""`python -m benchmarks.load`: a class at work against a real server, and a count of what it left behind."""

from __future__ import annotations

import argparse
import multiprocessing
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from time import time

from sqlalchemy import func, select

from benchmarks.crowd import Desk, Plan, Seen, play
from benchmarks.report import save
from benchmarks.serving import THREADS, WORKERS, Watched, gunicorn
from benchmarks.timing import Spread
from benchmarks.worlds import PASSWORD, Place, Size, World, new_world
from crm.activity.models import RECORDS, SUBMISSIONS
from crm.activity.queries import verify_chain
from crm.billing.invoices.models import Invoice
from crm.prospecting.companies.models import Company
from crm.store.base import db

SCENARIO = "class"
SIZE = Size(companies=60, invoices=180, lines=3, favourite=6)
MOST_LEARNERS, LONGEST = 400, 900
CLIENTS = 2
ARRIVALS_PER_SECOND = 4
SETTLING = 10
P50, P95, MEMORY = 50.0, 300.0, 150.0
SEATED_AT_ONCE = 50


@dataclass(frozen=True)
class Kept:
    """What was found afterwards."""

    acknowledged: int
    found: int
    lost: int
    unsealed: int
    broken: int
    records: int


def main() -> int:
    """Let a class work, print what it felt and what remains; 1 if anything failed or a goal is missed."""
    wanted = _arguments()
    with new_world(wanted.database) as world:
        print(f"{wanted.database}: opening {wanted.learners} workspaces …", flush=True)
        world.make_world(SCENARIO, SIZE)
        places = _seat(world, wanted.learners)
        before = _positions(world, places)
        with world.app.app_context():
            db.engine.dispose()
        seen, watched, seconds = _work(world, places, seconds=wanted.seconds)
        kept = _keep(world, places, before, seen)
    findings = _findings(seen, watched, kept, seconds)
    print("\n".join(_told(seen, findings)))
    about = {"database": wanted.database, "learners": wanted.learners, "server": wanted.server, "size": vars(SIZE)}
    print(save(f"load-{wanted.database}", about, findings).name)
    return 1 if findings["missed"] else 0


def _arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__)
    parser.add_argument("--learners", type=int, default=200, choices=range(1, MOST_LEARNERS + 1), metavar="N")
    parser.add_argument("--seconds", type=int, default=60, choices=range(5, LONGEST + 1), metavar="S")
    parser.add_argument("--server", choices=["gunicorn"], default="gunicorn")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    return parser.parse_args()


def _seat(world: World, learners: int) -> list[Place]:
    """Open a workspace for each learner."""
    names = [f"learner-{number:03d}" for number in range(learners)]
    groups = [names[start : start + SEATED_AT_ONCE] for start in range(0, learners, SEATED_AT_ONCE)]
    return [place for group in groups for place in world.settle(*group, scenario=SCENARIO)]


def _positions(world: World, places: Iterable[Place]) -> dict[int, int]:
    """Return how many records each workspace has."""
    ids = [each.workspace_id for each in places]
    statement = select(RECORDS.c.workspace_id, func.max(RECORDS.c.position)).group_by(RECORDS.c.workspace_id)
    with world.app.app_context(), db.engine.connect() as connection:
        found = {row[0]: row[1] for row in connection.execute(statement)}
    return {each: found[each] for each in ids}


def _work(world: World, places: Sequence[Place], *, seconds: int) -> tuple[Seen, Watched, int]:
    """Let the class arrive and work; nobody's act is cut off."""
    desks = _desks(world, places)
    with gunicorn(world.settings, world.settings.data_dir) as (port, watched):
        begins_at = time() + 2
        arrived_by = begins_at + len(desks) / ARRIVALS_PER_SECOND
        measured_from = arrived_by + SETTLING
        shares = [desks[number::CLIENTS] for number in range(CLIENTS)]
        print(f"{len(desks)} learners arrive in {measured_from - begins_at:.0f} s, then {seconds} s …", flush=True)
        plans = [
            Plan(
                host="127.0.0.1",
                port=port,
                password=PASSWORD,
                begins_at=begins_at,
                arrived_by=arrived_by,
                measured_from=measured_from,
                ends_at=measured_from + seconds,
                desks=share,
                first=sum(len(each) for each in shares[:number]),
                everybody=len(desks),
            )
            for number, share in enumerate(shares)
        ]
        with ProcessPoolExecutor(CLIENTS, mp_context=multiprocessing.get_context("spawn")) as pool:
            parts = list(pool.map(play, plans))
    whole = Seen()
    for part in parts:
        whole.faults.update(part.faults)
        whole.acknowledged.update(part.acknowledged)
        for kind, taken in part.taken.items():
            whole.taken[kind] += taken
    return whole, watched, seconds


def _desks(world: World, places: Sequence[Place]) -> list[Desk]:
    """Return where each learner works: copies of a world have the same numbers."""
    with world.inside(places[0].workspace_id):
        companies = tuple(db.session.scalars(select(Company.id).order_by(Company.id)))
        invoices = tuple(db.session.scalars(select(Invoice.id).order_by(Invoice.id)))
    return [Desk(each.login, each.workspace_id, companies, invoices) for each in places]


def _keep(world: World, places: Sequence[Place], before: dict[int, int], seen: Seen) -> Kept:
    """Compare what was acknowledged with what is there: forms carried out, records, chains."""
    after = _positions(world, places)
    with world.app.app_context(), db.engine.connect() as connection:
        rows = [tuple(row) for row in connection.execute(select(SUBMISSIONS.c.workspace_id, SUBMISSIONS.c.key))]
    there = set(rows)
    acknowledged = {(workspace_id, key) for workspace_id, keys in seen.acknowledged.items() for key in keys}
    carried_out = Counter(workspace_id for workspace_id, _ in rows)
    broken = 0
    for workspace_id in after:
        with world.inside(workspace_id):
            broken += verify_chain(workspace_id, key=world.house.seal_key).broken is not None
    return Kept(
        acknowledged=len(acknowledged),
        found=sum(carried_out[each] for each in after),
        lost=len(acknowledged - there),
        unsealed=sum(after[each] - before[each] != carried_out[each] for each in after),
        broken=broken,
        records=sum(after.values()),
    )


def _findings(seen: Seen, watched: Watched, kept: Kept, seconds: int) -> dict[str, object]:
    """Return the figures, and the goals that they miss."""
    asked = [each for kind in ("read", "act", "after") for each in seen.taken[kind]]
    everything = Spread.of(asked)
    memory = max(watched.memory.values(), default=0.0)
    requests = sum(len(each) for each in seen.taken.values())
    goals = {
        "errors": sum(seen.faults.values()) == 0,
        "nothing lost": kept.lost == kept.unsealed == kept.broken == 0,
        f"p50 < {P50:g} ms": everything.p50 < P50,
        f"p95 < {P95:g} ms": everything.p95 < P95,
        f"memory ≤ {MEMORY:g} MB": memory <= MEMORY,
    }
    return {
        "ms": {kind: _spread(taken) for kind, taken in (seen.taken | {"all": asked}).items() if taken},
        "requests_per_second": len(asked) / seconds,
        "server_ms_per_request": 1000 * watched.processor / max(1, requests),
        "memory_mb": sorted(watched.memory.values()),
        "memory_at_work_mb": sorted(watched.at_work.values()),
        "faults": dict(seen.faults),
        "kept": vars(kept),
        "missed": [name for name, reached in goals.items() if not reached],
    }


def _spread(taken: list[float]) -> dict[str, float]:
    """Return how long requests of a kind took, in ms."""
    spread = Spread.of(taken)
    return {"count": len(taken), "p50": spread.p50, "p95": spread.p95, "p99": spread.at(0.99), "max": spread.ms[-1]}


def _told(seen: Seen, findings: dict[str, object]) -> Iterable[str]:
    """Say the findings in lines."""
    yield f"\n{'ms':<10}{'count':>8}{'p50':>9}{'p95':>9}{'p99':>9}{'max':>9}"
    for kind, of in findings["ms"].items():  # type: ignore[attr-defined]
        yield f"{kind:<10}{of['count']:>8}" + "".join(f"{of[each]:>9.1f}" for each in ("p50", "p95", "p99", "max"))
    peak, work = (
        ", ".join(f"{each:.0f}" for each in findings[name])  # type: ignore[attr-defined]
        for name in ("memory_mb", "memory_at_work_mb")
    )
    yield (
        f"{findings['requests_per_second']:.0f} requests/s; {WORKERS} workers of {THREADS} threads: "
        f"{findings['server_ms_per_request']:.1f} ms of processor per request, "
        f"{work} MB when the class leaves, {peak} MB at most"
    )
    yield "kept: {acknowledged} acts acknowledged, {found} found, {lost} lost; ".format_map(findings["kept"]) + (
        "{records} records, {unsealed} workspaces with a count that differs, {broken} chains broken".format_map(
            findings["kept"]
        )
    )
    yield from (f"  {count} x {fault}" for fault, count in seen.faults.most_common(12))
    yield f"missed: {', '.join(findings['missed']) or 'nothing'}"  # type: ignore[arg-type]


if __name__ == "__main__":
    raise SystemExit(main())
