"""One thing of the queue, now: who it comes from, when, with which luck."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from crm.activity.chain import Json
from crm.activity.door import Recordable, Work
from crm.activity.vocabulary import Activity
from crm.desk.messages.models import Message, Topic
from crm.desk.messages.use_cases import receive
from crm.kernel.clock import local_date
from crm.kernel.errors import Refused
from crm.prospecting.companies import queries as companies
from crm.prospecting.companies.models import Company
from crm.training.counterparts.models import Persona
from crm.training.simulation import letters, planning
from crm.training.simulation.dice import Luck
from crm.training.simulation.letters import Letter, Text
from crm.training.simulation.models import ScheduledEvent

# What came of an event that only moved in the queue, or of which nobody will ever hear.
MOVED, NOTHING = "moved", "nothing"


@dataclass(frozen=True)
class Occasion:
    """One thing of the queue, now: who it comes from, when, and with which luck."""

    work: Work
    seed: int
    event: ScheduledEvent

    @property
    def at(self) -> datetime:
        """The instant at which it happens."""
        return self.event.due_at

    @property
    def today(self) -> date:
        """The day on which it happens."""
        return local_date(self.event.due_at)

    @property
    def object_id(self) -> int:
        """What it is about."""
        return self.event.object_id or 0

    @property
    def company(self) -> Company:
        """From whom it comes."""
        company = companies.company_by_id(self.event.company_id or 0)
        if company is None:
            raise Refused
        return company

    @property
    def who(self) -> planning.Counterpart:
        """That company as the simulation knows it."""
        return planning.counterpart(self.work, self.company, seed=self.seed)

    @property
    def persona(self) -> Persona:
        """Its habits."""
        return self.who.persona

    @property
    def luck(self) -> Luck:
        """Its chance on this occasion."""
        return self.who.luck(self.event.occurrence)

    def hear(
        self,
        text: Text,
        *,
        topic: Topic,
        about: tuple[Recordable, ...] = (),
        content: dict[str, Json] | None = None,
        activity: Activity = Activity.MESSAGE_RECEIVED,
        details: Mapping[str, Json] | None = None,
        sender: str = "",
    ) -> Message:
        """Let the company write to us."""
        company = self.company
        return receive(
            self.work,
            topic=topic,
            sender=sender or company.legal_name,
            subject=text.subject,
            body=text.body,
            company=company,
            about=about,
            content=content,
            activity=activity,
            **(details or {}),
        )

    def letter(self, occasion: Letter, **places: str) -> Text:
        """Word what the company writes."""
        company = self.company
        return letters.letter(occasion, company.language, name=company.legal_name, **places)
