"""A rule said aloud, in the reader's language."""

from __future__ import annotations

from crm.training.frameworks.rules.language import Clause, Rule
from crm.training.frameworks.rules.parameters import Parameters
from crm.training.frameworks.rules.plain_english import english_sentence
from crm.training.frameworks.rules.plain_french import french_sentence


def say(rule: Rule, parameters: Parameters, *, language: str = "fr") -> str:
    """Say a rule in plain French ("fr") or English ("en"), with the procedures in force; nothing for no rule."""
    return " ".join(say_clause(clause, parameters, language=language) for clause in rule.clauses)


def say_clause(clause: Clause, parameters: Parameters, *, language: str = "fr") -> str:
    """Say one clause of a rule."""
    speak = english_sentence if language == "en" else french_sentence
    return speak(clause, parameters)
