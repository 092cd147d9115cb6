"""Choices with a word to store and a French label to show."""

from __future__ import annotations

from enum import Enum
from typing import Self


class Labelled(Enum):
    """A choice with a French label."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Take the stored word as the value and keep the label beside it."""
        member = object.__new__(cls)
        member._value_ = value
        member.label = label
        return member

    def __str__(self) -> str:
        """The stored word, so that a form's option can be compared with it."""
        return str(self.value)
