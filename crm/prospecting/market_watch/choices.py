"""The choices of the market watch: kinds of sources, how far they and what they say can be trusted.

The grading follows the one in two parts that intelligence services use (the "Admiralty code", NATO's AJP-2.1):
the source from A to F, the information from 1 to 6, each judged on its own. The words are ours.
"""

from __future__ import annotations

from crm.kernel.choices import Labelled
from crm.kernel.errors import N_


class SourceKind(Labelled):
    """What kind of source it is."""

    PRESS = "press", N_("Presse professionnelle")
    FEDERATION = "federation", N_("Fédération ou chambre")
    AUTHORITY = "authority", N_("Administration")
    COMPETITOR_SITE = "competitor_site", N_("Site d’un concurrent")
    CUSTOMER = "customer", N_("Client")
    SUPPLIER = "supplier", N_("Fournisseur")
    TRADE_FAIR = "trade_fair", N_("Salon professionnel")
    SALESPERSON = "salesperson", N_("Commercial de terrain")
    NETWORK = "network", N_("Réseau social ou forum")
    INTERNAL = "internal", N_("Service de l’entreprise")


class Reliability(Labelled):
    """How far a source can be trusted, whatever it says today."""

    A = "A", N_("A – Toujours exacte jusqu’ici")
    B = "B", N_("B – Le plus souvent exacte")
    C = "C", N_("C – Plutôt exacte")
    D = "D", N_("D – Souvent inexacte")
    E = "E", N_("E – À ne pas croire seule")
    F = "F", N_("F – Pas assez connue pour être jugée")

    @property
    def is_weak(self) -> bool:
        """Whether nothing should be sold on its word alone."""
        return self in {Reliability.D, Reliability.E, Reliability.F}


class Credibility(Labelled):
    """How far one piece of information can be trusted, whoever brings it."""

    CONFIRMED = "1", N_("1 – Confirmée par une autre source")
    PROBABLE = "2", N_("2 – Probable")
    POSSIBLE = "3", N_("3 – Possible")
    DOUBTFUL = "4", N_("4 – Douteuse")
    UNLIKELY = "5", N_("5 – Démentie ou invraisemblable")
    UNJUDGED = "6", N_("6 – Impossible à juger")


class Rhythm(Labelled):
    """How often a source is to be consulted."""

    DAILY = "daily", N_("Chaque jour")
    WEEKLY = "weekly", N_("Chaque semaine")
    FORTNIGHTLY = "fortnightly", N_("Tous les quinze jours")
    MONTHLY = "monthly", N_("Chaque mois")
    QUARTERLY = "quarterly", N_("Chaque trimestre")
    OCCASIONAL = "occasional", N_("À l’occasion")


class Nature(Labelled):
    """What a note tells: what is so, what somebody thinks, or what is said."""

    FACT = "fact", N_("Fait")
    OPINION = "opinion", N_("Opinion")
    RUMOUR = "rumour", N_("Rumeur")


class Importance(Labelled):
    """How much a note matters to our sales."""

    HIGH = "high", N_("Forte")
    MEDIUM = "medium", N_("Moyenne")
    LOW = "low", N_("Faible")


class Finding(Labelled):
    """What another source says of a note."""

    CONFIRMS = "confirms", N_("Confirme")
    CONTRADICTS = "contradicts", N_("Contredit")
    SILENT = "silent", N_("N’en dit rien")


class NewsKind(Labelled):
    """What a piece of news is about."""

    PRICE = "price", N_("Prix d’un concurrent")
    OPENING = "opening", N_("Ouverture ou fermeture")
    OFFER = "offer", N_("Nouvelle offre")
    RECALL = "recall", N_("Rappel de produit")
    REGULATION = "regulation", N_("Réglementation")
    SUPPLY = "supply", N_("Prix et approvisionnement")
    DEMAND = "demand", N_("Demande du marché")
    RUMOUR = "rumour", N_("Bruit de marché")
    DENIAL = "denial", N_("Démenti")
    QUESTION = "question", N_("Question de la direction")

    @property
    def moves_competitor(self) -> bool:
        """Whether it tells of a competitor's move when it names one."""
        return self in {NewsKind.PRICE, NewsKind.OPENING, NewsKind.OFFER, NewsKind.RECALL}
