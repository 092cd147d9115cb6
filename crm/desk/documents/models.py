"""Documents issued and received, and where they are filed."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.kernel.choices import Labelled
from crm.kernel.errors import N_
from crm.store.scoping import Entity
from crm.store.types import EnumColumn, UtcDateTime


def folded(*texts: str) -> str:
    """Fold texts for searching: lower case, no accents."""
    plain = unicodedata.normalize("NFKD", " ".join(texts))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).lower()


class DocumentType(Labelled):
    """What a document is."""

    QUOTE = "quote", N_("Devis")
    ORDER_CONFIRMATION = "order_confirmation", N_("Accusé de réception de commande")
    DELIVERY_NOTE = "delivery_note", N_("Bon de livraison")
    INVOICE = "invoice", N_("Facture")
    REMINDER = "reminder", N_("Relance")
    FORMAL_NOTICE = "formal_notice", N_("Mise en demeure")


class Document(Entity):
    """A document that left the house; `about_kind`/`about_id` name what it was printed from.

    `place` is the code of the filing plan where a person filed it, empty until then.
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
    company_id: Mapped[int]
    company_name: Mapped[str] = mapped_column(String(200), default="")
    about_kind: Mapped[str] = mapped_column(String(40))
    about_id: Mapped[int]
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime())
    place: Mapped[str] = mapped_column(String(60), default="")
    filed_at: Mapped[datetime | None] = mapped_column(UtcDateTime(), default=None)
    search_text: Mapped[str] = mapped_column(Text, init=False, default="")

    def __post_init__(self) -> None:
        """Keep a folded copy of what people search for."""
        self.search_text = folded(self.number, self.title, self.company_name)

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
