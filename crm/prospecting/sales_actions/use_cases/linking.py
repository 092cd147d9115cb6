"""A campaign, an appointment or a tour tied to the action that it carries out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, ParamSpec, Protocol, TypeVar, cast, runtime_checkable

from crm.activity.door import Recordable, Work
from crm.activity.vocabulary import Activity
from crm.kernel.errors import N_, Refused
from crm.prospecting.sales_actions import queries
from crm.prospecting.sales_actions.models import SalesAction

P = ParamSpec("P")
Thing = TypeVar("Thing", bound=Recordable)


class NothingToTie(Refused):
    """Only what carries an action out can be tied to it."""

    message = N_("Seuls une campagne, un rendez-vous ou une tournée se rattachent à une action.")


@runtime_checkable
class Carrying(Protocol):
    """What may carry an action out; `sales_action_id` is None while it serves no plan."""

    sales_action_id: int | None


def link_activity(work: Work, activity: Recordable, *, action: SalesAction | None) -> Recordable:
    """Tie a campaign, an appointment or a tour to an action, or untie it (None); no change leaves no record."""
    if not isinstance(activity, Carrying):
        raise NothingToTie
    before = queries.action_by_id(activity.sales_action_id) if activity.sales_action_id else None
    if before is action:
        return activity
    activity.sales_action_id = action.id if action else None
    thing = cast(Recordable, activity)
    work.record(
        Activity.SALES_ACTION_LINKED,
        thing,
        action,
        before,
        what=thing.kind,
        linked=action is not None,
        sales_action=action.id if action else None,
        sales_action_before=before.id if before else None,
        state=action.state.value if action else None,
    )
    return thing


def carrying_out(
    action: SalesAction | None, use_case: Callable[Concatenate[Work, P], Thing]
) -> Callable[Concatenate[Work, P], Thing]:
    """Return the use case that books or plans something and ties it to the action that it carries out, if to any."""

    def book_and_tie(work: Work, /, *args: P.args, **kwargs: P.kwargs) -> Thing:
        made = use_case(work, *args, **kwargs)
        link_activity(work, made, action=action)
        return made

    return book_and_tie
