"""`python -m benchmarks.tours`: how long the proof of a best tour takes, in CPU seconds beside a calibration loop."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import process_time

from crm.field.tours.rules.distances import Place, legs_between
from crm.field.tours.rules.model import Day, Instance, Plan, Stop, Window
from crm.field.tours.rules.solving import solve

HOME = Place(50.63, 3.06)
SEEDS = 5
TURNS = 1_000_000
OFFICE = (Window(540, 720), Window(840, 1080))
SHOP = (Window(600, 1140),)
RESTAURANT = (Window(540, 690), Window(900, 1080))


@dataclass(frozen=True)
class Goal:
    """How many stops and days, and the CPU seconds within which the proof is promised (None: none)."""

    stops: int
    days: int
    limit: float | None
    solve: Callable[[Instance], Plan]


GOALS = (
    Goal(8, 1, None, solve),
    Goal(12, 1, None, solve),
    Goal(14, 1, 0.2, solve),
    Goal(12, 2, None, solve),
    Goal(14, 2, None, solve),
    Goal(14, 5, None, solve),
)


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


def main() -> int:
    """Measure each size near home and far from it; 1 if a goal is missed or a plan is not proven."""
    unit, missed = calibrate(), False
    print(f"calibration: {TURNS} turns in {unit:.3f} CPU s\n")
    print(f"{'stops':>5} {'days':>4} {'sector':>7} {'median s':>9} {'worst s':>8} {'/ calibration':>14} {'proven':>6}")
    for goal in GOALS:
        for sector, spread in (("town", 0.05), ("county", 0.2)):
            times, proven = [], 0
            for seed in range(SEEDS):
                instance = week(seed, goal.stops, goal.days, spread)
                began = process_time()
                proven += goal.solve(instance).proven
                times.append(process_time() - began)
            kept = proven == SEEDS and (goal.limit is None or median(times) <= goal.limit)
            missed |= not kept
            told = "" if goal.limit is None else f"{'kept' if kept else 'MISSED'} ({goal.limit} s)"
            print(
                f"{goal.stops:>5} {goal.days:>4} {sector:>7} {median(times):>9.3f} {max(times):>8.3f} "
                f"{median(times) / unit:>14.1f} {proven:>3} / {SEEDS} {told}",
                flush=True,
            )
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
