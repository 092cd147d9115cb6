"""What records are called on a page: icons, labels of their figures, and the pages of what they are about."""

from crm.people.sayings.figures import CODES, DECISIONS, FIELDS, NAMING, VALUES, WORDS
from crm.people.sayings.things import ICONS, PLACES, TONES

__all__ = ["CODES", "DECISIONS", "FIELDS", "ICONS", "NAMING", "PLACES", "TONES", "VALUES", "WORDS"]
