"""`python -m benchmarks.tours`: how sure and how fast the best week is, in CPU seconds beside a calibration loop."""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from time import process_time

from benchmarks import rivals
from benchmarks.report import save
from benchmarks.timing import Line, Spread
from crm.field.tours.rules.distances import Place, legs_between
from crm.field.tours.rules.model import Day, Instance, Plan, Stop, Window
from crm.field.tours.rules.solving import improve, solve
from tests.field.tours.builders import brute_force, by_subsets, random_instance

HOME = Place(50.63, 3.06)
TURNS = 1_000_000
SMALL = 120
WITHIN = 0.99
OFFICE = (Window(540, 720), Window(840, 1080))
SHOP = (Window(600, 1140),)
RESTAURANT = (Window(540, 690), Window(900, 1080))
SECTORS = {"town": 0.05, "suburbs": 0.1, "county": 0.2}


@dataclass(frozen=True)
class Size:
    """How many stops and days, and the CPU seconds within which the median proof is promised (None: none)."""

    stops: int
    days: int
    limit: float | None


SIZES = (Size(14, 1, 0.2), Size(12, 5, None), Size(25, 2, 0.5), Size(25, 5, 2.0), Size(60, 5, 20.0), Size(150, 5, 30.0))
QUICK = SIZES[:4]


@dataclass(frozen=True)
class Run:
    """One search to its end: CPU seconds in all and until the plan was within 1 % of the bound, gap in percent."""

    seconds: float
    near: float | None
    gap: float
    plan: Plan


def week(seed: int, stops: int, days: int, spread: float) -> Instance:
    """Make a sector around home: shops, offices, restaurants, closing days, one appointment in ten fixed."""
    rng = random.Random(seed)
    places = [Place(rng.gauss(HOME.latitude, spread), rng.gauss(HOME.longitude, 1.5 * spread)) for _ in range(stops)]
    asked = []
    for number in range(stops):
        kind = rng.choice((OFFICE, SHOP, RESTAURANT))
        windows = tuple(kind if rng.random() < 0.85 else () for _ in range(days))
        fixed = rng.random() < 0.1
        if fixed:
            opens, on = rng.randrange(600, 960, 15), rng.randrange(days)
            windows = tuple((Window(opens, opens + 45),) if day == on else () for day in range(days))
        asked.append(Stop(f"Stop {number}", 45, round(100 * rng.lognormvariate(3.6, 0.6)), windows, required=fixed))
    return Instance(tuple(asked), (Day(),) * days, legs_between((HOME, *places, HOME)))


def calibrate() -> float:
    """Return the CPU seconds of a loop that stays the same, so that machines can be compared."""
    began, total = process_time(), 0
    for turn in range(TURNS):
        total += turn & 7
    assert total
    return process_time() - began


def timed(instance: Instance) -> Run:
    """Search to the end."""
    began, steps = process_time(), []
    if len(instance.days) == 1:
        plan = solve(instance)
        steps.append((process_time() - began, plan))
    else:
        steps = [(process_time() - began, each.plan) for each in improve(instance)]
    seconds, last = steps[-1]
    enough = (at for at, each in steps if each.missed == last.missed and each.net >= WITHIN * last.bound)
    gap = 100 * (last.bound - last.net) / max(1, last.bound)
    return Run(seconds, next(enough, None), gap, last)


def equal_to_all_others(count: int) -> tuple[int, int, float]:
    """Compare with trying everything: return how many plans are equal, how many proven, and the median CPU seconds."""
    equal, proven, seconds = 0, 0, []
    for seed in range(count):
        tried = seed % 2 == 0
        instance = (
            random_instance(seed, 2 + seed % 4, 1 + seed % 3) if tried else random_instance(seed, 9, 1 + seed % 4)
        )
        truth = brute_force(instance) if tried else by_subsets(instance)
        began = process_time()
        *_, last = improve(instance)
        seconds.append(process_time() - began)
        equal += (-len(last.plan.missed), last.plan.net) == truth
        proven += last.proven
    return equal, proven, median(seconds)


def table(sizes: tuple[Size, ...], seeds: int, unit: float) -> Iterator[dict[str, object]]:
    """Measure each size near home and far from it, print a line for each, and return it as JSON has it."""
    head = f"{'stops':>5} {'days':>4} {'sector':>8} {'median s':>9} {'worst s':>8} {'within 1 %':>10}"
    print(f"\n{head} {'/ calibration':>14} {'proven':>8} {'worst gap %':>12}")
    for size in sizes:
        for sector, spread in SECTORS.items():
            runs = [timed(week(seed, size.stops, size.days, spread)) for seed in range(seeds)]
            middle, worst = median(each.seconds for each in runs), max(each.seconds for each in runs)
            near = [each.near for each in runs if each.near is not None]
            proven, gap = sum(each.plan.proven for each in runs), max(each.gap for each in runs)
            kept = size.limit is None or middle <= size.limit
            told = "" if size.limit is None else f"{'kept' if kept else 'MISSED'} ({size.limit:g} s)"
            shown = f"{median(near):>10.3f}" if near else f"{'–':>10}"
            print(
                f"{size.stops:>5} {size.days:>4} {sector:>8} {middle:>9.3f} {worst:>8.3f} {shown} "
                f"{middle / unit:>14.1f} {proven:>4} / {seeds} {gap:>11.3f}  {told}",
                flush=True,
            )
            yield {
                "stops": size.stops,
                "days": size.days,
                "sector": sector,
                "seconds": [each.seconds for each in runs],
                "within_1_percent": near,
                "proven": proven,
                "worst_gap_percent": gap,
                "kept": kept,
            }


def beside(sizes: Sequence[Size], seeds: int, seconds: int) -> None:
    """Say by how much OR-Tools falls short of our plans, or loudly that it is not installed."""
    if not rivals.is_installed():
        print("\nNOT COMPARED: OR-Tools is not installed (pip install -r requirements/bench.txt).")
        return
    print(f"\nOR-Tools routing, {seconds} s each: what it falls short of our plan, in percent of what ours brings")
    for size in sizes:
        for sector, spread in SECTORS.items():
            told = []
            for seed in range(seeds):
                instance = week(seed, size.stops, size.days, spread)
                ours, (missed, net) = solve(instance), rivals.reaches(instance, seconds)
                extra = -missed - len(ours.missed)
                behind = f"misses {extra} appointments more" if extra > 0 else f"{100 - 100 * net / ours.net:.1f}"
                told.append(behind)
            print(f"{size.stops:>5} {size.days:>4} {sector:>8}  {' | '.join(told)}", flush=True)


def measure(*, quick: bool) -> Iterator[Line]:
    """Yield a line for each size: our search beside the calibration loop, both in CPU time."""
    for size in QUICK if quick else SIZES:
        runs, floor = [], []
        for seed in range(3 if quick else 5):
            floor.append(calibrate())
            runs.append(timed(week(seed, size.stops, size.days, SECTORS["suburbs"])))
        proven, gap = sum(each.plan.proven for each in runs), max(each.gap for each in runs)
        yield Line(
            "tours (CPU)",
            f"{size.stops} stops, {size.days} d",
            Spread.of([each.seconds for each in runs]),
            Spread.of(floor),
            limit=None if size.limit is None else 1000 * size.limit,
            note=f"proven {proven} of {len(runs)}, worst gap {gap:.3f} %",
        )


def main() -> int:
    """Compare with the slow sure answer and an engine off the shelf, measure every size; 1 if a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.tours", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="up to 25 stops")
    parser.add_argument("--seeds", type=int, default=5, help="weeks of each kind")
    parser.add_argument("--rival-seconds", type=int, default=5, help="what an engine off the shelf is given; 0: none")
    wanted = parser.parse_args()
    unit, sizes = calibrate(), QUICK if wanted.quick else SIZES
    print(f"calibration: {TURNS} turns in {unit:.3f} CPU s")
    equal, proven, seconds = equal_to_all_others(SMALL)
    print(f"{SMALL} small weeks: {equal} equal to the slow sure answer, {proven} proven, median {seconds:.3f} CPU s")
    lines = list(table(sizes, wanted.seeds, unit))
    if wanted.rival_seconds:
        beside([each for each in sizes if each.days > 1], min(wanted.seeds, 3), wanted.rival_seconds)
    small = {"weeks": SMALL, "equal": equal, "proven": proven, "median_seconds": seconds}
    print(f"\n{save('tours', {'calibration_seconds': unit, 'small': small}, lines).name}")
    return 0 if equal == proven == SMALL and all(each["kept"] for each in lines) else 1


if __name__ == "__main__":
    raise SystemExit(main())
