"""How the judge's findings are said: occasions, the records behind them, rules' parameters. No web in here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from crm.activity.vocabulary import Activity
from crm.kernel import wording
from crm.kernel.actor import ActorKind, Assistance
from crm.kernel.errors import N_
from crm.kernel.money import Money, Rate
from crm.people import labels
from crm.training.frameworks.rules.facts import Detail, Fact, Thing
from crm.training.frameworks.rules.framework import Framework
from crm.training.frameworks.rules.language import Unit
from crm.training.frameworks.rules.parameters import Setting
from crm.training.frameworks.rules.verdicts import Activation, CriterionVerdict, Exhibit, Role, Standing

ASSISTANCE = {
    Assistance.ALONE: N_("En autonomie"),
    Assistance.HINT_READ: N_("Aide consultée"),
    Assistance.TRAINER_STEPPED_IN: N_("Formateur intervenu"),
    Assistance.PAIR: N_("En binôme"),
    Assistance.BLOCKING_AID: N_("Blocage actif"),
}
ACTORS = {
    ActorKind.PERSON: N_("Personne"),
    ActorKind.CUSTOMER: N_("Client simulé"),
    ActorKind.SUPPLIER: N_("Fournisseur simulé"),
    ActorKind.HOUSE: N_("Logiciel"),
}
SUBJECTS = {
    "appointment": N_("Rendez-vous"),
    "balance": N_("Encours"),
    "campaign": N_("Campagnes"),
    "canvassing_call": N_("Appels de prospection"),
    "claim": N_("Réclamations"),
    "company": N_("Fiches"),
    "contact": N_("Interlocuteurs"),
    "conversation": N_("Entretiens"),
    "credit_limit": N_("Plafonds"),
    "day": N_("Journées"),
    "delivery": N_("Livraisons"),
    "delivery_note": N_("Bons de livraison"),
    "derogation": N_("Dérogations"),
    "discovery": N_("Découvertes"),
    "document": N_("Documents"),
    "dossier": N_("Dossiers"),
    "invoice": N_("Factures"),
    "management": N_("Alertes"),
    "message": N_("Messages"),
    "note": N_("Notes"),
    "offer": N_("Offres"),
    "opinion": N_("Avis"),
    "opt_out": N_("Oppositions"),
    "order": N_("Commandes"),
    "payment": N_("Règlements"),
    "payment_plan": N_("Échéanciers"),
    "prospect": N_("Qualification"),
    "purchase_order": N_("Bons de commande"),
    "quote": N_("Devis"),
    "receivable": N_("Impayés transmis"),
    "reminder": N_("Relances"),
    "solvency": N_("Solvabilité"),
    "task": N_("Tâches"),
    "tour": N_("Tournées"),
    "visit": N_("Visites"),
}
# What is said either way, and what is only said when it is so.
TRUTHS = {
    "matches_request": N_("Conforme à la demande"),
    "matches_delivery": N_("Conforme à la livraison"),
    "lawful": N_("Conforme aux règles du démarchage"),
    "tied_to_need": N_("Lié à un besoin"),
}
NOTABLE = {
    "beyond_terms": N_("Hors conditions"),
    "beyond_payment_terms": N_("Délai de paiement hors conditions"),
    "beyond_delegation": N_("Hors délégation"),
    "new_customer": N_("Nouveau client"),
    "large": N_("Commande élevée"),
    "over_limit": N_("Au-delà du plafond"),
    "fault": N_("Maladresse"),
    "opted_out": N_("Malgré une opposition"),
    "despite_opt_out": N_("Malgré une opposition"),
    "proposed": N_("À l’emplacement proposé"),
}
# Whoever reads these lines stands in the workspace.
UNTOLD = "workspace"
ORDER = (Standing.VIOLATED, Standing.PENDING, Standing.SATISFIED)


@dataclass(frozen=True)
class Line:
    """A record behind a finding, or what is missing (no position)."""

    role: Role
    what: str
    position: int | None = None
    happened_at: datetime | None = None
    recorded_at: datetime | None = None
    who: str = ""
    assistance: str = ""
    by_person: bool = False
    figures: tuple[tuple[str, str], ...] = ()
    about: tuple[Thing, ...] = ()


@dataclass(frozen=True)
class Occasion:
    """One occasion of a criterion, numbered for whoever speaks about it."""

    number: str
    standing: Standing
    clause: str
    due_at: datetime | None
    taken_over: bool
    team: bool
    lines: tuple[Line, ...]
    activation: Activation


def occasions(verdict: CriterionVerdict, *, language: str = "fr") -> tuple[Occasion, ...]:
    """Return the occasions of a criterion: what went wrong first, then what is open, then what went well."""
    found = [(clause.said, each) for clause in verdict.clauses for each in clause.activations]
    found.sort(key=lambda pair: (ORDER.index(pair[1].standing), -_last_position(pair[1])))
    return tuple(
        Occasion(
            number=f"P-{number:03}",
            standing=each.standing,
            clause=said,
            due_at=each.due_at,
            taken_over=each.taken_over,
            team=each.team,
            lines=tuple(line_of(exhibit, language) for exhibit in each.exhibits),
            activation=each,
        )
        for number, (said, each) in enumerate(found, start=1)
    )


def _last_position(activation: Activation) -> int:
    """Return the place of the newest record of an occasion."""
    return max((fact.position for fact in activation.facts), default=0)


def line_of(exhibit: Exhibit, language: str = "fr") -> Line:
    """Return an exhibit as a line."""
    fact = exhibit.fact
    if fact is None:
        return Line(exhibit.role, label_of(exhibit.word))
    return Line(
        role=exhibit.role,
        what=label_of(fact.word),
        position=fact.position,
        happened_at=fact.happened_at,
        recorded_at=fact.recorded_at,
        who=fact.actor.name,
        assistance=ASSISTANCE[fact.assistance] if fact.actor.is_person else ACTORS[fact.actor.kind],
        by_person=fact.actor.is_person,
        figures=figures(fact.details, language),
        about=tuple(thing for thing in fact.about if thing.kind != UNTOLD),
    )


def line_of_fact(fact: Fact, language: str = "fr") -> Line:
    """Return a record as a line of a timeline."""
    return line_of(Exhibit(Role.OCCASION, fact.word, fact), language)


def label_of(word: str) -> str:
    """Return what the screens call a word; a word from a later version stays itself."""
    try:
        return Activity(word).label
    except ValueError:
        return word


def figures(details: Mapping[str, Detail], language: str = "fr") -> tuple[tuple[str, str], ...]:
    """Return the figures that a record holds, as (label, value): what the screen showed when it was made."""
    found: list[tuple[str, str]] = []
    if isinstance(changes := details.get("changes"), Mapping):
        found += [(labels.FIELDS.get(name, name), _change(change)) for name, change in changes.items()]
    if (decision := details.get("decision")) in labels.DECISIONS:
        found.append((N_("Décision"), labels.DECISIONS[str(decision)]))
    for name, label in labels.WORDS.items():
        if (value := details.get(name)) in (None, "", (), "none") or (name == "to" and "from" in details):
            continue
        if isinstance(value, tuple) and not all(isinstance(each, str) for each in value):
            continue
        found.append((label, _written(name, value, language)))
    found += [(label, N_("oui")) for name, label in NOTABLE.items() if details.get(name)]
    told = {name: label for name, label in TRUTHS.items() if details.get(name) is not None}
    found += [(label, N_("oui") if details[name] else N_("non")) for name, label in told.items()]
    if isinstance(differences := details.get("differences"), tuple) and differences:
        found.append((N_("Écarts"), " ; ".join(str(each) for each in differences)))
    return tuple(found)


def _change(change: Detail) -> str:
    """Say a change: old value, new value."""
    old, new = change if isinstance(change, tuple) and len(change) == len("on") else ("", change)
    return f"{old or '—'} → {new or '—'}"


def _written(name: str, value: Detail, language: str) -> str:
    """Write one figure."""
    if name.endswith("_cents") and isinstance(value, int):
        return wording.money(Money(value), language)
    if name.endswith("_bp") and isinstance(value, int):
        return wording.rate(Rate.percent(Decimal(value) / 100), language)
    if name.endswith("_on") and isinstance(value, str):
        return wording.day(date.fromisoformat(value[: len("2026-03-02")]), language)
    if isinstance(value, tuple):
        return ", ".join(str(each) for each in value)
    return labels.VALUES.get(str(value), str(value)) if name in labels.NAMING else str(value)


def parameters(framework: Framework, verdict: CriterionVerdict, language: str = "fr") -> list[tuple[str, str]]:
    """Return the procedures that a verdict used, as (label, value)."""
    known = {each.key: each for each in framework.parameters}
    return [
        (known[key].label, _setting(value, known[key].unit, language))
        for key, value in verdict.parameters.items()
        if key in known
    ]


def _setting(value: Setting, unit: Unit, language: str) -> str:
    """Write a procedure's value with its unit."""
    numbers: Sequence[int] = value if isinstance(value, tuple) else (value,)
    return " / ".join(_number(each) for each in _in_unit(numbers, unit, language)) + _unit(unit)


def _in_unit(numbers: Iterable[int], unit: Unit, language: str) -> list[str]:
    """Write numbers as their unit wants them."""
    if unit is Unit.CENTS:
        return [wording.money(Money(each), language) for each in numbers]
    if unit is Unit.BASIS_POINTS:
        return [wording.rate(Rate.percent(Decimal(each) / 100), language) for each in numbers]
    return [str(each) for each in numbers]


def _number(text: str) -> str:
    """Keep a number together."""
    return text.replace(" ", "\u00a0")


def _unit(unit: Unit) -> str:
    """Return the unit behind the number, unless the number says it itself."""
    words = {
        Unit.HOURS: "h",
        Unit.DAYS: "j",
        Unit.WORKING_DAYS: "j ouvrés",
        Unit.WORKING_HOURS: "h (jours ouvrés)",
        Unit.TURNS: "répliques",
        Unit.TIMES: "fois",
    }
    return f"\u00a0{words[unit]}" if unit in words else ""
