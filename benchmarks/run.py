"""`python -m benchmarks.run`: what the house's layers cost, each beside its floor measured in the same run."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from time import perf_counter

from benchmarks import billing, door, pages, papers, prospects, records, searching, tours
from benchmarks.report import plain, save, table
from benchmarks.timing import Line
from benchmarks.worlds import BIG, QUICK, Place, Size, World, new_world

SCENARIO = "nordbureau"
SMALL = Size(companies=250, invoices=1_500, lines=3)
OWED = Size(companies=2_000, invoices=10_000, lines=1, unpaid=1)
LITTLE_OWED = Size(companies=200, invoices=1_000, lines=1, unpaid=1)
MANY = Size(companies=50_000, invoices=10, lines=1)
FEW = Size(companies=5_000, invoices=10, lines=1)
EMPTY = Size(companies=10, invoices=10, lines=1)
GROUPS = ("pages", "door", "records", "making", "billing", "prospects", "search", "tours")


def main() -> int:
    """Measure what was asked for, print a table, keep the figures; 1 if a goal is missed."""
    wanted = _arguments()
    began = perf_counter()
    with new_world(wanted.database) as world:
        size = QUICK if wanted.quick else BIG
        print(f"{wanted.database}: {size.companies} companies, {size.invoices} invoices …", flush=True)
        world.make_world("big", size)
        [place] = world.settle("lina", scenario="big")
        groups = _groups(world, place, quick=wanted.quick)
        lines: list[Line] = []
        for name in [wanted.only] if wanted.only else GROUPS:
            found = list(groups[name]())
            lines += found
            print("\n".join(table(found)), flush=True)
    about = {"database": wanted.database, "quick": wanted.quick, "size": vars(size)}
    path = save("run", about, [plain(line) for line in lines])
    missed = [line.name for line in lines if line.misses]
    print(f"\n{path.name}, {perf_counter() - began:.0f} s. Missed: {', '.join(missed) or 'nothing'}.")
    return 1 if missed else 0


def _arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the world, a third of the rounds")
    parser.add_argument("--only", choices=GROUPS, help="one group")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    return parser.parse_args()


def _groups(world: World, place: Place, *, quick: bool) -> dict[str, Callable[[], Iterator[Line]]]:
    """Return how to measure each group."""
    return {
        "pages": lambda: pages.measure(world, place, rounds=30 if quick else 100),
        "door": lambda: door.measure(world, place, rounds=100 if quick else 400),
        "records": lambda: records.measure(world, place),
        "making": lambda: _making(world, quick=quick),
        "billing": lambda: _billing(world, quick=quick),
        "prospects": lambda: _prospects(world, quick=quick),
        "tours": lambda: tours.measure(quick=quick),
        "search": lambda: _search(world, quick=quick),
    }


def _billing(world: World, *, quick: bool) -> Iterator[Line]:
    """Measure what is owed where every invoice is open, and a batch of a thousand."""
    world.make_world("owed", LITTLE_OWED if quick else OWED)
    [place] = world.settle("noe", scenario="owed")
    # The goal is for 10,000 open invoices: in a small world it is the statement's making that is measured.
    goal = None if quick else billing.AGED_GOAL
    yield from billing.measure_owed(world, place, rounds=10 if quick else 30, goal=goal)
    yield from billing.measure_batch(world, place, size=100 if quick else 1_000)


def _search(world: World, *, quick: bool) -> Iterator[Line]:
    """Search words in a long file of prospects."""
    world.make_world("many", FEW if quick else MANY)
    [place] = world.settle("ines", scenario="many")
    yield from searching.measure(world, place, rounds=10 if quick else 30, goal=None if quick else searching.GOAL)


def _prospects(world: World, *, quick: bool) -> Iterator[Line]:
    """Measure a file of prospects in a world that has few."""
    world.make_world("empty", EMPTY)
    [place] = world.settle("maya", scenario="empty")
    yield from prospects.measure(world, place, size=1_000 if quick else 10_000)


def _making(world: World, *, quick: bool) -> Iterator[Line]:
    """Measure what is made of a scenario's world: the real one, or a smaller made-up one in a hurry."""
    scenario = "small" if quick else SCENARIO
    if quick:
        world.make_world(scenario, SMALL)
    else:
        yield papers.measure_seeding(world, scenario)
    [place] = world.settle("karim", scenario=scenario)
    yield from papers.measure_opening(world, scenario, rounds=3 if quick else 7)
    yield from papers.measure_papers(world, place, rounds=5 if quick else 15)


if __name__ == "__main__":
    raise SystemExit(main())
