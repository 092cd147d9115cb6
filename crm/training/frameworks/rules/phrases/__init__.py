"""The French and English words for what rules speak of."""

from crm.training.frameworks.rules.phrases.acts import ENGLISH, FRENCH, english, french
from crm.training.frameworks.rules.phrases.phrase import Phrase
from crm.training.frameworks.rules.phrases.qualities import PROCEDURE, QUALITIES_ENGLISH, QUALITIES_FRENCH
from crm.training.frameworks.rules.phrases.things import (
    DATES_ENGLISH,
    DATES_FRENCH,
    KINDS_ENGLISH,
    KINDS_FRENCH,
    SUMS_ENGLISH,
    SUMS_FRENCH,
)

__all__ = [
    "DATES_ENGLISH",
    "DATES_FRENCH",
    "ENGLISH",
    "FRENCH",
    "KINDS_ENGLISH",
    "KINDS_FRENCH",
    "PROCEDURE",
    "QUALITIES_ENGLISH",
    "QUALITIES_FRENCH",
    "SUMS_ENGLISH",
    "SUMS_FRENCH",
    "Phrase",
    "english",
    "french",
]
