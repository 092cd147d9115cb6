"""Individuals ask for their data, or that it goes: some of their own accord, more after a call that broke the rules.

Whoever gets no answer within the month of the law (GDPR, article 12.3) writes again, and names the authority.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import and_, exists, func, select

from crm.activity.door import Work
from crm.activity.models import ActivityLink, ActivityRecord
from crm.desk.messages.models import Topic
from crm.kernel.clock import add_working_days
from crm.kernel.money import Rate
from crm.prospecting.companies.models import Company, Nature
from crm.prospecting.privacy import queries as privacy
from crm.prospecting.privacy.models import DataRequest, Right
from crm.prospecting.privacy.rules import answer_due
from crm.selling.parties import language_of
from crm.store.base import db
from crm.training.counterparts.models import Span
from crm.training.simulation import planning, reactions
from crm.training.simulation.dice import Luck
from crm.training.simulation.letters import FRENCH, Text
from crm.training.simulation.models import EventKind, ScheduledEvent
from crm.training.simulation.occasions import NOTHING, Occasion

KIND = EventKind.DATA_REQUEST
ASKS, ASKS_WHEN_WRONGED = Rate.percent(20), Rate.percent(60)
SOME_DAY, SOON = Span(8, 35), Span(1, 3)
INDIVIDUALS = (Company.nature == Nature.INDIVIDUAL, Company.erased_on.is_(None))
RIGHTS = ((Right.ACCESS, 4), (Right.ERASURE, 3), (Right.OBJECTION, 2))
LETTERS: Mapping[bool, Mapping[Right, Text]] = {
    True: {
        Right.ACCESS: Text(
            "Mes données personnelles",
            "Bonjour,\n\nJe souhaite savoir quelles données vous gardez sur moi, d’où elles viennent et à qui vous les "
            "avez transmises, et en recevoir une copie.\n\nMerci de votre réponse,\n{name}",
        ),
        Right.ERASURE: Text(
            "Effacez mes données",
            "Bonjour,\n\nJe vous demande d’effacer toutes les données que vous avez sur moi et de me confirmer que "
            "c’est fait. Si vous devez en garder, dites-moi lesquelles et pourquoi.\n\n{name}",
        ),
        Right.OBJECTION: Text(
            "Ne me contactez plus",
            "Bonjour,\n\nJe ne souhaite plus recevoir de publicité de votre part, ni par téléphone, ni par courriel, "
            "ni par courrier. Merci de m’en donner acte.\n\n{name}",
        ),
    },
    False: {
        Right.ACCESS: Text(
            "My personal data",
            "Hello,\n\nPlease tell me which data you keep about me, where they come from and to whom you gave them, "
            "and send me a copy.\n\nKind regards,\n{name}",
        ),
        Right.ERASURE: Text(
            "Please erase my data",
            "Hello,\n\nPlease erase all the data that you have about me and confirm that it is done. If you have to "
            "keep some of them, tell me which and why.\n\n{name}",
        ),
        Right.OBJECTION: Text(
            "Please stop contacting me",
            "Hello,\n\nI no longer want any advertising from you, be it by telephone, e-mail or post. Please confirm."
            "\n\n{name}",
        ),
    },
}
NO_ANSWER: Mapping[bool, Text] = {
    True: Text(
        "Sans réponse à ma demande",
        "Bonjour,\n\nJe vous ai écrit il y a plus d’un mois au sujet de mes données et n’ai reçu aucune réponse. Vous "
        "aviez un mois. Je saisis la CNIL.\n\n{name}",
    ),
    False: Text(
        "No answer to my request",
        "Hello,\n\nI wrote to you more than a month ago about my data and had no answer. You had one month. I am now "
        "turning to the data protection authority.\n\n{name}",
    ),
}


def plan_requests(work: Work, *, seed: int, earliest: date) -> None:
    """Decide once of every individual whether it will ask of its own accord, and anew after each wrong call."""
    for company in _undecided():
        luck = planning.counterpart(work, company, seed=seed).luck(0)
        on = add_working_days(earliest, luck.between("data_request_after", SOME_DAY))
        _plan(work, company, luck, on=on, asks=luck.happens("asks_for_data", ASKS))
    for company, wrongs in _wronged():
        turn = _turn(company)
        if turn > wrongs:
            continue
        luck = planning.counterpart(work, company, seed=seed).luck(turn)
        on = add_working_days(earliest, luck.between("data_request_after", SOON))
        _plan(work, company, luck, on=on, asks=luck.happens("asks_for_data", ASKS_WHEN_WRONGED))


def data_is_asked_for(occasion: Occasion) -> str:
    """Somebody asks by a message; or writes again because nobody answered in time."""
    company, in_french = occasion.company, language_of(occasion.company) == FRENCH
    if company.erased_on is not None:
        return NOTHING
    asked_on = occasion.event.payload.get("asked_on")
    if isinstance(asked_on, str):
        if _answered_since(company, date.fromisoformat(asked_on)):
            return NOTHING
        occasion.hear(NO_ANSWER[in_french].about(name=company.legal_name), topic=Topic.DATA_REQUEST)
        return "complained"
    right = occasion.luck.weighted("right", RIGHTS)
    occasion.hear(LETTERS[in_french][right].about(name=company.legal_name), topic=Topic.DATA_REQUEST)
    late = add_working_days(answer_due(occasion.today), 1)
    planning.schedule(
        occasion.work,
        KIND,
        at=reactions.post_of(late, reactions.hour_of(occasion.luck, "hour_of_no_answer")),
        company_id=company.id,
        occurrence=occasion.event.occurrence,
        payload={"asked_on": occasion.today.isoformat()},
    )
    return str(right.value)


def _plan(work: Work, company: Company, luck: Luck, *, on: date, asks: bool) -> None:
    """Put a request into the queue, or the decision that there is none."""
    at = reactions.post_of(on, reactions.hour_of(luck, f"hour_of_{KIND.value}"))
    event = planning.schedule(
        work, KIND, at=at, company_id=company.id, object_id=company.id, occurrence=luck.occurrence
    )
    if not asks:
        event.close(event.due_at, NOTHING)


def _undecided() -> list[Company]:
    """Return the individuals of whom nobody has decided whether they will ask."""
    decided = select(ScheduledEvent.id).where(
        ScheduledEvent.workspace_id == Company.workspace_id,
        ScheduledEvent.kind_of_event == KIND,
        ScheduledEvent.object_id == Company.id,
    )
    statement = select(Company).where(*INDIVIDUALS, ~exists(decided))
    return list(db.session.scalars(statement.order_by(Company.id)))


def _wronged() -> list[tuple[Company, int]]:
    """Return the individuals who were called against the rules, and how often."""
    called = (
        select(ActivityLink.object_id)
        .join(
            ActivityRecord,
            and_(
                ActivityRecord.workspace_id == ActivityLink.workspace_id,
                ActivityRecord.position == ActivityLink.position,
            ),
        )
        .where(
            ActivityLink.workspace_id == Company.workspace_id,
            ActivityLink.kind == Company.kind,
            ActivityLink.object_id == Company.id,
            ActivityRecord.activity.in_(privacy.CALLS),
        )
    )
    people = db.session.scalars(select(Company).where(*INDIVIDUALS, exists(called)).order_by(Company.id))
    wrongs = [(each, sum(bool(call.faults) for call in privacy.calls_with(each) if call.counts)) for each in people]
    return [(each, count) for each, count in wrongs if count]


def _turn(company: Company) -> int:
    """Return how many requests of somebody were decided on; letters for want of an answer name nobody."""
    requests = (ScheduledEvent.kind_of_event == KIND, ScheduledEvent.object_id == company.id)
    return db.session.scalar(select(func.count()).select_from(ScheduledEvent).where(*requests)) or 0


def _answered_since(company: Company, day: date) -> bool:
    """Tell whether a request of somebody was answered since they asked."""
    answered = (DataRequest.company_id == company.id, DataRequest.answered_on >= day)
    return db.session.scalar(select(DataRequest.id).where(*answered).limit(1)) is not None
