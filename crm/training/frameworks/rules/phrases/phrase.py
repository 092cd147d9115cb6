"""An activity as French grammar needs it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Phrase:
    """An activity as a thing and what was done to it: *la* · *commande* · *enregistrée*."""

    article: str
    noun: str
    done: str

    @property
    def is_feminine(self) -> bool:
        """Whether the participle agrees in the feminine; all our phrases are in the singular."""
        return self.done.endswith("e")

    @property
    def the(self) -> str:
        """*la commande*, *l’encours*."""
        return f"{self.article}{'' if self.article.endswith('’') else ' '}{self.noun}"

    @property
    def a(self) -> str:
        """*une commande*."""
        return f"{'une' if self.is_feminine else 'un'} {self.noun}"

    @property
    def any(self) -> str:
        """*toute commande*."""
        return f"{'toute' if self.is_feminine else 'tout'} {self.noun}"

    @property
    def no(self) -> str:
        """*aucune commande*."""
        return f"{'aucune' if self.is_feminine else 'aucun'} {self.noun}"

    @property
    def it(self) -> str:
        """*elle*."""
        return "elle" if self.is_feminine else "il"

    @property
    def another(self) -> str:
        """*une autre*."""
        return f"{'une' if self.is_feminine else 'un'} autre"

    @property
    def every(self) -> str:
        """*chaque commande*."""
        return f"chaque {self.noun}"
