"""Documents issued and received, and where they are filed."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.kernel.choices import Labelled
from crm.kernel.clock import local_date
from crm.kernel.errors import N_
from crm.store.base import Base
from crm.store.scoping import Entity
from crm.store.types import EnumColumn, UtcDateTime

LONGEST_TEXT = 20_000


def folded(*texts: str) -> str:
    """Fold texts for searching: lower case, no accents."""
    plain = unicodedata.normalize("NFKD", " ".join(texts))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).lower()


class DocumentType(Labelled):
    """What a document is."""

    QUOTE = "quote", N_("Devis")
    PURCHASE_ORDER = "purchase_order", N_("Bon de commande du client")
    ORDER_CONFIRMATION = "order_confirmation", N_("Accusé de réception de commande")
    DELIVERY_NOTE = "delivery_note", N_("Bon de livraison")
    RETURN_NOTE = "return_note", N_("Bon de retour")
    INVOICE = "invoice", N_("Facture")
    CREDIT_NOTE = "credit_note", N_("Avoir")
    STATEMENT = "statement", N_("Relevé de compte")
    REMINDER = "reminder", N_("Relance")
    FORMAL_NOTICE = "formal_notice", N_("Mise en demeure")
    PAYMENT_PLAN = "payment_plan", N_("Échéancier de paiement")
    SUPPLY_ORDER = "supply_order", N_("Commande fournisseur")
    RECEIPT = "receipt", N_("Bon de réception")
    RESERVATIONS = "reservations", N_("Réserves au transporteur")
    PAYMENT_ADVICE = "payment_advice", N_("Avis de règlement")
    LETTER = "letter", N_("Courrier")
    OTHER = "other", N_("Autre document")

    @property
    def kept_years(self) -> int:
        """How long it is kept: ten years for what proves an entry in the books (Code de commerce, L123-22).

        Five for the rest of a commercial correspondence, the time in which one
        can be sued (Code de commerce, L110-4).
        """
        return 5 if self in CORRESPONDENCE else 10


CORRESPONDENCE = frozenset(
    {
        DocumentType.QUOTE,
        DocumentType.REMINDER,
        DocumentType.FORMAL_NOTICE,
        DocumentType.PAYMENT_PLAN,
        DocumentType.LETTER,
        DocumentType.OTHER,
    }
)


class Content(Base):
    """The bytes of a document, stored once under their SHA-256 whatever number of documents hold them."""

    __tablename__ = "contents"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int]
    media_type: Mapped[str] = mapped_column(String(80))
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class Document(Entity):
    """A document that left the house or came in; `about_kind`/`about_id` name what it was printed from.

    `place` is the code of the filing plan where a person filed it, empty until
    then; `sha256` names its bytes once they are kept: from its arrival for what
    came in, from its filing for what was issued.
    """

    __tablename__ = "documents"
    __table_args__ = (
        Index(None, "workspace_id", "filed_at", "id"),
        Index(None, "workspace_id", "about_kind", "about_id"),
    )
    kind: ClassVar[str] = "document"

    type: Mapped[DocumentType] = mapped_column(EnumColumn(DocumentType))
    number: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(200))
    company_id: Mapped[int | None]
    company_name: Mapped[str] = mapped_column(String(200), default="")
    about_kind: Mapped[str] = mapped_column(String(40))
    about_id: Mapped[int]
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime())
    place: Mapped[str] = mapped_column(String(60), default="")
    filed_at: Mapped[datetime | None] = mapped_column(UtcDateTime(), default=None)
    received: Mapped[bool] = mapped_column(default=False)
    sha256: Mapped[str] = mapped_column(String(64), default="")
    file_name: Mapped[str] = mapped_column(String(200), default="")
    search_text: Mapped[str] = mapped_column(Text, init=False, default="")

    def __post_init__(self) -> None:
        """Keep a folded copy of what people search for."""
        self.search_text = folded(self.number, self.title, self.company_name)

    def read(self, words: str) -> None:
        """Let the document be found by what it says, too."""
        self.search_text = folded(self.number, self.title, self.company_name, words[:LONGEST_TEXT])

    @property
    def kept_until(self) -> date:
        """The last day of keeping: so many years from the end of the year in which it was issued."""
        return date(local_date(self.issued_at).year + self.type.kept_years, 12, 31)

    @property
    def label(self) -> str:
        """What records call it."""
        return f"{self.title} {self.number}".strip()


class FilingPlace(Entity):
    """One place of the company's filing plan; `types` are the words of the document types that belong there."""

    __tablename__ = "filing_places"
    __table_args__ = (UniqueConstraint("workspace_id", "code"),)
    kind: ClassVar[str] = "filing_place"

    code: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(200))
    types: Mapped[str] = mapped_column(String(400), default="")

    @property
    def label(self) -> str:
        """The place as people call it."""
        return f"{self.code} {self.title}"

    def takes(self, type_: DocumentType) -> bool:
        """Tell whether the plan puts documents of this type here."""
        return type_.value in self.types.split()
