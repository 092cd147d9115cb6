"""Windows counted in turns of a conversation instead of time: each record says which turn it was."""

from __future__ import annotations

from crm.training.frameworks.rules.facts import Fact
from crm.training.frameworks.rules.language import IN_TURNS, Clause, Unit
from crm.training.frameworks.rules.parameters import Lengths, ParameterError, Parameters

TURN = "turn"


def is_in_turns(lengths: Lengths) -> bool:
    """Tell whether a window counts turns."""
    return any(unit is Unit.TURNS for _, unit in lengths)


def turn_of(fact: Fact) -> int | None:
    """Return the turn which a record says it was, from 1; None if it says none."""
    value = fact.details.get(TURN)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def last_turn(fact: Fact, lengths: Lengths) -> int | None:
    """Return the last turn that lies within a window in turns after a record; None if time decides."""
    turn = turn_of(fact)
    return None if turn is None or not is_in_turns(lengths) else turn + sum(count for count, _ in lengths)


def check(clause: Clause, parameters: Parameters) -> None:
    """Refuse a clause whose windows cannot be counted, with a `ParameterError`."""
    within, after = parameters.lengths(clause.within), parameters.lengths(clause.after)
    if is_in_turns(after):
        raise ParameterError("after= counts time, not turns")
    if not is_in_turns(within):
        return
    if any(unit is not Unit.TURNS for _, unit in within):
        raise ParameterError("within= counts turns or time, not both")
    if clause.template not in IN_TURNS or not clause.same:
        raise ParameterError(f"turns count in {', '.join(sorted(each.value for each in IN_TURNS))} with same=")
