"""What tours borrow from selling: scenes played beside a browser."""

from __future__ import annotations

from tests.selling.conftest import backstage

__all__ = ["backstage"]
