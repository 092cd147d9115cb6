"""Campaigns: who is to be contacted by what means, what went out, what came back, what was concluded."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from crm.activity.chain import Json
from crm.kernel.choices import Labelled
from crm.kernel.errors import N_
from crm.kernel.money import ZERO, Money
from crm.prospecting.companies.models import Company
from crm.store.scoping import Entity, Versioned, belongs_to, within_workspace
from crm.store.types import EnumColumn, JsonColumn, MoneyColumn, UtcDateTime


class Technique(Labelled):
    """How people are contacted."""

    PHONE = "phone", N_("Téléphone")
    LETTER = "letter", N_("Courrier postal")
    EMAIL = "email", N_("E-mail")
    NETWORK = "network", N_("Réseau et recommandation")
    COMBINATION = "combination", N_("E-mail puis téléphone")

    @property
    def mails(self) -> bool:
        """Whether something is sent in writing."""
        return self in {Technique.LETTER, Technique.EMAIL, Technique.COMBINATION}

    @property
    def calls(self) -> bool:
        """Whether people are spoken to one by one."""
        return self in {Technique.PHONE, Technique.NETWORK, Technique.COMBINATION}


class CampaignState(Labelled):
    """Where a campaign stands."""

    DRAFT = "draft", N_("En préparation")
    RUNNING = "running", N_("En cours")
    CLOSED = "closed", N_("Terminée")


class Exclusion(Labelled):
    """Why somebody of the list should not be contacted."""

    OPTED_OUT = "opted_out", N_("S’oppose à ce canal")
    NO_CONSENT = "no_consent", N_("Particulier sans consentement")
    NO_PHONE = "no_phone", N_("Pas de téléphone")
    NO_EMAIL = "no_email", N_("Pas d’e-mail")
    NO_ADDRESS = "no_address", N_("Adresse postale incomplète")
    DOUBLE = "double", N_("Déjà dans la liste")

    @property
    def protects(self) -> bool:
        """Whether it is the person's right, not just a missing address."""
        return self in {Exclusion.OPTED_OUT, Exclusion.NO_CONSENT}


class Return(Labelled):
    """What comes back of something sent."""

    OPENED = "opened", N_("Ouvert")
    CLICKED = "clicked", N_("Lien cliqué")
    ANSWERED = "answered", N_("Réponse reçue")
    BOUNCED = "bounced", N_("Non distribué")
    UNSUBSCRIBED = "unsubscribed", N_("Désinscription")
    COMPLAINED = "complained", N_("Plainte")


class CallResult(Labelled):
    """What came of a call."""

    UNREACHABLE = "unreachable", N_("Injoignable")
    WRONG_NUMBER = "wrong_number", N_("Faux numéro")
    BARRAGE = "barrage", N_("Barrage")
    CALL_BACK = "call_back", N_("À rappeler")
    REFUSED = "refused", N_("Refus")
    INFORMATION = "information", N_("Documentation demandée")
    QUOTE = "quote", N_("Devis demandé")
    APPOINTMENT = "appointment", N_("Rendez-vous obtenu")
    OBJECTS = "objects", N_("Ne veut plus être contacté")

    @property
    def is_contact(self) -> bool:
        """Whether somebody of the company was spoken to."""
        return self not in {CallResult.UNREACHABLE, CallResult.WRONG_NUMBER}

    @property
    def is_useful(self) -> bool:
        """Whether the right person listened to the whole argument."""
        return self in {CallResult.REFUSED, CallResult.INFORMATION, CallResult.QUOTE, CallResult.APPOINTMENT}

    @property
    def goes_on(self) -> bool:
        """Whether the person is to be called again."""
        return self in {CallResult.UNREACHABLE, CallResult.BARRAGE, CallResult.CALL_BACK}


class Confirmation(Labelled):
    """How an appointment was confirmed in writing."""

    NONE = "none", N_("Pas encore confirmé")
    EMAIL = "email", N_("Confirmé par e-mail")
    LETTER = "letter", N_("Confirmé par courrier")


class Campaign(Versioned):
    """A campaign; its goals are fixed when it is launched, `selection` says of whom its list was made.

    `selection` is {"q", "stage", "nature", "companies": [id, …], "segment", "name", "expression"}: the list's address,
    companies picked by hand, a segment as it read then; who was picked by hand goes before a segment, that before the
    rest. `script` is what is said or written, with merge fields between double braces; `graph`
    names the conversation that a call is held along, "" for none. `goal_cost` is the most that a contact may cost,
    `sales_action_id` the action of a plan that the campaign carries out.
    """

    __tablename__ = "campaigns"
    __table_args__ = (Index(None, "workspace_id", "state", "id"),)
    kind: ClassVar[str] = "campaign"

    name: Mapped[str] = mapped_column(String(120))
    technique: Mapped[Technique] = mapped_column(EnumColumn(Technique))
    state: Mapped[CampaignState] = mapped_column(EnumColumn(CampaignState), default=CampaignState.DRAFT)
    purpose: Mapped[str] = mapped_column(Text, default="")
    selection: Mapped[dict[str, Json]] = mapped_column(JsonColumn, default_factory=dict)
    starts_on: Mapped[date] = mapped_column(kw_only=True)
    ends_on: Mapped[date] = mapped_column(kw_only=True)
    subject: Mapped[str] = mapped_column(String(200), default="")
    script: Mapped[str] = mapped_column(Text, default="")
    graph: Mapped[str] = mapped_column(String(60), default="")
    fixed_cost: Mapped[Money] = mapped_column(MoneyColumn(), default=ZERO)
    unit_cost: Mapped[Money] = mapped_column(MoneyColumn(), default=ZERO)
    goal_contacts: Mapped[int] = mapped_column(default=0)
    goal_useful: Mapped[int] = mapped_column(default=0)
    goal_appointments: Mapped[int] = mapped_column(default=0)
    goal_sales: Mapped[int] = mapped_column(default=0)
    goal_cost: Mapped[Money | None] = mapped_column(MoneyColumn(), default=None)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime(), kw_only=True)
    created_by: Mapped[str] = mapped_column(String(120), default="")
    launched_at: Mapped[datetime | None] = mapped_column(UtcDateTime(), default=None)
    launched_by: Mapped[str] = mapped_column(String(120), default="")
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime(), default=None)
    sales_action_id: Mapped[int | None] = mapped_column(default=None)

    @property
    def label(self) -> str:
        """What records call it."""
        return self.name

    @property
    def is_draft(self) -> bool:
        """Whether its list is not frozen yet."""
        return self.state is CampaignState.DRAFT

    @property
    def is_running(self) -> bool:
        """Whether people are being contacted."""
        return self.state is CampaignState.RUNNING


class CampaignTarget(Versioned):
    """Somebody of a frozen list, as the file said it on that day.

    `exclusion` is why the person should not have been contacted; `kept` says whether it was nevertheless, or by right.
    `sent_on` is the day on which the letter or e-mail goes out; `next_call_on` the day of the next call, None when
    nobody is to be called (any more). `conversation_id` is the call that is being held.
    """

    __tablename__ = "campaign_targets"
    __table_args__ = (
        within_workspace("campaign_id", "campaigns"),
        within_workspace("company_id", "companies"),
        Index(None, "workspace_id", "campaign_id", "next_call_on", "id"),
        Index(None, "workspace_id", "company_id"),
    )
    kind: ClassVar[str] = "campaign_target"

    campaign_id: Mapped[int] = mapped_column(init=False)
    campaign: Mapped[Campaign] = belongs_to("CampaignTarget.campaign_id", "Campaign")
    company_id: Mapped[int] = mapped_column(init=False)
    company: Mapped[Company] = belongs_to("CampaignTarget.company_id", "Company")
    contact_id: Mapped[int | None] = mapped_column(default=None)
    person: Mapped[str] = mapped_column(String(200), default="")
    person_function: Mapped[str] = mapped_column(String(120), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    email: Mapped[str] = mapped_column(String(200), default="")
    exclusion: Mapped[Exclusion | None] = mapped_column(EnumColumn(Exclusion), default=None)
    kept: Mapped[bool] = mapped_column(default=True)
    sent_on: Mapped[date | None] = mapped_column(default=None)
    next_call_on: Mapped[date | None] = mapped_column(default=None)
    calls: Mapped[int] = mapped_column(default=0)
    result: Mapped[CallResult | None] = mapped_column(EnumColumn(CallResult), default=None)
    conversation_id: Mapped[int | None] = mapped_column(default=None)

    @property
    def label(self) -> str:
        """Whom it is about."""
        return self.person or self.company.legal_name


class CampaignReturn(Entity):
    """One thing that came back of what was sent to somebody."""

    __tablename__ = "campaign_returns"
    __table_args__ = (
        within_workspace("target_id", "campaign_targets"),
        Index(None, "workspace_id", "campaign_id", "result"),
        Index(None, "workspace_id", "target_id"),
    )
    kind: ClassVar[str] = "campaign_return"

    campaign_id: Mapped[int]
    target_id: Mapped[int]
    result: Mapped[Return] = mapped_column(EnumColumn(Return))
    came_at: Mapped[datetime] = mapped_column(UtcDateTime())


class CampaignCall(Versioned):
    """One call of a campaign and what came of it; an agenda takes over the appointment's day and place."""

    __tablename__ = "campaign_calls"
    __table_args__ = (
        within_workspace("target_id", "campaign_targets"),
        within_workspace("company_id", "companies"),
        Index(None, "workspace_id", "campaign_id", "id"),
        Index(None, "workspace_id", "target_id", "id"),
        Index(None, "workspace_id", "company_id", "called_at"),
        Index(None, "workspace_id", "appointment_at"),
    )
    kind: ClassVar[str] = "campaign_call"

    campaign_id: Mapped[int]
    target_id: Mapped[int] = mapped_column(init=False)
    target: Mapped[CampaignTarget] = belongs_to("CampaignCall.target_id", "CampaignTarget")
    company_id: Mapped[int] = mapped_column(init=False)
    company: Mapped[Company] = belongs_to("CampaignCall.company_id", "Company")
    person: Mapped[str] = mapped_column(String(200), default="")
    result: Mapped[CallResult] = mapped_column(EnumColumn(CallResult), kw_only=True)
    note: Mapped[str] = mapped_column(Text, default="")
    next_step: Mapped[str] = mapped_column(Text, default="")
    next_on: Mapped[date | None] = mapped_column(default=None)
    called_at: Mapped[datetime] = mapped_column(UtcDateTime(), kw_only=True)
    called_by: Mapped[str] = mapped_column(String(120), default="")
    conversation_id: Mapped[int | None] = mapped_column(default=None)
    appointment_at: Mapped[datetime | None] = mapped_column(UtcDateTime(), default=None)
    appointment_place: Mapped[str] = mapped_column(String(200), default="")
    confirmation: Mapped[Confirmation] = mapped_column(EnumColumn(Confirmation), default=Confirmation.NONE)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime(), default=None)
    confirmation_text: Mapped[str] = mapped_column(Text, default="")

    @property
    def label(self) -> str:
        """What records call it."""
        return f"{self.company.legal_name} – {self.result.label}"


class CampaignReview(Entity):
    """What somebody concluded of a campaign's variances on a day, beside the figures as they stood."""

    __tablename__ = "campaign_reviews"
    __table_args__ = (within_workspace("campaign_id", "campaigns"), Index(None, "workspace_id", "campaign_id", "id"))
    kind: ClassVar[str] = "campaign_review"

    campaign_id: Mapped[int]
    causes: Mapped[str] = mapped_column(Text)
    corrections: Mapped[str] = mapped_column(Text)
    figures: Mapped[dict[str, Json]] = mapped_column(JsonColumn)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime())
    written_by: Mapped[str] = mapped_column(String(120))
