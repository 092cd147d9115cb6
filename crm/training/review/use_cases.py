"""What can be done with evidence: give an opinion, look at it, take it away. The decision is nobody's here."""

from __future__ import annotations

from crm.activity.door import Recordable, Standing, Work, lock_head
from crm.activity.vocabulary import Activity
from crm.kernel.errors import N_, Refused
from crm.people.accounts.models import User
from crm.people.workspaces.models import Workspace
from crm.store.scoping import HOUSE_WORKSPACE
from crm.training.review.models import Opinion, Stance


class EmptyOpinion(Refused):
    """An opinion without a word says nothing."""

    message = N_("Écrivez votre avis en quelques mots : ce que vous avez observé.")
    field = "text"


class NobodysOpinion(Refused):
    """An opinion is signed by a person."""

    message = N_("Seule une personne peut donner un avis.")


def give_opinion(
    work: Work, workspace: Workspace, learner: User, *, framework: str, code: str, stance: Stance, text: str
) -> Opinion:
    """Give a dated opinion on a learner's competency or criterion; the earlier ones stay."""
    if not text.strip():
        raise EmptyOpinion
    if work.actor.id is None or not work.actor.is_person:
        raise NobodysOpinion
    opinion = work.add(
        Opinion(
            learner_id=learner.id,
            framework=framework,
            code=code,
            stance=stance,
            text=text.strip(),
            trainer_id=work.actor.id,
            trainer_name=work.actor.name,
            given_at=work.real_now,
        )
    )
    work.record(
        Activity.OPINION_GIVEN,
        learner,
        workspace,
        learner=learner.id,
        framework=framework,
        code=code,
        stance=stance.value,
        text=opinion.text,
    )
    return opinion


def record_view(work: Work, *things: Recordable, page: str, code: str = "", framework: str = "") -> None:
    """Record that somebody looked at evidence, on the house's chain; `framework` is "" for the exercise's first.

    It stands there and not on the workspace's because looking must change
    nothing in what is looked at: a record on the workspace's chain would move
    its head, and its simulated clock by two minutes.
    """
    if work.workspace_id == HOUSE_WORKSPACE:
        work.record(Activity.REVIEW_VIEWED, *things, page=page, code=code, framework=framework)
        return
    standing = Standing(house=work.standing.house, actor=work.actor)
    with work.beside(standing, lock_head(HOUSE_WORKSPACE)) as inside:
        inside.record(Activity.REVIEW_VIEWED, *things, page=page, code=code, framework=framework)


def note_export(
    work: Work,
    workspace: Workspace,
    learner: User,
    *,
    framework: str,
    codes: list[str],
    manifest_sha256: str,
    position: int,
) -> None:
    """Record that a dossier was made: of what, up to which position, under which manifest."""
    work.record(
        Activity.DOSSIER_EXPORTED,
        learner,
        workspace,
        framework=framework,
        codes=list(codes),
        manifest_sha256=manifest_sha256,
        up_to_position=position,
    )
