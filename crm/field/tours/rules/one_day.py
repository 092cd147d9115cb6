"""The best tours of one day, exactly: dynamic programming over the sets of visits.

A label is (metres, hungry, fed): the road so far, and the earliest minute at
which its last visit can end without and with lunch had. A label that is nowhere
better than another with the same visits and the same last one is dropped; so
for each set of visits the shortest feasible road is found, none is missed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from crm.field.tours.rules.model import MILLI, Instance, Plan

MOST_STOPS = 14
NEVER = 1 << 30
# A required visit outweighs anything else.
REQUIRED_WORTH = 10**12

Label = tuple[int, int, int]
Keys = dict[tuple[int, int], list[Label]]


class TooManyStops(ValueError):
    """More stops than the exact search of one day takes."""


@dataclass
class DaySearch:
    """The search of one day of an instance; `layers[n]` holds the labels of n visits."""

    instance: Instance
    day: int
    layers: list[Keys] = field(default_factory=list)
    starts: list[list[int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Tabulate the earliest beginnings, then search."""
        if len(self.instance.stops) > MOST_STOPS:
            raise TooManyStops
        latest = max(self.instance.days[self.day].ends, 0)
        for stop in self.instance.stops:
            begins = [stop.starts_from(self.day, minute) for minute in range(latest + 1)]
            self.starts.append([NEVER if each is None else each + stop.minutes for each in begins])
        self._search()

    def _search(self) -> None:
        layer: Keys = {}
        start = (0, self.instance.days[self.day].starts, NEVER)
        for stop in range(len(self.instance.stops)):
            self._extend(layer, 0, 0, start, stop)
        while layer:
            self.layers.append(layer)
            following: Keys = {}
            for (visited, last), labels in layer.items():
                for stop in range(len(self.instance.stops)):
                    if not visited >> stop & 1:
                        for label in labels:
                            self._extend(following, visited, last + 1, label, stop)
            layer = following

    def _drive(self, hungry: int, fed: int, minutes: int) -> tuple[int, int]:
        """Return the earliest arrivals, hungry and fed."""
        day = self.instance.days[self.day]
        if hungry <= day.lunch_until:
            eaten = max(hungry + minutes, day.lunch_from) + day.lunch_minutes if day.lunch_minutes else NEVER
            return hungry + minutes, min(fed + minutes, eaten)
        return (hungry + minutes if day.lunch_minutes == 0 else NEVER), fed + minutes

    def _extend(self, layer: Keys, visited: int, here: int, label: Label, stop: int) -> None:
        """Append a visit when it is feasible and the day can still end, unless another label is as good."""
        instance, legs, day = self.instance, self.instance.legs, self.instance.days[self.day]
        hungry, fed = self._drive(label[1], label[2], legs.minutes[here][stop + 1])
        ends, latest = self.starts[stop], day.ends
        hungry = ends[hungry] if hungry <= latest else NEVER
        fed = ends[fed] if fed <= latest else NEVER
        if hungry == NEVER and fed == NEVER:
            return
        if not self._returns(hungry, fed, legs.minutes[stop + 1][instance.arrival]):
            return
        metres = label[0] + legs.metres[here][stop + 1]
        rivals = layer.get((visited | 1 << stop, stop))
        if rivals is None:
            layer[visited | 1 << stop, stop] = [(metres, hungry, fed)]
            return
        for rival in rivals:
            if rival[0] <= metres and rival[1] <= hungry and rival[2] <= fed:
                return
        rivals[:] = [each for each in rivals if each[0] < metres or each[1] < hungry or each[2] < fed]
        rivals.append((metres, hungry, fed))

    def _returns(self, hungry: int, fed: int, minutes: int) -> bool:
        """Tell whether the day can end in time, lunch had."""
        hungry, fed = self._drive(hungry, fed, minutes)
        return min(fed, hungry if not self.instance.days[self.day].lunch_minutes else NEVER) <= (
            self.instance.days[self.day].ends
        )

    def roads(self) -> dict[int, tuple[int, int]]:
        """Return the shortest whole road of each feasible set of visits, with its last visit, by bit mask."""
        found: dict[int, tuple[int, int]] = {}
        for layer in self.layers:
            for (visited, last), labels in layer.items():
                home = self.instance.legs.metres[last + 1][self.instance.arrival]
                metres = min(each[0] for each in labels) + home
                if visited not in found or (metres, last) < found[visited]:
                    found[visited] = (metres, last)
        return found

    def order(self, visited: int) -> tuple[int, ...]:
        """Return the order of the shortest road of a feasible set: walked back from its end."""
        if not visited:
            return ()
        last = self.roads()[visited][1]
        label = min(self.layers[visited.bit_count() - 1][visited, last])
        order = [last]
        while visited & (visited - 1):
            visited &= ~(1 << last)
            last, label = next(self._before(visited, last, label))
            order.append(last)
        return tuple(reversed(order))

    def _before(self, visited: int, stop: int, label: Label) -> Iterator[tuple[int, Label]]:
        """Yield the visits, with their labels, of which this one is the continuation."""
        for last in range(len(self.instance.stops)):
            for each in self.layers[visited.bit_count() - 1].get((visited, last), []):
                trial: Keys = {}
                self._extend(trial, visited, last + 1, each, stop)
                if label in trial.get((visited | 1 << stop, stop), []):
                    yield last, each


def worth(instance: Instance, visited: int) -> int:
    """Return what a set of visits counts in the search: its value, required visits above all."""
    chosen = [stop for index, stop in enumerate(instance.stops) if visited >> index & 1]
    return sum(MILLI * stop.value_cents + REQUIRED_WORTH * stop.required for stop in chosen)


def best_day(instance: Instance, day: int = 0) -> Plan:
    """Return the proven best tour of one day of at most 14 stops; raise TooManyStops above.

    Of equal tours the one with the smallest set number, so that the same question has the same answer.
    """
    search = DaySearch(instance, day)
    nets = {0: 0}
    for visited, (metres, _) in search.roads().items():
        nets[visited] = worth(instance, visited) - metres * instance.cents_per_km
    best = max(nets, key=lambda visited: (nets[visited], -visited))
    order = search.order(best)
    net = instance.value(order) - instance.cost(order)
    orders = tuple(order if each == day else () for each in range(len(instance.days)))
    return Plan(orders, net, net, missed_of(instance, orders))


def missed_of(instance: Instance, orders: tuple[tuple[int, ...], ...]) -> tuple[int, ...]:
    """Return the required visits that a plan leaves out."""
    done = {each for order in orders for each in order}
    return tuple(index for index, stop in enumerate(instance.stops) if stop.required and index not in done)
