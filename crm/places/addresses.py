"""Reading addresses as people type them."""

from __future__ import annotations

import re

# A street, if any, then five digits and the town; "59100 Roubaix" alone will do.
TOWN = re.compile(r"(?:^|.*[\s,])(?P<postcode>\d{5})[\s,]+(?P<city>\S.*)$", re.DOTALL)


def town_of(query: str) -> dict[str, str]:
    """Return the postcode and the town that a typed address ends with."""
    found = TOWN.match(query.strip())
    return found.groupdict() if found else {"city": query.strip()}
