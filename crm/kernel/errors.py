"""What the house says no to: facts that cannot be true."""

from __future__ import annotations


def N_(message: str) -> str:  # noqa: N802  (the name that translation tools look for)
    """Mark a sentence for the catalogue; it is translated where it is shown."""
    return message


class Refused(Exception):
    """A wish that cannot come true, with the sentence that says why.

    `message` is a French sentence for the catalogue with `%(name)s` places,
    filled from the keyword arguments; `field` names the form field at fault,
    if there is one. Refusals protect the books, never the trainee.
    """

    message: str = N_("Cette opération est impossible.")
    field: str | None = None

    def __init__(self, **values: object) -> None:
        """Keep the values which the sentence shows."""
        super().__init__(self.message % values if values else self.message)
        self.values = values


class ImpossibleMove(Refused):
    """A document was asked to go where its lifecycle has no way."""

    message = N_("Ce document est à l’état « %(state)s » : il ne peut plus passer à l’état « %(wanted)s ».")


class Stale(Refused):
    """Somebody changed the row since the form was shown.

    `others` maps field names to the value now stored, so that the page can
    show both; the web answers 409.
    """

    message = N_("Cette fiche a été modifiée entre-temps. Comparez les valeurs avant d’enregistrer de nouveau.")

    def __init__(self, others: dict[str, object]) -> None:
        """Keep what the row holds now."""
        super().__init__()
        self.others = others
