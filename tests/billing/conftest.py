"""What the tests of billing share with those of selling."""

from tests.selling.conftest import backstage

__all__ = ["backstage"]
